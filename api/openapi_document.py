"""The description of the HTTP API, OpenAPI 3.1: ``/api/openapi.json``.

It is put together from the files in ``api/openapi`` (one a subject), the saved queries and the settings, here
and nowhere else. A test fails for a route that is not described.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from typing import Any

from flask import Blueprint, Response, jsonify

from api.conditional import tagged
from queries.header import SavedQuery

blueprint = Blueprint("openapi_document", __name__)

_BASE = "_base.yaml"
_METHODS = ("get", "put", "post", "delete", "patch", "head", "options")


@blueprint.get("/api/openapi.json")
def show() -> Response:
    """The description as JSON."""
    return tagged(jsonify(document()))


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """The whole description. Raises KeyError where two files describe the same path or component."""
    import yaml

    from api.saved import library

    folder = files("api").joinpath("openapi")
    base = yaml.safe_load(folder.joinpath(_BASE).read_text(encoding="utf-8"))
    paths: dict[str, Any] = {}
    for part in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if part.name.endswith(".yaml") and part.name != _BASE:
            found = yaml.safe_load(part.read_text(encoding="utf-8"))
            _add(paths, found["paths"])
            for kind, members in found.get("components", {}).items():
                _add(base["components"].setdefault(kind, {}), members)
    _add(paths, {f"/api/queries/{query.name}": _saved(query) for query in library().values()})
    for operations in paths.values():
        for method in _METHODS:
            if method in operations:
                operations[method]["responses"].setdefault(
                    "default", {"$ref": "#/components/responses/Problem"}
                )
    return {
        "openapi": "3.1.0",
        "info": {**base["info"], "version": _version()},
        "tags": base["tags"],
        "paths": paths,
        "components": base["components"],
    }


def _version() -> str:
    """The version that is installed; of a checkout that is not, ``0``."""
    try:
        return version("gongbao")
    except PackageNotFoundError:
        return "0"


def _add(to: dict[str, Any], more: dict[str, Any]) -> None:
    twice = sorted(to.keys() & more.keys())
    if twice:
        raise KeyError(f"described twice: {', '.join(twice)}")
    to.update(more)


def _saved(query: SavedQuery) -> dict[str, Any]:
    """The path of one saved query, with its parameters."""
    parameters = [
        {
            "name": one.name,
            "in": "query",
            "required": one.required,
            "description": f"{one.label.zh} · {one.label.en} ({one.type})",
            "schema": {"type": "string", **({"minLength": 1} if one.required else {})},
            **({"example": one.example} if one.example else {}),
        }
        for one in query.parameters
    ]
    shared = [{"$ref": f"#/components/parameters/{name}"} for name in ("tableFormat", "lang")]
    return {
        "get": {
            "tags": ["queries"],
            "operationId": "query-" + query.name,
            "summary": f"{query.title.zh} · {query.title.en}",
            "description": f"{query.description.zh} · {query.description.en}",
            "parameters": [*parameters, *shared],
            "responses": {"200": {"$ref": "#/components/responses/Table"}},
        }
    }
