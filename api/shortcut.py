"""A query that was asked before, answered before the framework wakes up.

Taking a request apart and putting its answer together costs several times what a small answer does. Where the
same request (address, host and the headers that decide on the answer) was answered for the generation that is
served now, the finished answer is sent again. It is counted and logged like any other.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, request

from api import observe
from api.metrics import Metrics
from api.result_cache import ResultCache
from api.result_response import SNAPSHOT
from api.service import Service

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_PATHS = {"/sparql": "sparql.endpoint", "/graphs": "graph_store.indirect"}
# All that an answer at these addresses depends on, besides the generation.
_DECIDE = (
    "PATH_INFO",
    "QUERY_STRING",
    "SCRIPT_NAME",
    "wsgi.url_scheme",
    "HTTP_HOST",
    "HTTP_ACCEPT",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_IF_NONE_MATCH",
    "HTTP_ORIGIN",
)
_BYTES = 32_000_000
_KEY = "gongbao.shortcut"


@dataclass(frozen=True, slots=True)
class _Answer:
    """A finished answer, for the snapshot of that name."""

    snapshot: str
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Shortcut:
    """WSGI middleware around the application; see the module."""

    def __init__(self, inner: WSGIApplication, service: Service, numbers: Metrics) -> None:
        self._inner, self._service, self._numbers = inner, service, numbers
        self._kept: ResultCache[_Answer] = ResultCache(_BYTES)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer from memory, or let the application answer."""
        if environ["REQUEST_METHOD"] != "GET" or environ.get("PATH_INFO") not in _PATHS:
            return self._inner(environ, start_response)
        began = time.perf_counter()
        key = tuple(environ.get(name, "") for name in _DECIDE)
        found = self._kept.get(key)
        if found is not None:
            self._service.move_on()
            snapshot = self._service.free_hand.snapshot()
            if snapshot is not None and snapshot.name == found.snapshot:
                return self._again(found, environ, start_response, began)
        environ[_KEY] = key
        return self._inner(environ, start_response)

    def keep(self, response: Response) -> Response:
        """Keep ``response`` where it may be sent again: it has a strong tag, so its content is known."""
        key: Any = request.environ.get(_KEY)
        etag, weak = response.get_etag()
        snapshot = request.environ.get(SNAPSHOT)
        if key is None or not etag or weak or snapshot is None or response.is_streamed:
            return response
        if response.status_code in (200, 304) and response.mimetype != "text/html":
            body = response.get_data()
            headers = tuple(response.headers.to_wsgi_list())
            answer = _Answer(snapshot, response.status, headers, body)
            self._kept.put(key, answer, len(body) + len(key[1]) + 1_000)
        return response

    def _again(
        self, answer: _Answer, environ: WSGIEnvironment, start_response: StartResponse, began: float
    ) -> Iterable[bytes]:
        request_id = observe.usable_id(environ.get("HTTP_X_REQUEST_ID", ""))
        start_response(answer.status, [*answer.headers, (observe.HEADER, request_id)])
        path = environ["PATH_INFO"]
        seconds, client = time.perf_counter() - began, environ.get("REMOTE_ADDR")
        seen = observe.Seen(
            "GET", path, _PATHS[path], int(answer.status[:3]), seconds, len(answer.body), client
        )
        observe.record(self._numbers, seen, request_id=request_id)
        return [answer.body]


def install(app: Flask, service: Service, numbers: Metrics) -> None:
    """Put the shortcut before ``app``. To be called right after ``observe.install``: it keeps what all others
    have finished."""
    shortcut = Shortcut(app.wsgi_app, service, numbers)
    app.after_request(shortcut.keep)
    app.wsgi_app = shortcut  # type: ignore[method-assign]
