"""Running the application: under Granian for users, once in process for ``serve --get``."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

import click

from api.problems import ApiError
from api.settings import Settings, variable


class AddressInUse(ApiError):
    """The address cannot be listened on."""

    http_status = 500

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(
            f"无法监听 {host}:{port}（{reason}）；请用 --host、--port 换一个地址。",
            f"cannot listen on {host}:{port} ({reason}); choose another with --host or --port.",
        )


def run(settings: Settings, changes: Mapping[str, Any]) -> None:
    """Serve until SIGINT or SIGTERM, then let running requests end.

    ``changes`` replace settings. The server's worker builds the application itself, from the environment,
    which is set to these settings first. Raises AddressInUse and the store's errors before anything listens.
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from api import logs
    from graph.store import open_store

    settings = replace(settings, **changes)
    settings = replace(
        settings, port=_free_port(settings.host, settings.port), store=settings.store_location()
    )
    open_store(settings.store, base=settings.entity_base())
    for one in fields(settings):
        os.environ[variable(one.name)] = str(getattr(settings, one.name))
    server = Granian(
        "api.app:from_environment",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=1,
        blocking_threads=settings.threads,
        log_level=LogLevels.warning,
        log_dictconfig=logs.configuration(settings),
        # A request that hangs must not keep the service from stopping.
        workers_kill_timeout=settings.stop_seconds,
        respawn_failed_workers=True,
    )
    server.on_startup(lambda: _announce(settings))
    server.serve()


def answer_once(settings: Settings, path: str) -> int:
    """Answer a GET of ``path`` (with its query) on standard output; 0 for a status below 400, else 1."""
    from api.app import create_app
    from graph.store import open_store

    if not path.startswith("/"):
        raise ApiError(f"--get 的路径应以 / 开头：{path}", f"the path of --get must start with '/': {path}")
    app = create_app(open_store(settings.store_location(), base=settings.entity_base()), settings)
    response = app.test_client().get(path)
    out = sys.stdout.buffer
    out.write(response.get_data())
    out.flush()
    return 0 if response.status_code < 400 else 1


def _announce(settings: Settings) -> None:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    click.echo(f"服务已启动 / Serving http://{host}:{settings.port}/  (Ctrl-C 停止 / stops)")


def _free_port(host: str, port: int) -> int:
    """``port`` where it can be listened on, a free one for 0. Raises AddressInUse."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise AddressInUse(host, port, error.strerror or str(error)) from None
        return int(probe.getsockname()[1])
