"""Printed enumerations: 甲、乙（含丙、丁）和戊等."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

_OPEN, _CLOSE = "（(《〈“【[", "）)》〉”】]"
_SEPARATORS = "、，,；;"


def split_list(text: str, separators: str = _SEPARATORS) -> list[str]:
    """The items of an enumeration; separators inside brackets and quotes do not separate."""
    return [text[start:end] for start, end in split_spans(text, separators)]


def split_spans(text: str, separators: str = _SEPARATORS) -> list[tuple[int, int]]:
    """Start and end of every item of an enumeration, blanks around it left out."""
    spans = []
    for start, end in _cuts(text, separators):
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if end > start:
            spans.append((start, end))
    return spans


def _cuts(text: str, separators: str) -> Iterator[tuple[int, int]]:
    depth = start = 0
    for mark in _marks(separators).finditer(text):
        char = mark[0]
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE and depth:
            depth -= 1
        elif char in separators and not depth:
            yield start, mark.start()
            start = mark.end()
    yield start, len(text)


@cache
def _marks(separators: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(_OPEN + _CLOSE + separators)}]")


_SUM = re.compile(
    r"等(?P<sum>(?:市直|县直|区直|省直|各|相关|有关|其他|所有)[\u4e00-\u9fff]{1,14}(?:单位|部门|机构))$"
)


_ETC = re.compile(r"等(?:[\u4e00-\u9fff\d]{0,12})?$")


def summed_up(text: str) -> tuple[int, tuple[int, int] | None]:
    """Where the enumeration proper ends, and start and end of what sums it up if that names
    further bodies: ``甲、乙等市直相关单位`` → (3, (4, 10)); a mere 等 names none."""
    if "等" in text and (match := _SUM.search(text)):
        return match.start(), match.span("sum")
    return len(without_etc(text)), None


def without_etc(text: str) -> str:
    """An enumeration without 等 (and what it sums up) at its end: ``甲、乙等市直相关单位`` → ``甲、乙``."""
    return _ETC.sub("", text) if "等" in text else text
