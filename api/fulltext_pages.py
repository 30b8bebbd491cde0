"""Full-text search for people and programs: ``/search`` and ``/api/search``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, render_template, request

from api import listing
from api.addresses import SOURCE, SourceMark
from api.json_api import question
from api.language import current_language, say
from api.problems import BadRequest
from api.search_result import as_json
from api.service import service

if TYPE_CHECKING:
    from queries.fulltext import Filters, Found, Hit, Piece

blueprint = Blueprint("fulltext_pages", __name__)

_PAGE = 20
_LARGEST_PAGE = 100
_FACETS = ("city", "year", "type", "kind")


@dataclass(frozen=True, slots=True)
class Passage:
    """A hit as the page shows it."""

    title: str
    number: str
    href: str | None
    part: str
    place: str
    place_href: str | None
    kind: str
    city: str
    date: str
    pieces: tuple[Piece, ...]
    mark: SourceMark | None
    within: str


@blueprint.get("/search")
def show() -> str:
    """The page; without ``?q=`` the box and how to use it."""
    language = current_language()
    if not request.args.get("q", "").strip():
        return render_template("search.html", q="", found=None)
    text, filters, number = question(), _filters(), listing.page_number()
    found = _search(text, filters, _PAGE, (number - 1) * _PAGE)
    kinds = {kind: say(language, f"search.kind_{kind}") for kind in ("title", "provision", "lines")}
    labels = {"kind": kinds, "document": _titles(filters.documents)}
    titles = {name: say(language, f"search.{name}") for name in (*_FACETS, "document")}
    return render_template(
        "search.html",
        q=text,
        found=found,
        passages=[_passage(hit) for hit in found.hits],
        pages=listing.Pages(number, _PAGE, found.total),
        facets=[
            listing.facet(name, titles[name], found.facets.get(name, []), labels.get(name))
            for name in _FACETS
        ],
        chips=listing.chips(titles, labels),
        sort=_sort(),
        sorts=[
            (
                name,
                say(language, f"search.sort_{name}"),
                listing.with_changes(sort=name if name != "rank" else None),
            )
            for name in _sorts()
        ],
        kept={name: values for name, values in listing.arguments().items() if name not in ("q", "page")},
        alone=[(word, count, listing.with_changes(q=word)) for word, count in found.alone],
    )


@blueprint.get("/api/search")
def api() -> Response:
    """The same as JSON: ``q``; ``city year type kind document`` (an IRI), each as often as wanted; ``sort``
    rank, newest, oldest; ``page`` from 1; ``size`` up to 100."""
    text, filters, number = question(), _filters(), listing.page_number()
    size = request.args.get("size", _PAGE, type=int)
    if not 1 <= size <= _LARGEST_PAGE:
        raise BadRequest(f"size 应为 1 到 {_LARGEST_PAGE}。", f"size must be 1 to {_LARGEST_PAGE}.")
    found = _search(text, filters, size, (number - 1) * size)
    body = {
        "q": text,
        "total": found.total,
        "page": number,
        "size": size,
        "hits": [as_json(hit) for hit in found.hits],
        "facets": {
            name: [{"value": value, "count": count} for value, count in values]
            for name, values in found.facets.items()
        },
    }
    if found.alone:
        body["alone"] = [{"word": word, "count": count} for word, count in found.alone]
    return jsonify(body)


def _search(text: str, filters: Filters, size: int, offset: int) -> Found:
    from queries.fulltext import read_words, search

    words = read_words(text)
    if not words.wanted:
        raise BadRequest("没有可检索的字词。", "There are no words to look for.")
    return search(service().indexes.current().text, words, filters, limit=size, offset=offset, sort=_sort())


def _filters() -> Filters:
    from queries.fulltext import Filters

    given = listing.arguments()
    years = given.get("year", [])
    if not all(year.isascii() and year.isdigit() and len(year) == 4 for year in years):
        raise BadRequest("year 不是年份。", "'year' is no year.")
    return Filters(
        cities=tuple(given.get("city", [])),
        years=tuple(map(int, years)),
        types=tuple(given.get("type", [])),
        kinds=tuple(given.get("kind", [])),
        documents=tuple(given.get("document", [])),
    )


def _sorts() -> tuple[str, ...]:
    from queries.fulltext import SORTS

    return SORTS


def _sort() -> str:
    sort = request.args.get("sort", "") or _sorts()[0]
    if sort not in _sorts():
        listed = ", ".join(_sorts())
        raise BadRequest(f"sort 只能是 {listed}。", f"sort must be one of {listed}.")
    return sort


def _titles(documents: tuple[str, ...]) -> dict[str, str]:
    """The names of documents given as IRIs; others are no concern of the graph and keep their text."""
    one = service()
    known = [iri for iri in documents if one.addresses.iri(one.addresses.local(iri) or "") == iri]
    return one.entities.labels(known, current_language())


def _passage(hit: Hit) -> Passage:
    entry, addresses = hit.entry, service().addresses
    local = addresses.local(entry.source) or ""
    last = entry.last if entry.kind != "lines" else hit.line
    mark = SourceMark(local.removeprefix(SOURCE), hit.line, max(last, hit.line)) if local else None
    return Passage(
        title=entry.title or entry.document.rsplit("/", 1)[-1],
        number=entry.number,
        href=addresses.href(entry.document),
        part=entry.part,
        place=entry.place,
        place_href=addresses.href(entry.iri) if entry.iri != entry.document else None,
        kind=entry.kind,
        city=entry.city,
        date=entry.date,
        pieces=hit.snippet,
        mark=mark,
        within=listing.with_changes(document=entry.document)
        if entry.document not in listing.arguments().get("document", [])
        else "",
    )
