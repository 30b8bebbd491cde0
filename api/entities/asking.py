"""The queries of the pages: ``.rq`` files of ``queries/``, with the terms they are about bound."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from pyoxigraph import Literal, NamedNode

from api import graph_text as gt
from graph.store import Row, Store
from queries.header import bind

COUNT_LIMIT = 20_000
_ORDER = re.compile(r"\nORDER BY [^\n]+\s*\Z")
_DATE = NamedNode("http://www.w3.org/2001/XMLSchema#date")

Bound = str | Iterable[str]


@cache
def text(name: str) -> str:
    """The query ``name`` with the project's prefixes; FileNotFoundError where there is none."""
    path = files("api.entities").joinpath("queries", f"{name}.rq")
    lines = [
        line
        for line in path.read_text(encoding="utf-8").splitlines()
        if not line.startswith(("#", "PREFIX")) or "@values" in line
    ]
    return "\n".join(lines).strip()


def iris(values: Iterable[str]) -> str:
    """IRIs for a ``VALUES`` block. Raises ValueError where one is no IRI."""
    return " ".join(gt.iri(one) for one in values)


def day(value: object) -> str:
    """A date as a term for a ``VALUES`` block."""
    return str(Literal(str(value), datatype=_DATE))


def rows(
    store: Store, name: str, bound: dict[str, str], limit: int | None = None, offset: int = 0
) -> list[Row]:
    """Solutions ``offset`` … of the query ``name``, at most ``limit``.

    ``bound``: parameter → terms for its ``VALUES`` block, see :func:`iris` and :func:`day`.
    """
    query = bind(text(name), bound)
    if limit is not None:
        query += f"\nLIMIT {limit} OFFSET {offset}"
    return store.rows(gt.prologue() + query)


def count(store: Store, name: str, bound: dict[str, str]) -> int:
    """How many solutions the query ``name`` has, counted up to :data:`COUNT_LIMIT`."""
    query = bind(_ORDER.sub("", text(name)), bound)
    counting = f"SELECT (COUNT(*) AS ?n) WHERE {{ {{ {query}\nLIMIT {COUNT_LIMIT} }} }}"
    return int(gt.text(store.rows(gt.prologue() + counting)[0]["n"]))
