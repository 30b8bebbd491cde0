"""From the lines of a whole node to the lines that show the answer."""

from __future__ import annotations

from collections.abc import Sequence

from queries.evidence import Evidence
from queries.normalise import loose

_SHORT = 3
_HEAD = 16


def narrowed(place: Evidence, texts: Sequence[str], from_start: bool = False) -> Evidence:
    """``place`` cut down to the lines on which one of ``texts`` stands (the first that does).

    Blanks, line breaks and punctuation are passed over. A place of up to three lines, or one where no text
    is found, stays as it is. ``from_start`` keeps the lines before the text: the head of a document.
    """
    lines = place.quote.split("\n")
    if len(lines) <= _SHORT:
        return place
    for text in texts:
        span = _span(lines, loose(text))
        if span is not None:
            first, last = (0, span[1]) if from_start and span[1] < _HEAD else span
            return Evidence(
                source=place.source,
                first_line=place.first_line + first,
                last_line=place.first_line + last,
                quote="\n".join(lines[first : last + 1]),
                document=place.document,
            )
    return place


def contains(quote: str, texts: Sequence[str]) -> bool:
    """Whether one of ``texts`` stands in ``quote``, blanks, line breaks and punctuation aside."""
    plain = loose(quote)
    return any(loose(text) and loose(text) in plain for text in texts)


def _span(lines: Sequence[str], wanted: str) -> tuple[int, int] | None:
    """Indexes of the first and last line of the first place where ``wanted`` stands."""
    if len(wanted) < 2:
        return None
    joined, ends = "", []
    for line in lines:
        joined += loose(line)
        ends.append(len(joined))
    at = joined.find(wanted)
    if at < 0 and len(wanted) > 16:
        # A title is printed over several lines and without the issuer, which stands above it.
        tail = wanted[-16:]
        at = joined.find(tail)
        wanted = tail
    if at < 0:
        return None
    first = next(n for n, end in enumerate(ends) if end > at)
    last = next(n for n, end in enumerate(ends) if end >= at + len(wanted))
    return first, last
