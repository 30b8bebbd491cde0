"""What a table column holds, by its head."""

from __future__ import annotations

import pytest

from loaders.columns import column, head_words, matter_kind, role_words

HEADS = [
    ("a known head", "责任单位", "responsibleUnit", "unit"),
    ("with the blanks of print", "责 任\u3000单 位", "responsibleUnit", "unit"),
    ("with a colon", "牵头单位：", "lead", "unit"),
    ("a longer word beats a shorter one", "省级牵头单位", "provincialLead", "unit"),
    ("the end of a head tells", "市牵头单位", "lead", "unit"),
    ("a note in brackets behind it", "配合单位（部门）", "coUnit", "unit"),
    ("leaders are people", "牵头 市级领导", "cityLeader", "person"),
    ("periods", "完成时限", "schedule", "period"),
    ("a matter by its own name", "激励事项", "matter", "matter"),
    ("certificates", "证照类型名称", "matter", "matter"),
    ("a unit's name is no matter", "单位名称", "unit", "unit"),
    ("words of its own: who leads", "牵头负责部门", "lead", "unit"),
    ("words of its own: who answers", "负责落实部门", "responsibleUnit", "unit"),
    ("ordinals", "序 号", "ordinal", "ordinal"),
]


@pytest.mark.parametrize(("says", "head", "role", "holds"), HEADS, ids=[row[0] for row in HEADS])
def test_heads(says: str, head: str, role: str, holds: str) -> None:
    found = column(head)
    assert found is not None and (found.role, found.holds) == (role, holds)


@pytest.mark.parametrize("head", ["", " ", "颜色", "秩序", "责任科室"])
def test_unknown_heads(head: str) -> None:
    assert column(head) is None


KINDS = [
    ("incentives", ("激励措施任务分解表",), "IncentiveItem"),
    ("decisions", ("2021年度重大行政决策事项目录",), "DecisionItem"),
    ("certificates", ("电子证照清单",), "CertificateType"),
    ("tasks", ("河道整治任务分工表",), "Task"),
    ("the first title that tells decides", ("", "重大决策目录", "激励事项"), "DecisionItem"),
    ("nothing tells", ("附件1",), "Task"),
    ("no title", (), "Task"),
]


@pytest.mark.parametrize(("says", "titles", "kind"), KINDS, ids=[row[0] for row in KINDS])
def test_what_the_rows_of_a_table_are(says: str, titles: tuple[str, ...], kind: str) -> None:
    assert matter_kind(*titles) == kind


def test_role_words_name_who_answers_or_until_when() -> None:
    assert {"责任单位", "牵头领导", "完成时限"} <= set(role_words()) <= head_words()
    assert not {"单位", "序号", "备注", "任务"} & set(role_words())
