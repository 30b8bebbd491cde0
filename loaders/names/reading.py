"""What the name of a unit says: whose it is, which row of the lexicon, what it is a part of.

One reading serves the identity of units, the splitting of enumerations and the jurisdiction of issuers.
The result depends on the name, the jurisdiction it is read in, and the lexicons, on nothing else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from loaders.names.divisions import NATION, Division, jurisdiction_name, unknown_division
from loaders.names.places import Place, unknown_at_start
from loaders.names.units import (
    UnitKind,
    UnitName,
    company_words,
    ending_of,
    known_beginning,
    name_key,
    unit_names,
)
from loaders.wordlist import words

_BRANCH = re.compile(r"^(?P<unit>[\u4e00-\u9fff]{2,12}?局)(?P<place>[\u4e00-\u9fff]{2,12}?)分局$")
_BRANCH_INSIDE = re.compile(r"^(?P<unit>生态环境|公安|自然资源|税务)(?P<place>[\u4e00-\u9fff]{2,6}?)分局$")
_TOWN = re.compile(
    r"^(?P<name>[\u4e00-\u9fff]{1,7}?(?:民族乡|镇|乡|街道|苏木))"
    r"(?P<rest>人民政府|政府|办事处|街道办事处|党委政府)?(?P<more>.*)$"
)
_VILLAGE = re.compile(
    r"^(?P<name>[\u4e00-\u9fff]{1,9}(?P<what>村|社区))(?P<rest>(?:村|居)(?:民)?委(?:员)?会)?$"
)
_NO_TOWN = ("城镇", "古镇", "集镇", "村镇", "乡镇", "小镇", "示范镇", "城乡", "返乡", "下乡", "家乡", "侨乡")
_NATIONAL = ("国家", "中央", "全国", "国务院", "中共中央", "中华人民共和国", "最高", "中国")
_WRAPPERS = ("人民政府", "政府", "管理委员会", "管委会", "党工委")


@dataclass(frozen=True, slots=True)
class UnitReading:
    """A unit as its name tells it.

    ``jurisdiction`` is the name of the place it belongs to (``-`` unknown), ``division`` that place if
    known, ``level`` its level of government; ``row`` the row of the lexicon it is, ``canonical`` its name
    without the place, ``part_of`` the row of which it is a part and ``branch_of`` the place whose branch
    it is. ``known`` tells whether the lexicon has it or the unit it is a part of.
    """

    jurisdiction: str
    division: Division | None
    level: str
    kind: UnitKind | None
    canonical: str
    row: UnitName | None = None
    part_of: str | None = None
    branch_of: Division | None = None
    known: bool = False
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class _Body:
    canonical: str
    kind: UnitKind | None
    row: UnitName | None = None
    part_of: str | None = None
    known: bool = False


def places_of(division: Division | None, jurisdiction: str) -> tuple[str, ...]:
    """The names by which ``local`` canonical names are chosen: the jurisdiction and its line."""
    if division is None:
        return (jurisdiction,)
    return (division.full_name, division.name, *(above.name for above in division.line))


@lru_cache(maxsize=8192)
def _places(jurisdiction: str, division: Division | None) -> tuple[str, ...]:
    return places_of(division, jurisdiction)


def read_unit(text: str, here: Place) -> UnitReading:
    """Read the name of one unit, without brackets and blanks, as the jurisdiction ``here`` prints it."""
    names = unit_names()
    if text.startswith("原") and len(text) > 3 and here.named(text) is None:
        # 原国土资源局: the body as it was called then.
        text = text[1:] if names.known(text[1:]) or here.marked(text[1:]) else text
    row = names.find(text, here.level)
    if row is not None:
        return _own(here, _Body(row.canonical, row.kind, row, known=True))
    national = names.levels_of(text)
    if "国家" in national and (len(national) == 1 or text.startswith(_NATIONAL)):
        return _of(NATION, NATION.name, _row_body(national["国家"]))
    return (
        _by_template(text, here)
        or _by_place(text, here)
        or _by_mark(text, here)
        or _by_other_level(text, here)
        or _by_unknown_place(text, here)
        or _own(here, _body(text, here.level))
    )


def _own(here: Place, body: _Body) -> UnitReading:
    return _of(here.division, here.name, body)


def _of(
    division: Division | None, jurisdiction: str, body: _Body, branch_of: Division | None = None
) -> UnitReading:
    canonical, row, part_of = body.canonical, body.row, body.part_of
    level = division.level if division is not None else "其他"
    if row is not None and row.local:
        local = row.canonical_in(_places(jurisdiction, division))
        if part_of is None:
            canonical = local
        else:
            canonical = local + canonical[len(row.canonical) :]
            part_of = local
    return UnitReading(
        jurisdiction,
        division,
        level,
        body.kind,
        canonical,
        row if part_of is None else None,
        part_of,
        branch_of,
        body.known,
    )


def _at(division: Division, body: _Body, branch_of: Division | None = None) -> UnitReading:
    return _of(division, jurisdiction_name(division), body, branch_of)


def _row_body(row: UnitName) -> _Body:
    return _Body(row.canonical, row.kind, row, known=True)


def _by_template(text: str, here: Place) -> UnitReading | None:
    """国家税务总局青山市税务局, 团市委: the place stands inside."""
    names = unit_names()
    fallback: UnitReading | None = None
    for before, after, row in names.templates_for(text):
        inside = text[len(before) : len(text) - len(after) if after else None]
        division = here.inside(inside)
        if division is None:
            continue
        level = division.level
        if level not in row.levels:
            other = names.canonical_row(row.canonical, level)
            if other is None or level not in other.levels:
                if fallback is None and level != "国家":
                    fallback = _at(division, _row_body(row))
                continue
            row = other
        if level == "国家":
            continue
        return _at(division, _row_body(row))
    return fallback


def _by_place(text: str, here: Place) -> UnitReading | None:
    """The name begins with the name of a division."""
    named = here.named(text)
    if named is None:
        return None
    division, length = named
    rest = text[length:]
    if not rest:
        return _at(division, _government(division.level))
    if rest in ("省", "市", "县", "区", "州"):
        return None
    branch = _branch(division, rest, here)
    if branch is not None:
        return branch
    body = _body(rest, division.level)
    own = here.division is not None and (division == here.division or division in here.division.line)
    if not body.known:
        marked = here.marked(rest)
        if marked is not None and marked[0] == division:
            inner = _body(marked[2], division.level)
            if inner.known:
                body = inner
    plain = body.row is None and body.part_of is None
    if own and plain and body.kind is UnitKind.COMPANY and has_brand(rest):
        # The head of a company's name is where it is registered, not whose it is.
        return _own(here, body)
    return _at(division, body)


def _branch(division: Division, rest: str, here: Place) -> UnitReading | None:
    """青山市生态环境局白河分局: the city's bureau in one of its districts is the district's bureau."""
    match = _BRANCH.match(rest) or _BRANCH_INSIDE.match(rest)
    if match is None:
        return None
    unit = match["unit"] if match["unit"].endswith("局") else match["unit"] + "局"
    if not unit_names().known(unit):
        return None
    lower = here.inside(match["place"])
    if lower is None or lower == division:
        return None
    if lower.line and division not in lower.line and division.code:
        return None
    return _at(lower, _body(unit, lower.level), division)


def _by_mark(text: str, here: Place) -> UnitReading | None:
    """The name begins with a level word: 市财政局, 省发展改革委."""
    marked = here.marked(text)
    if marked is None:
        return None
    division, level, rest = marked
    if division is None:
        # A level above a jurisdiction whose line is not known: told apart by keeping the word.
        if here.division is not None and level == here.level:
            return None
        body = _body(rest, level)
        if not body.known:
            return None
        mark = text[: len(text) - len(rest)]
        return UnitReading(
            here.name, here.division, level, body.kind, mark + body.canonical, None, None, None, True, True
        )
    branch = _branch(division, rest, here)
    if branch is not None:
        return branch
    if rest in _not_after_mark():
        return None
    body = _body(rest, division.level)
    if not body.known and here.is_word(text):
        return None
    return _at(division, body)


@lru_cache(maxsize=1)
def _not_after_mark() -> frozenset[str]:
    return frozenset(("场", "政", "区", "县", "镇", "乡", "长", "内", "外", "直", "级"))


def _by_other_level(text: str, here: Place) -> UnitReading | None:
    """A name without mark of level that the own level does not have: 财政厅 is the province's."""
    names = unit_names()
    at = names.levels_of(text)
    if here.level in ("市州", "县市区") and not {"县市区", "乡镇"} & set(at):
        for level in ("市州", "省"):
            upper = here.level_above(level)
            if level in at and upper is not None:
                return _at(upper, _row_body(at[level]))
    row = names.find_near(text, here.level)
    return _own(here, _row_body(row)) if row is not None else None


def _by_unknown_place(text: str, here: Place) -> UnitReading | None:
    """青山市财政局 where the lexicon has no 青山市."""
    names = unit_names()
    for length in unknown_at_start(text):
        rest = text[length:]
        division = unknown_division(text[:length])
        branch = _branch(division, rest, here)
        if branch is not None:
            return branch
        if names.known(rest) or rest.startswith(("人民政府", "政府", "人大", "政协")):
            body = _body(rest, division.level)
            if body.known:
                return _at(division, body)
    return None


def _government(level: str) -> _Body:
    row = unit_names().find("人民政府", level)
    return _row_body(row) if row is not None else _Body("人民政府", UnitKind.GOVERNMENT, known=True)


def _body(text: str, level: str) -> _Body:
    """A name without its place."""
    names = unit_names()
    row = names.find_near(text, level)
    if row is not None:
        return _row_body(row)
    for wrapper in _WRAPPERS:
        if text.startswith(wrapper) and len(text) > len(wrapper) + 1:
            inner = names.find_near(text[len(wrapper) :], level)
            if inner is not None:
                return _row_body(inner)
    if text.startswith("委") and len(text) > 2:
        inner = names.find_near(text[1:], level)
        if inner is not None and inner.kind in (UnitKind.PARTY, UnitKind.GROUP):
            return _row_body(inner)
        if inner is None and text[1] not in "员托任派" and ending_of(text[1:]) is not None:
            # 市委社会治理服务中心: the committee is whose it is, not the beginning of its name.
            return _body(text[1:], level)
    town = _town(text)
    if town is not None:
        return town
    beginning = known_beginning(text, level)
    if beginning is not None:
        row, length = beginning
        rest = text[length:]
        inner = names.find_near(rest, level)
        if inner is not None and inner.parent and names.canonical_row(inner.parent, level) is row:
            return _row_body(inner)
        # 某 stands for the unit before, so that 纪委 is an ending and not the whole.
        whole = row.canonical + _full(f"某{rest}")[1:]
        inner = names.find_near(whole, level)
        if inner is not None:
            return _row_body(inner)
        return _Body(whole, _kind(f"某{rest}") or row.kind, row, row.canonical, True)
    return _plain(text, level)


def _town(text: str) -> _Body | None:
    match = _TOWN.match(text)
    if match is None:
        return _village(text)
    name, more = match["name"], match["more"]
    if len(name) == 1 or name in words("not_towns") or name.endswith(_NO_TOWN) or name[0] in "各本该全":
        return None
    seat = "街道办事处" if name.endswith("街道") else f"{name[-1]}人民政府"
    whole = (name[:-2] if name.endswith("街道") else name[:-1]) + seat
    if not more:
        return _Body(whole, UnitKind.TOWN, known=True)
    if more in ("办", "街道办") and name.endswith("街道"):
        return _Body(whole, UnitKind.TOWN, known=True)
    village = _village(more)
    if village is not None:
        return _Body(name + village.canonical, UnitKind.VILLAGE, None, whole, True)
    ending = ending_of(more)
    if ending is None and not unit_names().known(more):
        return None
    return _Body(name + _full(f"某{more}")[1:], _kind(f"某{more}") or UnitKind.DEPARTMENT, None, whole, True)


def _village(text: str) -> _Body | None:
    match = _VILLAGE.match(text)
    if match is None or len(match["name"]) < 2 + (match["what"] == "社区"):
        return None
    if match["name"].endswith(words("not_towns")):
        return None
    committee = "村村民委员会" if match["what"] == "村" else "社区居民委员会"
    return _Body(match["name"].removesuffix(match["what"]) + committee, UnitKind.VILLAGE, known=True)


def _kind(text: str) -> UnitKind | None:
    ending = ending_of(_full(text))
    return ending.kind if ending is not None else None


def _full(text: str) -> str:
    """The name with its ending written out: 督查办 → 督查办公室."""
    ending = ending_of(text)
    if ending is None or not ending.full:
        return text
    return text.removesuffix(ending.suffix) + ending.full


def _plain(text: str, level: str) -> _Body:
    full = _full(text)
    if full != text:
        return _body(full, level)
    ending = ending_of(text)
    if ending is None:
        return _Body(text, None)
    if ending.kind is UnitKind.ZONE and not text.endswith(("管委会", "管理委员会")):
        return _Body(f"{text}管理委员会", ending.kind)
    return _Body(text, ending.kind)


@lru_cache(maxsize=65536)
def has_brand(name: str) -> bool:
    """Whether a company's name has words of its own (青山白河实业有限公司) or only common ones (文旅集团)."""
    return len(company_words().sub("", name)) >= 2


def same_name(one: str, other: str) -> bool:
    """Whether two names without place are the same but for 和, 委/委员会 and the like."""
    return name_key(one) == name_key(other)
