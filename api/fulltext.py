"""The full-text index of a running service: opened once a generation, made beside requests where missing."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from threading import Lock
from typing import TYPE_CHECKING

from api.problems import ApiError
from graph.store import Store, open_store

if TYPE_CHECKING:
    import tantivy

_PATIENCE_SECONDS = 20.0


class IndexPending(ApiError):
    """The index of this generation is still being made."""

    http_status = 503

    def __init__(self, done: int, total: int) -> None:
        shown = f" {done}/{total}" if total else ""
        super().__init__(
            f"全文索引正在建立{shown}，请稍后再试。",
            f"The full-text index is being built{shown}; please try again in a moment.",
        )


class TextIndex:
    """The index over ``store``; safe for threads, one of which makes it while the others wait."""

    def __init__(self, store: Store) -> None:
        """Nothing is opened before it is asked for."""
        self._store = store
        self._lock = Lock()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="text-index")
        self._generation = ""
        self._future: Future[tantivy.Index] | None = None
        self._progress = (0, 0)

    def current(self, patience: float = _PATIENCE_SECONDS) -> tantivy.Index:
        """The index of the generation being read. Waits ``patience`` seconds for it to be made, then raises
        IndexPending; OSError where it cannot be written anywhere."""
        with self._lock:
            failed = self._future is not None and self._future.done() and self._future.exception() is not None
            if self._future is None or failed or self._generation != self._store.generation:
                self._generation = self._store.generation
                self._progress = (0, 0)
                self._future = self._pool.submit(self._make)
            future = self._future
        try:
            return future.result(timeout=patience)
        except NotYet:
            raise IndexPending(*self._progress) from None

    def _make(self) -> tantivy.Index:
        from graph.fulltext.index import open_index

        # A store of its own: the service's moves on between requests, which the making spans.
        return open_index(open_store(self._store.location, base=self._store.base), self._note)

    def _note(self, done: int, total: int, _name: str) -> None:
        self._progress = (done, total)
