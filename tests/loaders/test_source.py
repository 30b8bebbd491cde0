"""The logical text: wraps, padding, page heads and markup undone, every character on the line it came from."""

# ruff: noqa: E501 (a Chinese character counts double, and printed text is read as one line)

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from loaders.records import Span
from loaders.source import SourceText, build, compact, tidy, width


def source(text: str) -> SourceText:
    """The source text of lines written as one string."""
    return build("qingshan.txt", text.split("\n"))


def texts(text: str) -> list[str]:
    return [block.text for block in source(text).blocks]


# --- paragraphs ---------------------------------------------------------------------------------

WRAPPED = """青山市人民政府办公室关于加强河道管理工作的通知
各县区人民政府，市政府各部门：
　　为进一步加强全市河道管理工作，维护河湖健康，保障防洪安全，现将有关
事项通知如下，请各单位结合实际认真抓好落实，并于月底前报送工作情况和下
一步打算。
　　一、加强组织领导。各单位要高度重视河道管理，主要负责同志亲自抓、负
总责，层层压实责任。
　　二、加强巡查。
青山市人民政府办公室
2021年3月5日"""


def test_hard_wraps_are_undone() -> None:
    read = source(WRAPPED)
    assert [(block.first, block.last) for block in read.blocks] == [
        (1, 1),
        (2, 2),
        (3, 5),
        (6, 7),
        (8, 8),
        (9, 9),
        (10, 10),
    ]
    assert read.blocks[2].text.endswith(
        "现将有关事项通知如下，请各单位结合实际认真抓好落实，并于月底前报送工作情况和下一步打算。"
    )
    assert read.blocks[3].text.startswith("一、加强组织领导。") and "亲自抓、负总责" in read.blocks[3].text


def test_a_page_break_in_a_sentence_is_undone_and_the_running_head_reported() -> None:
    read = source(
        """　　各单位要高度重视河道管理，主要负责同志亲自抓、负总责，层层压实责任，
确保各项工作落到实处，不断提升管理水平，切实维护人民群众的生命财产安
— 12 —

青山市人民政府公报2021年第3期
全，推动河道面貌持续改善。
　　各县区要加强宣传，引导公众参与，营造全社会关心支持河道管理的良好氛
围，按时报送市河长办。"""
    )
    assert [(block.first, block.last) for block in read.blocks] == [(1, 6), (7, 8)]
    assert "切实维护人民群众的生命财产安全，推动" in read.blocks[0].text
    assert read.running_heads == ((5, "青山市人民政府公报2021年第3期"),)
    assert "公报" not in read.text and "12" not in read.text


PARAGRAPHS = [
    (
        "a bracket that is open goes on over a break",
        "根据《青山市人民政府关于印发\n〈青山市河道管理办法〉的通知》（青政发〔2021〕\n3号）制定。",
        1,
    ),
    (
        "a numbered paragraph begins a new one",
        "一、提高认识\n二、加强领导\n（一）明确责任\n1.制定方案\n（1）分步实施",
        5,
    ),
    ("an article begins a new one", "第一条 为规范管理，制定本办法\n第二条 本办法适用于本市", 2),
    ("a document number stands alone", "青政办发〔2021〕3号\n青山市人民政府办公室关于加强管理的通知", 2),
    (
        "addressees stand apart from the title",
        "青山市人民政府办公室关于加强管理的通知\n各县区人民政府，市直各单位：\n现通知如下。",
        3,
    ),
    ("an empty line alone parts nothing that goes on", "根据《青山市河道\n\n管理办法》制定。", 1),
    ("a comma at the head of a line goes on", "制定本方案\n，请遵照执行。", 1),
    ("short lines of a roster stay apart", "组长：张三\n副组长：李四\n成员：王五", 3),
    (
        "entries of a table of contents stay apart",
        "青山市人民政府关于甲的通知……1\n青山市人民政府关于乙的通知……4",
        2,
    ),
    ("nothing but blanks", " \n\t\n\u3000", 0),
]


@pytest.mark.parametrize(("says", "text", "count"), PARAGRAPHS, ids=[row[0] for row in PARAGRAPHS])
def test_where_paragraphs_begin(says: str, text: str, count: int) -> None:
    assert len(source(text).blocks) == count


# --- page numbers and running heads ----------------------------------------------------------------


@pytest.mark.parametrize("line", ["— 12 —", "-4-", "－ 7 －", "·6·", "第 3 页 共 10 页", "第3页", "3/10"])
def test_page_numbers_are_dropped(line: str) -> None:
    assert texts(f"正文之一。\n{line}\n正文之二。") == ["正文之一。", "正文之二。"]


@pytest.mark.parametrize("line", ["2021", "第3条", "3.10", "—", "12号"])
def test_what_looks_like_a_page_number_stays(line: str) -> None:
    assert line in texts(f"正文之一。\n{line}\n正文之二。")


@pytest.mark.parametrize(
    "line",
    [
        "青山市人民政府公报2021年第3期",
        "12 青山市人民政府公报 2021年第3期",
        "青山市人民政府公报　2021 年第 3 期　12",
        "青山政报2021.3",
        "青山市人民政府公报2021年第3期（总第45期）",
    ],
)
def test_running_heads_are_dropped_and_reported(line: str) -> None:
    read = source(f"正文之一。\n{line}\n正文之二。")
    assert [block.text for block in read.blocks] == ["正文之一。", "正文之二。"]
    assert [number for number, _ in read.running_heads] == [2]


@pytest.mark.parametrize(
    "line", ["青山市人民政府公报", "《青山市人民政府公报》2021年第3期刊登了办法。", "2021年第3期"]
)
def test_what_looks_like_a_running_head_stays(line: str) -> None:
    read = source(f"正文之一。\n{line}\n正文之二。")
    assert line in [block.text for block in read.blocks] and not read.running_heads


def test_the_first_head_is_the_masthead_and_stays() -> None:
    read = source("青山市人民政府公报2021年第3期\n正文。")
    assert read.blocks[0].text == "青山市人民政府公报2021年第3期" and not read.running_heads


# --- rows and markup ---------------------------------------------------------------------------------


def test_lines_with_tabs_are_rows_and_their_blanks_stay_in_the_raw_cells() -> None:
    read = source("序号\t任务\t责任人\n1\t 清理 河道 \t张 三、李四\n\t第二步\t\n正文。")
    assert [block.is_row for block in read.blocks] == [True, True, True, False]
    assert read.blocks[1].text == "1\t清理河道\t张三、李四"
    assert read.blocks[1].cells == ["1", "清理 河道", "张 三、李四"]
    assert read.blocks[2].cells == ["", "第二步", ""]


def test_a_row_never_joins_a_paragraph() -> None:
    assert texts("根据《青山市河道\n甲\t乙\n管理办法》制定。")[1] == "甲\t乙"


MARKUP = [
    ("a heading", "# 青山市人民政府关于加强管理的通知", "青山市人民政府关于加强管理的通知"),
    ("a lower heading", "### 一、总体要求", "一、总体要求"),
    ("a list of titles", "- 《青山市河道管理办法》", "《青山市河道管理办法》"),
    ("a list with stars", "* 市水利局", "市水利局"),
    ("bold", "**一、总体要求**", "一、总体要求"),
    ("bold by underscores", "__一、总体要求__", "一、总体要求"),
    ("a dash before a figure is no markup", "- 5", "- 5"),
    ("a hash inside is no markup", "1#楼", "1#楼"),
]


@pytest.mark.parametrize(("says", "line", "text"), MARKUP, ids=[row[0] for row in MARKUP])
def test_markdown_markup_is_taken_off(says: str, line: str, text: str) -> None:
    assert texts(line) == [text]


# --- blanks --------------------------------------------------------------------------------------------

TIDIED = [
    ("padding between Chinese", "青 山 市　人民政府", "青山市人民政府"),
    ("blanks between Latin words stay", "GDP  growth rate", "GDP growth rate"),
    ("blanks inside a figure", "12 .5 %", "12.5%"),
    ("blanks around figures in Chinese", "第 3 条", "第3条"),
    ("a no-break space", "青山\u00a0市", "青山市"),
    ("a byte order mark inside", "青\ufeff山市", "青山市"),
    ("ends", "  甲 ", "甲"),
]


@pytest.mark.parametrize(("says", "text", "tidied"), TIDIED, ids=[row[0] for row in TIDIED])
def test_padding_is_taken_out(says: str, text: str, tidied: str) -> None:
    assert tidy(text) == tidied


def test_compact_leaves_no_blank_and_width_counts_latin_half() -> None:
    assert compact(" GDP 增 长 ") == "GDP增长"
    assert width("青山AB") == 3.0


# --- positions -----------------------------------------------------------------------------------------

_PIECES = st.sampled_from(
    [
        "青山市人民政府公报2021年第3期",
        "— 12 —",
        "一、提高认识。",
        "根据《青山市河道管理办",
        "法》（青政发〔2021〕",
        "3号）要求，各单位要",
        "甲\t乙\t丙",
        "　　",
        "",
        "GDP growth",
        "rate of 5 %",
        "组长：张 三",
        "2021年3月5日",
        "各县区人民政府，市直各单位：",
        "第一条 为规范管理，制定本办法。",
        "切实维护人民群众的生命财产安全，推动河道面貌持续改善，让群众满意",
    ]
)
LINES = st.lists(
    st.one_of(_PIECES, st.text(st.characters(exclude_characters="\n"), max_size=40)), max_size=25
)


@given(LINES)
@example(["根据《青山市", "— 3 —", "河道管理办法》制定。"])
def test_every_character_stands_on_the_line_that_its_origin_says(lines: list[str]) -> None:
    read = build("qingshan.txt", lines)
    for offset, char in enumerate(read.text):
        if char not in "\n\t ":
            assert char in lines[read.line_at(offset) - 1]


@given(LINES)
def test_blocks_lie_one_behind_the_other(lines: list[str]) -> None:
    read = build("qingshan.txt", lines)
    assert read.text == "\n".join(block.text for block in read.blocks)
    before = 0
    for index, block in enumerate(read.blocks):
        assert read.text[block.start : block.end] == block.text
        assert before < block.first <= block.last <= len(lines)
        assert read.block_at(block.start) == index == read.block_at(block.end - 1)
        assert read.span(block.start, block.end) == Span(block.first, block.last)
        assert [read.line_at(at) for at in range(block.start, block.end)] == sorted(
            read.line_at(at) for at in range(block.start, block.end)
        )
        before = block.last


@given(LINES)
def test_nothing_but_page_numbers_heads_blanks_and_markup_is_lost(lines: list[str]) -> None:
    read = build("qingshan.txt", lines)
    dropped = {number for number, _ in read.running_heads} | {number for number, _ in read.furniture}
    held = {line for block in read.blocks for line in range(block.first, block.last + 1)}
    for number, line in enumerate(lines, 1):
        if line in ("一、提高认识。", "3号）要求，各单位要", "甲\t乙\t丙", "组长：张 三", "2021年3月5日"):
            assert number in held and number not in dropped


@given(
    st.lists(
        st.sampled_from(["甲、", "（一）", "。", "《乙", "》", "12", "Ab", "\t", " ", "第三条 "]), max_size=60
    )
)
def test_any_lines_can_be_read(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert source(text).lines == (text,)


def test_pages_are_kept_for_each_line() -> None:
    read = build("qingshan.pdf", ["甲。", "乙。"], [1, 2])
    assert read.pages == (1, 2)


def test_a_numbered_heading_is_a_paragraph_where_lines_are_not_broken() -> None:
    heading = "一、传达学习全市河道管理工作会议精神、防汛抗旱工作会议精神和有关文件精神"
    told = build("青山.txt", [heading, "会议传达了有关精神。"]).blocks
    assert [block.text for block in told] == [heading, "会议传达了有关精神。"]


def test_what_a_format_tells_of_paragraphs_goes_before_the_look_of_lines() -> None:
    lines = ["甲的文字到这里结束。", "乙的文字", "接着。"]
    told = build("青山.pdf", lines, (), (None, False, True)).blocks
    assert [block.text for block in told] == ["甲的文字到这里结束。乙的文字", "接着。"]


@pytest.mark.parametrize(
    ("printed", "logical"),
    [
        ("甲局牵头,乙局配合;各县区政府:", "甲局牵头，乙局配合；各县区政府："),
        ("请认真贯彻执行.", "请认真贯彻执行。"),
        ("现印发给你们.为做好工作", "现印发给你们。为做好工作"),
        ("一.总则", "一.总则"),
        ("(一)甲局,(二)乙局", "(一)甲局，(二)乙局"),
        ("上午9:30开会, 共1,200人", "上午9:30开会，共1,200人"),
        ("见http://qingshan.example,共3页", "见http://qingshan.example,共3页"),
    ],
)
def test_punctuation_between_chinese_characters_is_full_width(printed: str, logical: str) -> None:
    assert build("qingshan.txt", [printed]).text == logical


def test_a_date_and_a_second_title_begin_paragraphs() -> None:
    title = "青山市人民政府办公室关于印发青山市城市河道设施管理暂行办法的通知"
    lines = [
        title,
        title,
        "根据有关规定制定的办法已经市政府同意，现印发给你们，请认真贯彻执行。",
        "二〇一一年三月三十日",
    ]
    assert [block.text for block in build("qingshan.txt", lines).blocks] == lines


def test_a_file_with_a_line_longer_than_any_print_is_not_wrapped() -> None:
    long = "本市河道管理工作坚持统一规划" * 6
    lines = [long, "各有关单位要切实加强领导明确专人负责按时报送", "二是加大巡查力度", long, "三是落实保障"]
    assert len(build("qingshan.txt", lines).blocks) >= 3
