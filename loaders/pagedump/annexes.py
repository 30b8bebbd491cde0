"""Around a signature: the list of annexes before it; notes, the instrument and the annexes behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.pagedump.cutter import Cutter, behind_blanks
from loaders.pagedump.titles import ADOPTED, announced_end, printed_title_end

ANNOUNCED = re.compile(r"附\s?(?:件|表)?\s?[:：]\s?")
TRAILER = re.compile(
    r"[（(][^（）()]{0,8}此件[^（）()]{0,16}公开[^（）()]{0,8}[）)]|"
    r"[（(](?:联系人|联系科室|联系电话|主动公开)[^（）()]{0,60}[）)]|"
    r"抄\s?送\s?[:：]|主\s?题\s?词\s?[:：]|(?:信息)?公开(?:方式|属性|类别)\s?[:：]"
)
_WORD = re.compile(r"附\s?(?:件|表|录)\s?")
LABEL = re.compile(
    rf"{_WORD.pattern}(?P<number>\d{{1,2}}(?!\d|年)|[一二三四五六七八九十]{{1,2}}(?![、年]))?\s?[:：]?\s?"
)
_ITEM = re.compile(r"(?<![\d.])(?P<n>\d{1,2})\s?[.．、]\s?(?!\d)")
_QUOTED = re.compile(r"《([^《》]+(?:《[^《》]*》[^《》]*)*)》")
_ENDED = re.compile(r"[。；！？”）)》\s]$")


def cut_around(cutter: Cutter, before: tuple[int, int], behind: tuple[int, int]) -> None:
    """Cut the list of annexes in front of a signature, and everything that stands behind it. ``before``
    and ``behind`` are the offsets between which the text before and behind the signature stands."""
    text = cutter.text
    announced = _announced(cutter, *before)
    at, end = behind
    at = behind_blanks(text, at, end)
    while (trailer := TRAILER.match(text, at, end)) and trailer[0].endswith(("）", ")")):
        cutter.cut(trailer.end())
        at = behind_blanks(text, trailer.end(), end)
    if not LABEL.match(text, at, end):
        titles = [*announced, *_QUOTED.findall(cutter.title)]
        if title_end := printed_title_end(text, at, end, titles):
            cutter.cut(title_end)
            if adopted := ADOPTED.match(text, title_end, end):
                cutter.cut(adopted.end())
    _cut_heads(cutter, at, end, announced)


def _announced(cutter: Cutter, begin: int, end: int) -> list[str]:
    """Cut the list of annexes that ends at ``end``, item by item; the titles in it."""
    text = cutter.text
    # The list has no full stop.
    full_stop = max(text.rfind(mark, begin, end) for mark in "。！？")
    if match := ANNOUNCED.search(text, max(begin, full_stop), end):
        listed = text[match.end() : end]
        cutter.cut(match.start())
        cutter.listed = (match.start(), end)
        due: list[re.Match[str]] = []
        for item in _ITEM.finditer(listed):
            if int(item["n"]) == len(due) + 1:
                due.append(item)
        if not due or due[0].start():
            return [listed.strip(" ；;，。")]
        # The first item stays with 附件：, as it is printed.
        for item in due[1:]:
            cutter.cut(match.end() + item.start())
        stops = [item.start() for item in due[1:]] + [len(listed)]
        return [listed[item.end() : stop].strip(" ；;，。") for item, stop in zip(due, stops, strict=True)]
    return []


def _cut_heads(cutter: Cutter, at: int, stop: int, announced: Sequence[str]) -> None:
    """Cut the heads of the annexes from ``at`` to ``stop``: label and title, each a block of its own."""
    text = cutter.text
    for match in LABEL.finditer(text, at, stop):
        # 附件2021年…计划: the digits may belong to the title.
        ends = [match.end()]
        if word := _WORD.match(text, match.start()):
            ends.append(word.end())
        titles = [(end, behind) for end in ends if (behind := announced_end(text, end, stop, announced))]
        if not titles:
            before = text[max(at, match.start() - 1) : match.start()]
            if before and not _ENDED.search(before):
                continue
            titles = [(end, behind) for end in ends if (behind := printed_title_end(text, end, stop, ()))]
            if not titles and before:
                continue
        label_end, title_end = titles[0] if titles else (match.end(), match.end())
        for offset in (match.start(), label_end, title_end):
            cutter.cut(offset)
