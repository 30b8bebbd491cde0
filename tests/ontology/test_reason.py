"""HermiT finds the ontology sound, the good graph consistent, and contradictions inconsistent."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, XSD, BNode, Graph, Literal, URIRef

from ontology import reason
from ontology.clashes import Clash, find_clashes
from ontology.namespaces import ELI, GB, GBR, PREFIXES
from ontology.reason import ReasonerFailed, ReasonerUnavailable, check_consistency
from ontology.terms import ontology_graph

T = "https://example.org/t/"


def changed(graph: Graph, update: str) -> Graph:
    graph.update(update, initNs={**PREFIXES, "t": T})
    return graph


def test_the_ontology_is_consistent_and_every_class_can_have_members(java: None) -> None:
    report = check_consistency()
    assert (report.consistent, report.unsatisfiable, report.clashes) == (True, (), ())
    assert report.sound
    assert report.engine.startswith("HermiT") and report.seconds > 0


def test_the_good_graph_is_consistent_and_left_as_it_is(java: None, good: Graph) -> None:
    # It holds dates, durations and language tags, which HermiT refuses: they are left out, not stumbled over.
    before = set(good)
    assert check_consistency(good).sound
    assert set(good) == before


@pytest.mark.parametrize(
    ("sentence", "update", "clashes"),
    [
        (
            "a person who is a unit",
            "INSERT DATA { t:unit a gb:Official }",
            (Clash(f"{T}unit", str(GB.Official), str(GB.Unit)),),
        ),
        (
            "a person who is a unit by being a group",
            "INSERT DATA { t:group a gb:Official }",
            (Clash(f"{T}group", str(GB.Official), str(GB.Unit)),),
        ),
        (
            "a unit in the place of a person: the range says it is one",
            "INSERT DATA { t:x a gb:Attendance ; gb:official t:unit }",
            (Clash(f"{T}unit", str(GB.Official), str(GB.Unit)),),
        ),
        (
            "a unit that has a post: the domain says it is none",
            "INSERT DATA { t:unit gb:cited t:law }",
            (Clash(f"{T}unit", str(GB.Citation), str(GB.Unit)),),
        ),
        (
            "an appointment that is a removal",
            "INSERT DATA { t:appointment a gb:Removal }",
            (Clash(f"{T}appointment", str(GB.Appointment), str(GB.Removal)),),
        ),
        # These need a reasoner: no look-up explains them.
        ("an assignee that is neither unit nor person", "INSERT DATA { t:portfolio gb:assignee t:post }", ()),
        ("two assignees that cannot be one", "INSERT DATA { t:portfolio gb:assignee t:unit }", ()),
        ("two relations of one citation", "INSERT DATA { t:citation gb:relation gb:repeals }", ()),
        ("two outcomes of one citation", "INSERT DATA { t:citation gb:resolution gb:held }", ()),
        ("a line number that is a text", "INSERT DATA { t:holding gb:firstLine 'seven' }", ()),
        ("two digests of one file", "INSERT DATA { t:source gb:sha256 'ff' }", ()),
        ("a document that stands for its own role", "INSERT DATA { t:portfolio gb:role t:law }", None),
    ],
)
def test_contradictions_are_inconsistent(
    java: None, good: Graph, sentence: str, update: str, clashes
) -> None:
    report = check_consistency(changed(good, update))
    assert not report.consistent and not report.sound, sentence
    assert report.unsatisfiable == ()
    if clashes is not None:
        assert report.clashes == clashes
    else:
        assert report.clashes


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { t:doc eli:date_document 'no date'^^xsd:date ; gb:year 'MMXXI'^^xsd:integer }",
        "INSERT DATA { t:doc gb:printed 'maybe'^^xsd:boolean }",
        "INSERT DATA { t:doc gb:notATerm t:unit ; a gb:NotAClass }",
        "INSERT DATA { t:annex a gb:Document }",
        "INSERT DATA { t:resolution a gb:Provision , gb:Matter }",
        "INSERT DATA { gb:Official rdfs:subClassOf gb:Unit . gb:Official a owl:Class }",
    ],
)
def test_what_is_not_for_a_reasoner_to_judge_is_left_out(java: None, good: Graph, update: str) -> None:
    assert check_consistency(changed(good, update)).sound


def test_two_chinese_names_of_one_length_stay_two_in_any_locale(
    java: None, good: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A Java that reads ASCII would make one node of 财政局 and 李四五.
    monkeypatch.setenv("LC_ALL", "C")
    good.add((URIRef(f"{T}财政局"), RDF.type, GB.Unit))
    good.add((URIRef(f"{T}李四五"), RDF.type, GB.Official))
    assert check_consistency(good).sound


def test_blank_nodes_are_individuals_too(java: None, good: Graph) -> None:
    node = BNode()
    good.add((node, RDF.type, GB.Official))
    good.add((node, RDF.type, GB.Unit))
    assert not check_consistency(good).consistent


def test_a_class_that_can_have_no_member_is_named(java: None, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = ontology_graph()
    for parent in (GB.Official, GB.Unit):
        graph.add((GB.Chimera, RDFS.subClassOf, parent))
    graph.add((GB.Chimera, RDF.type, OWL.Class))
    monkeypatch.setattr(reason, "ontology_graph", lambda: graph)
    report = check_consistency()
    assert (report.consistent, report.unsatisfiable) == (True, (str(GB.Chimera),))
    assert not report.sound


def test_nothing_is_left_behind(
    java: None, good: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    good.add((URIRef(f"{T}unit"), RDF.type, GB.Official))
    assert not check_consistency(good).consistent
    assert list(tmp_path.iterdir()) == []


def test_one_call_knows_nothing_of_another(java: None, good: Graph) -> None:
    bad = changed(Graph() + good, "INSERT DATA { t:unit a gb:Official }")
    assert [check_consistency(graph).consistent for graph in (bad, good)] == [False, True]


def test_a_failing_java_is_an_error_not_an_answer(java: None, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = ontology_graph()
    graph.set((GB.start, RDFS.range, XSD.date))
    monkeypatch.setattr(reason, "ontology_graph", lambda: graph)
    with pytest.raises(ReasonerFailed, match="xml|XML|date|OWL 2 datatype map"):
        check_consistency()


def test_without_java_there_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReasonerUnavailable, match="Java"):
        check_consistency()


def test_clashes_are_found_without_a_reasoner(good: Graph) -> None:
    schema = ontology_graph()
    assert find_clashes(schema, good) == ()
    good.add((URIRef(f"{T}law"), ELI.cites, URIRef(f"{T}unit")))
    assert find_clashes(schema, good) == ()  # ELI's range is not ours to judge
    good.add((URIRef(f"{T}law"), GB.refersTo, URIRef(f"{T}doc")))
    assert find_clashes(schema, good) == (Clash(f"{T}law", str(GB.Document), str(GB.TocEntry)),)


def test_ranges_are_datatypes_that_owl_knows() -> None:
    known = {XSD.string, XSD.integer, XSD.decimal, XSD.boolean, RDFS.Literal}
    graph = ontology_graph()
    for prop in graph.subjects(RDF.type, OWL.DatatypeProperty):
        assert set(graph.objects(prop, RDFS.range)) <= known, prop


def test_roles_are_judged_with_the_data(java: None) -> None:
    graph = Graph()
    graph.add((URIRef(f"{T}r"), GB.role, GBR.lead))
    graph.add((URIRef(f"{T}x"), GB.statedIn, GBR.lead))
    graph.add((URIRef(f"{T}x"), GB.firstLine, Literal(1)))
    # The role is a concept by roles.ttl, a document by the range of gb:statedIn.
    assert not check_consistency(graph).consistent
