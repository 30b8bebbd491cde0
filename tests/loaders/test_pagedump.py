"""Pages that came as one line: their blocks, what is left out, and what is read from them."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.pagedump import split
from loaders.pagedump.furniture import is_furniture
from loaders.reading import read_source
from loaders.records import AnnexRecord, CitationRecord, ClauseRecord, InstrumentRecord, Reading
from loaders.source import SourceText, build

TITLE = "青山市人民政府关于加强河道管理工作的通知"
NUMBER = "青政发〔2021〕3号"
TO = "各县区人民政府，市直各单位："
LEAD = "根据《河道管理条例》和省有关要求，现将有关事项通知如下："
ONE = "一、提高认识。各单位要高度重视。"
TWO = "二、落实责任。市水利局负责日常工作。"
ISSUER, DAY = "青山市人民政府", "2021年3月5日"
CRUMBS = "当前位置： 首页政务公开最新文件市政府文件 "
STAMPS = " 时间：2021-03-06 08:52 微信 微博 QQ空间 "
FOOT = " 来源：青山门户 附件下载"
BLOCKS = [NUMBER, TITLE, TO, LEAD, ONE, TWO, ISSUER, DAY]


def source(line: str) -> SourceText:
    return build("page.txt", [line])


def blocks(line: str) -> list[str]:
    return [block.text for block in source(line).blocks]


def read(line: str) -> Reading:
    return read_source(source(line), "0" * 64)


# --- heads ---------------------------------------------------------------

HEADS = [
    (
        "navigation, number, title",
        f"{CRUMBS}关于加强河道管理工作的通知{STAMPS}{NUMBER}{TITLE}{TO}",
        BLOCKS[:3],
    ),
    ("nothing but the document", f"{NUMBER}{TITLE}{TO}", BLOCKS[:3]),
    ("blanks between the parts", f"{NUMBER} {TITLE} {TO} ", BLOCKS[:3]),
    ("the number behind the title", f"{CRUMBS}{TITLE}{STAMPS}{TITLE}{NUMBER} {TO}", [TITLE, NUMBER, TO]),
    ("the number in brackets", f"{TITLE}（{NUMBER}）{TO}", [TITLE, f"（{NUMBER}）", TO]),
    (
        "the name over the red line",
        f"青山市人民政府文件 {NUMBER} {TITLE}{TO}",
        ["青山市人民政府文件", *BLOCKS[:3]],
    ),
    ("a title only in the page's heading", f"{CRUMBS}{TITLE}{STAMPS}{NUMBER} {TO}", [TITLE, NUMBER, TO]),
    ("no title at all", f"{NUMBER} {TO}", [NUMBER, TO]),
    (
        "breadcrumbs with signs between",
        f"首页 > 政务公开 > 文件 > 正文 {TITLE} 发布时间：2021-03-06 来源：市府办 字号：[大 中 小] 打印 "
        f"{NUMBER} {TO}",
        [TITLE, NUMBER, TO],
    ),
    (
        "a table of particulars",
        f"索引号：QS01-2021-1 主题分类：水利 发文机关：{ISSUER} 成文日期：{DAY} 标题：{TITLE} "
        f"发文字号：{NUMBER} 发布日期：2021年3月6日 {TITLE} {NUMBER} {TO}",
        [TITLE, NUMBER, TO],
    ),
]


@pytest.mark.parametrize(("says", "head", "expected"), HEADS, ids=[row[0] for row in HEADS])
def test_heads_are_taken_apart(says: str, head: str, expected: list[str]) -> None:
    body = [LEAD, ONE, TWO, ISSUER, DAY]
    assert blocks(f"{head}{LEAD}{ONE}{TWO}{ISSUER}{DAY}{FOOT}") == [*expected, *body]


TITLES = [
    ("another document quoted in it", "青山市人民政府关于转发《某省关于治理河道的通知》的通知"),
    ("a kind of document in the middle", "青山市人民政府关于规范通知书格式的通知"),
    ("on trial", "青山市人民政府关于印发河道管理办法（试行）的通知"),
    ("a supplement", "青山市人民政府关于河道管理的补充通知"),
    ("several issuers", "青山市水利局等3部门关于加强河道管理的意见"),
    ("one document passed on by another", "青山市人民政府办公室转发市水利局关于加强河道管理意见的通知"),
    ("a rule", "青山市人民政府关于加强河道管理的若干措施"),
]


@pytest.mark.parametrize(("says", "title"), TITLES, ids=[row[0] for row in TITLES])
def test_titles_end_where_the_addressees_begin(says: str, title: str) -> None:
    assert blocks(f"{NUMBER}{title}{TO}{LEAD}{ONE}{TWO}{ISSUER}{DAY}")[:3] == [NUMBER, title, TO]


OPENINGS = [
    "为加强河道管理，",
    "经市人民政府同意，",
    "按照省有关要求，",
    "现将有关事项通告如下：",
    "近年来，",
]


@pytest.mark.parametrize("opening", OPENINGS)
def test_titles_end_where_the_text_begins(opening: str) -> None:
    title = "青山市人民政府关于加强河道管理的通告"
    line = f"{CRUMBS}{title}{STAMPS}{title}{opening}禁止向河道倾倒垃圾。{ISSUER}{DAY}"
    assert blocks(line)[:2] == [title, f"{opening}禁止向河道倾倒垃圾。"]


# --- bodies ---------------------------------------------------------------

BODIES = [
    ("items behind full stops", f"{LEAD}{ONE}{TWO}", [LEAD, ONE, TWO]),
    (
        "numerals that count kinds",
        "办法适用于一、二级保护区和三、四级河道。",
        ["办法适用于一、二级保护区和三、四级河道。"],
    ),
    (
        "a heading that begins with a numeral",
        "一、总体要求。从严管理。二、三类项目简化程序。不得拖延。三、强化监督。加强检查。",
        ["一、总体要求。从严管理。", "二、三类项目简化程序。不得拖延。", "三、强化监督。加强检查。"],
    ),
    (
        "items behind a heading without a full stop",
        "要求如下：一、工作任务1.清淤30公里；2.绿化20公里。二、工作措施（一）加强宣传。要广泛宣传。（二）加强巡查。",
        [
            "要求如下：",
            *("一、工作任务", "1.清淤30公里；", "2.绿化20公里。"),
            *("二、工作措施", "（一）加强宣传。要广泛宣传。", "（二）加强巡查。"),
        ],
    ),
    (
        "articles of a rule",
        "第一章总则第一条为加强管理，制定本办法。第二条依照第三条第二款执行的，从其规定。第二章附则第三条本办法自公布之日起施行。",
        [
            *("第一章总则", "第一条为加强管理，制定本办法。", "第二条依照第三条第二款执行的，从其规定。"),
            *("第二章附则", "第三条本办法自公布之日起施行。"),
        ],
    ),
    (
        "figures are no items",
        "全年完成2.5公里，占1.8%。增长3.2倍。",
        ["全年完成2.5公里，占1.8%。增长3.2倍。"],
    ),
    ("closing words", f"{ONE}此复。", [ONE, "此复。"]),
]


@pytest.mark.parametrize(("says", "body", "expected"), BODIES, ids=[row[0] for row in BODIES])
def test_bodies_are_taken_apart(says: str, body: str, expected: list[str]) -> None:
    line = f"{CRUMBS}{TITLE}{STAMPS}{NUMBER}{TITLE}{TO}{body}{ISSUER}{DAY}{FOOT}"
    assert blocks(line) == [NUMBER, TITLE, TO, *expected, ISSUER, DAY]


def test_lists_of_members_are_taken_apart() -> None:
    body = (
        "领导小组名单如下:组 长：林一山 市委常委、副市长副组长：王 二 市水利局局长李三河 市财政局副局长"
        "成 员：赵 四 市林业局副局长（主持工作）领导小组下设办公室，办公室设在市水利局，王二任办公室主任。"
    )
    text = source(f"{NUMBER}{TITLE}{TO}{body}{ISSUER}{DAY}")
    assert [block.raw for block in text.blocks][3:-2] == [
        "领导小组名单如下：",
        *("组 长：林一山 市委常委、副市长", "副组长：王 二 市水利局局长", "李三河 市财政局副局长"),
        "成 员：赵 四 市林业局副局长（主持工作）",
        "领导小组下设办公室，办公室设在市水利局，王二任办公室主任。",
    ]


# --- signatures and annexes ---------------------------------------------------------------

SIGNATURES = [
    ("without blanks", f"{ISSUER}{DAY}", [ISSUER, DAY]),
    ("with blanks", f" {ISSUER} {DAY} ", [ISSUER, DAY]),
    ("a date in Chinese numerals", f"{ISSUER}二〇二一年三月五日", [ISSUER, "二〇二一年三月五日"]),
    ("the letter O for a zero", f"{ISSUER}二O二一年三月五日", [ISSUER, "二O二一年三月五日"]),
    ("two bodies", " 青山市水利局 青山市财政局 2021年3月5日", ["青山市水利局青山市财政局", DAY]),
    ("a note behind it", f"{ISSUER}{DAY}（此件公开发布）", [ISSUER, DAY, "（此件公开发布）"]),
    ("a person by office", f" 市长 林一山 {DAY}", ["市长林一山", DAY]),
]


@pytest.mark.parametrize(("says", "signature", "expected"), SIGNATURES, ids=[row[0] for row in SIGNATURES])
def test_signatures_are_blocks_of_their_own(says: str, signature: str, expected: list[str]) -> None:
    line = f"{NUMBER}{TITLE}{TO}{LEAD}{ONE}{TWO}{signature}"
    assert blocks(line) == [NUMBER, TITLE, TO, LEAD, ONE, TWO, *expected]
    assert read(line).documents[0].issued == date(2021, 3, 5)


def test_a_date_in_a_sentence_is_no_signature() -> None:
    body = f"经{ISSUER}2021年3月1日第5次常务会议同意，自2021年4月1日起执行。"
    assert blocks(f"{NUMBER}{TITLE}{TO}{body}{ISSUER}{DAY}")[3:] == [body, ISSUER, DAY]


def test_annexes_and_instruments_behind_a_signature() -> None:
    notice = "青山市人民政府关于印发《青山市河道管理办法》的通知"
    line = (
        f"{NUMBER}{notice}{TO}现将《青山市河道管理办法》印发给你们，请遵照执行。附件：1.责任分工表2.值班表"
        f"{ISSUER}{DAY}（此件公开发布）青山市河道管理办法第一条为加强管理，根据《中华人民共和国水法》，制定本办法。"
        "第二条本办法自2021年5月1日起施行。附件1责任分工表序号单位任务1市水利局巡查附件2值班表序号姓名电话"
    )
    assert blocks(line)[4:] == [
        *("附件：1.责任分工表", "2.值班表", ISSUER, DAY, "（此件公开发布）"),
        *("青山市河道管理办法", "第一条为加强管理，根据《中华人民共和国水法》，制定本办法。"),
        "第二条本办法自2021年5月1日起施行。",
        *("附件1", "责任分工表", "序号单位任务1市水利局巡查", "附件2", "值班表", "序号姓名电话"),
    ]
    facts = read(line).documents[0].facts
    assert [f.title for f in facts if isinstance(f, InstrumentRecord)] == ["青山市河道管理办法"]
    assert [(f.label, f.title) for f in facts if isinstance(f, AnnexRecord)] == [
        ("附件1", "责任分工表"),
        ("附件2", "值班表"),
    ]
    assert [f.effective for f in facts if isinstance(f, ClauseRecord)] == [date(2021, 5, 1)]


def test_digits_of_an_annex_title_are_no_label() -> None:
    line = f"{NUMBER}{TITLE}{TO}{LEAD}{ONE} 附件：2021年任务分解表{ISSUER}{DAY}附件2021年任务分解表单位任务数"
    assert blocks(line)[5:] == [
        "附件：2021年任务分解表",
        ISSUER,
        DAY,
        "附件",
        "2021年任务分解表",
        "单位任务数",
    ]


def test_the_signer_is_known_from_titles_where_nothing_else_ends_the_text() -> None:
    line = (
        f"{TO}{LEAD}决定废止一批文件。附件：废止文件目录{ISSUER}{DAY}附件废止文件目录"
        f"1.《{ISSUER}关于河道采砂的通知》（青政发〔2001〕5号）2.《{ISSUER}关于河道清障的通知》（青政发〔2002〕6号）"
    )
    assert blocks(line)[2:] == [
        *("附件：废止文件目录", ISSUER, DAY, "附件", "废止文件目录"),
        f"1.《{ISSUER}关于河道采砂的通知》（青政发〔2001〕5号）",
        f"2.《{ISSUER}关于河道清障的通知》（青政发〔2002〕6号）",
    ]


# --- laws and orders ---------------------------------------------------------------


def test_a_law_of_one_line() -> None:
    note = "（2020年5月1日青山市第三届人民代表大会常务委员会第五次会议通过）"
    line = (
        f"青山市河道管理条例{note}目录第一章总则第二章附则第一章总则第一条为加强河道管理，"
        "根据《中华人民共和国水法》，制定本条例。第二章附则第二条本条例自2020年9月1日起施行。"
    )
    document = read(line).documents[0]
    assert (document.title, document.issued) == ("青山市河道管理条例", date(2020, 5, 1))
    assert document.issuers == ("青山市人民代表大会常务委员会",)
    assert blocks(line)[:5] == ["青山市河道管理条例", note, "目录", "第一章总则", "第二章附则"]


def test_a_law_whose_notes_stand_without_brackets() -> None:
    lines = [
        "# 青山市河道管理条例",
        "",
        "2020年5月1日 青山市第三届人民代表大会常务委员会第五次会议通过",
        "",
        "2020年8月1日 湖南省第十三届人民代表大会常务委员会第八次会议批准",
        "",
        "<!-- INFO END -->",
        "",
        "## 第一章　总则",
        "",
        "第一条 为加强河道管理，根据《中华人民共和国水法》，制定本条例。",
        "",
        "第二条 本条例自2020年9月1日起施行。2001年3月1日公布的《青山市河道管理条例》同时废止。",
    ]
    (document,) = read_source(build("law.txt", lines), "0" * 64).documents
    assert (document.title, document.issued) == ("青山市河道管理条例", date(2020, 5, 1))
    assert document.issuers == ("青山市人民代表大会常务委员会",)
    # A law repeals the earlier one of its name.
    cited = [f for f in document.facts if isinstance(f, CitationRecord) and not f.internal]
    assert [(f.title, f.relation) for f in cited] == [
        ("中华人民共和国水法", "basis"),
        ("青山市河道管理条例", "repeals"),
    ]


def test_an_order_has_its_name_for_a_title() -> None:
    line = (
        "青山市人民政府令第12号 《青山市河道管理办法》已经市人民政府第5次常务会议审议通过，现予公布，"
        f"自2021年5月1日起施行。 市长 林一山 {DAY} 青山市河道管理办法 第一条 为加强管理，制定本办法。"
        "第二条 本办法自2021年5月1日起施行。"
    )
    document = read(line).documents[0]
    assert (document.title, document.number) == ("青山市人民政府令", "青山市人民政府令第12号")
    assert (document.issuers, document.issued) == ((ISSUER,), date(2021, 3, 5))


# --- what is read ---------------------------------------------------------------


def test_a_page_is_read_like_the_document_it_shows() -> None:
    page = read(f"{CRUMBS}加强河道管理{STAMPS}{NUMBER}{TITLE}{TO}{LEAD}{ONE}{TWO}{ISSUER}{DAY}{FOOT}")
    print_ = read_source(build("print.txt", [NUMBER, TITLE, TO, LEAD, ONE, TWO, ISSUER, DAY]), "0" * 64)
    (on_page,), (printed,) = page.documents, print_.documents
    for name in ("title", "number", "issuers", "issued", "addressees", "document_type", "jurisdiction"):
        assert getattr(on_page, name) == getattr(printed, name)
    assert sorted(type(f).__name__ for f in on_page.facts) == sorted(type(f).__name__ for f in printed.facts)
    assert [f.title for f in on_page.facts if isinstance(f, CitationRecord)] == ["河道管理条例"]


def test_a_page_that_lost_its_title_is_a_document_still() -> None:
    reading = read(f"{NUMBER} {TO}{LEAD}{ONE}{TWO} {ISSUER}{DAY}")
    (document,) = reading.documents
    assert (document.title, document.number, document.issuers) == ("", NUMBER, (ISSUER,))
    assert document.issued == date(2021, 3, 5)
    assert any("没有标题" in problem.reason for problem in reading.problems)


def test_a_page_with_neither_title_nor_number_is_known_by_its_signature() -> None:
    reading = read(f"{TO}{LEAD}{ONE}{TWO} {ISSUER} {DAY}")
    (document,) = reading.documents
    assert (document.title, document.number, document.issuers) == ("", None, (ISSUER,))
    assert document.addressees == ("各县区人民政府", "市直各单位")


def test_the_card_of_a_page_tells_what_its_text_lacks() -> None:
    card = f"索 引 号： QS-1 发文机关： {ISSUER} 标 题： {TITLE} 发文字号： {NUMBER} 有 效 性： 有效 "
    reading = read(f"{CRUMBS}{card}{TO}{LEAD}{ONE}{TWO}特此通知 {DAY}{FOOT}")
    (document,) = reading.documents
    assert (document.title, document.number, document.issued) == (TITLE, NUMBER, date(2021, 3, 5))


def test_titles_of_annexes_are_not_taken_for_a_lost_title() -> None:
    reading = read(f"{TO}{LEAD}{ONE} 附件：责任分工方案 {ISSUER} {DAY} 附件责任分工方案 {ONE}{TWO}")
    assert [document.title for document in reading.documents] == [""]


def test_what_is_left_out_is_counted() -> None:
    reading = read(f"{CRUMBS}加强河道管理{STAMPS}{NUMBER}{TITLE}{TO}{LEAD}{ONE}{TWO}{ISSUER}{DAY}{FOOT}")
    size = len(f"{CRUMBS}加强河道管理{STAMPS}".strip()) + len(FOOT.strip())
    assert [(p.line, p.reason) for p in reading.problems] == [
        (1, f"略去网页导航、按钮等共 {size} 字 / page furniture left out: {size} characters")
    ]


def test_every_block_knows_its_line() -> None:
    page = f"{NUMBER}{TITLE}{TO}{LEAD}{ONE}{TWO}{ISSUER}{DAY}"
    text = build("page.txt", ["青山门户", "", page, "", "政策解读"])
    assert [(block.text, block.first, block.last) for block in text.blocks][1:-1] == [
        (block, 3, 3) for block in BLOCKS
    ]
    for block in text.blocks:
        assert text.text[block.start : block.end] == block.text
        assert text.span(block.start, block.end).first == block.first


# --- what is no page ---------------------------------------------------------------

ORDINARY = [
    ("a long paragraph", LEAD + "各单位要加强巡查，发现问题及时处理，" * 30 + "确保安全。"),
    ("a short line", "青山市人民政府关于加强河道管理工作的通知"),
    ("an entry of a table of contents", f"{TITLE}（{NUMBER}）" + "…" * 20 + "（12）"),
    (
        "a paragraph that cites",
        f"根据《{TITLE}》（{NUMBER}）和省政府2021年3月5日会议精神，现将河道管理有关事项通知如下：",
    ),
    (
        "a sentence with colons",
        "各单位要做到以下几点：加强领导，明确责任；加强宣传，营造氛围；加强督查，确保各项工作落到实处。",
    ),
]


@pytest.mark.parametrize(("says", "line"), ORDINARY, ids=[row[0] for row in ORDINARY])
def test_ordinary_lines_stay_whole(says: str, line: str) -> None:
    assert [(piece.start, piece.end) for piece in split(line)] == [(0, len(line))]


FURNITURE = [
    ("当前位置：首页 > 政务公开 > 正文", True),
    ("发布时间：2021-03-06 10:00 来源：市政府办 字号：[大 中 小] 打印", True),
    ("分享到：微信 微博 QQ空间", True),
    ("索引号：\tQS01\t主题分类：\t水利", True),
    ("版权所有：青山市人民政府 某ICP备00000号", True),
    ("附件1：值班表.doc", False),
    (TITLE, False),
    (ONE, False),
    ("序号\t事项\t牵头单位", False),
    (f"{ISSUER} {DAY}", False),
]


@pytest.mark.parametrize(("text", "expected"), FURNITURE)
def test_furniture_is_known(text: str, expected: bool) -> None:
    assert is_furniture(text) is expected


FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *(
                CRUMBS,
                STAMPS,
                FOOT,
                NUMBER,
                TITLE,
                TO,
                LEAD,
                ONE,
                TWO,
                ISSUER,
                DAY,
                " ",
                "附件：1.表2.表",
                "附件1",
            ),
            *(
                "第一章总则",
                "第一条为了管理，",
                "（一）",
                "1.",
                "组长：林一山 市长",
                "《",
                "》",
                "。",
                "：",
                "（此件公开发布）",
            ),
            *("青山市人民政府令第3号", "目录", "一、", "二、三级", "2021", "号", "的通知", "关于", "印发"),
        ]
    ),
    max_size=40,
)


@settings(max_examples=200)
@given(FRAGMENTS)
def test_no_character_is_lost_or_doubled(fragments: list[str]) -> None:
    line = " ".join("".join(fragments).split())
    pieces = split(line)
    assert "".join(line[p.start : p.end] for p in pieces).replace(" ", "") == line.replace(" ", "")
    assert all(a.end <= b.start for a, b in pairwise(pieces))


# --- single documents that kept their lines ----------------------------------------------------------------

KEPT = [
    (
        "a long title and its number below",
        [
            "青山市水利局等4部门关于印发推进全市河道管理工作高质量发展实施方案的通知",
            "青水〔2021〕3号",
            TO,
            LEAD,
            ISSUER,
            DAY,
        ],
        ("青山市水利局等4部门关于印发推进全市河道管理工作高质量发展实施方案的通知", "青水〔2021〕3号"),
    ),
    (
        "a title of two lines",
        [
            NUMBER,
            "        青山市人民政府办公室关于成立青山市",
            "        河道管理领导小组的通知",
            TO,
            LEAD,
            ISSUER,
            DAY,
        ],
        ("青山市人民政府办公室关于成立青山市河道管理领导小组的通知", NUMBER),
    ),
    (
        "a law under the note of its adoption",
        [
            "青山市河道管理条例",
            "（2021年3月5日青山市第三届人民代表大会第一次会议通过）",
            "第一条 为了管理河道，制定本条例。",
        ],
        ("青山市河道管理条例", None),
    ),
    (
        "a rule published by an order",
        [
            "青山市河道管理办法",
            "（2021年3月5日青山市人民政府令第12号公布）",
            "第一条 为了管理河道，制定本办法。",
        ],
        ("青山市河道管理办法", "青山市人民政府令第12号"),
    ),
    (
        "an order whose number stands under its name",
        ["青山市人民政府令", "第12号", "《青山市河道管理办法》已经通过，现予公布。", "市长 林一山", DAY],
        ("青山市人民政府令", "青山市人民政府令第12号"),
    ),
]


@pytest.mark.parametrize(("says", "lines", "expected"), KEPT, ids=[row[0] for row in KEPT])
def test_heads_of_single_documents(says: str, lines: list[str], expected: tuple[str, str | None]) -> None:
    (document,) = read_source(build("page.txt", lines), "0" * 64).documents
    assert (document.title, document.number) == expected
    assert document.issued == date(2021, 3, 5)


def test_joint_signatures_stand_in_columns() -> None:
    lines = [
        NUMBER,
        TITLE,
        TO,
        LEAD,
        "青山市水利局            青山市财政局",
        "青山市林业局      青山市教育局",
        DAY,
    ]
    (document,) = read_source(build("page.txt", lines), "0" * 64).documents
    assert document.issuers == ("青山市水利局", "青山市财政局", "青山市林业局", "青山市教育局")
