"""Where the engine writes a result: a file of pieces, ended where the result grows past its limits."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from api.workers.row_counts import row_count

_PIECE = 65_536
"""Bytes that are sent at a time; a pipe holds as many."""

T = TypeVar("T")


class Full(Exception):
    """The limit named ``limit`` (rows, bytes) was reached."""

    def __init__(self, limit: str) -> None:
        super().__init__(limit)
        self.limit = limit


class Sink:
    """A binary file for writing that hands pieces on to ``send``; raises Full past ``rows`` or ``bytes``.

    A limit of 0 is none. What came before Full was handed on once :meth:`close` returned.
    """

    def __init__(self, send: Callable[[bytes], None], media_type: str, rows: int, bytes: int) -> None:
        self._send = send
        self._count = row_count(media_type)
        self._rows, self._bytes = rows, bytes
        self._waiting = bytearray()
        self.size = 0

    def write(self, data: bytes) -> int:
        """Take the next bytes of the result."""
        self.size += len(data)
        self._waiting += data
        if len(self._waiting) >= _PIECE:
            self.flush()
        if self._bytes and self.size > self._bytes:
            raise Full("bytes")
        if self._rows:
            self._count.add(data)
            if self._count.rows > self._rows:
                raise Full("rows")
        return len(data)

    def counted(self, items: Iterable[T]) -> Iterator[T]:
        """``items`` (triples, before they are written), Full where there are more than ``rows``."""
        if not self._rows:
            yield from items
            return
        for number, item in enumerate(items):
            if number >= self._rows:
                raise Full("rows")
            yield item

    def flush(self) -> None:
        """Hand on what waits."""
        if self._waiting:
            self._send(bytes(self._waiting))
            self._waiting.clear()

    def close(self) -> None:
        """Hand on the rest."""
        self.flush()
