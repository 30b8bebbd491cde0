"""A result on its way to the client: whole before its first byte leaves, in memory while it is small.

The status line of HTTP is sent before the body. So that 200 means "this is all of it", and a limit met on
the last row is still told as a 503, a result is kept until it is whole: up to four megabytes in memory, from
there on in a file that has no name and goes with the process. A slow client then holds a file, no worker.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO

_IN_MEMORY = 4_000_000
_PIECE = 65_536


class Spool:
    """The bytes of one result. ``cut`` tells that it stops after the rows that were asked for."""

    def __init__(self) -> None:
        self.size = 0
        self.cut = False
        self._pieces: list[bytes] = []
        self._file: IO[bytes] | None = None

    def add(self, piece: bytes) -> None:
        """Take the next bytes. Raises OSError where the disk takes no more."""
        self.size += len(piece)
        if self._file is None and self.size > _IN_MEMORY:
            self._file = tempfile.TemporaryFile(prefix="gongbao-result-")  # noqa: SIM115 (closed by close)
            self._file.writelines(self._pieces)
            self._pieces.clear()
        if self._file is None:
            self._pieces.append(piece)
        else:
            self._file.write(piece)

    @property
    def small(self) -> bool:
        """Whether it lies in memory."""
        return self._file is None

    def read(self) -> bytes:
        """All of it."""
        return b"".join(self.pieces())

    def pieces(self) -> Iterator[bytes]:
        """All of it, piece by piece."""
        if self._file is None:
            yield from self._pieces
            return
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece

    def open(self) -> IO[bytes]:
        """All of it as a file to be read from the start."""
        if self._file is None:
            import io

            return io.BytesIO(self.read())
        self._file.seek(0)
        return self._file

    def close(self) -> None:
        """Give its file back. What lies in memory stays: others may be given it from the cache."""
        if self._file is not None:
            self._file.close()
