"""Every request seen once: its id, its line in the log, its numbers.

A request keeps the id that a proxy gave it in ``X-Request-ID``, so that one id leads through the logs of all;
the answer carries it, and so does every line that is logged while it is made.
"""

from __future__ import annotations

import logging
import re
import time
import uuid
from dataclasses import dataclass

from flask import Flask, Response, g, request

from api.logs import REQUESTS
from api.metrics import Metrics, metrics

HEADER = "X-Request-ID"
# What else came in could forge lines of a log.
_USABLE = re.compile(r"[A-Za-z0-9._:-]{1,64}")
_METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS")
# Supervisors ask these every few seconds.
_QUIET = ("health.alive", "health.ready", "metrics.show", "static")

_log = logging.getLogger(REQUESTS)


def install(app: Flask) -> None:
    """See every request of ``app``. To be called before anything else hooks into requests: then it begins
    first and ends last."""
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_over)


def request_id() -> str:
    """The id of the request that is being answered; empty outside of one."""
    return str(g.get("request_id", "")) if g else ""


def usable_id(given: str) -> str:
    """``given`` where it may be the id of a request, else a new one."""
    return given if _USABLE.fullmatch(given) else uuid.uuid4().hex


def _begin() -> None:
    g.request_id = usable_id(request.headers.get(HEADER, ""))
    g.began = time.perf_counter()
    g.running = True
    metrics().running.inc()


def _over(_error: BaseException | None) -> None:
    if g.pop("running", False):
        metrics().running.dec()


def _end(response: Response) -> Response:
    seen = Seen(
        request.method,
        request.path,
        request.endpoint or "none",
        response.status_code,
        time.perf_counter() - g.began,
        response.calculate_content_length(),
        request.remote_addr,
        g.get("problem", ""),
    )
    response.headers[HEADER] = g.request_id
    record(metrics(), seen)
    return response


@dataclass(frozen=True, slots=True)
class Seen:
    """A request and what it was answered: ``size`` is in bytes, None where nobody knows it yet."""

    method: str
    path: str
    endpoint: str
    status: int
    seconds: float
    size: int | None
    client: str | None
    problem: str = ""


def record(numbers: Metrics, seen: Seen, **more: str) -> None:
    """Count a request in ``numbers`` and log its line, with ``more`` as further members."""
    method = seen.method if seen.method in _METHODS else "other"
    numbers.requests.labels(method, seen.endpoint, seen.status).inc()
    numbers.seconds.labels(seen.endpoint).observe(seen.seconds)
    if seen.problem:
        numbers.problems.labels(seen.problem, seen.status).inc()
    level = logging.INFO
    if seen.endpoint in _QUIET and seen.status < 400:
        level = logging.DEBUG
    if _log.isEnabledFor(level):
        # Without what was asked: questions name people.
        _log.log(
            level,
            "%s %s %d",
            seen.method,
            seen.path,
            seen.status,
            extra={
                "method": seen.method,
                "path": seen.path,
                "status": seen.status,
                "milliseconds": round(seen.seconds * 1000, 1),
                "bytes": seen.size,
                "client": seen.client,
                "endpoint": seen.endpoint,
                **({"problem": seen.problem} if seen.problem else {}),
                **more,
            },
        )
