"""The printed lines of a source, with those of a fact marked: ``/source/…`` and ``/api/source``."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request, url_for

from api.conditional import tagged
from api.language import current_language
from api.problems import BadRequest
from api.service import service
from api.source_text import Passage
from api.terms import term_name

blueprint = Blueprint("source_view", __name__)


@blueprint.get("/source/<path:path>")
def show(path: str) -> Response:
    """Lines ``first`` to ``last`` of a source marked in their surroundings; without, the page from line 1."""
    one, language = service(), current_language()
    passage = _passage(path, one.settings.source_context)
    marked = any(line.marked for line in passage.lines)
    facts = one.sources.facts(passage) if marked else []
    around = one.sources.around(passage)
    inside = {place.iri for place in around}
    listed = [
        {
            "label": fact.label or fact.iri.rsplit("/", 1)[-1],
            "href": one.addresses.href(fact.iri),
            "type": term_name(fact.type, language),
            "first": fact.first,
            "last": fact.last,
        }
        for fact in facts
        if fact.iri not in inside
    ]
    places = [
        {
            "label": place.label,
            "href": one.addresses.href(place.iri),
            "first": place.first,
            "last": place.last,
        }
        for place in around
        if place.label
    ]
    size = one.settings.source_lines
    start, end = passage.shown_first, passage.shown_last
    before = max(start - size, 1) if start > 1 else None
    after = end + 1 if end < passage.line_count else None
    graph_iri = one.sources.graph(passage)
    graph = {"href": one.addresses.href(graph_iri), "label": one.entities.label(graph_iri, language)}
    page = render_template(
        "source.html",
        passage=passage,
        graph=graph,
        marked=marked,
        places=places,
        facts=listed,
        before=before,
        after=after,
        size=size,
    )
    return tagged(Response(page, mimetype="text/html"), language)


@blueprint.get("/api/source")
def lines() -> Response:
    """The same as JSON: ``?source=<local path>&first=&last=``."""
    path = request.args.get("source", "")
    if not path:
        raise BadRequest("缺少参数 source。", "The parameter 'source' is missing.")
    passage = _passage(path.removeprefix("source/"), 0)
    body = {
        "source": passage.path,
        "iri": passage.iri,
        "file": passage.file,
        "sha256": passage.sha256,
        "line_count": passage.line_count,
        "first": passage.shown_first,
        "last": passage.shown_last,
        "lines": [{"line": line.number, "text": line.text} for line in passage.lines],
        "page": url_for("source_view.show", path=passage.path, first=passage.first, last=passage.last),
    }
    return tagged(jsonify(body))


def _passage(path: str, context: int) -> Passage:
    """The lines the request asks for: ``first`` (and ``last``) marked, or a plain page ``from`` a line on."""
    first, last = _number("first"), _number("last")
    one = service()
    size = one.settings.source_lines
    if first is None:
        return one.sources.window(path, _number("from") or 1, size)
    return one.sources.passage(path, first, last if last is not None else first, context, size)


def _number(name: str) -> int | None:
    raw = request.args.get(name)
    if raw is None or raw == "":
        return None
    if not raw.isascii() or not raw.isdigit() or len(raw) > 9:
        raise BadRequest(f"{name} 不是行号。", f"'{name}' is no line number.")
    return int(raw)
