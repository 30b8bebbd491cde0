"""What this service holds, described as RDF: VoID (W3C Interest Group Note) and DCAT 3.

The description is of the generation that is served: its size, its graphs, its classes, where it can be asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from api.evaluate import TABULAR, TRIPLES
from graph.media import DATASET_TYPES
from ontology.namespaces import GB, PREFIXES

FORMATS: dict[str, RdfFormat] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/rdf+xml": RdfFormat.RDF_XML,
    "application/ld+json": RdfFormat.JSON_LD,
}
_VOID = "http://rdfs.org/ns/void#"
_DCAT = "http://www.w3.org/ns/dcat#"
_DCTERMS = "http://purl.org/dc/terms/"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_XSD = "http://www.w3.org/2001/XMLSchema#"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_IANA = "https://www.iana.org/assignments/media-types/"
_NAMES = {"void": _VOID, "dcat": _DCAT, "dcterms": _DCTERMS, "sd": _SD, "xsd": _XSD}
_PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"
_VOCABULARIES = ("gb", "eli", "org", "prov", "dcterms", "skos", "foaf")
_TITLE = {"zh": "政府公报知识图谱", "en": "Knowledge graph of government gazettes"}
_DESCRIPTION = {
    "zh": "从政府公报读出的公文、条款、引用、责任分工、任免和会议，每条事实都注明印在哪一行。",
    "en": "Documents, provisions, citations, responsibilities, appointments and meetings read from "
    "government gazettes; every fact says on which line it is printed.",
}

Value = NamedNode | BlankNode | Literal


@dataclass(frozen=True, slots=True)
class Content:
    """What is described: ``graphs`` and ``classes`` with their sizes, ``modified`` (ISO 8601, or empty)."""

    graphs: Mapping[str, int]
    classes: Mapping[str, int]
    base: str
    modified: str


@dataclass(frozen=True, slots=True)
class Addresses:
    """Absolute addresses of this service: the description, the endpoint, the graph store, the ontology."""

    description: str
    endpoint: str
    graphs: str
    ontology: str


def described(content: Content, addresses: Addresses, media_type: str) -> bytes:
    """The description in ``media_type``, a key of :data:`FORMATS`; UTF-8."""
    triples = (
        Triple(subject, NamedNode(predicate), value)
        for subject, predicate, value in _statements(content, addresses)
    )
    return serialize(triples, format=FORMATS[media_type], prefixes=_NAMES) or b""


def _statements(content: Content, at: Addresses) -> Iterator[tuple[NamedNode | BlankNode, str, Value]]:
    catalogue, dataset = NamedNode(at.description + "#catalog"), NamedNode(at.description + "#dataset")
    document, service = NamedNode(at.description), NamedNode(at.description + "#service")
    yield document, _RDF_TYPE, NamedNode(_VOID + "DatasetDescription")
    yield document, "http://xmlns.com/foaf/0.1/primaryTopic", dataset
    yield catalogue, _RDF_TYPE, NamedNode(_DCAT + "Catalog")
    yield catalogue, _DCAT + "dataset", dataset
    yield catalogue, _DCAT + "service", service
    yield dataset, _RDF_TYPE, NamedNode(_VOID + "Dataset")
    yield dataset, _RDF_TYPE, NamedNode(_DCAT + "Dataset")
    for named in (catalogue, dataset):
        yield from (
            (named, _DCTERMS + "title", Literal(text, language=lang)) for lang, text in _TITLE.items()
        )
    for lang, text in _DESCRIPTION.items():
        yield dataset, _DCTERMS + "description", Literal(text, language=lang)
    if content.modified:
        modified = Literal(content.modified, datatype=NamedNode(_XSD + "dateTime"))
        yield dataset, _DCTERMS + "modified", modified
    yield dataset, _VOID + "uriSpace", Literal(content.base)
    yield dataset, _VOID + "sparqlEndpoint", NamedNode(at.endpoint)
    yield dataset, _VOID + "triples", _number(sum(content.graphs.values()))
    yield dataset, _VOID + "classes", _number(len(content.classes))
    for prefix in _VOCABULARIES:
        yield dataset, _VOID + "vocabulary", NamedNode(PREFIXES[prefix])
    for media_type in sorted(set(TRIPLES.values())):
        yield dataset, _VOID + "feature", NamedNode(_FEATURES[media_type])
    yield from _service(service, dataset, at)
    yield from _distributions(dataset, at)
    yield from _parts(content, dataset, at)


def _service(
    service: NamedNode, dataset: NamedNode, at: Addresses
) -> Iterator[tuple[NamedNode | BlankNode, str, Value]]:
    yield service, _RDF_TYPE, NamedNode(_DCAT + "DataService")
    yield service, _DCAT + "endpointURL", NamedNode(at.endpoint)
    yield service, _DCAT + "endpointDescription", NamedNode(at.endpoint)
    yield service, _DCAT + "servesDataset", dataset
    yield service, _DCTERMS + "conformsTo", NamedNode(_PROTOCOL)
    for lang, text in (("zh", "SPARQL 端点"), ("en", "SPARQL endpoint")):
        yield service, _DCTERMS + "title", Literal(text, language=lang)
    for media_type in sorted(set(TABULAR.values())):
        yield service, _DCTERMS + "format", NamedNode(_IANA + media_type)


def _distributions(dataset: NamedNode, at: Addresses) -> Iterator[tuple[NamedNode | BlankNode, str, Value]]:
    for media_type in DATASET_TYPES:
        distribution = NamedNode(f"{at.description}#{media_type.rpartition('/')[2]}")
        yield dataset, _DCAT + "distribution", distribution
        yield distribution, _RDF_TYPE, NamedNode(_DCAT + "Distribution")
        yield distribution, _DCAT + "accessURL", NamedNode(at.graphs)
        yield distribution, _DCAT + "mediaType", NamedNode(_IANA + media_type)


def _parts(
    content: Content, dataset: NamedNode, at: Addresses
) -> Iterator[tuple[NamedNode | BlankNode, str, Value]]:
    for number, (name, count) in enumerate(sorted(content.classes.items())):
        part = BlankNode(f"class{number}")
        yield dataset, _VOID + "classPartition", part
        yield part, _VOID + "class", NamedNode(str(GB) + name)
        yield part, _VOID + "entities", _number(count)
    for number, (graph, count) in enumerate(sorted(content.graphs.items())):
        part = BlankNode(f"graph{number}")
        yield dataset, _VOID + "subset", part
        yield part, _RDF_TYPE, NamedNode(_VOID + "Dataset")
        yield part, _SD + "name", NamedNode(graph)
        yield part, _VOID + "triples", _number(count)


def _number(count: int) -> Literal:
    return Literal(str(count), datatype=NamedNode(_XSD + "integer"))


_FEATURES = {
    media_type: f"http://www.w3.org/ns/formats/{name}"
    for media_type, name in (
        ("text/turtle", "Turtle"),
        ("application/n-triples", "N-Triples"),
        ("application/rdf+xml", "RDF_XML"),
        ("application/ld+json", "JSON-LD"),
        ("application/trig", "TriG"),
        ("application/n-quads", "N-Quads"),
    )
}
