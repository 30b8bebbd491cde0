"""Free-hand SPARQL: what is refused, how a dataset is chosen, in what form results leave.

The service evaluates in worker processes (``api.free_hand``), the command line in its own (:func:`evaluate`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from api.problems import EmptyQuery, TooLarge
from api.query_form import Form, form
from graph.errors import QuerySyntaxError
from graph.refuse import check_query
from graph.store import Store

# SPARQL 1.1 Protocol, 2.1.6: formats by query form; what a client may call each; the default first.
TABULAR: dict[str, str] = {
    "application/sparql-results+json": "application/sparql-results+json",
    "application/sparql-results+xml": "application/sparql-results+xml",
    "text/csv": "text/csv",
    "text/tab-separated-values": "text/tab-separated-values",
    "application/json": "application/sparql-results+json",
    "application/xml": "application/sparql-results+xml",
    "text/xml": "application/sparql-results+xml",
}
TRIPLES: dict[str, str] = {
    "text/turtle": "text/turtle",
    "application/n-triples": "application/n-triples",
    "application/rdf+xml": "application/rdf+xml",
    "application/ld+json": "application/ld+json",
    "application/trig": "application/trig",
    "application/n-quads": "application/n-quads",
    "application/x-turtle": "text/turtle",
    "application/json": "application/ld+json",
    "text/plain": "application/n-triples",
    "application/xml": "application/rdf+xml",
    "text/xml": "application/rdf+xml",
}
# ?format= for forms and links, which cannot set Accept.
SHORT_TABULAR: dict[str, str] = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
SHORT_TRIPLES: dict[str, str] = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "jsonld": "application/ld+json",
    "trig": "application/trig",
    "nq": "application/n-quads",
    "json": "application/ld+json",
    "xml": "application/rdf+xml",
}


@dataclass(frozen=True, slots=True)
class Query:
    """A query as the protocol carries it: text, dataset (IRIs), base IRI for relative ones."""

    text: str
    base: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def admit(query: Query, limit: int, known_graphs: Collection[str]) -> Form:
    """The form of a query that may be evaluated.

    ``limit``: longest text in characters; ``known_graphs``: the store's named graphs, which FROM may name.
    Raises TooLarge, EmptyQuery, and QueryRefused for updates, SERVICE and other doors to the network. A text
    no prologue rule explains is taken for a SELECT, so that the engine's parser says what is wrong with it.
    """
    if len(query.text) > limit:
        raise TooLarge("查询文本", "query", limit)
    if not query.text.strip():
        raise EmptyQuery
    check_query(query.text, known_graphs)
    return form(query.text) or "SELECT"


def offers(query_form: Form) -> dict[str, str]:
    """What a client may ask for → media type, for results of this form; the default first."""
    return TABULAR if query_form in ("SELECT", "ASK") else TRIPLES


def short_offers(query_form: Form) -> dict[str, str]:
    """What ``?format=`` may say → media type, for results of this form."""
    return SHORT_TABULAR if query_form in ("SELECT", "ASK") else SHORT_TRIPLES


def evaluate(store: Store, query: Query, media_type: str) -> bytes:
    """The serialised result of ``query`` (already admitted) in ``media_type``.

    The engine evaluates and serialises. The dataset of the protocol replaces that of the query
    (SPARQL 1.1 Protocol, 2.1.4); without either the default graph is the union of all graphs. Relative IRIs
    are resolved against the endpoint (RFC 3986, 5.1.3).
    Raises QuerySyntaxError with the parser's message and place, and the store's own errors.
    """
    try:
        return store.serialise(
            with_base(query),
            media_type,
            default_graphs=query.default_graphs,
            named_graphs=query.named_graphs,
        )
    except QuerySyntaxError as error:
        raise place_in_query(error, query) from error


def with_base(query: Query) -> str:
    """The text of ``query`` under its base IRI."""
    return _head(query) + query.text


def place_in_query(error: QuerySyntaxError, query: Query) -> QuerySyntaxError:
    """``error``, met in :func:`with_base`, with its place in the text that the user wrote."""
    if error.line != 1:
        return error
    return QuerySyntaxError(error.detail, 1, max(error.column - len(_head(query)), 1))


def _head(query: Query) -> str:
    return f"BASE <{query.base}> "
