"""A jurisdiction as the point from which names are read: 市, 省 and 本市 mean something only there."""

from __future__ import annotations

import re
from functools import cache

from loaders.names.divisions import NATION, Division, division_of, divisions, unknown_division
from loaders.names.tables import read_table
from loaders.names.units import unit_names
from loaders.wordlist import words

# Level words, the longest first, with the endings of division names that they stand for.
_MARKS = ("自治区", "自治州", "自治县", "自治旗", "地区", "省", "市", "县", "区", "州", "盟", "旗")
_LEVEL_OF_MARK = {
    "自治区": "省",
    "省": "省",
    "自治州": "市州",
    "地区": "市州",
    "州": "市州",
    "盟": "市州",
    "市": "市州",
    "自治县": "县市区",
    "自治旗": "县市区",
    "县": "县市区",
    "区": "县市区",
    "旗": "县市区",
}
_OWN = re.compile(r"^[本我该全](?=[省市县区州盟旗])")
# A short name is no place where the word goes on as the name of something else: 青山湖, 白河镇.
_GOES_ON = frozenset("江河湖海山岭峡谷洲岛港湾楼塔寺庙阁镇乡村街路桥城关门口站东南西北中上下")
_NEVER_IN_DIVISIONS = re.compile(r"[局委办府院校部厅会处所和与及的、，]")
_CUT = re.compile(r"自治州|[省市县区州盟旗]")


@cache
def _not_marks() -> frozenset[str]:
    return frozenset(row[0] for row in read_table("markers.tsv"))


class Place:
    """A jurisdiction with what its level words and short names stand for.

    ``name`` is the jurisdiction as records have it (``青山市``, ``吉林省长春市朝阳区``, ``国家``, ``-``).
    """

    def __init__(self, name: str) -> None:
        self.name = name or "-"
        self.division: Division | None = division_of(self.name)
        self.level = self.division.level if self.division else "其他"
        self.marks: dict[str, Division] = {}
        self._prefixes: list[tuple[str, Division, bool]] = []
        self._initials: frozenset[str] = frozenset()
        if self.division is None:
            return
        for place in (self.division, *self.division.line):
            for mark in _MARKS:
                if place.name.endswith(mark):
                    self.marks.setdefault(mark, place)
                    # 自治州 is also 州, 新区 also 区.
                    self.marks.setdefault(mark[-1], place)
                    break
            self._prefixes.append((place.name, place, True))
            self._prefixes += [(short, place, False) for short in place.short_names]
        if self.division.level != "国家":
            self.marks.setdefault("国家", NATION)
        self._prefixes.sort(key=lambda item: -len(item[0]))
        self._initials = frozenset(prefix[0] for prefix, _, _ in self._prefixes)

    def level_above(self, level: str) -> Division | None:
        """The division of that level in the line of the jurisdiction, itself included."""
        if self.division is None:
            return None
        return next((d for d in (self.division, *self.division.line) if d.level == level), None)

    def marked(self, text: str) -> tuple[Division | None, str, str] | None:
        """A name that begins with a level word: (what the word stands for here, the level, the rest).

        None where the name does not begin with one, or the word is part of another (市场). The division is
        None where the jurisdiction has no such level in its known line.
        """
        stripped = _OWN.sub("", text)
        for mark in _MARKS:
            if stripped.startswith(mark) and len(stripped) > len(mark):
                rest = stripped[len(mark) :]
                division = self.marks.get(mark)
                if division is None and (_LEVEL_OF_MARK[mark] == "县市区" or self._known_line()):
                    # No level of this line: 县 in the gazette of a city is some county, 区 part of a word.
                    return None
                return division, _LEVEL_OF_MARK[mark], rest
        return None

    def _known_line(self) -> bool:
        own = self.division
        return own is not None and (bool(own.line) or own.level in ("国家", "省"))

    def is_word(self, text: str) -> bool:
        """Whether the level character that ``text`` begins with is part of another word (市场, 区域)."""
        return any(text[:length] in _not_marks() for length in (2, 3))

    def named(self, text: str) -> tuple[Division, int] | None:
        """The division that ``text`` names at its start, and the length of what names it.

        Official names of the whole country; short names of the own line where a unit follows.
        """
        step = divisions().at_start(text, self.division)
        if step is not None:
            division, length = step
            return self._short(text, length, division) or step
        if text[:1] not in self._initials:
            return None
        for prefix, place, official in self._prefixes:
            if official and text.startswith(prefix):
                return place, len(prefix)
        return self._short(text, 0, None)

    def _short(self, text: str, start: int, above: Division | None) -> tuple[Division, int] | None:
        best: tuple[Division, int] | None = None
        while text[start : start + 1] in self._initials:
            found: tuple[Division, int] | None = None
            for prefix, place, official in self._prefixes:
                if not text.startswith(prefix, start) or (above is not None and above not in place.line):
                    continue
                end = start + len(prefix)
                if official or self._unit_follows(text[end:], place):
                    found = place, end
                    break
                if self._place_follows(text, end, place):
                    found = place, end
                    break
            if found is None:
                return best
            best, (above, start) = found, found
        return best

    def _place_follows(self, text: str, end: int, above: Division) -> bool:
        return any(text.startswith(p, end) and above in place.line for p, place, _ in self._prefixes)

    def _unit_follows(self, rest: str, place: Division) -> bool:
        if len(rest) < 2:
            return False
        names = unit_names()
        if names.known(rest):
            return True
        for length in range(min(len(rest) - 1, 14), 2, -1):
            if names.known(rest[:length]) and rest[length - 1] in "局委办部会院中心处站区":
                return True
        if rest[0] in _GOES_ON:
            return False
        own = place == self.division
        return rest.endswith(("公司", "集团")) or (own and rest.endswith(("领导小组", "指挥部")))

    def inside(self, text: str) -> Division | None:
        """The division that stands inside the name of a unit (国网青山供电公司): official, short, a level
        word, or by its looks a division that the lexicon does not have."""
        division = self.division
        if division is not None and (text == division.name or text in division.short_names):
            return division
        if text in self.marks:
            return self.marks[text]
        known = divisions()
        step = known.at_start(text, division)
        if step is not None:
            upper, length = step
            if length == len(text):
                return upper
            lower = known.look_up(text[length:], upper)
            return lower if lower is not None and upper in lower.line else None
        found = known.look_up(text, division)
        return found or (unknown_division(text) if looks_like_division(text) else None)


@cache
def place(name: str) -> Place:
    """The jurisdiction of that name as a point to read from."""
    return Place(name)


def looks_like_division(name: str) -> bool:
    """Whether a name outside the lexicon is built like that of a division (青山市) and not of a zone."""
    return (
        2 <= len(name) <= 12
        and name[-1] in "省市县区州盟旗"
        and name != "地区"
        and not name.endswith(words("not_divisions"))
        and name[0] not in "各本我该全省市县区州"
        and not _NEVER_IN_DIVISIONS.search(name)
        and not unit_names().known(name)
        and not divisions().named(name)
        and name not in words("not_names")
    )


def unknown_at_start(text: str) -> list[int]:
    """The lengths at which a division that the lexicon does not have may end at the start of ``text``."""
    return [
        match.end()
        for match in _CUT.finditer(text[:14])
        if 2 <= match.end() < len(text) and looks_like_division(text[: match.end()])
    ]
