"""Figures of tables per unit."""

from __future__ import annotations

import pytest

from loaders.readers import targets


def table(*rows: str) -> str:
    """An annex with a table; cells parted by | for reading."""
    return "\n".join(["附件", "河道整治任务分配表", *(row.replace("|", "\t") for row in rows)])


TARGETS = [
    (
        "a figure per unit",
        table("序号|单位|整治长度", "1|青山镇|20", "2|云河镇|30"),
        [("青山镇", "整治长度", "20", None, False), ("云河镇", "整治长度", "30", None, False)],
    ),
    (
        "the unit of measure in the head",
        table("序号|单位|整治长度（公里）", "1|青山镇|20"),
        [("青山镇", "整治长度（公里）", "20", "公里", False)],
    ),
    (
        "the unit of measure above the table",
        table("单位：公里", "序号|单位|整治长度", "1|青山镇|20"),
        [("青山镇", "整治长度", "20", "公里", False)],
    ),
    (
        "shares and separators",
        table("序号|单位|面积|比例", "1|青山镇|1,200|95.5%"),
        [("青山镇", "面积", "1200", None, False), ("青山镇", "比例", "95.5", "%", False)],
    ),
    (
        "a row of totals",
        table("序号|单位|整治长度", "1|青山镇|20", "合计||20"),
        [("青山镇", "整治长度", "20", None, False), ("合计", "整治长度", "20", None, True)],
    ),
    (
        "blanks of print in names and figures",
        table("序号|单位|整治长度", "1|青 山 镇|2 0"),
        [("青山镇", "整治长度", "20", None, False)],
    ),
    (
        "an empty cell is no figure",
        table("序号|单位|整治长度|清淤长度", "1|青山镇|20|5", "2|云河镇||6"),
        [
            ("青山镇", "整治长度", "20", None, False),
            ("青山镇", "清淤长度", "5", None, False),
            ("云河镇", "清淤长度", "6", None, False),
        ],
    ),
    ("a column of text holds no figures", table("序号|单位|备注", "1|青山镇|已完成"), []),
    ("a table of tasks", table("序号|任务|责任单位", "1|清淤|市水利局"), []),
    ("ordinals are no figures", table("序号|单位", "1|青山镇"), []),
]


@pytest.mark.parametrize(("says", "behind", "expected"), TARGETS, ids=[row[0] for row in TARGETS])
def test_figures_of_tables(
    facts_of, says: str, behind: str, expected: list[tuple[str, str, str, str | None, bool]]
) -> None:
    found = facts_of(targets, "请认真执行。", behind)
    assert [(t.unit_text, t.measure, t.value, t.value_unit, t.is_total) for t in found] == expected


def test_ordinal_place_and_line(facts_of) -> None:
    (target,) = facts_of(targets, "请认真执行。", table("序号|单位|整治长度", "1|青山镇|20"))
    assert (target.ordinal, target.part, target.span.first, target.span.last) == (1, "附件", 10, 10)


def test_names_set_one_over_the_other_with_all_figures_on_one_line(facts_of) -> None:
    found = facts_of(
        targets,
        "请认真执行。",
        "附件\n河道整治任务分配表\n单位\n青\n山镇\n云河\n街道\n合计\n整治长度\n（公里）\n20 30 50",
    )
    assert [(t.unit_text, t.measure, t.value, t.value_unit, t.is_total) for t in found] == [
        ("青山镇", "整治长度（公里）", "20", "公里", False),
        ("云河街道", "整治长度（公里）", "30", "公里", False),
        ("合计", "整治长度（公里）", "50", "公里", True),
    ]


def test_rows_that_lost_their_cells(facts_of) -> None:
    rows = "序号 单 位 整治长度 清淤长度\n1 青山镇 20 5\n2 云河镇 30 待定\n合 计 50 5"
    found = facts_of(targets, "请认真执行。", f"附件\n河道整治任务表\n单位：公里\n{rows}")
    assert [(t.unit_text, t.measure, t.value, t.value_unit, t.is_total, t.ordinal) for t in found] == [
        ("青山镇", "整治长度", "20", "公里", False, 1),
        ("青山镇", "清淤长度", "5", "公里", False, 1),
        ("云河镇", "整治长度", "30", "公里", False, 2),
        ("合计", "整治长度", "50", "公里", True, None),
        ("合计", "清淤长度", "5", "公里", True, None),
    ]


def test_units_across_and_measures_down(facts_of) -> None:
    rows = "单位名称\t东山镇\t西山 镇\t合计\n整治长度 （公里）\t1.5\t\t1,500\n完成率\t90%\t80%\t85%"
    found = facts_of(targets, "请执行。", f"附件\n任务分解表\n{rows}")
    assert [(t.unit_text, t.measure, t.value, t.value_unit, t.is_total) for t in found] == [
        ("东山镇", "整治长度（公里）", "1.5", "公里", False),
        ("合计", "整治长度（公里）", "1500", "公里", True),
        ("东山镇", "完成率", "90", "%", False),
        ("西山镇", "完成率", "80", "%", False),
        ("合计", "完成率", "85", "%", True),
    ]


def test_rows_of_words_are_no_figures(facts_of) -> None:
    rows = "单位名称\t东山镇\t西山镇\n负责人\t张三\t李四\n长度\t1\t2"
    assert facts_of(targets, "请执行。", f"附件\n名单\n{rows}") == []
