"""The store as the room of queries names it."""

from __future__ import annotations

from typing import cast

from graph.store import Store
from queries.parameters import Queryable


def queryable(store: Store) -> Queryable:
    """``store`` itself. Its rows hold terms where ``Queryable`` says objects; lists being invariant, the type
    checker has to be told that this is the same."""
    return cast("Queryable", store)
