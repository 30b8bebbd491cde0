"""The root of all errors a user may meet, and those of reading files."""

from __future__ import annotations


class GongbaoError(Exception):
    """Something a user can understand and act on.

    ``http_status`` is the status an HTTP client gets.
    """

    http_status = 500


class UnreadableFile(GongbaoError):
    """A file that was refused: names file, line (0 where no line is to blame) and reason."""

    http_status = 422

    def __init__(self, source: str, reason: str, line: int = 0) -> None:
        """``source`` is the file's name as the user knows it, ``reason`` zh and en."""
        self.source, self.reason, self.line = source, reason, line
        super().__init__(f"{source}:{line}: {reason}" if line else f"{source}: {reason}")
