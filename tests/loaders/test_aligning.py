"""Rows of tables that lost their cells: pieces under the heads that they fit, and no provisions in them."""

from __future__ import annotations

import pytest

from loaders.aligning import align, looks_like_time, looks_like_units
from loaders.columns import column
from loaders.readers import listings
from loaders.records import MatterRecord, ProvisionRecord

HEADS = [column(head) for head in ("工作任务", "牵头单位", "配合单位", "完成时限")]
LONG = "完成城区河道清淤并组织验收工作"
ROWS = [
    ("a piece a cell", [LONG, "市水利局", "市财政局、市审计局", "2023年6月底"], [LONG, 1, 1, 1]),
    ("nobody joins", [LONG, "市水利局", "长期坚持"], [LONG, 1, 0, 1]),
    ("no time", [LONG, "市水利局", "市财政局"], [LONG, 1, 1, 0]),
    ("neither", [LONG, "市水利局"], [LONG, 1, 0, 0]),
    (
        "the task over two lines",
        ["完成城区河道清淤并组织", "验收工作", "市水利局", "6月底前"],
        [LONG, 1, 0, 1],
    ),
    ("units over two lines", [LONG, "市水利局", "市财政局、", "市审计局", "6月底前"], [LONG, 1, 2, 1]),
]


@pytest.mark.parametrize(("says", "pieces", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_pieces_go_where_they_fit(says: str, pieces: list[str], expected: list[str | int]) -> None:
    spans = align(HEADS, pieces)
    assert spans is not None
    cells = [pieces[start:end] for start, end in spans]
    assert "".join(cells[0]) == expected[0]
    assert [len(cell) for cell in cells[1:]] == expected[1:]


def test_what_fits_nowhere_is_no_row() -> None:
    assert align(HEADS, ["2023年6月底", "长期坚持"]) is None


@pytest.mark.parametrize("text", ["2023年6月底前", "6月30日", "长期坚持", "2023-06", "年底前"])
def test_times(text: str) -> None:
    assert looks_like_time(text)
    assert not looks_like_units(text)


@pytest.mark.parametrize("text", ["市水利局、市财政局等", "各镇人民政府", "市审计署", "县直有关部门"])
def test_units(text: str) -> None:
    assert looks_like_units(text)
    assert not looks_like_time(text)


def told(found: list[MatterRecord]) -> list[tuple[str, list[tuple[str, str]], str | None]]:
    return [(m.title, [(a.role, a.text) for a in m.assignments], m.schedule_text) for m in found]


def test_rows_on_a_line_each_with_a_head_of_its_own_words(facts_of) -> None:
    found = facts_of(
        listings,
        "请执行。",
        "附件\n量化指标任务分工\n序号 工 作 任 务 牵头负责部门\n"
        "1 完成河道清淤12公里 水利局\n2 居民消费价格涨幅3%左右 发展改革委",
    )
    assert told(found) == [
        ("完成河道清淤12公里", [("lead", "水利局")], None),
        ("居民消费价格涨幅3%左右", [("lead", "发展改革委")], None),
    ]


def test_cells_on_a_line_each_one_of_them_missing(facts_of) -> None:
    heads = "序号\n重点任务\n具体措施\n牵头单位\n配合单位\n完成时限"
    first = "1\n压减时间\n推行“一网通办”，压缩至半个工作日。\n市水利局\n市财政局、市审计局\n2023年6月底"
    second = "2\n规范收费\n公布收费目录清单并动态调整。\n市财政局\n持续推进"
    found = facts_of(listings, "请执行。", f"附件\n重点任务清单\n{heads}\n{first}\n{second}")
    assert told(found) == [
        (
            "推行“一网通办”，压缩至半个工作日。",
            [("lead", "市水利局"), ("coUnit", "市财政局"), ("coUnit", "市审计局")],
            "2023年6月底",
        ),
        ("公布收费目录清单并动态调整。", [("lead", "市财政局")], "持续推进"),
    ]
    assert [m.description for m in found] == ["压减时间", "规范收费"]


def test_items_in_rows_are_no_provisions_and_what_stands_behind_is(reading_of) -> None:
    text = (
        "青政办发〔2021〕3号\n青山市人民政府办公室关于做好有关工作的通知\n各县区人民政府：\n一、任务\n"
        "序号 责任单位 工作任务\n1\n市水利局\n1.完成城区河道清淤。\n2.组织验收。\n2\n市财政局\n1.拨付经费。\n"
        "二、要求\n（一）按时完成。各单位要按时完成。\n青山市人民政府办公室\n2021年3月5日"
    )
    (document,) = reading_of(text).documents
    assert [f.part for f in document.facts if isinstance(f, ProvisionRecord)] == ["一", "二", "二/（一）"]
    assert [f.title for f in document.facts if isinstance(f, MatterRecord)] == [
        "完成城区河道清淤。",
        "组织验收。",
        "拨付经费。",
    ]
