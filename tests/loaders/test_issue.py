"""Masthead, table of contents, colophon and running heads of an issue."""

# ruff: noqa: E501 (a Chinese character counts double, and printed text is read as one line)

from __future__ import annotations

from datetime import date

import pytest

from loaders.issue import FrontMatter, read_front_matter
from loaders.records import Span
from loaders.source import SourceText, build

FIRST = "青政函〔2021〕7号\n青山市人民政府关于同意设立工业园区的批复\n云河县人民政府：\n同意设立。\n青山市人民政府\n2021年3月1日"
MASTHEAD = """青山市人民政府公报
2021年第3期
（总第45期）
2021年3月31日出版
主管：青山市人民政府
主办：青山市人民政府办公室
目 录
市政府文件
青山市人民政府关于同意设立工业园区的批复（青政函〔2021〕7号）……………1
市政府办公室文件
青山市人民政府办公室关于印发《青山市河道管理
办法》的通知（QSDR-2021-01002，青政办发〔2021〕3号）…………… 4
青山市人民政府办公室关于做好防汛工作的通知 （12）
"""


def front(text: str) -> tuple[FrontMatter, SourceText]:
    source = build("qingshan.txt", text.split("\n"))
    return read_front_matter(source), source


def test_a_masthead_with_everything() -> None:
    matter, source = front(MASTHEAD + FIRST)
    issue = matter.issue
    assert issue is not None
    assert (issue.title, issue.jurisdiction) == ("青山市人民政府公报2021年第3期", "青山市")
    assert (issue.year, issue.number, issue.total_number) == (2021, 3, 45)
    assert (issue.issued, issue.publisher) == (date(2021, 3, 31), "青山市人民政府办公室")
    assert issue.span.first == 1
    assert source.blocks[matter.end].text == "青政函〔2021〕7号"


def test_the_table_of_contents() -> None:
    issue = front(MASTHEAD + FIRST)[0].issue
    assert issue is not None
    assert [
        (e.ordinal, e.title, e.document_number, e.registration_number, e.page, e.heading, e.span)
        for e in issue.toc
    ] == [
        (
            1,
            "青山市人民政府关于同意设立工业园区的批复",
            "青政函〔2021〕7号",
            None,
            1,
            "市政府文件",
            Span(9, 9),
        ),
        (
            2,
            "青山市人民政府办公室关于印发《青山市河道管理办法》的通知",
            "青政办发〔2021〕3号",
            "QSDR-2021-01002",
            4,
            "市政府办公室文件",
            Span(11, 12),
        ),
        (3, "青山市人民政府办公室关于做好防汛工作的通知", None, None, 12, "市政府办公室文件", Span(13, 13)),
    ]


MASTHEADS = [
    (
        "a gazette of a county",
        "云河县人民政府公报\n2021年第1期\n目录\n云河县人民政府关于加强管理的通知……1\n",
        ("云河县人民政府公报2021年第1期", "云河县", 2021, 1, None, "云河县人民政府"),
    ),
    (
        "year and number on lines of their own",
        "青山市人民政府公报\n2021\n第3期\n总第45期\n目录\n青山市人民政府关于加强管理的通知……1\n",
        ("青山市人民政府公报2021年第3期", "青山市", 2021, 3, None, "青山市人民政府"),
    ),
    (
        "day and month of publication without the year",
        "青山市人民政府公报\n2021年第3期\n3月31日出版\n目录\n青山市人民政府关于加强管理的通知……1\n",
        ("青山市人民政府公报2021年第3期", "青山市", 2021, 3, date(2021, 3, 31), "青山市人民政府"),
    ),
    (
        "the publisher on the line below",
        "青山市人民政府公报\n2021年第3期\n主办：\n青山市人民政府办公室\n目录\n青山市人民政府关于加强管理的通知……1\n",
        ("青山市人民政府公报2021年第3期", "青山市", 2021, 3, None, "青山市人民政府办公室"),
    ),
]


@pytest.mark.parametrize(("says", "text", "expected"), MASTHEADS, ids=[row[0] for row in MASTHEADS])
def test_mastheads(says: str, text: str, expected: tuple[object, ...]) -> None:
    issue = front(text + FIRST)[0].issue
    assert issue is not None
    found = (issue.title, issue.jurisdiction, issue.year, issue.number, issue.issued, issue.publisher)
    assert found == expected


def test_without_a_masthead_most_running_heads_name_the_issue() -> None:
    text = f"{FIRST}\n12 青山市人民政府公报2021年第3期\n{FIRST}\n青山市人民政府公报2021年第2期 13\n{FIRST}\n青山市人民政府公报2021年第3期 14\n正文。"
    matter, _ = front(text)
    assert matter.issue is not None and matter.end == 0
    assert (matter.issue.year, matter.issue.number, matter.issue.jurisdiction) == (2021, 3, "青山市")
    assert matter.issue.span == Span(7, 7) and not matter.issue.toc


def test_of_heads_named_equally_often_the_first_counts() -> None:
    matter, _ = front(
        f"{FIRST}\n青山市人民政府公报2021年第3期\n{FIRST}\n青山市人民政府公报2021年第2期\n正文。"
    )
    assert matter.issue is not None and matter.issue.number == 3


@pytest.mark.parametrize(
    "text",
    [FIRST, "", "云河县人民政府关于报送《青山市人民政府公报》材料的通知\n" + FIRST],
    ids=["a single document", "nothing", "a document that names a gazette"],
)
def test_a_single_document_has_no_issue(text: str) -> None:
    assert front(text)[0] == FrontMatter(None, 0)
