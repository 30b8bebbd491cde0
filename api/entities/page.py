"""Answering requests for the page of an entity: its own, one page of a list of it, or all its facts."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from flask import Response, render_template, request, url_for

from api import audits, negotiate
from api import graph_text as gt
from api.conditional import tagged
from api.entities import document, findings, registry
from api.entities.reader import Reader
from api.entities.shape import Kind
from api.language import current_language
from api.problems import BadRequest, UnknownEntity
from api.service import service
from api.terms import expand, term_name

_PAGES_LIMIT = 10_000
_SAFE = "/%:@!$&()*+,;=~.-_"


def respond(iri: str, local: str | None, alternates: dict[str, str]) -> Response:
    """The page of ``iri``, which the graph knows; ``local`` is its decoded local path, None for a role.

    ``?in=`` or ``?out=`` (an IRI): one page of all values of that property. ``?view=facts``: everything the
    graph says of it. ``?list=`` (a name) and ``?page=``: one page of a list. ``?on=``: the day that in force,
    deadlines and posts held are told for. ``alternates`` are its data: media type → address.
    """
    day = _day()
    # The audit of the day is made without a change of the content.
    version = (current_language(), day.isoformat(), str(audits.findings_known(day) is not None))
    known = tagged(Response(mimetype=negotiate.HTML), *version)
    if known.status_code == HTTPStatus.NOT_MODIFIED:
        return known
    response = Response(_html(iri, local, alternates, day), mimetype=negotiate.HTML)
    for media, address in alternates.items():
        response.headers.add("Link", f'<{quote(address, safe=_SAFE)}>; rel="alternate"; type="{media}"')
    return tagged(response, *version)


def _html(iri: str, local: str | None, alternates: dict[str, str], day: date) -> str:
    inward, outward = request.args.get("in"), request.args.get("out")
    if inward or outward:
        return _listing(iri, inward, outward)
    reader = _reader(iri, day)
    kind = registry.kind_of(reader.values("rdf:type")) if local else None
    if kind is None or request.args.get("view") == "facts":
        entity = service().entities.entity(iri, current_language())
        return render_template("entity.html", entity=entity, alternates=alternates)
    if "list" in request.args:
        return _one_list(reader, kind, request.args["list"])
    return _whole(reader, kind, alternates)


def _reader(iri: str, day: date) -> Reader:
    one = service()
    reader = Reader(one.store, one.addresses, one.settings, iri, current_language(), day)
    reader.read_facts()
    return reader


def _whole(reader: Reader, kind: Kind, alternates: dict[str, str]) -> str:
    reader.mention(reader.iri)
    for name in kind.head:
        reader.mention(*(value for value in reader.values(name)))
    about = kind.about(reader)
    listed = [reader.listed(section, about) for section in kind.lists]
    values = kind.gather(reader)
    reader.settle()
    proven, pending = findings.about([reader.iri], reader.on) if kind.audited else ([], False)
    views = {one.section.name: reader.view(kind.name, one) for one in listed if one.rows}
    return render_template(
        f"entities/{kind.name}.html",
        **_common(reader, kind),
        views=views,
        head=reader.head(kind.head),
        alternates=alternates,
        findings=findings.shown(proven),
        findings_pending=pending,
        **values,
    )


def _one_list(reader: Reader, kind: Kind, name: str) -> str:
    """Page ``?page=`` of the list ``name``. Raises UnknownEntity where the kind has no such list."""
    number = page_number()
    section = kind.section(name)
    reader.mention(reader.iri)
    if name == "text" and kind.name in ("document", "meeting"):
        values = document.text_page(reader, number)
        if values is None:
            raise UnknownEntity(f"{reader.iri}?list={name}&page={number}")
        return render_template("entities/text_page.html", **_common(reader, kind), **values)
    if section is None:
        raise UnknownEntity(f"{reader.iri}?list={name}")
    listed = reader.listed(section, kind.about(reader), number, reader.settings.page_size)
    reader.settle()
    return render_template("entities/list.html", **_common(reader, kind), view=reader.view(kind.name, listed))


def _common(reader: Reader, kind: Kind) -> dict[str, Any]:
    """What every template of an entity shows."""
    types = [
        name
        for one in reader.values("rdf:type")
        if one not in _IMPLIED or len(reader.values("rdf:type")) == 1
        for name in [term_name(one, reader.language)]
    ]
    return {
        "kind": kind.name,
        "iri": reader.iri,
        "label": reader.name(reader.iri),
        "types": types,
        "mark": reader.own_mark(),
        "on": reader.on,
        "today": date.today(),
        "dated": "on" in request.args,
        "reader": reader,
        "network": _network(reader, kind),
        "text_of": gt.text,
    }


_NETWORKS = {
    "document": "citations",
    "meeting": "citations",
    "unit": "responsibilities",
    "group": "responsibilities",
    "official": "responsibilities",
}


def _network(reader: Reader, kind: Kind) -> tuple[str, str] | None:
    """The network that an entity of this kind is drawn in, and the address of the drawing around it."""
    which, local = _NETWORKS.get(kind.name), reader.addresses.local(reader.iri)
    if which is None or local is None:
        return None
    return which, url_for("network_pages.around", which=which, around=local)


_IMPLIED = {expand(name) for name in ("gb:Document", "gb:Matter", "gb:Unit")}


def _listing(iri: str, inward: str | None, outward: str | None) -> str:
    listing = service().entities.listing(
        iri, _property(inward or outward or ""), bool(inward), page_number(), current_language()
    )
    return render_template("listing.html", listing=listing, iri=iri)


def _day() -> date:
    """The day of ``?on=``, today without it. Raises BadRequest for anything that is no date."""
    given = request.args.get("on", "")
    try:
        return date.fromisoformat(given) if given else date.today()
    except ValueError:
        raise BadRequest("on 应为 2025-01-31 形式的日期。", "on must be a date like 2025-01-31.") from None


def page_number() -> int:
    """The number of ``?page=``, 1 without it. Raises BadRequest."""
    number = request.args.get("page", 1, type=int)
    if not 1 <= number <= _PAGES_LIMIT:
        raise BadRequest("没有这一页。", "There is no such page.")
    return number


def _property(value: str) -> str:
    """``value`` where it is an IRI."""
    try:
        gt.iri(value)
    except ValueError:
        raise BadRequest("属性不是 IRI。", "The property is no IRI.") from None
    return value
