"""Entities on the web: names that answer 303, pages, data; with Chinese and full-width marks in the paths."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph, URIRef

from api.app import create_app
from api.settings import Settings
from graph.store import Store, open_store
from ontology.namespaces import GB

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
Places = Any


@pytest.mark.parametrize(
    "which", ["issue", "document", "cited", "instrument", "unit", "official", "responsibility"]
)
def test_a_browser_is_sent_to_the_page(client: FlaskClient, places: Places, which: str):
    local = getattr(places, which)
    response = client.get(places.path("id", local), headers=BROWSER)
    assert response.status_code == 303
    assert response.location.isascii()
    assert unquote(response.location) == "/page/" + local
    assert "Accept" in response.vary
    page = client.get(response.location, headers=BROWSER)
    assert (page.status_code, page.mimetype) == (200, "text/html")


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("text/turtle", ".ttl"),
        ("application/ld+json", ".jsonld"),
        ("application/json", ".jsonld"),
        ("application/n-triples", ".nt"),
        ("text/html;q=0.5, application/n-triples", ".nt"),
    ],
)
def test_other_clients_are_sent_to_the_data(client: FlaskClient, places: Places, accept: str, suffix: str):
    response = client.get(places.path("id", places.instrument), headers={"Accept": accept})
    assert response.status_code == 303
    assert unquote(response.location) == "/data/" + places.instrument + suffix


@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [(".ttl", "text/turtle"), (".jsonld", "application/ld+json"), (".nt", "application/n-triples")],
)
def test_the_data_speak_of_the_entity_under_its_own_iri(
    client: FlaskClient, places: Places, suffix: str, media_type: str
):
    sent = client.get(places.path("id", places.instrument) + suffix, headers=BROWSER)
    assert sent.status_code == 303
    response = client.get(sent.location)
    assert (response.status_code, response.mimetype) == (200, media_type)
    graph = Graph().parse(data=response.get_data(), format=media_type)
    entity = URIRef(places.iri(places.instrument))
    assert (URIRef(places.iri(places.document)), GB.attaches, entity) in graph
    assert (entity, GB.statedIn, URIRef(places.iri(places.document))) in graph
    assert 'rel="describedby"' in response.headers["Link"]


def test_incoming_links_in_the_data_are_bounded(make_app: Callable[..., Flask], places: Places):
    client = make_app(data_links=5).test_client()
    body = client.get(places.path("data", places.unit) + ".nt").get_data()
    graph = Graph().parse(data=body, format="nt")
    assert len(list(graph.subjects(None, URIRef(places.iri(places.unit))))) == 5


def test_data_without_a_suffix_go_by_accept(client: FlaskClient, places: Places):
    path = places.path("data", places.unit)
    assert client.get(path).mimetype == "text/turtle"
    assert client.get(path, headers={"Accept": "application/n-triples"}).mimetype == "application/n-triples"
    assert client.get(path, headers={"Accept": "image/png"}).status_code == 406


def test_a_page_shows_facts_groups_links_and_where_they_are_printed(client: FlaskClient, places: Places):
    page = client.get(places.path("page", places.document)).text
    assert "<h1" in page
    assert "关于印发管理办法的通知" in page
    assert "青政办发〔2021〕3号" in page
    assert "发文字号" in page
    assert f'href="{places.path("id", places.cited)}"' in page
    mark = f"/source/{quote(places.source)}?first=2&amp;last=60#L2"
    assert f'href="{mark}"' in page
    assert f"{places.file}:2–60" in page
    assert f'href="{places.path("data", places.document)}.ttl"' in page


def test_what_points_here_is_shown_with_its_own_lines(client: FlaskClient, places: Places):
    page = client.get(places.path("page", places.cited)).text
    assert "引用它的文件" in page
    assert "关于印发管理办法的通知" in page
    assert f'href="/source/{quote(places.source)}?first=4&amp;last=4#L4"' in page


def test_names_of_properties_are_english_on_the_english_page(client: FlaskClient, places: Places):
    page = client.get(places.path("page", places.cited) + "?lang=en").text
    assert "Cited by" in page
    assert "document number" in page
    assert 'lang="en"' in page


def test_a_long_list_is_cut_in_the_order_of_print_and_has_pages(
    make_app: Callable[..., Flask], places: Places
):
    client = make_app(links_shown=3, page_size=10).test_client()
    page = client.get(places.path("page", places.unit) + "?view=facts").text
    listed = [page.index(f">{name}<") for name in ("发展和改革局牵头第3项", "职责20", "职责21")]
    assert listed == sorted(listed)
    assert "职责22" not in page
    assert "全部 26 条" in page
    address = places.path("page", places.unit) + "?in=" + quote(str(GB.assignee), safe="")
    seen: list[str] = []
    for number in (1, 2, 3):
        text = client.get(f"{address}&page={number}").text
        seen += [name for name in map(str, range(20, 45)) if f">职责{name}<" in text]
        assert ('rel="next"' in text) is (number < 3)
        assert ('rel="prev"' in text) is (number > 1)
    assert seen == [str(number) for number in range(20, 45)]
    assert "没有内容" in client.get(f"{address}&page=4").text


@pytest.mark.parametrize(
    "arguments", ["?in=not%20an%20iri", "?in=http://x/y&page=0", "?in=http://x/y&page=99999999"]
)
def test_a_list_that_cannot_be_is_a_bad_request(client: FlaskClient, places: Places, arguments: str):
    assert client.get(places.path("page", places.unit) + arguments).status_code == 400


@pytest.mark.parametrize("prefix", ["id", "page", "data"])
def test_an_unknown_entity_is_404_and_helps(client: FlaskClient, prefix: str):
    path = f"/{prefix}/{quote('org/青山市/不存在的局')}"
    page = client.get(path, headers=BROWSER)
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "不存在的局" in page.text
    assert 'href="/search?q=' in page.text
    problem = client.get(path, headers={"Accept": "application/json"})
    assert problem.status_code == 404
    assert problem.get_json()["type"].endswith("unknown-entity")


@pytest.mark.parametrize("local", ["doc/%3Cscript%3E", "doc/a%20b", "doc/%22", "doc/%5C", "x"])
def test_paths_that_are_no_iri_are_404(client: FlaskClient, local: str):
    page = client.get(f"/page/{local}", headers=BROWSER)
    assert page.status_code == 404
    assert "<script>" not in page.text


def test_no_format_for_the_client_is_406(client: FlaskClient, places: Places):
    assert client.get(places.path("id", places.unit), headers={"Accept": "image/png"}).status_code == 406


def test_a_source_s_page_is_its_lines(client: FlaskClient, places: Places):
    response = client.get(places.path("id/source", places.source), headers=BROWSER)
    assert (response.status_code, unquote(response.location)) == (303, "/source/" + places.source)


def test_a_role_has_a_page(client: FlaskClient):
    page = client.get("/role/lead")
    assert page.status_code == 200
    assert "牵头单位" in page.text
    assert "发展和改革局牵头第3项" in page.text
    assert client.get("/role/nonsense").status_code == 404


def test_the_ontology_is_served_in_every_form(client: FlaskClient):
    page = client.get("/ns", headers=BROWSER)
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert 'id="Responsibility"' in page.text
    for media_type in ("text/turtle", "application/ld+json", "application/n-triples"):
        response = client.get("/ns", headers={"Accept": media_type})
        assert response.mimetype == media_type
        assert (GB.Document, None, None) in Graph().parse(data=response.get_data(), format=media_type)
    assert client.get("/ns", headers={"Accept": "image/png"}).status_code == 406


def test_a_page_that_did_not_change_is_not_sent_again(client: FlaskClient, places: Places):
    first = client.get(places.path("page", places.unit))
    again = client.get(places.path("page", places.unit), headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    other = client.get(
        places.path("page", places.unit) + "?lang=en", headers={"If-None-Match": first.headers["ETag"]}
    )
    assert other.status_code == 200


def test_a_new_generation_is_seen_by_the_next_request(tmp_path: Path, places: Places):
    writer = open_store(tmp_path / "store", create=True)
    client = create_app(open_store(tmp_path / "store"), Settings()).test_client()
    assert client.get(places.path("page", places.unit)).status_code == 404
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    with writer.change() as change:
        text = f'<{places.iri(places.unit)}> {label} "青山市发展和改革局"@zh .\n'
        change.put(places.iri(places.issue), "x.txt", text.encode())
    first = client.get(places.path("page", places.unit))
    assert (first.status_code, "青山市发展和改革局" in first.text) == (200, True)
    with writer.change() as change:
        text = f'<{places.iri(places.unit)}> {label} "青山市<b>发改委</b>"@zh .\n'
        change.put(places.iri(places.issue), "x.txt", text.encode())
    second = client.get(places.path("page", places.unit), headers={"If-None-Match": first.headers["ETag"]})
    assert second.status_code == 200
    assert "青山市&lt;b&gt;发改委" in second.text


def test_a_base_of_ones_own_is_served_at_the_same_paths(tmp_path: Path, places: Places):
    base = "https://data.example/gazette/"
    store = open_store(tmp_path / "store", base=base, create=True)
    with store.change() as change:
        text = f'<{base}{places.unit}> <http://www.w3.org/2000/01/rdf-schema#label> "发改局" .\n'
        change.put(base + places.issue, "x.txt", text.encode())
    client = create_app(store, Settings(base=base)).test_client()
    assert "发改局" in client.get(places.path("page", places.unit)).text


def test_the_page_of_all_facts_costs_a_fixed_number_of_queries(
    store: Store, places: Places, monkeypatch: pytest.MonkeyPatch
):
    asked: list[str] = []
    query = store.query

    def counted(sparql: str) -> object:
        asked.append(sparql)
        return query(sparql)

    monkeypatch.setattr(store, "query", counted)
    client = create_app(store, Settings()).test_client()
    costs = set()
    for local in (places.unit, places.document, places.official):
        asked.clear()
        assert client.get(places.path("page", local) + "?view=facts").status_code == 200
        costs.add(len(asked))
    # Is it there; what is it; facts; counts of links; the first links (nobody points to the official); names.
    assert costs == {5, 6}
