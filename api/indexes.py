"""The indexes of a running service: opened once a generation, made beside requests where they are missing."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from api.problems import ApiError
from graph.store import Store, open_store

if TYPE_CHECKING:
    import tantivy

    from queries.lists import Lists

_PATIENCE_SECONDS = 20.0


class IndexPending(ApiError):
    """The indexes of this generation are still being made."""

    http_status = 503

    def __init__(self, done: int, total: int) -> None:
        shown = f" {done}/{total}" if total else ""
        super().__init__(
            f"检索和浏览所用的索引正在建立{shown}，请稍后再试。",
            f"The indexes for searching and browsing are being built{shown}; please try again in a moment.",
        )


@dataclass(frozen=True, slots=True)
class Indexes:
    """The full text and the lists of one generation."""

    text: tantivy.Index
    lists: Lists


class IndexKeeper:
    """The indexes over ``store``; safe for threads, one of which makes them while the others wait."""

    def __init__(self, store: Store) -> None:
        """Nothing is opened before it is asked for."""
        self._store = store
        self._lock = Lock()
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="indexes")
        self._generation = ""
        self._future: Future[Indexes] | None = None
        self._progress = (0, 0)

    def current(self, patience: float = _PATIENCE_SECONDS) -> Indexes:
        """The indexes of the generation being read. Waits ``patience`` seconds for them to be made, then
        raises IndexPending; OSError where they cannot be written anywhere."""
        try:
            return self.begin().result(timeout=patience)
        except NotYet:
            raise IndexPending(*self._progress) from None

    def begin(self) -> Future[Indexes]:
        """Open or make the indexes of the generation being read, beside whatever else goes on."""
        with self._lock:
            known = self._future
            failed = known is not None and known.done() and known.exception() is not None
            if known is None or failed or self._generation != self._store.generation:
                self._generation = self._store.generation
                self._progress = (0, 0)
                known = self._future = self._pool.submit(self._make)
            return known

    def _make(self) -> Indexes:
        from graph.indexes import open_lists, open_text
        from queries.lists import Lists

        # A store of its own: the service's moves on between requests, which the making spans.
        store = open_store(self._store.location, base=self._store.base)
        return Indexes(open_text(store, self._note), Lists(open_lists(store)))

    def _note(self, done: int, total: int, _name: str) -> None:
        self._progress = (done, total)
