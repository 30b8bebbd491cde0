"""Asking the lists: how many things fit, which, what the values of a column count, what the columns say."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from graph.lists.database import ListDatabase
from graph.lists.definition import Column, Definition, Sort
from graph.lists.facts import LABEL

FACET_VALUES = 60
_BATCH = 400
_KEPT = 400
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader asks of a list.

    ``words``: all must occur in the name or the columns that are searched; ``values``: column → values as
    the list has them, any of which will do; ``days``: name of a day → the day; ``sort``: name of a sort,
    empty for the first.
    """

    words: str = ""
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    days: Mapping[str, date] = field(default_factory=dict)
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Thing:
    """A row: its IRI, its name and the values of each column, in the order of words; columns without values
    are left out."""

    iri: str
    label: str
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of SQL with the values of its places."""

    sql: str
    values: tuple[object, ...] = ()


class Lists:
    """The lists of one generation."""

    def __init__(self, database: ListDatabase) -> None:
        """Nothing is read before it is asked for."""
        self._database = database
        self._known: OrderedDict[tuple[object, ...], list[tuple[object, ...]]] = OrderedDict()
        self._lock = Lock()

    def total(self, one: Definition, wish: Wish) -> int:
        """How many things fit."""
        chosen = _chosen(one, wish)
        return int(str(self._kept(f"WITH {chosen.sql} SELECT COUNT(*) FROM chosen", chosen.values)[0][0]))

    def page(self, one: Definition, wish: Wish, limit: int = -1, offset: int = 0) -> list[str]:
        """The IRIs of those that fit, in order; all of them without a limit."""
        chosen, sort = _chosen(one, wish), one.sort(wish.sort)
        keys = [_key(one, name) for name in sort.keys]
        columns = "".join(f", ({key.sql}) AS k{at}" for at, key in enumerate(keys))
        ask = self._kept if limit >= 0 else self._rows
        rows = ask(
            f"WITH {chosen.sql} SELECT w.text{columns} FROM chosen c JOIN word w ON w.id = c.node "
            f"ORDER BY {_order(one, sort)}, w.text LIMIT ? OFFSET ?",
            (*chosen.values, *(value for key in keys for value in key.values), limit, offset),
        )
        return [str(row[0]) for row in rows]

    def counts(self, one: Definition, column: str, wish: Wish) -> list[tuple[str, int]]:
        """How many things have each value of ``column``, its own filter aside; most first, at most sixty."""
        chosen = _chosen(one, wish, but=column)
        together = _together(one, wish, column)
        rows = self._kept(
            f"WITH {chosen.sql} SELECT w.text, COUNT(DISTINCT f.node) AS n FROM fact f "
            f"JOIN chosen c ON c.node = f.node JOIN word w ON w.id = f.value "
            f"WHERE f.kind = ? AND f.name = ? {together.sql} "
            "GROUP BY f.value ORDER BY n DESC, w.text LIMIT ?",
            (*chosen.values, one.kind, column, *together.values, FACET_VALUES),
        )
        return [(str(value), int(str(number))) for value, number in rows]

    def facets(self, one: Definition, columns: Sequence[str], wish: Wish) -> dict[str, list[tuple[str, int]]]:
        """``counts`` of each of ``columns``; those that no filter of their own concerns in one query."""
        filtered = [name for name in columns if wish.values.get(name)]
        joined = {column.name for column in _joined(one, wish, "")}
        plain = [
            name for name in columns if name not in filtered and not (joined and one.column(name).together)
        ]
        found = {name: self.counts(one, name, wish) for name in columns if name not in plain}
        found |= {name: [] for name in plain}
        if plain:
            chosen = _chosen(one, wish)
            rows = self._kept(
                f"WITH {chosen.sql}, counted AS (SELECT f.name, f.value, COUNT(DISTINCT f.node) AS n "
                "FROM chosen c CROSS JOIN fact f ON f.node = c.node AND f.kind = ? "
                f"AND f.name IN ({_places(plain)}) GROUP BY f.name, f.value), "
                "ranked AS (SELECT counted.name, w.text, n, ROW_NUMBER() OVER "
                "(PARTITION BY counted.name ORDER BY n DESC, w.text) AS place "
                "FROM counted JOIN word w ON w.id = counted.value) "
                "SELECT name, text, n FROM ranked WHERE place <= ? ORDER BY name, place",
                (*chosen.values, one.kind, *plain, FACET_VALUES),
            )
            for name, value, number in rows:
                found[str(name)].append((str(value), int(str(number))))
        return {name: found[name] for name in columns}

    def things(self, one: Definition, iris: Sequence[str]) -> Iterator[Thing]:
        """The rows of ``iris``, in their order."""
        for start in range(0, len(iris), _BATCH):
            batch = iris[start : start + _BATCH]
            found: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
            for iri, name, value in self._rows(
                f"SELECT t.text, f.name, v.text FROM word t JOIN fact f ON f.node = t.id "
                f"JOIN word v ON v.id = f.value WHERE f.kind = ? AND t.text IN ({_places(batch)})",
                (one.kind, *batch),
            ):
                found[str(iri)][str(name)].add(str(value))
            for iri in batch:
                values = {name: tuple(sorted(several)) for name, several in found[iri].items()}
                labels = values.pop(LABEL, ())
                yield Thing(iri, labels[0] if labels else "", values)

    def months(self, one: Definition, column: str, wish: Wish) -> list[tuple[str, int]]:
        """How many things have a date of ``column`` in each month (``2024-03``), in the order of time."""
        chosen = _chosen(one, wish)
        rows = self._kept(
            f"WITH {chosen.sql} SELECT substr(w.text, 1, 7) AS month, COUNT(DISTINCT f.node) FROM fact f "
            "JOIN chosen c ON c.node = f.node JOIN word w ON w.id = f.value "
            "WHERE f.kind = ? AND f.name = ? GROUP BY month ORDER BY month",
            (*chosen.values, one.kind, column),
        )
        return [(str(month), int(str(number))) for month, number in rows]

    def dated(
        self,
        one: Definition,
        column: str,
        wish: Wish,
        first: str = "0000",
        last: str = "9999",
        limit: int = -1,
    ) -> list[tuple[str, str]]:
        """(date, IRI) of the things that have a date of ``column`` from ``first`` to ``last`` (ISO 8601,
        inclusive), in the order of time, at most ``limit``."""
        chosen = _chosen(one, wish)
        rows = self._kept(
            f"WITH {chosen.sql} SELECT DISTINCT w.text, n.text FROM fact f JOIN chosen c ON c.node = f.node "
            "JOIN word w ON w.id = f.value JOIN word n ON n.id = f.node "
            "WHERE f.kind = ? AND f.name = ? AND w.text BETWEEN ? AND ? ORDER BY w.text, n.text LIMIT ?",
            (*chosen.values, one.kind, column, first, last, limit),
        )
        return [(str(day), str(iri)) for day, iri in rows]

    def labels(self, iris: Iterable[str]) -> dict[str, str]:
        """The names of those of ``iris`` that are in some list."""
        wanted = list(dict.fromkeys(iris))
        found: dict[str, str] = {}
        for start in range(0, len(wanted), _BATCH):
            batch = wanted[start : start + _BATCH]
            rows = self._rows(
                f"SELECT t.text, MIN(v.text) FROM word t CROSS JOIN fact f ON f.node = t.id AND f.name = ? "
                f"AND f.kind IN ('documents', 'units', 'officials', 'matters') "
                f"JOIN word v ON v.id = f.value WHERE t.text IN ({_places(batch)}) GROUP BY t.id",
                (LABEL, *batch),
            )
            found.update((str(iri), str(label)) for iri, label in rows)
        return found

    def _kept(self, sql: str, values: Sequence[object]) -> list[tuple[object, ...]]:
        """As ``_rows``, the last few hundred answers kept: most visitors see the same first pages."""
        key = (sql, *values)
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        rows = self._rows(sql, values)
        with self._lock:
            self._known[key] = rows
            while len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return rows

    def _rows(self, sql: str, values: Iterable[object]) -> list[tuple[object, ...]]:
        return self._database.rows(sql, values)


def _chosen(one: Definition, wish: Wish, but: str = "") -> _Part:
    """``chosen (node)``: the things that fit, the filter of the column ``but`` aside."""
    parts = [_Part("t.kind = ?", (one.kind,))]
    alone = [column for column in one.columns if not column.together and column.name != but]
    parts += [
        _has(one, column.name, wish.values[column.name]) for column in alone if wish.values.get(column.name)
    ]
    joined = _joined(one, wish, but)
    if joined:
        parts.append(_same(one, joined, wish))
    parts += [
        part for day in one.days if day.name in wish.days for part in _day(one, day.name, wish.days[day.name])
    ]
    for word in wish.words.lower().split()[:_MOST_WORDS]:
        names = (LABEL, *one.searched)
        parts.append(
            _Part(
                "EXISTS (SELECT 1 FROM fact f JOIN word w ON w.id = f.value WHERE f.kind = ? "
                f"AND f.node = t.node AND f.name IN ({_places(names)}) AND instr(lower(w.text), ?) > 0)",
                (one.kind, *names, word),
            )
        )
    where = " AND ".join(part.sql for part in parts)
    values = tuple(value for part in parts for value in part.values)
    return _Part(f"chosen (node) AS (SELECT DISTINCT t.node FROM thing t WHERE {where})", values)


def _has(one: Definition, name: str, values: Sequence[str]) -> _Part:
    return _Part(
        "EXISTS (SELECT 1 FROM fact f WHERE f.kind = ? AND f.name = ? AND f.node = t.node "
        f"AND f.value IN (SELECT id FROM word WHERE text IN ({_places(values)})))",
        (one.kind, name, *values),
    )


def _joined(one: Definition, wish: Wish, but: str) -> list[Column]:
    return [
        column
        for column in one.columns
        if column.together and column.name != but and wish.values.get(column.name)
    ]


def _same(one: Definition, columns: Sequence[Column], wish: Wish) -> _Part:
    """Some node of the thing has a chosen value of each of ``columns``."""
    values: list[object] = []
    tables, conditions = [], []
    for at, column in enumerate(columns):
        chosen = wish.values[column.name]
        tables.append(f"fact f{at}")
        conditions.append(
            f"f{at}.kind = ? AND f{at}.name = ? AND f{at}.node = t.node "
            f"AND f{at}.value IN (SELECT id FROM word WHERE text IN ({_places(chosen)}))"
            + (f" AND f{at}.via = f0.via" if at else "")
        )
        values += [one.kind, column.name, *chosen]
    return _Part(
        f"EXISTS (SELECT 1 FROM {', '.join(tables)} WHERE {' AND '.join(conditions)})", tuple(values)
    )


def _together(one: Definition, wish: Wish, name: str) -> _Part:
    """For counting the values of a column that goes together with others: theirs are of the same node."""
    if not one.column(name).together:
        return _Part("")
    parts = [
        _Part(
            "AND EXISTS (SELECT 1 FROM fact x WHERE x.kind = f.kind AND x.name = ? AND x.node = f.node "
            f"AND x.via = f.via AND x.value IN (SELECT id FROM word WHERE text IN ({_places(values)})))",
            (column.name, *values),
        )
        for column in _joined(one, wish, name)
        if (values := wish.values[column.name])
    ]
    return _Part(
        " ".join(part.sql for part in parts), tuple(value for part in parts for value in part.values)
    )


def _day(one: Definition, name: str, day: date) -> Iterator[_Part]:
    known = next(each for each in one.days if each.name == name)
    sign = "<=" if known.order == "until" else ">="
    found = (
        "EXISTS (SELECT 1 FROM fact f JOIN word w ON w.id = f.value "
        "WHERE f.kind = ? AND f.name = ? AND f.node = t.node AND w.text {} ?)"
    )
    yield _Part(found.format(sign), (one.kind, known.column, day.isoformat()))
    for column in known.unless:
        yield _Part("NOT " + found.format("<="), (one.kind, column, day.isoformat()))


def _key(one: Definition, name: str) -> _Part:
    column = None if name == LABEL else one.column(name)
    if column is not None and column.kind == "count":
        what = "COUNT(DISTINCT f.value)"
    elif column is not None and column.number:
        what = "MIN(CAST(v.text AS INTEGER))"
    else:
        what = "MIN(v.text)"
    return _Part(
        f"SELECT {what} FROM fact f JOIN word v ON v.id = f.value "
        "WHERE f.kind = ? AND f.name = ? AND f.node = c.node",
        (one.kind, name),
    )


def _order(one: Definition, sort: Sort) -> str:
    way = "DESC" if sort.descending else "ASC"
    return ", ".join(f"k{at} IS NULL, k{at} {way}" for at in range(len(sort.keys)))


def _places(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
