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
_LEVELS = tuple(
    (re.compile(pattern), shape)
    for pattern, shape in (
        (rf"^第{_N}章", "第{}章"),
        (rf"^第{_N}条", "第{}条"),
        (rf"^{_N}、", "{}、"),
        (rf"^[（(]{_N}[)）]", "（{}）"),
        (rf"^{_D}(?:[.．、])(?!\d)", "{}."),
        (rf"^[（(]{_D}[)）]", "（{}）"),
    )
)
# Articles are counted through a whole instrument, not chapter by chapter.
_THROUGH = {1}
_CHAPTER, _ARTICLE = 0, 1
_FURTHEST = 3
_MARKUP = re.compile(r"^[-*+\s]+")


@dataclass(slots=True)
class _Last:
    value: int
    start: int
    end: int


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
        level, value, shape = marked
        before = last.get(level)
        if before is not None and value != 1:
            kind = ""
            if value == before.value:
                kind = "numbering-repeat"
            elif before.value + 1 < value <= before.value + _FURTHEST:
                missing = _written(shape, before.value + 1)
                between = compact(context.text[before.start : block.start])
                kind = "" if missing in between or missing.replace(".", "、") in between else "numbering-gap"
            if kind:
                yield ObservationRecord(
                    span=context.span(before.start, block.start + len(_written(shape, value)))
                    if kind == "numbering-repeat" and block.start - before.start < 200
                    else context.span(block.start, min(block.end, block.start + 40)),
                    part=context.path_at(block.start),
                    kind=kind,
                    text=block.text[:40],
                    found=_written(shape, value),
                    expected=_written(shape, before.value + 1),
                    ordinal=value,
                )
        last[level] = _Last(value, block.start, block.end)
        for lower in [one for one in last if one > level and one not in _THROUGH]:
            del last[lower]


def _marker(block: Block) -> tuple[int, int, str] | None:
    text = _MARKUP.sub("", block.text)
    for level, (pattern, shape) in enumerate(_LEVELS):
        if match := pattern.match(text):
            return level, chinese_to_int(match["n"]), shape
    return None


def _written(shape: str, value: int) -> str:
    arabic = shape == "{}." or (shape == "（{}）" and False)
    return shape.format(value if arabic else int_to_chinese(value))
