"""Browsing documents, units, people and matters by facets, on pages and, all that is filtered, as files."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from api import listing
from api.addresses import Addresses
from api.language import current_language, say
from api.marks import marks
from api.problems import ApiError, BadRequest
from api.result_page import Cell
from api.service import service
from api.tables import WRITERS, to_xlsx
from api.terms import term_name
from graph.lists.definition import KINDS, Column, Definition, definition
from ontology.namespaces import GB, GBR

if TYPE_CHECKING:
    from queries.lists import Thing, Wish

blueprint = Blueprint("browse_pages", __name__)

FORMATS = ("csv", "xlsx", "json")
_NAMESPACES = {"role": str(GBR), "class": str(GB)}
_VALUES_SHOWN = 6
_FACET_SHOWN = 10


class UnknownList(ApiError):
    """There is no list of this name."""

    http_status = 404

    def __init__(self, name: str) -> None:
        listed = ", ".join(KINDS)
        super().__init__(
            f"没有名为“{name}”的列表；有：{listed}。", f"There is no list '{name}'; there are: {listed}."
        )


@dataclass(frozen=True, slots=True)
class Shown:
    """What a kind of list shows; names of columns."""

    facets: tuple[str, ...]
    columns: tuple[str, ...]
    exported: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the page: the thing, and for each column its first values and how many more there are."""

    name: Cell
    cells: tuple[tuple[tuple[Cell, ...], int], ...]


@blueprint.get("/browse")
def index() -> BaseResponse:
    """The first of the lists."""
    return redirect(url_for("browse_pages.show", kind=KINDS[0]))


@blueprint.get("/browse/<kind>")
def show(kind: str) -> str:
    """A page of the list: ``q`` words; facets by name, each as often as wanted; days; ``sort``; ``page``."""
    one, shown, language = _definition(kind), _shown(kind), current_language()
    wish, number, size = _wish(one, shown), listing.page_number(), service().settings.page_size
    lists = service().indexes.current().lists
    pages = listing.Pages(number, size, lists.total(one, wish))
    things = list(lists.things(one, lists.page(one, wish, size, (number - 1) * size)))
    counted = lists.facets(one, shown.facets, wish)
    labels = _labels(one, shown, things, counted, wish)
    spoken = {
        name: [(_spoken(one.column(name), value), count) for value, count in values]
        for name, values in counted.items()
    }
    facet_labels = {
        name: {
            _spoken(one.column(name), value): labels.get(value, value)
            for value in _values(counted[name], wish, name)
        }
        for name in shown.facets
    }
    titles = {
        name: say(language, f"browse.{name}")
        for name in (*shown.facets, *(day.name for day in one.days), "q")
    }
    return render_template(
        "browse.html",
        kind=kind,
        titles=titles,
        wish=wish,
        pages=pages,
        columns=[say(language, f"browse.{name}") for name in shown.columns],
        numeric=[one.column(name).kind == "count" for name in shown.columns],
        rows=[_row(one, shown, thing, labels) for thing in things],
        facets=[
            listing.facet(name, titles[name], spoken[name], facet_labels[name], _FACET_SHOWN)
            for name in shown.facets
        ],
        chips=listing.chips(titles, facet_labels),
        days=[(day.name, titles[day.name], wish.days.get(day.name)) for day in one.days],
        sort=one.sort(wish.sort).name,
        sorts=[
            (
                sort.name,
                say(language, f"browse.sort_{sort.name}"),
                listing.with_changes(sort=None if sort is one.sorts[0] else sort.name),
            )
            for sort in one.sorts
        ],
        downloads=[(form.upper(), _download(kind, form)) for form in FORMATS],
        kept={
            name: values
            for name, values in listing.arguments().items()
            if name not in ("q", "page", *(day.name for day in one.days))
        },
        today=date.today(),
    )


@blueprint.get("/browse/<kind>.<form>")
def download(kind: str, form: str) -> Response:
    """All that is filtered as a file: csv, xlsx or json, in the language of the reader."""
    if form not in FORMATS:
        listed = ", ".join(FORMATS)
        raise BadRequest(f"格式只能是 {listed}。", f"The format must be one of {listed}.")
    one, shown, language = _definition(kind), _shown(kind), current_language()
    wish = _wish(one, shown)
    lists = service().indexes.current().lists
    things = list(lists.things(one, lists.page(one, wish)))
    places = marks(service().store, service().addresses, (thing.iri for thing in things))
    entities = {
        value
        for thing in things
        for name in shown.exported
        if one.column(name).kind == "entity"
        for value in thing.values.get(name, ())
    }
    labels = lists.labels(entities)
    head = [
        say(language, key)
        for key in (
            "browse.name",
            *(f"browse.{name}" for name in shown.exported),
            "browse.place",
            "browse.iri",
        )
    ]
    rows = [
        [
            thing.label,
            *(
                _plain(one.column(name), thing.values.get(name, ()), labels, language)
                for name in shown.exported
            ),
            places[thing.iri].text if thing.iri in places else "",
            thing.iri,
        ]
        for thing in things
    ]
    title = say(language, f"listing.{kind}")
    media_type, write = WRITERS[form]
    body = to_xlsx(head, rows, title) if form == "xlsx" else write(head, rows)
    response = Response(body, mimetype=media_type)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{kind}.{form}\"; filename*=UTF-8''{quote(f'{title}.{form}')}"
    )
    return response


# --- what is asked ----------------------------------------------------------------------------------


@lru_cache(maxsize=len(KINDS))
def _shown(kind: str) -> Shown:
    read = tomllib.loads(files("api").joinpath("browse.toml").read_text(encoding="utf-8"))[kind]
    return Shown(**{name: tuple(values) for name, values in read.items()})


def _definition(kind: str) -> Definition:
    try:
        return definition(kind)
    except KeyError:
        raise UnknownList(kind) from None


def _wish(one: Definition, shown: Shown) -> Wish:
    from queries.lists import Wish

    given = listing.arguments()
    values = {
        name: tuple(value for text in given[name] if (value := _meant(one.column(name), text)))
        for name in shown.facets
        if name in given
    }
    days = {day.name: _day(day.name) for day in one.days if day.name in given}
    sort = request.args.get("sort", "")
    if sort and sort not in [each.name for each in one.sorts]:
        listed = ", ".join(each.name for each in one.sorts)
        raise BadRequest(f"sort 只能是 {listed}。", f"sort must be one of {listed}.")
    words = " ".join(given.get("q", []))
    if len(words) > service().settings.max_question_chars:
        raise BadRequest("文字太长。", "The words are too long.")
    return Wish(words, values, days, sort)


def _day(name: str) -> date:
    try:
        return date.fromisoformat(request.args[name].strip())
    except ValueError:
        raise BadRequest(
            f"{name} 不是日期（如 2024-03-01）。", f"'{name}' is no date such as 2024-03-01."
        ) from None


def _meant(column: Column, text: str) -> str:
    """A value as the list has it, from what stands in the address; what cannot be meant fits nothing."""
    if column.kind == "entity":
        return service().addresses.iri(text) or text
    return _NAMESPACES.get(column.kind, "") + text


def _spoken(column: Column, value: str) -> str:
    """A value as it stands in an address: the local path of a thing, the local name of a term, the word."""
    if column.kind == "entity":
        return service().addresses.local(value) or value
    return value.removeprefix(_NAMESPACES.get(column.kind, ""))


# --- what is shown ----------------------------------------------------------------------------------


def _values(counted: Sequence[tuple[str, int]], wish: Wish, name: str) -> Iterable[str]:
    return [*(value for value, _ in counted), *wish.values.get(name, ())]


def _labels(
    one: Definition,
    shown: Shown,
    things: Sequence[Thing],
    counted: Mapping[str, Sequence[tuple[str, int]]],
    wish: Wish,
) -> dict[str, str]:
    """The names of all entities and terms the page mentions."""
    language = current_language()
    mentioned: dict[str, set[str]] = {"entity": set(), "role": set(), "class": set()}
    for name in {*shown.facets, *shown.columns}:
        kind = one.column(name).kind
        if kind in mentioned:
            mentioned[kind].update(value for thing in things for value in thing.values.get(name, ()))
            mentioned[kind].update(_values(counted.get(name, ()), wish, name))
    labels = service().indexes.current().lists.labels(mentioned["entity"])
    addresses = service().addresses
    for iri in mentioned["entity"] - labels.keys():
        labels[iri] = _last(iri, addresses)
    return labels | {iri: term_name(iri, language) for kind in ("role", "class") for iri in mentioned[kind]}


def _last(iri: str, addresses: Addresses) -> str:
    return (addresses.local(iri) or iri).rsplit("/", 1)[-1]


def _row(one: Definition, shown: Shown, thing: Thing, labels: Mapping[str, str]) -> Row:
    addresses = service().addresses
    cells: list[tuple[tuple[Cell, ...], int]] = []
    for name in shown.columns:
        column, values = one.column(name), thing.values.get(name, ())
        if column.kind == "count":
            cells.append(((Cell(f"{len(values):,}"),) if values else (), 0))
            continue
        listed = tuple(
            Cell(labels.get(value, value), addresses.href(value) if column.kind == "entity" else None)
            for value in values[:_VALUES_SHOWN]
        )
        cells.append((listed, max(len(values) - _VALUES_SHOWN, 0)))
    return Row(Cell(thing.label or _last(thing.iri, addresses), addresses.href(thing.iri)), tuple(cells))


def _plain(column: Column, values: Sequence[str], labels: Mapping[str, str], language: str) -> str:
    """The values of a cell as text."""
    if column.kind == "count":
        return str(len(values))
    if column.kind == "entity":
        values = [labels.get(value) or _last(value, service().addresses) for value in values]
    elif column.kind in _NAMESPACES:
        values = [term_name(value, language) for value in values]
    return "；".join(values)


def _download(kind: str, form: str) -> str:
    arguments = {name: values for name, values in listing.arguments().items() if name != "page"}
    return url_for("browse_pages.download", kind=kind, form=form, **arguments)  # type: ignore[arg-type]
