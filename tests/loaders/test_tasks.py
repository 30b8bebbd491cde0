"""Assignments in brackets behind a task."""

from __future__ import annotations

from datetime import date

import pytest

from loaders.readers import tasks
from loaders.records import MatterRecord, Span


def people(matter: MatterRecord) -> list[tuple[str, str]]:
    return [(a.role, a.text) for a in matter.assignments]


TASKS = [
    (
        "a responsible unit",
        "一、清淤工作。完成河道清淤。（责任单位：市水利局）",
        ("清淤工作", [("responsibleUnit", "市水利局")]),
    ),
    (
        "several units, the colon half-width",
        "一、清淤工作。完成清淤。（责任单位:市水利局、市财政局）",
        ("清淤工作", [("responsibleUnit", "市水利局"), ("responsibleUnit", "市财政局")]),
    ),
    (
        "lead, co-units",
        "一、清淤工作。完成清淤。（牵头单位：市水利局；配合单位：市财政局）",
        ("清淤工作", [("lead", "市水利局"), ("coUnit", "市财政局")]),
    ),
    (
        "a leader",
        "一、清淤工作。完成清淤。（牵头领导：张三；责任单位：市水利局）",
        ("清淤工作", [("cityLeader", "张三"), ("responsibleUnit", "市水利局")]),
    ),
    (
        "without labels",
        "一、清淤工作。完成清淤。（市水利局牵头，市财政局配合）",
        ("清淤工作", [("lead", "市水利局"), ("coUnit", "市财政局")]),
    ),
    (
        "without labels, each by its duties",
        "一、清淤工作。完成清淤。（市水利局、市财政局按职责分工负责）。",
        ("清淤工作", [("responsibleUnit", "市水利局"), ("responsibleUnit", "市财政局")]),
    ),
    (
        "等 with what it sums up",
        "一、清淤工作。完成清淤。（责任单位：市水利局等市直相关单位）",
        ("清淤工作", [("responsibleUnit", "市水利局"), ("responsibleUnit", "市直相关单位")]),
    ),
    (
        "a task without a number",
        "完成全市河道的清淤工作（责任单位：市水利局）。",
        ("完成全市河道的清淤工作", [("responsibleUnit", "市水利局")]),
    ),
    (
        "without labels, those without a word go with the next that has one, and until when",
        "一、清淤工作。完成清淤。（市水利局牵头，市财政局、市审计署，各县区政府按职责分工负责，7月底前完成）",
        (
            "清淤工作",
            [
                ("lead", "市水利局"),
                ("responsibleUnit", "市财政局"),
                ("responsibleUnit", "市审计署"),
                ("responsibleUnit", "各县区政府"),
            ],
        ),
    ),
    (
        "without labels, half-width punctuation",
        "一、清淤工作。完成清淤。(市水利局牵头,市政府有关部门落实)",
        ("清淤工作", [("lead", "市水利局"), ("responsibleUnit", "市政府有关部门")]),
    ),
    (
        "square brackets",
        "一、清淤工作。完成清淤。【牵头单位：市水利局；责任单位：市财政局】",
        ("清淤工作", [("lead", "市水利局"), ("responsibleUnit", "市财政局")]),
    ),
    (
        "labels without brackets",
        "一、清淤工作。完成清淤。牵头单位：市水利局；配合单位：市财政局、市审计局。",
        ("清淤工作", [("lead", "市水利局"), ("coUnit", "市财政局"), ("coUnit", "市审计局")]),
    ),
    (
        "labels in paragraphs of their own",
        "一、清淤工作\n完成清淤。\n牵头单位：市水利局\n配合单位：市财政局",
        ("清淤工作", [("lead", "市水利局"), ("coUnit", "市财政局")]),
    ),
    (
        "a label in a paragraph of its own under one without a number",
        "完成全市河道清淤\n责任单位：市水利局",
        ("完成全市河道清淤", [("responsibleUnit", "市水利局")]),
    ),
    ("a bracket that says what somebody does", "一、清淤工作。完成清淤（清淤由专人负责）。", None),
    ("a bracket that explains", "一、清淤工作。完成清淤（含支流、水库）。", None),
    ("a bracket that defines a name", "一、清淤工作。市水利局（以下简称主管部门）要抓好落实。", None),
    ("a bracket with a number", "一、清淤工作。按文件（青政发〔2020〕4号）执行。", None),
]


@pytest.mark.parametrize(("says", "body", "expected"), TASKS, ids=[row[0] for row in TASKS])
def test_tasks(facts_of, says: str, body: str, expected: tuple[str, list[tuple[str, str]]] | None) -> None:
    found: list[MatterRecord] = facts_of(tasks, body)
    assert [(m.title, people(m)) for m in found] == ([expected] if expected else [])


DEADLINES = [
    ("with its year", "2021年6月底前", date(2021, 6, 30)),
    ("of the document's year", "6月30日前", date(2021, 6, 30)),
    ("for ever", "长期坚持", None),
]


@pytest.mark.parametrize(("says", "printed", "deadline"), DEADLINES, ids=[row[0] for row in DEADLINES])
def test_deadlines(facts_of, says: str, printed: str, deadline: date | None) -> None:
    (matter,) = facts_of(tasks, f"一、清淤工作。完成清淤。（责任单位：市水利局；完成时限：{printed}）")
    assert (matter.schedule_text, matter.deadline) == (printed, deadline)
    assert people(matter) == [("responsibleUnit", "市水利局")]


def test_places_keys_and_lines(facts_of) -> None:
    found: list[MatterRecord] = facts_of(
        tasks,
        "一、重点任务\n（一）清淤工作\n1.城区河道。完成城区河道清淤。（责任单位：市水利局）\n2.农村河道。完成农村河道清淤。\n（责任单位：各镇人民政府）",
    )
    assert [(m.location, m.key, m.span) for m in found] == [
        ("一（一）1", "一（一）1", Span(6, 6)),
        ("一（一）2", "一（一）2", Span(7, 8)),
    ]
    assert [a.kind for m in found for a in m.assignments] == ["unit", "collective"]


def test_two_assignments_of_one_paragraph_have_two_keys(facts_of) -> None:
    found = facts_of(
        tasks, "一、清淤工作。完成城区清淤（责任单位：市水利局）。完成农村清淤（责任单位：市农业农村局）。"
    )
    assert [m.key for m in found] == ["一", "一.2"]


def test_a_bracket_over_a_line_break(facts_of) -> None:
    (matter,) = facts_of(
        tasks, "一、清淤工作。完成全市河道的清淤任务，按期组织验收。（责任单位：市水\n利局、市财政局）"
    )
    assert people(matter) == [("responsibleUnit", "市水利局"), ("responsibleUnit", "市财政局")]
    assert [(a.span.first, a.span.last) for a in matter.assignments] == [(4, 5), (5, 5)]
