"""What keeps a service on a network safe: hosts, paths, rates, headers."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.rate import Buckets, client_key

# --- hosts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("gongbao.example", 200),
        ("gongbao.example:8443", 200),
        ("a.gov.example", 200),
        ("gov.example", 200),
        ("evil.example", 400),
        ("gongbao.example.evil.example", 400),
        ("evilgov.example", 400),
    ],
)
def test_only_our_names_are_answered(make_app: Callable[..., Flask], host: str, status: int):
    client = make_app(trusted_hosts="gongbao.example, .gov.example").test_client()
    for accept in ("application/json", "text/html"):
        response = client.get(
            "/api/status" if status == 200 else "/", headers={"Host": host, "Accept": accept}
        )
        assert response.status_code == status
    # A supervisor asks by an address.
    assert client.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200


def test_behind_a_proxy_the_name_that_was_asked_counts(make_app: Callable[..., Flask]):
    client = make_app(trusted_hosts="gongbao.example", proxies=1).test_client()
    headers = {"Host": "127.0.0.1:8000", "X-Forwarded-Host": "gongbao.example"}
    assert client.get("/api/status", headers=headers).status_code == 200
    assert client.get("/api/status", headers=headers | {"X-Forwarded-Host": "x.example"}).status_code == 400


@pytest.mark.parametrize("host", ["a b", "<script>", "x/y", "[::1", "例え.example", "a" * 500])
def test_a_host_that_is_none_does_no_harm(client: FlaskClient, host: str):
    for path in ("/", "/sparql", "/nope"):
        response = client.get(path, headers={"Host": host, "Accept": "text/html"})
        assert response.status_code < 500
        assert host not in response.text


# --- rates ---------------------------------------------------------------------------------------------


def test_a_bucket_empties_and_fills_again():
    buckets = Buckets(per_minute=60, burst=3)
    assert [buckets.take("a", 0.0) for _ in range(4)] == [0, 0, 0, 1]
    assert buckets.take("b", 0.0) == 0
    assert buckets.take("a", 0.5) == pytest.approx(0.5)
    assert buckets.take("a", 1.0) == 0
    assert [buckets.take("a", 1000.0) for _ in range(4)] == [0, 0, 0, pytest.approx(1)]


def test_only_so_many_clients_are_remembered():
    buckets = Buckets(per_minute=1, burst=1, clients=2)
    assert [buckets.take(client, 0.0) for client in "abc"] == [0, 0, 0]
    assert buckets.take("c", 0.0) > 0
    assert buckets.take("a", 0.0) == 0


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("10.0.0.1", "10.0.0.1", True),
        ("10.0.0.1", "10.0.0.2", False),
        ("2001:db8::1", "2001:db8::2", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:10.0.0.1", "10.0.0.1", True),
    ],
)
def test_which_addresses_are_one_client(one: str, other: str, same: bool):
    assert (client_key(one) == client_key(other)) is same


def test_who_asks_too_often_is_told_when_to_come_back(make_app: Callable[..., Flask]):
    client = make_app(rate_per_minute=6, rate_burst=2).test_client()
    answers = [client.get("/api/queries") for _ in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 1 <= int(answers[2].headers["Retry-After"]) <= 10
    assert answers[2].get_json()["type"].endswith("/rate-limited")
    # Styles and health are not counted.
    assert client.get("/healthz").status_code == 200
    assert client.get("/static/icon.svg").status_code == 200


def test_the_client_is_who_the_proxy_says(make_app: Callable[..., Flask]):
    client = make_app(rate_per_minute=6, rate_burst=1, proxies=1).test_client()

    def ask(forwarded: str) -> int:
        return client.get("/api/queries", headers={"X-Forwarded-For": forwarded}).status_code

    # Only the last entry is the proxy's own; what a client wrote before it is not believed.
    assert [ask("1.1.1.1, 10.0.0.1"), ask("2.2.2.2, 10.0.0.1"), ask("10.0.0.2")] == [200, 429, 200]


def test_without_a_setting_nobody_is_limited(make_app: Callable[..., Flask]):
    client = make_app(rate_burst=1).test_client()
    assert {client.get("/nope").status_code for _ in range(5)} == {404}


# --- paths ---------------------------------------------------------------------------------------------

HOSTILE = [
    "..",
    "../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "\x00",
    "a\x00.css",
    "\x1b[2J",
    "%",
    "\ufffd",
]
HOSTILE += [
    "a" * 5_000,
    "<script>alert(1)</script>",
    "x y",
    "'\"",
    "{{7*7}}",
    "${7*7}",
    "/",
    "//",
    ".",
    "~root",
]


@pytest.mark.parametrize(
    "place", ["/static/", "/id/", "/data/", "/page/", "/source/", "/role/", "/queries/", "/api/queries/", "/"]
)
def test_a_hostile_path_finds_nothing(client: FlaskClient, place: str):
    for hostile in HOSTILE:
        for path in (place + quote(hostile, safe=""), place + quote(hostile), place + quote(quote(hostile))):
            response = client.get(path, headers={"Accept": "text/html"})
            if response.status_code in (301, 302, 303, 308):
                target = response.headers["Location"].removeprefix("http://localhost")
                assert target.startswith("/") and "//" not in target, path
            elif place != "/" or unquote(path).strip("/"):  # else it is the home page
                assert response.status_code in (400, 404), path
            assert "root:" not in response.text
            assert "<script>alert" not in response.text


def test_bytes_that_are_no_text_find_nothing(client: FlaskClient):
    for place in ("/id/%FF", "/source/%C3%28", "/queries/%F0%9F", "/api/ask?q=%FF", "/?q=%ED%A0%80"):
        assert client.get(place).status_code < 500


# --- headers -------------------------------------------------------------------------------------------


def test_pages_run_no_script_but_ours(client: FlaskClient):
    policy = client.get("/").headers["Content-Security-Policy"]
    parts = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    assert parts["script-src"] == "'self'"
    assert parts["default-src"] == "'self'"
    assert "unsafe" not in policy


def test_https_is_kept_to_where_it_was_come_by(make_app: Callable[..., Flask]):
    headers = {"X-Forwarded-Proto": "https"}
    behind = make_app(proxies=1).test_client().get("/", headers=headers)
    assert behind.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in make_app().test_client().get("/", headers=headers).headers
    off = make_app(proxies=1, hsts_seconds=0).test_client().get("/", headers=headers)
    assert "Strict-Transport-Security" not in off.headers


def test_a_body_that_is_too_large_is_refused(make_app: Callable[..., Flask]):
    client = make_app(max_body_bytes=100).test_client()
    response = client.post("/sparql", data=b"#" * 101, content_type="application/sparql-query")
    assert response.status_code == 413
    assert response.headers["Connection"] == "close"
    assert response.mimetype == "application/problem+json"
