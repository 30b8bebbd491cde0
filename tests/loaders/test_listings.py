"""Numbered lists that lost their cells: codes, certificates, tasks per unit."""

# ruff: noqa: E501 (a Chinese character counts double, and printed text is read as one line)

from __future__ import annotations

import pytest

from loaders.readers import listings
from loaders.records import MatterRecord, RegistrationCodeRecord, Span

CODES = [
    (
        "a row a line",
        "序号 单位名称 登记号\n1 市水利局 SLJR\n2 市财政局 CZJR",
        [(1, "市水利局", "SLJR"), (2, "市财政局", "CZJR")],
    ),
    (
        "a row over two lines",
        "序号 单位名称 登记号\n1 市农业\n农村局 NYNCR\n2 市财政局 CZJR",
        [(1, "市农业农村局", "NYNCR"), (2, "市财政局", "CZJR")],
    ),
    (
        "the head printed again on the next page",
        "序号 单位名称 登记号\n1 市水利局 SLJR\n序号 单位名称 登记号\n2 市财政局 CZJR",
        [(1, "市水利局", "SLJR"), (2, "市财政局", "CZJR")],
    ),
    (
        "a page number between rows",
        "序号 单位名称 登记号\n1 市水利局 SLJR\n— 5 —\n2 市财政局 CZJR",
        [(1, "市水利局", "SLJR"), (2, "市财政局", "CZJR")],
    ),
    (
        "a code with a pattern for year and serial",
        "序号 单位名称 登记编号\n1 市水利局 QSDR-2021-01×××",
        [(1, "市水利局", "QSDR-2021-01×××")],
    ),
    ("numbered sentences are no list", "1.市水利局负责清淤。\n2.市财政局保障经费。", []),
    ("a head without rows", "序号 单位名称 登记号", []),
    ("rows that are out of order", "序号 单位名称 登记号\n7 市水利局 SLJR", []),
]


@pytest.mark.parametrize(("says", "rows", "expected"), CODES, ids=[row[0] for row in CODES])
def test_registration_codes(facts_of, says: str, rows: str, expected: list[tuple[int, str, str]]) -> None:
    found = facts_of(listings, "请认真执行。", f"附件\n制定主体登记号一览表\n{rows}")
    codes = [fact for fact in found if isinstance(fact, RegistrationCodeRecord)]
    assert [(c.ordinal, c.unit_text, c.code_pattern) for c in codes] == expected


def test_a_code_knows_its_lines_and_place(facts_of) -> None:
    found = facts_of(listings, "请执行。", "附件\n登记号表\n序号 单位名称 登记号\n1 市农业\n农村局 NYNCR")
    assert [(c.span, c.part) for c in found] == [(Span(10, 11), "附件")]


def test_certificates_with_their_departments(facts_of) -> None:
    found: list[MatterRecord] = facts_of(
        listings,
        "请认真执行。",
        "附件\n电子证照清单\n序号 证照类型名称 颁发层级 汇聚部门\n1 取水许可证 市级 市水利局\n2 林木采伐许可证 县级 市林业局",
    )
    assert [
        (m.kind, m.item_number, m.title, m.level, [(a.role, a.text) for a in m.assignments]) for m in found
    ] == [
        ("CertificateType", 1, "取水许可证", "市级", [("collects", "市水利局")]),
        ("CertificateType", 2, "林木采伐许可证", "县级", [("collects", "市林业局")]),
    ]


def test_tasks_per_unit(facts_of) -> None:
    found: list[MatterRecord] = facts_of(
        listings,
        "请认真执行。",
        "附件\n河道整治责任清单\n序号 责任单位 工作任务\n1\n市水利局\n1.完成城区河道清淤。\n2.组织农村河道\n验收。\n2\n各镇人民政府\n1.开展日常巡查。",
    )
    assert [
        (m.key, m.title, m.location, [(a.role, a.text, a.kind) for a in m.assignments]) for m in found
    ] == [
        ("1.1", "完成城区河道清淤。", "1.1", [("responsibleUnit", "市水利局", "unit")]),
        ("1.2", "组织农村河道验收。", "1.2", [("responsibleUnit", "市水利局", "unit")]),
        ("2.1", "开展日常巡查。", "2.1", [("responsibleUnit", "各镇人民政府", "collective")]),
    ]
    assert [m.span for m in found][1] == Span(13, 14)
