"""The response that carries a free-hand result: its tag, its caching, its body in pieces.

A local store's generation never changes, so generation, query and format say what the body is before anything
is evaluated: a client that has it is told so at once (RFC 9110, 13.1.2). It must ask each time, because a new
generation may be there the next moment.
"""

from __future__ import annotations

import hashlib

from flask import Response, request

from api.evaluate import Query
from api.free_hand import Snapshot, is_stable
from api.workers.spool import Spool

SNAPSHOT = "gongbao.snapshot"
"""Where the WSGI environment of a request has the name of the snapshot that its answer is of."""

_CACHING = "public, no-cache"
_ETAG_LENGTH = 32


def tag(query: Query, media_type: str, snapshot: Snapshot | None) -> str | None:
    """The strong ETag of the result of ``query`` over ``snapshot``; None where it may differ each time.

    That is: over a remote store, which others may change, and for queries that call NOW, RAND or the like.
    """
    if not is_stable(query.text):
        return None
    dataset = (*query.default_graphs, "", *query.named_graphs)
    return tag_of(snapshot, media_type, query.base, query.text, *dataset)


def tag_of(snapshot: Snapshot | None, *parts: str) -> str | None:
    """A tag that is the same for the same snapshot and ``parts`` only; None without a snapshot."""
    if snapshot is None:
        return None
    request.environ[SNAPSHOT] = snapshot.name
    parts = (snapshot.name, *parts)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_ETAG_LENGTH]


def unchanged(etag: str | None) -> Response | None:
    """304 where the client of this GET or HEAD has what ``etag`` names; else None."""
    if etag is None or request.method not in ("GET", "HEAD"):
        return None
    # "*" asks whether there is anything at all, which only evaluating tells.
    if request.if_none_match.star_tag or not request.if_none_match.contains_weak(etag):
        return None
    response = Response(status=304)
    response.set_etag(etag)
    response.headers["Cache-Control"] = _CACHING
    return response


def carrying(spool: Spool, media_type: str, etag: str | None) -> Response:
    """200 with the whole of ``spool``: small ones at once, large ones piece by piece."""
    if spool.small:
        response = Response(spool.read(), mimetype=media_type)
    else:
        response = Response(spool.pieces(), mimetype=media_type)
        response.content_length = spool.size
        response.call_on_close(spool.close)
    if etag is None:
        response.headers["Cache-Control"] = "no-store"
    else:
        response.headers["Cache-Control"] = _CACHING
        if request.method in ("GET", "HEAD"):
            response.set_etag(etag)
    return response
