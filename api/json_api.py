"""The JSON API: questions, saved queries, what is loaded."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, jsonify, request, url_for

from api import negotiate, saved_json
from api.language import current_language
from api.problems import BadRequest, NotAcceptable, TooLarge
from api.saved import library, run_saved
from api.service import service
from api.tables import WRITERS, to_xlsx
from queries.header import SavedQuery

blueprint = Blueprint("json_api", __name__)

_RESERVED = ("format", "lang")
_FORMATS = ("json", "csv", "tsv", "xlsx")


@blueprint.get("/api/ask")
def ask() -> Response:
    """The answer to ``?q=`` as JSON, with evidence and how the question was read."""
    return jsonify(service().answerer().ask(question()))


@blueprint.get("/api/queries")
def queries() -> Response:
    """Every saved query with its parameters and columns."""
    listed = [
        saved_json.described(one) | {"href": url_for("json_api.query", name=one.name)}
        for one in library().values()
    ]
    return jsonify({"queries": listed})


@blueprint.get("/api/queries/<name>")
def query(name: str) -> Response:
    """The result of a saved query: parameters by name, ``format`` json, csv, tsv, xlsx (else ``Accept``)."""
    saved = library()[name]
    wanted = _format()
    given = {key: value for key, value in request.args.items() if key not in _RESERVED and value.strip()}
    result = run_saved(service().store, service().addresses, saved, given)
    if wanted == "json":
        return jsonify(saved_json.result(result, given))
    media_type, write = WRITERS[wanted]
    titles, rows = result.titles(current_language()), result.rows(current_language())
    body = to_xlsx(titles, rows, saved.title.zh) if wanted == "xlsx" else write(titles, rows)
    response = Response(body, mimetype=media_type)
    response.headers["Content-Disposition"] = _attachment(saved, wanted)
    return response


@blueprint.get("/api/status")
def status() -> Response:
    """What is loaded: generation, nodes of each class, named graphs with their triples."""
    one = service()
    graphs = one.graphs()
    return jsonify(
        {
            "generation": one.store.generation,
            "base": one.addresses.base,
            "triples": sum(graphs.values()),
            "classes": dict(sorted(one.counts().items())),
            "graphs": graphs,
        }
    )


def question() -> str:
    """The question of the request. Raises BadRequest where there is none, TooLarge."""
    text = request.args.get("q", "").strip()
    if not text:
        raise BadRequest("缺少参数 q（问题）。", "The parameter 'q' (the question) is missing.")
    limit = service().settings.max_question_chars
    if len(text) > limit:
        raise TooLarge("问题", "question", limit)
    return text


def _format() -> str:
    wanted = request.args.get("format", "")
    if wanted:
        if wanted not in _FORMATS:
            listed = ", ".join(_FORMATS)
            raise BadRequest(f"format 只能是 {listed}。", f"format must be one of {listed}.")
        return wanted
    offers = {WRITERS[name][0]: name for name in _FORMATS}
    chosen = negotiate.choose_alias(request.headers.get("Accept"), offers)
    if chosen is None:
        # A browser following a link takes anything; a client that excludes all our formats is told.
        raise NotAcceptable(tuple(offers))
    return chosen[1]


def _attachment(saved: SavedQuery, suffix: str) -> str:
    """A file name that every client understands (RFC 6266, 5): plain, and in Chinese."""
    chinese = quote(f"{saved.title.zh}.{suffix}")
    return f"attachment; filename=\"{saved.name}.{suffix}\"; filename*=UTF-8''{chinese}"
