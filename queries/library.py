"""The library of saved queries: load them, run one with typed parameters.

A file ``queries/library/*.rq`` is a query (``queries.header`` has its schema); a new file appears in the
command line, the web pages, the API and the questions without code.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from queries.errors import HeaderError, MissingParameter, UnknownParameter, UnknownQuery
from queries.evidence import Evidence, Segments, evidence
from queries.header import Column, Parameter, SavedQuery, Text, bind, parse
from queries.parameters import TYPES, Queryable, Term, terms, values

__all__ = [
    "Column",
    "Evidence",
    "Library",
    "Parameter",
    "Queryable",
    "SavedQuery",
    "Segments",
    "Table",
    "Term",
    "Text",
    "evidence",
    "filled",
    "load_library",
    "run",
]

FOLDER = Path(__file__).with_name("library")


class Library(Mapping[str, SavedQuery]):
    """Saved queries by name, in alphabetical order; an unknown name raises ``UnknownQuery``."""

    def __init__(self, queries: Mapping[str, SavedQuery]) -> None:
        self._queries = dict(sorted(queries.items()))

    def __getitem__(self, name: str) -> SavedQuery:
        try:
            return self._queries[name]
        except KeyError:
            raise UnknownQuery(name) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._queries)

    def __len__(self) -> int:
        return len(self._queries)


@dataclass(frozen=True, slots=True)
class Table:
    """A result: the columns of the query and one dictionary per row, unbound cells left out.

    ``rows`` hold ``pyoxigraph`` terms by column name; ``sparql`` is what was run.
    """

    columns: tuple[Column, ...]
    rows: tuple[dict[str, object], ...]
    sparql: str

    def texts(self, column: str) -> list[str]:
        """The lexical values of a column, unbound cells left out."""
        return [str(getattr(row[column], "value", row[column])) for row in self.rows if column in row]


def load_library(extra_dirs: Sequence[str | Path] = ()) -> Library:
    """All saved queries of this project and of ``extra_dirs`` (folders with ``.rq`` files).

    A query of an extra folder replaces one of the same name. Raises ``HeaderError`` for a file that breaks
    the schema or a folder that is not there.
    """
    found: dict[str, SavedQuery] = {}
    for folder in (FOLDER, *map(Path, extra_dirs)):
        if not folder.is_dir():
            raise HeaderError(f"没有文件夹“{folder}”。", f"There is no folder '{folder}'.")
        for path in sorted(folder.glob("*.rq")):
            found[path.stem] = parse(path.read_text("utf-8"), path.stem, frozenset(TYPES), str(path))
    return Library(found)


def filled(store: Queryable, query: SavedQuery, params: Mapping[str, str | Sequence[str]]) -> str:
    """The SPARQL of ``query`` with ``params`` bound.

    ``params``: parameter name → what the user wrote, or several such values, any of which will do. Raises
    ``UnknownParameter``, ``MissingParameter`` or ``IllTypedParameter``.
    """
    for name in params:
        if query.parameter(name) is None:
            raise UnknownParameter(query.name, name)
    bound: dict[str, str] = {}
    for parameter in query.parameters:
        given = params.get(parameter.name, "")
        several = [given] if isinstance(given, str) else list(given)
        if any(raw.strip() for raw in several) or not isinstance(given, str):
            bound[parameter.name] = values(
                dict.fromkeys(term for raw in several for term in terms(parameter, raw, store))
            )
        elif parameter.required:
            raise MissingParameter(query.name, parameter.name, parameter.label.zh, parameter.label.en)
    return bind(query.sparql, bound)


def run(store: Queryable, query: SavedQuery, params: Mapping[str, str | Sequence[str]]) -> Table:
    """Run ``query`` on ``store`` with ``params`` (name → what the user wrote, or several such values).

    A parameter that names something the store does not hold gives an empty table. Raises as ``filled``.
    """
    sparql = filled(store, query, params)
    rows = store.rows(sparql)
    names = [column.name for column in query.columns]
    return Table(
        columns=query.columns,
        rows=tuple({name: row[name] for name in names if name in row} for row in rows),
        sparql=sparql,
    )
