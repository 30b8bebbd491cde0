"""The store as the room of queries names it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import cast

from graph.store import Store
from queries.parameters import Queryable


@dataclass(frozen=True, slots=True)
class _Content:
    """A store whose ``generation`` stays while only reviewers' remarks change."""

    store: Store

    @property
    def base(self) -> str:
        """The base IRI of entities."""
        return self.store.base

    @property
    def generation(self) -> str:
        """``Store.content``."""
        return self.store.content

    def rows(self, sparql: str) -> list[dict[str, object]]:
        """``Store.rows``. Its rows hold terms where ``Queryable`` says objects; lists being invariant, the
        type checker has to be told that this is the same."""
        return cast("list[dict[str, object]]", self.store.rows(sparql))


def kept_beside(store: Store) -> Path | None:
    """Where what is derived from the store's content is kept between runs: its folder ``cache``, which may be
    emptied at any time; none for a store on another machine."""
    return None if "://" in store.location else Path(store.location) / "cache"


def queryable(store: Store) -> Queryable:
    """``store`` for the queries: what they keep of it outlives a reviewer's remark."""
    return _Content(store)
