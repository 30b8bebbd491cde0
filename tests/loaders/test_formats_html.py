"""Web pages: what is text and what is not, tables, line numbers, encodings."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.errors import UnreadableFile
from loaders.formats import read_lines
from loaders.formats.base import Lines
from loaders.formats.grid import MAX_COLUMNS, Cell, expand
from loaders.formats.html import decode_page

TITLE = "青山市人民政府关于加强河道管理工作的通知"
PARAGRAPHS = [
    "青政发〔2021〕3号",
    "各县区人民政府，市直各单位：",
    "根据《河道管理条例》和省有关要求，现将有关事项通知如下：",
    "一、提高认识。各单位要高度重视，切实加强领导，明确专人负责。",
    "青山市人民政府",
    "2021年3月5日",
]
TEXT = "\n".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def lines_of(tmp_path: Path, html: str) -> Lines:
    path = tmp_path / "page.html"
    path.write_text(html, "utf-8")
    return read_lines(path)


def texts(tmp_path: Path, html: str) -> list[str]:
    return [line for line in lines_of(tmp_path, html).lines if line]


# --- what is text ---------------------------------------------------------------

PAGES = [
    ("a bare page", f"<h1>{TITLE}</h1>{TEXT}"),
    (
        "landmarks",
        f"<header>青山门户</header><nav>首页</nav><main><h1>{TITLE}</h1>{TEXT}</main><footer>地址：青山路1号。</footer>",
    ),
    (
        "lists of links",
        f"<div><a href='/'>首页</a><a href='/a'>政务公开</a></div><div><h1>{TITLE}</h1>{TEXT}</div>"
        "<ul><li><a href='/1'>关于防汛的通知</a></li><li><a href='/2'>关于防火的通知</a></li></ul>",
    ),
    (
        "breadcrumbs, stamps and buttons",
        f"<div>当前位置：<a href='/'>首页</a> &gt; 正文</div><h1>{TITLE}</h1>"
        f"<div>发布时间：2021-03-06 来源：市府办 字号：[大 中 小]</div>{TEXT}<div>分享到：微信 微博</div>",
    ),
    (
        "a table that arranges the page",
        "<table><tr><td><a href='/'>首页</a><br><a href='/a'>公开</a></td>"
        f"<td><h1>{TITLE}</h1>{TEXT}</td></tr></table>",
    ),
    ("the foot of the site", f"<h1>{TITLE}</h1>{TEXT}<p>版权所有：青山市人民政府 某ICP备00000号</p>"),
    (
        "a title outside the text",
        f"<div><div class='t'><h2>{TITLE}</h2></div><div class='c'>{TEXT}</div></div>"
        "<div>访问统计：今日，共12人</div>",
    ),
    (
        "particulars above the title",
        "<table><tr><td>索引号：</td><td>QS01</td><td>主题分类：</td><td>水利</td></tr></table>"
        f"<h1>{TITLE}</h1>{TEXT}",
    ),
    (
        "what is hidden",
        f"<h1>{TITLE}</h1>{TEXT}<div style='display: none'>隐藏的文字。</div><p hidden>不见。</p>",
    ),
    (
        "scripts and comments",
        f"<script>var a='。';</script><!-- 说明。 --><h1>{TITLE}</h1><style>p {{}}</style>{TEXT}",
    ),
]


@pytest.mark.parametrize(("says", "body"), PAGES, ids=[row[0] for row in PAGES])
def test_only_the_main_text_is_read(tmp_path: Path, says: str, body: str) -> None:
    assert texts(tmp_path, f"<html><head><title>门户</title></head><body>{body}</body></html>") == [
        TITLE,
        *PARAGRAPHS,
    ]


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    lines = lines_of(tmp_path, f"<nav>首页</nav><h1>{TITLE}</h1>{TEXT}<footer>青山路1号</footer>")
    assert lines.problems == ((0, "略去网页导航、按钮等共 7 字 / page furniture left out: 7 characters"),)


def test_links_to_annexes_are_text(tmp_path: Path) -> None:
    annexes = "<p><a href='1.doc'>附件1：值班表</a></p><p><a href='2.doc'>附件2：名单</a></p>"
    assert texts(tmp_path, f"<h1>{TITLE}</h1>{TEXT}<div>{annexes}</div>")[-2:] == [
        "附件1：值班表",
        "附件2：名单",
    ]


@pytest.mark.parametrize(
    "html", ["<html></html>", "<p> </p>", "<script>alert(1)</script>", "<nav>首页</nav>"]
)
def test_a_page_without_text_is_refused(tmp_path: Path, html: str) -> None:
    with pytest.raises(UnreadableFile, match="网页中没有正文"):
        lines_of(tmp_path, html)


# --- paragraphs ---------------------------------------------------------------

FLOWS = [
    ("line breaks begin lines", "<p>甲。<br>乙。</p>", ["甲。", "乙。"]),
    ("inline elements do not", "<p>甲<b>乙</b><span>丙</span>丁。</p>", ["甲乙丙丁。"]),
    ("blanks of the source are one", "<p>甲\n    乙。</p>", ["甲 乙。"]),
    ("text beside blocks", "<div>甲。<p>乙。</p>丙。</div>", ["甲。", "乙。", "丙。"]),
    ("lines of preformatted text", "<pre>甲。\n  乙。</pre>", ["甲。", "乙。"]),
    ("characters written as numbers", "<p>&#38738;&#23665;&nbsp;&amp;。</p>", ["青山\u00a0&。"]),
    ("a numbered list", "<ol><li>甲</li><li>乙</li></ol>", ["1.甲", "2.乙"]),
    ("a list numbered from three", "<ol start=3><li>甲</li><li>乙</li></ol>", ["3.甲", "4.乙"]),
    ("a list with letters", "<ol type=a><li>甲</li><li>乙</li></ol>", ["a.甲", "b.乙"]),
    (
        "a list in Chinese numerals",
        "<ol style='list-style-type: cjk-ideographic'><li>甲</li><li>乙</li></ol>",
        ["一、甲", "二、乙"],
    ),
    (
        "a list that brings its own numbers",
        "<ol><li>（一）甲</li><li>（二）乙</li></ol>",
        ["（一）甲", "（二）乙"],
    ),
    ("a list with points", "<ul><li>甲</li><li>乙</li></ul>", ["甲", "乙"]),
]


@pytest.mark.parametrize(("says", "html", "expected"), FLOWS, ids=[row[0] for row in FLOWS])
def test_paragraphs_are_lines(tmp_path: Path, says: str, html: str, expected: list[str]) -> None:
    assert texts(tmp_path, html) == expected


# --- tables ---------------------------------------------------------------

TABLES = [
    ("plain", "<tr><th>序号<th>事项</tr><tr><td>1<td>巡查</tr>", ["序号\t事项", "1\t巡查"]),
    (
        "cells merged down",
        "<tr><td rowspan=2>1</td><td>甲</td></tr><tr><td>乙</td></tr>",
        ["1\t甲", "\t乙"],
    ),
    (
        "cells merged across",
        "<tr><td colspan=2>甲</td><td>乙</td></tr><tr><td>1<td>2<td>3</tr>",
        ["甲\t\t乙", "1\t2\t3"],
    ),
    (
        "merged both ways",
        "<tr><td rowspan=2 colspan=2>甲</td><td>乙</td></tr><tr><td>丙</td></tr><tr><td>1<td>2<td>3</tr>",
        ["甲\t\t乙", "\t\t丙", "1\t2\t3"],
    ),
    ("to the end", "<tr><td rowspan=0>甲<td>1</tr><tr><td>2</tr><tr><td>3</tr>", ["甲\t1", "\t2", "\t3"]),
    ("lines in a cell", "<tr><td>市发改<br>委</td><td><p>甲</p><p>乙</p></td></tr>", ["市发改 委\t甲 乙"]),
    ("a short row", "<tr><td>1<td>2<td>3</tr><tr><td>合计</tr>", ["1\t2\t3", "合计\t\t"]),
    ("a caption", "<caption>任务表</caption><tr><td>1<td>2</tr>", ["任务表", "1\t2"]),
]


@pytest.mark.parametrize(("says", "rows", "expected"), TABLES, ids=[row[0] for row in TABLES])
def test_tables_are_rows_of_cells(tmp_path: Path, says: str, rows: str, expected: list[str]) -> None:
    assert texts(tmp_path, f"<p>说明。</p><table>{rows}</table>")[1:] == expected


def test_spans_of_any_size_end_with_the_table() -> None:
    assert expand([[Cell("甲", columns=10**9, rows=10**9)], [Cell("乙")]]) == [
        ["甲", *[""] * (MAX_COLUMNS - 1)],
        [""] * MAX_COLUMNS,
    ]


# --- lines and encodings ---------------------------------------------------------------


def test_lines_are_those_of_the_source_if_each_has_its_own(tmp_path: Path) -> None:
    table = "<table>\n<tr><td>1</td><td>2</td></tr>\n</table>"
    html = f"<html>\n<body>\n\n<h1>{TITLE}</h1>\n<p>\n  甲。\n</p>\n{table}\n</body></html>"
    lines = lines_of(tmp_path, html).lines
    assert {number: line for number, line in enumerate(lines, 1) if line} == {4: TITLE, 6: "甲。", 9: "1\t2"}
    assert len(lines) == html.count("\n") + 1


def test_lines_are_counted_where_several_share_one(tmp_path: Path) -> None:
    assert lines_of(tmp_path, "<p>甲。</p><p>乙。</p>\n<p>丙。</p>").lines == ("甲。", "乙。", "丙。")


METAS = ["", '<meta charset="utf-8">', '<meta http-equiv=x content="text/html; charset=gb2312">']


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("meta", METAS)
def test_pages_are_decoded_whatever_they_say(encoding: str, meta: str) -> None:
    html = f"<html><head>{meta}</head><body><p>{PARAGRAPHS[2]}</p></body></html>"
    assert PARAGRAPHS[2] in decode_page(html.encode(encoding), "page.html")


def test_a_page_in_big5_says_so() -> None:
    html = '<meta charset="big5"><p>關於加強河道管理工作</p>'
    assert decode_page(html.encode("big5"), "page.html") == html


def test_a_page_that_cannot_be_decoded_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        decode_page(b"<p>\x81\x00\xff</p>", "page.html")


def test_a_number_stays_apart_from_a_year(tmp_path: Path) -> None:
    assert texts(tmp_path, "<ol><li>2021年度任务表</li><li>任务表</li></ol>") == [
        "1. 2021年度任务表",
        "2.任务表",
    ]
