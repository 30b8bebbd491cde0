"""Markdown: text without marks, line for line."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.formats import read_lines
from loaders.formats.markdown import plain_lines

CASES = [
    ("headings", "# 青山市文件\n\n甲。", ["青山市文件", "", "甲。"]),
    ("wrapped paragraphs keep their lines", "甲乙，\n丙丁。", ["甲乙，", "丙丁。"]),
    ("emphasis, code and links", "**甲**_乙_`丙`[丁](http://a.b)。", ["甲乙丙丁。"]),
    ("a document number is no link", "青政发[2021]3号", ["青政发[2021]3号"]),
    ("the name of a picture", "![红头](a.png)甲", ["红头甲"]),
    ("numbers of a list are text", "1. 甲\n2. 乙", ["1.甲", "2.乙"]),
    ("points of a list are not", "- 甲\n- 乙", ["甲", "乙"]),
    ("paragraphs in a list", "1. 甲\n\n   乙\n2. 丙", ["1.甲", "", "乙", "2.丙"]),
    ("text that is set in", "甲。\n\n    乙。\n\n　　丙。", ["甲。", "", "乙。", "", "丙。"]),
    ("what is fenced", "```\n甲 *乙*\n```", ["", "甲 *乙*"]),
    ("quotations", "> 甲。\n> 乙。", ["甲。", "乙。"]),
    ("escaped marks", r"1\. 甲\*乙\*", ["1. 甲*乙*"]),
    (
        "tables",
        "| 序号 | 事项 |\n|---|---|\n| 1 | **甲**<br>乙 |\n| | 丙 |",
        ["序号\t事项", "", "1\t甲 乙", "\t丙"],
    ),
    (
        "tables in HTML",
        "甲。\n\n<table>\n<tr><td rowspan=2>1</td><td>乙</td></tr>\n<tr><td>丙</td></tr>\n</table>",
        ["甲。", "", "", "1\t乙", "\t丙"],
    ),
    ("nothing", "\n\n", []),
]


@pytest.mark.parametrize(("says", "text", "expected"), CASES, ids=[case[0] for case in CASES])
def test_marks_are_taken_off(says: str, text: str, expected: list[str]) -> None:
    assert list(plain_lines(text)) == expected


def test_lines_are_those_of_the_source(tmp_path: Path) -> None:
    path = tmp_path / "文件.md"
    path.write_bytes("# 甲\r\n\r\n乙\r\n\r\n| 1 | 2 |\r\n|-|-|\r\n| 3 | 4 |\r\n".encode("gb18030"))
    lines = read_lines(path).lines
    assert {number: line for number, line in enumerate(lines, 1) if line} == {
        1: "甲",
        3: "乙",
        5: "1\t2",
        7: "3\t4",
    }


def test_a_number_stays_apart_from_a_year() -> None:
    assert plain_lines("1. 2021年度任务表\n2. 任务表") == ("1. 2021年度任务表", "2.任务表")
