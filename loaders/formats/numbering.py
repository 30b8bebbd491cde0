"""The numbers that Word puts in front of paragraphs of automatic lists (ECMA-376 part 1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from loaders.numbers import int_to_chinese

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{_W}val"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)
_MAX_LEVELS = 9


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list: where it starts, how it counts, what is printed (``第%1条``)."""

    start: int
    style: str
    text: str
    legal: bool


class Numbering:
    """The lists of a document, counted while its paragraphs are read in their order."""

    def __init__(self, document: Document) -> None:
        """``document`` is an opened Word document; one without lists gives no numbers."""
        self._styles = {
            style.get(f"{_W}styleId"): style for style in document.styles.element.iter(f"{_W}style")
        }
        self._abstract: dict[str, BaseOxmlElement] = {}
        self._lists: dict[str, BaseOxmlElement] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()
        self._known: dict[str, dict[int, _Level]] = {}
        root = _numbering_root(document)
        if root is not None:
            self._abstract = {e.get(f"{_W}abstractNumId", ""): e for e in root.findall(f"{_W}abstractNum")}
            self._lists = {e.get(f"{_W}numId", ""): e for e in root.findall(f"{_W}num")}

    def next_number(self, paragraph: BaseOxmlElement) -> str:
        """The number printed in front of a paragraph, "" if it has none. Counts it: call once, in order."""
        number, level = self._list_of(paragraph)
        if number not in self._lists or not 0 <= level < _MAX_LEVELS:
            return ""
        abstract = _child_value(self._lists[number], "abstractNumId")
        levels = self._levels(number, abstract)
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, [None] * _MAX_LEVELS)
        if number not in self._begun:
            self._begun.add(number)
            for override in self._lists[number].findall(f"{_W}lvlOverride"):
                if override.find(f"{_W}startOverride") is not None:
                    counts[_integer(override.get(f"{_W}ilvl"), 0) % _MAX_LEVELS] = None
        for above in range(level):
            # A level that was skipped counts as begun.
            if counts[above] is None and above in levels:
                counts[above] = levels[above].start
        before = counts[level]
        counts[level] = levels[level].start if before is None else before + 1
        counts[level + 1 :] = [None] * (_MAX_LEVELS - level - 1)
        return _printed(levels, level, counts)

    def _list_of(self, paragraph: BaseOxmlElement) -> tuple[str, int]:
        """The list and the level of a paragraph, by itself or by its style; list 0 is none."""
        level: int | None = None
        for properties in self._properties(paragraph):
            numbered = properties.find(f"{_W}numPr")
            if numbered is None:
                continue
            if level is None and numbered.find(f"{_W}ilvl") is not None:
                level = _integer(_child_value(numbered, "ilvl"), 0)
            if number := _child_value(numbered, "numId"):
                return number, level or 0
        return "", 0

    def _properties(self, paragraph: BaseOxmlElement) -> Iterator[BaseOxmlElement]:
        """The properties of a paragraph, of its style, and of the styles that one is based on."""
        own = paragraph.find(f"{_W}pPr")
        if own is None:
            return
        yield own
        name, seen = _child_value(own, "pStyle"), set[str]()
        while name in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[name]
            of_style = style.find(f"{_W}pPr")
            if of_style is not None:
                yield of_style
            name = _child_value(style, "basedOn")

    def _levels(self, number: str, abstract: str) -> dict[int, _Level]:
        if number not in self._known:
            self._known[number] = self._read_levels(number, abstract)
        return self._known[number]

    def _read_levels(self, number: str, abstract: str) -> dict[int, _Level]:
        definition = self._abstract.get(abstract)
        if definition is None:
            return {}
        linked = self._styles.get(_child_value(definition, "numStyleLink"))
        if linked is not None:
            # The list is defined by the list that a style names.
            for other in linked.iter(f"{_W}numId"):
                target = _child_value(self._lists.get(other.get(_VAL, "")), "abstractNumId")
                definition = self._abstract.get(target, definition)
        levels = {_integer(e.get(f"{_W}ilvl"), 0): _level(e) for e in definition.findall(f"{_W}lvl")}
        for override in self._lists[number].findall(f"{_W}lvlOverride"):
            at = _integer(override.get(f"{_W}ilvl"), 0)
            own = override.find(f"{_W}lvl")
            if own is not None:
                levels[at] = _level(own)
            start = _child_value(override, "startOverride")
            if start and at in levels:
                levels[at] = replace(levels[at], start=_integer(start, levels[at].start))
        return levels


def _numbering_root(document: Document) -> BaseOxmlElement | None:
    try:
        root: BaseOxmlElement = document.part.numbering_part.element
    except (KeyError, NotImplementedError):
        # python-docx makes no numbering part for documents that have none.
        return None
    return root


def _level(element: BaseOxmlElement) -> _Level:
    legal = element.find(f"{_W}isLgl")
    return _Level(
        _integer(_child_value(element, "start"), 0),
        _child_value(element, "numFmt") or "decimal",
        _child_value(element, "lvlText"),
        legal is not None and legal.get(_VAL, "1") not in ("0", "false", "off"),
    )


def _printed(levels: dict[int, _Level], level: int, counts: list[int | None]) -> str:
    own = levels[level]
    if own.style in ("bullet", "none"):
        return ""

    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        count = counts[at] if at < _MAX_LEVELS else None
        if count is None or at not in levels:
            return ""
        return formatted(count, "decimal" if own.legal and at != level else levels[at].style)

    return re.sub(r"%(\d)", number, own.text)


def formatted(value: int, style: str) -> str:
    """A number in a style of ST_NumberFormat (ECMA-376 part 1, 17.18.59); unknown styles count in digits."""
    if value < 1 or value > 9999:
        return str(value)
    return _FORMATS.get(style, str)(value)


def _letters(value: int) -> str:
    # After z Word goes on with aa, bb.
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    out = ""
    for size, letters in _ROMAN:
        out += letters * (value // size)
        value %= size
    return out


def _circled(value: int) -> str:
    return chr(ord("①") + value - 1) if value <= 20 else str(value)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda value: f"{value:02d}",
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperRoman": _roman,
    "decimalFullWidth": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "ideographDigital": lambda value: str(value).translate(_DIGITS),
    "ideographTraditional": lambda value: _STEMS[(value - 1) % len(_STEMS)],
    "ideographZodiac": lambda value: _BRANCHES[(value - 1) % len(_BRANCHES)],
    **dict.fromkeys(
        (
            *("chineseCounting", "chineseCountingThousand", "taiwaneseCounting", "taiwaneseCountingThousand"),
            *("japaneseCounting", "koreanDigital2"),
        ),
        int_to_chinese,
    ),
}


def _child_value(parent: BaseOxmlElement | None, name: str) -> str:
    """``w:val`` of a child element; "" where there is none."""
    element = parent.find(f"{_W}{name}") if parent is not None else None
    return element.get(_VAL, "") if element is not None else ""


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() else default
