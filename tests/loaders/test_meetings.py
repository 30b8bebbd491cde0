"""Minutes: when, under whom, who was there, what was decided."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from loaders.documents import DocumentText
from loaders.parts import read_provisions, read_structure
from loaders.readers import meetings
from loaders.readers.base import make_context
from loaders.records import MeetingRecord, PostHoldingRecord, Record

HEAD = "青山市人民政府第12次常务会议纪要"
OPENING = "2021年3月5日，市长李四主持召开市人民政府第12次常务会议，研究防汛等工作。现将会议议定事项纪要如下："


@pytest.fixture
def minutes(documents_of: Callable[[str], list[DocumentText]]) -> Callable[..., list[Record]]:
    """What the reader finds in minutes with the given text behind their head."""

    def read(text: str, head: str = HEAD) -> list[Record]:
        (document,) = documents_of(f"{head}\n{text}")
        structure = read_structure(document)
        return list(meetings.read(make_context(document, structure, read_provisions(document, structure))))

    return read


def meeting(found: list[Record]) -> MeetingRecord:
    (record,) = [fact for fact in found if isinstance(fact, MeetingRecord)]
    return record


OPENINGS = [
    ("number, day and chair", OPENING, (12, date(2021, 3, 5), "李四")),
    (
        "the chair without a post",
        "2021年3月5日，李四同志主持召开市人民政府第12次常务会议，研究防汛等重点工作。",
        (12, date(2021, 3, 5), "李四"),
    ),
    (
        "a deputy in the chair",
        "2021年3月5日，受市长委托，常务副市长张三主持召开市人民政府第12次常务会议。",
        (12, date(2021, 3, 5), "张三"),
    ),
    (
        "nobody is said to chair",
        "2021年3月5日，市人民政府召开第12次常务会议，研究防汛等重点工作，议定事项如下：",
        (12, date(2021, 3, 5), None),
    ),
]


@pytest.mark.parametrize(("says", "opening", "expected"), OPENINGS, ids=[row[0] for row in OPENINGS])
def test_when_and_under_whom(
    minutes, says: str, opening: str, expected: tuple[int, date, str | None]
) -> None:
    record = meeting(minutes(opening))
    assert (record.number, record.held_on, record.chair) == expected


def test_the_chair_holds_the_post_named(minutes) -> None:
    found = minutes(OPENING)
    assert [(h.person, h.post_text) for h in found if isinstance(h, PostHoldingRecord)] == [("李四", "市长")]


ATTENDANCE = [
    ("present", "出席：李四、张三", [("李四", "出席", None), ("张三", "出席", None)]),
    (
        "with their units",
        "列席：市水利局王五、市财政局赵六",
        [("王五", "列席", "市水利局"), ("赵六", "列席", "市财政局")],
    ),
    (
        "a unit goes on over an enumeration comma",
        "列席：市水利局王五、赵六，市财政局孙七",
        [("王五", "列席", "市水利局"), ("赵六", "列席", "市水利局"), ("孙七", "列席", "市财政局")],
    ),
    ("the clerk", "记录：王五", [("王五", "记录", None)]),
    ("absent", "请假：王五", [("王五", "请假", None)]),
    (
        "several lists",
        "出席：李四\n列席：市水利局王五\n记录：赵六",
        [("李四", "出席", None), ("王五", "列席", "市水利局"), ("赵六", "记录", None)],
    ),
    ("padded names", "出席：李 四、张　三", [("李四", "出席", None), ("张三", "出席", None)]),
    ("a note behind a name", "出席：李四（主持）、张三", [("李四", "出席", None), ("张三", "出席", None)]),
    ("a decision is no list", "会议要求各部门出席的同志认真落实，列席人员做好记录。", []),
]


@pytest.mark.parametrize(("says", "lists", "expected"), ATTENDANCE, ids=[row[0] for row in ATTENDANCE])
def test_who_was_there(minutes, says: str, lists: str, expected: list[tuple[str, str, str | None]]) -> None:
    record = meeting(minutes(f"{OPENING}\n一、研究防汛工作\n会议同意该方案。\n{lists}"))
    assert [(a.person, a.kind, a.unit_text) for a in record.attendance] == expected


def test_agenda_and_decisions(minutes) -> None:
    record = meeting(
        minutes(
            f"{OPENING}\n一、研究防汛工作\n会议听取了市水利局关于防汛工作的汇报。\n会议同意该方案，由市水利局组织实施。\n"
            "二、审议《青山市河道管理办法》\n（一）原则通过该办法，按程序印发。\n（二）由市司法局做好审查。\n出席：李四"
        )
    )
    assert record.agenda == ("研究防汛工作", "审议《青山市河道管理办法》")
    assert [(r.agenda_item, r.number, r.text, r.span.first) for r in record.resolutions] == [
        (1, "", "会议听取了市水利局关于防汛工作的汇报。", 4),
        (1, "", "会议同意该方案，由市水利局组织实施。", 5),
        (2, "（一）", "原则通过该办法，按程序印发。", 7),
        (2, "（二）", "由市司法局做好审查。", 8),
    ]


def test_attendance_knows_its_lines(minutes) -> None:
    record = meeting(
        minutes(f"{OPENING}\n一、研究防汛工作\n会议同意该方案。\n出席：李四\n列席：市水利局王五")
    )
    assert [(a.person, a.span.first) for a in record.attendance] == [("李四", 5), ("王五", 6)]


def test_other_documents_are_no_meetings(facts_of) -> None:
    assert facts_of(meetings, "2021年3月5日，市长李四主持召开会议，研究防汛等重点工作。\n出席：李四") == []
