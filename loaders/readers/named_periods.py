"""Periods that a document gives a name (备考期间：6月3日至6日), and list items that end as if they were the last.

Observations (``kind``): ``named-period`` (``found`` the name, ``start``, ``end``) and ``item-end`` (``found`` the
number of the item, ``expected`` that of the item behind it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from loaders.dates import make_date
from loaders.readers.base import Context
from loaders.records import ObservationRecord

_NAME = r"(?P<name>[\u4e00-\u9fff]{1,8}(?:期间|阶段))"
_DAYS = (
    r"(?:(?P<y>(?:19|20)\d\d)\s*年)?\s*(?P<m1>\d{1,2})\s*月\s*(?P<d1>\d{1,2})\s*日?[^，。；\n至到～~—-]{0,8}[至到～~—-]{1,2}\s*"
    r"(?:(?:19|20)\d\d\s*年)?\s*(?:(?P<m2>\d{1,2})\s*月)?\s*(?P<d2>\d{1,2})\s*日"
)
_DEFINED = re.compile(rf"{_NAME}[：:]\s*{_DAYS}")
_USED = re.compile(rf"{_DAYS}[，,]\s*(?:在|为)?{_NAME}")
_ITEM = re.compile(r"^[-*\s]*(?P<n>[（(][一二三四五六七八九十]{1,3}[)）])")


def read(context: Context) -> Iterator[ObservationRecord]:
    """The named periods of a document, then the ends of list items."""
    text, begin, stop = context.text, context.document.start, context.document.stop
    if "期间" in text[begin:stop] or "阶段" in text[begin:stop]:
        year = context.document.issued.year if context.document.issued else None
        for pattern in (_DEFINED, _USED):
            for match in pattern.finditer(text, begin, stop):
                days = _days(match, year)
                if days:
                    seen = ObservationRecord(
                        context.span(*match.span()),
                        context.path_at(match.start()),
                        "named-period",
                        match.group(),
                    )
                    yield replace(seen, found=match["name"].removeprefix("在"), start=days[0], end=days[1])
    yield from _item_ends(context)


def _days(match: re.Match[str], year: int | None) -> tuple[date, date] | None:
    named = match["y"] or (str(year) if year else "")
    start = make_date(named, match["m1"], match["d1"]) if named else None
    end = make_date(named, match["m2"] or match["m1"], match["d2"]) if named else None
    return (start, end) if start and end else None


def _item_ends(context: Context) -> Iterator[ObservationRecord]:
    """An item that ends with a full stop between items that end with semicolons."""
    blocks = [b for b in context.source.blocks[context.document.first : context.document.end] if not b.is_row]
    for before, block, behind in zip(blocks, blocks[1:], blocks[2:], strict=False):
        if not before.text.endswith("；") or not block.text.endswith("。"):
            continue
        marks = [_ITEM.match(one.text) for one in (before, block, behind)]
        if all(marks) and behind.text.endswith(("。", "；")):
            numbers = [mark["n"] for mark in marks if mark]
            # （一） begins another list.
            if numbers[2].strip("（()）") != "一":
                seen = ObservationRecord(
                    context.span(block.start, block.end), context.path_at(block.start), "item-end", block.text
                )
                yield replace(seen, found=numbers[1], expected=numbers[2])
