"""Every request seen once: its id, its line in the log, its numbers.

A request keeps the id that a proxy gave it in ``X-Request-ID``, so that one id leads through the logs of all;
the answer carries it, and so does every line that is logged while it is made.
"""

from __future__ import annotations

import logging
import re
import time
import uuid

from flask import Flask, Response, g, request

from api.logs import REQUESTS
from api.metrics import metrics

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


def _begin() -> None:
    given = request.headers.get(HEADER, "")
    g.request_id = given if _USABLE.fullmatch(given) else uuid.uuid4().hex
    g.began = time.perf_counter()
    g.running = True
    metrics().running.inc()


def _over(_error: BaseException | None) -> None:
    if g.pop("running", False):
        metrics().running.dec()


def _end(response: Response) -> Response:
    seconds = time.perf_counter() - g.began
    numbers = metrics()
    method = request.method if request.method in _METHODS else "other"
    endpoint = request.endpoint or "none"
    numbers.requests.labels(method, endpoint, response.status_code).inc()
    numbers.seconds.labels(endpoint).observe(seconds)
    problem = g.get("problem", "")
    if problem:
        numbers.problems.labels(problem, response.status_code).inc()
    response.headers[HEADER] = g.request_id
    level = logging.INFO
    if endpoint in _QUIET and response.status_code < 400:
        level = logging.DEBUG
    if _log.isEnabledFor(level):
        # Without what was asked: questions name people.
        _log.log(
            level,
            "%s %s %d",
            request.method,
            request.path,
            response.status_code,
            extra={
                "method": request.method,
                "path": request.path,
                "status": response.status_code,
                "milliseconds": round(seconds * 1000, 1),
                "bytes": response.calculate_content_length(),
                "client": request.remote_addr,
                "endpoint": endpoint,
                **({"problem": problem} if problem else {}),
            },
        )
    return response
