"""The parts of a document: notice, instruments printed with it, annexes, and their provisions.

Numbering follows GB/T 9704-2012, 7.3.3 (一、 （一） 1. （1）) and, for rules,
章 节 条 款 项 目 (立法法, art. 65).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from loaders.documents import DOCUMENT_TYPE, DocumentText
from loaders.numbers import chinese_to_int, int_to_chinese
from loaders.records import AnnexRecord, InstrumentRecord, ProvisionRecord, Span
from loaders.source import STRUCTURE, Block, compact

_NUM = r"[〇零一二三四五六七八九十百]{1,6}"
_ANNEX_HEAD = re.compile(rf"^附\s*(?:件|表|录)\s*(?P<n>\d{{1,2}}|{_NUM})?\s*[：:]?$")
_ANNEX_HEAD_TITLE = re.compile(
    rf"^附\s*(?:件|表|录)\s*(?P<n>\d{{1,2}}|{_NUM})?\s*[：:]?\s*(?P<title>[^：:。；]{{4,80}})$"
)
_ANNOUNCED = re.compile(r"^附\s*(?:件|表)?\s*[：:]\s*(?P<rest>.*)$")
_NUMBERED = re.compile(r"^(?P<n>\d{1,2})\s*[.．、]\s*(?P<title>.+?)[；;。]?$")
_QUOTES = str.maketrans(
    {"〈": "《", "〉": "》", "<": "《", ">": "》", "(": "（", ")": "）", "‘": "“", "’": "”", '"': "“"}
)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document: blocks ``first`` to ``end`` (exclusive); ``kind`` ∈ notice instrument annex.

    ``body`` is its first block behind its title.
    """

    path: str
    kind: str
    title: str
    first: int
    body: int
    end: int


@dataclass(frozen=True, slots=True)
class Structure:
    """All parts of a document in the order of print, and the records they make; ``listing`` are
    the blocks that list the annexes to come."""

    parts: tuple[Part, ...]
    instruments: tuple[InstrumentRecord, ...]
    annexes: tuple[AnnexRecord, ...]
    listing: frozenset[int] = frozenset()

    def at(self, block: int) -> Part:
        """The part that holds block ``block``."""
        found = self.parts[0]
        for part in self.parts:
            if part.first <= block:
                found = part
        return found


def _same(text: str) -> str:
    return compact(text).translate(_QUOTES).replace("”", "“")


def read_structure(document: DocumentText) -> Structure:
    """Notice, instruments and annexes of a document."""
    announced, listing = _announced_annexes(document)
    instruments = _instruments(document, {_same(annex.title) for annex in announced})
    annexes = _printed_annexes(document, announced, listing)
    starts = sorted(
        [(first, body, "instrument", title, "") for first, body, title in instruments]
        + [(first, body, "annex", title, label) for first, body, title, label in annexes]
    )
    parts = [
        Part(
            "",
            "notice",
            document.title,
            document.first,
            document.body,
            starts[0][0] if starts else document.end,
        )
    ]
    taken: set[str] = set()
    for position, (first, body, kind, title, label) in enumerate(starts):
        end = starts[position + 1][0] if position + 1 < len(starts) else document.end
        path = title if kind == "instrument" else label
        while path in taken:
            path += "′"
        taken.add(path)
        parts.append(Part(path, kind, title, first, body, end))
    source = document.source
    instrument_records = tuple(
        InstrumentRecord(
            span=source.span(source.blocks[p.first].start, source.blocks[p.end - 1].end),
            part=p.path,
            title=p.title,
            document_type=_type_of(p.title),
        )
        for p in parts
        if p.kind == "instrument"
    )
    return Structure(tuple(parts), instrument_records, _annex_records(document, parts, announced), listing)


def _type_of(title: str) -> str | None:
    match = DOCUMENT_TYPE.search(title)
    return match["type"] if match else None


# --- instruments ------------------------------------------------------------------


def _candidates(document: DocumentText) -> list[str]:
    """Titles that the notice says it prints: 《…》 in its title, or what stands after 印发, or
    what its first sentence says was passed and is issued with it."""
    title = document.title
    match = re.search(r"(?:印发|转发|批转|公布|发布|颁布|下发|修订|通过)(?P<rest>.+)$", title)
    if not match:
        return _transmitted(document)
    titles = _outermost(match["rest"])
    if titles:
        return titles
    plain = re.sub(r"的?(?:通知|公告|决定|命令|令)(?:[（(][^（）()]*[）)])?$", "", match["rest"])
    return [plain] if DOCUMENT_TYPE.search(plain) else []


_TRANSMITTED = re.compile(
    r"^现?将?(?P<titles>(?:《.{2,120}》、?)+)(?:已经|已于|业经|经).{2,80}?现(?:予以?)?(?:印发|公布|发布|颁布|予)"
)


def _transmitted(document: DocumentText) -> list[str]:
    blocks = document.source.blocks[document.body : min(document.body + 3, document.end)]
    matches = (_TRANSMITTED.match(block.text) for block in blocks if not block.is_row)
    return next((_outermost(match["titles"]) for match in matches if match), [])


def _outermost(text: str) -> list[str]:
    titles, depth, start = [], 0, 0
    for index, char in enumerate(text):
        if char == "《":
            if not depth:
                start = index + 1
            depth += 1
        elif char == "》" and depth:
            depth -= 1
            if not depth:
                titles.append(text[start:index])
    return titles


_CLOSING_NOTE = re.compile(r"^[（(].{2,20}[）)]$|^(?:抄送|主送|公开方式)")
_FIRST_LEVEL = re.compile(
    rf"^(?:第{_NUM}[章条]|[一二三四五六七八九十]{{1,3}}、|[（(][一二三四五六七八九十]{{1,3}}[)）])"
)
_MIN_NUMBERED = 3


def _instruments(document: DocumentText, annexes: set[str]) -> list[tuple[int, int, str]]:
    blocks = document.source.blocks
    found: list[tuple[int, int, str]] = []
    after = document.body
    candidates = [title for title in _candidates(document) if _same(title) not in annexes]
    for wanted in candidates:
        place = _find_title(blocks, after, document.end, wanted)
        if place:
            first, body, title = place
            found.append((first, body, title))
            after = body
    if not found and document.signature is not None and candidates:
        # Printed under a title that differs from the announced one: the first title behind the signature.
        for index in range(document.signature + 1, min(document.signature + 5, document.end)):
            text = blocks[index].text
            if (
                not blocks[index].is_row
                and len(text) < 80
                and DOCUMENT_TYPE.search(text)
                and not _ANNEX_HEAD.match(text)
                and not STRUCTURE.match(text)
            ):
                found.append((index, index + 1, text))
                break
        if not found and len(candidates) == 1 and (untitled := _untitled(document)):
            found.append((untitled, untitled, candidates[0]))
    return found


def _untitled(document: DocumentText) -> int | None:
    """The block behind the signature with which an instrument begins whose title is not printed again, as
    web pages leave it out; None where what stands there is none."""
    blocks = document.source.blocks
    first = (document.signature or document.end) + 1
    while first < document.end and _CLOSING_NOTE.match(blocks[first].text):
        first += 1
    following = blocks[first : document.end]
    if not following or _ANNEX_HEAD.match(following[0].text):
        return None
    numbered = [block for block in following if not block.is_row and _FIRST_LEVEL.match(block.text)]
    return first if len(numbered) >= _MIN_NUMBERED else None


def _find_title(blocks: Sequence[Block], begin: int, end: int, wanted: str) -> tuple[int, int, str] | None:
    """Blocks (at most four) that together are the title ``wanted``: first, first behind, title as printed."""
    target = _same(wanted)
    for index in range(begin, end):
        joined = ""
        for at in range(index, min(index + 4, end)):
            if blocks[at].is_row or len(blocks[at].text) > len(target) + 12:
                break
            joined += _same(blocks[at].text)
            if joined.strip("《》") == target:
                return index, at + 1, wanted
            if not target.startswith(joined):
                break
    return None


# --- annexes -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Announced:
    number: int
    title: str
    block: int


def _announced_annexes(document: DocumentText) -> tuple[list[_Announced], frozenset[int]]:
    """The annexes that the document says it has, and the blocks in which it lists them."""
    blocks = document.source.blocks
    for index in range(document.body, document.end):
        text = blocks[index].text
        match = _ANNOUNCED.match(text) if text.startswith("附") else None
        if not match or blocks[index].is_row:
            continue
        rest = match["rest"]
        if not rest and not (index + 1 < document.end and _NUMBERED.match(blocks[index + 1].text)):
            continue
        items = [] if not rest else [m for m in re.split(r"(?=(?<![\d.])\d{1,2}[.．、](?!\d))", rest) if m]
        found: list[_Announced] = []
        for item in items:
            numbered = _NUMBERED.match(item)
            found.append(
                _Announced(
                    int(numbered["n"]) if numbered else len(found) + 1,
                    (numbered["title"] if numbered else item).strip("；;。 "),
                    index,
                )
            )
        at = index + 1
        while at < document.end and (numbered := _NUMBERED.match(blocks[at].text)):
            if int(numbered["n"]) != (found[-1].number if found else 0) + 1 or len(blocks[at].text) > 90:
                break
            found.append(_Announced(int(numbered["n"]), numbered["title"], at))
            at += 1
        return found, frozenset(range(index, at))
    return [], frozenset()


def _printed_annexes(
    document: DocumentText, announced: Sequence[_Announced], listing: frozenset[int]
) -> list[tuple[int, int, str, str]]:
    """First block, first behind the title, title and label (附件2, 附件) of each annex."""
    blocks = document.source.blocks
    found: list[tuple[int, int, str, str]] = []
    index = document.body
    while index < document.end:
        block = blocks[index]
        if block.is_row or not block.text.startswith("附"):
            index += 1
            continue
        match = None if index in listing else _ANNEX_HEAD.match(block.text)
        if match:
            body, title = _annex_title(blocks, index + 1, document.end, announced)
            found.append((index, body, title, _label(match["n"])))
            index = max(body, index + 1)
            continue
        inline = _ANNEX_HEAD_TITLE.match(block.text)
        if (
            inline
            and inline["n"]
            and any(_same(inline["title"]) == _same(a.title) for a in announced)
            and all(index != a.block for a in announced)
        ):
            found.append((index, index + 1, inline["title"], _label(inline["n"])))
        index += 1
    return found


def _label(number: str | None) -> str:
    return f"附件{chinese_to_int(number)}" if number else "附件"


def _annex_title(
    blocks: Sequence[Block], index: int, end: int, announced: Sequence[_Announced]
) -> tuple[int, str]:
    for wanted in announced:
        joined = ""
        for at in range(index, min(index + 4, end)):
            if blocks[at].is_row:
                break
            joined += _same(blocks[at].text)
            if joined == _same(wanted.title) or re.fullmatch(
                re.escape(_same(wanted.title)) + r"（[^（）]{1,20}）", joined
            ):
                return at + 1, wanted.title
    title, at = "", index
    while at < min(index + 3, end):
        text = blocks[at].text
        if (
            blocks[at].is_row
            or len(text) > 60
            or re.search(r"[。；：:]", text)
            or (title and (STRUCTURE.match(text) or text.startswith(("序号", "单位"))))
        ):
            break
        title += text
        at += 1
        if DOCUMENT_TYPE.search(title) or re.search(r"[表册单书图案录](?:[（(][^（）()]*[）)])?$", title):
            break
    return (at, title) if title else (index, "")


def _annex_records(
    document: DocumentText, parts: Sequence[Part], announced: Sequence[_Announced]
) -> tuple[AnnexRecord, ...]:
    source = document.source
    printed = [part for part in parts if part.kind == "annex"]
    records = []
    numbers: set[int] = set()
    for position, part in enumerate(printed, 1):
        label = part.path.rstrip("′")
        number = int(label[2:]) if label[2:].isdecimal() else position
        numbers.add(number)
        title = part.title or next((a.title for a in announced if a.number == number), label)
        records.append(
            AnnexRecord(
                span=source.span(source.blocks[part.first].start, source.blocks[part.end - 1].end),
                part=part.path,
                label=label,
                title=title,
                ordinal=number,
                head_only=_is_head_only(source.blocks[part.body : part.end]),
            )
        )
    for item in announced:
        if item.number not in numbers:
            block = source.blocks[item.block]
            records.append(
                AnnexRecord(
                    span=source.span(block.start, block.end),
                    part=f"附件{item.number}" if len(announced) > 1 else "附件",
                    label=f"附件{item.number}" if len(announced) > 1 else "附件",
                    title=item.title,
                    ordinal=item.number,
                    printed=False,
                )
            )
    return tuple(records)


_HEAD_ROW = re.compile(r"^序\s*号[^\d]*$")


def _is_head_only(blocks: Sequence[Block]) -> bool:
    """Whether an annex has nothing but the head of a table."""
    rows = [block for block in blocks if block.is_row]
    return len(blocks) <= 6 and not any(
        # One row of words under 序号 is the head itself.
        (block.is_row and (len(rows) > 1 or not _HEAD_ROW.match(block.text)))
        or re.match(r"\d", block.text)
        or len(block.text) > 70
        or re.search(r"[。；]", block.text)
        for block in blocks
    )


# --- provisions ---------------------------------------------------------------------

_BARE_ITEM = re.compile(r"^(\d{1,2})(?=[\u4e00-\u9fff]{6})(?P<rest>.*)", re.DOTALL)
_LEVELS: tuple[tuple[str, int, re.Pattern[str]], ...] = (
    ("编", 0, re.compile(rf"^第({_NUM})编\s*(?P<rest>.*)")),
    ("章", 1, re.compile(rf"^第({_NUM})章\s*(?P<rest>.*)")),
    ("节", 2, re.compile(rf"^第({_NUM})节\s*(?P<rest>.*)")),
    ("条", 3, re.compile(rf"^第({_NUM}|\d{{1,3}})条\s*(?P<rest>.*)", re.DOTALL)),
    ("一", 3, re.compile(r"^([一二三四五六七八九十百]{1,4})[、．.]\s*(?P<rest>.*)", re.DOTALL)),
    (
        "（一）",
        5,
        re.compile(r"^[（(]([一二三四五六七八九十百]{1,4})[)）][、.．]?\s*(?P<rest>.*)", re.DOTALL),
    ),
    ("1", 6, re.compile(r"^(\d{1,3})\s*[.．、]\s*(?!\d)(?P<rest>.*)", re.DOTALL)),
    ("1", 6, _BARE_ITEM),
    ("（1）", 7, re.compile(r"^[（(](\d{1,2})[)）]\s*(?P<rest>.*)", re.DOTALL)),
)
# By the first character; digits are those that no other begins with.
_LEVELS_FROM = {
    "第": _LEVELS[:4],
    **dict.fromkeys("一二三四五六七八九十百", _LEVELS[4:5]),
    **dict.fromkeys("（(", (_LEVELS[5], _LEVELS[8])),
}
_HEADING_END = re.compile("[。；：]")
_NAMES = {
    "编": "第{}编",
    "章": "第{}章",
    "节": "第{}节",
    "条": "第{}条",
    "一": "{}",
    "（一）": "（{}）",
    "1": "{}",
    "（1）": "（{}）",
}
_KINDS = {
    "编": "编",
    "章": "章",
    "节": "节",
    "条": "条",
    "一": "段",
    "（一）": "项",
    "1": "目",
    "（1）": "目",
}


@dataclass(slots=True)
class _Open:
    """A provision that later ones may belong to. ``paragraphs`` counts its own (款)."""

    level: int
    record: ProvisionRecord
    paragraphs: int


def read_provisions(document: DocumentText, structure: Structure) -> list[tuple[int, ProvisionRecord]]:
    """Chapters, articles, paragraphs and numbered items of a document, in the order of print,
    each with the offset at which it begins.

    Articles stand directly under their instrument in ``part`` (their numbers run through
    the chapters); ``parent`` names the chapter.
    """
    return [hit for part in structure.parts for hit in _provisions_of(document, part, structure.listing)]


def _provisions_of(
    document: DocumentText, part: Part, listing: frozenset[int]
) -> list[tuple[int, ProvisionRecord]]:
    source = document.source
    found: list[tuple[int, ProvisionRecord]] = []
    stack: list[_Open] = []
    taken: set[str] = set()
    end = part.end
    if part.kind == "notice" and document.signature is not None and part.body + 1 < document.signature < end:
        end = document.signature
    for index in range(part.body, end):
        block = source.blocks[index]
        if block.is_row or index in listing:
            continue
        hit = _level_of(block.text, stack)
        if hit is None:
            if stack and len(block.text) > 12:
                span = Span(block.first, block.last)
                found.extend([(block.start, record) for record in _paragraphs(stack, block.text, span)])
            continue
        while stack and stack[-1].level >= hit.level:
            stack.pop()
        holder = part.path if hit.kind == "条" or not stack else stack[-1].record.part
        path = _free(f"{holder}/{hit.number}" if holder else hit.number, taken)
        heading = None if hit.kind == "条" else _heading(hit.rest)
        record = ProvisionRecord(
            span=Span(block.first, block.last),
            part=path,
            parent=stack[-1].record.part if stack else part.path,
            number=hit.number,
            ordinal=hit.ordinal,
            kind=_KINDS[hit.kind],
            text=hit.rest,
            heading=heading,
        )
        found.append((block.start, record))
        stack.append(_Open(hit.level, record, 1 if hit.kind == "条" else 0))
    return found


def _free(path: str, taken: set[str]) -> str:
    """``path``, marked where the document uses the same number twice."""
    while path in taken:
        path += "′"
    taken.add(path)
    return path


def _paragraphs(stack: Sequence[_Open], text: str, span: Span) -> list[ProvisionRecord]:
    """An unnumbered paragraph as 款 of the article it stands in, else of the provision before it.

    The first paragraph of an article is its first 款 only if there is a second.
    """
    owner = next((o for o in reversed(stack) if o.record.kind == "条"), stack[-1])
    owner.paragraphs += 1
    new = [_paragraph(owner.record, owner.paragraphs, text, span)]
    if owner.paragraphs == 2 and owner.record.kind == "条":
        new.insert(0, _paragraph(owner.record, 1, owner.record.text, owner.record.span))
    return new


def _paragraph(owner: ProvisionRecord, ordinal: int, text: str, span: Span) -> ProvisionRecord:
    return ProvisionRecord(
        span=span,
        # Paragraphs of sections are kept apart from their items, which are numbered too.
        part=f"{owner.part}/{ordinal}" if owner.kind == "条" else f"{owner.part}/段{ordinal}",
        parent=owner.part,
        number=f"第{int_to_chinese(ordinal)}{'款' if owner.kind == '条' else '段'}",
        ordinal=ordinal,
        kind="款",
        text=text,
    )


@dataclass(slots=True)
class _Hit:
    kind: str
    level: int
    number: str
    ordinal: int
    rest: str


def _level_of(text: str, stack: Sequence[_Open]) -> _Hit | None:
    first = text[:1]
    for kind, level, pattern in _LEVELS_FROM.get(first, ()) or (_LEVELS[6:8] if first.isdecimal() else ()):
        if match := pattern.match(text):
            # "1完成…" without its full stop is an item only among items.
            if pattern is _BARE_ITEM and not (stack and stack[-1].level >= 5):
                return None
            return _Hit(kind, level, _NAMES[kind].format(match[1]), chinese_to_int(match[1]), match["rest"])
    return None


def _heading(rest: str) -> str | None:
    """The heading of ``提高认识。各单位要…``; a line without a full stop is all heading."""
    mark = _HEADING_END.search(rest)
    if mark is None:
        return rest if len(rest) <= 60 else None
    at = mark.start()
    return rest[:at] if mark[0] == "。" and 2 <= at <= 40 and at + 1 < len(rest) else None
