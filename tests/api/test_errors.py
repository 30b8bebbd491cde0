"""What a client is told when something is wrong (RFC 9457), and what no client is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.errors import describe
from api.problems import BadRequest
from graph.errors import StoreMissing
from queries.errors import UnknownQuery

BROWSER = {"Accept": "text/html,*/*;q=0.8"}


def test_a_problem_has_the_members_of_the_rfc_and_both_languages(client: FlaskClient):
    response = client.get("/api/queries/no-such-query")
    problem = response.get_json()
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")
    assert set(problem) == {"type", "title", "status", "detail", "message", "request_id"}
    assert problem["status"] == 404
    assert problem["type"].endswith("/unknown-query")
    assert "no-such-query" in problem["message"]["zh"]
    assert "no-such-query" in problem["message"]["en"]


def test_who_takes_json_gets_json_by_that_name(client: FlaskClient):
    assert client.get("/nope", headers={"Accept": "application/json"}).mimetype == "application/json"


@pytest.mark.parametrize(("language", "words"), [("zh", "没有这个页面"), ("en", "There is no such page")])
def test_a_browser_gets_a_page_in_its_language(client: FlaskClient, language: str, words: str):
    page = client.get(f"/nope?lang={language}", headers=BROWSER)
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert words in page.text


@pytest.mark.parametrize(
    ("error", "status", "slug"),
    [
        (BadRequest("不行。", "No."), 400, "bad-request"),
        (StoreMissing("没有图库", "no store"), 503, "store-missing"),
        (UnknownQuery("x"), 404, "unknown-query"),
    ],
)
def test_every_error_of_the_tree_has_its_status_and_type(error: Exception, status: int, slug: str):
    problem = describe(error)
    assert (problem.status, problem.type.rsplit("/", 1)[-1]) == (status, slug)


class _BrokenStore:
    """A store whose every answer is a bug."""

    location = "broken"
    base = "https://w3id.org/gongbao/id/"
    generation = "1"

    def refresh(self) -> bool:
        """Nothing newer."""
        return False

    def __getattr__(self, name: str) -> Any:
        raise RuntimeError("the password is 12345")


def test_an_unexpected_error_is_logged_and_not_told(caplog: pytest.LogCaptureFixture):
    from api.app import create_app
    from api.settings import Settings

    app = create_app(_BrokenStore(), Settings())
    client = app.test_client()
    for headers in ({}, BROWSER):
        response = client.get("/api/status", headers=headers)
        assert response.status_code == 500
        assert "12345" not in response.text
    assert "12345" in caplog.text


def test_every_response_says_what_a_browser_may_do(client: FlaskClient):
    for path in ("/", "/nope", "/sparql", "/static/gongbao.css", "/api/status"):
        headers = client.get(path, headers=BROWSER).headers
        policy = headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"


def test_forwarded_headers_are_believed_only_where_a_proxy_is_configured(make_app: Callable[..., Flask]):
    headers = {
        "Accept": "application/n-triples",
        "X-Forwarded-Host": "data.example",
        "X-Forwarded-Proto": "https",
    }
    direct = make_app().test_client().get("/sparql", headers=headers)
    assert b"data.example" not in direct.get_data()
    behind = make_app(proxies=1).test_client().get("/sparql", headers=headers)
    assert b"<https://data.example/sparql>" in behind.get_data()
