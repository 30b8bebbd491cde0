"""Pages of the saved queries: the list, and a form with its result for those who do not write SPARQL."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request
from pyoxigraph import NamedNode

from api import graph_text as gt
from api.answers import bare
from api.language import current_language
from api.query_fields import fields
from api.result_page import Cell, cell
from api.saved import Result, grouped, library, run_saved
from api.service import service
from api.terms import term_label
from queries.errors import QueryError, UnknownQuery

blueprint = Blueprint("saved_pages", __name__)


@blueprint.get("/queries")
def index() -> str:
    """All saved queries by their first tag."""
    return render_template("queries.html", groups=grouped())


@blueprint.get("/queries/<name>")
def show(name: str) -> Response:
    """A saved query: its form and, where every required parameter is given, its result."""
    query = library()[name]
    given = {one.name: request.args.get(one.name, "").strip() for one in query.parameters}
    given = {parameter: value for parameter, value in given.items() if value}
    ready = all(one.name in given for one in query.parameters if one.required)
    asked = ready and (bool(given) or not query.parameters or "run" in request.args)
    result: Result | None = None
    message, status = "", 200
    if asked:
        try:
            result = run_saved(service().store, service().addresses, query, given)
        except UnknownQuery:
            raise
        except QueryError as error:
            message, status = (error.zh if current_language() == "zh" else error.en), 400
    limit = service().settings.table_rows
    page = render_template(
        "query.html",
        query=query,
        fields=fields(query, given, service(), current_language()),
        given=given,
        message=message,
        result=result,
        rows=_rows(result, limit) if result else [],
        total=len(result.table.rows) if result else 0,
        limit=limit,
        sparql=bare(result.table.sparql) if result else "",
    )
    return Response(page, status, mimetype="text/html")


def _rows(result: Result, limit: int) -> list[list[Cell]]:
    """The first ``limit`` rows with links: entities by their names, evidence as its lines."""
    addresses, language = service().addresses, current_language()
    rows = result.table.rows[:limit]
    mentioned = {term.value for row in rows for term in row.values() if isinstance(term, NamedNode)}
    names = service().entities.labels(mentioned, language)
    names |= {iri: label for iri in mentioned if (label := term_label(iri, language))}

    def one(term: object, use: str) -> Cell:
        mark = result.marks.get(gt.text(term)) if use == "evidence" and isinstance(term, NamedNode) else None
        return Cell(mark.text, mark.href) if mark else cell(term, addresses, names)

    return [[one(row.get(column.name), column.use) for column in result.table.columns] for row in rows]
