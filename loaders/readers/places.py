"""Where a document says who, what and when it is: the lines that prove its number, title and date.

Observations (``kind``): ``head`` (number, title and registration number, down to the addressees) and ``dated``
(``end`` is the date of issue).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from loaders.dates import parse_date
from loaders.readers.base import Context
from loaders.records import ObservationRecord
from loaders.source import tidy

_HEAD_BLOCKS = 6


def read(context: Context) -> Iterator[ObservationRecord]:
    """The head of a document and the line of its date."""
    document, blocks = context.document, context.source.blocks
    last = max(document.first, min(document.body, document.end, document.first + _HEAD_BLOCKS) - 1)
    span = context.span(blocks[document.first].start, blocks[last].end)
    yield ObservationRecord(span, "", "head", document.number or document.title)
    if document.issued is None:
        return
    for index in _likely(document.signature, document.first, document.end):
        if not blocks[index].is_row and parse_date(tidy(blocks[index].text)) == document.issued:
            span = context.span(blocks[index].start, blocks[index].end)
            dated = ObservationRecord(span, "", "dated", blocks[index].text[:60])
            yield replace(dated, end=document.issued)
            return


def _likely(signature: int | None, first: int, end: int) -> Iterator[int]:
    """The blocks of a document, those behind its signature first."""
    if signature is not None:
        yield from range(signature, min(signature + 4, end))
    yield from range(first, end)
