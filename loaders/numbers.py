"""Numbers as gazettes print them: Chinese numerals, 发文字号, 登记号.

A document number (发文字号) consists of the issuing body's code, the year in
hexagonal brackets and a serial number (GB/T 9704-2012, 7.2.5); an order of a
government is numbered 令第N号 (GB/T 9704-2012, 10.2). Both are printed with
many kinds of brackets and blanks; ``normalise_document_number`` gives one form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from loaders.scanning import matches, matches_behind

CHINESE_DIGITS = "〇零○一二三四五六七八九十百千两"
NUMERAL = r"(?:\d{1,4}|[〇零○一二三四五六七八九十百千两]{1,7})"

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")

OPENING = "〔［\\[（(【﹝〖„"
CLOSING = "〕］\\]）)】﹞〗‟"
_CODE = r"[\u4e00-\u9fff]{1,16}"
_BRACKETED = rf"(?P<code>{_CODE})\s*[{OPENING}]\s*(?P<year>(?:19|20)\d\d)\s*[{CLOSING}]\s*第?\s*(?P<serial>\d{{1,5}}(?:[—-]\d{{1,4}})?)?\s*号"
_ORDER = r"(?P<orderer>[\u4e00-\u9fff]{1,30}?令)\s*[（(]?\s*第\s*(?P<order>\d{1,4}|[〇零○一二三四五六七八九十百]{1,8})\s*号[）)]?"
# 市政府第12号令 is said for 市政府令第12号.
_ORDER_TURNED = re.compile(
    r"(?P<orderer>[\u4e00-\u9fff]{1,30}?)第(?P<order>\d{1,4}|[〇零○一二三四五六七八九十百]{1,8})号令"
)
# A notice to the public is numbered by the year: 某部公告2023年第37号.
_ANNOUNCED = r"(?P<announcer>[\u4e00-\u9fff、 ]{2,40}?公告)\s*(?P<announced>(?:19|20)\d\d)\s*年\s*第\s*(?P<notice>\d{1,4})\s*号"
ANNOUNCEMENT_NUMBER = re.compile(_ANNOUNCED)
DOCUMENT_NUMBER = re.compile(_BRACKETED)
ORDER_NUMBER = re.compile(_ORDER)
REGISTRATION_NUMBER = re.compile(
    r"(?<![A-Za-z])([A-Z]{2,8}R)\s*[—－–-]{1,2}\s*(\d{4})\s*[—－–-]{1,2}\s*(\d{3,6})(?!\d)"
)

# Words of the sentence that stand before a number and are not part of its code.
_LEADING_WORDS = re.compile(
    r"^.*(?:根据|依据|按照|依照|遵照|参照|贯彻|落实|执行|废止|修改|修订|印发|关于|通知|文件|规定|意见|以及|其中|注明|标注|编号|文号为?)"
)
# One-character words are also parts of codes (经信发, 和政办发): they are cut in running text only.
_LEADING_CHARACTERS = re.compile(r"^.{0,12}?[原按照据将和与及对由以在见如经的是为至](?=[\u4e00-\u9fff]{2})")


@lru_cache(maxsize=4096)
def chinese_to_int(text: str) -> int:
    """The value of a numeral such as ``十七``, ``一百二十``, ``二〇二三`` or ``17``.

    Raises ValueError where the text is no numeral.
    """
    text = text.strip().translate(_FULL_WIDTH)
    if text.isdecimal():
        return int(text)
    if not text or any(c not in CHINESE_DIGITS for c in text):
        raise ValueError(f"not a numeral: {text!r}")
    if not any(c in _UNITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = current = 0
    for char in text:
        if char in _UNITS:
            total += (current or 1) * _UNITS[char]
            current = 0
        else:
            current = _DIGITS[char]
    return total + current


def int_to_chinese(value: int) -> str:
    """The numeral of 0 < ``value`` < 10000 as gazettes number articles: 17 → 十七.

    Raises ValueError outside that range.
    """
    if not 0 < value < 10000:
        raise ValueError(f"no ordinal: {value}")
    digits = "〇一二三四五六七八九"
    out, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            out += ("〇" if zero and out else "") + digits[digit] + name
            zero = False
        elif out:
            zero = True
    return out[1:] if out.startswith("一十") else out


def trim_code(code: str, in_sentence: bool = False) -> str:
    """The issuing body's code without the words of the sentence before it:
    ``根据国办发`` → ``国办发``; with ``in_sentence`` also ``将国办发`` → ``国办发``."""
    trimmed = _LEADING_WORDS.sub("", code) or code
    if in_sentence:
        trimmed = _LEADING_CHARACTERS.sub("", trimmed) or trimmed
    return re.sub(r"^[对将原按据见](?=[\u4e00-\u9fff]{2})", "", trimmed)


@lru_cache(maxsize=65536)
def normalise_document_number(text: str) -> str | None:
    """One form for a document number: ``国办发[2019] 57 号`` → ``国办发〔2019〕57号``;
    an order: ``国务院令第 713 号`` → ``国务院令第713号``.

    Returns None where the text is no complete document number.
    """
    compact = re.sub(r"\s", "", text).translate(_FULL_WIDTH)
    if match := DOCUMENT_NUMBER.fullmatch(compact):
        if not match["serial"]:
            return None
        serial = match["serial"]
        if serial.isdecimal():
            serial = str(int(serial))
        return f"{match['code']}〔{match['year']}〕{serial}号"
    if match := ANNOUNCEMENT_NUMBER.fullmatch(compact):
        return f"{match['announcer']}{match['announced']}年第{int(match['notice'])}号"
    if match := ORDER_NUMBER.fullmatch(compact):
        return f"{_orderer(match['orderer'])}第{chinese_to_int(match['order'])}号"
    if match := _ORDER_TURNED.fullmatch(compact):
        return f"{_orderer(match['orderer'])}令第{chinese_to_int(match['order'])}号"
    return None


def _orderer(printed: str) -> str:
    """Who orders, without the end of a date before it, and without 中华人民共和国 before a name that is
    whole without it."""
    bare = re.sub(r"^[年月日]+(?=[\u4e00-\u9fff]{2})", "", printed)
    return re.sub(r"^中华人民共和国(?=国务院|[\u4e00-\u9fff]{2,}[部局署委会])", "", bare)


_YEAR_IN_BRACKETS = re.compile(rf"[{OPENING}](?=\s*(?:19|20)\d\d)")
_ORDER_OF = re.compile(r"令(?=\s*[（(]?\s*第)")
_CAPITAL = re.compile("[A-Z]")


def document_numbers(text: str, begin: int, end: int) -> Iterator[re.Match[str]]:
    """The matches of ``DOCUMENT_NUMBER`` in ``text[begin:end]``."""
    return matches_behind(DOCUMENT_NUMBER, _YEAR_IN_BRACKETS, 16, text, begin, end)


def order_numbers(text: str, begin: int, end: int) -> Iterator[re.Match[str]]:
    """The matches of ``ORDER_NUMBER`` in ``text[begin:end]``."""
    return matches_behind(ORDER_NUMBER, _ORDER_OF, 30, text, begin, end)


def standard_numbers(text: str, begin: int, end: int) -> Iterator[re.Match[str]]:
    """The matches of ``STANDARD_NUMBER`` in ``text[begin:end]``."""
    return matches(STANDARD_NUMBER, _CAPITAL, text, begin, end)


def normalise_registration_number(text: str) -> str | None:
    """``LXDR—2023—01002`` → ``LXDR-2023-01002``; None where there is none in the text."""
    match = REGISTRATION_NUMBER.search(text.translate(_FULL_WIDTH))
    return f"{match[1]}-{match[2]}-{match[3]}" if match else None


# The number of a standard: GB/T 9704-2012, GB18352.5—2013, DB43/T 876 (标准编号规则, GB/T 1.1-2020, annex).
STANDARD_NUMBER = re.compile(
    r"(?<![A-Za-z])(?:GB|DB\d{2,4}|CJJ?|JGJ?|HJ|NY|SL|JT[GJ]?|TB|QX|SB|LY|AQ|GA|MZ|WS|YY|HG|JB|SN|DZ|TD|CH|XF|RB)"
    r"(?:\s?/\s?[TZ])?\s?\d{2,6}(?:\.\d{1,3})*(?:\s?[-—－–]{1,2}\s?(?:19|20)\d{2})?(?![\d.])"
)


def find_standard_number(text: str) -> str | None:
    """The first number of a standard in ``text``, without blanks, its dash as ``-``; or None."""
    match = STANDARD_NUMBER.search(text)
    return re.sub(r"[—－–-]+", "-", re.sub(r"\s", "", match[0])) if match else None


def find_document_number(text: str, *, in_sentence: bool = True) -> str | None:
    """The first document number in ``text``, normalised, or None. What stands before it is cut
    as words of a sentence, less of it where the text is a head or a bracket (``in_sentence`` false)."""
    match = DOCUMENT_NUMBER.search(text)
    if match and match["serial"]:
        return normalise_document_number(
            trim_code(match["code"], in_sentence) + match[0][len(match["code"]) :]
        )
    if notice := ANNOUNCEMENT_NUMBER.search(text):
        return normalise_document_number(notice[0])
    if order := ORDER_NUMBER.search(text) or _ORDER_TURNED.search(text):
        return normalise_document_number(order[0])
    return None
