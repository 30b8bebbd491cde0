"""What the editor of the SPARQL page completes from: our prefixes and the terms of the ontology."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from api.language import current_language
from ontology.namespaces import PREFIXES
from ontology.terms import list_terms

blueprint = Blueprint("sparql_editor", __name__)

_KINDS = {
    "class": "class",
    "object property": "property",
    "datatype property": "property",
    "annotation property": "property",
    "individual": "individual",
}


@blueprint.get("/api/vocabulary")
def vocabulary() -> Response:
    """``prefixes`` (prefix → IRI) and ``terms`` (``curie``, ``iri``, ``kind``, ``label``), reused too."""
    zh = current_language() == "zh"
    terms = [
        {
            "curie": term.curie,
            "iri": term.iri,
            "kind": _KINDS[term.kind],
            "label": (term.label_zh or term.label_en) if zh else (term.label_en or term.label_zh),
        }
        for term in list_terms(reused=True)
        if term.kind in _KINDS
    ]
    response = jsonify({"prefixes": {name: str(iri) for name, iri in PREFIXES.items()}, "terms": terms})
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
