"""The parts of a document: instruments, annexes, and provisions with their paths and parents."""

# ruff: noqa: E501 (a Chinese character counts double, and printed text is read as one line)

from __future__ import annotations

import pytest

from loaders.parts import read_provisions, read_structure
from loaders.readers.base import Context
from loaders.records import AnnexRecord, InstrumentRecord, ProvisionRecord, Span

ISSUING = "青山市人民政府办公室关于印发《青山市河道管理办法》的通知"


def parts(context: Context) -> list[tuple[str, str, int]]:
    blocks = context.source.blocks
    return [(part.path, part.kind, blocks[part.first].first) for part in context.structure.parts]


def provisions(context: Context) -> list[ProvisionRecord]:
    return [provision for _, provision in read_provisions(context.document, context.structure)]


def outline(context: Context) -> list[tuple[str, str, str]]:
    """Path, parent and kind of each provision."""
    return [(provision.part, provision.parent, provision.kind) for provision in provisions(context)]


# --- instruments --------------------------------------------------------------------------------

INSTRUMENTS = [
    (
        "named in 《》 in the title",
        "印发《青山市河道管理办法》",
        "青山市河道管理办法\n第一条 为加强管理，制定本办法。",
        [("青山市河道管理办法", "办法")],
    ),
    (
        "named without 《》",
        "印发青山市河道整治实施方案",
        "青山市河道整治实施方案\n一、总体要求",
        [("青山市河道整治实施方案", "方案")],
    ),
    (
        "two in one notice",
        "印发《青山市河道管理办法》和《青山市水库管理办法》",
        "青山市河道管理办法\n第一条 甲乙丙丁。\n青山市水库管理办法\n第一条 甲乙丙丁。",
        [("青山市河道管理办法", "办法"), ("青山市水库管理办法", "办法")],
    ),
    (
        "its title broken over lines",
        "印发《青山市河道管理办法》",
        "青山市\n河道管理办法\n第一条 甲乙丙丁。",
        [("青山市河道管理办法", "办法")],
    ),
    (
        "other brackets in the title as printed",
        "印发《青山市河道管理办法（试行）》",
        "青山市河道管理办法(试行)\n第一条 甲乙丙丁。",
        [("青山市河道管理办法（试行）", "办法")],
    ),
    ("announced but not printed", "印发《青山市河道管理办法》", "", []),
    ("a notice that issues nothing", "加强河道管理工作", "青山市河道名录", []),
]


@pytest.mark.parametrize(
    ("says", "what", "behind", "expected"), INSTRUMENTS, ids=[row[0] for row in INSTRUMENTS]
)
def test_instruments(context_of, says: str, what: str, behind: str, expected: list[tuple[str, str]]) -> None:
    title = f"青山市人民政府办公室关于{what}的通知"
    context = context_of("现将有关文件印发给你们，请认真贯彻执行。", behind, title)
    assert [(i.title, i.document_type) for i in context.structure.instruments] == expected
    assert [path for path, kind, _ in parts(context) if kind == "instrument"] == [
        title for title, _ in expected
    ]


def test_an_order_publishes_the_rule_that_its_first_sentence_names(reading_of) -> None:
    reading = reading_of(
        "青山市人民政府令\n第12号\n《青山市河道管理办法》已经市人民政府常务会议通过，现予公布。\n市长　李四\n2021年3月5日\n"
        "青山市河道管理办法\n第一条 为加强河道管理，制定本办法。"
    )
    (document,) = reading.documents
    assert [fact.title for fact in document.facts if isinstance(fact, InstrumentRecord)] == [
        "青山市河道管理办法"
    ]
    articles = [fact.part for fact in document.facts if isinstance(fact, ProvisionRecord)]
    assert articles == ["青山市河道管理办法/第一条"]


def test_an_instrument_reaches_to_the_end_of_the_document(context_of) -> None:
    context = context_of(
        "现印发给你们。", "青山市河道管理办法\n第一条 甲乙丙丁。\n第二条 甲乙丙丁。", ISSUING
    )
    assert parts(context) == [("", "notice", 1), ("青山市河道管理办法", "instrument", 7)]
    assert context.structure.instruments[0].span == Span(7, 9)


# --- annexes --------------------------------------------------------------------------------------

ANNEXES = [
    (
        "announced and printed",
        "附件：河道名录",
        "附件\n河道名录\n1.青河，长20公里。",
        [("附件", "河道名录", 1, True, False)],
    ),
    (
        "several, one announced only and one a head only",
        "附件：1.河道分工表\n2.河道名录\n3.联系人登记表",
        "附件1\n河道分工表\n序号\t任务\t责任单位\n1\t清淤\t市水利局\n附件2\n河道名录\n序号 名称\n长度 备注",
        [
            ("附件1", "河道分工表", 1, True, False),
            ("附件2", "河道名录", 2, True, True),
            ("附件3", "联系人登记表", 3, False, False),
        ],
    ),
    (
        "announced in one line, heads with their titles",
        "附件：1.河道名录 2.水库名录",
        "附件1：河道名录\n青河，长20公里。\n附件2：水库名录\n青山水库，库容3亿方。",
        [("附件1", "河道名录", 1, True, False), ("附件2", "水库名录", 2, True, False)],
    ),
    (
        "printed without being announced",
        "请认真执行。",
        "附件1\n河道名录\n1.青河，长20公里。",
        [("附件1", "河道名录", 1, True, False)],
    ),
    (
        "numbered in Chinese",
        "请认真执行。",
        "附件一\n河道名录\n1.青河，长20公里。\n附件二\n水库名录\n1.青山水库。",
        [("附件1", "河道名录", 1, True, False), ("附件2", "水库名录", 2, True, False)],
    ),
    (
        "printed with blanks",
        "附件：河道名录",
        "附 件\n河道名录\n1.青河，长20公里。",
        [("附件", "河道名录", 1, True, False)],
    ),
    ("announced only", "附件：河道名录", "", [("附件", "河道名录", 1, False, False)]),
    ("a mention is no annex", "请按附件1要求填报（见附件2）。\n附件要求如下，请认真执行。", "", []),
]


@pytest.mark.parametrize(("says", "body", "behind", "expected"), ANNEXES, ids=[row[0] for row in ANNEXES])
def test_annexes(
    context_of, says: str, body: str, behind: str, expected: list[tuple[str, str, int, bool, bool]]
) -> None:
    annexes: tuple[AnnexRecord, ...] = context_of(body, behind).structure.annexes
    assert [(a.label, a.title, a.ordinal, a.printed, a.head_only) for a in annexes] == expected
    assert [a.part for a in annexes] == [a.label for a in annexes]


def test_two_annexes_under_one_label_have_two_paths(context_of) -> None:
    context = context_of("请执行。", "附件1\n河道名录\n1.青河。\n附件1\n水库名录\n1.青山水库。")
    assert [path for path, kind, _ in parts(context) if kind == "annex"] == ["附件1", "附件1′"]
    assert [annex.label for annex in context.structure.annexes] == ["附件1", "附件1"]


def test_what_is_announced_as_an_annex_is_no_instrument(context_of) -> None:
    context = context_of(
        "现印发给你们。\n附件：青山市河道管理办法", "附件\n青山市河道管理办法\n第一条 甲乙丙丁。", ISSUING
    )
    assert not context.structure.instruments
    assert [(a.label, a.title) for a in context.structure.annexes] == [("附件", "青山市河道管理办法")]


# --- provisions --------------------------------------------------------------------------------------

RULES = "青山市河道管理办法"

OUTLINES = [
    (
        "chapters hold articles, articles stand under the instrument",
        "第一章 总则\n第一条 为加强管理，制定本办法。\n第二章 职责\n第二条 甲局负责管理。",
        [
            ("第一章", "", "章"),
            ("第一条", "第一章", "条"),
            ("第二章", "", "章"),
            ("第二条", "第二章", "条"),
        ],
    ),
    (
        "sections stand under chapters",
        "第一章 总则\n第一节 一般规定\n第一条 为加强管理，制定本办法。\n第二节 其他规定\n第二条 甲局负责管理。",
        [
            ("第一章", "", "章"),
            ("第一章/第一节", "第一章", "节"),
            ("第一条", "第一章/第一节", "条"),
            ("第一章/第二节", "第一章", "节"),
            ("第二条", "第一章/第二节", "条"),
        ],
    ),
    (
        "the second paragraph makes the first one a paragraph",
        "第二条 本办法适用于本市。\n市区以外的河道，由县区人民政府管理。",
        [("第二条", "", "条"), ("第二条/1", "第二条", "款"), ("第二条/2", "第二条", "款")],
    ),
    (
        "items of an article",
        "第三条 有下列情形之一的，应当处理：\n（一）占用河道的；\n（二）倾倒垃圾的。\n第四条 本办法自公布之日起施行。",
        [
            ("第三条", "", "条"),
            ("第三条/（一）", "第三条", "项"),
            ("第三条/（二）", "第三条", "项"),
            ("第四条", "", "条"),
        ],
    ),
    (
        "articles in Arabic numerals",
        "第1条 甲乙丙丁。\n第2条 甲乙丙丁。",
        [("第1条", "", "条"), ("第2条", "", "条")],
    ),
    (
        "the four levels of a plan",
        "一、总体要求\n（一）基本原则。坚持系统治理。\n1.分类实施。按等级分类。\n（1）城区河道。由区负责。\n（2）农村河道。由镇负责。\n2.分步推进。\n（二）工作目标。\n二、重点任务",
        [
            ("一", "", "段"),
            ("一/（一）", "一", "项"),
            ("一/（一）/1", "一/（一）", "目"),
            ("一/（一）/1/（1）", "一/（一）/1", "目"),
            ("一/（一）/1/（2）", "一/（一）/1", "目"),
            ("一/（一）/2", "一/（一）", "目"),
            ("一/（二）", "一", "项"),
            ("二", "", "段"),
        ],
    ),
    (
        "a number printed twice",
        "一、提高认识。\n二、加强领导。\n二、严格考核。\n（一）甲项工作。\n（一）乙项工作。",
        [
            ("一", "", "段"),
            ("二", "", "段"),
            ("二′", "", "段"),
            ("二′/（一）", "二′", "项"),
            ("二′/（一）′", "二′", "项"),
        ],
    ),
    (
        "an item that lost its full stop among items",
        "（一）清淤工作\n1.完成城区河道清淤任务。\n2完成农村河道清淤任务。",
        [("（一）", "", "项"), ("（一）/1", "（一）", "目"), ("（一）/2", "（一）", "目")],
    ),
    (
        "a year at the head of a line is no number",
        "一、任务\n2021年完成全部河道的清淤任务和验收。",
        [("一", "", "段"), ("一/段1", "一", "款")],
    ),
    (
        "a decimal at the head of a line is no number",
        "一、目标\n1.5公里以内的河道全部完成整治任务。",
        [("一", "", "段"), ("一/段1", "一", "款")],
    ),
    ("nothing numbered", "本办法适用于本市行政区域内的河道管理。", []),
]


@pytest.mark.parametrize(("says", "text", "expected"), OUTLINES, ids=[row[0] for row in OUTLINES])
def test_provisions(context_of, says: str, text: str, expected: list[tuple[str, str, str]]) -> None:
    context = context_of("现印发给你们。", f"{RULES}\n{text}", ISSUING)
    under = [(f"{RULES}/{path}", f"{RULES}/{parent}".rstrip("/"), kind) for path, parent, kind in expected]
    assert outline(context) == under


def test_numbers_ordinals_texts_and_headings(context_of) -> None:
    context = context_of(
        "一、提高认识。各单位要重视。\n（二）分类\n第一百零三条 甲乙丙丁。\n十二、各单位要高度重视，认真执行。"
    )
    assert [(p.number, p.ordinal, p.heading, p.text) for p in provisions(context)] == [
        ("一", 1, "提高认识", "提高认识。各单位要重视。"),
        ("（二）", 2, "分类", "分类"),
        ("第一百零三条", 103, None, "甲乙丙丁。"),
        ("十二", 12, None, "各单位要高度重视，认真执行。"),
    ]


def test_a_provision_over_several_lines_knows_them(context_of) -> None:
    text = "一、各单位要高度重视河道管理工作，主要负责同志亲自抓、负总责，层层压实责\n任，确保各项工作落到实处，不断提升管理水平，切实维护人民群众的生命财产\n安全。"
    (provision,) = provisions(context_of(text))
    assert provision.span == Span(4, 6)
    assert "层层压实责任" in provision.text and "生命财产安全。" in provision.text


def test_behind_the_signature_nothing_belongs_to_the_last_provision(context_of) -> None:
    context = context_of(
        "请执行。\n一、提高认识。\n二、加强领导。", "此件公开发布，请各单位遵照执行并做好宣传。"
    )
    assert [p.part for p in provisions(context)] == ["一", "二"]
    assert context.path_at(context.text.index("此件公开")) == ""


def test_the_path_at_an_offset_is_that_of_the_innermost_provision(context_of) -> None:
    context = context_of(
        "现印发给你们。",
        f"{RULES}\n第一章 总则\n第二条 本办法适用于本市。\n市区以外的河道，由县区人民政府管理。\n（一）占用河道的；",
        ISSUING,
    )

    def path(word: str) -> str:
        return context.path_at(context.text.index(word))

    assert path("现印发") == ""
    assert path("总则") == f"{RULES}/第一章"
    assert path("适用于") == f"{RULES}/第二条"
    assert path("市区以外") == f"{RULES}/第二条/2"
    assert path("占用").startswith(f"{RULES}/第二条")
    assert context.part_at(context.text.index("占用")).path == RULES


def test_rows_of_tables_are_no_provisions(context_of) -> None:
    context = context_of("一、任务", "附件\n分工表\n序号\t任务\n一、\t清淤\n1.\t验收")
    assert [p.part for p in provisions(context)] == ["一"]


def test_structure_and_provisions_are_the_context_s(context_of) -> None:
    context = context_of("一、任务。")
    assert read_structure(context.document) == context.structure
    assert tuple(provisions(context)) == context.provisions


def test_an_instrument_whose_title_a_page_leaves_out(reading_of) -> None:
    text = (
        "青政办发〔2021〕3号\n青山市人民政府办公室关于印发《青山市河道要点》的通知\n各县区人民政府：\n"
        "现印发给你们，请认真执行。\n青山市人民政府办公室\n2021年3月5日\n2021年是关键之年。\n一、清淤\n"
        "（一）城区河道\n完成清淤。\n二、巡查\n每月一次。"
    )
    (document,) = reading_of(text).documents
    assert [f.title for f in document.facts if isinstance(f, InstrumentRecord)] == ["青山市河道要点"]
    parts = [f.part for f in document.facts if isinstance(f, ProvisionRecord)]
    assert "青山市河道要点/一/（一）" in parts
