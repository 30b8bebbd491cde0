"""Which printed lines begin a paragraph, and which are heads and feet of pages, told by where they stand.

The first line of a paragraph is set in by two characters, the others are flush and full (GB/T 9704-2012,
7.3.3); titles are centred, signatures set to the right. Where a print does not indent, nothing is told.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Literal

from loaders.source import STRUCTURE, is_page_number, is_running_head

# How far lines stand from a margin, in characters.
_FLUSH = 0.6
_SET_IN = (1.5, 2.6)
_HANGING = (0.6, 3.5)
# Less than this share of lines set in, or flush, and indents tell nothing.
_TELLING = 0.1
_MIN_LINES = 6
_SAME_SIZE = 1.0
# A head stands on so many pages at least, and text beyond it on a small share of all.
_MIN_PAGES = 3
_STRAY = 0.05
# Positions closer than this are one, in points.
_GRAIN = 3.0
# What is never parted at the end of a line, with the marks that never begin one.
_UNBROKEN = re.compile(
    r"^(?:[\w.,:/%〔〕\-]*[A-Za-z\d%][A-Za-z\d.,:/%\-]*|.)[，。；：、！？）》”’〉】]*", re.ASCII
)
_ENDED = re.compile(r"[。！？；：!?;:][”’）)】〉》]*$")

Place = Literal["flush", "set in", "placed"]


@dataclass(frozen=True, slots=True)
class Printed:
    """A line or a table row of a page: ``top``, ``left``, ``right`` in points, ``size`` of its characters (0: a
    table row); ``column`` are the edges of the column of the page it stands in."""

    text: str
    page: int
    top: float
    left: float = 0.0
    right: float = 0.0
    size: float = 0.0
    column: tuple[int, int] = (0, 0)


_Column = tuple[int, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Margins:
    left: float
    right: float


def begins(lines: Sequence[Printed]) -> tuple[bool | None, ...]:
    """For each line whether it begins a paragraph (True) or goes on with the one before it (False); None
    where its place does not tell, as with table rows, page heads and page numbers."""
    text = [index for index, line in enumerate(lines) if _is_text(line)]
    told: list[bool | None] = [None] * len(lines)
    margins = _margins([lines[index] for index in text])
    places = {index: _place(lines[index], margins) for index in text}
    counts = Counter(places.values())
    if len(text) < _MIN_LINES or min(counts["flush"], counts["set in"]) < _TELLING * len(text):
        return tuple(told)
    # Titles are set larger; which of their lines belong together their place does not tell.
    body = median(lines[index].size for index in text)
    before: int | None = None
    for index, line in enumerate(lines):
        if not line.size:
            before = None
        elif index in places:
            same_title = (
                before is not None and _differ(line.size, body) and not _differ(line.size, lines[before].size)
            )
            if before is not None and not same_title:
                room = (margins[_key(lines[before])].right - lines[before].right) / lines[before].size
                hung = told[before] is False and places[before] != "flush"
                if hung and abs(line.left - lines[before].left) < _GRAIN and room < _first_width(line.text):
                    told[index] = False
                else:
                    told[index] = _begins(lines[before], places[before], room, line, places[index])
            before = index
    return tuple(told)


def _differ(one: float, other: float) -> bool:
    return abs(one - other) > _SAME_SIZE


def _begins(before: Printed, was: Place, room: float, line: Printed, place: Place) -> bool | None:
    """The same for one line behind another, which leaves ``room`` characters to the right margin."""
    full = room < max(_FLUSH, _first_width(line.text))
    deeper = (line.left - before.left) / line.size
    if full and place != "flush" and _HANGING[0] < deeper < _HANGING[1] and STRUCTURE.match(before.text):
        # The text of an item is set in behind its number.
        return None if _ENDED.search(before.text) else False
    if place == "set in" or _differ(line.size, before.size):
        return True
    if place == "placed" or was == "placed":
        # A centred title whose first line fills the measure goes on in the middle of the page.
        centred = abs(line.left + line.right - before.left - before.right) < 3 * line.size
        open_title = full and centred and place == "placed" and not _ENDED.search(before.text)
        return None if place == was or open_title else True
    if full:
        return False
    return True if _ENDED.search(before.text) or room > 4 else None


def _first_width(text: str) -> float:
    """Width in characters of what must stay together at the beginning of a line."""
    match = _UNBROKEN.match(text)
    return sum(0.5 if c < "\u2000" else 1.0 for c in match[0]) + 0.1 if match else 0.0


def _key(line: Printed) -> _Column:
    return line.page, line.column


def _place(line: Printed, margins: Mapping[_Column, _Margins]) -> Place:
    offset = (line.left - margins[_key(line)].left) / line.size
    if abs(offset) < _FLUSH:
        return "flush"
    return "set in" if _SET_IN[0] <= offset <= _SET_IN[1] else "placed"


def _margins(lines: Sequence[Printed]) -> dict[_Column, _Margins]:
    """The margins of each column of each page: where several of its lines begin and end at the outmost. A
    page without such lines has those of the other pages on its side of the sheet."""
    found: dict[_Column, _Margins] = {}
    groups: dict[_Column, list[Printed]] = defaultdict(list)
    for line in lines:
        groups[_key(line)].append(line)
    usual: dict[_Column, Counter[tuple[int, int]]] = defaultdict(Counter)
    for (page, column), group in groups.items():
        left, right = _outmost(line.left for line in group), -_outmost(-line.right for line in group)
        found[page, column] = _Margins(left, right)
        usual[page % 2, column][round(left / _GRAIN), round(right / _GRAIN)] += len(group)
    for (page, column), group in groups.items():
        own = found[page, column]
        (left, right), _ = usual[page % 2, column].most_common(1)[0]
        reach = 4 * max(line.size for line in group)
        # A page of titles and short lines does not show its margins.
        found[page, column] = _Margins(
            left * _GRAIN if 0 < own.left - left * _GRAIN <= reach else own.left,
            right * _GRAIN if right * _GRAIN > own.right else own.right,
        )
    return found


def _outmost(positions: Iterable[float]) -> float:
    """The least position that two lines share; the least of all where none is shared."""
    ordered = sorted(positions)
    for one, other in pairwise(ordered):
        if other - one < _GRAIN:
            return one
    return ordered[0]


# --- heads and feet of pages ------------------------------------------------------------


def repeated(lines: Sequence[Printed]) -> frozenset[int]:
    """The indexes of the lines that are heads or feet of pages: the same words at the same height on three
    pages or more, and beyond them hardly ever other text. Page numbers and heads that name the issue are left
    to later; so is a head on the first page, which may be the title of a table printed on every page."""
    same: dict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        if _is_text(line):
            same[line.text].append(index)
    groups: list[tuple[float, list[int]]] = []
    for indexes in same.values():
        top = median(lines[index].top for index in indexes)
        alike = [index for index in indexes if abs(lines[index].top - top) < _GRAIN]
        if len({lines[index].page for index in alike}) >= _MIN_PAGES:
            groups.append((top, alike))
    members = {index for _, group in groups for index in group}
    others = [
        line for index, line in enumerate(lines) if index not in members and (not line.size or _is_text(line))
    ]
    pages = len({line.page for line in lines})
    found: set[int] = set()
    for top, group in groups:
        if len({line.page for line in others if line.top > top - _GRAIN}) <= _STRAY * pages:
            found.update(group)
        elif len({line.page for line in others if line.top < top + _GRAIN}) <= _STRAY * pages:
            found.update(index for index in group if lines[index].page > 1)
    return frozenset(found)


def _is_text(line: Printed) -> bool:
    return bool(line.size) and not is_page_number(line.text) and not is_running_head(line.text)
