"""Enumerations of units: printed cells whose names are broken over lines, and lists in running text."""

from __future__ import annotations

import re
from functools import lru_cache

from loaders.lists import split_list
from loaders.names.collectives import is_collective
from loaders.names.issuers import find_jurisdiction
from loaders.names.people import looks_like_person
from loaders.names.places import place
from loaders.names.reading import read_unit
from loaders.names.units import ending_of, is_ending, unit_names

_SEPARATORS = "、，,；;。\t|/"
_CONJUNCTIONS = re.compile(r"以及|[和及与]")
_ETC = re.compile(r"等(?=[省市县区州]?直?(?:各|相关|有关|其他|级|属)*(?:部门|单位|机关|机构|企业)|$)")
_LEADING = re.compile(r"^(?:由|会同|及|和|与|以及|含|包括)(?=[\u4e00-\u9fff]{2})")
_BRACKETS = str.maketrans("()", "（）")
_MARKED = re.compile(
    r"^(?:[本全]?(?:省|市|县|区|州|盟|旗|自治区)(?![场政民容域级直属区])|(?:省|市|县|区|州)(?:政府|政协|政法|政务|民政|民族|民宗|直)|国家|中央|国务院)"
)
_NOWHERE = place("-")
# The longest run of printed fragments that may make up one name.
_RUN = 5


def split_units(text: str) -> list[str]:
    """The units of a printed cell or enumeration, each without blanks, in the order of the print.

    Separators are 、，； and the like, 和 及 与 between two units, 等 before what sums up, and blanks and
    line breaks, except where a name is broken over them: ``市行政审 批服务局`` is one unit. Which
    fragments make up a name is decided by the lexicon. Brackets stay with the unit before them.
    """
    units: list[str] = []
    for item in split_list(text.translate(_BRACKETS), _SEPARATORS):
        for part in _ETC.split(item):
            for name in _join(_fragments(part)):
                units += _by_conjunction(_without_leading_word(name))
    return [unit for unit in units if unit]


def _without_leading_word(name: str) -> str:
    """``会同市财政局`` → ``市财政局``, but not ``会同县财政局``."""
    rest = _LEADING.sub("", name)
    if rest == name or find_jurisdiction(name) is not None:
        return name
    return rest if _complete(rest) or is_collective(rest) else name


def _fragments(text: str) -> list[str]:
    """The pieces between blanks; what stands in brackets is not taken apart."""
    pieces: list[str] = []
    depth = 0
    for token in re.split(r"\s+", text.strip()):
        if not token:
            continue
        if pieces and (depth > 0 or token.startswith(("（", "）"))):
            pieces[-1] += token
        else:
            pieces.append(token)
        depth += token.count("（") - token.count("）")
    return pieces


def _join(pieces: list[str]) -> list[str]:
    """The cheapest way to make names of the pieces."""
    if len(pieces) < 2:
        return pieces
    marked = any(_MARKED.match(piece) for piece in pieces)
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(pieces) + 1):
        options = []
        for start in range(max(0, end - _RUN), end):
            cost, names = best[start]
            name = "".join(pieces[start:end])
            price = _price(name, marked) + _joint(pieces[start:end])
            options.append((cost + price, [*names, name]))
        # Of two equally cheap ways the one with fewer joints.
        best.append(min(options, key=lambda option: (option[0], -len(option[1]))))
    return best[-1][1]


@lru_cache(maxsize=65536)
def _price(name: str, marked: bool) -> float:
    """How unlike a whole name ``name`` is; ``marked``: others of the cell begin with 市, 省 …"""
    bare = re.sub(r"（[^（）]*）", "", name)
    if not bare or (is_ending(bare) and bare not in ("领导小组", "指挥部")):
        return 12.0
    if is_collective(bare):
        return 0.5
    if looks_like_person(bare):
        return 0.0
    reading = read_unit(bare, _NOWHERE)
    has_mark = bool(_MARKED.match(bare)) or find_jurisdiction(bare) is not None
    known = reading.known or _known_after_mark(bare) or (has_mark and reading.kind is not None and not marked)
    if known:
        return 0.0 if has_mark or not marked else 2.5
    if reading.kind is None:
        return 12.0
    if has_mark:
        return 2.0
    return 4.0 if marked else 3.0


def _known_after_mark(name: str) -> bool:
    match = re.match(r"^[本全]?(?:自治区|[省市县区州盟旗])", name)
    if match is None:
        return False
    rest = name[match.end() :]
    return unit_names().known(rest) or read_unit(rest, _NOWHERE).known


@lru_cache(maxsize=65536)
def _complete(name: str) -> bool:
    bare = re.sub(r"（[^（）]*）", "", name)
    reading = read_unit(bare, _NOWHERE)
    return reading.known or _known_after_mark(bare)


def _joint(group: list[str]) -> float:
    """What it costs to take fragments for one name: more where each of them is a unit by itself."""
    if len(group) == 1:
        return 0.0
    cost = 0.2 * (len(group) - 1)
    for index, piece in enumerate(group):
        if index and _MARKED.match(piece):
            cost += 8.0
        elif index and _complete("".join(group[:index])):
            # 市政府 金融办 is one name; 市公安局 交警大队 may be, but a cell rather lists both.
            cost += 0.0 if _is_wrapper(group[0]) else 3.0
        if looks_like_person(piece) and index:
            cost += 4.0
    return cost


def _is_wrapper(name: str) -> bool:
    return name.endswith(("政府", "委", "人大", "政协", "党委", "管委会", "国务院", "中共中央"))


def _by_conjunction(name: str) -> list[str]:
    """``财政局和审计局`` → two units; ``住房和城乡建设局`` is one."""
    if "（" in name or not _CONJUNCTIONS.search(name):
        return [name]
    if _complete(name) or (is_collective(name) and not _CONJUNCTIONS.search(name)):
        return [name]
    for match in _CONJUNCTIONS.finditer(name):
        left, right = name[: match.start()], name[match.end() :]
        if len(left) < 2 or len(right) < 2:
            continue
        if _stands_alone(left) and _stands_alone(right):
            return [left, *_by_conjunction(right)]
    return [name]


def _stands_alone(name: str) -> bool:
    first = _CONJUNCTIONS.split(name)[0]
    return (
        _complete(name)
        or is_collective(name)
        or (ending_of(name) is not None and _complete(first))
        or (ending_of(name) is not None and bool(_MARKED.match(name)))
    )
