"""Content negotiation (RFC 9110, 12.5.1): which of our formats a client likes best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

HTML = "text/html"


def choose(header: str | None, offers: Sequence[str]) -> str | None:
    """The offer that ``header`` (an ``Accept`` value, or None) prefers; None where it takes none of them.

    ``offers`` are media types, our favourite first: it wins between equals and
    where the client says nothing. The most specific range decides on an offer,
    so ``text/turtle;q=0, */*`` refuses Turtle. Parameters other than ``q``
    (``charset``, ``version``) are not looked at.
    """
    accepted = _ranges(header)
    if not accepted:
        return offers[0]
    best = max(offers, key=lambda offer: accepted.quality(offer))
    return best if accepted.quality(best) > 0 else None


def choose_alias(header: str | None, offers: Mapping[str, str]) -> tuple[str, str] | None:
    """As :func:`choose`, where ``offers`` maps a name a client may use to the format it means.

    Returns (media type asked for, format), None where nothing fits.
    """
    asked = choose(header, list(offers))
    return None if asked is None else (asked, offers[asked])


def prefers_html(header: str | None, others: Iterable[str]) -> bool:
    """Whether ``header`` likes HTML better than any of ``others``; ``*/*`` alone is not a browser."""
    return choose(header, (*others, HTML)) == HTML


def _ranges(header: str | None) -> MIMEAccept:
    """The media ranges of the header without their parameters."""
    parsed = parse_accept_header(header, MIMEAccept) if header else MIMEAccept()
    named = [(value.split(";", 1)[0].strip(), quality) for value, quality in parsed]
    return MIMEAccept([(value, quality) for value, quality in named if "/" in value])
