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


# --- with cells -------------------------------------------------------------------


def test_codes_in_cells(facts_of) -> None:
    rows = "序号\t单位名称\t登 记 号\t备注\n1\t市农业 农村局\tNYNCR-△△\t\n2\t市财政局\t\t无\n"
    found = facts_of(
        listings, "请执行。", f"附件\n登记号表\n{rows}序号\t单位名称\t登 记 号\t备注\n3\t市水利局\tSLJR\t"
    )
    assert [(c.ordinal, c.unit_text, c.code_pattern, c.span) for c in found] == [
        (1, "市农业农村局", "NYNCR-△△", Span(10, 10)),
        (3, "市水利局", "SLJR", Span(13, 13)),
    ]


TASK_CELLS = [
    ("items behind blanks", "1\t市水利局\t1.清淤。 2.验 收。", [("1.1", "清淤。"), ("1.2", "验收。")]),
    (
        "a number without its full stop",
        "1\t市水利局\t1清淤。 2.验收。",
        [("1.1", "清淤。"), ("1.2", "验收。")],
    ),
    ("a number that is skipped", "1\t市水利局\t1.清淤。 3.验收。", [("1.1", "清淤。"), ("1.2", "验收。")]),
    (
        "a figure at the head of an item",
        "1\t市水利局\t1.清淤。 2.3月底前验收。",
        [("1.1", "清淤。"), ("1.2", "3月底前验收。")],
    ),
    ("a figure where a line breaks", "1\t市水利局\t1.清淤，共 2个河段。", [("1.1", "清淤，共2个河段。")]),
    (
        "a row that goes on over the page",
        "1\t市水利局\t1.清淤，按月\n序号\t责任单位\t工作任务\n\t\t报送。 2.验收。\n2\t市财政局\t1.拨款。",
        [("1.1", "清淤，按月报送。"), ("1.2", "验收。"), ("2.1", "拨款。")],
    ),
    ("tasks without numbers are left to others", "1\t市水利局\t清淤。\n2\t市财政局\t1.拨款。", []),
]


@pytest.mark.parametrize(("says", "rows", "expected"), TASK_CELLS, ids=[row[0] for row in TASK_CELLS])
def test_tasks_in_cells(facts_of, says: str, rows: str, expected: list[tuple[str, str]]) -> None:
    found = facts_of(listings, "请执行。", f"附件\n任务清单\n序号\t责任单位\t工作任务\n{rows}")
    assert [(m.key, m.title) for m in found] == expected


def test_units_of_tasks_in_cells(facts_of) -> None:
    rows = "序号\t责任单位\t工作任务\n1\t市水利局、 各镇人民 政府\t1.清淤。"
    (matter,) = facts_of(listings, "请执行。", f"附件\n任务清单\n{rows}")
    assert [(a.text, a.kind, a.role) for a in matter.assignments] == [
        ("市水利局", "unit", "responsibleUnit"),
        ("各镇人民政府", "collective", "responsibleUnit"),
    ]
    assert (matter.item_number, matter.sub_item, matter.location) == (1, 1, "1.1")
