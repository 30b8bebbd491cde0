"""Chapters, articles and numbered items inside a line (numbering: GB/T 9704-2012, 7.3.3; 立法法, art. 65)."""

from __future__ import annotations

import re

from loaders.heads import DOCUMENT_TYPE
from loaders.numbers import chinese_to_int
from loaders.pagedump.annexes import LABEL, TRAILER
from loaders.pagedump.cutter import Cutter

_CHINESE = "一二三四五六七八九十百"
_N = rf"(?P<n>[{_CHINESE}]{{1,5}})"
_ARTICLE = 3
_LEVELS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, re.compile(rf"第{_N}编(?![号制写入])")),
    (1, re.compile(rf"第{_N}章(?!规定|的|所)")),
    (2, re.compile(rf"第{_N}节(?!规定|的|所|[目日能约课])")),
    (_ARTICLE, re.compile(rf"第{_N}条(?!规定|的|所|至|和|、|，|。|之|第|款|件|例|线)")),
    (4, re.compile(rf"(?<![{_CHINESE}第（(]){_N}、")),
    (5, re.compile(rf"[（(]{_N}[)）](?!项|款|目)")),
    (6, re.compile(r"(?<![\d.A-Za-z〔第-])(?P<n>\d{1,3})\s?[.．、](?!\d)")),
    (7, re.compile(r"[（(](?P<n>\d{1,2})[)）](?!项|款|目)")),
)
_ENDED = "。；！？：:;!?"
_CLOSED = "）)》”’"
# 三、四级: numerals of a list, not the number of a provision.
_NUMERALS = re.compile(rf"[{_CHINESE}]{{1,3}}、[{_CHINESE}]{{1,2}}[、级类等]")
_NUMBERED = re.compile(
    rf"(?:第[{_CHINESE}]{{1,5}}[编章节]|[{_CHINESE}]{{1,3}}、|[（(][{_CHINESE}]{{1,3}}[)）]|附\s?[件表录])"
)
_PARAGRAPH = re.compile(r"(?<=[。！？])\s(?=\S)")
_CLOSING = re.compile(r"(?<=[。！？])(?=(?:此复|特此(?:通知|通告|公告|批复|函复|函告|报告|请示))[。！])")
_MAX_HEADING = 60


def cut_provisions(cutter: Cutter, at: int) -> None:
    """Cut, from ``at`` on, numbered provisions, closing words, notes, and paragraphs that the page had set
    apart by a blank."""
    text = cutter.text
    last: dict[int, int] = {}
    for offset, level, ordinal in _candidates(text, at, cutter.end):
        if cutter.listed[0] <= offset < cutter.listed[1] or not _begins(cutter, offset, level, ordinal, last):
            continue
        cutter.cut(offset)
        last[level] = ordinal
        # Articles are numbered through the chapters; everything else begins anew.
        for deeper in [d for d in last if d > level and not (level < _ARTICLE and d == _ARTICLE)]:
            del last[deeper]
    for pattern in (_PARAGRAPH, _CLOSING):
        for match in pattern.finditer(text, at, cutter.end):
            cutter.cut(match.end())
    for match in TRAILER.finditer(text, at, cutter.end):
        cutter.cut(match.start())


def _candidates(text: str, at: int, end: int) -> list[tuple[int, int, int]]:
    """Offset, level and ordinal of whatever looks like the number of a provision."""
    found = []
    for level, pattern in _LEVELS:
        for match in pattern.finditer(text, max(at, 1), end):
            try:
                found.append((match.start(), level, chinese_to_int(match["n"])))
            except ValueError:
                continue
    return sorted(found)


def _begins(cutter: Cutter, offset: int, level: int, ordinal: int, last: dict[int, int]) -> bool:
    """Whether a provision begins at ``offset``: behind the end of a sentence or behind a heading, or
    because its number is the next one due."""
    text = cutter.text
    start = cutter.block_start(offset)
    segment = text[start:offset].strip()
    due = ordinal == last.get(level, 0) + 1
    if not segment or segment[-1] in _ENDED:
        return due or not _NUMERALS.match(text, offset)
    heading = _is_heading(cutter, start, segment)
    if ordinal > 1 and (level > _ARTICLE or not heading):
        return due and (segment[-1] in _CLOSED or text[offset - 1].isspace())
    return (ordinal == 1 or due) and heading


def _is_heading(cutter: Cutter, start: int, segment: str) -> bool:
    """Whether a block that so far is ``segment`` is a heading, which has no full stop: numbered itself, or
    the title of an annex."""
    if len(segment) > _MAX_HEADING or re.search(r"[，。；：:！？,;]", segment):
        return False
    before = cutter.text[max(cutter.begin, start - 6) : start].rstrip()
    behind_label = bool(LABEL.fullmatch(before[-4:].strip()))
    return bool(_NUMBERED.match(segment) or behind_label or DOCUMENT_TYPE.search(segment))
