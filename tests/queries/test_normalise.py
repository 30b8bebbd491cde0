"""One spelling for many."""

from __future__ import annotations

from datetime import date

import pytest

from queries import normalise


@pytest.mark.parametrize(
    "written",
    [
        "青政办发〔2021〕3号",
        "青政办发[2021]3号",
        "青政办发（2021）3号",
        "青政办发(2021)3号",
        "青政办发【2021】3号",
        "青政办发 〔２０２１〕 3 号",
        "青政办发2021年3号",
        "青政办发〔2021〕第3号",
        "青政办发﹝2021﹞03号",
    ],
)
def test_a_document_number_has_one_spelling(written: str) -> None:
    assert normalise.document_number(written) == "青政办发〔2021〕3号"


@pytest.mark.parametrize("written", ["青政办发", "3号", "2021年3月", "关于青政办发〔2021〕3号的通知"])
def test_what_is_no_number_alone_is_none(written: str) -> None:
    assert normalise.document_number(written) is None


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("17", 17),
        ("１７", 17),
        ("第十七项", 17),
        ("item 17", 17),
        ("二十一", 21),
        ("一百零五", 105),
        ("两", 2),
        ("x", None),
    ],
)
def test_ordinals(written: str, value: int | None) -> None:
    assert normalise.ordinal(written) == value


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2021年3月5日", date(2021, 3, 5), date(2021, 3, 5)),
        ("2021-03-05", date(2021, 3, 5), date(2021, 3, 5)),
        ("5 March 2021", date(2021, 3, 5), date(2021, 3, 5)),
        ("March 5, 2021", date(2021, 3, 5), date(2021, 3, 5)),
        ("2021年2月", date(2021, 2, 1), date(2021, 2, 28)),
        ("2021年12月", date(2021, 12, 1), date(2021, 12, 31)),
        ("2021年底", date(2021, 12, 31), date(2021, 12, 31)),
        ("2021年6月底", date(2021, 6, 30), date(2021, 6, 30)),
        ("2021年初", date(2021, 1, 1), date(2021, 1, 1)),
        ("May 2021", date(2021, 5, 1), date(2021, 5, 31)),
    ],
)
def test_dates(written: str, first: date, last: date) -> None:
    assert [found[2:] for found in normalise.dates(written)] == [(first, last)]


@pytest.mark.parametrize("written", ["2021年13月1日", "2021-02-30", "31 June 2021"])
def test_days_that_do_not_exist_are_no_dates(written: str) -> None:
    assert normalise.one_date(written) is None


def test_dates_are_printed_without_leading_zeros() -> None:
    assert normalise.printed_date(date(2021, 3, 5)) == "2021年3月5日"


def test_padding_between_chinese_characters_goes() -> None:
    assert normalise.plain("通　 知 ２０２１ 年") == "通知 2021 年"


def test_titles_compare_without_punctuation() -> None:
    assert normalise.loose("《办法（试行）》") == normalise.loose("办法 (试行)")
