"""Rows of a result counted in the bytes that the engine writes, piece by piece, exactly.

Counting in Python row by row would cost more than evaluating. Each rule names what, in a format as the engine
writes it, stands once for every row and nowhere else:

- JSON: ``},{"`` begins the second and every later row. Inside a string a quotation mark has a backslash
  before it; a string that *ends* in ``},{`` is followed by ``,`` or ``}``. Rows that bind nothing are not
  counted.
- XML: ``</result>``; in text, ``<`` is escaped.
- CSV (RFC 4180): a line feed outside quotation marks; the first ends the header.
- TSV, N-Triples, N-Quads: a line feed; those in strings are escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

_NEXT_ROW = re.compile(rb'\},\{"[^,}]')
_ROW_END = b"</result>"


class RowCount(Protocol):
    """Counts as the pieces of one result pass."""

    rows: int

    def add(self, piece: bytes) -> None:
        """Count the rows that end in ``piece``, the next bytes of the result."""


class JsonRows:
    """SPARQL 1.1 Query Results JSON. Every row but the first is counted as it begins."""

    def __init__(self) -> None:
        self.rows = 1
        self._before = b""

    def add(self, piece: bytes) -> None:
        """See :class:`RowCount`."""
        text = self._before + piece
        self.rows += sum(1 for _ in _NEXT_ROW.finditer(text))
        # As long as a match less one byte: what began before can end in the next piece, once.
        self._before = text[-4:]


class XmlRows:
    """SPARQL Query Results XML."""

    def __init__(self) -> None:
        self.rows = 0
        self._before = b""

    def add(self, piece: bytes) -> None:
        """See :class:`RowCount`."""
        text = self._before + piece
        self.rows += text.count(_ROW_END)
        self._before = text[-len(_ROW_END) + 1 :]


class CsvRows:
    """SPARQL 1.1 Query Results CSV."""

    def __init__(self) -> None:
        self.rows = -1
        self._quoted = False

    def add(self, piece: bytes) -> None:
        """See :class:`RowCount`."""
        parts = piece.split(b'"')
        self.rows += sum(part.count(b"\n") for part in parts[1 if self._quoted else 0 :: 2])
        self._quoted ^= len(parts) % 2 == 0


class LineRows:
    """Formats with a line for every row, after ``heads`` lines that are none."""

    def __init__(self, heads: int = 0) -> None:
        self.rows = -heads

    def add(self, piece: bytes) -> None:
        """See :class:`RowCount`."""
        self.rows += piece.count(b"\n")


class NoRows:
    """Formats in which rows cannot be told apart: the triples are counted before they are written."""

    rows = 0

    def add(self, piece: bytes) -> None:
        """See :class:`RowCount`."""


_COUNTED: dict[str, Callable[[], RowCount]] = {
    "application/sparql-results+json": JsonRows,
    "application/sparql-results+xml": XmlRows,
    "text/csv": CsvRows,
    "text/tab-separated-values": lambda: LineRows(1),
    "application/n-triples": LineRows,
    "application/n-quads": LineRows,
}


def row_count(media_type: str) -> RowCount:
    """What counts rows in results of ``media_type``."""
    return _COUNTED.get(media_type, NoRows)()
