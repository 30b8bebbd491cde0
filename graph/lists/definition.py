"""What a list is made of, read from ``definitions/*.toml``, one file a kind of thing.

A column's ``paths`` lead from a thing to its values: names of properties parted by ``/``, ``^`` before one
that is followed backwards; the first path that leads anywhere is taken. Paths stay within one named graph.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal

from ontology.namespaces import PREFIXES

KINDS = ("documents", "units", "officials", "matters")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path: an IRI, followed from subject to object or, ``inverse``, back."""

    predicate: str
    inverse: bool


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``kind``: ``text`` (words, dates, numbers), ``entity`` (IRIs of things), ``role``, ``class``
    (IRIs of terms), ``count`` (IRIs that are only counted).

    ``characters`` cuts values (the year of a date), ``but`` is a value left out; values of columns that go
    ``together`` are matched where their first step is the same node; a ``number`` is ordered by value.
    """

    name: str
    kind: str
    paths: tuple[tuple[Step, ...], ...]
    characters: int = 0
    but: str = ""
    together: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """A day to narrow by: things with a date in ``column`` on or before it (``until``), or on or after it
    (``from``), and none on or before it in the columns ``unless``."""

    name: str
    column: str
    order: Literal["until", "from"]
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sort:
    """An order by columns; what has no value comes last."""

    name: str
    keys: tuple[str, ...]
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """A kind of list: members of a class (that have the property ``having``), their names and columns.

    ``searched`` are the columns in which words are looked for beside the name; the first of ``sorts`` is the
    order where none is asked for.
    """

    kind: str
    type: str
    having: str
    label: tuple[str, ...]
    searched: tuple[str, ...]
    columns: tuple[Column, ...]
    days: tuple[Day, ...]
    sorts: tuple[Sort, ...]

    def sort(self, name: str) -> Sort:
        """The sort of that name, the first one for the empty name. Raises KeyError."""
        for one in self.sorts:
            if name in ("", one.name):
                return one
        raise KeyError(name)

    def column(self, name: str) -> Column:
        """The column of that name. Raises KeyError."""
        for one in self.columns:
            if one.name == name:
                return one
        raise KeyError(name)


@lru_cache(maxsize=len(KINDS))
def definition(kind: str) -> Definition:
    """The definition of a member of :data:`KINDS`. Raises KeyError for another name."""
    if kind not in KINDS:
        raise KeyError(kind)
    text = files("graph.lists").joinpath("definitions", f"{kind}.toml").read_text(encoding="utf-8")
    read: dict[str, Any] = tomllib.loads(text)
    return Definition(
        kind=kind,
        type=_iri(read["class"]),
        having=_iri(read["having"]) if "having" in read else "",
        label=tuple(map(_iri, read["label"])),
        searched=tuple(read["searched"]),
        columns=tuple(_column(one) for one in read["columns"]),
        days=tuple(Day(**one | {"unless": tuple(one.get("unless", ()))}) for one in read.get("dates", [])),
        sorts=tuple(Sort(**one | {"keys": tuple(one["keys"])}) for one in read["sorts"]),
    )


@lru_cache(maxsize=1)
def predicates() -> frozenset[str]:
    """Every property that some list needs."""
    found = {_iri("rdf:type")}
    for kind in KINDS:
        one = definition(kind)
        found |= {*one.label, *((one.having,) if one.having else ())}
        found |= {step.predicate for column in one.columns for path in column.paths for step in path}
    return frozenset(found)


def _column(read: dict[str, Any]) -> Column:
    return Column(
        name=read["name"],
        kind=read.get("kind", "text"),
        paths=tuple(tuple(_step(step) for step in path.split("/")) for path in read["paths"]),
        characters=read.get("characters", 0),
        but=_iri(read["but"]) if "but" in read else "",
        together=read.get("together", False),
        number=read.get("number", False),
    )


def _step(text: str) -> Step:
    return Step(_iri(text.removeprefix("^")), text.startswith("^"))


def _iri(name: str) -> str:
    prefix, _, local = name.partition(":")
    return PREFIXES[prefix] + local
