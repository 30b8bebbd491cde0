"""The shapes accept a good graph and name each thing that is wrong in a bad one, and nothing else.

A row of ``BAD`` changes one thing in a copy of the good graph that has IRIs of its own. All copies are
validated together, once; each row then finds its results by its IRIs, as (shape, path).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pyoxigraph
import pytest
from rdflib import RDF, RDFS, SH, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.namespaces import GB, GBR, PREFIXES
from ontology.terms import list_terms, shapes_graph
from ontology.validate import ShapesReport, unknown_terms, validate

GOOD = Path(__file__).with_name("good_graph.ttl")
BASE = "https://example.org/"
LINES = {("gbs:Read", path) for path in ("gb:firstLine", "gb:lastLine", "prov:wasQuotedFrom")}


def drop(*pairs: str) -> str:
    """The SPARQL update that takes all values of each "subject property" away."""
    return " ; ".join(f"DELETE {{ {pair} ?o }} WHERE {{ {pair} ?o }}" for pair in pairs)


def replace(pair: str, value: str) -> str:
    """The SPARQL update that puts ``value`` in place of all values of "subject property"."""
    return f"DELETE {{ {pair} ?o }} INSERT {{ {pair} {value} }} WHERE {{ {pair} ?o }}"


# sentence, SPARQL update, what the shapes say
BAD: list[tuple[str, str, set[tuple[str, str]]]] = [
    (
        "a unit without a label",
        drop("t:stub rdfs:label"),
        {("gbs:Entity", "rdfs:label")},
    ),
    (
        "a responsibility that is a blank node",
        "INSERT DATA { _:b a gb:Post ; rdfs:label '副局长'@zh ; org:postIn t:unit }",
        {("gbs:Entity", "")},
    ),
    (
        "a label without a language tag (a warning)",
        replace("t:post rdfs:label", "'副局长'"),
        {("gbs:Entity", "rdfs:label")},
    ),
    (
        "a citation without lines",
        drop("t:citation gb:firstLine", "t:citation gb:lastLine", "t:citation prov:wasQuotedFrom"),
        LINES,
    ),
    (
        "a line number that counts from 0",
        "INSERT DATA { t:holding gb:firstLine 0 }",
        {("gbs:Read", "gb:firstLine")},
    ),
    (
        "a line number that is a string",
        replace("t:holding gb:lastLine", "'71'"),
        {("gbs:Read", "gb:lastLine"), ("gbs:LineOrder", "gb:firstLine")},
    ),
    (
        "lines the wrong way round",
        replace("t:target gb:lastLine", "3"),
        {("gbs:LineOrder", "gb:firstLine")},
    ),
    (
        "a document's lines the wrong way round",
        replace("t:doc gb:firstLine", "91"),
        {("gbs:LineOrder", "gb:firstLine")},
    ),
    (
        "quoted from a file, not from lines of it",
        "INSERT DATA { t:quantity prov:wasQuotedFrom <https://example.org/file> }",
        {("gbs:Read", "prov:wasQuotedFrom")},
    ),
    (
        "a fact that does not say where it is stated",
        drop("t:code gb:statedIn"),
        {("gbs:StatedIn", "gb:statedIn")},
    ),
    (
        "stated in the instrument instead of the notice",
        replace("t:provision gb:statedIn", "t:instrument"),
        {("gbs:StatedIn", "gb:statedIn/^gb:attaches")},
    ),
    (
        "stated in a unit",
        replace("t:clause gb:statedIn", "t:unit"),
        {("gbs:StatedInWhat", "")},
    ),
    # Superclasses
    (
        "a meeting that is not said to be a document",
        "DELETE DATA { t:minutes a gb:Document }",
        {("gbs:StatesDocument", ""), ("gbs:StatedInWhat", "")},
    ),
    (
        "a group that is not said to be a unit",
        "DELETE DATA { t:group a gb:Unit }",
        {("gbs:StatesUnit", ""), ("gbs:Responsibility", "gb:onBehalfOf")},
    ),
    (
        "an item that is not said to be a matter",
        "DELETE DATA { t:matter a gb:Matter }",
        {("gbs:StatesMatter", ""), ("gbs:Responsibility", "gb:matter")},
    ),
    (
        "an appointment that is not said to be a personnel action",
        "DELETE DATA { t:appointment a gb:PersonnelAction }",
        {("gbs:StatesPersonnelAction", "")},
    ),
    # Sources
    (
        "a source named with its folder",
        replace("t:source gb:sourceFile", "'in/a.txt'"),
        {("gbs:Source", "gb:sourceFile")},
    ),
    (
        "a digest that is none",
        replace("t:source gb:sha256", "'E3B0'"),
        {("gbs:Source", "gb:sha256")},
    ),
    (
        "a segment of no source",
        "DELETE { ?s dcterms:isPartOf ?o } WHERE { ?s a gb:SourceSegment ; dcterms:isPartOf ?o }",
        {("gbs:SourceSegment", "dcterms:isPartOf")},
    ),
    (
        "a problem of unknown severity",
        "INSERT DATA { t:problem gb:severity 'fatal' }",
        {("gbs:Problem", "gb:severity")},
    ),
    (
        "a problem without words",
        drop("t:problem gb:problemText"),
        {("gbs:Problem", "gb:problemText")},
    ),
    (
        "a running head of no line",
        drop("t:head gb:firstLine"),
        {("gbs:RunningHead", "gb:firstLine")},
    ),
    # Issues and documents
    ("an issue of two years", "INSERT DATA { t:issue gb:year 2022 }", {("gbs:Issue", "gb:year")}),
    (
        "an issue of no jurisdiction",
        drop("t:issue gb:jurisdiction"),
        {("gbs:Issue", "gb:jurisdiction")},
    ),
    (
        "an issue without its file",
        drop("t:issue gb:sourceFile"),
        {("gbs:Issue", "gb:sourceFile")},
    ),
    (
        "a document with neither title nor number",
        drop("t:law dcterms:title"),
        {("gbs:TitleOrNumber", "dcterms:title|gb:documentNumber")},
    ),
    (
        "a number in half-width brackets",
        "INSERT DATA { t:law gb:documentNumber '青政办发[2021]3号' }",
        {("gbs:Document", "gb:documentNumber")},
    ),
    (
        "a number in round brackets",
        "INSERT DATA { t:law gb:documentNumber '青政办发（2021）3号' }",
        {("gbs:Document", "gb:documentNumber")},
    ),
    (
        "a number with a blank",
        "INSERT DATA { t:law gb:documentNumber '青政办发 〔2021〕3号' }",
        {("gbs:Document", "gb:documentNumber")},
    ),
    (
        "a number with a language tag",
        "INSERT DATA { t:law gb:documentNumber '青政办发〔2021〕3号'@zh }",
        {("gbs:Document", "gb:documentNumber")},
    ),
    (
        "a date that does not exist",
        "INSERT DATA { t:law eli:date_document '2021-02-30'^^xsd:date }",
        {("gbs:Document", "eli:date_document")},
    ),
    (
        "a date that is a string",
        "INSERT DATA { t:law eli:date_document '2021-02-03' }",
        {("gbs:Document", "eli:date_document")},
    ),
    (
        "two dates of a document",
        "INSERT DATA { t:doc eli:date_document '2021-03-05'^^xsd:date }",
        {("gbs:Document", "eli:date_document")},
    ),
    (
        "passed by a person",
        "INSERT DATA { t:law eli:passed_by t:official }",
        {("gbs:Document", "eli:passed_by")},
    ),
    (
        "passed by a name",
        "INSERT DATA { t:law eli:passed_by '青山市人民政府' }",
        {("gbs:Document", "eli:passed_by")},
    ),
    ("attaches an annex", "INSERT DATA { t:doc gb:attaches t:annex }", {("gbs:Document", "gb:attaches")}),
    ("cites a provision", "INSERT DATA { t:doc eli:cites t:provision }", {("gbs:Document", "eli:cites")}),
    (
        "a validity that is no duration",
        "INSERT DATA { t:law gb:validity '2年'^^xsd:duration }",
        {("gbs:Document", "gb:validity")},
    ),
    (
        "no longer in force before it is in force",
        "INSERT DATA { t:instrument eli:date_no_longer_in_force '2021-03-31'^^xsd:date }",
        {("gbs:ForceOrder", "eli:first_date_entry_in_force")},
    ),
    (
        "printed is not a boolean",
        "INSERT DATA { t:cited gb:printed 'yes' }",
        {("gbs:Document", "gb:printed")},
    ),
    (
        "a printed document without its file",
        drop("t:doc gb:sourceFile"),
        {("gbs:Printed", "")},
    ),
    (
        "printed minutes without a line",
        drop("t:minutes gb:lastLine"),
        {("gbs:Printed", "")},
    ),
    (
        "a document that is only cited but has lines",
        "INSERT DATA { t:cited gb:firstLine 4 ; gb:lastLine 4 }",
        {("gbs:CitedOnly", "")},
    ),
    (
        "an annex of nothing",
        drop("t:annex dcterms:isPartOf"),
        {("gbs:Annex", "dcterms:isPartOf")},
    ),
    (
        "a provision of a level there is none of",
        replace("t:provision gb:provisionKind", "'篇'"),
        {("gbs:Provision", "gb:provisionKind")},
    ),
    (
        "a provision without content",
        drop("t:provision gb:text"),
        {("gbs:ProvisionText", "gb:text|gb:heading")},
    ),
    (
        "a line of contents without a title",
        drop("t:toc dcterms:title"),
        {("gbs:TocEntry", "dcterms:title")},
    ),
    (
        "a clause of a fifth kind",
        "INSERT DATA { t:clause gb:clauseKind 'other' }",
        {("gbs:Clause", "gb:clauseKind")},
    ),
    # Citations
    (
        "a citation of no document",
        drop("t:citation gb:cited"),
        {("gbs:CitedOrCandidates", "gb:cited|gb:candidate")},
    ),
    (
        "a citation by two documents",
        "INSERT DATA { t:citation gb:citing t:minutes }",
        {("gbs:Citation", "gb:citing")},
    ),
    (
        "a relation that is ELI's, not ours",
        replace("t:citation gb:relation", "eli:repeals"),
        {("gbs:Citation", "gb:relation")},
    ),
    (
        "an unresolved citation (a warning)",
        drop("t:citation gb:resolution"),
        {("gbs:Citation", "gb:resolution")},
    ),
    (
        "a citation without its text",
        drop("t:citation gb:citationText"),
        {("gbs:Citation", "gb:citationText")},
    ),
    (
        "a cited number that is not normalised",
        replace("t:citation gb:citedNumber", "'国青发〔 2019 〕 5 号'"),
        {("gbs:Citation", "gb:citedNumber")},
    ),
    # Responsibilities
    *(
        (
            f"a responsibility without {path}",
            drop(f"t:responsibility {path}"),
            {("gbs:Responsibility", path)},
        )
        for path in ("gb:matter", "gb:role", "gb:assignee", "gb:assigneeText")
    ),
    (
        "a role there is none of",
        replace("t:responsibility gb:role", "gbr:leader"),
        {("gbs:Responsibility", "gb:role")},
    ),
    (
        "a post as an assignee",
        replace("t:portfolio gb:assignee", "t:post"),
        {("gbs:Responsibility", "gb:assignee")},
    ),
    (
        "two assignees",
        "INSERT DATA { t:portfolio gb:assignee t:unit }",
        {("gbs:Responsibility", "gb:assignee")},
    ),
    (
        "on behalf of a person",
        "INSERT DATA { t:portfolio gb:onBehalfOf t:official }",
        {("gbs:Responsibility", "gb:onBehalfOf")},
    ),
    (
        "a matter of no name",
        drop("t:area dcterms:title"),
        {("gbs:MatterNamed", "dcterms:title|dcterms:description")},
    ),
    (
        "an item number that is text",
        replace("t:matter gb:itemNumber", "'17'"),
        {("gbs:Matter", "gb:itemNumber")},
    ),
    (
        "a deadline before the start",
        replace("t:matter gb:deadline", "'2021-03-01'^^xsd:date"),
        {("gbs:MatterDates", "gb:start")},
    ),
    # People, posts, units
    ("a padded name", "INSERT DATA { t:official foaf:name '张　三' }", {("gbs:Official", "foaf:name")}),
    (
        "a name with a blank before it",
        "INSERT DATA { t:official foaf:name ' 张三' }",
        {("gbs:Official", "foaf:name")},
    ),
    (
        "a gender as a letter",
        replace("t:official gb:gender", "'m'"),
        {("gbs:Official", "gb:gender")},
    ),
    ("a post in a person", "INSERT DATA { t:post org:postIn t:official }", {("gbs:Post", "org:postIn")}),
    (
        "an appointment of nobody",
        drop("t:appointment gb:official"),
        {("gbs:PersonnelAction", "gb:official")},
    ),
    (
        "an appointment to nothing",
        drop("t:appointment gb:postText"),
        {("gbs:PersonnelAction", "gb:postText")},
    ),
    ("a unit of an unknown level", "INSERT DATA { t:stub gb:level '市' }", {("gbs:Unit", "gb:level")}),
    (
        "two preferred names",
        "INSERT DATA { t:unit skos:prefLabel '财政局'@zh }",
        {("gbs:Unit", "skos:prefLabel")},
    ),
    (
        "a member of a unit that is no group",
        replace("t:member gb:group", "t:unit"),
        {("gbs:GroupMembership", "gb:group")},
    ),
    (
        "a member without a name",
        drop("t:member gb:official", "t:member gb:memberText"),
        {("gbs:MemberNamed", "gb:official|gb:memberText")},
    ),
    # Numbers, codes, meetings
    (
        "a figure that is not a decimal",
        replace("t:target gb:value", "'120人'"),
        {("gbs:Target", "gb:value")},
    ),
    (
        "a figure of nobody",
        drop("t:target gb:unitText"),
        {("gbs:Target", "gb:unitText")},
    ),
    (
        "a quantity without a unit",
        drop("t:quantity gb:valueUnit"),
        {("gbs:Quantity", "gb:valueUnit")},
    ),
    (
        "a code without a pattern",
        drop("t:code gb:codePattern"),
        {("gbs:RegistrationCode", "gb:codePattern")},
    ),
    (
        "a chair by name only",
        replace("t:minutes gb:chair", "'张三'"),
        {("gbs:Meeting", "gb:chair")},
    ),
    (
        "an attendance of a kind there is none of",
        replace("t:attendance gb:attendanceKind", "'旁听'"),
        {("gbs:Attendance", "gb:attendanceKind")},
    ),
    (
        "a resolution of no meeting",
        drop("t:resolution gb:meeting"),
        {("gbs:Resolution", "gb:meeting")},
    ),
    # Audit results
    (
        "a finding without evidence",
        drop("t:finding gb:evidence"),
        {("gbs:Finding", "gb:evidence")},
    ),
    (
        "a finding that speaks Chinese only",
        "DELETE DATA { t:finding sh:resultMessage 'two lead units'@en }",
        {("gbs:Finding", "sh:resultMessage")},
    ),
]

# Odd, yet in order: sentence, SPARQL update.
FINE = [
    ("a printed document without a number", drop("t:doc gb:documentNumber")),
    (
        "a node read from two issues, whose lines are two pairs",
        "INSERT DATA { t:citation gb:firstLine 500 ; gb:lastLine 501 }",
    ),
    ("what stands outside the documents", replace("t:holding gb:statedIn", "t:issue")),
    ("a person with a foreign name", "INSERT DATA { t:official foaf:name 'J. R. Smith' , '买买提·艾山' }"),
    (
        "a number with brackets that hold no year",
        "INSERT DATA { t:law gb:documentNumber '青政令（甲）第3号' }",
    ),
    ("a title with a language tag", "INSERT DATA { t:law dcterms:title '青山条例'@zh }"),
    ("further types", "INSERT DATA { t:unit a org:Organization . t:law a eli:LegalResource }"),
]


@cache
def parsed() -> Graph:
    return Graph().parse(GOOD)


def copy_of_good(name: str, update: str = "") -> Graph:
    """The good graph with IRIs under ``<BASE><name>/``, changed by ``update``."""

    def renamed(node: Node) -> Node:
        return URIRef(node.replace(f"{BASE}t/", f"{BASE}{name}/")) if isinstance(node, URIRef) else node

    graph = Graph()
    for subject, predicate, value in parsed():
        graph.add((renamed(subject), predicate, renamed(value)))
    if update:
        graph.update(update, initNs={**PREFIXES, "t": f"{BASE}{name}/"})
    return graph


@pytest.fixture(scope="module")
def copies() -> dict[str, Graph]:
    """Every row's copy by its name: ``bad0`` …, ``fine0`` …"""
    rows = [(f"bad{place}", update) for place, (_, update, _) in enumerate(BAD)]
    rows += [(f"fine{place}", update) for place, (_, update) in enumerate(FINE)]
    return {name: copy_of_good(name, update) for name, update in rows}


@pytest.fixture(scope="module")
def report(copies: dict[str, Graph]) -> ShapesReport:
    """Every row's copy, validated as one graph."""
    together = Graph()
    for graph in copies.values():
        together += graph
    return validate(together)


def found(report: ShapesReport, name: str) -> set[tuple[str, str]]:
    return {(row.shape, row.path) for row in report.results if row.focus.startswith(f"{BASE}{name}/")}


def test_a_good_graph_conforms(good: Graph) -> None:
    report = validate(good)
    assert (report.conforms, report.results, report.unknown_terms) == (True, (), ())


def test_the_good_graph_has_a_node_of_every_class(good: Graph) -> None:
    # So that no shape is satisfied for want of a node.
    superclass_only = {"Located", "CitationRelation", "ResolutionStatus"}
    sisters = {"DecisionItem", "Task", "CertificateType", "Duty", "Removal"}
    classes = {term.name for term in list_terms() if term.kind == "class"} - superclass_only - sisters
    assert {name for name in classes if (None, RDF.type, GB[name]) not in good} == set()


def test_every_change_changes_something(copies: dict[str, Graph]) -> None:
    for name, graph in copies.items():
        assert set(graph) != set(copy_of_good(name)), name


@pytest.mark.parametrize(("place", "row"), list(enumerate(BAD)), ids=[row[0] for row in BAD])
def test_what_is_wrong_is_named_and_nothing_else(place: int, row, report: ShapesReport) -> None:
    sentence, _, expected = row
    if "blank node" in sentence:
        results = {(r.shape, r.path) for r in report.results if not r.focus.startswith("https://")}
    else:
        results = found(report, f"bad{place}")
    assert results == expected


@pytest.mark.parametrize(("place", "row"), list(enumerate(FINE)), ids=[row[0] for row in FINE])
def test_what_is_odd_but_in_order_is_accepted(place: int, row, report: ShapesReport) -> None:
    assert found(report, f"fine{place}") == set()


def test_only_the_rows_that_say_so_are_warnings(report: ShapesReport) -> None:
    warned = {row.focus.split("/")[3] for row in report.results if row.severity == "warning"}
    assert warned == {
        f"bad{place}" for place, (sentence, _, _) in enumerate(BAD) if "(a warning)" in sentence
    }


def test_every_result_reads_in_both_languages(report: ShapesReport) -> None:
    for row in report.results:
        assert any("一" <= sign <= "鿿" for sign in row.message_zh), row
        assert row.message_en.isascii() or row.component in (
            "InConstraintComponent",
            "PatternConstraintComponent",
        )
        # Put into words, not left as the name of a constraint.
        assert "ConstraintComponent" not in row.message_zh + row.message_en


@pytest.mark.parametrize(
    ("update", "zh", "en"),
    [
        (
            drop("t:responsibility gb:assigneeText"),
            "承担者原文：缺少（至少 1 个）",
            "assignee text: is missing (at least 1)",
        ),
        (
            "INSERT DATA { t:law eli:passed_by t:official }",
            "发文机关：应为 gb:Unit 类的节点",
            "passed by: must be a node of the class gb:Unit",
        ),
        (
            "INSERT DATA { t:issue gb:year 2022 }",
            "年份：过多（至多 1 个）",
            "year: has too many values (at most 1)",
        ),
        (
            "INSERT DATA { t:cited gb:firstLine 4 }",
            "仅被引用的文件不应有行号",
            "a document that is only cited must not carry lines",
        ),
    ],
)
def test_messages(update: str, zh: str, en: str) -> None:
    report = validate(copy_of_good("t", update))
    assert [(row.message_zh, row.message_en) for row in report.results] == [(zh, en)]
    assert f"{zh} / {en}" in str(report) and str(report).startswith("不符合 / does not conform")


def test_a_store_is_validated_like_a_graph_and_left_as_it_is(report: ShapesReport) -> None:
    graph = copy_of_good("t", "INSERT DATA { t:issue gb:year 2022 . t:law gb:asigneeText 'x' }")
    store = pyoxigraph.Store()
    store.load(
        graph.serialize(format="nt").encode(),
        format=pyoxigraph.RdfFormat.N_TRIPLES,
        to_graph=pyoxigraph.NamedNode("https://example.org/g"),
    )
    before = {str(quad) for quad in store}
    from_store, from_graph = validate(store), validate(graph)
    assert [(r.focus, r.path) for r in from_store.results] == [("https://example.org/t/issue", "gb:year")]
    assert from_store == from_graph
    assert from_store.unknown_terms == ("gb:asigneeText",)
    assert {str(quad) for quad in store} == before


def test_a_node_of_a_store_read_twice_is_two_pairs_of_lines() -> None:
    graph = copy_of_good("t", "INSERT DATA { t:citation gb:firstLine 500 ; gb:lastLine 501 }")
    store = pyoxigraph.Store()
    store.load(graph.serialize(format="nt").encode(), format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert validate(store).conforms


@pytest.mark.parametrize(
    ("triple", "unknown"),
    [
        ((URIRef("https://example.org/t/x"), GB.asigneeText, Literal("x")), "gb:asigneeText"),
        ((URIRef("https://example.org/t/x"), RDF.type, GB.Documents), "gb:Documents"),
        ((URIRef("https://example.org/t/x"), GB.role, GBR.leader), "gbr:leader"),
        ((URIRef("https://example.org/t/x"), GB.relation, GB.repeal), "gb:repeal"),
        ((URIRef("https://example.org/t/x"), GB.resolution, GB.lost), "gb:lost"),
    ],
)
def test_a_misspelt_name_is_found(triple, unknown: str, good: Graph) -> None:
    assert unknown_terms(good) == ()
    good.add(triple)
    assert unknown_terms(good) == (unknown,)


def test_own_shapes_replace_the_shapes(good: Graph) -> None:
    shapes = Graph().parse(
        format="turtle",
        data="""
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix gb: <https://w3id.org/gongbao/ns#> .
        <urn:s> a sh:NodeShape ; sh:targetClass gb:Issue ;
            sh:property [ sh:path gb:totalNumber ; sh:maxInclusive 3 ; sh:severity sh:Info ] .""",
    )
    report = validate(good, shapes=shapes)
    assert [(row.severity, row.path, row.value) for row in report.results] == [
        ("info", "gb:totalNumber", "18")
    ]
    assert report.conforms


def test_a_property_shape_that_is_part_of_a_condition_is_not_taken_out_of_it(good: Graph) -> None:
    # <urn:cond> is targeted and also negated: flattening it would lose the condition.
    shapes = Graph().parse(
        format="turtle",
        data="""
        @prefix sh: <http://www.w3.org/ns/shacl#> . @prefix gb: <https://w3id.org/gongbao/ns#> .
        <urn:cond> a sh:NodeShape ; sh:targetClass gb:Issue ;
            sh:property [ sh:path gb:year ; sh:maxCount 1 ] .
        <urn:not> a sh:NodeShape ; sh:targetClass gb:Issue ; sh:not <urn:cond> .""",
    )
    report = validate(good, shapes=shapes)
    assert [row.shape for row in report.results] == ["urn:not"]


def test_every_shape_is_labelled_and_core_only() -> None:
    shapes = shapes_graph()
    own = {node for node in shapes.subjects(RDF.type, None) if str(node).startswith(PREFIXES["gbs"])}
    assert len(own) > 40
    for shape in own:
        languages = {
            value.language for value in shapes.objects(shape, RDFS.label) if isinstance(value, Literal)
        }
        assert languages == {"zh", "en"}, shape
    # A thousand times slower than the same check as a query (SHACL-SPARQL), so kept out.
    assert (None, SH.sparql, None) not in shapes
