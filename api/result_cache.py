"""Bytes kept in memory until others push them out: the least recently used go first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

V = TypeVar("V")

_LARGEST_SHARE = 8


class ResultCache(Generic[V]):
    """Values with a size each, all together not above ``limit`` bytes. May be shared by threads.

    One value takes at most an eighth: a few large results must not push out everything else.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()
        self.size = 0

    def get(self, key: Hashable) -> V | None:
        """What is kept under ``key``."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def put(self, key: Hashable, value: V, size: int) -> None:
        """Keep ``value``, which takes ``size`` bytes, unless it is too large."""
        if size * _LARGEST_SHARE > self._limit:
            return
        with self._lock:
            before = self._kept.pop(key, None)
            self.size += size - (before[1] if before else 0)
            self._kept[key] = (value, size)
            while self.size > self._limit:
                _, (_, dropped) = self._kept.popitem(last=False)
                self.size -= dropped
