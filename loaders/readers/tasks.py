"""Assignments in brackets behind a task: （责任单位：…；完成时限：…）, （某局牵头，某局配合）."""

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
from loaders.wordlist import any_of

_SHARING = re.compile(r"(?:按|依)?(?:照)?(?:各自)?(?:职责)?分工(?:负责)?$|(?:具体|分别|共同)?负责$|等$")
_INFORMAL = re.compile(
    r"[（(](?P<inside>[\u4e00-\u9fff、，；,;（）() ]{3,200}?(?:牵头|负责|配合|落实|按职责分工)[\u4e00-\u9fff、，；,; ]{0,120}?)[)）](?=[。；\n]|$)"
)
_INFORMAL_PART = re.compile(
    r"(?P<units>[\u4e00-\u9fff、（）() ]{2,120}?)(?:按(?:照)?职责分工)?(?P<word>牵头(?:负责)?|负责|配合|参与|参加|协助)(?:落实|实施|组织实施)?(?=[，；,;]|$)"
)
_INFORMAL_ROLES = {
    "牵头": "lead",
    "牵头负责": "lead",
    "负责": "responsibleUnit",
    "配合": "coUnit",
    "参与": "coUnit",
    "参加": "coUnit",
    "协助": "coUnit",
}


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
    yield from _in_sentences(context, begin, provisions, seen)


_SENTENCE_LABEL = re.compile(r"[，,。；](?=(?:责任单位|牵头单位|配合单位|责任部门|牵头部门|责任人)[：:])")


_OPENING = re.compile("[（(]")
_ROUND = re.compile("[（(）)]")
_OTHER_LABEL = re.compile(r"[，,](?=(?!责任|牵头|配合|完成)[\u4e00-\u9fff]{2,8}[：:])")


def _in_sentences(
    context: Context, begin: int, provisions: dict[str, ProvisionRecord], seen: dict[str, int]
) -> Iterator[MatterRecord]:
    """Assignments without brackets: ``1.某某工程，责任单位：某公司；``."""
    text = context.text
    reached = begin
    for match in _SENTENCE_LABEL.finditer(text, begin, context.document.stop):
        if match.start() < reached or _depth(text, match.start()) > 0:
            continue
        end = min(
            (at for mark in "。；\n" if (at := text.find(mark, match.end())) >= 0),
            default=context.document.stop,
        )
        reached = end
        if other := _OTHER_LABEL.search(text, match.end() + 5, end):
            end = other.start()
        start = max(text.rfind(mark, 0, match.start()) for mark in "。；\n") + 1
        title = re.sub(r"^[一二三四五六七八九十\d（）()]{1,4}[、.．)）]?", "", text[start : match.start()])
        assignments, schedule = _read_bracket(context, match.end(), end)
        if assignments and title and "\t" not in text[start:end]:
            yield _sentence_task(context, provisions, start, end, title, assignments, schedule, seen)


def _depth(text: str, at: int) -> int:
    """How many round brackets are open at ``at`` in its line."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line.count("（") + line.count("(") - line.count("）") - line.count(")")


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
    """Outermost round brackets that hold a labelled or an informal assignment."""
    for label in _OPENING.finditer(text, begin, end):
        opening = label.start()
        if not _labelled().match(text, opening + 1) and not _INFORMAL.match(text, opening):
            continue
        depth = 0
        for mark in _ROUND.finditer(text, opening, min(end, opening + 600)):
            depth += 1 if mark[0] in "（(" else -1
            if not depth:
                yield opening, mark.start()
                break


def _read_bracket(context: Context, start: int, end: int) -> tuple[list[AssignmentRecord], str | None]:
    text = context.text
    labels = list(_labelled().finditer(text, start, end))
    assignments: list[AssignmentRecord] = []
    schedule: str | None = None
    if not labels:
        for match in _INFORMAL_PART.finditer(text, start, end):
            found = Column(_INFORMAL_ROLES[match["word"]], "unit", True)
            assignments += _assignees(context, found, match.start("units"), match.end("units"))
        return assignments, None
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
