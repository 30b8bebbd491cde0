"""The networks on the web: who rests on what, who answers for what – drawn around one thing, and in numbers.

``/network`` has the numbers (networkx, once for each content of the store), ``/network/citations`` and
``/network/responsibilities`` what lies around one document, unit or official, read step by step from the
store. The drawing is made here, so that it is there without scripts; a script lets it be moved and searched.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for

from api.addresses import Addresses
from api.language import current_language
from api.marks import marks
from api.network_layout import HEIGHT, WIDTH, Drawing, in_columns
from api.problems import BadRequest, UnknownEntity
from api.service import service
from api.terms import expand, term_label
from graph import networks
from graph.networks import Broker, Load, Network, Relied
from graph.store import Store

blueprint = Blueprint("network_pages", __name__)

_ROWS = 30
_LIMIT, _MOST = 60, 300
_DEPTHS = {"citations": 1, "responsibilities": 2}
_DEEPEST = 4
# Betweenness is estimated from this many units: exact, it costs the square of them.
_SAMPLE = 200
_LABEL_WIDTH = 17.0


@dataclass(frozen=True, slots=True)
class Numbers:
    """What is read off the networks: documents relied on, the load of units and of people, brokers."""

    relied: Sequence[Relied]
    units: Sequence[Load]
    people: Sequence[Load]
    brokers: Sequence[Broker]


@blueprint.get("/network")
def show() -> str:
    """The numbers behind the networks, each row a way into the drawing around it."""
    one = service()
    numbers = one.per_content("network numbers", lambda: _numbers(one.store))
    language = current_language()
    return render_template(
        "network.html",
        numbers=numbers,
        role=lambda name: term_label(expand(f"gbr:{name}"), language) or name,
        around=lambda which, iri: _address(one.addresses, which, iri),
        href=one.addresses.href,
        most=_most,
    )


@blueprint.get("/network/<any(citations, responsibilities):which>")
def around(which: str) -> str:
    """The drawing around ``?around=`` (a local path), ``?depth=`` steps deep, and its edges as a table."""
    one, language = service(), current_language()
    local, depth = request.args.get("around", ""), _number("depth", _DEPTHS[which], _DEEPEST)
    if not local:
        return render_template("network_none.html", which=which)
    centre = one.addresses.iri(local)
    if centre is None:
        raise UnknownEntity(local)
    network = _around(one.store, which, centre, depth, _LIMIT)
    if network is None:
        return render_template("network_none.html", which=which, local=local, href=one.addresses.href(centre))
    drawing = in_columns(network, centre, _LAYERS[which])
    places = marks(one.store, one.addresses, [data["id"] for *_, data in network.edges(data=True)])
    return render_template(
        "network_around.html",
        which=which,
        centre=network.nodes[centre],
        href=one.addresses.href(centre),
        local=local,
        depth=depth,
        depths=range(1, _DEEPEST + 1),
        nodes=_nodes(one.addresses, which, network, drawing, centre),
        edges=_edges(network, drawing, language),
        rows=_table(one.addresses, network, places, language),
        kinds=sorted({_kind(data) for *_, data in network.edges(data=True)}),
        kind_name=lambda kind: _edge_name(kind, language),
        width=drawing.width,
        height=drawing.height,
        box=(WIDTH, HEIGHT),
        left_out=network.graph["left_out"],
        data=url_for("network_pages.data", which=which, around=centre, depth=depth),
    )


@blueprint.get("/api/network/<any(citations, responsibilities):which>")
def data(which: str) -> Response:
    """What lies around the entity ``?around=`` (an IRI): JSON, or GraphML with ``?format=graphml``."""
    one = service()
    centre = request.args.get("around", "")
    if one.addresses.local(centre) is None:
        raise BadRequest(
            "around 应为本图谱中实体的 IRI。", "around must be the IRI of an entity of this graph."
        )
    depth, limit = _number("depth", _DEPTHS[which], _DEEPEST), _number("limit", _LIMIT, _MOST)
    form = request.args.get("format", "json")
    if form not in ("json", "graphml"):
        raise BadRequest("format 只能是 json, graphml。", "format must be one of json, graphml.")
    network = _around(one.store, which, centre, depth, limit)
    if network is None:
        raise UnknownEntity(one.addresses.local(centre) or centre)
    if form == "graphml":
        return Response(networks.to_graphml(network), mimetype="application/graphml+xml")
    return Response(json.dumps(networks.to_json(network), ensure_ascii=False), mimetype="application/json")


def _numbers(store: Store) -> Numbers:
    relied = networks.most_relied_on(networks.citation_network(store), _ROWS)
    responsible = networks.responsibility_network(store)
    loads = networks.load_by_role(responsible)
    return Numbers(
        relied,
        [one for one in loads if one.kind in ("unit", "group")][:_ROWS],
        [one for one in loads if one.kind == "official"][:_ROWS],
        networks.brokers(responsible, _ROWS, _SAMPLE),
    )


def _around(store: Store, which: str, centre: str, depth: int, limit: int) -> Network | None:
    ask = networks.citations_around if which == "citations" else networks.responsibilities_around
    try:
        return ask(store, centre, depth, limit)
    except KeyError:
        return None


def _number(name: str, default: int, most: int) -> int:
    text = request.args.get(name, "")
    if not text:
        return default
    if not text.isdecimal() or not 1 <= int(text) <= most:
        raise BadRequest(f"{name} 应为 1 至 {most} 的整数。", f"{name} must be a number from 1 to {most}.")
    return int(text)


def _cited_behind(_node: str, distance: int, onward: bool) -> int:
    """What a document rests on stands behind it, what rests on it before."""
    return distance if onward else -distance


def _away(_node: str, distance: int, _onward: bool) -> int:
    """Matters and those who share them, in turn."""
    return distance


_LAYERS: Mapping[str, Callable[[str, int, bool], int]] = {
    "citations": _cited_behind,
    "responsibilities": _away,
}


def _nodes(
    addresses: Addresses, which: str, network: Network, drawing: Drawing, centre: str
) -> list[dict[str, Any]]:
    """The boxes: place, text that fits, whole text, kind, ways to the page and to the drawing around it."""
    boxes = []
    for at, node in enumerate(network.nodes):
        told: Mapping[str, Any] = network.nodes[node]
        boxes.append(
            {
                "id": f"n{at}",
                "x": drawing.places[node].x,
                "y": drawing.places[node].y,
                "short": _fitting(told.get("number") or told["label"]),
                "label": told["label"],
                "kind": "missing" if told.get("printed") is False else told["kind"],
                "centre": node == centre,
                "href": addresses.href(node),
                "around": _address(addresses, which, node),
            }
        )
    return boxes


def _edges(network: Network, drawing: Drawing, language: str) -> list[dict[str, Any]]:
    """The lines between boxes, one for all edges of a kind between two nodes."""
    number = {node: f"n{at}" for at, node in enumerate(network.nodes)}
    drawn: dict[tuple[str, str, str], None] = {}
    for start, end, data in network.edges(data=True):
        if start != end:
            drawn[start, end, _kind(data)] = None
    return [
        {
            "source": number[start],
            "target": number[end],
            "kind": kind,
            "name": _edge_name(kind, language),
            "path": _path(drawing, start, end),
        }
        for start, end, kind in drawn
    ]


def _path(drawing: Drawing, start: str, end: str) -> str:
    """A curve (SVG path) from the side of one box to the facing side of the other."""
    a, b = drawing.places[start], drawing.places[end]
    if a.x == b.x:
        side, bend = a.x + WIDTH / 2, a.x + WIDTH / 2 + 36
        return f"M{side:g} {a.y:g}C{bend:g} {a.y:g} {bend:g} {b.y:g} {side:g} {b.y:g}"
    way = 1 if b.x > a.x else -1
    left, right = a.x + way * WIDTH / 2, b.x - way * WIDTH / 2
    middle = (left + right) / 2
    return f"M{left:g} {a.y:g}C{middle:g} {a.y:g} {middle:g} {b.y:g} {right:g} {b.y:g}"


def _table(
    addresses: Addresses, network: Network, places: Mapping[str, Any], language: str
) -> list[dict[str, Any]]:
    """The edges in words: from, kind, to, where it is printed."""
    rows = [
        {
            "from": network.nodes[start]["label"],
            "from_href": addresses.href(start),
            "to": network.nodes[end]["label"],
            "to_href": addresses.href(end),
            "kind": _edge_name(_kind(data), language),
            "mark": places.get(data["id"]),
        }
        for start, end, data in network.edges(data=True)
    ]
    return sorted(rows, key=lambda row: (row["from"], row["kind"], row["to"]))


def _kind(edge: Mapping[str, Any]) -> str:
    return str(edge.get("relation") or edge.get("role") or "mentions")


def _edge_name(kind: str, language: str) -> str:
    """The name of a relation of citations or of a role."""
    for prefix in ("gb", "gbr"):
        if name := term_label(expand(f"{prefix}:{kind}"), language):
            return name
    return kind


def _address(addresses: Addresses, which: str, iri: str) -> str:
    return url_for("network_pages.around", which=which, around=addresses.local(iri) or iri)


def _fitting(text: str) -> str:
    """As much of ``text`` as a box has room for; Latin letters take half the room."""
    room = _LABEL_WIDTH
    for at, char in enumerate(text):
        room -= 0.55 if char.isascii() else 1.0
        if room < 0:
            return text[: max(at - 1, 1)] + "…"
    return text


def _most(values: Sequence[float]) -> float:
    return max(values, default=0) or 1
