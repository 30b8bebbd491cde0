"""Suggestions for the box of every page: ``/api/suggest``."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from api.language import translate
from api.service import service

blueprint = Blueprint("suggest_api", __name__)

_SHOWN = 12


@blueprint.get("/api/suggest")
def suggest() -> Response:
    """Entries whose name contains ``?q=``, grouped by kind: at most twelve."""
    one = service()
    groups: dict[str, list[dict[str, str]]] = {}
    for hit in one.names().search(request.args.get("q", ""), _SHOWN):
        href = one.addresses.href(hit.iri) or ""
        groups.setdefault(hit.kind, []).append({"label": hit.label, "href": href})
    return jsonify(
        {
            "groups": [
                {"kind": kind, "title": translate(f"kind.{kind}"), "suggestions": found}
                for kind, found in groups.items()
            ]
        }
    )
