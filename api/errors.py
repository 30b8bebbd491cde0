"""From exceptions to responses: one table, problem+json (RFC 9457) or a page, in Chinese and English."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from urllib.parse import unquote

from flask import Flask, Response, current_app, g, render_template, request
from flask.globals import request_ctx
from werkzeug.exceptions import HTTPException

from api import language, negotiate, observe
from api.nearest import nearest
from api.problems import UnknownEntity
from api.search import Hit
from api.service import service
from api.workers.problems import QueryLimit
from graph.errors import QuerySyntaxError
from loaders.errors import GongbaoError
from queries.errors import QueryError, UnknownQuery

PROBLEM_JSON = "application/problem+json"
_NO_TYPE = "about:blank"
_TYPE_BASE = "https://w3id.org/gongbao/problem/"


@dataclass(frozen=True, slots=True)
class Problem:
    """What a client is told: status, a stable type (URI reference) and one sentence in each language."""

    status: int
    type: str
    zh: str
    en: str
    place: tuple[int, int] | None = None
    """Line and column of a text that the client sent, both from 1."""

    def body(self, title: str) -> dict[str, object]:
        """The members of the problem details object; ``title`` is the short name of the status, and
        ``request_id`` is what the line in the log has too."""
        return {
            "type": self.type,
            "title": title,
            "status": self.status,
            "detail": f"{self.zh} / {self.en}" if self.zh != self.en else self.en,
            "message": {"zh": self.zh, "en": self.en},
            "request_id": observe.request_id(),
            **({"line": self.place[0], "column": self.place[1]} if self.place else {}),
        }


def install(app: Flask) -> None:
    """Register the handlers of the whole exception tree on ``app``."""
    app.register_error_handler(GongbaoError, _known)
    app.register_error_handler(QueryError, _known)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def describe(error: Exception) -> Problem:
    """The problem an expected error is: its ``http_status``, its class as type, its sentences."""
    status = getattr(error, "http_status", 404 if isinstance(error, UnknownQuery) else 400)
    zh, en = getattr(error, "zh", ""), getattr(error, "en", "")
    if not zh or not en:
        zh = en = str(error)
    place = (error.line, error.column) if isinstance(error, QuerySyntaxError) and error.line else None
    return Problem(int(status), _TYPE_BASE + _slug(type(error).__name__), zh, en, place)


def _known(error: Exception) -> Response:
    problem = describe(error)
    # A query that met its limit is no fault of the service.
    if problem.status >= 500 and not isinstance(error, QueryLimit):
        current_app.logger.error("%s: %s", type(error).__name__, error, exc_info=error)
    search = error.name if isinstance(error, UnknownEntity) else ""
    response = _respond(problem, search, error.local if isinstance(error, UnknownEntity) else "")
    response.headers.update(getattr(error, "headers", {}))
    return response


def _http(error: HTTPException) -> Response:
    status = error.code or 500
    if status < 400:
        return Response(error.get_response().get_data(), status, dict(error.get_response().headers))
    key = f"error.{status}"
    if key not in language.catalogue("zh"):
        key = "error.other"
    problem = Problem(status, _NO_TYPE, language.say("zh", key), language.say("en", key))
    lost = unquote(request.path).rstrip("/").rsplit("/", 1)[-1] if status == 404 else ""
    # Words of a path that no page has are worth a search where they may be a name; "favicon.ico" is none.
    search = lost if any(char > "\u2fff" for char in lost) else ""
    response = _respond(problem, search, search)
    for name, value in error.get_headers():
        if name.lower() not in ("content-type", "content-length"):
            response.headers[name] = value
    return response


def _unexpected(error: Exception) -> Response:
    current_app.logger.exception("unexpected error answering %s", request.path)
    return _respond(
        Problem(500, _NO_TYPE, language.say("zh", "error.500"), language.say("en", "error.500")), ""
    )


def _respond(problem: Problem, search: str, lost: str = "") -> Response:
    """``search`` are words worth searching for, ``lost`` is the local path of what is not there."""
    g.problem = problem.type.removeprefix(_TYPE_BASE)
    offers = (PROBLEM_JSON, "application/json", negotiate.HTML)
    chosen = negotiate.choose(request.headers.get("Accept"), offers) or PROBLEM_JSON
    if request_ctx.url_adapter is None:
        # The Host header is unusable: a page could not link to anything.
        chosen = PROBLEM_JSON
    title = language.translate(f"status.{problem.status}" if _has_title(problem.status) else "status.other")
    if chosen == negotiate.HTML:
        message = problem.zh if language.current_language() == "zh" else problem.en
        page = render_template(
            "error.html",
            problem=problem,
            title=title,
            message=message,
            search=search,
            near=_near(lost) if lost else [],
            request_id=observe.request_id(),
        )
        response = Response(page, problem.status, mimetype=negotiate.HTML)
    else:
        body = json.dumps(problem.body(title), ensure_ascii=False)
        response = Response(body, problem.status, mimetype=chosen)
    response.vary.add("Accept")
    if problem.status == 413:
        # The body is left unread, so nothing can follow it on this connection (RFC 9110, 15.5.14).
        response.headers["Connection"] = "close"
    return response


def _near(lost: str) -> list[dict[str, str | None]]:
    """Entries with names like that of what is not there. A store that cannot be read has none."""
    one = service()
    try:
        hits = nearest(one.names(), lost)
    except GongbaoError:
        return []
    return [
        {"label": hit.label, "href": one.addresses.href(hit.iri), "kind": hit.kind, "note": _note(hit)}
        for hit in hits
    ]


def _note(hit: Hit) -> str:
    """The last part of the address where the name does not tell it: the number of a document."""
    last = hit.iri.rsplit("/", 1)[-1]
    return "" if last in hit.label else last


def _has_title(status: int) -> bool:
    return f"status.{status}" in language.catalogue("zh")


def _slug(name: str) -> str:
    """``UnknownEntity`` → ``unknown-entity``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", name).lower()
