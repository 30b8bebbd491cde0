"""Quantities stated in provisions: amounts, thresholds, periods, shares, with their bound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from loaders.numbers import chinese_to_int
from loaders.readers.base import Context
from loaders.records import QuantityRecord

_COUNTERS = "人|家|个|户|件|项|类|次|亩|吨|公里|米|平方米|公斤|千克|分贝|套|座|处|所|名|单|台|辆|份|倍|周岁|分|头|只|株"
_UNITS = rf"(?:元|美元|欧元|%|％|‰|个百分点|个?工作日|个?月|年|日|天|小时|分钟|周|{_COUNTERS})"
_NUMBER = r"(?P<number>\d[\d,]*(?:\.\d+)?|[一二两三四五六七八九十百千]{1,6})"
_SCALE = r"(?P<scale>万|亿|百万|千万)?"
_BEFORE = (
    r"(?P<before>(?:最低|最高|最长|最多|累计|原则上|一般)?(?:不少于|不低于|不得少于|不得低于|至少|不超过|不得超过|不高于|最高不超过|最长不超过|不得高于|"
    r"上限(?:值)?为|下限为|超过|大于|小于|低于|高于|达到|满|突破|提高到|控制在|有效期(?:限)?(?:为)?))?"
)
_AFTER = r"(?P<incl>[（(]不?含[^（）()]{0,4}[)）])?(?P<after>以上|以下|以内|之内|内|以前|前)?"
_QUANTITY = re.compile(
    rf"{_BEFORE}(?P<rmb>人民币)?{_NUMBER}{_SCALE}(?P<unit>{_UNITS})(?P<rmb2>人民币)?{_AFTER}"
)
# The first character of a scale or unit stands behind the last of a number.
_COUNTED = re.compile(
    r"[\d一二两三四五六七八九十百千]"
    rf"(?=[万亿百千元美欧%％‰个工月年日天小分周{''.join(word[0] for word in _COUNTERS.split('|'))}])"
)
_IN_NUMBERS = ",.一二两三四五六七八九十百千"
# 原则上最高不超过人民币
_LONGEST_BEFORE = 11
_PLAIN_DATE = re.compile(r"(?:\d{4}年|\d{1,2}[月日])(?![（(人以之内前])")
_BEFORE_ENDS = "于少过为到满破在期限币"
_BOUNDS = (
    (re.compile(r"不少于|不低于|不得少于|不得低于|至少|下限"), "至少"),
    (re.compile(r"不超过|不得超过|不高于|不得高于|上限|控制在"), "不超过"),
    (re.compile(r"以上|超过|大于|高于|满|突破"), "以上"),
    (re.compile(r"以下|小于|低于"), "以下"),
    (re.compile(r"以内|之内|内$|前$"), "以内"),
    (re.compile(r"达到|提高到"), "达到"),
)
_SCALES = {"万": 10**4, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_ORDINAL_BEFORE = re.compile(r"(?:第|〔|〕|号|年度?|[A-Za-z]|\d[-—./:：]?)$")
_CHINESE_UNITS = re.compile(r"年|月|日|天|工作日|小时|倍|元|人|次|个")


_NUMBERING = re.compile(
    r"^(?:第[^条]{1,6}条|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、](?!\d))"
)


def read(context: Context) -> Iterator[QuantityRecord]:
    """The quantities of the provisions of a document. Dates and ordinals are no quantities."""
    text = context.text
    document = context.document
    if document.body >= document.end:
        return
    # Outside numbered provisions stand tables and lists.
    parts = {part.path for part in context.structure.parts}
    for block in context.source.blocks_with(_COUNTED, document.body, document.end):
        if block.is_row or len(block.text) < 8 or context.path_at(block.start) in parts:
            continue
        for match in _quantities(text, block.start, block.end):
            if record := _record(context, match, block.start, block.end):
                yield record


def _quantities(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The matches of ``_QUANTITY``, looked for around what is counted: elsewhere the pattern is slow to fail."""
    reached = start
    for hit in _COUNTED.finditer(text, start, end):
        first = hit.start()
        if first < reached:
            continue
        while first > reached and (text[first - 1] in _IN_NUMBERS or text[first - 1].isdecimal()):
            first -= 1
        if text[first - 1] not in _BEFORE_ENDS:
            # A date is no quantity.
            while date := _PLAIN_DATE.match(text, first, end):
                first = reached = date.end()
            if hit.start() < reached:
                continue
        else:
            first = max(reached, first - _LONGEST_BEFORE)
        match = _QUANTITY.search(text, first, end)
        if match is None:
            return
        yield match
        reached = match.end()


def _record(context: Context, match: re.Match[str], start: int, end: int) -> QuantityRecord | None:
    text = context.text
    if _is_date(match):
        return None
    if _ORDINAL_BEFORE.search(text[max(start, match.start() - 2) : match.start()]) and not match["before"]:
        return None
    value = _value(match)
    if value is None:
        return None
    unit = match["unit"].replace("％", "%").removeprefix("个") if match["unit"] != "个" else "个"
    printed = match[0]
    bound = _bound((match["before"] or "") + (match["after"] or ""))
    first = max(text.rfind(mark, start, match.start()) for mark in "。；") + 1
    stops = [at for mark in "。；" if (at := text.find(mark, match.end(), end)) >= 0]
    last = min(stops, default=end)
    return QuantityRecord(
        span=context.span(match.start(), match.end()),
        part=context.path_at(match.start()),
        text=printed,
        value=value,
        value_unit=unit,
        bound=bound,
        context=_unnumbered(text[max(first, start) : last]),
    )


@lru_cache(maxsize=1024)
def _bound(said: str) -> str | None:
    return next((name for pattern, name in _BOUNDS if pattern.search(said)), None) if said else None


def _unnumbered(sentence: str) -> str:
    number = _NUMBERING.match(sentence)
    return sentence[number.end() :] if number else sentence


def _value(match: re.Match[str]) -> str | None:
    number = match["number"].replace(",", "")
    if not number[0].isdigit():
        if not _CHINESE_UNITS.search(match["unit"]) or len(number) > 4:
            return None
        # 一年, 两个月 count; 一个, 一次 in running text mostly do not.
        if match["unit"] in ("个", "人", "次", "元") and not match["before"] and not match["after"]:
            return None
        try:
            number = str(chinese_to_int(number))
        except (KeyError, ValueError):
            return None
    return _scaled(number, match["scale"] or "")


@lru_cache(maxsize=65536)
def _scaled(number: str, scale: str) -> str | None:
    try:
        value = Decimal(number) * _SCALES.get(scale, 1)
    except InvalidOperation:
        return None
    return format(value.normalize(), "f")


def _is_date(match: re.Match[str]) -> bool:
    """2023年, 5月, 10日 without a word that makes them a period."""
    if match["unit"] not in ("年", "月", "日"):
        return False
    number = match["number"]
    if match["unit"] == "年":
        return len(number) == 4 and number.isdecimal()
    return not match["before"] and match["after"] not in ("以内", "之内", "内")
