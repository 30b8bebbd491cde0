"""What a free-hand query may take."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.settings import Settings

_SHORT_SHARE = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one query, and of all at once.

    ``seconds`` of evaluation; ``memory`` bytes of a worker beyond what it has at rest (0: no limit); ``rows``
    and ``bytes`` of a result (0: no limit); ``workers`` processes; ``waiting`` queries that may wait for one,
    ``wait_seconds`` at most. A query that takes longer than ``short_seconds`` is a long one: of these at most
    ``long`` are under way, so that some workers are always there for short ones.
    """

    seconds: float = 10.0
    memory: int = 512_000_000
    rows: int = 1_000_000
    bytes: int = 200_000_000
    workers: int = 6
    waiting: int = 16
    wait_seconds: float = 5.0
    short_seconds: float = 0.2

    @property
    def short(self) -> int:
        """How many workers are kept for queries that have just begun: a third."""
        return max(1, self.workers // _SHORT_SHARE)

    @property
    def long(self) -> int:
        """How many queries may take long at the same time."""
        return max(1, self.workers - self.short)

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """The limits that ``settings`` say.

        However many are allowed to wait, a quarter of the server's threads stays free for everything else.
        """
        workers = settings.query_workers or _SHORT_SHARE * max(2, os.cpu_count() or 1)
        under_way = max(1, settings.threads * 3 // 4)
        return cls(
            seconds=settings.query_seconds,
            memory=settings.query_memory_mb * 1_000_000,
            rows=settings.query_rows,
            bytes=settings.query_bytes,
            workers=workers,
            waiting=max(0, min(settings.query_waiting, under_way - workers)),
        )
