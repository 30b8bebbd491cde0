"""Writing over HTTP: only with the token, only what can be read, nothing lost, nothing half done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api import write_api
from api.app import create_app
from api.loading import load_apart
from api.problems import LoadFailed, LoadTooLong
from api.settings import Settings
from graph.snapshots import list_generations
from graph.store import open_store

TOKEN = "correct horse battery staple"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
REGISTER = (
    b'<http://example.org/a> <http://www.w3.org/2000/01/rdf-schema#label> "\xe9\x9d\x92\xe5\xb1\xb1" .\n'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store of its own, empty."""
    open_store(tmp_path / "store", create=True)
    return tmp_path / "store"


@pytest.fixture
def writer(folder: Path) -> Iterator[FlaskClient]:
    """A client of an application that takes writes."""
    app = create_app(open_store(folder), Settings(write_token=TOKEN, max_upload_bytes=2_000_000))
    yield app.test_client()


@pytest.fixture
def sample(repository: Path) -> Path:
    """A gazette that the project ships."""
    return next((repository / "loaders" / "examples").glob("*.txt"))


def put(client: FlaskClient, name: str, body: bytes, **headers: str) -> Any:
    """``PUT /api/sources/<name>``."""
    return client.put(f"/api/sources/{quote(name, safe='')}", data=body, headers=BEARER | headers)


# --- who ------------------------------------------------------------------------------------------------


def test_writing_is_off_until_a_token_is_set(client: FlaskClient):
    for response in (
        client.put("/api/sources/a.ttl", data=b"", headers=BEARER),
        client.put("/api/sources/a.ttl", data=b"", headers={"Authorization": "Bearer "}),
        client.delete("/api/graphs?graph=http://example.org/g", headers=BEARER),
    ):
        assert response.status_code == 403
        assert response.get_json()["type"].endswith("/writing-off")


@pytest.mark.parametrize(
    "sent", ["", "Bearer", "Bearer ", "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x", "Bearer é"]
)
def test_without_the_token_nothing_is_written(writer: FlaskClient, folder: Path, sent: str):
    headers = {"Authorization": sent} if sent else {}
    for response in (
        writer.put("/api/sources/a.nt", data=REGISTER, headers=headers),
        writer.delete("/api/graphs?graph=http://example.org/g", headers=headers),
    ):
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert list_generations(folder) == []


# --- loading --------------------------------------------------------------------------------------------


def test_a_gazette_is_loaded_and_served_at_once(writer: FlaskClient, folder: Path, sample: Path):
    first = put(writer, "青山市公报 第1期.txt", sample.read_bytes())
    body = first.get_json()
    assert (first.status_code, body["loaded"], body["generation"]) == (201, ["青山市公报 第1期.txt"], "1")
    assert body["documents"] > 0 and body["triples"] > 0
    assert str(folder.parent) not in first.text and "gongbao-upload" not in first.text
    assert writer.get("/api/status").get_json()["generation"] == "1"
    again = put(writer, "青山市公报 第1期.txt", sample.read_bytes())
    assert (again.status_code, again.get_json()["unchanged"]) == (200, ["青山市公报 第1期.txt"])
    assert again.get_json()["generation"] == "1"


def test_rdf_is_loaded_and_withdrawn_again(writer: FlaskClient, folder: Path):
    assert put(writer, "register.nt", REGISTER).status_code == 201
    (graph,) = [name for name in writer.get("/api/status").get_json()["graphs"] if "reference" in name]
    gone = writer.delete("/api/graphs", query_string={"graph": graph}, headers=BEARER)
    assert (gone.status_code, gone.get_json()) == (200, {"graph": graph, "source": None, "generation": "2"})
    assert graph not in writer.get("/api/status").get_json()["graphs"]
    missing = writer.delete("/api/graphs", query_string={"graph": graph}, headers=BEARER)
    assert missing.status_code == 404
    # Nothing is lost: the generation before is still there.
    assert [one.name for one in list_generations(folder)] == ["1", "2"]


@pytest.mark.parametrize(
    ("name", "body", "status"),
    [
        ("a.nt", b"this is no RDF", 422),
        ("a.txt", b"\x00\x01\x02" * 100, 422),
        ("a.pdf", b"%PDF-1.7 broken", 422),
        ("a.docx", b"PK\x03\x04 broken", 422),
        ("a.nt", b"", 400),
        ("a.exe", REGISTER, 415),
        (".a.nt", REGISTER, 400),
        ("..", REGISTER, 400),
        ("a\\b.nt", REGISTER, 400),
        ("a:b.nt", REGISTER, 400),
        ("青" * 81 + ".nt", REGISTER, 400),
        ("a\n.nt", REGISTER, 400),
        ("a\u202etn.", REGISTER, 400),
        ("\ufffd.nt", REGISTER, 400),
        ("a.nt", b"#" * 2_000_001, 413),
    ],
)
def test_what_cannot_be_loaded_is_told_and_changes_nothing(
    writer: FlaskClient, folder: Path, name: str, body: bytes, status: int
):
    response = put(writer, name, body)
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")
    assert list_generations(folder) == []
    if status == 422:
        assert name in response.get_json()["detail"]
        assert "gongbao-upload" not in response.text


def test_a_name_is_one_name(writer: FlaskClient):
    assert writer.put("/api/sources/a/b.nt", data=REGISTER, headers=BEARER).status_code == 404


def test_derived_graphs_are_not_withdrawn(writer: FlaskClient, sample: Path):
    put(writer, sample.name, sample.read_bytes())
    graphs = writer.get("/api/status").get_json()["graphs"]
    (derived,) = [name for name in graphs if "/graph/" in name]
    response = writer.delete("/api/graphs", query_string={"graph": derived}, headers=BEARER)
    assert response.status_code == 409
    assert writer.delete("/api/graphs", headers=BEARER).status_code == 400


def test_one_request_writes_at_a_time(writer: FlaskClient):
    with write_api._Turn():
        response = put(writer, "a.nt", REGISTER)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert put(writer, "a.nt", REGISTER).status_code == 201


def test_a_reader_that_takes_too_long_is_ended(folder: Path, sample: Path):
    with pytest.raises(LoadTooLong, match=r"0\.01"):
        load_apart(sample, str(folder), "https://example.org/id/", 0.01)
    assert list_generations(folder) == []


def test_a_reader_that_dies_is_told(folder: Path, sample: Path):
    # A fault nobody foresaw ends the child without an answer.
    with pytest.raises(LoadFailed):
        load_apart(sample, str(folder), 7, 60)  # type: ignore[arg-type]


def test_the_browser_of_another_site_may_not_write(make_app: Callable[..., Flask]):
    client = make_app(write_token=TOKEN).test_client()
    answer = client.options("/api/sources/a.nt", headers={"Origin": "https://evil.example"})
    assert "PUT" not in answer.headers["Access-Control-Allow-Methods"]
    assert "Authorization" not in answer.headers["Access-Control-Allow-Headers"]
