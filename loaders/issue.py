"""The issue of a gazette: masthead, table of contents, colophon."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from loaders import lexicon
from loaders.dates import parse_date
from loaders.heads import TITLE_WITH_ISSUER, is_number_line
from loaders.numbers import find_document_number, normalise_registration_number
from loaders.records import IssueRecord, PostHoldingRecord, Span, TocEntryRecord
from loaders.source import RUNNING_HEAD, Block, SourceText

_MASTHEAD = re.compile(
    r"^(?P<name>[\u4e00-\u9fff]{2,20}(?:人民政府|政府|管委会|管理委员会)公报|[\u4e00-\u9fff]{2,8}政报)"
)
_YEAR_NUMBER = re.compile(r"((?:19|20)\d\d)(?:年?[·.]?第(?=\d{1,3}期)|[·•.](?=\d{1,2}(?!\d)))(\d{1,3})")
_NUMBER = re.compile(r"^第(\d{1,3})期")
_TOTAL = re.compile(r"总第?(\d{1,4})期")
_PUBLISHED = re.compile(r"((?:19|20)\d\d年)?(\d{1,2})月(\d{1,2})日(?:出版|印发)?$")
_CONTENTS = re.compile(r"^目(?:录|次)$")
_PAGE = re.compile(
    r"(?:[.…·．]{2,}\s*(?P<dots>\d{1,4})|[（(](?P<brackets>\d{1,4})[)）]|(?<=\D)\s(?P<bare>\d{1,4}))$"
)
_NUMBERS = re.compile(r"[（(]\s*(?:[A-Z]{2,8}R[—－–-]+\d{4}[—－–-]+\d+)?[^（()）]{0,24}号\s*[)）]")
_MASTHEAD_BLOCKS = 40
_TOC_GAP = 12
_PUBLISHER = re.compile(r"^(?:主管主办|主办单位|主办|主管单位|主管|编辑出版|编印)[：:]?(.*)$")


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands before the first document: ``end`` is the index of the first block behind it."""

    issue: IssueRecord | None
    end: int


def read_front_matter(source: SourceText) -> FrontMatter:
    """Masthead and table of contents of a gazette, or the issue that its running heads name.

    A file without either is a single document: ``issue`` is None and ``end`` 0.
    """
    blocks = source.blocks
    masthead = next((i for i, b in enumerate(blocks[:_MASTHEAD_BLOCKS]) if _MASTHEAD.match(b.text)), None)
    contents = next(
        (i for i, b in enumerate(blocks[: 3 * _MASTHEAD_BLOCKS]) if _CONTENTS.match(b.text)), None
    )
    toc_end = _toc_end(blocks, contents) if contents is not None else None
    if masthead is None:
        return FrontMatter(_from_running_heads(source), toc_end or 0)
    stop = contents if contents is not None and toc_end is not None else _masthead_end(blocks, masthead)
    issue = _from_masthead(source, masthead, stop, toc_end)
    if issue is None:
        issue = _from_running_heads(source)
    return FrontMatter(issue, toc_end or 0)


def _masthead_end(blocks: tuple[Block, ...], masthead: int) -> int:
    """Index of the first block behind a masthead without a table of contents: a document begins there."""
    for index in range(masthead + 1, min(masthead + _MASTHEAD_BLOCKS, len(blocks))):
        text = blocks[index].text
        if len(text) > 60 or is_number_line(text) or TITLE_WITH_ISSUER.match(text):
            return index
    return min(masthead + _MASTHEAD_BLOCKS, len(blocks))


def _toc_end(blocks: tuple[Block, ...], contents: int) -> int | None:
    """Index of the first block behind a table of contents; None where no entry names a page (a law's list
    of chapters is called 目录 too)."""
    last = contents
    for index in range(contents + 1, len(blocks)):
        if index - last > _TOC_GAP:
            break
        if len(blocks[index].text) < 200 and _PAGE.search(blocks[index].raw):
            last = index
    return last + 1 if last > contents else None


def _from_masthead(source: SourceText, masthead: int, stop: int, toc_end: int | None) -> IssueRecord | None:
    name = (_MASTHEAD.match(source.blocks[masthead].text) or [""])[0]
    head = source.blocks[masthead:stop]
    joined = " ".join(block.text for block in head)
    year = number = None
    if match := _YEAR_NUMBER.search(joined):
        year, number = int(match[1]), int(match[2])
    else:
        years = [int(b.text.rstrip("年")) for b in head if re.fullmatch(r"(?:19|20)\d\d年?", b.text)]
        numbers = [m for b in head if (m := _NUMBER.match(b.text))]
        if years and numbers:
            year, number = years[0], int(numbers[0][1])
    if year is None or number is None:
        return None
    issued = None
    for block in head:
        if (full := parse_date(block.text)) is not None:
            issued = full
        elif issued is None and (match := _PUBLISHED.search(block.text)) and not match[1]:
            issued = parse_date(f"{year}年{match[2]}月{match[3]}日")
    total = _TOTAL.search(joined)
    jurisdiction = lexicon.find_jurisdiction(name)
    last = source.blocks[(toc_end or stop) - 1].last
    return IssueRecord(
        span=source.span(source.blocks[masthead].start, source.blocks[max(masthead, stop - 1)].end),
        title=f"{name}{year}年第{number}期",
        jurisdiction=lexicon.jurisdiction_name(jurisdiction) if jurisdiction else "-",
        year=year,
        number=number,
        total_number=int(total[1]) if total else None,
        issued=issued,
        publisher=_publisher(source, masthead, last, name),
        toc=_toc(source, stop + 1, toc_end) if toc_end else (),
        staff=_staff(source, masthead, last),
    )


def _publisher(source: SourceText, masthead: int, last: int, name: str) -> str | None:
    """The 主办 body of the colophon, else the one in charge, else the government of the masthead."""
    following = [b for b in source.blocks[masthead:] if b.last <= last + 40]
    for wanted in ("主办", "编辑出版", "编印", "主管"):
        for index, block in enumerate(following):
            if (match := _PUBLISHER.match(block.text)) and block.text.startswith(wanted):
                if match[1]:
                    return match[1]
                if index + 1 < len(following):
                    return following[index + 1].text
    return name.removesuffix("公报") if name.endswith("公报") else None


_STAFF = re.compile(
    r"^(?P<post>责任编辑|执行主编|主编|副主编|总编辑|总编|责任校对|编辑|校对)[：:]\s*(?P<names>.+)$"
)


def _staff(source: SourceText, masthead: int, last: int) -> tuple[PostHoldingRecord, ...]:
    """The editors that the colophon names."""
    found = []
    for block in source.blocks[masthead:]:
        if block.first > last + 40:
            break
        if match := _STAFF.match(block.raw):
            for name in lexicon.split_names(match["names"]):
                span = source.span(block.start, block.end)
                found.append(PostHoldingRecord(span, "", name, match["post"]))
    return tuple(found)


def _from_running_heads(source: SourceText) -> IssueRecord | None:
    """The issue that most running heads name, the first of them where two are named equally often."""
    votes: Counter[tuple[str, int, int]] = Counter()
    where: dict[tuple[str, int, int], int] = {}
    for line, text in source.running_heads:
        if match := RUNNING_HEAD.match(text):
            key = (match["name"], int(match["year"]), int(match["number"]))
            votes[key] += 1
            where.setdefault(key, line)
    if not votes:
        return None
    (name, year, number), _ = max(votes.items(), key=lambda item: (item[1], -where[item[0]]))
    line = where[name, year, number]
    jurisdiction = lexicon.find_jurisdiction(name)
    return IssueRecord(
        span=Span(line, line),
        title=f"{name}{year}年第{number}期",
        jurisdiction=lexicon.jurisdiction_name(jurisdiction) if jurisdiction else "-",
        year=year,
        number=number,
        publisher=name.removesuffix("公报") if name.endswith("公报") else None,
    )


def _toc(source: SourceText, first: int, end: int) -> tuple[TocEntryRecord, ...]:
    """The entries: an entry goes on over blocks until its page number."""
    entries: list[TocEntryRecord] = []
    heading: str | None = None
    pending: list[Block] = []
    for block in source.blocks[first:end]:
        pending.append(block)
        page = _PAGE.search(block.raw)
        if not page:
            # A heading (市政府办文件) is short and is no part of a title.
            if len(pending) == 1 and len(block.text) <= 12 and "关于" not in block.text:
                heading, pending = block.text, []
            continue
        raw = " ".join(b.raw for b in pending)
        text = raw[: _PAGE.search(raw).start()].strip(" .…·") if _PAGE.search(raw) else raw  # type: ignore[union-attr]
        numbers = _NUMBERS.search(text)
        title = text[: numbers.start()] if numbers else text
        lines = [b for b in pending if "关于" in b.text or len(b.text) > 12] or pending
        entries.append(
            TocEntryRecord(
                span=source.span(lines[0].start, pending[-1].end),
                part="",
                title=re.sub(r"\s+", "", title),
                document_number=find_document_number(re.sub(r"\s+", "", numbers[0]), in_sentence=False)
                if numbers
                else None,
                registration_number=normalise_registration_number(numbers[0]) if numbers else None,
                page=int(page["dots"] or page["brackets"] or page["bare"]),
                ordinal=len(entries) + 1,
                heading=heading,
            )
        )
        pending = []
    return tuple(entries)
