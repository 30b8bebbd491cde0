"""What the engine answers: evaluating over the union of the graphs, reading rows, writing results and graphs.

Loads nothing but the engine, because worker processes that must start quickly work with it.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from typing import IO, TYPE_CHECKING, BinaryIO, Protocol, cast

import pyoxigraph as ox
from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

from graph.errors import ENGINE_ERRORS, FormatNotOffered, QuerySyntaxError, StoreError
from graph.media import graph_format, results_format

if TYPE_CHECKING:
    from graph.store import Row, Term

_UNION = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"

Result = QuerySolutions | QueryBoolean | QueryTriples


class Output(Protocol):
    """What the engine writes to: all of a binary file that it needs."""

    def write(self, data: bytes, /) -> int:
        """Take ``data``; how many bytes were taken."""

    def flush(self) -> None:
        """Let nothing wait."""


def run_query(
    engine: ox.Store,
    sparql: str,
    *,
    default_graphs: Sequence[str] = (),
    named_graphs: Sequence[str] = (),
    union: bool | None = None,
) -> Result:
    """Evaluate over the union of the graphs, or over the dataset that the text or the arguments name.

    ``union`` is False where the text has a ``FROM``, which the engine's union would override; None finds out.
    Raises QuerySyntaxError, StoreError.
    """
    try:
        if default_graphs or named_graphs:
            return engine.query(
                sparql,
                default_graph=[_iri(graph) for graph in default_graphs],
                named_graphs=[_iri(graph) for graph in named_graphs],
            )
        if union is None:
            from graph.sparql_text import dataset_clauses  # its patterns take a while to compile

            union = not dataset_clauses(sparql)
        return engine.query(sparql, use_default_graph_as_union=union)
    except SyntaxError as error:
        raise syntax_error(str(error)) from error
    except ENGINE_ERRORS as error:
        raise StoreError(
            f"查询时读取图库失败：{error}", f"reading the store failed while querying: {error}"
        ) from error


def syntax_error(message: str) -> QuerySyntaxError:
    """The engine's ``error at 1:23: expected …`` as our error, without its list of characters in names."""
    place = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    detail = place.group(3) if place else message
    detail = re.sub(r"(, )?\[(?:'(?:\\.|[^'])*'|[^\]'])*\]", "", " ".join(detail.split()))
    return (
        QuerySyntaxError(detail, int(place.group(1)), int(place.group(2)))
        if place
        else QuerySyntaxError(detail)
    )


def read_rows(result: Result) -> list[Row]:
    """The solutions as variable → term; see ``graph.store.Store.rows``."""
    if not isinstance(result, QuerySolutions):
        raise FormatNotOffered("此处需要 SELECT 查询。", "a SELECT query is needed here")
    names = [variable.value for variable in result.variables]
    return [
        {name: _plain(term) for name, term in zip(names, solution, strict=True) if term is not None}
        for solution in result
    ]


def _plain(term: Term | ox.Triple) -> Term:
    if isinstance(term, ox.Triple):
        raise FormatNotOffered(
            "结果中含有三元组项，此处不支持。", "the result has triple terms, which are not supported here"
        )
    return term


def write_result(result: Result, media_type: str, known_prefixes: dict[str, str]) -> bytes:
    """The result in ``media_type``, written by the engine; raises FormatNotOffered."""
    out = io.BytesIO()
    write_result_to(out, result, media_type, known_prefixes)
    return out.getvalue()


def write_result_to(
    out: Output,
    result: Result,
    media_type: str,
    known_prefixes: dict[str, str],
    each: Callable[[Iterable[ox.Triple]], Iterable[ox.Triple]] = iter,
) -> None:
    """:func:`write_result` to ``out``, piece by piece as it is evaluated.

    Triples pass ``each`` on their way into formats that have no line for each of them. What ``out`` or
    ``each`` raises ends the evaluation.
    """
    file = cast("IO[bytes]", out)  # the engine calls nothing but what Output has
    if not isinstance(result, QueryTriples):
        result.serialize(file, results_format(media_type))
        return
    form = graph_format(media_type)
    if form in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS):
        result.serialize(file, form)
        return
    named = form in (ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML, ox.RdfFormat.TRIG)
    ox.serialize(each(result), file, form, prefixes=known_prefixes if named else None)


def export(engine: ox.Store, media_type: str, out: BinaryIO, known_prefixes: dict[str, str]) -> None:
    """Write all of ``engine`` to ``out``; see ``graph.store.Store.export``."""
    form = graph_format(media_type)
    if form in (ox.RdfFormat.N_QUADS, ox.RdfFormat.TRIG):
        engine.dump(out, form, prefixes=known_prefixes)
        return
    union = engine.query(_UNION, use_default_graph_as_union=True)
    assert isinstance(union, QueryTriples)
    ox.serialize(union, out, form, prefixes=known_prefixes)


def prefixes(base: str) -> dict[str, str]:
    """The project's prefixes, ``id:`` on ``base``."""
    from ontology.namespaces import (
        PREFIXES,
    )  # loads rdflib, which a process that only queries need not wait for

    return dict(PREFIXES) | {"id": base}


def default_base() -> str:
    """The base IRI of entities where the configuration names none."""
    from ontology.namespaces import DEFAULT_BASE

    return DEFAULT_BASE


def _iri(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise QuerySyntaxError(f"no IRI: {iri}") from error
