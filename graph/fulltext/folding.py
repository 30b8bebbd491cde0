"""One form for characters that readers take for the same: what is indexed and what is asked for meet in it.

Every character is folded to exactly one, so that a place in the folded text is that place in the printed one.
"""

from __future__ import annotations

from functools import lru_cache

_FULL_WIDTH = range(0xFF01, 0xFF5F)
_DISTANCE = 0xFEE0
# Brackets of document numbers (GB/T 9704-2012, 7.2.5) and quotation marks are typed in many ways.
_ALIKE = str.maketrans("[]【】“”„‟＂‘’", '〔〕〔〕"""""' + "''")


def fold(text: str) -> str:
    """``text`` in small letters, half-width, with one kind of number brackets and quotation marks; as long
    as it was."""
    return "".join(map(_fold, text)).translate(_ALIKE)


@lru_cache(maxsize=20_000)
def _fold(char: str) -> str:
    code = ord(char)
    if code in _FULL_WIDTH:
        char = chr(code - _DISTANCE)
    small = char.lower()
    return small if len(small) == 1 else char


def tokens(text: str) -> list[str]:
    """The tokens of folded ``text``: its characters, blanks left out."""
    return [char for char in text if not char.isspace()]
