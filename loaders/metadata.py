"""The card that government sites print over a document: 索引号, 发文机关, 发文字号, 成文日期 …
(政府信息公开目录; the labels vary from site to site, the idea does not)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest

from loaders.dates import parse_date
from loaders.heads import ISSUER_LINE
from loaders.numbers import find_document_number
from loaders.source import Block, compact

_WORDS = [
    "索引号",
    "发文机构",
    "发文机关",
    "发文单位",
    "发布单位",
    "颁布单位",
    "制定机关",
    "发布机构",
    "发布机关",
    "制发机关",
    "发文字号",
    "文号",
    "成文日期",
    "成文时间",
    "发文时间",
    "颁布时间",
    "颁布日期",
    "效力级别",
    "效力等级",
    "组配分类",
    "发文日期",
    "印发日期",
    "公布日期",
    "发布日期",
    "生成日期",
    "标题",
    "信息名称",
    "文件名称",
    "名称",
    "公文种类",
    "主题分类",
    "信息分类",
    "公开类目",
    "有效性",
    "时效性",
    "效力状态",
    "是否有效",
    "主题词",
    "关键词",
    "内容概述",
    "来源",
    "生效日期",
    "施行日期",
    "废止日期",
    "失效日期",
    "公开方式",
    "公开形式",
]
# Labels are set wide: 索 引 号, 标　　题.
_SPACED = "|".join(r"\s*".join(word) for word in _WORDS)
# Those that stand nowhere else need no colon.
_PLAIN = "|".join(
    r"\s*".join(word)
    for word in (
        "索引号",
        "发文机构",
        "发文机关",
        "发布机构",
        "发文字号",
        "成文日期",
        "发布日期",
        "主题分类",
        "有效性",
    )
)
_LABEL = re.compile(
    rf"(?:^|(?<=[\s•·|｜【\[]))[•·\s【\[]*(?P<label>(?:{_SPACED})(?=\s*[】\]]?\s*[:：])|(?:{_PLAIN})(?=\s*[】\]]|\s+\S))\s*[】\]]?\s*[:：]?"
)
# 发文字号国函〔2008〕2号: label and value without anything between them.
_GLUED = re.compile(
    r"^(?P<label>发文机关|发布机关|发文日期|成文日期|发布日期|施行日期|发文字号|效力级别|时效性|索引号)(?P<value>[^：:。]{2,60})$"
)
_KNOWN = frozenset(_WORDS)
_REACH = 40
_MAX_CARD = 300
_ISSUERS = (
    *("发文机关", "发文机构", "发文单位", "制发机关", "制定机关", "颁布单位"),
    *("发布机构", "发布机关", "发布单位"),
)
_NUMBERS = ("发文字号", "文号")
_TITLES = ("标题", "文件名称", "信息名称", "名称")
_DATES = (
    "成文日期",
    "成文时间",
    "发文日期",
    "发文时间",
    "颁布日期",
    "颁布时间",
    "印发日期",
    "公布日期",
    "生成日期",
    "发布日期",
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the card says; ``end`` is the index of the first block behind it."""

    end: int
    number: str | None
    issued: date | None
    issuer: str | None
    title: str | None


def read_metadata(blocks: Sequence[Block], begin: int) -> Metadata | None:
    """The card at the top of a page, from block ``begin`` on; None where there is none.

    One label alone is no card: 来源：… stands on many pages.
    """
    fields: dict[str, str] = {}
    end = begin
    for index in range(begin, min(begin + _REACH, len(blocks))):
        block = blocks[index]
        if block.text.endswith("。") and len(block.text) > 40:
            break
        cells = block.cells if block.is_row else [cell.strip() for cell in re.split("[|｜]", block.raw)]
        if block.is_row or (len(cells) > 1 and compact(cells[0]) in _KNOWN):
            if found := dict(_fields_of_cells(cells)):
                fields = found | fields
                end = max(end, index + 1)
            continue
        if glued := _GLUED.match(block.text):
            fields.setdefault(glued["label"], glued["value"])
            end = max(end, index + 1)
            continue
        labels = list(_LABEL.finditer(block.raw))
        for position, match in enumerate(labels):
            stop = labels[position + 1].start() if position + 1 < len(labels) else len(block.raw)
            value = block.raw[match.end() : stop].strip(" \t|｜•·")
            end = max(end, index + 1)
            if not value and index + 1 < len(blocks) and not _LABEL.search(blocks[index + 1].raw):
                value, end = blocks[index + 1].raw.strip(), max(end, index + 2)
            fields.setdefault(compact(match["label"]), value)
    return _metadata(fields, end)


def _fields_of_cells(cells: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The fields of a row of a card: a label, and what it labels in the next cell or behind its colon."""
    for cell, following in zip_longest(cells, cells[1:], fillvalue=""):
        if (label := compact(cell).rstrip("：:")) in _KNOWN:
            yield label, following.strip()
        elif (match := _LABEL.match(cell)) and (value := cell[match.end() :].strip()):
            yield compact(match["label"]), value


def is_card(text: str) -> bool:
    """Whether a paragraph of a page, or a row (cells separated by tabs), is of a card and tells the number,
    the issuer, the title or the date of its document."""
    told = dict(_fields_of_cells(text.split("\t")))
    wanted = (*_ISSUERS, *_NUMBERS, *_DATES[:-1], "标题")
    return len(text) <= _MAX_CARD and any(told.get(name) for name in wanted)


def metadata_of_furniture(texts: Sequence[str], begin: int) -> Metadata | None:
    """The card among what was left out of a flattened page; None where there is none. ``begin`` is the block
    with which the document begins."""
    fields: dict[str, str] = {}
    for text in texts:
        labels = list(_LABEL.finditer(text))
        for match, following in zip_longest(labels, labels[1:]):
            value = text[match.end() : following.start() if following else None].strip(" \t|｜•·")
            fields.setdefault(compact(match["label"]), value)
    return _metadata(fields, begin)


def _metadata(fields: dict[str, str], end: int) -> Metadata | None:
    """What the fields of a card say. One alone is no card."""
    if len(fields) < 2:
        return None
    issuer = _first(fields, _ISSUERS)
    number = _first(fields, _NUMBERS)
    return Metadata(
        end=end,
        number=find_document_number(compact(number), in_sentence=False) if number else None,
        issued=next((found for name in _DATES if (found := parse_date(fields.get(name, "")))), None),
        issuer=compact(issuer) if issuer and ISSUER_LINE.match(compact(issuer)) else None,
        title=_first(fields, _TITLES),
    )


def _first(fields: dict[str, str], names: Sequence[str]) -> str | None:
    return next((fields[name] for name in names if fields.get(name)), None)
