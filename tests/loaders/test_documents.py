"""Where documents begin and end, and what their heads and signatures say."""

# ruff: noqa: E501 (a Chinese character counts double, and printed text is read as one line)

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.documents import DocumentText, find_documents
from loaders.errors import UnreadableFile
from loaders.issue import read_front_matter
from loaders.reading import read_source
from loaders.records import Reading
from loaders.source import build

DocumentsOf = Callable[[str], list[DocumentText]]
ReadingOf = Callable[[str], Reading]

NUMBER = "青政办发〔2021〕3号"
TITLE = "青山市人民政府办公室关于加强河道管理工作的通知"
ADDRESSEES = "各县区人民政府，市直各单位："
BODY = "为加强管理，现就有关事项通知如下：\n一、提高认识。各单位要高度重视。"
SIGNATURE = "青山市人民政府办公室\n2021年3月5日"
REST = f"{ADDRESSEES}\n{BODY}\n{SIGNATURE}"

HEADS = [
    ("the number above the title", f"{NUMBER}\n{TITLE}\n{REST}", None),
    ("the number in brackets below the title", f"{TITLE}\n（{NUMBER}）\n{REST}", None),
    ("the bare number below the title", f"{TITLE}\n{NUMBER}\n{REST}", None),
    ("the number behind the title", f"{TITLE}（{NUMBER}）\n{REST}", None),
    ("other brackets and blanks in the number", f"青政办发 [2021] 3 号\n{TITLE}\n{REST}", None),
    (
        "the issuer on a line of its own",
        f"{NUMBER}\n青山市人民政府办公室\n关于加强河道管理工作的通知\n{REST}",
        None,
    ),
    (
        "the title over three lines",
        f"{NUMBER}\n青山市人民政府办公室关于\n加强河道管理工作\n的通知\n{REST}",
        None,
    ),
    (
        "the title over lines, the number below it",
        f"青山市人民政府办公室关于加强\n河道管理工作的通知\n{NUMBER}\n{REST}",
        None,
    ),
    (
        "the registration number above the number",
        f"QSDR-2021-01002\n{NUMBER}\n{TITLE}\n{REST}",
        "QSDR-2021-01002",
    ),
    ("both numbers in one bracket", f"（QSDR—2021—01002，{NUMBER}）\n{TITLE}\n{REST}", "QSDR-2021-01002"),
    (
        "the registration number alone at the foot",
        f"{NUMBER}\n{TITLE}\n{REST}\nQSDR—2021—01002",
        "QSDR-2021-01002",
    ),
    (
        "the registration number alone at a page foot",
        f"{NUMBER}\n{TITLE}\n{ADDRESSEES}\n为加强管理，现就有关事项\nQSDR-2021-01002\n通知如下：\n一、提高认识。\n{SIGNATURE}",
        "QSDR-2021-01002",
    ),
]


@pytest.mark.parametrize(("says", "text", "registration"), HEADS, ids=[row[0] for row in HEADS])
def test_heads_in_every_order(
    documents_of: DocumentsOf, says: str, text: str, registration: str | None
) -> None:
    (document,) = documents_of(text)
    assert (document.title, document.number, document.registration_number) == (TITLE, NUMBER, registration)
    assert document.document_type == "通知"
    assert document.issuers == ("青山市人民政府办公室",)
    assert document.issued == date(2021, 3, 5)
    assert document.addressees == ("各县区人民政府", "市直各单位")
    assert document.jurisdiction == "青山市"


KINDS = [
    (
        "an approval has one addressee",
        "青山市人民政府关于同意设立工业园区的批复\n青政函〔2021〕7号\n云河县人民政府：\n同意设立。\n青山市人民政府\n2021年3月5日",
        ("青山市人民政府关于同意设立工业园区的批复", "青政函〔2021〕7号", "批复", ("云河县人民政府",)),
    ),
    (
        "an order is numbered under its issuer's name",
        "青山市人民政府令\n第12号\n《青山市河道管理办法》已经市人民政府常务会议通过，现予公布。\n市长　李四\n2021年3月5日",
        ("青山市人民政府令", "青山市人民政府令第12号", "令", ()),
    ),
    (
        "an order in one line above the title of a decision",
        "青山市人民政府令第12号\n青山市人民政府关于修改《青山市河道管理办法》的决定\n作如下修改。\n市长　李四\n2021年3月5日",
        ("青山市人民政府关于修改《青山市河道管理办法》的决定", "青山市人民政府令第12号", "决定", ()),
    ),
    (
        "a notice to the public has no number",
        "青山市人民政府关于中心城区禁止燃放烟花爆竹的通告\n现通告如下。\n青山市人民政府\n2021年3月5日",
        ("青山市人民政府关于中心城区禁止燃放烟花爆竹的通告", None, "通告", ()),
    ),
    (
        "minutes under a full title",
        "青山市人民政府第12次常务会议纪要\n2021年3月5日，市长李四主持召开市人民政府第12次常务会议，研究有关工作。",
        ("青山市人民政府第12次常务会议纪要", None, "会议纪要", ()),
    ),
    (
        "a page without a number",
        f"{TITLE}\n{REST}",
        (TITLE, None, "通知", ("各县区人民政府", "市直各单位")),
    ),
    (
        "a rule with a note on its adoption",
        "青山市河道管理条例\n（2021年3月5日青山市第八届人民代表大会常务委员会第十次会议通过）\n第一条 为了加强河道管理，制定本条例。",
        ("青山市河道管理条例", None, "条例", ()),
    ),
]


@pytest.mark.parametrize(("says", "text", "expected"), KINDS, ids=[row[0] for row in KINDS])
def test_kinds_of_documents(
    documents_of: DocumentsOf, says: str, text: str, expected: tuple[str, str | None, str, tuple[str, ...]]
) -> None:
    (document,) = documents_of(text)
    assert (document.title, document.number, document.document_type, document.addressees) == expected


JOINT = [
    (
        "parted by a blank",
        "青山市财政局 青山市水利局\n关于加强水利资金管理的通知\n青财农〔2021〕5号\n各县区财政局：\n现通知如下，请执行。\n青山市财政局 青山市水利局\n2021年3月5日",
    ),
    (
        "one above the other",
        "青财农〔2021〕5号\n青山市财政局\n青山市水利局\n关于加强水利资金管理的通知\n各县区财政局：\n现通知如下，请执行。\n青山市财政局　青山市水利局\n2021年3月5日",
    ),
    (
        "parted by an enumeration comma, signed one above the other",
        "青山市财政局、青山市水利局关于加强水利资金管理的通知\n青财农〔2021〕5号\n各县区财政局：\n现通知如下，请执行。\n青山市财政局\n青山市水利局\n2021年3月5日",
    ),
]


@pytest.mark.parametrize(("says", "text"), JOINT, ids=[row[0] for row in JOINT])
def test_joint_issuers(documents_of: DocumentsOf, says: str, text: str) -> None:
    (document,) = documents_of(text)
    assert document.issuers == ("青山市财政局", "青山市水利局")
    assert document.number == "青财农〔2021〕5号"
    assert document.title.endswith("关于加强水利资金管理的通知")


@pytest.mark.parametrize("above", [True, False], ids=["numbers above the titles", "numbers below the titles"])
def test_one_document_ends_where_the_next_begins(documents_of: DocumentsOf, above: bool) -> None:
    other = "青山市人民政府办公室关于做好防汛工作的通知"
    heads = [(NUMBER, TITLE), ("青政办发〔2021〕4号", other)]
    text = "\n".join(
        "\n".join((number, title) if above else (title, number)) + "\n" + REST for number, title in heads
    )
    documents = documents_of(text)
    assert [(d.number, d.title) for d in documents] == heads
    blocks = documents[0].source.blocks
    assert [(blocks[d.first].first, blocks[d.end - 1].last) for d in documents] == [(1, 7), (8, 14)]


MENTIONS = [
    (
        "a title in the text",
        "各单位要认真落实《青山市人民政府办公室关于做好防汛工作的通知》（青政办发〔2020〕4号）。",
    ),
    ("a number at the end of a sentence", "详见青政办发〔2020〕4号。"),
    ("a title in the list of annexes", "附件：青山市人民政府办公室关于做好防汛工作的通知"),
    ("a row of a table of documents", "1\t青山市人民政府关于做好防汛工作的通知\t青政发〔2020〕4号"),
    (
        "an entry of a list of repealed documents",
        "1.青山市人民政府关于做好防汛工作的通知（青政发〔2020〕4号）",
    ),
    ("the print note at the foot", "青山市人民政府办公室 2021年3月6日印发"),
]


@pytest.mark.parametrize(("says", "line"), MENTIONS, ids=[row[0] for row in MENTIONS])
def test_what_names_a_document_does_not_begin_one(documents_of: DocumentsOf, says: str, line: str) -> None:
    documents = documents_of(f"{NUMBER}\n{TITLE}\n{ADDRESSEES}\n{BODY}\n{line}\n{SIGNATURE}")
    assert [document.number for document in documents] == [NUMBER]


NO_GAZETTES = [
    ("prose", "今天天气很好，我们去公园玩。\n公园里有很多花。"),
    ("a table of figures", "甲,乙,丙\n1,2,3\n4,5,6"),
    ("English", "Lorem ipsum dolor sit amet,\nconsectetur adipiscing elit."),
    ("blanks only", " \n\t\n"),
    ("nothing", ""),
]


@pytest.mark.parametrize(("says", "text"), NO_GAZETTES, ids=[row[0] for row in NO_GAZETTES])
def test_what_is_no_gazette_is_refused(says: str, text: str) -> None:
    with pytest.raises(UnreadableFile) as error:
        read_source(build("qingshan.txt", text.split("\n")), "0" * 64)
    assert error.value.source == "qingshan.txt" and " / " in error.value.reason


def test_what_belongs_to_no_document_is_reported(reading_of: ReadingOf) -> None:
    lost = "这一段文字印在第一个文件的标题之前，不属于任何一个文件，读的人应当知道它没有被读进去。"
    reading = reading_of(f"{lost}\n{NUMBER}\n{TITLE}\n{REST}")
    assert [(problem.source, problem.line) for problem in reading.problems] == [("qingshan.txt", 1)]


def test_a_document_without_a_date_is_reported(reading_of: ReadingOf) -> None:
    reading = reading_of(f"{NUMBER}\n{TITLE}\n{ADDRESSEES}\n{BODY}")
    assert reading.documents[0].issued is None
    assert [problem.line for problem in reading.problems] == [1]
    assert NUMBER in reading.problems[0].reason


def test_a_truncated_document_is_read_as_far_as_it_goes(documents_of: DocumentsOf) -> None:
    (document,) = documents_of(f"{NUMBER}\n{TITLE}\n各县区人民")
    assert (document.number, document.title, document.issued) == (NUMBER, TITLE, None)


_LINES = st.sampled_from(
    [
        NUMBER,
        "青政发〔2021〕号",
        "（QSDR-2021-01002，青政办发〔2021〕4号）",
        "QSDR-2021-01002",
        TITLE,
        "青山市人民政府办公室",
        "关于印发《青山市河道管理办法》的通知",
        "青山市人民政府令",
        "第12号",
        "第12次",
        "会议纪要",
        ADDRESSEES,
        *BODY.split("\n"),
        "2021年3月5日",
        "青山市河道管理办法",
        "第一章 总则",
        "第一条 为加强河道管理，根据《青山市水利条例》制定本办法，自公布之日起施行，有效期五年。",
        "市区以外的河道，由市水利局负责。",
        "（一）倾倒垃圾的，处200元以下罚款；",
        "1.清淤工作。完成清淤，并组织验收。",
        "附件：1.河道名录",
        "2.水库名录",
        "附件1",
        "序号\t任务\t牵头单位\t完成时限",
        "1\t清淤\t市水利局\t2021年6月底",
        "\t验收\t\t",
        "合计\t\t\t3",
        "序号 单位名称 登记号",
        "1 市水利局 SLR",
        "青山市人民政府公报2021年第3期",
        "青山市人民政府公报",
        "目 录",
        "青山市人民政府关于设立园区的批复……3",
        "组长：张 三 市长",
        "成员：李四、王五",
        "任命张三同志为市水利局局长（试用期一年）；",
        "免去李四同志的市水利局副局长职务。",
        "2021年3月5日，市长李四主持召开市人民政府第12次常务会议，研究防汛工作。",
        "出席：张三、李四",
        "市长 李四",
        "分管：市水利局、市财政局",
        "成立河道整治领导小组，由市长李四任组长，办公室设在市水利局。",
        "",
        "二0二一年五月",
    ]
)


@settings(max_examples=150)
@given(st.lists(_LINES, max_size=22))
def test_any_heap_of_lines_is_read_or_refused(lines: list[str]) -> None:
    try:
        reading = read_source(build("qingshan.txt", lines), "0" * 64)
    except UnreadableFile:
        return
    before = 0
    for document in reading.documents:
        assert before < document.span.first <= document.span.last <= len(lines)
        before = document.span.last
        for fact in document.facts:
            assert document.span.first <= fact.span.first <= fact.span.last <= document.span.last


def test_the_documents_of_a_source_are_looked_for_behind_the_given_block() -> None:
    source = build("qingshan.txt", f"{NUMBER}\n{TITLE}\n{REST}\n{NUMBER}\n{TITLE}\n{REST}".split("\n"))
    assert read_front_matter(source).issue is None
    assert len(find_documents(source, 0)) == 2
    assert len(find_documents(source, 7, "青山市")) == 1


def test_a_number_behind_a_title_of_several_lines(documents_of) -> None:
    lines = [
        "青山市人民政府办公室关于认真落实河道管理",
        "工作责任的通知（青政办发〔2021〕3号）",
        "各县区人民政府，市直各单位：",
        "请执行。",
    ]
    (document,) = documents_of("\n".join(lines))
    assert (document.title, document.number) == (
        "青山市人民政府办公室关于认真落实河道管理工作责任的通知",
        "青政办发〔2021〕3号",
    )
