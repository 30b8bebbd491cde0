"""The SPARQL 1.1 Protocol, query operation: ``/sparql``. A browser gets an editor page at the same place."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request, url_for

from api import description, evaluate, negotiate, result_response
from api.answers import bare
from api.errors import describe
from api.language import current_language
from api.problems import ApiError, BadRequest, NotAcceptable, UpdateRefused, WrongMediaType
from api.query_form import Form, form
from api.result_page import ResultPage, read_result
from api.saved import grouped, library
from api.service import service
from loaders.errors import GongbaoError
from ontology.namespaces import PREFIXES

blueprint = Blueprint("sparql", __name__)

FORM = "application/x-www-form-urlencoded"
DIRECT = "application/sparql-query"
UPDATE = "application/sparql-update"
_DESCRIBED_GRAPHS = 1_000
# What the editor starts with: answers something in every graph, and shows how a query goes.
_FIRST = f"""PREFIX gb: <{PREFIXES["gb"]}>
PREFIX dcterms: <{PREFIXES["dcterms"]}>
PREFIX eli: <{PREFIXES["eli"]}>

SELECT ?document ?number ?title ?date WHERE {{
  ?document a gb:Document ;
            gb:printed true ;
            dcterms:title ?title .
  OPTIONAL {{ ?document gb:documentNumber ?number }}
  OPTIONAL {{ ?document eli:date_document ?date }}
}}
ORDER BY DESC(?date)
LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class _Parameters:
    """What a request says, wherever it says it."""

    queries: tuple[str, ...]
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    format: str


@blueprint.route("/sparql", methods=["GET", "POST"], strict_slashes=False)
def endpoint() -> Response:
    """Answer a query (SPARQL 1.1 Protocol, 2.1); without one, describe the service or offer the editor."""
    parameters = _read_post() if request.method == "POST" else _read_get()
    if len(parameters.queries) > 1:
        raise BadRequest("只能有一个 query 参数。", "There must be exactly one query.")
    if not parameters.queries:
        return _without_query(parameters)
    return _page(parameters) if _wants_page(parameters) else _data(parameters)


def _read_get() -> _Parameters:
    if "update" in request.args:
        raise UpdateRefused
    return _parameters(request.args.getlist("query"))


def _read_post() -> _Parameters:
    """Both ways of POST (2.1.2, 2.1.3); the dataset may stand in the address in either."""
    if request.mimetype == UPDATE or "update" in request.args:
        raise UpdateRefused
    if request.mimetype == FORM:
        if "update" in request.form:
            raise UpdateRefused
        return _parameters(request.args.getlist("query") + request.form.getlist("query"))
    if request.mimetype == DIRECT:
        return _parameters([*request.args.getlist("query"), _direct_body()])
    raise WrongMediaType(request.mimetype, (FORM, DIRECT))


def _direct_body() -> str:
    """The body of a direct POST, which is UTF-8 (2.1.3)."""
    charset = request.mimetype_params.get("charset", "utf-8").lower()
    if charset not in ("utf-8", "utf8"):
        raise WrongMediaType(f"{DIRECT}; charset={charset}", (f"{DIRECT}; charset=utf-8",))
    try:
        return request.get_data().decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest("请求体不是 UTF-8 文本。", "The body is not UTF-8 text.") from None


def _parameters(queries: Sequence[str]) -> _Parameters:
    def every(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one for one in request.values.getlist(name) if one))

    return _Parameters(
        tuple(queries), every("default-graph-uri"), every("named-graph-uri"), request.values.get("format", "")
    )


def _wants_page(parameters: _Parameters) -> bool:
    """Whether the client is a browser: it says so, or likes HTML better than every format of the result."""
    if parameters.format:
        return parameters.format == "html"
    offers = evaluate.offers(form(parameters.queries[0]) or "SELECT")
    return negotiate.prefers_html(request.headers.get("Accept"), offers)


def _query(parameters: _Parameters) -> evaluate.Query:
    return evaluate.Query(
        parameters.queries[0],
        url_for("sparql.endpoint", _external=True),
        parameters.default_graphs,
        parameters.named_graphs,
    )


def _data(parameters: _Parameters) -> Response:
    """The result in the format the client likes best, or the one ``format`` names."""
    one = service()
    query = _query(parameters)
    query_form = evaluate.admit(query, one.settings.max_query_chars, one.graphs())
    asked, media_type = _format(parameters, query_form)
    snapshot = one.free_hand.snapshot()
    tag = result_response.tag(query, asked, snapshot)
    response = result_response.unchanged(tag)
    if response is None:
        result = one.free_hand.answer(query, media_type, snapshot=snapshot)
        response = result_response.carrying(result, asked, tag)
    response.vary.add("Accept")
    if parameters.format:
        response.headers["Content-Disposition"] = f'inline; filename="result.{parameters.format}"'
    return response


def _format(parameters: _Parameters, query_form: Form) -> tuple[str, str]:
    if parameters.format:
        short = evaluate.short_offers(query_form)
        if parameters.format not in short:
            listed = ", ".join(short)
            raise BadRequest(f"format 只能是 {listed}。", f"format must be one of {listed}.")
        return short[parameters.format], short[parameters.format]
    offers = evaluate.offers(query_form)
    chosen = negotiate.choose_alias(request.headers.get("Accept"), offers)
    if chosen is None:
        raise NotAcceptable(tuple(dict.fromkeys(offers.values())))
    return chosen


def _page(parameters: _Parameters) -> Response:
    """The editor with the query and its result, or with what is wrong with it."""
    one = service()
    query = _query(parameters)
    result: ResultPage | None = None
    message, status = "", 200
    formats: list[str] = []
    try:
        query_form = evaluate.admit(query, one.settings.max_query_chars, one.graphs())
        formats = list(evaluate.short_offers(query_form))
        media_type = next(iter(evaluate.offers(query_form).values()))
        rows = one.settings.table_rows
        # One row more than is shown tells whether there are more.
        with closing(one.free_hand.answer(query, media_type, rows + 1)) as body:
            result = read_result(body, media_type, rows, one.addresses)
    except GongbaoError as error:
        problem = describe(error)
        status, message = problem.status, problem.zh if current_language() == "zh" else problem.en
        if not isinstance(error, ApiError) and status >= 500:
            raise
    return _editor(parameters, result, message, formats, status)


def _without_query(parameters: _Parameters) -> Response:
    """The service description (SPARQL 1.1 Service Description, 2) or the editor."""
    if request.method == "POST":
        raise BadRequest("缺少参数 query。", "The parameter 'query' is missing.")
    offers = (*description.FORMATS, negotiate.HTML)
    chosen = negotiate.choose(request.headers.get("Accept"), offers)
    if chosen is None:
        raise BadRequest("缺少参数 query。", "The parameter 'query' is missing.")
    if chosen == negotiate.HTML:
        return _editor(parameters, None, "", [], 200)
    graphs = dict(list(service().graphs().items())[:_DESCRIBED_GRAPHS])
    address = url_for("sparql.endpoint", _external=True)
    response = Response(description.description(address, graphs, chosen), mimetype=chosen)
    response.vary.add("Accept")
    return response


def _editor(
    parameters: _Parameters, result: ResultPage | None, message: str, formats: Sequence[str], status: int
) -> Response:
    name = request.args.get("saved", "")
    saved = library()[name] if name else None
    if parameters.queries:
        text = parameters.queries[0]
    elif saved:
        text = bare(saved.sparql)
    else:
        text = _FIRST
    page = render_template(
        "sparql.html",
        query=text,
        asked=bool(parameters.queries or saved),
        chosen=saved.name if saved else "",
        saved_groups=grouped(),
        default_graphs=parameters.default_graphs,
        named_graphs=parameters.named_graphs,
        result=result,
        message=message,
        formats=[name for name in formats if name not in ("json", "xml") or name in evaluate.SHORT_TABULAR],
    )
    response = Response(page, status, mimetype=negotiate.HTML)
    response.vary.add("Accept")
    return response
