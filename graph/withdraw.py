"""Taking back what was loaded: a source, or a whole graph, with all that follows from it."""

from __future__ import annotations

from graph.errors import StoreError
from graph.ingest import DERIVED, derivations
from graph.store import Store


class NothingToWithdraw(StoreError):
    """The store has no such graph, or no such source in it."""

    http_status = 404


class NotWithdrawn(StoreError):
    """The graph follows from the others and cannot be taken back by itself."""

    http_status = 409


def withdraw(store: Store, graph: str, source: str | None = None) -> None:
    """Publish a generation without what ``source`` (a file's name; None: every source) says in ``graph``.

    What other sources say stays, derived graphs are recomputed, and the generation before can be restored.
    Raises NothingToWithdraw, NotWithdrawn, StoreError.
    """
    if graph.startswith(f"{store.base}{DERIVED}"):
        raise NotWithdrawn(
            f"图 {graph} 由其他图推导而来，不能单独撤回。",
            f"the graph {graph} follows from the others and cannot be withdrawn by itself",
        )
    with store.change(f"withdraw {source or 'all'} of {graph}") as change:
        if not change.remove(graph, source):
            raise NothingToWithdraw(
                f"图库中没有图 {graph}" + (f" 的来源 {source}。" if source else "。"),
                f"the store has no graph {graph}" + (f" with a source {source}" if source else ""),
            )
        for name, update in derivations():
            change.derive(f"{store.base}{DERIVED}{name}", update)
    store.refresh()
