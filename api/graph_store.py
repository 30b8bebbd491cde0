"""The reading side of the SPARQL 1.1 Graph Store HTTP Protocol: ``/graphs``.

- ``/graphs?graph=IRI`` and ``/graphs?default`` (indirect identification, 4.2); the default graph is the
  union;
- ``/graphs/issue/青山市/2021/3`` (direct, 4.1): the graph whose IRI is the address itself or, since most
  names of graphs start elsewhere, the base of entities and this path;
- ``/graphs`` alone: the whole dataset, as N-Quads or TriG.

Content is changed by loading gazettes; what would write is told 405.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request, url_for

from api import negotiate, result_response
from api.evaluate import TRIPLES, Query
from api.free_hand import Snapshot
from api.problems import BadRequest, NotAcceptable, UnknownGraph
from api.service import service
from api.workers.spool import Spool
from graph.media import DATASET_TYPES

blueprint = Blueprint("graph_store", __name__)

_UNION = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
# A graph has no graphs in it: the formats of datasets are for the dataset.
_OFFERS = {name: media for name, media in TRIPLES.items() if media not in DATASET_TYPES}


@blueprint.get("/graphs", strict_slashes=False)
def indirect() -> Response:
    """One graph named by a parameter, or the whole dataset. Raises BadRequest for both names at once."""
    named, default = request.args.getlist("graph"), "default" in request.args
    if len(named) + default > 1:
        raise BadRequest(
            "graph 和 default 只能给一个，且只能给一次。", "Give either 'graph' or 'default', and only once."
        )
    if named:
        return _graph(_absolute(named[0]))
    return _default() if default else _dataset()


@blueprint.get("/graphs/<path:local>")
def direct(local: str) -> Response:
    """The graph whose IRI is this address, or ends in its path. Raises UnknownGraph."""
    address = url_for("graph_store.direct", local=local, _external=True)
    known = service().graphs()
    for iri in (request.base_url, address, service().addresses.base + local):
        if iri in known:
            return _graph(iri)
    raise UnknownGraph(service().addresses.base + local)


def _absolute(iri: str) -> str:
    """``iri`` where it is absolute (Graph Store Protocol, 4.2). Raises BadRequest."""
    scheme, colon, rest = iri.partition(":")
    if not (colon and rest and scheme.isascii() and scheme[:1].isalpha()) or set(iri) & set('<>"{}|\\^` \n'):
        raise BadRequest(f"graph 应为绝对 IRI：{iri}", f"'graph' must be an absolute IRI, not {iri!r}.")
    return iri


def _graph(iri: str) -> Response:
    if iri not in service().graphs():
        raise UnknownGraph(iri)
    media_type, written = _choose(_OFFERS)
    return _answer(media_type, iri, lambda snapshot: service().free_hand.graph(iri, written, snapshot))


def _default() -> Response:
    media_type, written = _choose(_OFFERS)
    query = Query(_UNION, url_for("sparql.endpoint", _external=True))
    return _answer(
        media_type, "default", lambda snapshot: service().free_hand.answer(query, written, snapshot=snapshot)
    )


def _dataset() -> Response:
    media_type, written = _choose({media: media for media in DATASET_TYPES})
    return _answer(media_type, "", lambda snapshot: service().free_hand.graph("", written, snapshot))


def _choose(offers: dict[str, str]) -> tuple[str, str]:
    chosen = negotiate.choose_alias(request.headers.get("Accept"), offers)
    if chosen is None:
        raise NotAcceptable(tuple(dict.fromkeys(offers.values())))
    return chosen


def _answer(media_type: str, what: str, make: Callable[[Snapshot | None], Spool]) -> Response:
    snapshot = service().free_hand.snapshot()
    etag = result_response.tag_of(snapshot, media_type, request.base_url, what)
    response = result_response.unchanged(etag)
    if response is None:
        response = result_response.carrying(make(snapshot), media_type, etag)
    response.vary.add("Accept")
    return response
