"""HermiT finds the ontology sound, the good graph consistent, and contradictions inconsistent."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from rdflib import OWL, RDF, RDFS, BNode, Graph, URIRef

from ontology import namespaces, reason
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


# What HermiT cannot read, or must not judge: it is left out, not stumbled over.
LEFT_OUT = """
    t:doc gb:year 'MMXXI'^^xsd:integer ; gb:printed 'maybe'^^xsd:boolean .
    t:doc eli:date_document 'no date'^^xsd:date .
    t:doc gb:notATerm t:unit ; a gb:NotAClass .
    gb:Official a owl:Class ; rdfs:subClassOf gb:Unit .
    # An annex that is a document, a resolution that is a matter: allowed.
    t:annex a gb:Document .
    t:resolution a gb:Matter .
    # A Java that reads ASCII would make one node of these two.
    t:财政局 a gb:Unit . t:李四五 a gb:Official .
"""


def test_good_data_are_consistent_and_left_as_they_are(
    java: None, good: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "C")
    data = changed(good, f"INSERT DATA {{ {LEFT_OUT} }}")
    before = set(data)
    assert check_consistency(data).sound
    assert set(data) == before


# sentence, SPARQL update, what a look-up finds of it
CONTRADICTIONS = [
    (
        "a person who is a unit",
        "INSERT DATA { t:unit a gb:Official }",
        {Clash(f"{T}unit", str(GB.Official), str(GB.Unit))},
    ),
    (
        "a unit in the place of a person: the range says it is one",
        "INSERT DATA { t:x a gb:Attendance ; gb:official t:unit }",
        {Clash(f"{T}unit", str(GB.Official), str(GB.Unit))},
    ),
    (
        "an appointment that is a removal",
        "INSERT DATA { t:appointment a gb:Removal }",
        {Clash(f"{T}appointment", str(GB.Appointment), str(GB.Removal))},
    ),
    # Here a reasoner is needed: no look-up explains them.
    ("an assignee that is neither unit nor person", "INSERT DATA { t:portfolio gb:assignee t:post }", set()),
    ("two relations of one citation", "INSERT DATA { t:citation gb:relation gb:repeals }", set()),
    ("a line number that is a text", "INSERT DATA { t:holding gb:firstLine 'seven' }", set()),
]


@pytest.mark.parametrize(
    ("update", "clashes"), [row[1:] for row in CONTRADICTIONS], ids=[row[0] for row in CONTRADICTIONS]
)
def test_contradictions_are_inconsistent(
    java: None,
    good: Graph,
    update: str,
    clashes: set[Clash],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    report = check_consistency(changed(good, update))
    assert (report.consistent, report.sound, report.unsatisfiable) == (False, False, ())
    assert set(report.clashes) == clashes
    assert list(tmp_path.iterdir()) == [], "the reasoner's file was left behind"


def test_roles_are_judged_with_the_data_and_blank_nodes_are_individuals(java: None) -> None:
    graph = Graph()
    # The role is a concept by roles.ttl, a document by the range of gb:statedIn.
    graph.add((BNode(), GB.statedIn, GBR.lead))
    assert not check_consistency(graph).consistent


def test_a_class_that_can_have_no_member_is_named(java: None, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = ontology_graph()
    for parent in (GB.Official, GB.Unit):
        graph.add((GB.Chimera, RDFS.subClassOf, parent))
    graph.add((GB.Chimera, RDF.type, OWL.Class))
    monkeypatch.setattr(reason, "ontology_graph", lambda: graph)
    report = check_consistency()
    assert (report.consistent, report.unsatisfiable) == (True, (str(GB.Chimera),))
    assert not report.sound


def test_a_failing_java_is_an_error_not_an_answer(java: None, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = ontology_graph()
    graph.set((GB.start, RDFS.range, namespaces.XSD.date))
    monkeypatch.setattr(reason, "ontology_graph", lambda: graph)
    with pytest.raises(ReasonerFailed, match="OWL 2 datatype map"):
        check_consistency()


def test_without_java_there_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(ReasonerUnavailable, match="Java"):
        check_consistency()


def test_clashes_are_found_without_a_reasoner(good: Graph) -> None:
    schema = ontology_graph()
    assert find_clashes(schema, good) == ()
    good.add((URIRef(f"{T}law"), ELI.cites, URIRef(f"{T}unit")))
    assert find_clashes(schema, good) == (), "ELI's range is not ours to judge"
    good.add((URIRef(f"{T}law"), GB.refersTo, URIRef(f"{T}doc")))
    by_domain = Clash(f"{T}law", str(GB.Document), str(GB.TocEntry))
    assert find_clashes(schema, good) == (by_domain,)
    good.add((URIRef(f"{T}group"), RDF.type, GB.Official))
    by_superclass = Clash(f"{T}group", str(GB.Official), str(GB.Unit))
    assert find_clashes(schema, good) == (by_superclass, by_domain)


def test_ranges_are_datatypes_that_owl_knows() -> None:
    known = {
        namespaces.XSD.string,
        namespaces.XSD.integer,
        namespaces.XSD.decimal,
        namespaces.XSD.boolean,
        RDFS.Literal,
    }
    graph = ontology_graph()
    for prop in graph.subjects(RDF.type, OWL.DatatypeProperty):
        assert set(graph.objects(prop, RDFS.range)) <= known, prop
