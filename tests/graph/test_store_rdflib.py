"""A store seen through rdflib: terms, union, graphs, queries, prefixes; local and remote alike."""

from __future__ import annotations

import pytest
from rdflib import Graph, Literal, URIRef, Variable
from rdflib.namespace import RDFS

from graph.rdflib_view import as_dataset
from graph.store import Store
from ontology.namespaces import GB

G1, G2 = "https://example.org/g1", "https://example.org/g2"
A, B = URIRef("https://example.org/青山市/甲"), URIRef("https://example.org/b")


@pytest.fixture
def filled(store: Store) -> Store:
    label = str(RDFS.label)
    with store.change() as change:
        change.put(
            G1, "001.txt", f'<{A}> <{label}> "甲"@zh .\n<{A}> <{GB.year}> "2021"^^<{XSD}gYear> .'.encode()
        )
        change.put(G2, "002.txt", f'<{B}> <{label}> "乙"@zh .'.encode())
    return store


XSD = "http://www.w3.org/2001/XMLSchema#"


def test_terms_are_rdflibs_and_the_default_graph_is_the_union(filled: Store) -> None:
    dataset = as_dataset(filled)
    assert set(dataset.triples((None, RDFS.label, None))) == {
        (A, RDFS.label, Literal("甲", lang="zh")),
        (B, RDFS.label, Literal("乙", lang="zh")),
    }
    assert dataset.value(A, GB.year) == Literal("2021", datatype=URIRef(XSD + "gYear"))
    assert list(dataset.objects(B, RDFS.label)) == [Literal("乙", lang="zh")]


def test_graphs_are_apart(filled: Store) -> None:
    dataset = as_dataset(filled)
    assert set(Graph(dataset.store, URIRef(G1)).subjects()) == {A}
    assert set(Graph(dataset.store, URIRef(G2)).subjects()) == {B}


def test_queries_go_to_the_engine(filled: Store) -> None:
    dataset = as_dataset(filled)
    rows = dataset.query("SELECT ?label WHERE { ?s rdfs:label ?label } ORDER BY ?label")
    assert sorted(str(binding[Variable("label")]) for binding in rows.bindings) == ["乙", "甲"]
    assert dataset.query("ASK { ?s ?p ?o }").askAnswer


def test_nothing_can_be_written_through_it(filled: Store) -> None:
    before = filled.graphs()
    with pytest.raises((TypeError, RuntimeError)):
        as_dataset(filled).add((A, RDFS.label, Literal("丙")))
    assert filled.graphs() == before


def test_prefixes_are_bound(filled: Store) -> None:
    bound = {prefix: str(iri) for prefix, iri in as_dataset(filled).namespaces()}
    assert bound["gb"] == str(GB)
    assert bound["id"] == filled.base


def test_another_kind_of_store_has_no_view() -> None:
    with pytest.raises(TypeError):
        as_dataset(object())  # type: ignore[arg-type]
