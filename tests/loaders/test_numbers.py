"""Chinese numerals, document numbers and registration numbers, as printed in every way gazettes print them."""

# ruff: noqa: E501 (a Chinese character counts double, and printed text is read as one line)

from __future__ import annotations

import re
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.numbers import (
    chinese_to_int,
    find_document_number,
    int_to_chinese,
    normalise_document_number,
    normalise_registration_number,
    trim_code,
)

NUMERALS = [
    ("a digit", "七", 7),
    ("ten stands alone", "十", 10),
    ("ten and units", "十七", 17),
    ("tens and units", "三十二", 32),
    ("a hundred and tens", "一百二十", 120),
    ("a zero in the middle, round", "一百〇八", 108),
    ("a zero in the middle, solemn", "一百零八", 108),
    ("a thousand and a zero", "一千零五", 1005),
    ("two before a unit", "两百", 200),
    ("digits one after another are a year", "二〇二三", 2023),
    ("the circle some fonts use for zero", "二○二三", 2023),
    ("Arabic", "17", 17),
    ("full-width Arabic", "１７", 17),
    ("blanks around it", " 十二 ", 12),
    ("zero", "〇", 0),
]


@pytest.mark.parametrize(("says", "text", "value"), NUMERALS, ids=[row[0] for row in NUMERALS])
def test_numerals(says: str, text: str, value: int) -> None:
    assert chinese_to_int(text) == value


@pytest.mark.parametrize("text", ["", " ", "x", "廿", "万", "一1", "一 二", "第三", "²"])
def test_what_is_no_numeral_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a numeral"):
        chinese_to_int(text)


@given(st.integers(1, 9999))
def test_every_ordinal_is_read_back(value: int) -> None:
    assert chinese_to_int(int_to_chinese(value)) == value


@given(st.integers(1, 9999))
def test_an_ordinal_is_printed_without_a_leading_one_ten(value: int) -> None:
    printed = int_to_chinese(value)
    assert not printed.startswith("一十")
    assert not printed.endswith(("〇", "零"))
    assert not re.search("[〇零]{2}", printed)


@pytest.mark.parametrize("value", [0, -1, 10_000])
def test_ordinals_outside_the_range_are_refused(value: int) -> None:
    with pytest.raises(ValueError, match="no ordinal"):
        int_to_chinese(value)


@given(st.text())
def test_a_numeral_is_read_or_refused(text: str) -> None:
    with suppress(ValueError):
        assert chinese_to_int(text) >= 0


# --- document numbers -----------------------------------------------------------------

NUMBERS = [
    ("as the standard has it", "青政办发〔2021〕3号", "青政办发〔2021〕3号"),
    ("square brackets and blanks", "青政办发[2021] 3 号", "青政办发〔2021〕3号"),
    ("full-width square brackets", "青政办发［2021］3号", "青政办发〔2021〕3号"),
    ("round brackets", "青政办发(2021)3号", "青政办发〔2021〕3号"),
    ("full-width round brackets", "青政办发（2021）3号", "青政办发〔2021〕3号"),
    ("black brackets", "青政办发【2021】3号", "青政办发〔2021〕3号"),
    ("small tortoise-shell brackets", "青政办发﹝2021﹞3号", "青政办发〔2021〕3号"),
    ("white brackets", "青政办发〖2021〗3号", "青政办发〔2021〕3号"),
    ("a 第 before the serial", "青政办发〔2021〕第3号", "青政办发〔2021〕3号"),
    ("a zero before the serial", "青政办发〔2021〕03号", "青政办发〔2021〕3号"),
    ("full-width digits", "青政办发〔２０２１〕３号", "青政办发〔2021〕3号"),
    ("letters spaced out", "青 政 办 发〔2021〕3 号", "青政办发〔2021〕3号"),
    ("a serial with a sub-number", "青政发〔2021〕12-3号", "青政发〔2021〕12-3号"),
    ("an order", "青山市人民政府令第12号", "青山市人民政府令第12号"),
    ("an order with blanks", "青山市人民政府令 第 12 号", "青山市人民政府令第12号"),
    ("an order numbered in Chinese", "青山市人民政府令第十二号", "青山市人民政府令第12号"),
    ("an order whose number stands in brackets", "青山市人民政府令（第12号）", "青山市人民政府令第12号"),
    ("the blank of a form", "青政办发〔2021〕号", None),
    ("no year", "青政办发3号", None),
    ("a year of another millennium", "青政办发〔1821〕3号", None),
    ("no code", "〔2021〕3号", None),
    ("an order without its issuer", "第12号", None),
    ("more than the number", "青政办发〔2021〕3号文件", None),
    ("nothing", "", None),
]


@pytest.mark.parametrize(("says", "text", "number"), NUMBERS, ids=[row[0] for row in NUMBERS])
def test_one_form_for_a_document_number(says: str, text: str, number: str | None) -> None:
    assert normalise_document_number(text) == number


IN_SENTENCES = [
    ("behind 根据", "根据青政办发〔2021〕3号", "青政办发〔2021〕3号"),
    ("behind 按照 and before 文件", "按照青政办发〔2021〕3号文件要求", "青政办发〔2021〕3号"),
    (
        "in brackets behind a title",
        "《关于做好防汛工作的通知》（青政办发〔2021〕3号）",
        "青政办发〔2021〕3号",
    ),
    ("behind 贯彻落实", "贯彻落实青政办发〔2021〕3号精神", "青政办发〔2021〕3号"),
    ("behind 原", "原青政办发〔2021〕3号同时废止", "青政办发〔2021〕3号"),
    ("behind 以及", "以及青政办发〔2021〕3号", "青政办发〔2021〕3号"),
    ("behind 印发的", "市政府印发的青政办发〔2021〕3号", "青政办发〔2021〕3号"),
    ("behind 与", "与青政办发〔2021〕3号一致", "青政办发〔2021〕3号"),
    ("behind 将", "现将青政办发〔2021〕3号转发", "青政办发〔2021〕3号"),
    ("the first of two", "青政发〔2020〕1号、青政发〔2020〕2号", "青政发〔2020〕1号"),
    ("自 is part of the code", "自然资发〔2021〕8号", "自然资发〔2021〕8号"),
    ("an order in a sentence", "青山市人民政府令第12号公布的办法", "青山市人民政府令第12号"),
    ("the blank of a form", "青政办发〔2021〕号", None),
    ("a date is no number", "2021年3月1日第3号楼", None),
    ("nothing", "没有文号", None),
]


@pytest.mark.parametrize(("says", "text", "number"), IN_SENTENCES, ids=[row[0] for row in IN_SENTENCES])
def test_a_document_number_is_found_in_a_sentence(says: str, text: str, number: str | None) -> None:
    assert find_document_number(text) == number


OPENING, CLOSING = "〔［[（(【﹝〖", "〕］]）)】﹞〗"
CODES = st.sampled_from(
    ["青政发", "青政办发", "青政办函", "云政发", "青自然资规", "青发改", "国办发", "青建质", "云财综"]
)
BLANKS = st.sampled_from(["", " ", "\u3000", "  "])
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@given(
    CODES,
    st.integers(1990, 2035),
    st.integers(1, 2999),
    st.integers(0, len(OPENING) - 1),
    st.integers(0, len(CLOSING) - 1),
    BLANKS,
    BLANKS,
    st.sampled_from(["", "第"]),
    st.booleans(),
)
def test_a_document_number_has_one_form_however_it_is_printed(
    code: str,
    year: int,
    serial: int,
    opening: int,
    closing: int,
    left: str,
    right: str,
    ordinal: str,
    wide: bool,
) -> None:
    printed = f"{code}{left}{OPENING[opening]}{year}{CLOSING[closing]}{right}{ordinal}{serial}{left}号"
    if wide:
        printed = printed.translate(WIDE)
    normal = f"{code}〔{year}〕{serial}号"
    assert normalise_document_number(printed) == normal
    assert normalise_document_number(normal) == normal


@given(
    st.sampled_from(
        ["根据", "按照", "依据", "为贯彻落实", "参照", "执行", "废止", "原", "以及", "经", "由", "见", ""]
    ),
    CODES,
    st.integers(1990, 2035),
    st.integers(1, 2999),
    st.sampled_from(["", "文件", "精神，现通知如下：", "）"]),
)
def test_a_document_number_loses_the_words_before_it(
    before: str, code: str, year: int, serial: int, behind: str
) -> None:
    number = f"{code}〔{year}〕{serial}号"
    assert find_document_number(before + number + behind) == number
    assert trim_code(before + code, in_sentence=True) == code


@given(st.text())
def test_any_text_has_a_document_number_or_none(text: str) -> None:
    found = find_document_number(text)
    assert found is None or normalise_document_number(found) == found
    normalise_document_number(text)
    normalise_registration_number(text)


# --- registration numbers ---------------------------------------------------------------

REGISTRATIONS = [
    ("hyphens", "QSDR-2021-01002", "QSDR-2021-01002"),
    ("dashes", "QSDR—2021—01002", "QSDR-2021-01002"),
    ("double dashes", "QSDR——2021——01002", "QSDR-2021-01002"),
    ("full-width hyphens and blanks", "QSDR － 2021 － 01002", "QSDR-2021-01002"),
    ("full-width digits", "QSDR-２０２１-０１００２", "QSDR-2021-01002"),
    ("in brackets with the document number", "（QSDR-2021-01002，青政办发〔2021〕3号）", "QSDR-2021-01002"),
    ("the prefix must end with R", "QSD-2021-01002", None),
    ("the serial must have three figures", "QSDR-2021-1", None),
    ("a longer run of figures is something else", "QSDR-2021-0100234", None),
    ("letters before it make it something else", "aQSDR-2021-01002", None),
    ("a telephone number is none", "0730-2021-010", None),
]


@pytest.mark.parametrize(("says", "text", "number"), REGISTRATIONS, ids=[row[0] for row in REGISTRATIONS])
def test_registration_numbers(says: str, text: str, number: str | None) -> None:
    assert normalise_registration_number(text) == number
