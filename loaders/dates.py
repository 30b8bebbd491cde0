"""Dates, periods and durations as gazettes print them.

Dates are printed as 2023年5月11日 (GB/T 9704-2012, 7.3.5.4) or, in older and
solemn documents, 二〇二三年五月十一日. Durations come out as ISO 8601.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from loaders.numbers import chinese_to_int

_NUM = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
# The zero of 二〇二三 is typed in many ways: as a circle, as the letter O of three alphabets, as 0.
_ZEROS = "〇○零0０OＯoΟО◯"
_YEAR = (
    rf"(?:(?:19|20)\d\d|二[{_ZEROS}][{_ZEROS}一二三四五六七八九]{{2}}|一九[{_ZEROS}一二三四五六七八九]{{2}})"
)
_ZERO = str.maketrans(dict.fromkeys(_ZEROS, "〇"))
DATE = re.compile(rf"({_YEAR})\s*年\s*({_NUM})\s*月\s*({_NUM})\s*日")
DATE_LINE = re.compile(rf"^[（(]?\s*({_YEAR})\s*年\s*({_NUM})\s*月\s*({_NUM})\s*日\s*[）)]?$")
_NUMERIC = re.compile(r"((?:19|20)\d\d)[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_MONTH = re.compile(rf"({_YEAR})\s*年\s*({_NUM})\s*月(?:份)?\s*(底|末|中旬|上旬|下旬|初)?")
_YEAR_END = re.compile(rf"({_YEAR})\s*年(?:年)?(底|末)")
_DURATION = re.compile(
    r"(?<!\d)(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,3})\s*(?:个)?(?P<unit>工作日|年|月|日|天|周|星期|小时)"
)
_ISO_UNIT = {"年": "Y", "月": "M", "日": "D", "天": "D", "周": "W", "星期": "W"}


def _year(text: str) -> int:
    """The value of a printed year, whatever stands for its zeros."""
    return chinese_to_int(text if text.isdecimal() else text.translate(_ZERO))


def make_date(year: str, month: str, day: str) -> date | None:
    """A date from printed numerals; None where there is no such day."""
    try:
        return date(_year(year), chinese_to_int(month), chinese_to_int(day))
    except ValueError:
        return None


def parse_date(text: str) -> date | None:
    """The first complete date in ``text`` or None: ``2023年 5月 11日``,
    ``二〇二三年五月十一日``, ``2023-05-11``."""
    if (match := DATE.search(text)) or (match := _NUMERIC.search(text)):
        return make_date(match[1], match[2], match[3])
    return None


def parse_duration(text: str) -> str | None:
    """ISO 8601 duration of the first period in ``text``: ``两年`` → ``P2Y``; None without one.

    Working days and hours have no calendar length of their own and give None.
    """
    match = _DURATION.search(text)
    if not match or match["unit"] not in _ISO_UNIT:
        return None
    return f"P{chinese_to_int(match['n'])}{_ISO_UNIT[match['unit']]}"


def add_duration(start: date, duration: str) -> date:
    """``start`` plus an ISO 8601 duration of one unit (``P2Y``, ``P6M``, ``P10D``).

    29 February plus a year is 28 February. Raises ValueError on other durations.
    """
    match = re.fullmatch(r"P(\d+)([YMWD])", duration)
    if not match:
        raise ValueError(f"not a simple duration: {duration}")
    count, unit = int(match[1]), match[2]
    if unit in "WD":
        return start + timedelta(days=count * (7 if unit == "W" else 1))
    months = start.month - 1 + count * (12 if unit == "Y" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def parse_deadline(text: str, default_year: int | None = None) -> date | None:
    """The last day that ``text`` allows: ``2023年6月30日前`` → 30 June, ``2023年6月底`` → 30 June,
    ``2023年底`` → 31 December, ``12月31日前`` with ``default_year``. None where it fixes none.

    "前" is read as including the day named, as the gazettes use it for deadlines.
    """
    if found := parse_date(text):
        return found
    if match := _YEAR_END.search(text):
        return date(_year(match[1]), 12, 31)
    if match := _MONTH.search(text):
        year, month = _year(match[1]), chinese_to_int(match[2])
        if not 1 <= month <= 12:
            return None
        day = {"上旬": 10, "初": 10, "中旬": 20}.get(match[3] or "")
        return date(year, month, day) if day else month_end(year, month)
    if default_year and (match := re.search(rf"(?<!\d)({_NUM})\s*月\s*(底|末)", text)):
        month = chinese_to_int(match[1])
        return month_end(default_year, month) if 1 <= month <= 12 else None
    if default_year and re.search(r"年(?:底|末)", text):
        return date(default_year, 12, 31)
    if default_year and (match := re.search(rf"({_NUM})\s*月\s*({_NUM})\s*日", text)):
        return make_date(str(default_year), match[1], match[2])
    return None


_SPAN = re.compile(r"至|到|—|～|~|－|(?<=\d)-(?=\d{1,2}月)")
_STEPS = re.compile(r"开工|启动|开始|动工")


def parse_period(text: str) -> tuple[date | None, date | None]:
    """Start and end of a printed schedule: ``2023年6月至2024年4月分步实施`` →
    (2023-06-01, 2024-04-30); ``2023年6月底开工,11月底完成`` → (2023-06-30, 2023-11-30).
    The end takes the start's year where it names none. Either is None where the text
    does not fix it."""
    parts = _SPAN.split(text, maxsplit=1)
    if len(parts) == 2:
        start, year = _start(parts[0])
        if start and (day := re.fullmatch(rf"\s*({_NUM})\s*日.*", parts[1])):
            return start, make_date(str(start.year), str(start.month), day[1])
        return start, _end(parts[1], year)
    steps = re.split(r"[，,；;]", text, maxsplit=1)
    if len(steps) == 2 and _STEPS.search(steps[0]):
        start = parse_deadline(steps[0])
        return start, _end(steps[1], start.year if start else None)
    return None, parse_deadline(text)


def _start(text: str) -> tuple[date | None, int | None]:
    if start := parse_date(text):
        return start, start.year
    if match := re.search(rf"({_YEAR})\s*年\s*({_NUM})(?:\s*月)?", text):
        year, month = _year(match[1]), chinese_to_int(match[2])
        return (date(year, month, 1) if 1 <= month <= 12 else None), year
    return None, None


def _end(text: str, year: int | None) -> date | None:
    next_year = bool(re.search("次年|翌年", text))
    if end := parse_deadline(text, year + 1 if year and next_year else year):
        return end
    match = re.search(rf"({_NUM})\s*月", text)
    if not match or not year or not 1 <= (month := chinese_to_int(match[1])) <= 12:
        return None
    return month_end(year + 1 if next_year else year, month)
