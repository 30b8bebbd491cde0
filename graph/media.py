"""Media types of query results and graphs, mapped onto the engine's formats."""

from __future__ import annotations

from pyoxigraph import QueryResultsFormat, RdfFormat

from graph.errors import FormatNotOffered

RESULT_TYPES: tuple[str, ...] = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
"""What SELECT and ASK can be sent as (SPARQL 1.1 Query Results JSON, XML, CSV and TSV formats), best
first."""

GRAPH_TYPES: tuple[str, ...] = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
    "application/trig",
    "application/n-quads",
)
"""What CONSTRUCT and DESCRIBE can be sent as, best first."""

DATASET_TYPES: tuple[str, ...] = ("application/n-quads", "application/trig")
"""What keeps the named graphs apart."""


def results_format(media_type: str) -> QueryResultsFormat:
    """The engine's format for a SELECT or ASK result; raises FormatNotOffered. Parameters are ignored."""
    found = QueryResultsFormat.from_media_type(media_type)
    if found is None:
        raise _not_offered(media_type, RESULT_TYPES, "SELECT / ASK")
    return found


def graph_format(media_type: str) -> RdfFormat:
    """The engine's format for a CONSTRUCT or DESCRIBE result; raises FormatNotOffered. Parameters are
    ignored."""
    found = RdfFormat.from_media_type(media_type)
    if found is None or found == RdfFormat.N3:
        raise _not_offered(media_type, GRAPH_TYPES, "CONSTRUCT / DESCRIBE")
    return found


def _not_offered(media_type: str, offered: tuple[str, ...], form: str) -> FormatNotOffered:
    choices = ", ".join(offered)
    return FormatNotOffered(
        f"{form} 的结果不能以 {media_type} 给出；可用：{choices}",
        f"a {form} result cannot be given as {media_type}; offered: {choices}",
    )
