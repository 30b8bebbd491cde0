"""Pinyin of names, in full and by initials, without tones: 财政局 → ``caizhengju``, ``czj``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from api.name_lines import Fit, Lines

_CHINESE = re.compile(r"[一-鿿㐀-䶿]")
_LETTERS = re.compile(r"[a-z][a-z' ]*[a-z]")
_SEGMENTATIONS = 8
_CANDIDATES = 300


def is_typed_pinyin(text: str) -> bool:
    """Whether ``text`` could be pinyin, or its initials, as they are typed: two small letters or more.

    >>> is_typed_pinyin("cai zheng"), is_typed_pinyin("17"), is_typed_pinyin("财政")
    (True, False, False)
    """
    return bool(_LETTERS.fullmatch(text))


def syllables(name: str) -> list[str]:
    """The pinyin of the Chinese characters of ``name``, one syllable each; other characters are left out.

    A character with several readings has the one it has in a common word of two characters, else its most
    common one. pypinyin's own conversion knows longer words too, but takes a hundred times as long.

    >>> syllables("重庆银行")
    ['chong', 'qing', 'yin', 'hang']
    """
    chars = _CHINESE.findall(name)
    found = [_reading(char) for char in chars]
    words, first, second = _words()
    for at, char in enumerate(chars):
        if at and char in second and (word := words.get(chars[at - 1] + char)):
            found[at] = word[1]
        elif char in first and at + 1 < len(chars) and (word := words.get(char + chars[at + 1])):
            found[at] = word[0]
    return found


class Spelled:
    """Names by their pinyin, with their owners (whole numbers)."""

    def __init__(self, names: Iterable[tuple[list[str], int]]) -> None:
        """``names``: syllables and owner; each may come with several of the other."""
        kept = [(one, owner) for one, owner in names if one]
        self._owners = [owner for _, owner in kept]
        self._full = ["".join(one) for one, _ in kept]
        self._known = frozenset(syllable for one, _ in kept for syllable in one)
        self._initials = Lines(("".join(s[0] for s in one), at) for at, (one, _) in enumerate(kept))
        self._beginnings = Lines(((full, at) for at, full in enumerate(self._full)), inside=False)

    def matching(self, typed: str, limit: int) -> list[tuple[Fit, int]]:
        """At most ``limit`` owners of a name whose initials or full pinyin is, begins with or contains
        ``typed`` (see :func:`is_typed_pinyin`), with their fit as :class:`api.name_lines.Lines` gives it."""
        text = typed.replace(" ", "").replace("'", "")
        found = self._initials.containing([text], limit) + self._beginnings.containing([text], limit)
        for initials in dict.fromkeys(self._segmented(text)):
            for (_, length), at in self._initials.containing([initials], _CANDIDATES):
                if text in self._full[at]:
                    found.append(((2, length), at))
        best: dict[int, Fit] = {}
        for fit, at in sorted(found):
            best.setdefault(self._owners[at], fit)
        return [(fit, owner) for owner, fit in list(best.items())[:limit]]

    def _segmented(self, text: str) -> Iterator[str]:
        """Initials of the ways to part ``text`` into two or more syllables, the last maybe unfinished."""
        ways = 0
        open_ = [("", text)]
        while open_ and ways < _SEGMENTATIONS:
            initials, rest = open_.pop()
            if not rest:
                if len(initials) > 1:
                    ways += 1
                    yield initials
                continue
            ends = [end for end in range(1, min(len(rest), 6) + 1) if rest[:end] in self._known]
            open_ += [(initials + rest[0], rest[end:]) for end in ends]
            if len(rest) not in ends and len(rest) < 6 and any(one.startswith(rest) for one in self._known):
                open_.append((initials + rest[0], ""))


@cache
def _reading(char: str) -> str:
    from pypinyin import lazy_pinyin

    # A character without a reading stands for itself.
    return "".join(lazy_pinyin(char, errors="ignore")) or char


@cache
def _words() -> tuple[dict[str, tuple[str, str]], frozenset[str], frozenset[str]]:
    """Words of two characters one of which is read otherwise than alone; their first, their second ones."""
    from pypinyin import Style
    from pypinyin.constants import PHRASES_DICT
    from pypinyin.style import convert

    found = {}
    for word, readings in PHRASES_DICT.items():
        if len(word) == 2 and len(readings) == 2:
            first, second = (convert(one[0], Style.NORMAL, strict=False, default=one[0]) for one in readings)
            if (first, second) != (_reading(word[0]), _reading(word[1])) and first and second:
                found[word] = (first, second)
    firsts = frozenset(word[0] for word, read in found.items() if read[0] != _reading(word[0]))
    seconds = frozenset(word[1] for word, read in found.items() if read[1] != _reading(word[1]))
    return found, firsts, seconds
