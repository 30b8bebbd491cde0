"""Records → quads: a small invented gazette, mapped whole."""

# ruff: noqa: E501 (a Chinese character counts double, and printed text is read as one line)

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.identity import Identity
from graph.mapping import Mapped, map_reading
from graph.mapping.citations import full_name
from loaders.reading import read_file, read_source
from loaders.records import Reading
from loaders.source import build
from ontology.namespaces import DEFAULT_BASE, PREFIXES
from ontology.validate import validate

FILE = "qingshan-2021-03.txt"
GAZETTE = """青山市人民政府公报
2021年第3期
（总第45期）
2021年3月31日出版
主办：青山市人民政府办公室
目 录
青山市人民政府办公室关于印发《青山市河道管理办法》的通知（QSDR-2021-01002，青政办发〔2021〕3号）……1
青山市人民政府关于张三等同志任免职的通知（青政人〔2021〕1号）……4
青山市人民政府关于市政府领导工作分工的通知（青政发〔2021〕2号）……5
青山市人民政府第十二次常务会议纪要……6
QSDR-2021-01002
青政办发〔2021〕3号
青山市人民政府办公室关于印发《青山市河道管理办法》的通知
各县区人民政府，市水利局：
根据《青山市水利条例》（青政发〔2020〕4号），现将《青山市河道管理办法》印发给你们。
一、清淤工作。完成清淤。（责任单位：市水利局；配合单位：市财政局；完成时限：2021年6月底前）
二、加强领导。成立青山市河道整治工作领导小组，市长任组长，市水利局、市财政局为成员单位，办公室设在市水利局。
附件：河道整治任务分配表
青山市人民政府办公室
2021年3月5日
青山市河道管理办法
第一条 为加强管理，根据《中华人民共和国水法》，制定本办法。
第二条 市水利局负责河道管理工作。
各镇人民政府负责日常巡查工作。
第三条 违反本办法第二条的，处200元以上1000元以下罚款。
第四条 本办法由市水利局负责解释。
第五条 本办法自2021年5月1日起施行，有效期五年。《青山市河道管理规定》（青政发〔2015〕4号）同时废止。
青山市人民政府公报2021年第3期
附件
河道整治任务分配表
序号\t单位\t整治长度（公里）
1\t青山镇\t20
合计\t\t20
青政人〔2021〕1号
青山市人民政府关于张三等同志任免职的通知
各县区人民政府：
经研究，决定：
任命张三同志为市水利局局长（试用期一年）；
免去王芳（女）同志的市水利局局长职务。
青山市人民政府
2021年3月10日
青政发〔2021〕2号
青山市人民政府关于市政府领导工作分工的通知
各县区人民政府：
副市长 李 四
分管：市水利局。
青山市人民政府
2021年3月12日
青山市人民政府第十二次常务会议纪要
2021年3月20日，市长李四主持召开市人民政府第12次常务会议，研究防汛等工作。现将会议议定事项纪要如下：
一、研究防汛工作
会议同意该方案，由市水利局组织实施。
出席：李四
列席：市水利局张三"""

ISSUE = "issue/青山市/2021/3"
NOTICE = "doc/青山市/青政办发〔2021〕3号"
RULES = f"{NOTICE}/青山市河道管理办法"
PERSONNEL = "doc/青山市/青政人〔2021〕1号"
DIVISION = "doc/青山市/青政发〔2021〕2号"
PROLOGUE = "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


def read(text: str, name: str = FILE) -> Reading:
    return read_source(build(name, text.split("\n")), "0" * 64)


def graph_of(*mapped: Mapped) -> ox.Store:
    store = ox.Store()
    for each in mapped:
        store.load(each.nquads, format=ox.RdfFormat.N_QUADS)
    return store


def quads_of(*mapped: Mapped) -> set[str]:
    return {str(quad) for each in mapped for quad in ox.parse(each.nquads, format=ox.RdfFormat.N_QUADS)}


def iri(local: str) -> str:
    return f"<{DEFAULT_BASE}{local}>"


@pytest.fixture(scope="module")
def mapped() -> Mapped:
    return map_reading(read(GAZETTE), Identity())


@pytest.fixture(scope="module")
def store(mapped: Mapped) -> ox.Store:
    return graph_of(mapped)


def ask(store: ox.Store, pattern: str) -> bool:
    return bool(store.query(f"{PROLOGUE}ASK {{ {pattern} }}", use_default_graph_as_union=True))


def rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    solutions = store.query(PROLOGUE + query, use_default_graph_as_union=True)
    assert isinstance(solutions, ox.QuerySolutions)
    names = [variable.value for variable in solutions.variables]
    return [tuple(solution[name].value for name in names) for solution in solutions]


# --- what is said -----------------------------------------------------------------------------

SAID = [
    (
        "the issue",
        f'{iri(ISSUE)} a gb:Issue ; dcterms:title "青山市人民政府公报2021年第3期" ; gb:year 2021 ; gb:issueNumber 3 ;'
        f' gb:totalNumber 45 ; dcterms:issued "2021-03-31"^^xsd:date ; gb:jurisdiction "青山市" ;'
        f' dcterms:publisher {iri("org/青山市/人民政府办公室")} ; gb:sourceFile "{FILE}"',
    ),
    (
        "an entry of the table of contents",
        f'{iri(ISSUE + "/toc/1")} a gb:TocEntry ; gb:page 1 ; gb:documentNumber "青政办发〔2021〕3号" ;'
        f" gb:refersTo {iri(NOTICE)} ; dcterms:isPartOf {iri(ISSUE)}",
    ),
    (
        "a notice",
        f'{iri(NOTICE)} a gb:Document ; gb:documentNumber "青政办发〔2021〕3号" ; gb:registrationNumber "QSDR-2021-01002" ;'
        f' gb:documentType "通知" ; eli:date_document "2021-03-05"^^xsd:date ; gb:printed true ; gb:sourceFile "{FILE}" ;'
        f" eli:passed_by {iri('org/青山市/人民政府办公室')} ; dcterms:isPartOf {iri(ISSUE)} ;"
        f' gb:addresseeText "各县区人民政府，市水利局" ; gb:addressee {iri("org/青山市/水利局")} ;'
        f" gb:attaches {iri(RULES)} ; gb:hasAnnex {iri(NOTICE + '/附件')}",
    ),
    (
        "an instrument, in force from a day to a day",
        f'{iri(RULES)} a gb:Instrument, gb:Document ; gb:documentType "办法" ; dcterms:isPartOf {iri(NOTICE)} ;'
        f' eli:first_date_entry_in_force "2021-05-01"^^xsd:date ; gb:validity "P5Y"^^xsd:duration ;'
        f' eli:date_no_longer_in_force "2026-05-01"^^xsd:date ; gb:interpretedBy {iri("org/青山市/水利局")}',
    ),
    (
        "an article and its second paragraph",
        f'{iri(RULES + "/第二条")} a gb:Provision ; gb:number "第二条" ; gb:ordinal 2 ; dcterms:isPartOf {iri(RULES)} .'
        f' {iri(RULES + "/第二条/2")} gb:text "各镇人民政府负责日常巡查工作。" ; dcterms:isPartOf {iri(RULES + "/第二条")}',
    ),
    (
        "an annex",
        f'{iri(NOTICE + "/附件")} a gb:Annex ; gb:annexLabel "附件" ; dcterms:title "河道整治任务分配表" ; gb:ordinal 1 ;'
        f" gb:printed true ; dcterms:isPartOf {iri(NOTICE)}",
    ),
    (
        "a citation as basis, and its short cut",
        f"?c a gb:Citation ; gb:citing {iri(NOTICE)} ; gb:cited {iri('doc/青山市/青政发〔2020〕4号')} ;"
        f' gb:citedTitle "青山市水利条例" ; gb:citedNumber "青政发〔2020〕4号" ; gb:relation gb:basis ; gb:citationText ?text .'
        f" {iri(NOTICE)} eli:cites {iri('doc/青山市/青政发〔2020〕4号')} ; eli:based_on {iri('doc/青山市/青政发〔2020〕4号')}",
    ),
    (
        "a law without a number is cited by its title",
        f"?c gb:cited {iri('doc/国家/中华人民共和国水法')} ; gb:citingPart {iri(RULES + '/第一条')} ; gb:statedIn {iri(NOTICE)}",
    ),
    ("a repeal", f"{iri(NOTICE)} eli:repeals {iri('doc/青山市/青政发〔2015〕4号')}"),
    ("what is only cited is not printed", f"{iri('doc/青山市/青政发〔2015〕4号')} a gb:Document"),
    (
        "a task with its deadline",
        f'{iri(NOTICE + "/matter/-/一")} a gb:Task, gb:Matter ; dcterms:title "清淤工作" ; gb:location "一" ;'
        f' gb:deadline "2021-06-30"^^xsd:date ; gb:scheduleText "2021年6月底前" ; gb:statedIn {iri(NOTICE)}',
    ),
    (
        "who is responsible for it",
        f"{iri(NOTICE + '/matter/-/一/responsibleUnit/市水利局')} a gb:Responsibility ; gb:matter {iri(NOTICE + '/matter/-/一')} ;"
        f' gb:assignee {iri("org/青山市/水利局")} ; gb:assigneeText "市水利局" ; gb:role gbr:responsibleUnit',
    ),
    (
        "who joins in",
        f"?r gb:matter {iri(NOTICE + '/matter/-/一')} ; gb:assignee {iri('org/青山市/财政局')} ; gb:role gbr:coUnit",
    ),
    (
        "a duty in prose",
        '?r gb:role gbr:duty ; gb:assigneeText "市水利局" ; gb:matter ?m . ?m a gb:Duty ; dcterms:title "河道管理工作"',
    ),
    (
        "a kind of units is a collective",
        '?r gb:assigneeText "各镇人民政府" ; gb:assignee ?u . ?u gb:collective true',
    ),
    (
        "who interprets is responsible for it",
        f"?r gb:role gbr:interprets ; gb:assignee {iri('org/青山市/水利局')} ; gb:statedIn {iri(NOTICE)}",
    ),
    (
        "an appointment",
        f"{iri(PERSONNEL + '/personnel/1')} a gb:Appointment ; gb:official {iri('person/青山市/张三')} ;"
        f' gb:post {iri("post/青山市/水利局局长")} ; gb:postText "市水利局局长" ; gb:probation "P1Y"^^xsd:duration ;'
        f' gb:effectiveDate "2021-03-10"^^xsd:date ; gb:statedIn {iri(PERSONNEL)}',
    ),
    (
        "a removal, and the gender",
        f"{iri(PERSONNEL + '/personnel/2')} a gb:Removal ; gb:official {iri('person/青山市/王芳')} ."
        f' {iri("person/青山市/王芳")} a gb:Official ; foaf:name "王芳" ; gb:gender "女" ; gb:jurisdiction "青山市"',
    ),
    (
        "a post is in its unit",
        f'{iri("post/青山市/水利局局长")} a gb:Post ; org:postIn {iri("org/青山市/水利局")} ; gb:rank "局长"',
    ),
    (
        "a unit with its names",
        f'{iri("org/青山市/水利局")} a gb:Unit ; skos:prefLabel "青山市水利局"@zh ; skos:altLabel "市水利局"@zh ; gb:jurisdiction "青山市"',
    ),
    (
        "a leader in charge of a unit",
        f"?r gb:role gbr:inCharge ; gb:assignee {iri('person/青山市/李四')} ; gb:statedIn {iri(DIVISION)} ; gb:matter ?m ."
        f" ?m a gb:Area ; gb:forUnit {iri('org/青山市/水利局')}",
    ),
    (
        "a post that is held",
        f'?h a gb:PostHolding ; gb:official {iri("person/青山市/李四")} ; gb:postText "副市长" ; gb:asOf "2021-03-12"^^xsd:date ; gb:post ?p',
    ),
    (
        "a leading group, its office and members",
        f'?g a gb:Group ; rdfs:label "青山市河道整治工作领导小组"@zh ; gb:officeAt {iri("org/青山市/水利局")} ;'
        " gb:statedIn ?d ; gb:firstLine ?line ; prov:wasQuotedFrom ?quoted . ?d a gb:Document ."
        ' ?m a gb:GroupMembership ; gb:group ?g ; gb:groupRole "组长" ; gb:memberText "市长"',
    ),
    (
        "a figure of a table",
        f'?t a gb:Target ; gb:unitText "青山镇" ; gb:measure "整治长度（公里）" ; gb:value 20.0 ; gb:valueUnit "公里" ;'
        f" gb:isTotal false ; dcterms:isPartOf {iri(NOTICE + '/附件')} ; gb:forUnit ?u",
    ),
    ("a total is nobody's", "?t a gb:Target ; gb:isTotal true FILTER NOT EXISTS { ?t gb:forUnit ?u }"),
    (
        "a figure in prose",
        f'?q a gb:Quantity ; gb:quantityText "200元以上" ; gb:value 200.0 ; gb:valueUnit "元" ; gb:bound "以上" ;'
        f" dcterms:isPartOf {iri(RULES + '/第三条')}",
    ),
    (
        "a reference to an article of its own",
        f'?c gb:internal true ; gb:citedClause "第二条" ; gb:cited {iri(NOTICE)}',
    ),
    (
        "a meeting",
        '?m a gb:Meeting, gb:Document ; gb:meetingNumber 12 ; gb:heldOn "2021-03-20"^^xsd:date ; gb:chair ?c ; gb:agenda "研究防汛工作" .'
        ' ?c foaf:name "李四" . ?a a gb:Attendance ; gb:meeting ?m ; gb:official ?p ; gb:attendanceKind "列席" ;'
        ' gb:unitText "市水利局" ; gb:representing ?u . ?p foaf:name "张三" .'
        ' ?r a gb:Resolution ; gb:meeting ?m ; gb:agendaItem ?item ; gb:text "会议同意该方案，由市水利局组织实施。"',
    ),
    (
        "a dropped page head",
        '?h a gb:RunningHead ; rdfs:label "青山市人民政府公报2021年第3期"@zh ; gb:firstLine 28',
    ),
]


@pytest.mark.parametrize(("says", "pattern"), SAID, ids=[row[0] for row in SAID])
def test_what_the_graph_says(store: ox.Store, says: str, pattern: str) -> None:
    assert ask(store, pattern)


NOT_SAID = [
    ("what is only cited was not printed", f"{iri('doc/青山市/青政发〔2015〕4号')} gb:printed ?any"),
    (
        "the notice's own number is no citation",
        f"?c gb:cited {iri(NOTICE)} FILTER NOT EXISTS {{ ?c gb:internal true }}",
    ),
    ("an inner reference is no citation between documents", f"{iri(NOTICE)} eli:cites {iri(NOTICE)}"),
    ("nobody is a blank node", "?s a ?class FILTER isBlank(?s)"),
    ("no empty text", '?s ?p ""'),
]


@pytest.mark.parametrize(("says", "pattern"), NOT_SAID, ids=[row[0] for row in NOT_SAID])
def test_what_the_graph_does_not_say(store: ox.Store, says: str, pattern: str) -> None:
    assert not ask(store, pattern)


def test_counts(mapped: Mapped) -> None:
    assert (mapped.graph, mapped.source) == (DEFAULT_BASE + ISSUE, FILE)
    assert (mapped.documents, mapped.citations) == (4, 3)
    assert mapped.responsibilities >= 5
    assert mapped.triples == len(quads_of(mapped))


# --- where it was read ------------------------------------------------------------------------

READ = [
    "Citation",
    "Responsibility",
    "Matter",
    "Provision",
    "Instrument",
    "Annex",
    "Clause",
    "PersonnelAction",
    "PostHolding",
    "GroupMembership",
    "Target",
    "Quantity",
    "Attendance",
    "Resolution",
]


@pytest.mark.parametrize("name", READ)
def test_whatever_was_read_says_where(store: ox.Store, name: str) -> None:
    nodes = rows(store, f"SELECT ?n {{ ?n a gb:{name} }}")
    placed = rows(
        store,
        f"SELECT ?n {{ ?n a gb:{name} ; gb:firstLine ?first ; gb:lastLine ?last ; prov:wasQuotedFrom ?quoted ; gb:statedIn ?doc ."
        " ?doc gb:printed true FILTER (?first <= ?last) }",
    )
    assert nodes and set(nodes) == set(placed)


def test_fragments_count_the_positions_between_lines(store: ox.Store) -> None:
    found = rows(
        store,
        "SELECT ?n ?first ?last ?quoted { ?n gb:firstLine ?first ; gb:lastLine ?last ; prov:wasQuotedFrom ?quoted }",
    )
    places: dict[str, set[str]] = {}
    for name, _, _, quoted in found:
        places.setdefault(name, set()).add(quoted)
        assert "#line=" in quoted
    once = [row for row in found if len(places[row[0]]) == 1]
    assert once
    for _, first, last, quoted in once:
        assert quoted.rpartition("#")[2] == f"line={int(first) - 1},{last}"


def test_lines_are_those_of_the_file(store: ox.Store) -> None:
    lines = GAZETTE.split("\n")
    found = rows(
        store, "SELECT ?text ?first { ?c a gb:Citation ; gb:citationText ?text ; gb:firstLine ?first }"
    )
    assert len(found) >= 4
    for text, first in found:
        assert text in lines[int(first) - 1]


def test_the_source_can_be_read_back_from_its_segments() -> None:
    text = GAZETTE + "\n".join(f"第{number}行。" for number in range(250))
    reading = read(text)
    store = graph_of(map_reading(reading, Identity()))
    segments = rows(
        store,
        "SELECT ?s ?first ?last ?text { ?s a gb:SourceSegment ; gb:firstLine ?first ; gb:lastLine ?last ; gb:text ?text }",
    )
    segments.sort(key=lambda row: int(row[1]))
    assert "\n".join(text for *_, text in segments) == "\n".join(reading.lines)
    assert [(int(first), int(last)) for _, first, last, _ in segments] == [
        (first, min(first + 99, len(reading.lines))) for first in range(1, len(reading.lines) + 1, 100)
    ]
    for name, first, last, _ in segments:
        assert name.endswith(f"/{FILE}#line={int(first) - 1},{last}")


# --- IRIs ---------------------------------------------------------------------------------------


def test_everything_lives_below_the_base_in_the_issue_s_graph() -> None:
    mapped = map_reading(read(GAZETTE), Identity("https://example.org/公报/"))
    for quad in ox.parse(mapped.nquads, format=ox.RdfFormat.N_QUADS):
        assert isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(
            "https://example.org/公报/"
        )
        assert quad.graph_name == ox.NamedNode(f"https://example.org/公报/{ISSUE}")


def test_a_file_without_an_issue_is_a_graph_of_its_document() -> None:
    document = "青政函〔2021〕7号\n青山市人民政府关于同意设立园区的批复\n云河县人民政府：\n同意设立。\n青山市人民政府\n2021年3月1日"
    mapped = map_reading(read(document), Identity())
    assert mapped.graph == f"{DEFAULT_BASE}doc/青山市/青政函〔2021〕7号"
    assert not ask(graph_of(mapped), "?d dcterms:isPartOf ?i . ?i a gb:Issue")


def test_no_iri_holds_what_none_may_hold() -> None:
    odd = GAZETTE.replace("清淤工作。完成清淤。", "“一网\\通办”<甲>#1 50% a/b?{x}。完成清淤。")
    for quad in ox.parse(map_reading(read(odd), Identity()).nquads, format=ox.RdfFormat.N_QUADS):
        for term in (quad.subject, quad.predicate, quad.object):
            if isinstance(term, ox.NamedNode):
                assert not set(term.value) & set('<>"{}|\\^` \t\n%')
                assert term.value.count("#") <= 1 and "?" not in term.value


# --- the same from any order ----------------------------------------------------------------------


def test_a_reading_gives_the_same_quads_again(mapped: Mapped) -> None:
    assert quads_of(map_reading(read(GAZETTE), Identity())) == quads_of(mapped)


def test_quads_do_not_depend_on_what_was_mapped_before() -> None:
    next_issue = GAZETTE.replace("第3期", "第4期").replace("市水利局", "水利局")
    texts = [(GAZETTE, FILE), (next_issue, "b.txt"), (next_issue.partition("……6\n")[2], "c.txt")]
    forwards, backwards = Identity(), Identity()
    one = [map_reading(read(text, name), forwards) for text, name in texts]
    other = [map_reading(read(text, name), backwards) for text, name in reversed(texts)]
    assert quads_of(*one) == quads_of(*other)


def test_two_documents_under_one_number_are_told_apart() -> None:
    def notice(title: str) -> str:
        return f"青政办发〔2021〕3号\n青山市人民政府办公室关于{title}的通知\n各县区人民政府：\n现通知如下。\n青山市人民政府办公室\n2021年3月5日\n"

    store = graph_of(map_reading(read(notice("做好防汛工作") + notice("做好抗旱工作")), Identity()))
    titled = rows(store, "SELECT ?title ?d { ?d gb:printed true ; dcterms:title ?title ; a gb:Document }")
    found = {row[0]: row[1] for row in titled}
    assert len(found) == len(set(found.values())) == 2
    assert f"{DEFAULT_BASE}{NOTICE}" in found.values()
    assert rows(store, 'SELECT (COUNT(?d) AS ?n) { ?d gb:documentNumber "青政办发〔2021〕3号" }') == [("2",)]


# --- the contract ------------------------------------------------------------------------------------


def test_the_small_gazette_conforms(store: ox.Store) -> None:
    report = validate(store)
    assert not report.violations and not report.unknown_terms


@pytest.mark.parametrize("name", ["linxiang-2023-03", "miluo-2023-02"])
def test_whole_gazettes_conform(shared: Path, name: str) -> None:
    report = validate(graph_of(map_reading(read_file(shared / "gazettes" / f"{name}.txt"), Identity())))
    assert not report.violations and not report.unknown_terms


@pytest.mark.parametrize(
    ("written", "full"),
    [
        ("水法", "中华人民共和国水法"),
        ("民法典", "中华人民共和国民法典"),
        ("中华人民共和国水法", "中华人民共和国水法"),
        ("取水许可管理办法", "取水许可管理办法"),
        ("青山市水利条例", "青山市水利条例"),
    ],
)
def test_a_law_is_known_by_its_full_name(written: str, full: str):
    assert full_name(written) == full
