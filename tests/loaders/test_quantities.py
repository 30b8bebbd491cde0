"""Figures stated in provisions."""

from __future__ import annotations

import pytest

from loaders.readers import quantities

QUANTITIES = [
    ("an amount in 万元", "投资达到200万元以上的，给予补助。", [("2000000", "元", "以上")]),
    ("an amount in 亿元", "总投资不低于1.5亿元。", [("150000000", "元", "至少")]),
    ("separators in a figure", "补助1,200元。", [("1200", "元", None)]),
    ("a share", "补助比例不超过30%。", [("30", "%", "不超过")]),
    ("a full-width percent sign", "补助比例不超过30％。", [("30", "%", "不超过")]),
    ("a decimal", "按实际投资的1.50%补助。", [("1.5", "%", None)]),
    ("working days", "应当在5个工作日内办结。", [("5", "工作日", "以内")]),
    ("a period in Chinese", "应当在三个月内完成整改。", [("3", "月", "以内")]),
    ("years", "连续满五年的，可以申请。", [("5", "年", "以上")]),
    ("people", "从业人员不少于20人。", [("20", "人", "至少")]),
    ("two in one sentence", "处200元以上1000元以下罚款。", [("200", "元", "以上"), ("1000", "元", "以下")]),
    ("a date is no quantity", "自2021年5月1日起执行新的标准。", []),
    ("an article is no quantity", "违反第三条规定的，依法进行处理。", []),
    ("a document number is no quantity", "按照青政发〔2021〕4号文件执行。", []),
    ("one of something is no quantity", "建立一个平台，形成一套机制。", []),
    ("no figure", "各单位要高度重视，认真抓好落实。", []),
]


@pytest.mark.parametrize(("says", "sentence", "expected"), QUANTITIES, ids=[row[0] for row in QUANTITIES])
def test_quantities(facts_of, says: str, sentence: str, expected: list[tuple[str, str, str | None]]) -> None:
    found = facts_of(quantities, f"一、补助标准。{sentence}")
    assert [(q.value, q.value_unit, q.bound) for q in found] == expected


def test_text_context_place_and_lines(facts_of) -> None:
    (quantity,) = facts_of(
        quantities, "现通知如下。\n一、补助标准。各县区按规定申报；投资200万元以上的，给予补助。其他从略。"
    )
    assert quantity.text == "200万元以上"
    assert quantity.context == "投资200万元以上的，给予补助"
    assert (quantity.part, quantity.span.first) == ("一", 5)


def test_figures_outside_provisions_and_in_tables_are_left_to_others(facts_of) -> None:
    assert (
        facts_of(
            quantities, "补助标准为每亩200元以上。", "附件\n补助表\n序号\t单位\t金额\n1\t青山镇\t200万元"
        )
        == []
    )
