"""Pages set in two columns: in which order their parts are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdfplumber.page import Page

# The space between two columns, in points, and where on the page it may stand.
_GUTTER = 10.0
_MIDDLE = (0.35, 0.65)
# Prose fills its lines; tables without rules and signatures side by side do not.
_FULL = 0.75
_MIN_ROWS = 6
_SAME_ROW = 3.0

_Row = list[dict[str, Any]]


def parts(page: Page) -> Iterator[Page]:
    """The page as it is read: whole where it has one column; else, between the lines that run over both
    columns, the left part before the right one."""
    rows = _rows(page.extract_words())
    gutter = _gutter(page, rows)
    if gutter is None:
        yield page
        return
    left, top, right, bottom = page.bbox
    at = top
    for row in rows:
        if not _crosses(row, gutter):
            continue
        row_top, row_bottom = min(w["top"] for w in row), max(w["bottom"] for w in row)
        yield from _halves(page, (left, at, right, row_top), gutter)
        yield page.within_bbox((left, max(at, row_top), right, row_bottom), strict=False)
        at = row_bottom
    yield from _halves(page, (left, at, right, bottom), gutter)


def _halves(page: Page, box: tuple[float, float, float, float], gutter: float) -> Iterator[Page]:
    left, top, right, bottom = box
    if bottom - top > 1:
        yield page.within_bbox((left, top, gutter, bottom), strict=False)
        yield page.within_bbox((gutter, top, right, bottom), strict=False)


def _rows(words: Sequence[dict[str, Any]]) -> list[_Row]:
    rows: list[_Row] = []
    for word in sorted(words, key=lambda word: (word["top"], word["x0"])):
        if rows and abs(rows[-1][0]["top"] - word["top"]) <= _SAME_ROW:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: float(word["x0"])) for row in rows]


def _gutter(page: Page, rows: Sequence[_Row]) -> float | None:
    """Where the space between two columns of prose is; None on a page of one column."""
    low, high = (page.bbox[0] + share * page.width for share in _MIDDLE)
    gaps = [
        (before["x1"] + after["x0"]) / 2
        for row in rows
        for before, after in pairwise(row)
        if after["x0"] - before["x1"] >= _GUTTER and low <= (before["x1"] + after["x0"]) / 2 <= high
    ]
    if len(gaps) < _MIN_ROWS:
        return None
    gutter = sorted(gaps)[len(gaps) // 2]
    text_left = min(word["x0"] for row in rows for word in row)
    text_right = max(word["x1"] for row in rows for word in row)
    full = sum(1 for row in rows if _fills(row, gutter, text_left, text_right))
    crossing = sum(1 for row in rows if _crosses(row, gutter))
    return gutter if full >= _MIN_ROWS and full > crossing else None


def _crosses(row: _Row, gutter: float) -> bool:
    return any(word["x0"] < gutter < word["x1"] for word in row)


def _fills(row: _Row, gutter: float, left: float, right: float) -> bool:
    """Whether a row has a nearly full line in both columns."""
    if _crosses(row, gutter):
        return False
    before = sum(word["x1"] - word["x0"] for word in row if word["x1"] <= gutter)
    behind = sum(word["x1"] - word["x0"] for word in row if word["x0"] >= gutter)
    return bool(before >= _FULL * (gutter - left - _GUTTER) and behind >= _FULL * (right - gutter - _GUTTER))
