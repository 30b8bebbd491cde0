"""What an operator sees of the service: health, readiness, numbers, a line a request with its id."""

from __future__ import annotations

import json
import logging
import logging.config
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from api.app import create_app
from api.logs import REQUESTS, configuration
from api.settings import Settings
from graph.errors import StoreDamaged
from graph.store import Store


def numbers(client: FlaskClient) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """What ``/metrics`` says: (name, labels) → value."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {(s.name, tuple(sorted(s.labels.items()))): s.value for f in families for s in f.samples}


class _Vanished:
    """A store whose folder is gone: what is open can be read on, nothing new."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def refresh(self) -> bool:
        """Fails as a lost CURRENT does."""
        raise StoreDamaged("CURRENT 缺失", "CURRENT is missing")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


# --- health --------------------------------------------------------------------------------------------


def test_alive_is_not_ready(store: Store):
    client = create_app(_Vanished(store), Settings()).test_client()
    assert client.get("/healthz").get_json() == {"status": "ok"}
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "1"
    assert response.get_json()["checks"]["store"] == "unreadable"


def test_ready_means_store_and_answerer(client: FlaskClient):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.get_json() == {
        "status": "ready",
        "generation": "1",
        "checks": {"store": "ok", "answerer": "warm"},
    }
    assert response.headers["Cache-Control"] == "no-store"


def test_what_cannot_be_warmed_is_not_ready_and_tried_again(
    client: FlaskClient, make_app: Callable[..., Flask]
):
    from api.service import of_application

    app = make_app()
    one = of_application(app)
    working = one.names
    one.names = lambda: 1 / 0  # type: ignore[assignment,return-value]
    response = app.test_client().get("/readyz")
    assert (response.status_code, response.get_json()["checks"]["answerer"]) == (503, "failed")
    one.names = working  # type: ignore[method-assign]
    assert app.test_client().get("/readyz").status_code == 200


def test_a_generation_that_cannot_be_read_leaves_the_last_one_in_service(
    store: Store, caplog: pytest.LogCaptureFixture
):
    client = create_app(_Vanished(store), Settings()).test_client()
    for _ in range(3):
        assert client.get("/api/status").get_json()["generation"] == "1"
    assert caplog.text.count("CURRENT is missing") == 1


# --- numbers -------------------------------------------------------------------------------------------


def test_requests_are_counted_by_endpoint_and_status(make_app: Callable[..., Flask]):
    client = make_app().test_client()
    client.get("/api/status")
    client.get("/api/status")
    client.get("/nope")
    client.open("/api/status", method="BREW")
    found = numbers(client)

    def count(method: str, endpoint: str, status: str) -> float:
        labels = (("endpoint", endpoint), ("method", method), ("status", status))
        return found[("gongbao_requests_total", labels)]

    assert count("GET", "json_api.status", "200") == 2
    assert count("GET", "none", "404") == 1
    assert count("other", "none", "405") == 1
    assert found[("gongbao_request_seconds_count", (("endpoint", "json_api.status"),))] == 2
    assert found[("gongbao_requests_running", ())] == 1  # the one that asks


def test_refused_requests_are_counted_by_their_type(client: FlaskClient):
    client.get("/sparql", query_string={"query": "ASK { SERVICE <http://x.example/> {} }"})
    client.get("/api/queries/no-such")
    found = numbers(client)
    assert found[("gongbao_problems_total", (("status", "403"), ("type", "query-refused")))] == 1
    assert found[("gongbao_problems_total", (("status", "404"), ("type", "unknown-query")))] == 1


def test_the_store_is_told(client: FlaskClient):
    found = numbers(client)
    assert found[("gongbao_store_generation", ())] == 1
    assert found[("gongbao_store_triples", ())] == client.get("/api/status").get_json()["triples"]
    assert ("gongbao_store_info", (("generation", "1"),)) in found


def test_queries_are_told_with_what_ended_them(make_app: Callable[..., Flask]):
    client = make_app(query_seconds=1).test_client()
    assert client.get("/sparql", query_string={"query": "ASK { ?s ?p ?o }"}).status_code == 200
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?j) }"
    # Applications with the same limits share their workers, and so do tests in one process.
    ended = ("gongbao_queries_ended_total", (("reason", "time"),))
    before = numbers(client).get(ended, 0)
    assert client.get("/sparql", query_string={"query": endless}).status_code == 503
    found = numbers(client)
    assert found[("gongbao_queries_answered_total", ())] >= 1
    assert found[ended] == before + 1
    assert found[("gongbao_queries_waiting", ())] == 0
    states = {labels[0][1] for name, labels in found if name == "gongbao_query_workers"}
    assert states == {"idle", "short", "long"}


def test_a_scraper_may_ask_for_openmetrics(client: FlaskClient):
    response = client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert response.mimetype == "application/openmetrics-text"
    assert response.text.endswith("# EOF\n")


def test_numbers_can_be_turned_off(make_app: Callable[..., Flask]):
    assert make_app(metrics="off").test_client().get("/metrics").status_code == 404


# --- the log -------------------------------------------------------------------------------------------


def test_a_request_keeps_its_id(client: FlaskClient, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO, REQUESTS)
    response = client.get("/api/queries/no-such", headers={"X-Request-ID": "proxy-42"})
    assert response.headers["X-Request-ID"] == response.get_json()["request_id"] == "proxy-42"
    (line,) = [one for one in caplog.records if one.name == REQUESTS]
    assert (line.path, line.status, line.problem) == ("/api/queries/no-such", 404, "unknown-query")  # type: ignore[attr-defined]
    assert line.milliseconds >= 0  # type: ignore[attr-defined]


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, 'x" forged="1'])
def test_an_id_that_could_forge_a_line_is_replaced(client: FlaskClient, given: str):
    found = client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    assert re.fullmatch("[0-9a-f]{32}", found)


def test_an_unexpected_error_is_in_the_log_under_its_id_and_not_in_the_answer(
    make_app: Callable[..., Flask], tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    app = make_app()

    def fail() -> str:
        raise RuntimeError("机密 12345")

    app.add_url_rule("/fail", view_func=fail)
    before = logging.getLogger().handlers[:]
    try:
        logging.config.dictConfig(configuration(Settings(log_format="json")))
        response = app.test_client().get("/fail")
    finally:
        logging.getLogger().handlers[:] = before
    assert (response.status_code, "12345" in response.text) == (500, False)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    broken, told = lines
    assert "RuntimeError: 机密 12345" in broken["exc_info"]
    assert broken["request_id"] == told["request_id"] == response.headers["X-Request-ID"]
    assert (told["status"], told["level"], told["problem"]) == (500, "INFO", "about:blank")


def test_the_log_does_not_hold_what_was_asked(client: FlaskClient, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    client.get("/api/ask", query_string={"q": "张三任何职"})
    assert "张三" not in caplog.text
    assert "/api/ask" in caplog.text


def test_supervisors_do_not_fill_the_log(client: FlaskClient, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.INFO)
    for path in ("/healthz", "/readyz", "/metrics"):
        client.get(path)
    assert caplog.text == ""


def test_the_format_can_be_chosen():
    for form in ("text", "json"):
        assert configuration(Settings(log_format=form))["handlers"]["stderr"]["formatter"] == form
    # Not on a terminal, pytest takes standard error: what collects lines reads JSON.
    assert configuration(Settings())["handlers"]["stderr"]["formatter"] == "json"
