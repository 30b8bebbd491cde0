"""The log: where it goes, how a line looks, and the request it belongs to.

One configuration, in the schema of ``logging.config.dictConfig``, holds for the server and
its worker, so that every line of the process can be collected the same way.
"""

from __future__ import annotations

import logging
import logging.config
import sys
from typing import Any

from api.settings import Settings

REQUESTS = "gongbao.request"
"""The logger of the one line a request."""

_SERVER_LOGGERS = ("_granian", "granian.access")


class _OfRequest(logging.Filter):
    """Gives every record the id of the request that is being answered, ``-`` outside of one."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: nothing is dropped."""
        from flask import g, has_request_context

        if not hasattr(record, "request_id"):
            record.request_id = g.get("request_id", "-") if has_request_context() else "-"
        return True


class _Known(logging.Filter):
    """Drops the server's advice on the number of threads: most of ours wait for the processes of queries."""

    def filter(self, record: logging.LogRecord) -> bool:
        """False for that line."""
        return not str(record.msg).startswith("Configuration allows spawning up to")


def configuration(settings: Settings) -> dict[str, Any]:
    """What ``dictConfig`` takes: one handler on standard error, in the format of the settings."""
    from pythonjsonlogger.json import JsonFormatter

    form = settings.log_format
    if form == "auto":
        form = "text" if sys.stderr is not None and sys.stderr.isatty() else "json"
    level = settings.log_level.upper()
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "request": {"()": "api.logs._OfRequest"},
            "known": {"()": "api.logs._Known"},
        },
        "formatters": {
            "text": {"format": "%(asctime)s %(levelname)s [%(request_id)s] %(message)s"},
            "json": {
                "()": JsonFormatter,
                "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
                "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
                # RFC 3339, in the machine's zone.
                "datefmt": "%Y-%m-%dT%H:%M:%S%z",
                "json_ensure_ascii": False,
            },
        },
        "handlers": {
            "stderr": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stderr",
                "formatter": form,
                "filters": ["request"],
            }
        },
        "root": {"level": level, "handlers": ["stderr"]},
        "loggers": {
            # The server's own lines: only what went wrong, by the same handler.
            name: {"level": "WARNING", "handlers": [], "filters": ["known"], "propagate": True}
            for name in _SERVER_LOGGERS
        },
    }


def configure(settings: Settings) -> None:
    """Let the log of this process be as ``settings`` say."""
    logging.config.dictConfig(configuration(settings))
