"""Saved queries for people: their results as text, with evidence as ``file:lines``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pyoxigraph import NamedNode

from api import graph_text as gt
from api.addresses import Addresses, SourceMark
from api.language import LANGUAGES
from api.marks import marks
from api.queryable import queryable
from api.terms import term_label
from graph.store import Store
from queries.library import Library, SavedQuery, Table, load_library, run


@dataclass(frozen=True, slots=True)
class Result:
    """A result with the places its evidence nodes were read from."""

    query: SavedQuery
    table: Table
    marks: Mapping[str, SourceMark]

    def titles(self, language: str) -> list[str]:
        """The head of the table in ``language``."""
        zh = language == LANGUAGES[0]
        return [column.title.zh if zh else column.title.en for column in self.table.columns]

    def rows(self, language: str) -> list[list[str]]:
        """Every row as text, columns in order: evidence as ``file:first–last``, terms of the vocabulary by
        their name in ``language``, unbound cells empty."""
        columns = self.table.columns
        return [
            [self._cell(row.get(one.name), one.use, language) for one in columns] for row in self.table.rows
        ]

    def records(self) -> list[dict[str, str]]:
        """Every row as column name → text; unbound cells left out, evidence nodes as their IRI."""
        return [{name: gt.text(term) for name, term in row.items()} for row in self.table.rows]

    def _cell(self, term: object, use: str, language: str) -> str:
        text = gt.text(term)
        if use == "evidence" and text in self.marks:
            return self.marks[text].text
        return (term_label(text, language) or text) if isinstance(term, NamedNode) else text


@lru_cache(maxsize=1)
def library() -> Library:
    """The project's saved queries, read once."""
    return load_library()


def grouped() -> list[tuple[str, list[SavedQuery]]]:
    """The saved queries by their first tag: (tag, queries), tags in alphabetical order."""
    groups: dict[str, list[SavedQuery]] = {}
    for query in library().values():
        groups.setdefault(query.tags[0] if query.tags else "", []).append(query)
    return sorted(groups.items())


def run_saved(store: Store, addresses: Addresses, query: SavedQuery, parameters: Mapping[str, str]) -> Result:
    """Run ``query`` with ``parameters`` (name → what the user wrote).

    Raises the errors of ``queries.library.run``.
    """
    table = run(queryable(store), query, parameters)
    evidence = [column.name for column in table.columns if column.use == "evidence"]
    nodes = {gt.text(row[name]) for row in table.rows for name in evidence if name in row}
    return Result(query, table, marks(store, addresses, nodes))
