"""The description of the HTTP API: it covers every route, is sound, and the service keeps to it.

Schemathesis asks what the description allows and what it does not; whatever is asked, no answer is a server
error, and every answer is one that is described. Bounded: a few requests an operation, the same in every run.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.app import create_app
from api.openapi_document import document
from api.settings import Settings
from graph.store import open_store
from queries.library import load_library

TOKEN = "the token of the tests"
METHODS = {"get", "put", "post", "delete", "patch", "head", "options"}


def described() -> set[tuple[str, str]]:
    """(path, METHOD) of every operation, names of parameters left out."""
    return {
        (re.sub(r"\{\w+\}", "{}", path), method.upper())
        for path, operations in document()["paths"].items()
        for method in operations.keys() & METHODS
    }


def routes(app: Flask) -> set[tuple[str, str]]:
    """(path, METHOD) of every route, but for what Flask answers by itself."""
    return {
        (re.sub(r"<[^>]+>", "{}", rule.rule), method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


def test_every_route_is_described(make_app: Callable[..., Flask]):
    assert routes(make_app()) - described() == set(), "describe it in api/openapi/*.yaml"


def test_nothing_is_described_that_is_not_there(make_app: Callable[..., Flask]):
    saved = {(f"/api/queries/{name}", "GET") for name in load_library()}
    assert described() - routes(make_app()) == saved


def test_the_document_is_openapi():
    schemathesis.openapi.from_dict(document()).validate()


def test_every_operation_has_a_name_of_its_own_and_words_in_both_languages():
    names = []
    for path, operations in document()["paths"].items():
        for method in operations.keys() & METHODS:
            operation = operations[method]
            names.append(operation["operationId"])
            assert re.search(r"[\u4e00-\u9fff].* · .*[a-z]", operation["summary"]), (path, method)
            assert operation["responses"]["default"] == {"$ref": "#/components/responses/Problem"}
    assert len(names) == len(set(names))


def test_saved_queries_are_described_with_their_parameters():
    operation = document()["paths"]["/api/queries/item-leads"]["get"]
    required = {one["name"] for one in operation["parameters"] if one.get("required")}
    assert required == {one.name for one in load_library()["item-leads"].parameters if one.required}


def test_it_is_served(make_app: Callable[..., Flask]):
    client = make_app().test_client()
    response = client.get("/api/openapi.json")
    assert response.get_json() == document()
    assert (
        client.get("/api/openapi.json", headers={"If-None-Match": response.headers["ETag"]}).status_code
        == 304
    )


# --- what the service does with it ----------------------------------------------------------------------

OPERATIONS = [
    (path, method)
    for path, operations in document()["paths"].items()
    # In the same order in every process: pytest-xdist compares them.
    for method in sorted(operations.keys() & METHODS)
    # A saved query's own path is one of /api/queries/{name}, and there are many.
    if not operations[method]["operationId"].startswith("query-")
]
# What could be asked against the description: these take something besides a path.
DEFIABLE = [
    (path, method)
    for path, method in OPERATIONS
    if "requestBody" in document()["paths"][path][method]
    or any(
        one.get("in") == "query" or "parameters/" in one.get("$ref", "")
        for one in document()["paths"][path][method].get("parameters", [])
        if one != {"$ref": "#/components/parameters/local"}
    )
]
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
BOUNDED = settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# Each starts a process.
FEW = settings(BOUNDED, max_examples=2)


@pytest.fixture(scope="module")
def described_api(store_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The description over an application that takes writes, on a store of its own."""
    folder = tmp_path_factory.mktemp("fuzzed") / "store"
    shutil.copytree(store_folder, folder)
    app = create_app(open_store(folder), Settings(write_token=TOKEN))
    return schemathesis.openapi.from_wsgi("/api/openapi.json", app)


@pytest.mark.parametrize(
    ("path", "method", "mode"),
    [(*one, GenerationMode.POSITIVE) for one in OPERATIONS]
    + [(*one, GenerationMode.NEGATIVE) for one in DEFIABLE],
)
def test_answers_are_as_described(described_api: Any, path: str, method: str, mode: GenerationMode):
    operation = described_api[path][method]

    @(FEW if operation.label == "PUT /api/sources/{name}" else BOUNDED)
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case: schemathesis.Case) -> None:
        # Within one process nobody unpacks what was compressed.
        headers = {"Authorization": f"Bearer {TOKEN}", "Accept-Encoding": "identity"}
        case.call_and_validate(checks=CHECKS, headers=headers)

    ask()
