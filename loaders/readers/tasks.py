"""Assignments behind a task: （责任单位：…；完成时限：…）, （某局牵头，某局配合）, or without brackets
in a sentence or in paragraphs of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from loaders import lexicon
from loaders.columns import Column, column, role_words
from loaders.dates import parse_deadline
from loaders.lists import split_spans, summed_up
from loaders.readers.base import Context
from loaders.records import AssignmentRecord, MatterRecord, ProvisionRecord
from loaders.shares import shares
from loaders.wordlist import any_of

_SHARING = re.compile(r"(?:按|依)?(?:照)?(?:各自)?(?:职责)?分工(?:负责)?$|(?:具体|分别|共同)?负责$|等$")


@cache
def _labelled() -> re.Pattern[str]:
    return re.compile(rf"(?P<label>{any_of(role_words())})\s*[：:]\s*")


def read(context: Context) -> Iterator[MatterRecord]:
    """The tasks of a document whose assignment stands in brackets behind them."""
    text = context.text
    if context.document.body >= context.document.end:
        return
    begin = context.source.blocks[context.document.body].start
    provisions = {provision.part: provision for provision in context.provisions}
    seen: dict[str, int] = {}
    for opening, closing in _brackets(text, begin, context.document.stop):
        assignments, schedule = _read_bracket(context, opening + 1, closing)
        if not assignments:
            continue
        provision = _task_of(context, provisions, opening)
        yield _task(context, provision, opening, closing, assignments, schedule, seen)
    yield from _in_text(context, begin, provisions, seen)


_OPENINGS, _CLOSINGS = "（(【[［", "）)】]］"
_OPENING = re.compile(f"[{re.escape(_OPENINGS)}]")
_ROUND = re.compile(f"[{re.escape(_OPENINGS + _CLOSINGS)}]")
_ASSIGNING = re.compile("牵头|负责|配合|落实|参与|参加|协助|协同|承办|实施")
_BEHIND = re.compile(r"\s*(?:[。；;，,、]|$|\n|[（(【\[])")
_MAX_BRACKET = 600
# What an assignment in the text itself begins with, and where.
_OWN_LABEL = re.compile(
    r"(?:(?<=[，,。；;\n])|^)(?=(?:(?:主要|省级|市级|县级|区级|第一|主)?(?:责任|牵头|配合|协办|主办|承办|实施|参与|协同)"
    r"(?:责任)?(?:单位|部门|领导)|责任人)\s*[：:])"
)
_OTHER_LABEL = re.compile(r"[，,](?=(?!责任|牵头|配合|完成)[\u4e00-\u9fff]{2,8}[：:])")
_NUMBERED = re.compile(r"^[一二三四五六七八九十\d（）()]{1,4}[、.．)）]?")


def _in_text(
    context: Context, begin: int, provisions: dict[str, ProvisionRecord], seen: dict[str, int]
) -> Iterator[MatterRecord]:
    """Assignments without brackets: ``1.某某工程，责任单位：某公司``, ``…。牵头单位：甲局；配合单位：乙局。``
    and paragraphs that are one: ``责任单位：甲局、乙局``."""
    text = context.text
    reached = begin
    told: set[str] = set()
    for match in _OWN_LABEL.finditer(text, begin, context.document.stop):
        at = match.start()
        block = context.source.blocks[context.source.block_at(at)]
        if at < reached or block.is_row or _depth(text, at) > 0:
            continue
        reached = end = _end_of_labels(context, at)
        if other := _OTHER_LABEL.search(text, at + 5, end):
            end = other.start()
        assignments, schedule = _read_bracket(context, at, end)
        if not assignments:
            continue
        provision = _task_of(context, provisions, at)
        before = text[block.start : at]
        start = block.start + max(before.rstrip("，,。；;").rfind(mark) for mark in "。；;") + 1
        title = _NUMBERED.sub("", text[start:at]).strip("，,。；; ")
        if not before or before.endswith("。"):
            if provision is not None and provision.part not in told:
                told.add(provision.part)
                yield _task(context, provision, at, end - 1, assignments, schedule, seen)
                continue
            if not before:
                above = context.source.blocks[max(context.source.block_at(at) - 1, context.document.first)]
                start, title = above.start, _NUMBERED.sub("", above.text)
        if title:
            yield _sentence_task(context, provisions, start, end, title, assignments, schedule, seen)


def _end_of_labels(context: Context, at: int) -> int:
    """Offset behind the labelled names that begin at ``at``: they go on behind ； where another label
    stands, and in the next paragraph where it begins with one."""
    text, stop = context.text, context.document.stop
    while True:
        end = min((i for mark in "。\n" if (i := text.find(mark, at, stop)) >= 0), default=stop)
        for mark in re.finditer("[；;]", text[at:end]):
            if not _labelled().match(text, at + mark.end()):
                return at + mark.start()
        behind = end + text.startswith("。\n", end)
        if not text.startswith("\n", behind, stop) or not _labelled().match(text, behind + 1):
            return end
        at = behind + 1


def _depth(text: str, at: int) -> int:
    """How many brackets are open at ``at`` in its line."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return sum(line.count(mark) for mark in _OPENINGS) - sum(line.count(mark) for mark in _CLOSINGS)


def _sentence_task(
    context: Context,
    provisions: dict[str, ProvisionRecord],
    start: int,
    end: int,
    title: str,
    assignments: list[AssignmentRecord],
    schedule: str | None,
    seen: dict[str, int],
) -> MatterRecord:
    provision = _task_of(context, provisions, start)
    part = context.part_at(start)
    location = provision.part.removeprefix(part.path).strip("/").replace("/", "") if provision else ""
    issued = context.document.issued
    return MatterRecord(
        span=context.span(start, end),
        part=part.path,
        kind="Task",
        key=_key(location or f"行{context.source.line_at(start)}", seen),
        title=title[:200],
        assignments=tuple(assignments),
        location=location or None,
        schedule_text=schedule,
        deadline=parse_deadline(schedule, issued.year if issued else None) if schedule else None,
    )


def _key(key: str, seen: dict[str, int]) -> str:
    """A key told apart from the same one before it."""
    seen[key] = seen.get(key, 0) + 1
    return f"{key}.{seen[key]}" if seen[key] > 1 else key


def _brackets(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Outermost brackets that may hold an assignment, labelled or not."""
    reached = begin
    for opening in _OPENING.finditer(text, begin, end):
        start = opening.start()
        if start < reached:
            continue
        depth = 0
        for mark in _ROUND.finditer(text, start, min(end, start + _MAX_BRACKET)):
            depth += 1 if mark[0] in _OPENINGS else -1
            if not depth:
                if _labelled().match(text, start + 1):
                    reached = mark.end()
                    yield start, mark.start()
                elif _ASSIGNING.search(text, start, mark.start()) and _BEHIND.match(text, mark.end()):
                    yield start, mark.start()
                break


def _read_bracket(context: Context, start: int, end: int) -> tuple[list[AssignmentRecord], str | None]:
    text = context.text
    labels = list(_labelled().finditer(text, start, end))
    assignments: list[AssignmentRecord] = []
    schedule: str | None = None
    if not labels:
        for share in shares(text[start:end]):
            if share.role == "schedule":
                schedule = text[start + share.start : start + share.end]
            else:
                found = Column(share.role, "unit", True)
                assignments += _assignees(context, found, start + share.start, start + share.end)
        return assignments, schedule
    for position, label in enumerate(labels):
        stop = labels[position + 1].start() if position + 1 < len(labels) else end
        head = column(label["label"])
        if head is None:
            continue
        if head.holds == "period":
            schedule = text[label.end() : stop].strip("；;，,。 ")
        else:
            assignments += _assignees(context, head, label.end(), stop)
    return assignments, schedule


def _assignees(context: Context, head: Column, start: int, end: int) -> Iterator[AssignmentRecord]:
    """The names in the text between two offsets, each with its lines."""
    text = context.text
    while end > start and text[end - 1] in "；;，,。、 \n":
        end -= 1
    if sharing := _SHARING.search(text[start:end]):
        end = start + sharing.start()
    listed = text[start:end].replace("\n", " ")
    stop, total = summed_up(listed)
    for first, last in [*split_spans(listed[:stop]), *([total] if total else [])]:
        name = _SHARING.sub("", listed[first:last].replace(" ", ""))
        if name:
            yield AssignmentRecord(
                span=context.span(start + first, start + last),
                part=context.path_at(start + first),
                text=name,
                kind=_kind(name, head),
                role=head.role,
            )


def _kind(name: str, head: Column) -> str:
    if head.holds == "person" and lexicon.looks_like_person(name):
        return "person"
    return "collective" if lexicon.is_collective(name) or head.holds == "person" else "unit"


def _task_of(context: Context, provisions: dict[str, ProvisionRecord], offset: int) -> ProvisionRecord | None:
    """The numbered provision whose task is assigned at ``offset``."""
    provision = provisions.get(context.path_at(offset))
    while provision is not None and provision.kind == "款":
        provision = provisions.get(provision.parent)
    return provision


def _task(
    context: Context,
    provision: ProvisionRecord | None,
    opening: int,
    closing: int,
    assignments: list[AssignmentRecord],
    schedule: str | None,
    seen: dict[str, int],
) -> MatterRecord:
    part = context.part_at(opening)
    issued = context.document.issued
    block = context.source.blocks[context.source.block_at(opening)]
    if provision is not None:
        location = provision.part.removeprefix(part.path).strip("/").replace("/", "")
        bracket = context.text[opening : closing + 1]
        body = provision.text.replace(bracket, "").replace("。。", "。")
        title = provision.heading or body
        first = min(provision.span.first, context.source.line_at(opening))
    else:
        location, title, first = "", context.text[block.start : opening], block.first
        body = title
    key = _key(location or f"行{first}", seen)
    span = context.span(opening, closing + 1)
    description = body.removeprefix(title).lstrip("。") if body != title else None
    return MatterRecord(
        span=type(span)(first, span.last),
        part=part.path,
        kind="Task",
        key=key,
        title=title[:200],
        assignments=tuple(assignments),
        location=location or None,
        schedule_text=schedule,
        deadline=parse_deadline(schedule, issued.year if issued else None) if schedule else None,
        description=description or None,
    )
