"""A query result as a page shows it: a table with links, a yes or no, or Turtle text; bounded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, parse_query_results

from api import graph_text as gt
from api.addresses import Addresses, curie
from api.workers.spool import Spool

_TEXT_LIMIT = 200_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text and, for an IRI, where it leads."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A result: exactly one of ``truth``, ``text`` or ``columns`` with ``rows`` is meant.

    ``cut`` tells that there is more than is shown.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    truth: bool | None = None
    text: str | None = None
    cut: bool = False


def read_result(body: Spool, media_type: str, limit: int, addresses: Addresses) -> ResultPage:
    """The first ``limit`` rows of a serialised result (SPARQL JSON), or the start of an RDF text (UTF-8).

    ``body`` may stop after its first ``limit`` + 1 rows, in the middle of what follows.
    """
    if media_type != "application/sparql-results+json":
        text = body.open().read(4 * _TEXT_LIMIT).decode("utf-8", "ignore")
        return ResultPage(text=text[:_TEXT_LIMIT], cut=body.cut or len(text) > _TEXT_LIMIT)
    parsed = parse_query_results(body.open(), format=QueryResultsFormat.JSON)
    if isinstance(parsed, QueryBoolean):
        return ResultPage(truth=bool(parsed))
    return _table(parsed, limit, addresses)


def cell(term: object, addresses: Addresses, names: Mapping[str, str] | None = None) -> Cell:
    """A result term as a cell: IRIs by their name in ``names``, else by path or short name."""
    if not isinstance(term, NamedNode):
        return Cell(gt.text(term))
    mark = addresses.mark(term.value)
    if mark is not None:
        return Cell(mark.text, mark.href)
    name = (names or {}).get(term.value) or addresses.local(term.value) or curie(term.value)
    return Cell(name, addresses.href(term.value))


def _table(solutions: QuerySolutions, limit: int, addresses: Addresses) -> ResultPage:
    columns = tuple(variable.value for variable in solutions.variables)
    rows = [tuple(cell(term, addresses) for term in solution) for solution in islice(solutions, limit + 1)]
    return ResultPage(columns, tuple(rows[:limit]), cut=len(rows) > limit)
