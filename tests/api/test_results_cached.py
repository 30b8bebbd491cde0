"""Results that need not be made or sent again: ETag, 304, the cache, and compression."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from api.app import create_app
from api.result_cache import ResultCache
from api.service import of_application
from api.settings import Settings
from graph.store import open_store

QUERY = {"query": "SELECT * { ?s ?p ?o }"}
SMALL = {"query": "ASK {}"}


def test_a_result_has_a_strong_tag_of_content_query_and_format(client: FlaskClient):
    first = client.get("/sparql", query_string=QUERY)
    assert first.headers["ETag"].startswith('"')
    assert "no-cache" in first.headers["Cache-Control"]
    assert client.get("/sparql", query_string=QUERY).headers["ETag"] == first.headers["ETag"]
    others = [
        client.get("/sparql", query_string=SMALL),
        client.get("/sparql", query_string=QUERY, headers={"Accept": "text/csv"}),
        client.get("/sparql", query_string=QUERY | {"default-graph-uri": "urn:x"}),
        client.get("/sparql", query_string=QUERY, base_url="http://other.example"),
    ]
    assert len({response.headers["ETag"] for response in (first, *others)}) == 5


def test_who_has_it_is_told_so_and_nothing_is_evaluated(make_app: Callable[..., Flask]):
    app = make_app(query_cache_mb=0)
    client = app.test_client()
    tag = client.get("/sparql", query_string=QUERY).headers["ETag"]
    before = of_application(app).free_hand.state().answered
    again = client.get("/sparql", query_string=QUERY, headers={"If-None-Match": f'"x", {tag}'})
    assert (again.status_code, again.get_data(), again.headers["ETag"]) == (304, b"", tag)
    assert of_application(app).free_hand.state().answered == before
    other = client.get("/sparql", query_string=QUERY, headers={"If-None-Match": '"x"'})
    assert other.status_code == 200
    assert of_application(app).free_hand.state().answered == before + 1


def test_a_repeated_query_is_answered_from_memory(make_app: Callable[..., Flask]):
    app = make_app()
    client = app.test_client()
    first = client.get("/sparql", query_string=QUERY)
    before = of_application(app).free_hand.state().answered
    assert client.get("/sparql", query_string=QUERY).get_data() == first.get_data()
    assert client.post("/sparql", data=QUERY).get_data() == first.get_data()
    assert of_application(app).free_hand.state().answered == before


def test_the_shortcut_answers_as_the_framework_does_and_is_counted(make_app: Callable[..., Flask]):
    client = make_app().test_client()
    headers = {"Accept": "text/csv", "Accept-Encoding": "gzip", "X-Request-ID": "abc"}
    first, again, other = (
        client.get("/sparql", query_string=QUERY, headers=headers | extra)
        for extra in ({}, {}, {"Accept": "text/tab-separated-values"})
    )
    assert (again.status, again.get_data()) == (first.status, first.get_data())
    ignored = ("Date",)
    assert [one for one in again.headers if one[0] not in ignored] == [
        one for one in first.headers if one[0] not in ignored
    ]
    assert other.mimetype == "text/tab-separated-values"
    had = client.get(
        "/sparql", query_string=QUERY, headers=headers | {"If-None-Match": first.headers["ETag"]}
    )
    assert had.status_code == 304
    counted = client.get("/metrics").text
    assert 'gongbao_requests_total{endpoint="sparql.endpoint",method="GET",status="200"} 3.0' in counted


def test_what_differs_each_time_is_neither_tagged_nor_kept(client: FlaskClient):
    query = {"query": "SELECT (STRUUID() AS ?u) {}"}
    answers = [client.get("/sparql", query_string=query) for _ in range(2)]
    assert answers[0].get_data() != answers[1].get_data()
    assert all("ETag" not in one.headers for one in answers)
    assert all(one.headers["Cache-Control"] == "no-store" for one in answers)


def test_a_new_generation_has_new_tags_and_new_results(tmp_path: Path):
    writer = open_store(tmp_path / "store", create=True)
    client = create_app(open_store(tmp_path / "store"), Settings()).test_client()
    seen: list[TestResponse] = []
    for number in range(3):
        with writer.change("test") as change:
            change.put("urn:x:g", "test", f'<urn:x:s> <urn:x:p> "{number}" .'.encode())
        headers = {"If-None-Match": seen[-1].headers["ETag"]} if seen else {}
        seen.append(client.get("/sparql", query_string=QUERY, headers=headers))
        assert seen[-1].status_code == 200
        assert f'"{number}"' in seen[-1].text
        assert client.get("/sparql", query_string=QUERY).get_data() == seen[-1].get_data()
    assert len({response.headers["ETag"] for response in seen}) == 3


def test_a_store_made_anew_does_not_take_up_old_tags(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    tags = []
    for name, moment in (("one", "2021-03-05T00:00:00+00:00"), ("two", "2021-03-06T00:00:00+00:00")):
        monkeypatch.setattr("graph.local.now", lambda moment=moment: moment)
        writer = open_store(tmp_path / name, create=True)
        with writer.change("test") as change:
            change.put("urn:x:g", "test", f'<urn:x:s> <urn:x:p> "{name}" .'.encode())
        client = create_app(open_store(tmp_path / name), Settings()).test_client()
        tags.append(client.get("/sparql", query_string=QUERY).headers["ETag"])
    assert tags[0] != tags[1]


@pytest.mark.parametrize(
    ("accept", "encoding"),
    [
        ("gzip", "gzip"),
        ("gzip, zstd", "zstd"),
        ("gzip;q=1, zstd;q=0.5", "gzip"),
        ("br", None),
        ("identity", None),
        ("*", "zstd"),
        ("zstd;q=0, gzip;q=0", None),
    ],
)
def test_a_result_is_compressed_as_the_client_accepts(client: FlaskClient, accept: str, encoding: str | None):
    plain = client.get("/sparql", query_string=QUERY)
    packed = client.get("/sparql", query_string=QUERY, headers={"Accept-Encoding": accept})
    assert packed.headers.get("Content-Encoding") == encoding
    assert "Accept-Encoding" in packed.vary
    body = packed.get_data()
    if encoding == "gzip":
        body = gzip.decompress(body)
    elif encoding == "zstd":
        body = zstandard.ZstdDecompressor().decompressobj().decompress(body)
    assert body == plain.get_data()
    assert (packed.headers["ETag"] == plain.headers["ETag"]) is (encoding is None)


def test_the_tag_of_a_compressed_result_is_known_again(client: FlaskClient):
    headers = {"Accept-Encoding": "gzip"}
    tag = client.get("/sparql", query_string=QUERY, headers=headers).headers["ETag"]
    assert tag.endswith('-gzip"')
    again = client.get("/sparql", query_string=QUERY, headers=headers | {"If-None-Match": tag})
    assert (again.status_code, again.headers["ETag"]) == (304, tag)


def test_what_is_short_is_sent_as_it_is(client: FlaskClient):
    response = client.get("/sparql", query_string=SMALL, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in response.headers


def test_pages_and_style_sheets_are_compressed_and_known_again(client: FlaskClient):
    for address in ("/", "/static/gongbao.css"):
        response = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert response.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(response.get_data()) == client.get(address).get_data()
    tag = client.get("/static/gongbao.css", headers={"Accept-Encoding": "gzip"}).headers["ETag"]
    again = client.get("/static/gongbao.css", headers={"Accept-Encoding": "gzip", "If-None-Match": tag})
    assert again.status_code == 304


def test_a_large_result_is_sent_in_pieces_whatever_the_encoding(client: FlaskClient):
    query = {"query": "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 30000"}
    plain = client.get("/sparql", query_string=query)
    assert plain.is_streamed
    assert int(plain.headers["Content-Length"]) == len(plain.get_data()) > 4_000_000
    packed = client.get("/sparql", query_string=query, headers={"Accept-Encoding": "gzip"})
    assert packed.is_streamed
    assert gzip.decompress(packed.get_data()) == plain.get_data()


def test_the_cache_drops_what_was_not_used_and_takes_nothing_too_large():
    cache: ResultCache[str] = ResultCache(80)
    for name in "abcdefgh":
        cache.put(name, name, 10)
    assert cache.get("a") == "a"
    cache.put("i", "i", 10)
    assert (cache.get("b"), cache.get("a"), cache.size) == (None, "a", 80)
    cache.put("large", "x", 11)
    assert cache.get("large") is None
    cache.put("a", "again", 5)
    assert (cache.get("a"), cache.size) == ("again", 75)
