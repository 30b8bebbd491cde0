"""What is looked at before any handler: the host that was asked, the path, how often the client asks."""

from __future__ import annotations

import math
import time

from flask import Flask, current_app, request
from werkzeug.sansio.utils import host_is_trusted

from api.problems import BadRequest, RateLimited, UnknownHost
from api.rate import Buckets, client_key
from api.settings import Settings

_EXTENSION = "gongbao.buckets"
# A supervisor asks by whatever address it has, and as often as it likes.
_OPEN = ("health.alive", "health.ready", "metrics.show")
_PATH_CHARS = 4_000


def install(app: Flask) -> None:
    """Look at every request of ``app``."""
    settings: Settings = app.config["GONGBAO"]
    if settings.rate_per_minute:
        app.extensions[_EXTENSION] = Buckets(settings.rate_per_minute, settings.rate_burst)
    app.before_request(_look)


def trusted(hosts: str) -> list[str]:
    """The host names of the setting ``trusted_hosts``."""
    return [name.strip() for name in hosts.split(",") if name.strip()]


def _look() -> None:
    _path()
    if request.endpoint in _OPEN:
        return
    _host()
    if request.endpoint != "static":
        _rate()


def _path() -> None:
    """No name in the graph has control characters or is that long; a file's name must not have any."""
    if len(request.path) > _PATH_CHARS:
        raise BadRequest("地址过长。", "The path is too long.")
    if any(char < " " or char == "\x7f" for char in request.path):
        raise BadRequest("地址含有控制字符。", "The path has control characters.")


def _host() -> None:
    """The Host header (RFC 9110, 7.2) stands in links that we make: it must be one of ours."""
    names = trusted(current_app.config["GONGBAO"].trusted_hosts)
    if names and not host_is_trusted(request.host, names):
        raise UnknownHost(request.host)


def _rate() -> None:
    buckets: Buckets | None = current_app.extensions.get(_EXTENSION)
    if buckets is None:
        return
    wait = buckets.take(client_key(request.remote_addr), time.monotonic())
    if wait:
        raise RateLimited(math.ceil(wait))
