"""Pieces of a row that lost its cells, put under the heads that they fit: units under 责任单位, times under
完成时限, and what is long under what the matter is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from loaders.columns import Column
from loaders.lists import split_list, without_etc
from loaders.wordlist import alternatives

_UNIT = re.compile(
    rf"(?:{alternatives('unit_endings')}|署|行|部门|单位|机构|政府|企业|区县|各县|各区|街道|园区)(?:[（(][^（）()]*[）)])?$"
)
_TIME = re.compile(
    r"^(?:截至|于|在)?(?:(?:19|20)\d\d年?[^、]{0,16}|\d{1,2}月[^、]{0,12}|(?:长期|持续|常年|全年|年底|年内|每年|每月|每季度|即时|立即|常态化)[^、]{0,10})$"
    r"|^(?:19|20)\d\d[-./]\d{1,2}(?:[-./]\d{1,2})?$"
)
_NONE = ("/", "／", "—", "-", "无")
_LONG = 14
# What a column without any piece costs, by whether each row has to have one.
_EMPTY, _EMPTY_REQUIRED, _EMPTY_NOTE = -1.0, -4.0, -0.2
# What a further piece costs: names are broken over lines less often than what a matter is.
_FURTHER = {"matter": 0.1, "text": 0.1}
_FURTHER_OTHERWISE = 0.6


def looks_like_units(text: str) -> bool:
    """Whether a cell is an enumeration of bodies, by how each ends."""
    names = split_list(without_etc(text), "、，,；; ")
    return bool(names) and sum(1 for name in names if _UNIT.search(name)) * 2 > len(names)


def looks_like_time(text: str) -> bool:
    """Whether a cell says when: 2023年6月底前, 长期坚持."""
    return bool(_TIME.match(text))


@lru_cache(maxsize=8192)
def _fit(holds: str, role: str, text: str) -> float:
    """How well a text fits a column: above 0 if it does."""
    bare = text.replace(" ", "")
    if bare in _NONE:
        return 0.5 if holds in ("unit", "person", "period") else -0.5
    time, units = looks_like_time(bare), looks_like_units(bare)
    if holds == "unit":
        return 2.0 if units else -3.0 if time or len(bare) > _LONG else -1.0
    if holds == "period":
        return 3.0 if time else -3.0
    if holds == "matter":
        return -2.0 if time else -1.0 if units else 1.0 + (len(bare) > _LONG)
    if role == "level":
        return 2.0 if re.fullmatch(r"[国省市县区乡镇村级/、]{1,6}", bare) else -2.0
    return 0.0


def align(columns: Sequence[Column | None], pieces: Sequence[str]) -> list[tuple[int, int]] | None:
    """First and end index of the pieces of each column, in order, so that they fit best; a cell may be
    several pieces, and one that no row needs may have none. None where nothing fits."""
    count = len(pieces)
    kinds = [(head.holds, head.role) if head is not None else ("text", "text") for head in columns]
    if count == len(columns) and all(
        _fit(*kind, piece) >= 0 for kind, piece in zip(kinds, pieces, strict=True)
    ):
        return [(index, index + 1) for index in range(count)]
    # For each number of pieces the best way to put them under the heads so far.
    best: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}
    for head, kind in zip(columns, kinds, strict=True):
        empty = _EMPTY_NOTE if kind[0] == "text" else _EMPTY_REQUIRED if head and head.required else _EMPTY
        following: dict[int, tuple[float, list[tuple[int, int]]]] = {}
        for start, (score, spans) in best.items():
            for end in range(start, count + 1):
                cost = _cost(kind, pieces[start:end], empty)
                if cost is not None and score + cost > following.get(end, (float("-inf"),))[0]:
                    following[end] = (score + cost, [*spans, (start, end)])
        best = following
    score, spans = best.get(count, (0.0, []))
    return spans if score > 0 else None


def _cost(kind: tuple[str, str], pieces: Sequence[str], empty: float) -> float | None:
    """How well pieces are a cell of a column (``empty`` where there are none); None where they cannot be."""
    if not pieces:
        return empty
    if len(pieces) > 1 and any(piece in _NONE for piece in pieces):
        return None
    return _fit(*kind, "".join(pieces)) - _FURTHER.get(kind[0], _FURTHER_OTHERWISE) * (len(pieces) - 1)
