"""Where the quads of one source file are collected."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import pyoxigraph as ox

from graph.mapping.vocabulary import GB, PROV, RDF, RDFS, XSD
from loaders.records import Span

_INTEGER = ox.NamedNode(XSD.integer)
_DATE = ox.NamedNode(XSD.date)
_DURATION = ox.NamedNode(XSD.duration)
_DECIMAL = ox.NamedNode(XSD.decimal)
_BOOLEAN = ox.NamedNode(XSD.boolean)


@lru_cache(maxsize=65536)
def node(iri: str) -> ox.NamedNode:
    """The IRI as a term of the engine."""
    return ox.NamedNode(iri)


class Target:
    """Collects what one source file says, as quads of one named graph.

    ``graph`` is the IRI of the issue (or of the only document), ``source`` of the source file.
    Adding the same triple twice adds it once.
    """

    def __init__(self, graph: str, source: str) -> None:
        """``graph`` and ``source`` are IRIs."""
        self.graph = graph
        self.source = source
        self._graph = node(graph)
        self._quads: set[ox.Quad] = set()
        self.described: set[str] = set()

    def __len__(self) -> int:
        return len(self._quads)

    def _add(self, subject: str, predicate: str, value: ox.NamedNode | ox.Literal) -> None:
        self._quads.add(ox.Quad(node(subject), node(predicate), value, self._graph))

    def type(self, subject: str, *classes: str) -> None:
        """``subject`` is of each of the classes."""
        for name in classes:
            self._add(subject, RDF.type, node(name))

    def link(self, subject: str, predicate: str, value: str | None) -> None:
        """A triple to another node, if there is one."""
        if value:
            self._add(subject, predicate, node(value))

    def text(self, subject: str, predicate: str, value: str | None) -> None:
        """A plain string, if there is one."""
        if value:
            self._add(subject, predicate, ox.Literal(value))

    def zh(self, subject: str, predicate: str, value: str | None) -> None:
        """A Chinese label, if there is one."""
        if value:
            self._add(subject, predicate, ox.Literal(value, language="zh"))

    def label(self, subject: str, value: str) -> None:
        """The node's name for people."""
        self.zh(subject, RDFS.label, value)

    def integer(self, subject: str, predicate: str, value: int | None) -> None:
        """An ``xsd:integer``, if there is one."""
        if value is not None:
            self._add(subject, predicate, ox.Literal(str(value), datatype=_INTEGER))

    def date(self, subject: str, predicate: str, value: date | None) -> None:
        """An ``xsd:date``, if there is one."""
        if value is not None:
            self._add(subject, predicate, ox.Literal(value.isoformat(), datatype=_DATE))

    def duration(self, subject: str, predicate: str, value: str | None) -> None:
        """An ``xsd:duration`` (ISO 8601), if there is one."""
        if value:
            self._add(subject, predicate, ox.Literal(value, datatype=_DURATION))

    def decimal(self, subject: str, predicate: str, value: str | None) -> None:
        """An ``xsd:decimal``, if there is one."""
        if value:
            self._add(subject, predicate, ox.Literal(value, datatype=_DECIMAL))

    def flag(self, subject: str, predicate: str, value: bool) -> None:
        """An ``xsd:boolean``."""
        self._add(subject, predicate, ox.Literal("true" if value else "false", datatype=_BOOLEAN))

    def lines(self, subject: str, span: Span) -> None:
        """Where the node was read: first and last line and the RFC 5147 fragment of the source
        (which counts the positions between lines)."""
        self.integer(subject, GB.firstLine, span.first)
        self.integer(subject, GB.lastLine, span.last)
        self.link(subject, PROV.wasQuotedFrom, f"{self.source}#line={span.first - 1},{span.last}")

    def nquads(self) -> bytes:
        """All that was collected, as N-Quads (UTF-8)."""
        quads: Iterable[ox.Quad] = self._quads
        serialised = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
        return serialised if serialised is not None else b""
