"""Duties in prose: who must do what."""

from __future__ import annotations

import pytest

from loaders.readers import duties
from loaders.records import MatterRecord

DUTIES = [
    ("a unit is in charge", "市水利局负责河道清淤工作。", [("duty", "市水利局", "河道清淤工作")]),
    (
        "several units",
        "市水利局、市财政局负责经费保障工作。",
        [("duty", "市水利局", "经费保障工作"), ("duty", "市财政局", "经费保障工作")],
    ),
    (
        "two units joined by 和",
        "市水利局和市财政局负责经费保障工作。",
        [("duty", "市水利局", "经费保障工作"), ("duty", "市财政局", "经费保障工作")],
    ),
    (
        "two clauses",
        "市水利局负责河道清淤工作；市财政局负责经费保障工作。",
        [("duty", "市水利局", "河道清淤工作"), ("duty", "市财政局", "经费保障工作")],
    ),
    (
        "the next clause is somebody else's",
        "市水利局负责河道清淤，市财政局具体负责经费保障，各镇（街道）是河道保洁的责任主体。",
        [
            ("duty", "市水利局", "河道清淤"),
            ("duty", "市财政局", "经费保障"),
            ("responsibleUnit", "各镇（街道）", "河道保洁"),
        ],
    ),
    (
        "from a rank upwards",
        "县级以上人民政府水利主管部门负责本行政区域内的河道管理工作。",
        [("duty", "县级以上人民政府水利主管部门", "本行政区域内的河道管理工作")],
    ),
    (
        "what it is about in front of a bare responsibility",
        "河道经营者对其范围内的设施安全承担主体责任。",
        [("duty", "河道经营者", "对其范围内的设施安全")],
    ),
    ("负总责", "各级人民政府对河道安全负总责。", [("duty", "各级人民政府", "对河道安全")]),
    ("负总责 for nothing said", "主要领导要亲自抓，负总责，分管领导具体抓。", []),
    (
        "where the office is, and what it does",
        "领导小组办公室设在市水利局，承担领导小组日常工作。",
        [("duty", "领导小组办公室", "领导小组日常工作")],
    ),
    (
        "what has been set up",
        "市级推进机制下设工作专班，负责统筹日常工作。",
        [("duty", "工作专班", "统筹日常工作")],
    ),
    (
        "a group, who leads it and what it does",
        "现通知如下。\n（1）综合协调组。由市水利局牵头，市公安局等单位组成，负责传达指令。",
        [("lead", "市水利局", "综合协调组"), ("duty", "综合协调组", "传达指令")],
    ),
    (
        "in the hands of",
        "河道专项资金，由市财政局负责管理。",
        [("duty", "市财政局", "河道专项资金")],
    ),
    (
        "by its duties",
        "各成员单位按照职责分工，负责本领域的相关工作。",
        [("duty", "各成员单位", "本领域的相关工作")],
    ),
    ("a name as a sentence", "市公安局。负责交通秩序维护。", [("duty", "市公安局", "交通秩序维护")]),
    ("with an adverb", "市水利局具体负责河道清淤工作。", [("duty", "市水利局", "河道清淤工作")]),
    ("承担", "市水利局承担河道清淤工作。", [("duty", "市水利局", "河道清淤工作")]),
    ("配合", "市财政局配合做好经费保障工作。", [("coUnit", "市财政局", "做好经费保障工作")]),
    ("牵头", "市水利局牵头开展河道整治行动。", [("lead", "市水利局", "开展河道整治行动")]),
    ("由 before the unit", "河道清淤工作由市水利局负责。", [("duty", "市水利局", "河道清淤工作")]),
    ("a kind of units", "各镇人民政府负责日常巡查工作。", [("duty", "各镇人民政府", "日常巡查工作")]),
    (
        "with whom, before the word",
        "市水利局会同市财政局负责资金分配工作。",
        [("duty", "市水利局", "资金分配工作"), ("coUnit", "市财政局", "资金分配工作")],
    ),
    (
        "with whom, behind the word",
        "由市水利局牵头，会同市财政局研究河道整治方案。",
        [("lead", "市水利局", "研究河道整治方案"), ("coUnit", "市财政局", "研究河道整治方案")],
    ),
    (
        "whom it leads",
        "市水利局牵头市财政局、市发改局等部门，制定河道规划。",
        [
            ("lead", "市水利局", "制定河道规划"),
            ("coUnit", "市财政局", "制定河道规划"),
            ("coUnit", "市发改局", "制定河道规划"),
        ],
    ),
    (
        "who takes part",
        "建立由市水利局牵头，市财政局参与的河道会商制度。",
        [("lead", "市水利局", "河道会商制度"), ("coUnit", "市财政局", "河道会商制度")],
    ),
    (
        "what it is about stands in the heading",
        "加强河道管理。由市水利局牵头、市财政局配合。",
        [("lead", "市水利局", "加强河道管理"), ("coUnit", "市财政局", "加强河道管理")],
    ),
    (
        "the person answerable",
        "各乡镇一把手是河道治理的第一责任人，要亲自抓。",
        [("responsiblePerson", "各乡镇一把手", "河道治理")],
    ),
    (
        "the unit answerable",
        "市水利局作为河道治理的责任主体，要加大巡查力度。",
        [("responsibleUnit", "市水利局", "河道治理")],
    ),
    (
        "a leader before a colon",
        "市委常委、副市长张三（挂职）：负责指导河道整治，承担相应责任。",
        [("duty", "张三", "指导河道整治，承担相应责任")],
    ),
    ("who interprets is no duty", "本办法由市水利局负责解释。", []),
    ("a responsible person is no duty", "市水利局负责人应当到场。", []),
    ("a responsible comrade is no duty", "市水利局负责同志应当到场。", []),
    ("no unit named", "要切实做到守土有责、守土负责、守土尽责。", []),
    ("costs are no duty", "逾期不整改的，应当承担法律责任。", []),
    ("nothing of the kind", "河道管理实行河长制。", []),
]


@pytest.mark.parametrize(("says", "sentence", "expected"), DUTIES, ids=[row[0] for row in DUTIES])
def test_duties(facts_of, says: str, sentence: str, expected: list[tuple[str, str, str]]) -> None:
    found: list[MatterRecord] = facts_of(duties, f"现通知如下。\n一、{sentence}")
    assert [(a.role, a.text, m.title) for m in found for a in m.assignments] == expected


def test_kinds_of_assignees(facts_of) -> None:
    found = facts_of(duties, "现通知如下。\n一、各镇人民政府负责巡查。\n二、副市长张三负责统筹协调。")
    assert [(a.text, a.kind) for m in found for a in m.assignments] == [
        ("各镇人民政府", "collective"),
        ("张三", "person"),
    ]


def test_keys_places_and_lines(facts_of) -> None:
    found = facts_of(
        duties,
        "现通知如下。\n一、职责分工\n（一）市水利局负责河道清淤工作；市财政局负责经费保障工作。\n（二）市司法局负责合法性审查工作。",
    )
    assert [(m.kind, m.key, m.location, m.span.first) for m in found] == [
        ("Duty", "职责一（一）.1", "一（一）", 6),
        ("Duty", "职责一（一）.2", "一（一）", 6),
        ("Duty", "职责一（二）.1", "一（二）", 7),
    ]


def test_a_heading_before_the_unit_is_not_part_of_its_name(facts_of) -> None:
    (matter,) = facts_of(duties, "现通知如下。\n一、职责分工。市水利局负责河道清淤工作。")
    assert [a.text for a in matter.assignments] == ["市水利局"]
