"""A store as an ``rdflib.Dataset``, for Python code that wants rdflib's terms and graphs. Read-only.

Its default graph is the union of the named graphs. Queries through it are evaluated by the store's engine.
"""

from __future__ import annotations

from urllib.parse import urlencode

from rdflib import Dataset
from rdflib.plugins.stores.sparqlstore import SPARQLStore

from graph.local import LocalStore, prefixes
from graph.remote import RemoteStore
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
        dataset = Dataset(store=_sparql_store(store), default_union=True)
    else:
        raise TypeError(f"no rdflib view of {type(store).__name__}")
    for prefix, iri in prefixes(store.base).items():
        dataset.bind(prefix, iri, override=True, replace=True)
    return dataset


def _sparql_store(store: RemoteStore) -> SPARQLStore:
    endpoints = store.endpoints
    # In the URL, because rdflib's own parameters cannot repeat a name.
    parameters = urlencode([*endpoints.parameters, *store.query_parameters()])
    url = f"{endpoints.query}?{parameters}" if parameters else endpoints.query
    auth = (endpoints.user, endpoints.password or "") if endpoints.user is not None else None
    return SPARQLStore(url, method="POST_FORM", auth=auth)
