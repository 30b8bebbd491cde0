"""Leading groups and task forces: members, roles, offices."""

# ruff: noqa: E501 (a Chinese character counts double, and printed text is read as one line)

from __future__ import annotations

import pytest

from loaders.readers import groups
from loaders.records import GroupRecord, PostHoldingRecord

FOUND = "成立青山市河道整治工作领导小组"


def records(found: list[object]) -> list[GroupRecord]:
    return [fact for fact in found if isinstance(fact, GroupRecord)]


PROSE = [
    (
        "posts as heads",
        f"{FOUND}，由市长任组长，副市长任副组长。",
        [("组长", "市长", None), ("副组长", "副市长", None)],
    ),
    (
        "people with their posts",
        f"{FOUND}，由市长李四任组长，副市长张三任副组长。",
        [("组长", "市长", "李四"), ("副组长", "副市长", "张三")],
    ),
    (
        "units as members",
        f"{FOUND}，市长任组长，市水利局、市财政局为成员单位。",
        [("组长", "市长", None), ("成员", "市水利局", None), ("成员", "市财政局", None)],
    ),
    (
        "the heads of several units",
        f"{FOUND}，市长任组长，市水利局、市财政局主要负责人为成员。",
        [("组长", "市长", None), ("成员", "市水利局主要负责人", None), ("成员", "市财政局主要负责人", None)],
    ),
    ("a group that is only mentioned", "河道整治工作领导小组要加强统筹协调，定期研究工作。", None),
    ("a group that is only founded", f"{FOUND}，统筹推进各项工作。", None),
]


@pytest.mark.parametrize(("says", "body", "members"), PROSE, ids=[row[0] for row in PROSE])
def test_groups_in_prose(
    facts_of, says: str, body: str, members: list[tuple[str, str, str | None]] | None
) -> None:
    found = records(facts_of(groups, f"一、加强领导。{body}"))
    if members is None:
        assert found == []
        return
    (group,) = found
    assert group.name == "青山市河道整治工作领导小组"
    assert [(m.role, m.text, m.person) for m in group.members] == members
    assert group.part == "一"


OFFICES = [
    ("an office in a unit", "领导小组下设办公室，办公室设在市水利局。", ("市水利局", None)),
    (
        "with its head",
        "领导小组下设办公室，办公室设在市水利局，由王五任办公室主任。",
        ("市水利局", "王五"),
    ),
    (
        "its head by post",
        "办公室设在市水利局，由市水利局局长兼任办公室主任。",
        ("市水利局", "市水利局局长"),
    ),
    ("no office", "领导小组定期召开会议。", (None, None)),
]


@pytest.mark.parametrize(("says", "rest", "office"), OFFICES, ids=[row[0] for row in OFFICES])
def test_offices(facts_of, says: str, rest: str, office: tuple[str | None, str | None]) -> None:
    (group,) = records(facts_of(groups, f"一、加强领导。{FOUND}，市长任组长，副市长任副组长。{rest}"))
    assert (group.office_at, group.office_head) == office


ROSTERS = [
    (
        "name, then post",
        "组　长：李　四　市长\n副组长：张　三　副市长\n成　员：王　五　市水利局局长\n　　　　赵　六　市财政局局长",
        [
            ("组长", "李四", "市长"),
            ("副组长", "张三", "副市长"),
            ("成员", "王五", "市水利局局长"),
            ("成员", "赵六", "市财政局局长"),
        ],
    ),
    (
        "posts in brackets",
        "组长：李四（市长）\n成员：王五（市水利局局长）",
        [("组长", "李四", "市长"), ("成员", "王五", "市水利局局长")],
    ),
    (
        "names only",
        "组长：李四\n成员：王五、赵六、孙七",
        [("组长", "李四", None), ("成员", "王五", None), ("成员", "赵六", None), ("成员", "孙七", None)],
    ),
    (
        "the role on a line of its own",
        "组长：\n李四　市长\n成员：\n王五　市水利局局长",
        [("组长", "李四", "市长"), ("成员", "王五", "市水利局局长")],
    ),
    ("a sentence behind a colon is no roster", "组长：要切实负起责任，定期研究工作。", None),
    ("contacts are no roster", "联系人：王五\n电话：12345", None),
]


@pytest.mark.parametrize(("says", "roster", "members"), ROSTERS, ids=[row[0] for row in ROSTERS])
def test_rosters(facts_of, says: str, roster: str, members: list[tuple[str, str, str | None]] | None) -> None:
    found = records(
        facts_of(groups, roster, "", "青山市人民政府办公室关于成立青山市河道整治工作领导小组的通知")
    )
    if members is None:
        assert found == []
        return
    (group,) = found
    assert group.name == "青山市河道整治工作领导小组"
    assert [(m.role, m.person, m.post_text) for m in group.members] == members


def test_a_roster_in_an_annex_has_the_annex_s_name_and_lines(facts_of) -> None:
    (group,) = records(
        facts_of(
            groups,
            "请认真执行。",
            "附件\n青山市防汛抗旱指挥部成员名单\n组长：李四　市长\n成员：王五　市水利局局长\n办公室设在市水利局，王五兼任办公室主任。",
        )
    )
    assert (group.name, group.part) == ("青山市防汛抗旱指挥部", "附件")
    assert [m.span.first for m in group.members] == [9, 10]
    assert (group.office_at, group.office_head) == ("市水利局", "王五")


def test_members_with_posts_hold_them(facts_of) -> None:
    found = facts_of(groups, f"一、加强领导。{FOUND}，由市长李四任组长，副市长张三任副组长。")
    assert [(h.person, h.post_text) for h in found if isinstance(h, PostHoldingRecord)] == [
        ("李四", "市长"),
        ("张三", "副市长"),
    ]


def test_a_sentence_over_lines_tells_who_heads_the_office(facts_of) -> None:
    roster = "组  长：张 三  市水利局局长\n成  员：李 四  市财政局局长\n"
    office = (
        "领导小组办公室设在市水利局，承担领导小组的日常工作，研究解决有关问题，赵六同志兼\n任办公室主任。"
    )
    found = facts_of(groups, "请执行。", f"附件\n青山市河道整治工作领导小组成员名单\n{roster}{office}")
    (group,) = records(found)
    assert (group.office_at, group.office_head) == ("市水利局", "赵六")


def test_first_deputies_and_who_heads_the_office_in_a_later_section(facts_of) -> None:
    roster = "二、组成人员\n组长：\n李四 市长\n第一副组长：\n张三 副市长\n成员：\n王五 市水利局局长\n"
    office = (
        "三、其他\n（一）领导小组办公室设在市水利局。办公室主任由市水利局局长王五兼任，副主任由赵六同志兼任。"
    )
    (group,) = records(
        facts_of(groups, roster + office, "", "青山市人民政府办公室关于成立河道整治领导小组的通知")
    )
    assert [(m.role, m.person, m.post_text) for m in group.members] == [
        ("组长", "李四", "市长"),
        ("第一副组长", "张三", "副市长"),
        ("成员", "王五", "市水利局局长"),
        ("办公室主任", "王五", "市水利局局长"),
        ("副主任", "赵六", None),
    ]


def test_deputies_of_the_office(facts_of) -> None:
    roster = "组长：李四 市长\n成员：王五 市水利局局长\n"
    office = "办公室设在市水利局，王五兼任办公室主任，赵六任办公室副主任。"
    (group,) = records(
        facts_of(groups, roster + office, "", "青山市人民政府办公室关于成立河道整治领导小组的通知")
    )
    assert (group.office_at, group.office_head) == ("市水利局", "王五")
    assert [(m.role, m.person) for m in group.members][-1] == ("办公室副主任", "赵六")
