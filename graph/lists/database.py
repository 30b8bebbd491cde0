"""The lists as a database (SQLite): one file a generation, written graph by graph, then only read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from graph.lists.facts import GraphFacts

_SCHEMA = """
CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE thing (kind TEXT NOT NULL, node INTEGER NOT NULL, graph INTEGER NOT NULL);
CREATE TABLE fact (
  kind TEXT NOT NULL, name TEXT NOT NULL, node INTEGER NOT NULL, value INTEGER NOT NULL, via INTEGER,
  graph INTEGER NOT NULL
);
"""
_INDEXES = """
CREATE INDEX IF NOT EXISTS thing_kind ON thing (kind, node);
CREATE INDEX IF NOT EXISTS thing_graph ON thing (graph);
CREATE INDEX IF NOT EXISTS fact_node ON fact (node, kind, name, value, via);
CREATE INDEX IF NOT EXISTS fact_value ON fact (kind, name, value, node, via);
CREATE INDEX IF NOT EXISTS fact_graph ON fact (graph);
"""


class ListWriter:
    """Writes the lists of one generation into the file ``path``, which may hold those of the one before."""

    def __init__(self, path: Path) -> None:
        """Opens or makes the file. Raises sqlite3.Error."""
        new = not path.exists()
        self._connection = sqlite3.connect(path, isolation_level=None)
        # The file is a draft until it is renamed: nobody needs a journal of it.
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        if new:
            self._connection.executescript(_SCHEMA)
        self._connection.execute("BEGIN")
        self._ids: dict[str, int] = {}

    def remove(self, graph: str) -> None:
        """Forget what was read in a graph."""
        number = self._id(graph)
        self._connection.execute("DELETE FROM thing WHERE graph = ?", (number,))
        self._connection.execute("DELETE FROM fact WHERE graph = ?", (number,))

    def add(self, graph: str, said: GraphFacts) -> None:
        """Add what was read in a graph."""
        number = self._id(graph)
        for kind, things in said.things.items():
            self._connection.executemany(
                "INSERT INTO thing VALUES (?, ?, ?)", [(kind, self._id(thing), number) for thing in things]
            )
        for kind, facts in said.facts.items():
            self._connection.executemany(
                "INSERT INTO fact VALUES (?, ?, ?, ?, ?, ?)",
                [
                    (
                        *(kind, fact.column, self._id(fact.thing), self._id(fact.value)),
                        *(self._id(fact.via) if fact.via else None, number),
                    )
                    for fact in facts
                ],
            )
        if len(self._ids) > 500_000:
            self._ids.clear()

    def close(self) -> None:
        """Index the tables and put everything on the disk."""
        with closing(self._connection):
            self._connection.execute("COMMIT")
            self._connection.executescript(_INDEXES)
            self._connection.execute("ANALYZE")

    def _id(self, text: str) -> int:
        known = self._ids.get(text)
        if known is None:
            row = self._connection.execute("SELECT id FROM word WHERE text = ?", (text,)).fetchone()
            if row is None:
                row = (self._connection.execute("INSERT INTO word (text) VALUES (?)", (text,)).lastrowid,)
            known = self._ids[text] = int(row[0])
        return known


class ListDatabase:
    """The lists of one generation, read-only. For many threads, each of which has a connection of its own."""

    def __init__(self, path: Path) -> None:
        """``path``: the file of a finished generation."""
        from threading import local

        self._address = path.resolve().as_uri() + "?mode=ro&immutable=1"
        self._local = local()

    def rows(self, sql: str, values: Iterable[object] = ()) -> list[tuple[object, ...]]:
        """The rows of a SELECT. Raises sqlite3.Error."""
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(self._address, uri=True, check_same_thread=False)
            self._local.connection = connection
        return [tuple(row) for row in connection.execute(sql, tuple(values))]
