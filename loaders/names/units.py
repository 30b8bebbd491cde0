"""Names of government bodies: canonical names, their variants, and the endings of unknown ones.

``lexicons/units.tsv`` has one row per canonical name; ``lexicons/suffixes.tsv`` the endings by which a
name outside it is taken for a unit. Names are compared by :func:`name_key`, so that forms which differ
only in 和, in 委 for 委员会 or in 办 for 办公室 need not be listed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from loaders.names.tables import names_in, read_table

_LEVEL_GROUPS = {"地方": ("省", "市州", "县市区")}
# Where a name without mark of level is looked for when its own level does not have it.
_OTHER_LEVELS = {
    "国家": (),
    "省": ("市州", "县市区"),
    "市州": ("县市区", "省"),
    "县市区": ("市州", "乡镇"),
    "乡镇": ("县市区", "市州"),
    "其他": ("县市区", "市州", "省", "乡镇"),
}
# Names of the lexicon end in one of these where more of a name may follow: 财政局 + 国库科.
_SHORT_ENDS = frozenset("联协大")
_NO_PARENT = frozenset(("电信", "移动", "联通", "邮政", "主席", "中央", "铁塔"))


class UnitKind(StrEnum):
    """What kind of body a unit is."""

    GOVERNMENT = "government"
    PARTY = "party"
    CONGRESS = "congress"
    CONSULTATIVE = "consultative"
    COURT = "court"
    DEPARTMENT = "department"
    STATE = "state"
    MASS = "mass"
    ARMED = "armed"
    INSTITUTION = "institution"
    ZONE = "zone"
    GROUP = "group"
    COMPANY = "company"
    BANK = "bank"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    ASSOCIATION = "association"
    TOWN = "town"
    VILLAGE = "village"
    COLLECTIVE = "collective"


# A part of a body is one of these; a zone, a town or a company is none.
_PARTS = frozenset(
    (
        UnitKind.DEPARTMENT,
        UnitKind.INSTITUTION,
        UnitKind.GROUP,
        UnitKind.PARTY,
        UnitKind.COURT,
        UnitKind.ASSOCIATION,
        UnitKind.MASS,
        UnitKind.STATE,
        UnitKind.HOSPITAL,
        UnitKind.ARMED,
    )
)


@dataclass(frozen=True, slots=True, eq=False)
class UnitName:
    """A row of ``units.tsv``: one kind of body, as every government of its levels has it.

    ``label`` is how its full name is written where that is not place + name: ``{}`` stands for the
    place's full name, ``{s}`` for its short name, ``{p}`` for the prefecture above. ``local`` gives the
    canonical name in certain places, ``parent`` the canonical name of the body above it.
    """

    canonical: str
    variants: tuple[str, ...]
    kind: UnitKind
    levels: tuple[str, ...]
    label: str
    local: tuple[tuple[str, str], ...]
    parent: str

    def canonical_in(self, places: tuple[str, ...]) -> str:
        """The canonical name in a jurisdiction; ``places`` are its full name, its name and those of its line,
        nearest first."""
        for index, place in enumerate(places):
            for where, name in self.local:
                if where == place or (index < 2 and where == f"{place}本级"):
                    return name
        return self.canonical


@lru_cache(maxsize=65536)
def name_key(name: str) -> str:
    """The form of a name by which two are compared: conjunctions and quotes left out, 委员会 as 委,
    办公室 as 办, 人民政府 as 政府, 管理委员会 as 管委会."""
    key = re.sub(r"[和与及、·\s“”\"'‘’《》〈〉]", "", name)
    key = key.replace("人民政府", "政府").replace("管理委员会", "管委会").replace("常务委员会", "常委会")
    if len(key) > 3 and key.endswith(("委员会", "办公室")):
        key = key[:-2]
    return key.replace("委员会办", "委办")


class UnitNames:
    """All rows with look-up by name and level."""

    def __init__(self, rows: tuple[UnitName, ...]) -> None:
        self.rows = rows
        self._index: dict[str, dict[str, UnitName]] = {}
        self._templates: dict[str, dict[str, list[tuple[str, UnitName]]]] = {}
        for row in rows:
            self._add(row.canonical, row)
            for _, name in row.local:
                self._add(name, row)
        for row in rows:
            for variant in row.variants:
                self._add(variant, row)
            if row.label and not row.label.startswith("{"):
                self._add(row.label, row)
        self.longest = max(map(len, self._index), default=0)
        # Most names outside the lexicon begin like none of it: two characters tell at once.
        self.beginnings = frozenset(key[:2] for key in self._index)
        self._by_canonical = {(row.canonical, level): row for row in rows for level in row.levels}

    def _add(self, name: str, row: UnitName) -> None:
        name = re.sub(r"\{[sp]\}", "{}", name)
        if "{}" in name:
            before, _, after = name.partition("{}")
            if before:
                entries = self._templates.setdefault(before[0], {}).setdefault(before, [])
                if (after, row) not in entries:
                    entries.append((after, row))
            return
        key = name_key(name)
        if not key:
            raise ValueError(f"units.tsv: a name without characters in the row {row.canonical}")
        at = self._index.setdefault(key, {})
        for level in row.levels:
            at.setdefault(level, row)

    def find(self, name: str, level: str) -> UnitName | None:
        """The row that has the name, abbreviation or other form at that level of government."""
        at = self._index.get(name_key(name))
        return at.get(level) if at else None

    def find_near(self, name: str, level: str) -> UnitName | None:
        """As :meth:`find`, or at a level close to it."""
        row = self._nearest(name, level)
        # The same body as the own level calls it: 水利湖泊局 of a province is its 水利厅.
        for _ in range(3):
            if row is None or level in row.levels:
                break
            nearer = self._nearest(row.canonical, level)
            if nearer is None or nearer is row:
                break
            row = nearer
        return row

    def _nearest(self, name: str, level: str) -> UnitName | None:
        at = self._index.get(name_key(name))
        if not at:
            return None
        if level in at:
            return at[level]
        return next((at[other] for other in _OTHER_LEVELS[level] if other in at), None)

    def levels_of(self, name: str) -> dict[str, UnitName]:
        """The row for each level at which the name is known."""
        return self._index.get(name_key(name), {})

    def known(self, name: str) -> bool:
        """Whether the name is in the lexicon at any level."""
        return name_key(name) in self._index

    def canonical_row(self, canonical: str, level: str) -> UnitName | None:
        """The row of that canonical name at that level or one close to it."""
        return self._by_canonical.get((canonical, level)) or self.find_near(canonical, level)

    def templates_for(self, text: str) -> list[tuple[str, str, UnitName]]:
        """(what stands before the place, the rest, row) for each form with a place inside (国网{}供电公司)
        that ``text`` may be; the longest beginnings first."""
        found = []
        for before, entries in self._templates.get(text[:1], {}).items():
            if text.startswith(before):
                for after, row in entries:
                    if text.endswith(after) and len(text) > len(before) + len(after):
                        found.append((before, after, row))
        found.sort(key=lambda item: -len(item[0]) - len(item[1]))
        return found


@cache
def unit_names() -> UnitNames:
    """The lexicon of units, read once.

    Raises ValueError for a row with an unknown kind.
    """
    rows = []
    for canonical, variants, kind, levels, label, local, parent in read_table("units.tsv"):
        expanded: list[str] = []
        for level in names_in(levels):
            expanded += _LEVEL_GROUPS.get(level, (level,))
        places = []
        for entry in filter(None, local.split(";")):
            name, _, where = entry.partition("=")
            places += [(place, name) for place in where.split()]
        rows.append(
            UnitName(
                canonical,
                names_in(variants),
                UnitKind(kind),
                tuple(expanded),
                label,
                tuple(places),
                parent,
            )
        )
    return UnitNames(tuple(rows))


@dataclass(frozen=True, slots=True)
class Ending:
    """An ending of unit names: its kind and the fuller ending that means the same."""

    suffix: str
    kind: UnitKind
    full: str


@cache
def _endings() -> dict[str, tuple[Ending, ...]]:
    """Endings by their last character, the longest first."""
    table: dict[str, list[Ending]] = {}
    for suffix, kind, full in read_table("suffixes.tsv"):
        table.setdefault(suffix[-1], []).append(Ending(suffix, UnitKind(kind), full))
    return {last: tuple(sorted(found, key=lambda e: -len(e.suffix))) for last, found in table.items()}


def ending_of(name: str) -> Ending | None:
    """The longest ending of the lexicon that ``name`` has, with at least one character before it, or
    that it is, where that says enough (领导小组办公室)."""
    for ending in _endings().get(name[-1:], ()):
        if name.endswith(ending.suffix) and (len(name) > len(ending.suffix) or len(name) > 3):
            return ending
    return None


def is_ending(name: str) -> bool:
    """Whether the name is nothing but an ending (局, 服务中心)."""
    return any(ending.suffix == name for ending in _endings().get(name[-1:], ()))


def known_beginning(name: str, level: str) -> tuple[UnitName, int] | None:
    """The longest unit of the lexicon that ``name`` begins with, where what follows is a part of it.

    财政局国库科 gives the row of 财政局 and 3. What follows has to end like a unit, the unit itself too.
    """
    names = unit_names()
    if name[:2] not in names.beginnings or "、" in name or ending_of(name) is None:
        return None
    for length in range(min(len(name) - 2, names.longest + 4), 1, -1):
        beginning = name[:length]
        if beginning in _NO_PARENT or name[length] in "和与及、" or beginning[-1] in "和与及、":
            continue
        if ending_of(beginning) is None and beginning[-1] not in _SHORT_ENDS:
            continue
        row = names.find_near(beginning, level)
        if row is not None and is_part(name[length:]):
            return row, length
    return None


def is_part(name: str) -> bool:
    """Whether the name can be that of a part of a body: 国库科, 招商发展部."""
    ending = ending_of(name)
    if ending is not None:
        return ending.kind in _PARTS
    return len(name) >= 2 and is_ending(name)


@cache
def company_words() -> re.Pattern[str]:
    """What every other company name consists of (lexicons/company_words.txt), to be taken out of one."""
    from loaders.wordlist import alternatives

    return re.compile(alternatives("company_words"))
