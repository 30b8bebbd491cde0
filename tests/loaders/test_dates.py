"""Dates, durations, deadlines and periods as gazettes print them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.dates import (
    add_duration,
    make_date,
    month_end,
    parse_date,
    parse_deadline,
    parse_duration,
    parse_period,
)
from loaders.numbers import int_to_chinese

DATES = [
    ("Arabic", "2021年5月11日", date(2021, 5, 11)),
    ("padded with blanks", "2021 年 5 月 11 日", date(2021, 5, 11)),
    ("zeros before month and day", "2021年05月01日", date(2021, 5, 1)),
    ("Chinese", "二〇二一年五月十一日", date(2021, 5, 11)),
    ("Chinese with a circle for zero", "二○二一年十二月三十一日", date(2021, 12, 31)),
    ("Chinese with the solemn zero", "二零二一年十月二十日", date(2021, 10, 20)),
    ("the last century", "一九九八年三月一日", date(1998, 3, 1)),
    ("with hyphens", "2021-05-11", date(2021, 5, 11)),
    ("with full stops", "2021.5.1", date(2021, 5, 1)),
    ("with slashes", "2021/5/1", date(2021, 5, 1)),
    ("in a sentence", "自2021年5月11日起施行", date(2021, 5, 11)),
    ("the first of two", "2021年5月11日至2022年5月10日", date(2021, 5, 11)),
    ("a leap day", "2024年2月29日", date(2024, 2, 29)),
    ("no leap day", "2023年2月29日", None),
    ("no such month", "2021年13月1日", None),
    ("no day", "2021年5月", None),
    ("a serial number is no date", "2021-05-111", None),
    ("a document number is no date", "青政发〔2021〕5号", None),
    ("nothing", "", None),
]


@pytest.mark.parametrize(("says", "text", "day"), DATES, ids=[row[0] for row in DATES])
def test_dates(says: str, text: str, day: date | None) -> None:
    assert parse_date(text) == day


def chinese_year(year: int, zero: str = "〇") -> str:
    return "".join((zero + "一二三四五六七八九")[int(figure)] for figure in str(year))


PRINTED_DAYS = st.dates(date(1950, 1, 1), date(2099, 12, 31))


@given(PRINTED_DAYS, st.sampled_from(["", " ", "\u3000"]))
def test_every_date_in_arabic_numerals_is_read_back(day: date, blank: str) -> None:
    assert parse_date(f"{day.year}{blank}年{blank}{day.month}{blank}月{blank}{day.day}{blank}日") == day
    assert parse_date(f"{day.year}-{day.month:02}-{day.day:02}") == day


@given(PRINTED_DAYS, st.sampled_from("〇○零"))
def test_every_date_in_chinese_numerals_is_read_back(day: date, zero: str) -> None:
    month, number = int_to_chinese(day.month), int_to_chinese(day.day)
    assert parse_date(f"{chinese_year(day.year, zero)}年{month}月{number}日") == day


@given(PRINTED_DAYS, PRINTED_DAYS)
def test_a_period_between_two_dates_is_read_back(one: date, other: date) -> None:
    start, end = min(one, other), max(one, other)
    for mark in ("至", "到", "—", "～"):
        printed = f"{start.year}年{start.month}月{start.day}日{mark}{end.year}年{end.month}月{end.day}日"
        assert parse_period(printed) == (start, end)


# Numerals and unit words in any order: what the patterns are made of.
DATE_LIKE = st.text(
    alphabet="0123456789〇一二三四五六七八九十零两百年月日底末初上中下旬至到—，；前次翌开工个周天 -./",
    max_size=24,
)


@given(st.one_of(st.text(), DATE_LIKE), st.one_of(st.none(), st.integers(1950, 2099)))
def test_any_text_has_a_date_or_none(text: str, year: int | None) -> None:
    for found in (parse_date(text), parse_deadline(text, year), *parse_period(text)):
        assert found is None or isinstance(found, date)
    duration = parse_duration(text)
    assert duration is None or duration[0] == "P"


# Mixed forms: Arabic and Chinese figures in one year are slips, and must not stop a load.
MIXED = st.text(alphabet="二〇○零0O1一九三", min_size=4, max_size=4)


@given(MIXED, st.sampled_from(["五月一日", "六月底", "底", "6月至7月", "年底"]))
def test_a_slip_in_a_year_is_read_or_left_out(year: str, rest: str) -> None:
    for found in (
        parse_date(f"{year}年{rest}"),
        parse_deadline(f"{year}年{rest}"),
        *parse_period(f"{year}年{rest}"),
    ):
        assert found is None or isinstance(found, date)


def test_a_day_that_is_none_is_none() -> None:
    assert make_date("2021", "2", "30") is None
    assert make_date("2021", "〇", "1") is None
    assert make_date("二〇二一", "十二", "31") == date(2021, 12, 31)


DURATIONS = [
    ("two years", "两年", "P2Y"),
    ("in a clause", "有效期为5年", "P5Y"),
    ("in Chinese", "有效期五年", "P5Y"),
    ("months", "六个月", "P6M"),
    ("months in Arabic", "3个月", "P3M"),
    ("twelve months stay months", "十二个月", "P12M"),
    ("days", "10日", "P10D"),
    ("days by the other word", "15天", "P15D"),
    ("weeks", "两周", "P2W"),
    ("weeks by the other word", "一个星期", "P1W"),
    ("tens of years", "三十年", "P30Y"),
    ("working days have no calendar length", "3个工作日", None),
    ("hours have no calendar length", "24小时", None),
    ("for ever", "长期有效", None),
    ("nothing", "", None),
]


@pytest.mark.parametrize(("says", "text", "duration"), DURATIONS, ids=[row[0] for row in DURATIONS])
def test_durations(says: str, text: str, duration: str | None) -> None:
    assert parse_duration(text) == duration


@given(
    st.integers(1, 99), st.sampled_from([("年", "Y"), ("个月", "M"), ("日", "D"), ("天", "D"), ("周", "W")])
)
def test_every_period_is_read_back(count: int, unit: tuple[str, str]) -> None:
    printed, iso = unit
    assert parse_duration(f"{count}{printed}") == f"P{count}{iso}"
    assert parse_duration(f"{int_to_chinese(count)}{printed}") == f"P{count}{iso}"


ADDED = [
    ("years", date(2021, 5, 1), "P5Y", date(2026, 5, 1)),
    ("a year from a leap day", date(2024, 2, 29), "P1Y", date(2025, 2, 28)),
    ("a month from the 31st", date(2023, 1, 31), "P1M", date(2023, 2, 28)),
    ("months over the end of the year", date(2021, 11, 30), "P3M", date(2022, 2, 28)),
    ("weeks", date(2021, 12, 31), "P2W", date(2022, 1, 14)),
    ("days", date(2021, 12, 31), "P1D", date(2022, 1, 1)),
]


@pytest.mark.parametrize(("says", "start", "duration", "end"), ADDED, ids=[row[0] for row in ADDED])
def test_adding_durations(says: str, start: date, duration: str, end: date) -> None:
    assert add_duration(start, duration) == end


@pytest.mark.parametrize("duration", ["", "P", "P1Y6M", "PT5H", "P-1Y", "1Y"])
def test_other_durations_are_refused(duration: str) -> None:
    with pytest.raises(ValueError, match="not a simple duration"):
        add_duration(date(2021, 1, 1), duration)


@given(PRINTED_DAYS, st.integers(0, 400))
def test_days_and_months_add_up(day: date, count: int) -> None:
    assert add_duration(day, f"P{count}D") == day + timedelta(days=count)
    later = add_duration(day, f"P{count}M")
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == count
    assert later.day == min(day.day, month_end(later.year, later.month).day)


DEADLINES = [
    ("a day", "2021年6月30日前", None, date(2021, 6, 30)),
    ("the end of a month", "2021年6月底", None, date(2021, 6, 30)),
    ("before the end of a month", "2021年6月底前", None, date(2021, 6, 30)),
    ("the end of February", "2021年2月底", None, date(2021, 2, 28)),
    ("a month is over with its last day", "2024年2月", None, date(2024, 2, 29)),
    ("the end of a year", "2021年底", None, date(2021, 12, 31)),
    ("the end of a year, 年 doubled", "2021年年底前", None, date(2021, 12, 31)),
    ("the end of a year by the other word", "2021年末", None, date(2021, 12, 31)),
    ("the first ten days", "2021年12月上旬", None, date(2021, 12, 10)),
    ("the second ten days", "2021年12月中旬", None, date(2021, 12, 20)),
    ("the last ten days", "2021年12月下旬", None, date(2021, 12, 31)),
    ("a day of the document's year", "12月31日前", 2021, date(2021, 12, 31)),
    ("a day without any year", "12月31日前", None, None),
    ("no such day", "2月30日前", 2021, None),
    ("no such month", "2021年13月", None, None),
    ("in Chinese", "二〇二一年六月底", None, date(2021, 6, 30)),
    ("for ever", "长期坚持", 2021, None),
    ("at once", "立即整改", 2021, None),
]


@pytest.mark.parametrize(("says", "text", "year", "day"), DEADLINES, ids=[row[0] for row in DEADLINES])
def test_deadlines(says: str, text: str, year: int | None, day: date | None) -> None:
    assert parse_deadline(text, year) == day


PERIODS = [
    ("from a month to a month", "2021年6月至2022年4月分步实施", date(2021, 6, 1), date(2022, 4, 30)),
    ("the end takes the year of the start", "2021年6月至11月", date(2021, 6, 1), date(2021, 11, 30)),
    ("from a day to a day", "2021年1月1日至2021年12月31日", date(2021, 1, 1), date(2021, 12, 31)),
    ("from a day to a day of that year", "2021年3月15日至6月30日", date(2021, 3, 15), date(2021, 6, 30)),
    ("with a dash", "2021年3月1日—5月31日", date(2021, 3, 1), date(2021, 5, 31)),
    ("to the end of a month", "2021年10月到2022年3月底", date(2021, 10, 1), date(2022, 3, 31)),
    ("to a month of the next year", "2021年10月至次年4月", date(2021, 10, 1), date(2022, 4, 30)),
    ("to a leap month of the next year", "2023年11月至翌年2月底", date(2023, 11, 1), date(2024, 2, 29)),
    ("two steps", "2021年6月底开工,11月底完成", date(2021, 6, 30), date(2021, 11, 30)),
    (
        "two steps, each with its year",
        "2021年9月底前启动；2022年1月31日前完成",
        date(2021, 9, 30),
        date(2022, 1, 31),
    ),
    ("only an end", "2021年底前完成", None, date(2021, 12, 31)),
    ("no end", "2021年全年", None, None),
    ("no such months", "2021年13月至14月", None, None),
    ("months without any year", "每年3月至5月", None, None),
    ("nothing fixed", "长期", None, None),
]


@pytest.mark.parametrize(("says", "text", "start", "end"), PERIODS, ids=[row[0] for row in PERIODS])
def test_periods(says: str, text: str, start: date | None, end: date | None) -> None:
    assert parse_period(text) == (start, end)
