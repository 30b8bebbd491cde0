"""One spelling for what people write in many: digits, brackets, document numbers, numerals, dates.

Rules of writing from GB/T 9704-2012 (7.2.5: the year of a document number stands in 〔 〕, the running
number has no 第 and no leading zeros) and GB/T 15835-2011 (numerals). Nothing here knows the graph.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache

_CJK = "\u3400-\u9fff"
_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "廿": 20}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = "[零〇一二两三四五六七八九十百千]+"

_OPEN, _CLOSE = "[〔\\[［【(（﹝「]", "[〕\\]］】)）﹞」]"
_DOCUMENT_NUMBER = re.compile(
    rf"([{_CJK}]{{2,12}})\s*(?:{_OPEN}\s*((?:19|20)\d\d)\s*(?:年)?\s*{_CLOSE}|((?:19|20)\d\d)\s*年)\s*"
    r"(?:第)?\s*0*(\d{1,5})\s*号"
)
_ORDER_NUMBER = re.compile(rf"([{_CJK}]{{1,8}}令)\s*(?:第)?\s*0*(\d{{1,4}})\s*号")
_REGISTRATION = re.compile(r"(?<![A-Za-z])([A-Z]{3,6})\s*[-—–－]+\s*((?:19|20)\d\d)\s*[-—–－]+\s*(\d{3,6})")
_DATE = re.compile(r"((?:19|20)\d\d)\s*[年./-]\s*(\d{1,2})\s*(?:[月./-]\s*(\d{1,2})\s*[日号]?|月)")
_EDGE = re.compile(r"((?:19|20)\d\d)\s*年\s*(?:(\d{1,2})\s*月份?|年)?\s*(底|末|终|初)")
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sep sept",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE_EN = re.compile(
    rf"\b(?:({_MONTH})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)"
    rf"|(\d{{1,2}})(?:st|nd|rd|th)?\s+({_MONTH})\.?,?\s+((?:19|20)\d\d)"
    rf"|({_MONTH})\.?,?\s+((?:19|20)\d\d))\b",
    re.IGNORECASE,
)


def plain(text: str) -> str:
    """``text`` with full-width Latin letters and digits made half-width and blanks made single.

    Chinese punctuation stays as it is; blanks between Chinese characters (padding of print) go.
    """
    out = "".join(
        unicodedata.normalize("NFKC", c) if "０" <= c <= "９" or "Ａ" <= c <= "ｚ" else c for c in text
    )
    out = re.sub(r"[\s\u3000\u00a0]+", " ", out).strip()
    return re.sub(
        rf"(?<=[{_CJK}，。、；：？！（）《》〔〕“”]) (?=[{_CJK}，。、；：？！（）《》〔〕“”])", "", out
    )


def chinese_number(text: str) -> int | None:
    """The value of a Chinese numeral below ten thousand (十七 → 17), or ``None``."""
    if not text or not re.fullmatch(_NUMERAL, text):
        return None
    if not any(c in _UNITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, current = 0, 0
    for char in text:
        if char in _UNITS:
            total += (current or 1) * _UNITS[char]
            current = 0
        else:
            current = _DIGITS[char]
    return total + current


def ordinal(text: str) -> int | None:
    """The number in ``17``, ``第17项``, ``第十七条`` or ``item 17``; ``None`` where there is none."""
    text = plain(text)
    found = re.fullmatch(rf"\D{{0,12}}?(\d{{1,6}}|{_NUMERAL})\D{{0,4}}", text)
    if not found:
        return None
    body = found.group(1)
    return int(body) if body.isdigit() else chinese_number(body)


def document_numbers(text: str) -> list[tuple[int, int, str]]:
    """Every document number in ``text``: (start, end, number in the one spelling ``国办发〔2020〕9号``)."""
    found = []
    for match in _DOCUMENT_NUMBER.finditer(text):
        year = match.group(2) or match.group(3)
        found.append((match.start(), match.end(), f"{match.group(1)}〔{year}〕{match.group(4)}号"))
    taken = [(s, e) for s, e, _ in found]
    for match in _ORDER_NUMBER.finditer(text):
        if all(match.end() <= s or match.start() >= e for s, e in taken):
            found.append((match.start(), match.end(), f"{match.group(1)}第{match.group(2)}号"))
    return sorted(found)


def document_number(text: str) -> str | None:
    """The one document number ``text`` consists of, in the one spelling, or ``None``."""
    text = plain(text)
    found = document_numbers(text)
    if len(found) == 1 and found[0][0] == 0 and found[0][1] == len(text):
        return found[0][2]
    return None


def registration_numbers(text: str) -> list[tuple[int, int, str]]:
    """Every registration number: (start, end, ``QSDR-2021-01002``), dashes made plain hyphens."""
    return [
        (m.start(), m.end(), f"{m.group(1)}-{m.group(2)}-{m.group(3)}") for m in _REGISTRATION.finditer(text)
    ]


def dates(text: str) -> list[tuple[int, int, date, date]]:
    """Every date in ``text``: (start, end, first day, last day); a month alone is all its days."""
    found: list[tuple[int, int, date, date]] = []
    for match in _EDGE.finditer(text):
        edge = _edge(int(match.group(1)), match.group(2), match.group(3))
        if edge:
            found.append((match.start(), match.end(), edge, edge))
    for match in _DATE.finditer(text):
        if any(match.start() < end and match.end() > start for start, end, _, _ in found):
            continue
        year, month, day = match.groups()
        span = _days(int(year), int(month), int(day) if day else None)
        if span:
            found.append((match.start(), match.end(), *span))
    for match in _DATE_EN.finditer(text):
        m1, d1, y1, d2, m2, y2, m3, y3 = match.groups()
        name, number, year = (m1, d1, y1) if m1 else (m2, d2, y2) if m2 else (m3, None, y3)
        span = _days(int(year), _MONTHS[name.lower()], int(number) if number else None)
        if span:
            found.append((match.start(), match.end(), *span))
    return sorted(found)


def _edge(year: int, month: str | None, word: str) -> date | None:
    """2024年底, 2024年3月末, 2024年初: the last or the first day."""
    span = _days(year, int(month), None) if month else (date(year, 1, 1), date(year, 12, 31))
    return None if span is None else span[0] if word == "初" else span[1]


def _days(year: int, month: int, day: int | None) -> tuple[date, date] | None:
    try:
        if day:
            one = date(year, month, day)
            return one, one
        first = date(year, month, 1)
    except ValueError:
        return None
    return first, last_day(year, month)


def last_day(year: int, month: int) -> date:
    """The last day of a month (1 to 12)."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def one_date(text: str) -> date | None:
    """The one day ``text`` consists of (``2021-03-05``, ``2021年3月5日``, ``5 March 2021``), or ``None``."""
    text = plain(text)
    found = dates(text)
    if len(found) == 1 and found[0][:2] == (0, len(text)) and found[0][2] == found[0][3]:
        return found[0][2]
    return None


def printed_date(day: date) -> str:
    """``2021年3月5日``, as gazettes print it (GB/T 9704-2012, 7.3.5.4: no leading zeros)."""
    return f"{day.year}年{day.month}月{day.day}日"


@lru_cache(maxsize=1 << 16)
def loose(text: str) -> str:
    """A key for comparing titles and names: no blanks, no punctuation or brackets, case folded."""
    return "".join(c for c in plain(text).casefold() if unicodedata.category(c)[0] in "LNS" or c in "△")
