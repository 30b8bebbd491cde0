"""Figures and dates in sentences that can be checked against themselves.

Observations (``kind``):

- ``change``: an amount before, its change and the amount after in one sentence; ``numbers`` are before, change
  (negative for a decrease), after, and half a unit of the least precise of them. ``found`` is the unit.
- ``count``: a number of things and the list of them beside it; ``numbers`` are the number stated and the items.
- ``deadline``: something that must be done by a day; ``end`` is the day.
- ``period``: something that is to run from a month or day to another; ``start``, ``end``.
- ``phase``: a numbered step with its last day; ``ordinal`` its place, ``end`` the day, ``expected`` the step
  before it, ``start`` the last day of that.
- ``divided``: those in the lead share the work by their own duties (按分工负责).
- ``term``: a listing in quotation marks, and ``found`` another of the document that differs in one part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from loaders.dates import make_date, month_end
from loaders.lists import split_list
from loaders.numbers import chinese_to_int
from loaders.readers.base import Context
from loaders.records import ObservationRecord
from loaders.scanning import sentences_with

_AMOUNT = r"(?P<{0}>\d+(?:\.\d+)?)\s*(?P<{0}u>万元|亿元|元|万人|人|万亩|亩|公里|平方米|个|户|家|万)?"
_FROM_TO = re.compile(
    rf"(?:由|从|原)(?:原来的?)?{_AMOUNT.format('before')}(?P<verb>调增|增加|增长|提高|上调|上升|扩大|调整|变更|调减|减少|下降|下调|降低|压减)"
    rf"(?:至|到|为|成){_AMOUNT.format('after')}"
)
_DELTA = re.compile(
    rf"(?P<verb>增加|新增|追加|调增|增长|减少|调减|核减|压减|下降|降低)(?!至|到|为)[^，。；、\d]{{0,10}}{_AMOUNT.format('change')}"
)
_LESS = ("减", "下", "降")
_CJK = r"[\u4e00-\u9fff]"
_BRACKETED = re.compile(
    rf"(?<![\d.%第一二三四五六七八九十百])(?P<n>\d{{1,3}}|[二两三四五六七八九十]{{1,3}})(?P<unit>[个项种类家所处大]){_CJK}{{1,8}}[（(](?P<list>[^（）()]*、[^（）()]*)[)）]"
)
_TRAILING = re.compile(
    rf"(?:审议了|包括|听取了|研究了|通过了|涉及)(?P<list>[^，。；：\n]*?、[^，。；：\n]*?)(?<!等)\s*(?P<n>\d{{1,3}})(?P<unit>[个项处家所件])(?:拟?{_CJK}{{1,12}})"
)
_YEAR = r"(?P<y>(?:19|20)\d\d)\s*年\s*"
_BY = re.compile(
    rf"(?P<every>每(?:年|月|季度)[^，。；]{{0,6}})?(?:{_YEAR})?(?P<m>\d{{1,2}})\s*月\s*(?:(?P<d>\d{{1,2}})\s*日|(?P<end>底))(?P<by>之?前|以前|前)?"
)
_DUTY = re.compile(
    r"^[，,]?(?!(?:的|已|未|出生|参加|取得|建成|登记|批准|发生|形成|入职|退休|注册|竣工|开工))[^，。；]{0,40}?(?:完成|上报|报送|制定|印发|反馈|提交|启用|报市|到位|建成|办理)"
)
_RUNS = re.compile(
    r"(?:从|自|于|在)(?P<y1>(?:19|20)\d\d)\s*年\s*(?P<m1>\d{1,2})\s*月(?:(?P<d1>\d{1,2})\s*日|(?P<x1>[上中下]旬|初|底))?(?:起|开始)?[至到](?:(?P<y2>(?:19|20)\d\d)\s*年\s*)?(?P<m2>\d{1,2})\s*月(?:(?P<d2>\d{1,2})\s*日|[上中下]旬|初|底)?[，,]?[^，。；]{0,8}?(?:开展|组织|实施|进行|集中)"
)
_STEP = re.compile(
    rf"^[（(](?P<n>[一二三四五六七八九十]{{1,2}})[)）](?P<name>[^（(。：:]{{2,20}})[（(][^（）()]*?(?:{_YEAR})?(?P<m>\d{{1,2}})月(?:(?P<d>\d{{1,2}})日|(?P<end>底))(?:之?前|以前)?(?:完成|结束)?[)）]"
)
# What a sentence must have for any of a change, a count or a period; for a deadline.
_CUE = re.compile(
    r"[增加长高调升大整更减少降低\d二两三四五六七八九十审包听研通涉从自于在]"
    r"(?:(?<=[增加长高调升大整更减少降低])(?=[至到为成]\d)"
    rf"|(?<=[\d二两三四五六七八九十])(?=[个项种类家所处大]{_CJK}{{1,8}}[（(])"
    r"|(?<=审)(?=议了)|(?<=包)(?=括)|(?<=听)(?=取了)|(?<=研)(?=究了)|(?<=通)(?=过了)|(?<=涉)(?=及)"
    r"|(?<=[从自于在])(?=(?:19|20)\d\d\s*年))"
)
_DAY_CUE = re.compile(r"\d(?=\s*月\s*[\d底])")
_STEP_CUE = re.compile(r"[（(](?=[一二三四五六七八九十]{1,2}[)）][^（(。：:]{2,20}[（(])")
_TERM = re.compile(r"[“\"](?P<term>[\u4e00-\u9fff]{2,8}(?:、[\u4e00-\u9fff]{2,8}){1,6})[”\"]")
_DIVIDED = re.compile(
    r"(?:牵头(?:市级?)?领导|牵头单位|责任单位|牵头人|责任人)\s*[：:][^（）()；;。，,]{2,80}?(?:按(?:照)?(?:各自)?(?:职责)?|各自)?分工(?:分别)?负责"
)
_DECADE = {"上旬": 1, "初": 1, "中旬": 11, "下旬": 21, "底": 21}


def read(context: Context) -> Iterator[ObservationRecord]:
    """The statements of a document, kind by kind, each in the order of print."""
    begin, stop = context.document.start, context.document.stop
    for start, end in sentences_with(_CUE, "。；;！？", context.text, begin, stop):
        text = context.text[start:end]
        yield from _changes(context, start, text)
        yield from _counts(context, start, text)
        yield from _periods(context, start, text)
    # A year is named once and holds for the rest of the sentence, semicolons or not.
    for start, end in sentences_with(_DAY_CUE, "。！？", context.text, begin, stop):
        yield from _deadlines(context, start, context.text[start:end])
    for match in _DIVIDED.finditer(context.text, begin, stop):
        yield _seen(context, "divided", match.span(), match.group())
    yield from _phases(context)
    yield from _terms(context)


def _seen(context: Context, kind: str, place: tuple[int, int], text: str) -> ObservationRecord:
    return ObservationRecord(context.span(*place), context.path_at(place[0]), kind, text)


def _changes(context: Context, start: int, text: str) -> Iterator[ObservationRecord]:
    moves = list(_FROM_TO.finditer(text))
    if not moves:
        return
    deltas = [d for d in _DELTA.finditer(text) if not any(m.start() <= d.start() < m.end() for m in moves)]
    if len(deltas) != 1:
        return
    # Of several amounts in a sentence the change belongs to the first.
    move, delta = moves[0], deltas[0]
    unit = move["afteru"] or ""
    if (delta["changeu"] or "") != unit or (move["beforeu"] or unit) != unit:
        return
    before, after, change = (Decimal(x) for x in (move["before"], move["after"], delta["change"]))
    sign = -1 if delta["verb"].startswith(_LESS) or delta["verb"][-1:] in "减少" else 1
    coarse = max(Decimal(1).scaleb(int(value.as_tuple().exponent)) for value in (before, after, change))
    first, last = min(move.start(), delta.start()), max(move.end(), delta.end())
    numbers = (str(before), str(sign * change), str(after), str(coarse / 2))
    seen = _seen(context, "change", (start + first, start + last), text[first:last])
    yield replace(seen, found=unit, numbers=numbers)


def _counts(context: Context, start: int, text: str) -> Iterator[ObservationRecord]:
    for pattern in (_BRACKETED, _TRAILING):
        for match in pattern.finditer(text):
            listed = match["list"]
            if re.search(r"等$|等[^、]{0,6}$|以上|以下|含|或者|以及其他", listed) or "，" in listed:
                continue
            items = split_list(listed, "、")
            # 甲和乙 at the end of a list are two; inside names 和 joins one thing, so such lists are left.
            if any(re.search(r"[和与及]", item) for item in items[-1:]):
                continue
            stated = chinese_to_int(match["n"].replace("两", "二"))
            place = (start + match.start(), start + match.end())
            seen = _seen(context, "count", place, match["n"] + match["unit"])
            yield replace(seen, found=listed, numbers=(str(stated), str(len(items))))


def _deadlines(context: Context, start: int, text: str) -> Iterator[ObservationRecord]:
    year: int | None = None
    for match in _BY.finditer(text):
        if match["every"]:
            continue
        year = int(match["y"]) if match["y"] else year
        if year is None or not (match["by"] or match["end"]) or not _DUTY.match(text[match.end() :]):
            continue
        day = _day(year, match)
        if day:
            place = (start + match.start(), start + match.end())
            yield replace(_seen(context, "deadline", place, text[match.start() : match.end() + 24]), end=day)


def _day(year: int, match: re.Match[str]) -> date | None:
    month = int(match["m"])
    if match["d"]:
        return make_date(str(year), match["m"], match["d"])
    return month_end(year, month) if 1 <= month <= 12 else None


def _periods(context: Context, start: int, text: str) -> Iterator[ObservationRecord]:
    for match in _RUNS.finditer(text):
        first_day = match["d1"] or str(_DECADE.get(match["x1"] or "", 0) or "")
        month, last_month = int(match["m1"]), int(match["m2"])
        if not (1 <= month <= 12 and 1 <= last_month <= 12):
            continue
        # A month without a day begins, for the comparison with a date, when it ends.
        begins = (
            make_date(match["y1"], match["m1"], first_day)
            if first_day
            else month_end(int(match["y1"]), month)
        )
        year = int(match["y2"] or match["y1"])
        ends = make_date(str(year), match["m2"], match["d2"]) if match["d2"] else month_end(year, last_month)
        place = (start + match.start(), start + match.end())
        yield replace(_seen(context, "period", place, match.group()), start=begins, end=ends)


def _phases(context: Context) -> Iterator[ObservationRecord]:
    before: tuple[int, str, date, str] | None = None
    for block in context.source.blocks_with(_STEP_CUE, context.document.first, context.document.end):
        match = None if block.is_row else _STEP.match(block.text)
        if not match:
            continue
        issued = context.document.issued
        year = int(match["y"]) if match["y"] else (issued.year if issued else 0)
        day = _day(year, match) if year else None
        if day is None:
            continue
        ordinal = chinese_to_int(match["n"])
        parent = context.path_at(block.start).rpartition("/")[0]
        if before and before[0] + 1 == ordinal and before[3] == parent:
            seen = _seen(context, "phase", (block.start, block.start + match.end()), match["name"])
            yield replace(seen, ordinal=ordinal, end=day, start=before[2], expected=before[1])
        before = (ordinal, match["name"], day, parent)


def _terms(context: Context) -> Iterator[ObservationRecord]:
    terms: dict[str, re.Match[str]] = {}
    for match in _TERM.finditer(context.text, context.document.start, context.document.stop):
        terms.setdefault(match["term"], match)
    names = sorted(terms)
    for at, one in enumerate(names):
        for other in names[at + 1 :]:
            if _one_part_differs(one, other):
                for here, there in ((one, other), (other, one)):
                    match = terms[here]
                    yield replace(_seen(context, "term", match.span(), here), found=there)


def _one_part_differs(one: str, other: str) -> bool:
    """Whether two listings of three parts or more differ in a single character of one part."""
    left, right = one.split("、"), other.split("、")
    if len(left) != len(right) or len(left) < 3:
        return False
    different = [(a, b) for a, b in zip(left, right, strict=True) if a != b]
    if len(different) != 1:
        return False
    a, b = different[0]
    return len(a) == len(b) and sum(x != y for x, y in zip(a, b, strict=True)) == 1
