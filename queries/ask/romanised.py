"""Names in pinyin within an English question: places, towns and people, put back into Chinese.

Names are spelled as GB/T 28039-2011 (people) and the UN's rule for Chinese place names have it: Hanyu Pinyin
without tones, the name in one word, the kind of place as a word of its own (Linxiang City, Taolin Town).
Spellings that differ (Shaanxi, Tibet) stand in ``glossary.toml``.
"""

from __future__ import annotations

import re
from itertools import islice, product

from loaders import lexicon
from queries.ask.index import Index

_KINDS = {
    "city": "市", "municipality": "市", "county": "县", "district": "区", "prefecture": "州",
    "province": "省", "town": "镇", "township": "乡", "subdistrict": "街道", "sub-district": "街道",
}  # fmt: skip
_WORD = r"[A-Z][A-Za-z]*(?:['’](?!s\b)[A-Za-z]+)*"
_NAME = re.compile(rf"\b(?P<one>{_WORD})(?:[ -](?P<two>{_WORD}))?(?:\s+(?P<kind>(?i:{'|'.join(_KINDS)}))\b)?")
_PLACE_END = re.compile(r"(?:特别行政区|自治区|自治州|自治县|地区|省|市|县|区|州|盟|旗)$")
_TOWN_END = re.compile(r"(镇|乡|街道)$")


class Romanised:
    """The names of an index and of the country's provinces and prefectures by their spelling in pinyin."""

    def __init__(self, index: Index) -> None:
        self._places: dict[str, str] = {}
        self._towns: dict[tuple[str, str], str] = {}
        self._people: dict[str, set[str]] = {}
        for division in lexicon.divisions().all:
            if division.level in ("省", "市州") and division.until is None:
                self._add_place(division.name)
        for name in index.jurisdictions:
            self._add_place(re.sub(r"^.*(?:省|自治区|市|州|盟|地区)(?=.{2,}$)", "", name), name)
        for form in index.units:
            end = _TOWN_END.search(form)
            base = form[: end.start()] if end else ""
            if end and 2 <= len(base) <= 4 and not re.search(r"[市县区]", base):
                for spelling in spellings(base):
                    self._towns.setdefault((spelling, end.group(1)), form)
        for name in index.people:
            if 2 <= len(name) <= 4 and re.fullmatch(r"[\u3400-\u9fff]+", name):
                length = 2 if len(name) == 4 else 1
                for surname in spellings(name[:length]):
                    for given in spellings(name[length:]):
                        self._people.setdefault(f"{surname} {given}", set()).add(name)

    def translated(self, text: str) -> str:
        """``text`` with every name in pinyin that is known put into Chinese; the rest as it is."""
        out, position = [], 0
        while (match := _NAME.search(text, position)) is not None:
            name, end = self._named(match)
            out.append(text[position : match.start()])
            out.append(f" {name} " if name else text[match.start() : end])
            position = end
        return "".join((*out, text[position:]))

    def _add_place(self, name: str, whole: str = "") -> None:
        base = _PLACE_END.sub("", name)
        if len(base) >= 2:
            # A name of the corpus comes last and so goes before a place elsewhere of the same spelling.
            for spelling in spellings(base):
                self._places[spelling] = whole or name

    def _named(self, match: re.Match[str]) -> tuple[str, int]:
        """What the words found name, and where that ends: a person, a town or a place; else the end of the
        first word, since the name may begin with the second (Does Li Ming …)."""
        one, two, kind = match["one"], match["two"] or "", (match["kind"] or "").casefold()
        if two.casefold() in _KINDS:
            two, kind = "", two.casefold()
        if two and not kind:
            people = self._people.get(f"{_key(one)} {_key(two)}", set())
            if len(people) == 1:
                return next(iter(people)), match.end("two")
        name = one + two
        town = self._towns.get((_key(name), _KINDS.get(kind, "")))
        if town:
            return town, match.end()
        if _KINDS.get(kind) not in ("镇", "乡", "街道") and (place := self._places.get(_key(name))):
            return place, match.end()
        place = self._places.get(_key(one)) if two else None
        return place or "", match.end("one")


def _key(name: str) -> str:
    return re.sub(r"[^a-z]", "", name.casefold().replace("ü", "v").replace("lyu", "lv").replace("nyu", "nv"))


def spellings(name: str) -> set[str]:
    """A Chinese name in pinyin (one word, no tones, small letters), in every reading of its characters."""
    from pypinyin import Style, lazy_pinyin, pinyin

    readings = pinyin(name, style=Style.NORMAL, heteronym=True)
    every = {"".join(reading) for reading in islice(product(*readings), _MOST_READINGS)}
    return {_key(spelling) for spelling in (*every, "".join(lazy_pinyin(name)))}


# Of a name with many readings the first ones are the usual ones.
_MOST_READINGS = 16


def romanised(index: Index) -> Romanised:
    """The names of ``index`` in pinyin, made when the first English question is asked."""
    known = index.derived.get("romanised")
    if not isinstance(known, Romanised):
        known = index.derived["romanised"] = Romanised(index)
    return known
