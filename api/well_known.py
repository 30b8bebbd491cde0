"""``/.well-known/void`` (registered for VoID): what is here and where it can be asked, for machines."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for

from api import dataset, negotiate
from api.problems import NotAcceptable
from api.result_response import tag_of, unchanged
from api.service import service
from graph.local import LocalStore

blueprint = Blueprint("well_known", __name__)

_DESCRIBED_GRAPHS = 1_000


@blueprint.get("/.well-known/void")
def void() -> Response:
    """The description of the dataset (VoID, DCAT) as Turtle or another RDF format."""
    media_type = negotiate.choose(request.headers.get("Accept"), list(dataset.FORMATS))
    if media_type is None:
        raise NotAcceptable(tuple(dataset.FORMATS))
    one = service()
    snapshot = one.free_hand.snapshot()
    etag = tag_of(snapshot, media_type, request.base_url)
    response = unchanged(etag)
    if response is None:
        addresses = dataset.Addresses(
            url_for("well_known.void", _external=True),
            url_for("sparql.endpoint", _external=True),
            url_for("graph_store.indirect", _external=True),
            url_for("linked_data.namespace", _external=True),
        )
        graphs = dict(list(one.graphs().items())[:_DESCRIBED_GRAPHS])
        content = dataset.Content(graphs, one.counts(), one.addresses.base, _modified())
        response = Response(dataset.described(content, addresses, media_type), mimetype=media_type)
        response.headers["Cache-Control"] = "no-cache"
        if etag is not None:
            response.set_etag(etag)
    response.vary.add("Accept")
    return response


def _modified() -> str:
    """When the generation that is served was made; empty where nobody knows."""
    store = service().store
    if not isinstance(store, LocalStore):
        return ""
    return str(store.folder.manifest(store.generation).created)
