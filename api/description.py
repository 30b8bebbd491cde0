"""The service description of the endpoint (SPARQL 1.1 Service Description) as RDF."""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from api.evaluate import TABULAR, TRIPLES

FORMATS: dict[str, RdfFormat] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
_SD = "http://www.w3.org/ns/sparql-service-description#"
_VOID = "http://rdfs.org/ns/void#"
_RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
# Names of result formats are the W3C's "Unique URIs for File Formats".
_FORMAT_IRIS = {
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON-LD",
    "application/trig": "TriG",
    "application/n-quads": "N-Quads",
}


def description(endpoint: str, graphs: Mapping[str, int], media_type: str) -> bytes:
    """The description of the service at ``endpoint`` (absolute IRI) holding ``graphs`` (IRI → triples).

    ``media_type`` is a key of :data:`FORMATS`; the result is UTF-8.
    """
    prefixes = {"sd": _SD, "void": _VOID, "formats": "http://www.w3.org/ns/formats/"}
    data = serialize(_triples(endpoint, graphs), format=FORMATS[media_type], prefixes=prefixes)
    return data if data is not None else b""


def _triples(endpoint: str, graphs: Mapping[str, int]) -> list[Triple]:
    service, dataset, default = BlankNode("service"), BlankNode("dataset"), BlankNode("default")
    found = [
        Triple(service, _RDF_TYPE, _sd("Service")),
        Triple(service, _sd("endpoint"), NamedNode(endpoint)),
        Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        Triple(service, _sd("feature"), _sd("UnionDefaultGraph")),
        Triple(service, _sd("defaultDataset"), dataset),
        Triple(dataset, _RDF_TYPE, _sd("Dataset")),
        Triple(dataset, _sd("defaultGraph"), default),
        Triple(default, _RDF_TYPE, _sd("Graph")),
        Triple(default, NamedNode(_VOID + "triples"), Literal(str(sum(graphs.values())), datatype=_INTEGER)),
    ]
    for media_type in sorted(set(TABULAR.values()) | set(TRIPLES.values())):
        name = NamedNode("http://www.w3.org/ns/formats/" + _FORMAT_IRIS[media_type])
        found.append(Triple(service, _sd("resultFormat"), name))
    for number, (graph, triples) in enumerate(sorted(graphs.items())):
        named, content = BlankNode(f"named{number}"), BlankNode(f"graph{number}")
        found += [
            Triple(dataset, _sd("namedGraph"), named),
            Triple(named, _RDF_TYPE, _sd("NamedGraph")),
            Triple(named, _sd("name"), NamedNode(graph)),
            Triple(named, _sd("graph"), content),
            Triple(content, _RDF_TYPE, _sd("Graph")),
            Triple(content, NamedNode(_VOID + "triples"), Literal(str(triples), datatype=_INTEGER)),
        ]
    return found


def _sd(name: str) -> NamedNode:
    return NamedNode(_SD + name)
