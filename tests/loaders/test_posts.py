"""A person and a post that make up a line."""

from __future__ import annotations

import pytest

from loaders.posts import titled_person

LINES = [
    ("post, blank, padded name", "市委常委、常务副市长 张 三", ("张三", "市委常委、常务副市长")),
    ("post and name without a blank", "市财政局局长张三", ("张三", "市财政局局长")),
    ("name before the post", "张 三 市财政局局长", ("张三", "市财政局局长")),
    ("a colon at the end", "市长 张三：", ("张三", "市长")),
    ("a rank as post", "一级调研员 李 四", ("李四", "一级调研员")),
    (
        "a note in brackets behind the post",
        "市政府党组成员、副市长（挂职） 赵 六",
        ("赵六", "市政府党组成员、副市长（挂职）"),
    ),
    ("a compound surname", "县委书记 欧阳小明", ("欧阳小明", "县委书记")),
    ("a name of three without a blank", "副市长张三丰", ("张三丰", "副市长")),
    ("a name alone", "张 三", None),
    ("a post alone", "市财政局局长", None),
    ("a unit alone", "市财政局", None),
    ("two posts", "主任 副主任", None),
    ("no name behind the post", "各位局长 大家", None),
    ("a title", "关于加强河道管理的通知", None),
    ("a sentence", "市财政局局长张三介绍了河道治理资金的安排情况，并就下一步的工作提出了建议", None),
    ("nothing", "", None),
]


@pytest.mark.parametrize(("says", "line", "found"), LINES, ids=[row[0] for row in LINES])
def test_lines_with_a_person_and_a_post(says: str, line: str, found: tuple[str, str] | None) -> None:
    titled = titled_person(line)
    assert (titled and (titled.name, titled.title)) == found
