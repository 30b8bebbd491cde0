"""Reference data: RDF files that users load beside the gazettes, each in a graph of its own."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from graph.identity import Identity
from loaders.errors import UnreadableFile

FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".jsonld": ox.RdfFormat.JSON_LD,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
}
"""File suffix → RDF syntax."""


def reference_graph(identity: Identity, name: str) -> str:
    """The IRI of the graph that the reference file of that name is kept in."""
    return identity.child(identity.base + "reference", name)


def read_reference(path: Path, identity: Identity) -> tuple[str, bytes, int]:
    """Graph, N-Quads (UTF-8) and number of triples of an RDF file; the graph names in a file
    of quads give way to the graph of the file.

    Raises UnreadableFile with the parser's message and line where the file is not well-formed.
    """
    graph = reference_graph(identity, path.name)
    name = ox.NamedNode(graph)
    base = f"{graph}/"
    try:
        quads = {
            ox.Quad(quad.subject, quad.predicate, quad.object, name)
            for quad in ox.parse(path=str(path), format=FORMATS[path.suffix.lower()], base_iri=base)
        }
    except SyntaxError as error:
        reason = f"RDF 有误 / not well-formed RDF: {error.msg}"
        raise UnreadableFile(path.name, reason, error.lineno or 0) from error
    except ValueError as error:
        raise UnreadableFile(path.name, f"RDF 有误 / not well-formed RDF: {error}") from error
    serialised = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
    return graph, serialised or b"", len(quads)
