"""Breaks in numbered lists (第三条 followed by 第五条, 2. by 4.), numbered items that end like the last one.

Observations (``kind``): ``numbering-gap`` and ``numbering-repeat``; ``expected`` is the number that should
stand there, ``found`` the one that does. Numbering: GB/T 9704-2012, 7.3.3 (一、（一）1.（1）) and 章、条.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders.numbers import chinese_to_int, int_to_chinese
from loaders.readers.base import Context
from loaders.records import ObservationRecord
from loaders.source import Block, compact

_N = r"(?P<n>[一二三四五六七八九十百]{1,5})"
_D = r"(?P<n>\d{1,3})"
# Level → how it is written; a lower level starts again under each item of a higher one.
_LEVELS = (
    (re.compile(rf"^第{_N}章"), "第{}章", int_to_chinese),
    (re.compile(rf"^第{_N}条"), "第{}条", int_to_chinese),
    (re.compile(rf"^{_N}、"), "{}、", int_to_chinese),
    (re.compile(rf"^[（(]{_N}[)）]"), "（{}）", int_to_chinese),
    (re.compile(rf"^{_D}[.．、](?!\d)"), "{}.", str),
    (re.compile(rf"^[（(]{_D}[)）]"), "（{}）", str),
)
# Articles are counted through a whole instrument, not chapter by chapter.
_THROUGH = {1}
_FURTHEST = 3
_NEAR = 300
_MARKUP = re.compile(r"^[-*+\s]+")
_MARKUP_CHARACTERS = "-*+ \t"
_FIRST_OF_NUMBER = frozenset("第（(一二三四五六七八九十百")


@dataclass(slots=True)
class _Last:
    value: int
    start: int


def read(context: Context) -> Iterator[ObservationRecord]:
    """The breaks of numbering of a document, part by part."""
    for part in context.structure.parts:
        blocks = context.source.blocks[part.body : part.end]
        listing = context.structure.listing
        yield from _breaks(
            context, [b for i, b in enumerate(blocks, part.body) if not b.is_row and i not in listing]
        )


def _breaks(context: Context, blocks: list[Block]) -> Iterator[ObservationRecord]:
    last: dict[int, _Last] = {}
    for block in blocks:
        marked = _marker(block)
        if marked is None:
            continue
        level, value = marked
        before = last.get(level)
        if before is not None and value != 1:
            kind = _break(context, level, before, value, block.start)
            if kind:
                near = kind == "numbering-repeat" and block.start - before.start < _NEAR
                yield ObservationRecord(
                    span=context.span(before.start if near else block.start, block.start + 1),
                    part=context.path_at(block.start),
                    kind=kind,
                    text=block.text[:40],
                    found=_written(level, value),
                    expected=_written(level, before.value + 1),
                    ordinal=value,
                )
        last[level] = _Last(value, block.start)
        for lower in [one for one in last if one > level and one not in _THROUGH]:
            del last[lower]


def _break(context: Context, level: int, before: _Last, value: int, start: int) -> str:
    """The kind of break between two items that follow each other, or nothing. A number that stands inside
    the text between them (2. printed in the paragraph of 1.) is not missing."""
    if value == before.value:
        return "numbering-repeat"
    if before.value + 1 < value <= before.value + _FURTHEST:
        between = compact(context.text[before.start : start])
        missing = _written(level, before.value + 1)
        return "" if missing.rstrip(".") in between[3:] else "numbering-gap"
    return ""


def _marker(block: Block) -> tuple[int, int] | None:
    text = _MARKUP.sub("", block.text) if block.text[:1] in _MARKUP_CHARACTERS else block.text
    if text[:1] not in _FIRST_OF_NUMBER and not text[:1].isdecimal():
        return None
    for level, (pattern, _, _) in enumerate(_LEVELS):
        if match := pattern.match(text):
            return level, chinese_to_int(match["n"])
    return None


def _written(level: int, value: int) -> str:
    _, shape, numeral = _LEVELS[level]
    return shape.format(numeral(value))
