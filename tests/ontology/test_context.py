"""The JSON-LD context names every term and survives the way there and back."""

from __future__ import annotations

import json

import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from ontology import namespaces
from ontology.namespaces import ELI, GB, GBR, PREFIXES
from ontology.terms import jsonld_context, list_roles, list_terms

CONTEXT = jsonld_context()["@context"]
ID = PREFIXES["id"]
TYPED = {"xsd:integer", "xsd:decimal", "xsd:boolean", "xsd:date", "xsd:duration"}


def target(name: str) -> str:
    entry = CONTEXT[name]
    return entry if isinstance(entry, str) else entry["@id"]


def parse(document: dict) -> Graph:
    return Graph().parse(data=json.dumps({"@context": CONTEXT, **document}), format="json-ld")


@pytest.mark.parametrize("prefix", sorted(PREFIXES))
def test_every_prefix_is_there(prefix: str) -> None:
    assert CONTEXT[prefix] == PREFIXES[prefix]


@pytest.mark.parametrize(
    "term", [term for term in list_terms() if term.kind != "individual"], ids=lambda term: term.curie
)
def test_every_term_is_there_with_its_kind_of_value(term) -> None:
    assert target(term.name) == term.curie
    entry = CONTEXT[term.name]
    coercion = entry.get("@type") if isinstance(entry, dict) else None
    if term.kind == "object property":
        assert coercion in ("@id", "@vocab")
    elif term.kind == "datatype property":
        assert coercion == next((given for given in term.ranges if given in TYPED), None)
    else:
        assert coercion is None


def test_every_reused_property_is_there() -> None:
    reused = {term.curie for term in list_terms(reused=True) if term.reused and "property" in term.kind}
    named = {target(name) for name in CONTEXT if name != "@version"}
    assert {curie for curie in reused if not curie.startswith("http")} <= named


def test_individuals_and_roles_are_there_where_they_may_stand() -> None:
    scoped = {name: CONTEXT[name]["@context"] for name in ("relation", "resolution", "role")}
    individuals = {term.name: term.curie for term in list_terms() if term.kind == "individual"}
    assert scoped["relation"] | scoped["resolution"] == individuals
    assert scoped["role"] == {role.name: role.curie for role in list_roles()}


DOCUMENT = {
    "@id": "id:doc/青山市/青政办发〔2021〕3号/citation/1",
    "@type": "Citation",
    "label": {"zh": "引用", "en": "citation"},
    "citedNumber": "国青发〔2019〕5号",
    "cited": "id:doc/国家/国青发〔2019〕5号",
    "relation": "repeals",
    "resolution": "held",
    "firstLine": 12,
    "internal": False,
    "statedIn": {
        "@id": "id:doc/青山市/青政办发〔2021〕3号",
        "@type": "Document",
        "date_document": "2021-03-04",
        "validity": "P2Y",
        "repeals": ["id:doc/国家/国青发〔2019〕5号"],
    },
}


def test_a_document_says_what_it_means() -> None:
    graph = parse(DOCUMENT)
    citation = URIRef(f"{ID}doc/青山市/青政办发〔2021〕3号/citation/1")
    document = URIRef(f"{ID}doc/青山市/青政办发〔2021〕3号")
    cited = URIRef(f"{ID}doc/国家/国青发〔2019〕5号")
    assert set(graph) == {
        (citation, RDF.type, GB.Citation),
        (citation, RDFS.label, Literal("引用", lang="zh")),
        (citation, RDFS.label, Literal("citation", lang="en")),
        (citation, GB.citedNumber, Literal("国青发〔2019〕5号")),
        (citation, GB.cited, cited),
        # One word, two meanings: our relation here, ELI's property there.
        (citation, GB.relation, GB.repeals),
        (document, ELI.repeals, cited),
        (citation, GB.resolution, GB.held),
        (citation, GB.firstLine, Literal(12)),
        (citation, GB.internal, Literal(False)),
        (citation, GB.statedIn, document),
        (document, RDF.type, GB.Document),
        (document, ELI.date_document, Literal("2021-03-04", datatype=namespaces.XSD.date)),
        (document, GB.validity, Literal("P2Y", datatype=namespaces.XSD.duration)),
    }


def test_a_role_by_its_name() -> None:
    assert (None, GB.role, GBR.lead) in parse({"@id": "id:x", "role": "lead"})


def test_a_graph_survives_the_way_there_and_back(good: Graph) -> None:
    text = good.serialize(format="json-ld", context=CONTEXT)
    assert '"assigneeText": "市财政局"' in text  # compact, not full IRIs
    assert isomorphic(Graph().parse(data=text, format="json-ld"), good)
