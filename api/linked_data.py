"""Linked data: every entity at ``/id/…``, its page at ``/page/…``, its data at ``/data/…``.

``/id/…`` names the thing and answers 303 (Cool URIs for the Semantic Web, 4.2)
to the page or the data, by suffix (``.ttl .jsonld .nt``) or by ``Accept``.
"""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for

from api import graph_text as gt
from api import negotiate, vocabulary_page
from api.addresses import SOURCE
from api.conditional import tagged
from api.entities.page import respond
from api.language import current_language
from api.problems import NotAcceptable, UnknownEntity
from api.service import service
from api.terms import term_label
from ontology.namespaces import GBR
from ontology.terms import ontology_graph

blueprint = Blueprint("linked_data", __name__)

SUFFIXES: dict[str, str] = {
    ".ttl": "text/turtle",
    ".jsonld": "application/ld+json",
    ".nt": "application/n-triples",
}
_OFFERS: dict[str, str] = {
    **{media: media for media in SUFFIXES.values()},
    "application/json": "application/ld+json",
}
_RDFLIB_NAMES = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/n-triples": "nt"}


@blueprint.get("/id/<path:local>")
def identify(local: str) -> Response:
    """303 from an entity to what the client can read about it; 404 where the graph knows nothing of it."""
    stem, media_type = _split(local)
    iri = _known(stem)
    if media_type is None:
        media_type = negotiate.choose(request.headers.get("Accept"), (negotiate.HTML, *_OFFERS))
    if media_type is None:
        raise NotAcceptable((negotiate.HTML, *SUFFIXES.values()))
    if media_type == negotiate.HTML:
        path = iri[len(service().addresses.base) :]
        target = (
            url_for("source_view.show", path=path[len(SOURCE) :])
            if path.startswith(SOURCE)
            else url_for("linked_data.page", local=stem)
        )
    else:
        target = url_for("linked_data.data", local=stem + _suffix(_OFFERS[media_type]))
    response = redirect(target, 303)
    response.vary.add("Accept")
    return Response(response.get_data(), 303, response.headers)


@blueprint.get("/page/<path:local>")
def page(local: str) -> Response:
    """The page of an entity; its arguments are those of ``api.entities.page.respond``."""
    return _entity_page(_known(local), local)


@blueprint.get("/role/<name>")
def role(name: str) -> Response:
    """The page of a role of the ``gbr:`` scheme: who holds it for what."""
    iri = str(GBR) + name
    if term_label(iri, current_language()) is None:
        raise UnknownEntity(f"role/{name}")
    return _entity_page(iri, None)


@blueprint.get("/data/<path:local>")
def data(local: str) -> Response:
    """What the graph says of an entity, and the first incoming links; by suffix, else by ``Accept``."""
    stem, media_type = _split(local)
    iri = _known(stem)
    if media_type is None:
        chosen = negotiate.choose_alias(request.headers.get("Accept"), _OFFERS)
        if chosen is None:
            raise NotAcceptable(tuple(SUFFIXES.values()))
        media_type = chosen[1]
    body = service().store.serialise(_construct(iri, service().settings.data_links), media_type)
    response = Response(body, mimetype=media_type)
    response.vary.add("Accept")
    response.headers["Link"] = (
        f'<{url_for("linked_data.page", local=stem)}>; rel="describedby"; type="text/html"'
    )
    return tagged(response, media_type)


@blueprint.get("/ns")
def namespace() -> Response:
    """The ontology: a page of its terms for a browser, else Turtle, JSON-LD or N-Triples."""
    offers = {**_OFFERS, negotiate.HTML: negotiate.HTML}
    chosen = negotiate.choose_alias(request.headers.get("Accept"), offers)
    if chosen is None:
        raise NotAcceptable((negotiate.HTML, *SUFFIXES.values()))
    if chosen[1] == negotiate.HTML:
        body = vocabulary_page.render().encode()
    else:
        body = ontology_graph().serialize(format=_RDFLIB_NAMES[chosen[1]], encoding="utf-8")
    response = Response(body, mimetype=chosen[1])
    response.vary.add("Accept")
    return response


def _entity_page(iri: str, local: str | None) -> Response:
    alternates = (
        {media: url_for("linked_data.data", local=local + suffix) for suffix, media in SUFFIXES.items()}
        if local
        else {}
    )
    return respond(iri, local, alternates)


def _known(local: str) -> str:
    """The IRI of the entity at this decoded path. Raises UnknownEntity."""
    one = service()
    iri = one.addresses.iri(local)
    if iri is None or not one.entities.exists(iri):
        raise UnknownEntity(local)
    return iri


def _split(local: str) -> tuple[str, str | None]:
    """``doc/x.ttl`` → (``doc/x``, ``text/turtle``); no suffix of ours: (``local``, None)."""
    for suffix, media_type in SUFFIXES.items():
        if local.endswith(suffix) and len(local) > len(suffix):
            return local[: -len(suffix)], media_type
    return local, None


def _suffix(media_type: str) -> str:
    return next(suffix for suffix, known in SUFFIXES.items() if known == media_type)


def _construct(iri: str, links: int) -> str:
    """Its facts, the names of what it points to, and up to ``links`` incoming links."""
    node = gt.iri(iri)
    return f"""{gt.prologue()}
        CONSTRUCT {{ {node} ?p ?o . ?o rdfs:label ?name . ?s ?q {node} }} WHERE {{
          {{ {node} ?p ?o . OPTIONAL {{ ?o rdfs:label ?name }} }}
          UNION {{ SELECT ?s ?q WHERE {{ ?s ?q {node} }} LIMIT {links} }}
        }}"""
