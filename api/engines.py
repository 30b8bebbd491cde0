"""The content of a store as the tools of the ontology room take it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.local import LocalStore
from graph.store import Store

if TYPE_CHECKING:
    from rdflib import Graph


def engine_of(store: Store) -> ox.Store:
    """The engine over the store's content, read-only; a remote store's content is fetched into memory."""
    if isinstance(store, LocalStore):
        return store.engine
    whole = io.BytesIO()
    store.export("application/n-quads", whole)
    engine = ox.Store()
    engine.bulk_load(whole.getvalue(), format=ox.RdfFormat.N_QUADS)
    return engine


def graph_of(store: Store, graph: str) -> Graph:
    """One named graph (IRI) as an rdflib graph of the caller's own."""
    from rdflib import Graph

    name = str(ox.NamedNode(graph))
    triples = store.serialise(
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {name} {{ ?s ?p ?o }} }}", "application/n-triples"
    )
    return Graph().parse(data=triples, format="nt")
