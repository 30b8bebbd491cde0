"""The division of work of a leadership."""

from __future__ import annotations

import pytest

from loaders.readers import division
from loaders.records import MatterRecord, PostHoldingRecord

TITLE = "青山市人民政府关于市政府领导工作分工的通知"
LEADER = "市委常委、常务副市长 张 三"


def roles(found: list[object]) -> list[tuple[str, str, str]]:
    """Leader, role and area of all areas."""
    return [(a.text, a.role, m.title) for m in found if isinstance(m, MatterRecord) for a in m.assignments]


AREAS = [
    (
        "areas",
        f"{LEADER}\n负责：发展改革、财政、水利等方面工作。",
        [
            ("张三", "inChargeArea", "发展改革"),
            ("张三", "inChargeArea", "财政"),
            ("张三", "inChargeArea", "水利"),
        ],
    ),
    (
        "units in charge of",
        f"{LEADER}\n分管：市发改局、市财政局。",
        [("张三", "inCharge", "市发改局"), ("张三", "inCharge", "市财政局")],
    ),
    ("units to keep in touch with", f"{LEADER}\n联系：市税务局。", [("张三", "liaison", "市税务局")]),
    ("help with areas", f"{LEADER}\n协助负责：水利工作。", [("张三", "assistArea", "水利")]),
    ("help with units", f"{LEADER}\n协助分管：市水利局。", [("张三", "assistInCharge", "市水利局")]),
    ("help with contacts", f"{LEADER}\n协助联系：市税务局。", [("张三", "assistLiaison", "市税务局")]),
    ("with a noun", f"{LEADER}\n分管单位：市水利局。", [("张三", "inCharge", "市水利局")]),
    (
        "a bracket holds together",
        f"{LEADER}\n分管：市水利局（含市河道中心、市水库中心）、市财政局。",
        [("张三", "inCharge", "市水利局（含市河道中心、市水库中心）"), ("张三", "inCharge", "市财政局")],
    ),
    (
        "two leaders of one unit are one area",
        f"{LEADER}\n分管：市水利局。\n副市长 李四\n协助分管：市水利局。",
        [("张三", "inCharge", "市水利局"), ("李四", "assistInCharge", "市水利局")],
    ),
    ("lines before any leader are nobody's", "分管：市水利局。", []),
    ("a sentence is no list", f"{LEADER}\n有关负责同志要各司其职，加强联系沟通。", []),
]


@pytest.mark.parametrize(("says", "body", "expected"), AREAS, ids=[row[0] for row in AREAS])
def test_areas(facts_of, says: str, body: str, expected: list[tuple[str, str, str]]) -> None:
    assert roles(facts_of(division, body, "", TITLE)) == expected


def test_the_posts_of_the_leaders(facts_of) -> None:
    found = facts_of(division, f"{LEADER}\n分管：市水利局。\n副市长 李四\n分管：市财政局。", "", TITLE)
    holdings = [h for h in found if isinstance(h, PostHoldingRecord)]
    assert [(h.person, h.post_text, h.span.first) for h in holdings] == [
        ("张三", "市委常委、常务副市长", 4),
        ("李四", "副市长", 6),
    ]


def test_areas_of_units_name_the_unit(facts_of) -> None:
    found = facts_of(division, f"{LEADER}\n负责：水利工作。\n分管：市水利局。", "", TITLE)
    matters = [m for m in found if isinstance(m, MatterRecord)]
    assert [(m.kind, m.title, m.for_unit) for m in matters] == [
        ("Area", "水利", None),
        ("Area", "市水利局", "市水利局"),
    ]


def test_the_whole_work_is_a_duty(facts_of) -> None:
    found = facts_of(division, "市长 李四\n领导市人民政府全面工作。", "", TITLE)
    (duty,) = [m for m in found if isinstance(m, MatterRecord)]
    assert (duty.kind, duty.title) == ("Duty", "领导市人民政府全面工作")
    assert [(a.text, a.role, a.kind) for a in duty.assignments] == [("李四", "duty", "person")]


def test_each_area_knows_its_line(facts_of) -> None:
    found = facts_of(
        division,
        f"{LEADER}\n负责：发展改革、财政、水利、农业农村、林业、气象、应急管理、供销、粮食储\n备等方面工作。",
        "",
        TITLE,
    )
    spans = {m.title: (m.span.first, m.span.last) for m in found if isinstance(m, MatterRecord)}
    assert spans["发展改革"] == (5, 5)
    assert spans["粮食储备"] == (5, 6)


def test_other_documents_are_not_searched(facts_of) -> None:
    assert facts_of(division, f"{LEADER}\n分管：市水利局。") == []
