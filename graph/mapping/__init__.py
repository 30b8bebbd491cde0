"""Records → quads: one mapping, one file per family of records."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from graph.identity import Identity
from graph.mapping.documents import map_document
from graph.mapping.issues import map_issue, map_source
from graph.mapping.registry import mappers
from graph.mapping.scope import Scope
from graph.mapping.short_names import shared_short_names, short_names
from graph.mapping.target import Target
from loaders.records import CitationRecord, DocumentRecord, MatterRecord, Reading
from loaders.source import compact


@dataclass(frozen=True, slots=True)
class Mapped:
    """What one source file says: ``nquads`` (UTF-8) in the named graph ``graph``, and counts."""

    graph: str
    source: str
    nquads: bytes
    documents: int
    citations: int
    responsibilities: int
    triples: int


def map_reading(reading: Reading, identity: Identity) -> Mapped:
    """The quads of everything read from one file."""
    issue = reading.issue
    iris = _document_iris(reading, identity)
    graph = identity.issue(issue.jurisdiction, issue.year, issue.number) if issue else iris[0]
    target = Target(graph, identity.source(graph, reading.source))
    map_source(target, reading)
    known: dict[str, str] = {}
    for document, iri in zip(reading.documents, iris, strict=True):
        known.setdefault(compact(document.title), iri)
        if document.number:
            known.setdefault(document.number, iri)
    if issue:
        scope = Scope(target, identity, graph, issue.jurisdiction, issue.issued)
        map_issue(scope, reading, known)
        for holding in issue.staff:
            mappers()[type(holding)](scope, holding)
    shared = shared_short_names(reading)
    for document, iri in zip(reading.documents, iris, strict=True):
        scope = Scope(target, identity, iri, document.jurisdiction, document.issued)
        scope.aliases.update(shared | short_names(document))
        map_document(scope, document, reading.source, graph if issue else None)
        for record in document.facts:
            mappers()[type(record)](scope, record)
    facts = [fact for document in reading.documents for fact in document.facts]
    return Mapped(
        graph=graph,
        source=reading.source,
        nquads=target.nquads(),
        documents=len(reading.documents),
        citations=sum(isinstance(f, CitationRecord) and not f.internal for f in facts),
        responsibilities=sum(len(f.assignments) for f in facts if isinstance(f, MatterRecord)),
        triples=len(target),
    )


def _document_iris(reading: Reading, identity: Identity) -> list[str]:
    """The IRI of each document. Where a number is printed over two documents of one file the
    second is told apart by its title, and a document without both by the file and its line."""
    taken: Counter[str] = Counter()
    iris = []
    for document in reading.documents:
        name = document.number or document.title or f"{reading.source}:{document.span.first}"
        iri = identity.document(document.jurisdiction, name)
        if taken[iri]:
            iri = identity.document(document.jurisdiction, _told_apart(document, name, taken[iri]))
        taken[iri] += 1
        iris.append(iri)
    return iris


def _told_apart(document: DocumentRecord, name: str, count: int) -> str:
    return f"{name}（{document.title or count + 1}）"
