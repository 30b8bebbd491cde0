"""Administrative divisions: provinces, prefectures, counties and zones of China.

Codes are those of GB/T 2260; ``lexicons/divisions.tsv.gz`` (made by ``tools/build_divisions.py``) holds
the divisions in force and the names since 2000 that no longer are, ``lexicons/zones.tsv`` zones that are
run like a government, ``lexicons/abbreviations.tsv`` abbreviations such as 湘 and 穗.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property

from loaders.names.tables import names_in, read_table

LEVELS = ("国家", "省", "市州", "县市区", "乡镇", "其他")
"""Levels of government, as ``gb:level`` has them."""

# Names that are also common nouns: taken for a division only where the context has one of that name.
_COMMON = frozenset(
    ("城区", "郊区", "矿区", "东区", "西区", "南区", "北区", "中区", "市中区", "新城区", "新区", "港区")
)
# What follows the name of a two-character county where it is no name: 新县城, 和县级.
_NOT_AFTER_COUNTY = "城域级直乡"
_LEVEL_BY_ENDING = (
    ("自治区", "省"),
    ("自治州", "市州"),
    ("自治县", "县市区"),
    ("自治旗", "县市区"),
    ("地区", "市州"),
    ("省", "省"),
    ("州", "市州"),
    ("盟", "市州"),
    ("市", "县市区"),
    ("县", "县市区"),
    ("区", "县市区"),
    ("旗", "县市区"),
)


@dataclass(frozen=True, slots=True)
class Division:
    """An administrative division.

    ``code`` is the GB/T 2260 code, ``""`` for one that the lexicon does not know, ``"0"`` for the whole
    country; ``level`` ∈ 国家 省 市州 县市区; ``line`` the divisions above it, the nearest first, the country
    left out; ``until`` the last year of a former name.
    """

    code: str
    name: str
    level: str
    line: tuple[Division, ...] = field(default=(), compare=False)
    short_names: tuple[str, ...] = field(default=(), compare=False)
    until: int | None = field(default=None, compare=False)

    @property
    def full_name(self) -> str:
        """The name with its full line before it: 吉林省长春市朝阳区."""
        return "".join(above.name for above in reversed(self.line)) + self.name

    def contains(self, other: Division) -> bool:
        """Whether ``other`` lies in this division (or is it)."""
        return self.code == "0" or self == other or self in other.line


NATION = Division("0", "国家", "国家", short_names=("全国", "中央"))
"""The whole country as a jurisdiction."""


class Divisions:
    """All divisions with look-up by code and by name."""

    def __init__(self, divisions: Iterable[Division], abbreviations: dict[str, tuple[str, ...]]) -> None:
        self.all: tuple[Division, ...] = tuple(divisions)
        self._by_name: dict[str, list[Division]] = {}
        self._by_short: dict[str, list[Division]] = {}
        self._abbreviations = abbreviations
        for division in self.all:
            self._by_name.setdefault(division.name, []).append(division)
            for short in division.short_names:
                self._by_short.setdefault(short, []).append(division)
        # What may stand at the start of a name: official names, and short ones that say their level (湘西州).
        self._heads: dict[str, list[Division]] = {name: list(found) for name, found in self._by_name.items()}
        for short, found in self._by_short.items():
            if short not in self._by_name and all(_says_level(short, division.name) for division in found):
                self._heads[short] = list(found)
        self._longest = max(map(len, self._heads), default=0)
        # Most texts begin like no division: two characters tell at once.
        self._beginnings = frozenset(name[:2] for name in self._heads)

    def __iter__(self) -> Iterator[Division]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    @cached_property
    def by_code(self) -> dict[str, Division]:
        """Divisions by code; a former one by its code and last year (``430122-2010``)."""
        return {division.code: division for division in self.all}

    def named(self, name: str) -> tuple[Division, ...]:
        """Every division of that official name."""
        return tuple(self._by_name.get(name, ()))

    def called(self, name: str) -> tuple[Division, ...]:
        """Every division with that short name (湖南, 湘西州)."""
        return tuple(self._by_short.get(name, ()))

    def codes_in_numbers(self, division: Division) -> tuple[str, ...]:
        """The characters that stand for the division in document numbers (湘 in 湘政发)."""
        return self._abbreviations.get(division.name, ())

    @cached_property
    def province_of_code(self) -> dict[str, Division]:
        """The province for each abbreviation in document numbers."""
        return {
            code: division
            for division in self.all
            if division.level == "省" and division.until is None
            for code in self.codes_in_numbers(division)
        }

    def unique(self, division: Division) -> bool:
        """Whether the name says by itself which division it is: no other has it, in force or former, and it is
        no common noun (城区)."""
        return division.name not in _COMMON and len(self._by_name.get(division.name, ())) <= 1

    def look_up(self, name: str, near: Division | None = None) -> Division | None:
        """The division of an official or short name; ``near`` decides between several of one name.

        None for an unknown name and for one that several have none of which is near.
        """
        return self._pick(self._by_name.get(name, ()), near) or self._pick(self._by_short.get(name, ()), near)

    def official(self, name: str, near: Division | None = None) -> Division | None:
        """As :meth:`look_up`, by official name only."""
        return self._pick(self._by_name.get(name, ()), near)

    def _pick(self, found: Iterable[Division], near: Division | None) -> Division | None:
        found = list(found)
        if len(found) == 1:
            only = found[0]
            return only if near is not None or only.name not in _COMMON else None
        if not found:
            return None
        if near is not None:
            for place in (near, *near.line):
                inside = [d for d in found if d == place or d in place.line or place in d.line]
                if inside:
                    return _highest(inside)
        return _highest(found)

    def at_start(self, text: str, near: Division | None = None) -> tuple[Division, int] | None:
        """The division that ``text`` begins with by official name, as far down the line as it goes
        (湖南省青山市…), and the length of what names it."""
        found: Division | None = None
        length = 0
        context = near
        while True:
            step = self._official_at(text, length, context if found is None else found, found)
            if step is None:
                return (found, length) if found else None
            found, length = step

    def _official_at(
        self, text: str, start: int, near: Division | None, above: Division | None
    ) -> tuple[Division, int] | None:
        if text[start : start + 2] not in self._beginnings:
            return None
        for end in range(min(len(text), start + self._longest), start + 1, -1):
            name = text[start:end]
            if name not in self._heads:
                continue
            if len(name) == 2 and end < len(text) and text[end] in _NOT_AFTER_COUNTY:
                continue
            candidates = self._heads[name]
            if above is not None:
                candidates = [d for d in candidates if above in d.line]
            division = self._pick(candidates, near)
            if division is not None:
                return division, end
        return None


def _says_level(short: str, name: str) -> bool:
    """Whether a short name tells its level as the full one does: 湘西州, 城步自治县, 某某管理区."""
    if name.endswith(("自治州", "自治县", "自治旗")):
        return short[-1] == name[-1]
    return len(short) > 3 and short[-1] == name[-1] == "区"


def _highest(found: list[Division]) -> Division | None:
    """The one that all others lie in, or that is alone on the highest level; None where there is none."""
    if len(found) == 1:
        return found[0]
    found = sorted(found, key=lambda d: (LEVELS.index(d.level), d.until is not None))
    first, second = found[0], found[1]
    if first.level == "省" and second.level != "省":
        return first
    if all(first in d.line for d in found[1:] if d.until is None) and first.until is None:
        return first
    in_force = [d for d in found if d.until is None]
    alike = len({d.line[:1] for d in found}) == 1
    return in_force[0] if alike and len(in_force) == 1 else None


def level_of_name(name: str) -> str:
    """The level that the ending of a division's name tells: 青山市 → 县市区, 某某自治州 → 市州."""
    for ending, level in _LEVEL_BY_ENDING:
        if name.endswith(ending):
            return level
    return "其他"


@cache
def unknown_division(name: str) -> Division:
    """A division that the lexicon does not have, by the look of its name."""
    stem = re.sub(r"(?:自治区|自治州|自治县|自治旗|地区|[省市县区州盟旗])$", "", name)
    short = (stem,) if len(stem) > 1 and stem != name else ()
    return Division("", name, level_of_name(name), short_names=short)


@cache
def divisions() -> Divisions:
    """All divisions of the lexicon, read once."""
    abbreviations: dict[str, tuple[str, ...]] = {}
    texts: dict[str, tuple[str, ...]] = {}
    for name, short, code in read_table("abbreviations.tsv"):
        abbreviations[name] = names_in(code)
        texts[name] = names_in(short)
    rows = read_table("divisions.tsv.gz")
    made: dict[str, Division] = {}
    above = {row[0]: row for row in rows}

    def make(code: str) -> Division:
        if code in made:
            return made[code]
        _, name, short, level, parent, until = above[code]
        line: tuple[Division, ...] = ()
        if parent:
            upper = make(parent)
            line = (upper, *upper.line)
        division = Division(code, name, level, line, names_in(short), int(until) if until else None)
        made[code] = division
        return division

    everything = [make(row[0]) for row in rows]
    by_name = {d.name: d for d in reversed(everything) if d.until is None}
    for name, short, level, parent in read_table("zones.tsv"):
        if name not in by_name:
            upper = by_name[parent]
            everything.append(Division("", name, level, (upper, *upper.line), names_in(short)))
    return Divisions(everything, abbreviations)


def jurisdiction_name(division: Division) -> str:
    """How a jurisdiction is written: its official name, with its full line before it where the name
    is not unique in the country (吉林省长春市朝阳区)."""
    return division.name if divisions().unique(division) else division.full_name


@cache
def division_of(jurisdiction: str) -> Division | None:
    """The division that a jurisdiction's name (as :func:`jurisdiction_name` gives it) stands for.

    A name that the lexicon does not have gives a division without code and line; ``-`` and the empty
    string give None.
    """
    if jurisdiction in ("", "-"):
        return None
    if jurisdiction == NATION.name:
        return NATION
    known = divisions()
    step = known.at_start(jurisdiction)
    if step is not None and step[1] == len(jurisdiction):
        return step[0]
    if level_of_name(jurisdiction) != "其他" and (division := known.look_up(jurisdiction)):
        return division
    if step is not None:
        upper, length = step
        rest = unknown_division(jurisdiction[length:])
        if rest.level != "其他":
            return Division("", rest.name, rest.level, (upper, *upper.line), rest.short_names)
    return unknown_division(jurisdiction)
