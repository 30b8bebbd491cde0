"""Tables with cells that assign matters: who leads, who is responsible, who joins, until when."""

from __future__ import annotations

from datetime import date

import pytest

from loaders.readers import assignments
from loaders.records import MatterRecord


def table(title: str, *rows: str) -> str:
    """An annex with a table; cells parted by | for reading."""
    return "\n".join(["附件", title, *(row.replace("|", "\t") for row in rows)])


def people(matter: MatterRecord) -> list[tuple[str, str, str]]:
    return [(a.role, a.text, a.kind) for a in matter.assignments]


ROWS = [
    (
        "lead and co-units",
        table("河道整治任务分工表", "序号|任务|牵头单位|配合单位", "1|清淤|市水利局|市财政局、市发改局"),
        [
            (
                "1",
                "清淤",
                [
                    ("lead", "市水利局", "unit"),
                    ("coUnit", "市财政局", "unit"),
                    ("coUnit", "市发改局", "unit"),
                ],
            )
        ],
    ),
    (
        "leaders are people",
        table("河道整治任务分工表", "序号|任务|牵头市级领导|责任单位", "1|清淤|张 三、李四|市水利局"),
        [
            (
                "1",
                "清淤",
                [
                    ("cityLeader", "张三", "person"),
                    ("cityLeader", "李四", "person"),
                    ("responsibleUnit", "市水利局", "unit"),
                ],
            )
        ],
    ),
    (
        "blanks of print inside cells",
        table("河道整治任务分工表", "序 号|任 务|责任 单位", "1|清 淤|市 水利局"),
        [("1", "清淤", [("responsibleUnit", "市水利局", "unit")])],
    ),
    (
        "a kind of units together",
        table("河道整治任务分工表", "序号|任务|责任单位", "1|清淤|各县区人民政府"),
        [("1", "清淤", [("responsibleUnit", "各县区人民政府", "collective")])],
    ),
    (
        "a merged cell below is inherited",
        table("河道整治任务分工表", "序号|任务|责任单位", "1|清淤|市水利局", "2|验收|"),
        [
            ("1", "清淤", [("responsibleUnit", "市水利局", "unit")]),
            ("2", "验收", [("responsibleUnit", "市水利局", "unit")]),
        ],
    ),
    (
        "an empty cell of co-units is empty",
        table(
            "河道整治任务分工表",
            "序号|任务|责任单位|配合单位",
            "1|清淤|市水利局|市财政局",
            "2|验收|市水利局|",
        ),
        [
            ("1", "清淤", [("responsibleUnit", "市水利局", "unit"), ("coUnit", "市财政局", "unit")]),
            ("2", "验收", [("responsibleUnit", "市水利局", "unit")]),
        ],
    ),
    (
        "rows without a number go on with the item above",
        table("河道整治任务分工表", "序号|任务|责任单位", "1|清淤|市水利局", "|验收|市财政局"),
        [
            ("1.1", "清淤", [("responsibleUnit", "市水利局", "unit")]),
            ("1.2", "验收", [("responsibleUnit", "市财政局", "unit")]),
        ],
    ),
    (
        "a table over two pages with its head printed again",
        table(
            "河道整治任务分工表",
            "序号|任务|责任单位",
            "1|清淤|市水利局",
            "序号|任务|责任单位",
            "2|验收|市财政局",
        ),
        [
            ("1", "清淤", [("responsibleUnit", "市水利局", "unit")]),
            ("2", "验收", [("responsibleUnit", "市财政局", "unit")]),
        ],
    ),
    (
        "a row of totals is no matter",
        table("河道整治任务分工表", "序号|任务|责任单位", "1|清淤|市水利局", "合计|2项|"),
        [("1", "清淤", [("responsibleUnit", "市水利局", "unit")])],
    ),
    (
        "no number column",
        table("河道整治任务分工表", "任务|责任单位", "清淤|市水利局", "验收|市财政局"),
        [
            ("1", "清淤", [("responsibleUnit", "市水利局", "unit")]),
            ("2", "验收", [("responsibleUnit", "市财政局", "unit")]),
        ],
    ),
    ("a table of figures assigns nothing", table("河道长度表", "序号|单位|长度", "1|青山镇|20"), []),
    ("a table without a head", table("河道名录", "1|青河|20公里", "2|云河|30公里"), []),
    ("nobody answers for it", table("河道整治任务表", "序号|任务|备注", "1|清淤|见说明"), []),
]


@pytest.mark.parametrize(("says", "behind", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_tables(
    facts_of, says: str, behind: str, expected: list[tuple[str, str, list[tuple[str, str, str]]]]
) -> None:
    found: list[MatterRecord] = facts_of(assignments, "请认真执行。", behind)
    assert [(m.key, m.title, people(m)) for m in found] == expected


def test_inherited_cells_say_so_and_where_they_stand(facts_of) -> None:
    first, second = facts_of(
        assignments,
        "请认真执行。",
        table(
            "河道整治任务分工表",
            "序号|任务|牵头单位|责任单位",
            "1|清淤|市水利局|市财政局",
            "2|验收||市发改局",
        ),
    )
    assert [(a.role, a.inherited) for a in first.assignments] == [("lead", False), ("responsibleUnit", False)]
    assert [(a.role, a.inherited) for a in second.assignments] == [("lead", True), ("responsibleUnit", False)]
    assert second.assignments[0].span == first.span != second.span


def test_a_named_person_answers_for_the_unit_of_the_row(facts_of) -> None:
    (matter,) = facts_of(
        assignments,
        "请认真执行。",
        table("河道整治任务分工表", "序号|任务|责任单位|责任人", "1|清淤|市水利局、市财政局|张 三、李四"),
    )
    assert [(a.text, a.on_behalf_of) for a in matter.assignments if a.kind == "person"] == [
        ("张三", "市水利局"),
        ("李四", "市财政局"),
    ]


SCHEDULES = [
    ("a deadline", "2021年6月底前", None, date(2021, 6, 30)),
    ("a period", "2021年6月至12月", date(2021, 6, 1), date(2021, 12, 31)),
    ("for ever", "长期", None, None),
]


@pytest.mark.parametrize(("says", "cell", "start", "deadline"), SCHEDULES, ids=[row[0] for row in SCHEDULES])
def test_schedules(facts_of, says: str, cell: str, start: date | None, deadline: date | None) -> None:
    (matter,) = facts_of(
        assignments, "请执行。", table("任务分工表", "序号|任务|责任单位|完成时限", f"1|清淤|市水利局|{cell}")
    )
    assert (matter.schedule_text, matter.start, matter.deadline) == (cell, start, deadline)


KINDS = [
    (
        "a catalogue of decisions",
        "2021年度重大行政决策事项目录",
        "序号|决策事项名称|决策承办单位",
        "DecisionItem",
    ),
    ("a table of incentives", "督查激励措施任务分解表", "序号|激励事项|责任单位", "IncentiveItem"),
    ("a table of tasks", "河道整治任务分工表", "序号|任务|责任单位", "Task"),
]


@pytest.mark.parametrize(("says", "title", "head", "kind"), KINDS, ids=[row[0] for row in KINDS])
def test_what_the_matters_are(facts_of, says: str, title: str, head: str, kind: str) -> None:
    (matter,) = facts_of(assignments, "请执行。", table(title, head, "1|清淤|市水利局"))
    assert (matter.kind, matter.item_number, matter.part) == (kind, 1, "附件")


def test_the_level_of_a_certificate(facts_of) -> None:
    rows = table("电子证照清单", "序号\t证照类型名称\t汇聚部门\t颁发层级", "1\t取水许可证\t市水利局\t市/县")
    (matter,) = facts_of(assignments, "请执行。", rows)
    assert (matter.kind, matter.level, matter.assignments[0].role) == ("CertificateType", "市/县", "collects")


def test_numbered_tasks_of_units_are_left_to_the_lists(facts_of) -> None:
    rows = table("任务清单", "序号\t责任单位\t工作任务", "1\t市水利局\t1.清淤。 2.验收。")
    assert facts_of(assignments, "请执行。", rows) == []
