"""The documents that a text names: titles, numbers, short names, relations, clauses."""

# ruff: noqa: E501 (a Chinese character counts double, and printed text is read as one line)

from __future__ import annotations

import pytest

from loaders.readers import citations
from loaders.records import CitationRecord, Span


def named(found: list[CitationRecord]) -> list[tuple[str | None, str | None, str]]:
    """Title, number and relation of what is cited outside the document."""
    return [(c.title, c.number, c.relation) for c in found if not c.internal]


MENTIONS = [
    (
        "a title with its number behind 根据 is the basis",
        "根据《青山市河道管理条例》（青政发〔2020〕4号）要求，现通知如下。",
        [("青山市河道管理条例", "青政发〔2020〕4号", "basis")],
    ),
    (
        "a law without a number",
        "依据《中华人民共和国水法》，结合实际，现通知如下。",
        [("中华人民共和国水法", None, "basis")],
    ),
    (
        "a title in a title",
        "按照《青山市人民政府关于印发〈青山市河道管理办法〉的通知》（青政发〔2020〕4号）执行。",
        [("青山市人民政府关于印发〈青山市河道管理办法〉的通知", "青政发〔2020〕4号", "basis")],
    ),
    (
        "only what is inside stands in 《》: the notice is cited",
        "根据青山市人民政府关于印发《青山市河道管理办法》的通知（青政发〔2020〕4号），现通知如下。",
        [("青山市人民政府关于印发《青山市河道管理办法》的通知", "青政发〔2020〕4号", "basis")],
    ),
    (
        "a number alone",
        "按照青政发〔2020〕4号文件要求，现通知如下。",
        [(None, "青政发〔2020〕4号", "basis")],
    ),
    (
        "other brackets and blanks in the number",
        "根据《青山市水库管理办法》(青政发[2020] 4 号)，现通知如下。",
        [("青山市水库管理办法", "青政发〔2020〕4号", "basis")],
    ),
    (
        "two titles behind one 根据",
        "根据《青山市河道管理条例》《青山市水库管理办法》，现通知如下。",
        [("青山市河道管理条例", None, "basis"), ("青山市水库管理办法", None, "basis")],
    ),
    (
        "behind the first numbered paragraph it is a mention",
        "现通知如下。\n一、严格执法。各单位要按照《青山市河道管理条例》查处违法行为。",
        [("青山市河道管理条例", None, "mentions")],
    ),
    (
        "废止 behind it",
        "《青山市河道管理办法》（青政发〔2015〕4号）同时废止。",
        [("青山市河道管理办法", "青政发〔2015〕4号", "repeals")],
    ),
    (
        "废止 before it",
        "市人民政府决定废止《青山市河道管理办法》（青政发〔2015〕4号）。",
        [("青山市河道管理办法", "青政发〔2015〕4号", "repeals")],
    ),
    (
        "停止执行",
        "原《青山市河道管理办法》（青政发〔2015〕4号）停止执行。",
        [("青山市河道管理办法", "青政发〔2015〕4号", "repeals")],
    ),
    (
        "an amendment",
        "市人民政府决定对《青山市河道管理办法》作如下修改。",
        [("青山市河道管理办法", None, "amends")],
    ),
    (
        "made to carry something out",
        "为切实抓好《青山市工作报告》的贯彻落实，现通知如下。",
        [("青山市工作报告", None, "basis")],
    ),
    ("as a basis", "以《青山市河道管理条例》为依据，现通知如下。", [("青山市河道管理条例", None, "basis")]),
    (
        "a numbered paragraph says why it is made",
        "一、根据《青山市河道管理条例》，结合本市实际，制定本规则。\n二、按照《青山市水库管理办法》执行。",
        [("青山市河道管理条例", None, "basis"), ("青山市水库管理办法", None, "mentions")],
    ),
    (
        "under a heading that says so",
        "一、政策依据\n1.《青山市河道管理条例》；\n2.《青山市水库管理办法》（青政发〔2020〕4号）。\n二、主要内容\n明确《青山市水库名录》。",
        [
            ("青山市河道管理条例", None, "basis"),
            ("青山市水库管理办法", "青政发〔2020〕4号", "basis"),
            ("青山市水库名录", None, "mentions"),
        ],
    ),
    (
        "no longer a basis",
        "《青山市水库管理办法》（青政发〔2020〕4号）不再作为行政管理的依据。",
        [("青山市水库管理办法", "青政发〔2020〕4号", "repeals")],
    ),
    (
        "作废, an order with its number turned round",
        "《青山市水库管理办法》（市政府第12号令）作废。",
        [("青山市水库管理办法", "市政府令第12号", "repeals")],
    ),
    (
        "an order in front of its title",
        "1998年3月4日青山市人民政府令第12号公布的《青山市水库管理办法》同时废止。",
        [("青山市水库管理办法", "青山市人民政府令第12号", "repeals")],
    ),
    (
        "an order with its year",
        "《青山市水库管理办法》（1998年青山市人民政府令第12号）同时废止。",
        [("青山市水库管理办法", "青山市人民政府令第12号", "repeals")],
    ),
    (
        "an order of a ministry with 和 in its name",
        "依据住房和城乡建设部令第12号和《青山市水库管理办法》，现通知如下。",
        [(None, "住房和城乡建设部令第12号", "basis"), ("青山市水库管理办法", None, "basis")],
    ),
    (
        "part of it changed",
        "将《青山市水库管理办法》第三条修改为：“略”。",
        [("青山市水库管理办法", None, "amends")],
    ),
    ("part of it taken out", "删去《青山市水库管理办法》第三条。", [("青山市水库管理办法", None, "amends")]),
    (
        "something added",
        "在《青山市水库管理办法》第三条中增加一款。",
        [("青山市水库管理办法", None, "amends")],
    ),
    (
        "its validity made longer",
        "《青山市水库管理办法》（青政发〔2020〕4号）有效期延长至2030年12月31日。",
        [("青山市水库管理办法", "青政发〔2020〕4号", "amends")],
    ),
    ("what is printed here", "经市政府同意，现将《青山市水库管理办法》印发给你们。", []),
    (
        "what is printed here, after 已经",
        "《青山市水库管理办法》已经市政府同意，现印发给你们，请遵照执行。",
        [],
    ),
    ("a contract is no document", "双方应当签订《河道保洁合同》，并填写《巡河登记表》。", []),
    ("a newspaper is no document", "在《青山日报》上刊登公告三次。", []),
    ("the blank of a form is no number", "文号为青政发〔2021〕号的文件待编号。", []),
    ("the document's own number is no citation", "请按本通知（青政办发〔2021〕3号）要求报送。", []),
    ("no document at all", "各单位要高度重视，认真贯彻落实上级决策部署。", []),
]


@pytest.mark.parametrize(("says", "body", "expected"), MENTIONS, ids=[row[0] for row in MENTIONS])
def test_what_is_cited(
    facts_of, says: str, body: str, expected: list[tuple[str | None, str | None, str]]
) -> None:
    assert named(facts_of(citations, body)) == expected


OWN = "青山市人民政府办公室关于印发《青山市河道管理办法》的通知"


def test_what_the_notice_prints_is_no_citation(facts_of) -> None:
    found = facts_of(
        citations, "现将《青山市河道管理办法》印发给你们。", "青山市河道管理办法\n第一条 甲乙丙丁。", OWN
    )
    assert named(found) == []


def test_the_first_article_of_an_instrument_states_its_basis(facts_of) -> None:
    found = facts_of(
        citations,
        "现印发给你们。",
        "青山市河道管理办法\n第一条 为加强管理，根据《青山市水利条例》，制定本办法。\n第二条 违反《青山市水利条例》的，依法处理。",
        OWN,
    )
    assert named(found) == [("青山市水利条例", None, "basis"), ("青山市水利条例", None, "mentions")]
    assert [c.part for c in found] == ["青山市河道管理办法/第一条", "青山市河道管理办法/第二条"]


def test_a_short_name_stands_for_the_title_it_was_given_to(facts_of) -> None:
    found = facts_of(
        citations,
        "根据《青山市河道管理条例》（青政发〔2020〕4号，以下简称《条例》），现通知如下。\n一、严格执法。违反《条例》的，依法处理。",
    )
    assert named(found) == [
        ("青山市河道管理条例", "青政发〔2020〕4号", "basis"),
        ("青山市河道管理条例", "青政发〔2020〕4号", "mentions"),
    ]
    assert [c.short_name for c in found] == [None, "条例"]


CLAUSES = [
    ("an article", "根据《青山市河道管理条例》第三条，现通知如下。", "第三条"),
    (
        "a paragraph of an article",
        "根据《青山市河道管理条例》第三条第二款的规定，现通知如下。",
        "第三条第二款",
    ),
    ("an item", "根据《青山市河道管理条例》第三条第（一）项，现通知如下。", "第三条第（一）项"),
    ("none", "根据《青山市河道管理条例》的规定，现通知如下。", None),
]


@pytest.mark.parametrize(("says", "body", "clause"), CLAUSES, ids=[row[0] for row in CLAUSES])
def test_the_clause_cited(facts_of, says: str, body: str, clause: str | None) -> None:
    (citation,) = facts_of(citations, body)
    assert citation.clause == clause


INTERNAL = [
    ("the document's own article", "违反本办法第八条的，依法处理。", ["第八条"]),
    ("the paragraph before", "前款规定的行为，由市水利局处理。", ["前款"]),
    ("another document's article is not its own", "违反《青山市河道管理条例》第八条的，依法处理。", []),
]


@pytest.mark.parametrize(("says", "body", "clauses"), INTERNAL, ids=[row[0] for row in INTERNAL])
def test_references_to_its_own_provisions(facts_of, says: str, body: str, clauses: list[str]) -> None:
    found = facts_of(citations, f"现通知如下。\n一、规定。{body}")
    assert [c.clause for c in found if c.internal] == clauses


ISSUERS = [
    (
        "the body before the title",
        "根据青山市人民政府《关于加强河道管理的意见》，现通知如下。",
        "青山市人民政府",
    ),
    ("with a verb", "按照省水利厅印发的《河道管理办法》，现通知如下。", "省水利厅"),
    ("none", "根据《关于加强河道管理的意见》，现通知如下。", None),
    (
        "a conjunction inside a name",
        "根据生态环境部、工业和信息化部《关于河道排放的公告》，现通知如下。",
        "生态环境部、工业和信息化部",
    ),
    (
        "a conjunction before it",
        "根据前述要求和青山市人民政府《关于加强河道管理的意见》，现通知如下。",
        "青山市人民政府",
    ),
]


@pytest.mark.parametrize(("says", "body", "issuer"), ISSUERS, ids=[row[0] for row in ISSUERS])
def test_the_issuer_named_beside_it(facts_of, says: str, body: str, issuer: str | None) -> None:
    (citation,) = facts_of(citations, body)
    assert citation.issuer == issuer


@pytest.mark.parametrize("bracket", ["2016年第4号", "公告2016年第4号"])
def test_a_notice_numbered_by_the_year(facts_of, bracket: str) -> None:
    (citation,) = facts_of(citations, f"根据生态环境部《关于河道排放的公告》（{bracket}），现通知如下。")
    assert citation.number == "生态环境部公告2016年第4号"


def test_a_citation_over_a_line_break_knows_its_lines_and_text(facts_of) -> None:
    (citation,) = facts_of(citations, "根据《青山市河道\n管理条例》（青政发〔2020〕\n4号），现通知如下。")
    assert citation.span == Span(4, 6)
    assert citation.text == "《青山市河道管理条例》（青政发〔2020〕4号）"


def test_the_basis_column_of_a_table(facts_of) -> None:
    found = facts_of(
        citations,
        "请执行。",
        "附件\n决策目录\n序号\t事项\t依据\t说明\n1\t河道规划\t《青山市河道管理条例》\t见《青山市水库管理办法》",
    )
    assert named(found) == [("青山市河道管理条例", None, "basis"), ("青山市水库管理办法", None, "mentions")]


def test_lists_of_repealed_documents_say_so_in_their_titles(facts_of) -> None:
    found = facts_of(
        citations,
        "现将有关目录公布如下。\n附件：宣布失效的文件目录",
        "附件\n宣布失效的文件目录\n（共3件）\n1.关于加强水库工作的通知（青政发〔1992〕3号）\n"
        "2.印发青山市水库管理暂行规定的通知（青政发〔1993〕2号）\n3.《青山市河道办法》（青政发〔1994〕5号）",
    )
    assert [(c.number, c.relation) for c in found] == [
        ("青政发〔1992〕3号", "repeals"),
        ("青政发〔1993〕2号", "repeals"),
        ("青政发〔1994〕5号", "repeals"),
    ]


def test_a_list_of_what_stays_in_force_repeals_nothing(facts_of) -> None:
    found = facts_of(
        citations,
        "附件：继续有效的文件目录",
        "附件\n继续有效的文件目录\n1.《青山市河道办法》（青政发〔1994〕5号）",
        title="青山市人民政府关于公布继续有效和废止文件目录的通知",
    )
    assert [c.relation for c in found] == ["mentions"]


@pytest.mark.parametrize(
    ("title", "relation"),
    [
        ("青山市人民政府办公室关于修改《青山市河道办法》的通知", "amends"),
        ("青山市人民政府办公室关于《青山市河道办法》的补充通知", "amends"),
        ("青山市人民政府办公室关于废止《青山市河道办法》的通知", "repeals"),
    ],
)
def test_a_title_says_what_is_done(facts_of, title: str, relation: str) -> None:
    found = facts_of(citations, "现将有关事项通知如下。", title=title)
    assert named(found) == [("青山市河道办法", None, relation)]
    found = facts_of(citations, "为进一步落实《青山市河道办法》，现通知如下。", title=title)
    assert named(found) == [("青山市河道办法", None, relation)]


def test_an_order_of_the_government_is_its_own(facts_of) -> None:
    (found,) = facts_of(
        citations,
        "原《青山市河道办法》（市人民政府令第5号）停止执行。",
        title="青山市人民政府关于做好有关工作的通知",
    )
    assert found.number == "青山市人民政府令第5号"
