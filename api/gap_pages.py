"""What is missing, for people and as files: ``/missing/<report>`` and ``/missing/<report>.csv``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, render_template, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as BaseResponse

from api import gaps, listing
from api.language import current_language, say
from api.marks import marks
from api.problems import ApiError
from api.result_page import Cell
from api.service import Service, service
from api.tables import WRITERS, to_xlsx

blueprint = Blueprint("gap_pages", __name__)

FORMATS = ("csv", "xlsx")
_CITING_SHOWN = 3
_BATCH = 500
Cells = tuple[Cell, ...]


class UnknownReport(ApiError):
    """There is no report of this name."""

    http_status = 404

    def __init__(self, name: str) -> None:
        listed = ", ".join(REPORTS)
        super().__init__(
            f"没有“{name}”这份清单；有：{listed}。", f"There is no report '{name}'; there are: {listed}."
        )


@dataclass(frozen=True, slots=True)
class Report:
    """A report: how all of it is read, how a part of it is shown, and where each row belongs."""

    columns: tuple[str, ...]
    read: Callable[[Service], list[Any]]
    show: Callable[[Service, Sequence[Any], str, int | None], list[tuple[Cells, ...]]]
    place: Callable[[Any], str]


@blueprint.get("/missing")
def index() -> BaseResponse:
    """The first of the reports."""
    return redirect(url_for("gap_pages.show", name=next(iter(REPORTS))))


@blueprint.get("/missing/<name>")
def show(name: str) -> str:
    """A page of a report; ``place`` narrows it to a jurisdiction, severity or kind."""
    report, one, language = _report(name), service(), current_language()
    every = _all(name)
    chosen = _chosen(report, every)
    number, size = listing.page_number(), one.settings.page_size
    counted = Counter(report.place(row) for row in every)
    places = [(place, count) for place, count in counted.most_common() if place]
    labels = {place: _spoken(name, place, language) for place in counted}
    title = say(language, f"missing.place_{name}")
    return render_template(
        "missing.html",
        name=name,
        reports=[(each, url_for("gap_pages.show", name=each), len(_all(each))) for each in REPORTS],
        pages=listing.Pages(number, size, len(chosen)),
        columns=[say(language, f"missing.{column}") for column in report.columns],
        numeric=[column == "count" for column in report.columns],
        rows=report.show(one, chosen[(number - 1) * size : number * size], language, _CITING_SHOWN),
        facets=[listing.facet("place", title, places, labels, 20)] if len(places) > 1 else [],
        chips=listing.chips({"place": title}, {"place": labels}),
        downloads=[
            (form.upper(), url_for("gap_pages.download", name=name, form=form, **_places()))
            for form in FORMATS
        ],
        limit=gaps.ROWS_LIMIT,
    )


@blueprint.get("/missing/<name>.<form>")
def download(name: str, form: str) -> Response:
    """The whole report as csv or xlsx, narrowed as the page is."""
    report, one, language = _report(name), service(), current_language()
    if form not in FORMATS:
        raise UnknownReport(f"{name}.{form}")
    chosen = _chosen(report, _all(name))
    head = [say(language, f"missing.{column}") for column in report.columns]
    rows = [
        ["；".join(cell.text for cell in cells) for cells in row]
        for start in range(0, len(chosen), _BATCH)
        for row in report.show(one, chosen[start : start + _BATCH], language, None)
    ]
    title = say(language, f"missing.title_{name}")
    media_type, write = WRITERS[form]
    body = to_xlsx(head, rows, title) if form == "xlsx" else write(head, rows)
    response = Response(body, mimetype=media_type)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"missing-{name}.{form}\"; filename*=UTF-8''{quote(f'{title}.{form}')}"
    )
    return response


def _report(name: str) -> Report:
    if name not in REPORTS:
        raise UnknownReport(name)
    return REPORTS[name]


def _all(name: str) -> list[Any]:
    one = service()
    return one.per_generation(f"missing {name}", lambda: REPORTS[name].read(one))


def _places() -> dict[str, Any]:
    values = listing.arguments().get("place", [])
    return {"place": values} if values else {}


def _chosen(report: Report, every: list[Any]) -> list[Any]:
    places = set(listing.arguments().get("place", []))
    return [row for row in every if report.place(row) in places] if places else every


def _spoken(name: str, place: str, language: str) -> str:
    """A value of the facet in words: kinds of open citations and severities have names, places are names."""
    return say(language, f"missing.{name}_{place}") if name in ("citations", "lines") and place else place


def _link(one: Service, iri: str, labels: Mapping[str, str]) -> Cell:
    return Cell(labels.get(iri) or iri.rsplit("/", 1)[-1], one.addresses.href(iri))


def _documents(
    one: Service, rows: Sequence[gaps.Wanted], _language: str, limit: int | None
) -> list[tuple[Cells, ...]]:
    by = gaps.citing(one.store, [row.iri for row in rows])
    return [
        (
            (Cell(row.label, one.addresses.href(row.iri)),),
            (Cell(row.document_number),) if row.document_number not in ("", row.label) else (),
            (Cell(row.place),) if row.place else (),
            (Cell(str(row.number)),),
            tuple(Cell(label, one.addresses.href(iri)) for iri, label in by.get(row.iri, [])[:limit]),
        )
        for row in rows
    ]


def _citations(
    one: Service, rows: Sequence[gaps.OpenCitation], language: str, _limit: int | None
) -> list[tuple[Cells, ...]]:
    may_be = gaps.candidates(one.store, [row.iri for row in rows if row.why == "ambiguous"])
    mentioned = {iri for row in rows for iri in (row.citing, row.cited, *may_be.get(row.iri, ()))}
    labels = one.entities.labels(mentioned, language)
    places = marks(one.store, one.addresses, [row.iri for row in rows])
    shown: list[tuple[Cells, ...]] = []
    for row in rows:
        mark = places.get(row.iri)
        meant = may_be.get(row.iri) or [row.cited]
        shown.append(
            (
                (Cell(row.text + row.clause if row.clause not in row.text else row.text),),
                (Cell(say(language, f"missing.citations_{row.why}")),),
                tuple(_link(one, iri, labels) for iri in meant),
                (_link(one, row.citing, labels),),
                (Cell(mark.text, mark.href),) if mark else (),
            )
        )
    return shown


def _lines(
    _one: Service, rows: Sequence[gaps.Problem], language: str, _limit: int | None
) -> list[tuple[Cells, ...]]:
    return [
        (
            (Cell(_in(row.text, language)),),
            (Cell(say(language, f"missing.lines_{row.severity}")),) if row.severity else (),
            (Cell(row.mark.text, row.mark.href),),
        )
        for row in rows
    ]


def _in(text: str, language: str) -> str:
    """Reasons are written 中文 / English."""
    zh, slash, en = text.partition(" / ")
    return (zh if language == "zh" else en) if slash else text


def _units(
    one: Service, rows: Sequence[gaps.UnknownUnit], _language: str, _limit: int | None
) -> list[tuple[Cells, ...]]:
    return [
        (
            (Cell(row.label, one.addresses.href(row.iri)),),
            (Cell(row.place),) if row.place else (),
            (Cell(str(row.number)),),
        )
        for row in rows
    ]


REPORTS: dict[str, Report] = {
    "documents": Report(
        ("name", "number", "place", "count", "citing"),
        lambda one: gaps.wanted(one.store, one.addresses),
        _documents,
        lambda row: str(row.place),
    ),
    "citations": Report(
        ("citation", "why", "meant", "citing_one", "lines"),
        lambda one: gaps.open_citations(one.store),
        _citations,
        lambda row: str(row.why),
    ),
    "lines": Report(
        ("problem", "severity", "lines"),
        lambda one: gaps.problems(one.store, one.addresses),
        _lines,
        lambda row: str(row.severity),
    ),
    "units": Report(
        ("unit", "place", "responsibilities"),
        lambda one: gaps.unknown_units(one.store, one.addresses),
        _units,
        lambda row: str(row.place),
    ),
}
