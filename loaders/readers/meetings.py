"""Minutes of meetings: when, under whom, on what, who was there and for which unit, what was decided."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.dates import parse_date
from loaders.lists import split_spans
from loaders.numbers import chinese_to_int
from loaders.posts import ENDING, ends_as_post
from loaders.readers.base import Context
from loaders.records import (
    AttendanceRecord,
    MeetingRecord,
    PostHoldingRecord,
    ProvisionRecord,
    Record,
    ResolutionRecord,
)
from loaders.source import Block
from loaders.wordlist import alternatives

MINUTES = ("会议纪要", "纪要")
_NAME = r"[\u4e00-\u9fff]{2,4}"
_NUMBER = re.compile(r"第(\d{1,3}|[一二三四五六七八九十百]{1,5})次")
_CHAIR = re.compile(
    rf"(?:^|[，,。、])(?P<post>[\u4e00-\u9fff、]{{0,20}}?{ENDING})?(?P<name>[\u4e00-\u9fff]{{2,3}})(?:同志)?(?:主持召开|主持(?:会议|了会议)?)"
)
_PRESENT = {
    "邀请列席": "邀请列席",
    "特邀列席": "邀请列席",
    "出席": "出席",
    "参加": "出席",
    "参会": "出席",
    "列席": "列席",
    "记录": "记录",
    "记录人": "记录",
    "主持": "主持",
    "主持人": "主持",
    "请假": "请假",
    "缺席": "请假",
}
_LABEL = re.compile(
    rf"^(?:[（(][一二三四五六七八九十\d]{{1,3}}[)）])?(?:会议)?(?P<label>{'|'.join(sorted(_PRESENT, key=len, reverse=True))})(?:人员|同志|领导|单位)?[：:](?P<rest>.*)$",
    re.DOTALL,
)
_GROUPED = re.compile(
    r"^[（(][一二三四五六七八九十\d]{1,3}[)）](?:(?P<unit>[\u4e00-\u9fff]{2,20})[：:])?(?P<rest>.+)$",
    re.DOTALL,
)
_UNIT_AND_NAME = re.compile(
    rf"^(?P<unit>[\u4e00-\u9fff（）()“”]{{1,40}}(?:{alternatives('unit_endings')}))(?P<name>{_NAME})$"
)
_REPORTED = re.compile(
    r"(?:会上|会议期间)?[，,]?(?P<list>[^。]{4,900}?)(?:分别)?(?:就|对)[^。]{0,30}(?:作了?|进行了?)(?:专题)?汇报"
)
_INVITED = re.compile(r"邀请(?P<list>[^。]{4,120}?)(?:列席|参加)")
_POST_AND_NAME = re.compile(
    rf"^(?P<post>[\u4e00-\u9fff（）()“”、]{{0,60}}?{ENDING})(?P<name>[\u4e00-\u9fff]{{2,4}})(?:同志)?$"
)
_POST_END = re.compile(rf"(?:党委|党组|党工委)?{ENDING}$")
_DEFINED = re.compile(r"[（(](?:以下)?简称[^（）()]*[)）]")


@dataclass(frozen=True, slots=True)
class _Seen:
    """A person of an attendance list: offsets, name, unit and post as printed."""

    start: int
    end: int
    name: str
    unit: str | None
    post: str | None = None


def read(context: Context) -> Iterator[Record]:
    """The meeting that minutes report, and the posts that they say people hold."""
    document = context.document
    if document.document_type not in MINUTES:
        return
    opening = _opening(context)
    if opening is None:
        return
    text = opening.text
    attendance = [*_lists(context)]
    for pattern, kind in ((_REPORTED, "汇报"), (_INVITED, None)):
        for match in pattern.finditer(context.text, opening.start, opening.end):
            for seen in _with_posts(context.text, match.start("list"), match.end("list")):
                if kind:
                    attendance.append(_attendance(context, seen, kind))
                if seen.post:
                    span = context.span(seen.start, seen.end)
                    yield PostHoldingRecord(span, context.path_at(seen.start), seen.name, seen.post)
    chair = _CHAIR.search(text)
    if chair and chair["post"]:
        span = context.span(opening.start + chair.start("name"), opening.start + chair.end("name"))
        yield PostHoldingRecord(span, "", chair["name"], chair["post"].lstrip("、"))
    number = _NUMBER.search(document.title) or _NUMBER.search(text)
    agenda, resolutions = _agenda(context)
    yield MeetingRecord(
        span=context.span(document.start, document.stop),
        part="",
        number=chinese_to_int(number[1]) if number else None,
        held_on=parse_date(text),
        chair=chair["name"] if chair else None,
        title=document.title,
        agenda=tuple(agenda),
        attendance=tuple(attendance),
        resolutions=tuple(resolutions),
    )


def _opening(context: Context) -> Block | None:
    """The paragraph that says when and under whom the meeting was held."""
    for block in context.document.blocks:
        if is_opening(block):
            return block
    return None


def is_opening(block: Block) -> bool:
    """Whether a paragraph opens minutes: when the meeting was held, under whom, on what."""
    return (
        not block.is_row
        and len(block.text) > 30
        and bool(re.search(r"召开[^。]{2,60}会|主持[^。]{0,6}会", block.text[:200]))
    )


def without_lists(blocks: Sequence[Block]) -> list[Block]:
    """The blocks of minutes before the first attendance list."""
    for index, block in enumerate(blocks):
        if _LABEL.match(block.text):
            return list(blocks[:index])
    return list(blocks)


# --- who was there ------------------------------------------------------------------


def _lists(context: Context) -> Iterator[AttendanceRecord]:
    """The attendance lists at the end: 出席, 列席 with its groups, 记录."""
    kind: str | None = None
    for block in context.document.blocks:
        if block.is_row:
            continue
        match = _LABEL.match(block.text)
        if match:
            label = _PRESENT[match["label"]]
            start = block.start + match.start("rest")
            for seen in _people(context.text, start, block.end, None):
                yield _attendance(context, seen, label)
            # An invited guest inside the list of 列席 does not end that list.
            kind = label if not block.text.startswith(("（", "(")) else kind
        elif kind and (group := _GROUPED.match(block.text)) and _is_list(block.text):
            start = block.start + group.start("rest")
            for seen in _people(context.text, start, block.end, group["unit"]):
                yield _attendance(context, seen, kind)
        elif kind and _is_list(block.text):
            for seen in _people(context.text, block.start, block.end, None):
                yield _attendance(context, seen, kind)
        else:
            kind = None


def _is_list(text: str) -> bool:
    return "。" not in text.rstrip("。") and not re.search(r"[；？！]|会议(?:要求|强调|指出)", text)


def _attendance(context: Context, seen: _Seen, kind: str) -> AttendanceRecord:
    return AttendanceRecord(
        span=context.span(seen.start, seen.end),
        part="",
        person=seen.name,
        kind=kind,
        unit_text=seen.unit,
        post_text=seen.post,
    )


def _people(text: str, start: int, end: int, unit: str | None) -> Iterator[_Seen]:
    """The people of ``甲局张三、李四，乙局王五``: a comma ends a unit, 、 goes on with it."""
    listed = text[start:end].rstrip("。")
    for group_start, group_end in split_spans(listed, "，,；; "):
        current = unit
        for first, last in split_spans(listed[group_start:group_end], "、"):
            at = start + group_start + first
            item = text[at : start + group_start + last]
            item = re.sub(r"[（(][^（）()]*[)）]$", "", item)
            if match := _UNIT_AND_NAME.match(item):
                current = match["unit"]
                post = current if re.search(r"(?:代表|委员)$", current) else None
                yield _Seen(at, at + len(item), match["name"], None if post else current, post)
                current = None if post else current
            elif re.fullmatch(_NAME, item):
                yield _Seen(at, at + len(item), item, current)


def _with_posts(text: str, start: int, end: int) -> Iterator[_Seen]:
    """The people of ``甲局局长张三、乙公司董事长李四、总经理王五``: a post without a unit goes with
    the unit before it, a post without a name with the one behind it."""
    unit: str | None = None
    pending = ""
    for first, last in split_spans(text[start:end], "、，,"):
        item = _DEFINED.sub("", text[start + first : start + last])
        match = _POST_AND_NAME.match(item)
        if not match:
            pending = f"{pending}{item}、" if ends_as_post(item) else ""
            continue
        post = pending + match["post"]
        bare = _POST_END.sub("", match["post"])
        if bare and not pending:
            unit = bare
        full = post if bare or pending or not unit else unit + post
        yield _Seen(start + first, start + last, match["name"], unit if not pending else (bare or None), full)
        pending = ""


# --- what was on the agenda and what was decided ----------------------------------------


def _agenda(context: Context) -> tuple[list[str], list[ResolutionRecord]]:
    """The items (一、二、…) and, under each, its points and unnumbered paragraphs."""
    agenda: list[str] = []
    resolutions: list[ResolutionRecord] = []
    attended = False
    for provision in context.provisions:
        # A point behind the first attendance list is none of the agenda.
        behind, attended = attended, attended or bool(_LABEL.match(provision.text))
        if provision.kind == "段":
            item, decided = _item_and_rest(provision.text)
            agenda.append(item)
            if decided:
                resolutions.append(ResolutionRecord(provision.span, provision.part, len(agenda), "", decided))
        elif agenda and _goes_on(agenda, resolutions, provision):
            agenda[-1] += provision.text
        elif agenda and not behind and not attended:
            depth = provision.part.count("/")
            if depth == 1:
                resolutions.append(
                    ResolutionRecord(
                        span=provision.span,
                        part=provision.part,
                        agenda_item=len(agenda),
                        number=_point(provision),
                        text=provision.text,
                    )
                )
    return agenda, resolutions


_RUN_ON = re.compile(
    r"^(?P<item>[^。；：]*?》)(?P<rest>(?:会议|原则|同意|经)[^》]{0,12}(?:同意|通过|审议|决定|认为|研究).*)$",
    re.DOTALL,
)


def _item_and_rest(text: str) -> tuple[str, str]:
    """An item of the agenda, and the decision that the print lets run on behind its title."""
    match = _RUN_ON.match(text)
    return (match["item"], match["rest"]) if match else (text, "")


def _goes_on(
    agenda: Sequence[str], resolutions: Sequence[ResolutionRecord], provision: ProvisionRecord
) -> bool:
    """An item's title printed over two lines: no sentence, right behind its first line."""
    started = any(r.agenda_item == len(agenda) for r in resolutions)
    return provision.kind == "款" and not started and not re.search(r"[。；：]", agenda[-1] + provision.text)


def _point(provision: ProvisionRecord) -> str:
    if provision.kind != "款":
        return provision.number
    match = re.match(r"^([一二三四五六七八九十]{1,2})(?:要|是)", provision.text)
    return match[1] if match else ""
