"""A store as an ``rdflib.Dataset``, for Python code that wants rdflib's terms and graphs. Read-only.

Its default graph is the union of the named graphs. Queries through it are evaluated by the store's engine.
"""

from __future__ import annotations

import io

from pyoxigraph import QueryTriples
from rdflib import Dataset
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from rdflib.query import Result

from graph.local import LocalStore
from graph.remote import RemoteStore
from graph.results import prefixes, write_result
from graph.store import Store


def as_dataset(store: Store) -> Dataset:
    """``store`` as a dataset with the project's prefixes bound.

    Of a local store it is the generation that is open now, and stays that one. Of a remote store it is
    whatever the server has when asked; a blank node cannot be asked for there. Writing to it fails: content
    is changed by ``store.change()`` only. Raises TypeError for another kind of store.
    """
    if isinstance(store, LocalStore):
        from oxrdflib import OxigraphStore

        dataset = Dataset(store=OxigraphStore(store=store.engine), default_union=True)
    elif isinstance(store, RemoteStore):
        dataset = Dataset(store=_RemoteView(store), default_union=True)
    else:
        raise TypeError(f"no rdflib view of {type(store).__name__}")
    for prefix, iri in prefixes(store.base).items():
        dataset.bind(prefix, iri, override=True, replace=True)
    return dataset


class _RemoteView(SPARQLStore):
    """rdflib's store over an endpoint, its requests sent by ours: union, credentials, time-outs."""

    def __init__(self, remote: RemoteStore) -> None:
        super().__init__(remote.endpoints.query)
        self._remote = remote

    def _query(self, query: str, default_graph: str | None = None, **_: object) -> Result:
        self._queries += 1
        result = self._remote.evaluate(query, () if default_graph is None else (str(default_graph),))
        graph = isinstance(result, QueryTriples)
        media_type = "application/n-triples" if graph else "application/sparql-results+json"
        return Result.parse(io.BytesIO(write_result(result, media_type, {})), content_type=media_type)
