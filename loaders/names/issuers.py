"""The jurisdiction of an issuer, a title or a document number.

What stands before the year of a number (发文机关代字, GB/T 9704-2012, 7.2.5) tells who issued it:
``lexicons/number_prefixes.tsv`` has the codes of national and provincial bodies; those of cities are
matched against the names of the citing document's own line of government.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from loaders.names.divisions import (
    NATION,
    Division,
    division_of,
    divisions,
    jurisdiction_name,
    unknown_division,
)
from loaders.names.places import Place, place, unknown_at_start
from loaders.names.reading import read_unit
from loaders.names.tables import read_table
from loaders.names.units import unit_names

_NATIONAL = ("中华人民共和国", "国务院", "中共中央", "国家", "中央", "全国", "最高人民", "中国共产党")
_TITLE_END = re.compile(r"关于|印发|转发|公报|政报|令第|令$|公告|通告|〔|《|（|\(")
_MASTHEAD = re.compile(r"^(?P<short>[\u4e00-\u9fff]{2,6}?)(?:政报|政府公报|市政公报)")
_GOVERNMENTS = ("人民政府", "政府", "人民代表大会", "人大", "政协", "委员会", "委", "党")
_GOVERNMENT_WORDS = "政府委办人党纪"


@lru_cache(maxsize=65536)
def find_jurisdiction(text: str, near: Division | None = None) -> Division | None:
    """The jurisdiction that an issuer or a title names: 青山市人民政府办公室 → 青山市, 国务院 → the country.

    ``near`` decides between several divisions of one name and gives 市, 省 and 本市 their meaning. A city
    that the lexicon does not have is recognised by the government word after its name. A branch in a lower
    division (青山市生态环境局白河分局) belongs to the lower. None where nothing tells.
    """
    text = re.sub(r"\s", "", text).strip("《》〈〉“”")
    if not text:
        return None
    here = place(jurisdiction_name(near)) if near is not None else place("-")
    head = _TITLE_END.split(text, maxsplit=1)[0] or text
    found = _of_unit(head, here)
    if found is not None:
        return found
    known = divisions()
    step = known.at_start(text, near)
    if step is not None:
        return step[0]
    if text.startswith(_NATIONAL) or _begins_with_ministry(text):
        return NATION
    if match := _MASTHEAD.match(text):
        division = known.look_up(match["short"], near)
        if division is not None:
            return division
    for length in unknown_at_start(text):
        if text[length:].startswith(_GOVERNMENTS):
            return unknown_division(text[:length])
    if len(head) == len(text):
        division = _whole(text)
        if division is not None:
            return division
    return _short_at_start(head, near)


def _begins_with_ministry(text: str) -> bool:
    """财政部税务总局: several bodies of the country, one after the other."""
    names = unit_names()
    return any(
        text[length - 1] in "部署局" and list(names.levels_of(text[:length])) == ["国家"]
        for length in range(min(len(text), 12), 2, -1)
    )


def _of_unit(head: str, here: Place) -> Division | None:
    """The jurisdiction of the unit that the head of a title is."""
    for name in (head, head.removeprefix("中共")):
        if 2 <= len(name) <= 40:
            reading = read_unit(name, here)
            if reading.elsewhere or reading.division is None:
                continue
            if here.division is None or reading.division != here.division or here.named(name):
                return reading.division
            if reading.known and here.marked(name) is not None:
                return reading.division
    return None


def _whole(text: str) -> Division | None:
    """A text that is the name of a jurisdiction and nothing else."""
    if unit_names().known(text):
        return None
    lengths = [*unknown_at_start(text + "　")]
    if lengths and lengths[-1] == len(text):
        division = division_of(text)
        return division if division is not None and division.level != "其他" else None
    return None


def _short_at_start(text: str, near: Division | None) -> Division | None:
    """昆山高新区管委会: the short name of a division before a unit of the lexicon."""
    known, names = divisions(), unit_names()
    for length in range(min(7, len(text) - 2), 1, -1):
        division = known.look_up(text[:length], near) if known.called(text[:length]) else None
        if division is None:
            continue
        rest = text[length:]
        if names.known(rest) or any(names.known(rest[:end]) for end in range(min(len(rest), 16), 2, -1)):
            return division
        lower = _short_at_start(rest, division)
        if lower is not None and division in lower.line:
            return lower
    return None


@dataclass(frozen=True, slots=True)
class _Code:
    """A row of number_prefixes.tsv as a regular expression; ``jurisdiction`` may stand for a group of it."""

    pattern: re.Pattern[str]
    jurisdiction: str


@cache
def _codes() -> tuple[dict[str, str], tuple[_Code, ...], tuple[_Code, ...]]:
    """Exact national codes, national patterns, provincial patterns; the longest first."""
    exact: dict[str, str] = {}
    national: list[tuple[int, _Code]] = []
    provincial: list[tuple[int, _Code]] = []
    provinces = "|".join(sorted(map(re.escape, divisions().province_of_code), key=len, reverse=True))
    for pattern, jurisdiction, _ in read_table("number_prefixes.tsv"):
        if not re.search(r"[*{]", pattern):
            exact[pattern] = jurisdiction
            continue
        expression = re.escape(pattern).replace(r"\*", ".*")
        expression = expression.replace(r"\{省\}", f"(?P<省>{provinces})").replace(r"\{码\}", r"(?P<码>\d\d)")
        code = _Code(re.compile(expression), jurisdiction)
        (national if jurisdiction == NATION.name else provincial).append((len(pattern), code))
    national.sort(key=lambda item: -item[0])
    provincial.sort(key=lambda item: -item[0])
    return exact, tuple(code for _, code in national), tuple(code for _, code in provincial)


def _line(line: Division | Sequence[str] | str | None) -> tuple[Division, ...]:
    """A line of government, own jurisdiction first."""
    if line is None:
        return ()
    if isinstance(line, Division):
        return (line, *line.line)
    if isinstance(line, str):
        own = division_of(line)
        return (own, *own.line) if own is not None else ()
    return tuple(d for name in line if (d := division_of(name)) is not None)


def number_jurisdiction(
    document_number: str, line: Division | Sequence[str] | str | None = None, issuer: str | None = None
) -> str | None:
    """Whose document a number is, as the name of a jurisdiction (国家, 青山市); None where that is open.

    The body named beside the number (``issuer``; the title of the cited document will do) decides first,
    then the lexicon of national codes, then the citing document's own ``line`` of government (a division,
    the name of a jurisdiction, or names with the own first), then the provinces' abbreviations. Never what
    else is loaded.
    """
    above = _line(line)
    near = above[0] if above else None
    if issuer:
        division = find_jurisdiction(issuer, near)
        if division is not None:
            return jurisdiction_name(division)
    number = re.sub(r"\s", "", document_number)
    code = re.split(r"[〔\[［(（【]|第?\d", number, maxsplit=1)[0]
    if re.match(r"[A-Z]", number):
        return _of_code(number)
    if not code:
        return None
    if code.endswith(("令", "公告", "决定", "命令")):
        named = find_jurisdiction(re.sub(r"(?:命令|令|公告|决定)$", "", code), near)
        return jurisdiction_name(named) if named is not None else None
    own = _of_line(code, above)
    if own is not None and code[len(own[1]) : len(own[1]) + 1] in ("政", "府"):
        return jurisdiction_name(own[0])
    jurisdiction = _of_code(code) if own is None else _national(code)
    if jurisdiction is not None:
        return jurisdiction
    return jurisdiction_name(own[0]) if own is not None else None


def _national(code: str) -> str | None:
    exact, national, _ = _codes()
    if code in exact:
        return exact[code]
    return NATION.name if any(c.pattern.fullmatch(code) for c in national) else None


def _of_code(code: str) -> str | None:
    jurisdiction = _national(code)
    if jurisdiction is not None:
        return jurisdiction
    return _provincial(code)


def _provincial(code: str) -> str | None:
    for entry in _codes()[2]:
        match = entry.pattern.fullmatch(code)
        if match is None:
            continue
        groups = match.groupdict()
        if "码" in groups:
            division = divisions().by_code.get(groups["码"])
        elif "省" in groups:
            division = divisions().province_of_code.get(groups["省"])
        else:
            return entry.jurisdiction
        return jurisdiction_name(division) if division is not None else None
    return None


def _of_line(code: str, line: tuple[Division, ...]) -> tuple[Division, str] | None:
    """The division of the line for whose name the code begins, and the characters that say so.

    Characters from the name in its order (昆 or 昆山 of 昆山市), or an abbreviation. Of two that
    begin alike the longer match decides; of a prefecture and a county of one stem the prefecture has the
    short code.
    A province of the line goes by its abbreviation only, in a code that provinces use (苏政, not 苏府).
    """
    matches: list[tuple[int, Division]] = []
    for division in line:
        length = 0
        for abbreviation in divisions().codes_in_numbers(division):
            if code.startswith(abbreviation):
                length = max(length, len(abbreviation))
        if division.level != "省" and division.level != "国家":
            length = max(length, _stem_match(code, division))
        if length:
            matches.append((length, division))
    if not matches:
        return None
    longest = max(length for length, _ in matches)
    best = [division for length, division in matches if length == longest]
    if len(best) == 1:
        return best[0], code[:longest]
    provinces = [d for d in best if d.level == "省"]
    if provinces:
        if _provincial(code) == jurisdiction_name(provinces[0]):
            return provinces[0], code[:longest]
        best = [d for d in best if d.level != "省"]
        if len(best) == 1:
            return best[0], code[:longest]
    stems = {d.short_names[0] for d in best if d.short_names}
    if len(stems) == 1:
        return best[-1], code[:longest]
    return None


def _stem_match(code: str, division: Division) -> int:
    """How many characters of the code come from the division's name: its first and later ones in order,
    or, for one, any distinctive character of a short name of two (潭 of 湘潭)."""
    name = division.short_names[0] if division.short_names else division.name
    if code[0] == division.name[0]:
        length, position = 1, 1
        rest = division.name[1:]
        while length < len(code) and code[length] in rest and code[length] not in _GOVERNMENT_WORDS:
            rest = rest[rest.index(code[length]) + 1 :]
            length += 1
            position += 1
        return length
    if len(name) == 2 and code[0] == name[1]:
        return 1
    return 0
