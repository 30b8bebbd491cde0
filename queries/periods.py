"""Stretches of time as people write them: 2021年5月至7月, 2021年上半年, 2021年以来; and which days are meant.

``periods`` finds stretches that are written as one; ``window`` reads the words around days (以后, 之前,
between) and gives the first and the last day meant. 以后 and 起 include the day they follow, 之后 and 以前
do not (as 民法典 第一千二百五十九条 has it for 以上 and 超过); by, since and from include it, before and
after do not. 起施行 and 起生效 say on which day, not from which day on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from queries.normalise import chinese_number, last_day

_RANGE = re.compile(
    r"((?:19|20)\d\d)年(\d{1,2})月(?:(\d{1,2})[日号])?(?:份)?\s*(?:至|到|—|－|-|~|～)\s*"
    r"(?:((?:19|20)\d\d)年)?(\d{1,2})月(?:(\d{1,2})[日号])?"
)
_HALF = re.compile(r"((?:19|20)\d\d)年度?的?(上|下)半年")
_HALF_EN = re.compile(r"\b(first|second) half of ((?:19|20)\d\d)\b", re.IGNORECASE)
_QUARTER = re.compile(r"((?:19|20)\d\d)年度?的?第?([一二三四1-4])季度?")
_QUARTER_EN = re.compile(
    r"\b(?:the )?(first|second|third|fourth) quarter of ((?:19|20)\d\d)\b"
    r"|\bQ([1-4]) (?:of )?((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
# A year is a stretch of time where something happens in it (2021年印发的), not in a name (2021年工作要点).
_YEAR = re.compile(
    r"((?:19|20)\d\d)年(?:内|里|间|以来|以前|以后|之前|之后|前|后|起|(?=[^，。？《》“”\d]{0,6}(?:印发|发布|出台|公布|下发|制定|"
    r"施行|实施|生效|到期|失效|废止|任命|免去|免职|免了|任免|召开)))"
)
_YEAR_EN = re.compile(
    r"\b(?:in|during|since|before|after|until|by) ((?:19|20)\d\d)\b(?![-–/.]\d)", re.IGNORECASE
)

_FROM_ZH = re.compile(
    r"^(?:及|或)?(?:以后|(?:起|开始)(?!正式|施行|实施|生效|执行|实行)|以来|及其后|（含）以后|\(含\)以后)"
)
_AFTER_ZH = re.compile(r"^(?:之后|过后|后)")
_BEFORE_ZH = re.compile(r"^(?:之前|以前|前)")
_UNTIL_ZH = re.compile(r"^(?:为止|止|及以前|及之前)")
_FROM_EN = re.compile(r"\b(?:since|from|on or after|starting)\s+(?:the\s+)?$", re.IGNORECASE)
_AFTER_EN = re.compile(r"\b(?:after|later than)\s+(?:the\s+)?$", re.IGNORECASE)
_BEFORE_EN = re.compile(r"\b(?:before|earlier than|prior to)\s+(?:the\s+)?$", re.IGNORECASE)
_UNTIL_EN = re.compile(r"\b(?:until|till|by|on or before|up to)\s+(?:the\s+)?$", re.IGNORECASE)
_BETWEEN = re.compile(r"^\s*(?:至|到|和|与|—|-|~|～|and|to|through|until|till)\s*(?:the\s+)?$", re.IGNORECASE)

Span = tuple[int, int, date, date]


def periods(text: str) -> list[Span]:
    """Every stretch of time in the normalised ``text``: (start, end, first day, last day), in order."""
    found: list[Span] = []
    for match in _RANGE.finditer(text):
        year, month, day, to_year, to_month, to_day = match.groups()
        first = _day(int(year), int(month), int(day) if day else None, False)
        last = _day(int(to_year or year), int(to_month), int(to_day) if to_day else None, True)
        if first and last and first <= last:
            found.append((match.start(), match.end(), first, last))
    for match in _HALF.finditer(text):
        found.append((match.start(), match.end(), *_months(int(match[1]), 1 if match[2] == "上" else 7, 6)))
    for match in _HALF_EN.finditer(text):
        begin = 1 if match[1].casefold() == "first" else 7
        found.append((match.start(), match.end(), *_months(int(match[2]), begin, 6)))
    for match in _QUARTER.finditer(text):
        number = int(match[2]) if match[2].isdigit() else chinese_number(match[2]) or 1
        found.append((match.start(), match.end(), *_months(int(match[1]), 3 * number - 2, 3)))
    for match in _QUARTER_EN.finditer(text):
        number = _ORDINALS[match[1].casefold()] if match[1] else int(match[3])
        found.append((match.start(), match.end(), *_months(int(match[2] or match[4]), 3 * number - 2, 3)))
    for match in (*_YEAR.finditer(text), *_YEAR_EN.finditer(text)):
        year = int(match[1])
        found.append((match.start(1), match.start(1) + (5 if text[match.end(1) :][:1] == "年" else 4),
                      date(year, 1, 1), date(year, 12, 31)))  # fmt: skip
    found.sort(key=lambda span: (span[0], -span[1]))
    return [s for n, s in enumerate(found) if all(s[0] >= other[1] for other in found[:n])]


def window(text: str, spans: Sequence[Span]) -> tuple[date, date] | None:
    """The first and the last day that ``text`` means by ``spans`` (its days and stretches, in order) and the
    words around them; ``None`` where there are none."""
    if not spans:
        return None
    one = spans[0]
    if len(spans) > 1 and _BETWEEN.fullmatch(text[one[1] : spans[1][0]]):
        return one[2], spans[1][3]
    first, last = _bounded(text, one)
    for span in spans[1:]:
        begin, end = _bounded(text, span)
        first, last = max(first, begin), min(last, end)
    return (first, last) if first <= last else (one[2], one[3])


def _bounded(text: str, span: Span) -> tuple[date, date]:
    """The days meant by one stretch and the words right before and after it."""
    start, end, first, last = span
    before, after = text[:start], text[end:].lstrip()
    if _FROM_ZH.match(after) or _FROM_EN.search(before):
        return first, date.max
    if _AFTER_ZH.match(after) or _AFTER_EN.search(before):
        return last + timedelta(days=1), date.max
    if _UNTIL_ZH.match(after) or _UNTIL_EN.search(before):
        return date.min, last
    if _BEFORE_ZH.match(after) or _BEFORE_EN.search(before):
        return date.min, first - timedelta(days=1)
    return first, last


def _months(year: int, begin: int, count: int) -> tuple[date, date]:
    return date(year, begin, 1), last_day(year, begin + count - 1)


def _day(year: int, month: int, day: int | None, end: bool) -> date | None:
    try:
        if day is not None:
            return date(year, month, day)
        return last_day(year, month) if end else date(year, month, 1)
    except ValueError:
        return None
