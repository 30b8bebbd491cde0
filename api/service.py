"""What every request handler works with: store, settings, readers, and what is kept per generation.

Answers that are the same until the content changes (counts, the answerer's
word lists) are computed once for each generation of the store.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, TypeVar, cast

from flask import Flask, current_app

from api.addresses import Addresses
from api.entity import EntityReader
from api.examples import examples
from api.free_hand import FreeHand
from api.indexes import IndexKeeper
from api.queryable import kept_beside, queryable
from api.search import Names, counts
from api.settings import Settings
from api.source_text import SourceReader
from graph.errors import StoreError
from graph.store import Store

if TYPE_CHECKING:
    from queries.ask import Answerer

_EXTENSION = "gongbao"
T = TypeVar("T")

_log = logging.getLogger(__name__)


class Warmth(Enum):
    """Whether what the first question needs has been made."""

    COLD = "cold"
    WARMING = "warming"
    WARM = "warm"
    FAILED = "failed"


@dataclass
class Service:
    """The parts of a running service."""

    store: Store
    settings: Settings
    addresses: Addresses
    entities: EntityReader
    sources: SourceReader
    free_hand: FreeHand
    indexes: IndexKeeper
    warmth: Warmth = Warmth.COLD
    _moving: str = ""
    _answerer: Answerer | None = None
    _kept: dict[str, tuple[str, Any]] = field(default_factory=dict)
    _locks: defaultdict[str, Lock] = field(default_factory=lambda: defaultdict(Lock))

    @classmethod
    def build(cls, store: Store, settings: Settings) -> Service:
        """The service over ``store``."""
        addresses = Addresses(settings.entity_base())
        return cls(
            store,
            settings,
            addresses,
            EntityReader(store, addresses, settings),
            SourceReader(store, addresses),
            FreeHand(store, settings),
            IndexKeeper(store),
        )

    def counts(self) -> dict[str, int]:
        """Nodes of each class (local name → number) in the current generation."""
        return self.per_content("counts", lambda: counts(self.store))

    def graphs(self) -> dict[str, int]:
        """Named graphs and their sizes in triples."""
        return self.per_generation("graphs", self.store.graphs)

    def names(self) -> Names:
        """The names of the current generation, for searching."""
        return self.per_content("names", lambda: Names(self.store, self.settings.search_names))

    def examples(self, language: str = "zh") -> list[str]:
        """Example questions in ``language`` that the current generation answers."""
        return self.per_content(f"examples-{language}", lambda: examples(self.store, language))

    def answerer(self) -> Answerer:
        """The question answerer, which moves on with the store by itself."""
        from queries.ask import Answerer

        with self._locks["answerer"]:
            if self._answerer is None:
                self._answerer = Answerer(queryable(self.store), kept=kept_beside(self.store))
            return self._answerer

    def warm(self) -> None:
        """Make what the first visitor would wait for: the answerer's index, names, counts, examples.

        A service that is warm already stays so meanwhile. A failure is logged and kept in ``warmth``; the
        parts are then made when they are needed.
        """
        if self.warmth is not Warmth.WARM:
            self.warmth = Warmth.WARMING
        try:
            # Made or opened beside the rest: who searches meanwhile waits for it, nobody else does.
            self.indexes.begin()
            self.answerer().prepare()
            self.names().prepare()
            self.counts()
            self.graphs()
            self.examples()
        except Exception:
            _log.exception("warming up failed")
            self.warmth = Warmth.FAILED
        else:
            self.warmth = Warmth.WARM

    def warm_in_background(self, wait_seconds: float = 0) -> None:
        """``warm`` beside the requests; returns when it is done, at the latest after ``wait_seconds``."""
        if self.warmth is not Warmth.WARM:
            self.warmth = Warmth.WARMING
        thread = Thread(target=self.warm, name="warm", daemon=True)
        thread.start()
        thread.join(wait_seconds)

    def move_on(self) -> None:
        """Read the newest published generation from here on.

        Where that fails the one that is open is served on and the failure logged: ``/readyz`` tells it.
        """
        try:
            moved = self.store.refresh()
        except (StoreError, OSError) as error:
            if self._moving != str(error):
                self._moving = str(error)
                _log.error("serving generation %s on: %s", self.store.generation, error)
            return
        self._moving = ""
        if moved:
            _log.info("serving generation %s", self.store.generation)
            if self.warmth is Warmth.WARM:
                # Once warm, stay so: nobody should wait for the index of the new generation.
                self.warm_in_background()

    def per_generation(self, name: str, make: Callable[[], T]) -> T:
        """What ``make`` returned for this generation; made by one thread while those that need it wait."""
        return self._kept_for(self.store.generation, name, make)

    def per_content(self, name: str, make: Callable[[], T]) -> T:
        """As ``per_generation``, for what does not depend on reviewers' remarks: they do not make it anew."""
        return self._kept_for(self.store.content, name, make)

    def _kept_for(self, state: str, name: str, make: Callable[[], T]) -> T:
        with self._locks[name]:
            known = self._kept.get(name)
            if known is None or known[0] != state:
                known = (state, make())
                self._kept[name] = known
            return cast("T", known[1])


def service() -> Service:
    """The service of the application that answers this request."""
    return cast("Service", current_app.extensions[_EXTENSION])


def of_application(app: Flask) -> Service:
    """The service of ``app``."""
    return cast("Service", app.extensions[_EXTENSION])


def attach(extensions: dict[str, Any], one: Service) -> None:
    """Make ``one`` the service of an application."""
    extensions[_EXTENSION] = one
