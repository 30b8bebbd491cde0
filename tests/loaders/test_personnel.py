"""Appointments and removals."""

from __future__ import annotations

import pytest

from loaders.readers import personnel

TITLE = "青山市人民政府关于张三等同志任免职的通知"
A, R = "appointment", "removal"

ACTS = [
    ("任命…为", "任命张三同志为市水利局局长。", [("张三", A, "市水利局局长")]),
    ("…任", "张三同志任市水利局局长。", [("张三", A, "市水利局局长")]),
    ("without 同志", "任命张三为市水利局局长。", [("张三", A, "市水利局局长")]),
    ("免去", "免去李四同志的市水利局副局长职务。", [("李四", R, "市水利局副局长")]),
    ("免去 without 同志", "免去李四的市水利局副局长职务。", [("李四", R, "市水利局副局长")]),
    ("不再担任", "李四同志不再担任市水利局副局长职务。", [("李四", R, "市水利局副局长")]),
    (
        "several acts in one sentence",
        "任命张三同志为市水利局局长；免去李四同志的市水利局局长职务。",
        [("张三", A, "市水利局局长"), ("李四", R, "市水利局局长")],
    ),
    (
        "其 is whoever was named last",
        "张三同志任市水利局局长，免去其市财政局副局长职务。",
        [("张三", A, "市水利局局长"), ("张三", R, "市财政局副局长")],
    ),
    (
        "several posts of one act stay together",
        "任命张三同志为市水利局党组书记、局长。",
        [("张三", A, "市水利局党组书记、局长")],
    ),
    ("a padded name", "任命张 三同志为市水利局局长。", [("张三", A, "市水利局局长")]),
    (
        "a name of another people",
        "任命阿依古丽·买买提同志为市水利局局长。",
        [("阿依古丽·买买提", A, "市水利局局长")],
    ),
    (
        "the verb stands over the names",
        "任命：\n张三为市水利局局长（试用期一年）；\n李四（女）为市财政局局长。\n免去：\n"
        "王芳的市财政局局长职务，退休；\n赵文、钱武的市政府参事职务。",
        [
            ("张三", A, "市水利局局长"),
            ("李四", A, "市财政局局长"),
            ("王芳", R, "市财政局局长"),
            ("赵文", R, "市政府参事"),
            ("钱武", R, "市政府参事"),
        ],
    ),
    (
        "several people",
        "赵文、钱武和孙小龙3名同志任市公安局副局长。",
        [("赵文", A, "市公安局副局长"), ("钱武", A, "市公安局副局长"), ("孙小龙", A, "市公安局副局长")],
    ),
    ("a resignation", "接受张三辞去市水利局局长职务的请求。", [("张三", R, "市水利局局长")]),
    ("the verb behind", "张三同志的市水利局局长职务予以免去。", [("张三", R, "市水利局局长")]),
    (
        "for a time from elsewhere",
        "张三挂职任市水利局副局长，挂职时间两年。",
        [("张三", A, "市水利局副局长")],
    ),
    ("after probation", "张三任职试用期满，任市水利局局长。", [("张三", A, "市水利局局长")]),
    ("proposed", "推荐张三同志为市水务集团董事长人选。", [("张三", A, "市水务集团董事长")]),
    (
        "why he goes stands in between",
        "张三同志因到龄退休，免去其市水利局局长职务。",
        [("张三", R, "市水利局局长")],
    ),
    (
        "a note between two posts",
        "张三任市水利局局长（试用期1年）、党组书记。",
        [("张三", A, "市水利局局长、党组书记")],
    ),
    ("the duty to report is no act", "各单位要严格执行干部任免规定，按时办理任职手续。", []),
    ("a leader who speaks is not appointed", "市长张三同志强调，要切实抓好防汛工作。", []),
    ("a task is no post", "各单位要切实承担防汛的主体责任，不得推诿。", []),
]


@pytest.mark.parametrize(("says", "body", "expected"), ACTS, ids=[row[0] for row in ACTS])
def test_acts(facts_of, says: str, body: str, expected: list[tuple[str, str, str]]) -> None:
    found = facts_of(personnel, f"经研究，决定：\n{body}", "", TITLE)
    assert [(act.person, act.action, act.post_text) for act in found] == expected


DETAILS = [
    ("a woman", "任命王芳（女）同志为市水利局局长。", ("女", None, None)),
    ("gender behind 同志", "任命王芳同志（女）为市水利局局长。", ("女", None, None)),
    ("on probation", "任命王芳同志为市水利局局长（试用期一年）。", (None, "P1Y", None)),
    ("a note on the rank", "任命王芳同志为市水利局局长（正县级）。", (None, None, "正县级")),
    ("nothing more", "任命王芳同志为市水利局局长。", (None, None, None)),
]


@pytest.mark.parametrize(("says", "body", "expected"), DETAILS, ids=[row[0] for row in DETAILS])
def test_what_is_said_of_the_person(
    facts_of, says: str, body: str, expected: tuple[str | None, str | None, str | None]
) -> None:
    (act,) = facts_of(personnel, body, "", TITLE)
    assert (act.gender, act.probation, act.rank_note) == expected
    assert act.post_text == "市水利局局长"


def test_each_act_knows_its_line(facts_of) -> None:
    found = facts_of(
        personnel, "经研究，决定：\n任命张三同志为市水利局局长；\n免去李四同志的市财政局局长职务。", "", TITLE
    )
    assert [(act.person, act.span.first, act.span.last) for act in found] == [("张三", 5, 5), ("李四", 6, 6)]


def test_a_document_that_appoints_nobody_is_not_searched(facts_of) -> None:
    assert facts_of(personnel, "各单位要压实责任，主要负责同志任总指挥。") == []
