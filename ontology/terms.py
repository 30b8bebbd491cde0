"""The ontology's data files as graphs, and its terms as plain rows.

The files lie beside this module and are read with ``importlib.resources``, so they are found in a wheel too.
Every graph handed out is the caller's own copy.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final, Literal

from rdflib import BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.collection import Collection
from rdflib.term import Node

from ontology.namespaces import GB, GBR, OWL, PREFIXES, RDF, RDFS, SCHEMA, SKOS

Kind = Literal["class", "object property", "datatype property", "annotation property", "individual", "role"]

_KINDS: Final[tuple[tuple[URIRef, Kind], ...]] = (
    (OWL.Class, "class"),
    (OWL.ObjectProperty, "object property"),
    (OWL.DatatypeProperty, "datatype property"),
    (OWL.AnnotationProperty, "annotation property"),
    (OWL.NamedIndividual, "individual"),
    (SKOS.Concept, "role"),
)
_KIND_ORDER: Final = [kind for _, kind in _KINDS]
_MATCHES: Final = (SKOS.closeMatch, SKOS.exactMatch, OWL.equivalentClass, OWL.equivalentProperty)


@dataclass(frozen=True, slots=True)
class Term:
    """One term, as a documentation page shows it.

    IRIs in ``domains``, ``ranges``, ``parents``, ``matches`` and ``inverse`` are compact (``gb:Document``). A
    union is given as its members. ``ranges`` names the precise datatype where OWL 2 has no such datatype
    (``xsd:date``). ``alt_labels`` are the printed words of a role. ``reused`` is true where it is not ours.
    """

    iri: str
    curie: str
    name: str
    kind: Kind
    label_zh: str
    label_en: str
    comment_zh: str
    comment_en: str
    domains: tuple[str, ...] = ()
    ranges: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    inverse: str | None = None
    functional: bool = False
    alt_labels: tuple[str, ...] = ()
    reused: bool = False


def read_text(name: str) -> str:
    """Return the UTF-8 text of one of the ontology's data files.

    ``name`` is a base name such as ``gongbao.ttl``. Raises ``FileNotFoundError`` for any other.
    """
    return resources.files("ontology").joinpath(name).read_text(encoding="utf-8")


@cache
def _parsed(name: str) -> Graph:
    graph = Graph()
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri, override=True, replace=True)
    return graph.parse(data=read_text(name), format="turtle")


def _copy(name: str) -> Graph:
    source = _parsed(name)
    graph = Graph()
    for prefix, iri in source.namespaces():
        graph.bind(prefix, iri, override=True, replace=True)
    for triple in source:
        graph.add(triple)
    return graph


def ontology_graph() -> Graph:
    """Return the OWL ontology (``gongbao.ttl``) as a graph of the caller's own."""
    return _copy("gongbao.ttl")


def roles_graph() -> Graph:
    """Return the SKOS scheme of roles (``roles.ttl``) as a graph of the caller's own."""
    return _copy("roles.ttl")


def shapes_graph() -> Graph:
    """Return the SHACL shapes (``shapes.ttl``) as a graph of the caller's own."""
    return _copy("shapes.ttl")


def jsonld_context() -> dict[str, Any]:
    """Return the JSON-LD 1.1 context document: ``{"@context": {...}}``."""
    document: dict[str, Any] = json.loads(read_text("context.jsonld"))
    return document


def compact(iri: str) -> str:
    """Return ``iri`` with the longest prefix of ``PREFIXES`` that fits (``gb:cited``), or unchanged."""
    fitting = [(base, prefix) for prefix, base in PREFIXES.items() if iri.startswith(base) and iri != base]
    if not fitting:
        return iri
    base, prefix = max(fitting, key=lambda pair: len(pair[0]))
    return f"{prefix}:{iri[len(base) :]}"


def _text(graph: Graph, subject: Node, predicate: URIRef, language: str) -> str:
    values = [
        str(value)
        for value in graph.objects(subject, predicate)
        if isinstance(value, RdfLiteral) and value.language == language
    ]
    return min(values, default="")


def _named(graph: Graph, nodes: Iterable[Node]) -> tuple[str, ...]:
    """Compact IRIs of ``nodes`` in order, the members of a union in place of the union."""
    found: list[str] = []
    for node in nodes:
        if isinstance(node, BNode):
            union = graph.value(node, OWL.unionOf)
            members = Collection(graph, union) if union is not None else ()
            found.extend(compact(str(member)) for member in members)
        else:
            found.append(compact(str(node)))
    return tuple(sorted(found))


def _ranges(graph: Graph, subject: Node) -> tuple[str, ...]:
    precise = _named(graph, graph.objects(subject, SCHEMA.rangeIncludes))
    return precise or _named(graph, graph.objects(subject, RDFS.range))


def _term(graph: Graph, subject: URIRef, kind: Kind, namespace: str) -> Term:
    iri = str(subject)
    parents = (
        *graph.objects(subject, RDFS.subClassOf),
        *graph.objects(subject, RDFS.subPropertyOf),
        *graph.objects(subject, SKOS.broader),
        *(
            cls
            for cls in graph.objects(subject, RDF.type)
            if kind == "individual" and cls != OWL.NamedIndividual
        ),
    )
    inverses = (*graph.objects(subject, OWL.inverseOf), *graph.subjects(OWL.inverseOf, subject))
    explained = SKOS.definition if kind == "role" else RDFS.comment
    return Term(
        iri=iri,
        curie=compact(iri),
        name=compact(iri).partition(":")[2],
        kind=kind,
        label_zh=_text(graph, subject, RDFS.label, "zh"),
        label_en=_text(graph, subject, RDFS.label, "en"),
        comment_zh=_text(graph, subject, explained, "zh"),
        comment_en=_text(graph, subject, explained, "en"),
        domains=_named(graph, graph.objects(subject, RDFS.domain)),
        ranges=_ranges(graph, subject),
        parents=_named(graph, parents),
        matches=_named(graph, (node for match in _MATCHES for node in graph.objects(subject, match))),
        inverse=next(iter(_named(graph, inverses)), None),
        functional=(subject, RDF.type, OWL.FunctionalProperty) in graph,
        alt_labels=tuple(sorted(str(label) for label in graph.objects(subject, SKOS.altLabel))),
        reused=not iri.startswith(namespace),
    )


def _listed(graph: Graph, namespace: str) -> tuple[Term, ...]:
    found: dict[URIRef, Term] = {}
    for cls, kind in _KINDS:
        for subject in graph.subjects(RDF.type, cls):
            if isinstance(subject, URIRef) and subject not in found:
                found[subject] = _term(graph, subject, kind, namespace)
    return tuple(sorted(found.values(), key=lambda term: (_KIND_ORDER.index(term.kind), term.curie)))


@cache
def _ontology_terms() -> tuple[Term, ...]:
    return _listed(_parsed("gongbao.ttl"), str(GB))


@cache
def list_roles() -> tuple[Term, ...]:
    """Return the roles of ``roles.ttl`` as terms, ordered by name; ``comment_*`` is their definition."""
    return _listed(_parsed("roles.ttl"), str(GBR))


def list_terms(*, reused: bool = False) -> tuple[Term, ...]:
    """Return the terms of the ontology, ordered by kind and name.

    With ``reused`` the terms of other vocabularies that the graph uses are listed too, in their places;
    they carry labels only, for their owners explain them.
    """
    return tuple(term for term in _ontology_terms() if reused or not term.reused)
