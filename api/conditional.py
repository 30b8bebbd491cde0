"""Conditional requests (RFC 9110, 13): what was sent for a generation need not be sent again."""

from __future__ import annotations

import hashlib

from flask import Response, request

from api.service import service


def tagged(response: Response, *parts: str) -> Response:
    """``response`` with a weak ETag of the store's generation, address and ``parts``; 304 where it matches.

    ``parts``: whatever else the content depends on (format, language). The copy must be revalidated each
    time, so readers see a new generation at once.
    """
    seed = "\n".join((service().store.generation, request.full_path, *parts))
    response.set_etag(hashlib.sha256(seed.encode()).hexdigest()[:32], weak=True)
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response
