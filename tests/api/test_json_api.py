"""The JSON API: saved queries in every format, what is loaded, health."""

from __future__ import annotations

import csv
import io
from typing import Any
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from queries.library import load_library

Places = Any
QUERY = "/api/queries/item-leads"


def test_every_saved_query_is_listed_with_its_parameters(client: FlaskClient):
    listed = {query["name"]: query for query in client.get("/api/queries").get_json()["queries"]}
    assert set(listed) == set(load_library())
    described = listed["item-leads"]
    assert described["title"].keys() == described["description"].keys() == {"zh", "en"}
    assert {one["name"]: one["required"] for one in described["parameters"]}["item"] is True
    assert client.get(described["href"] + "?item=3").status_code == 200


def test_json_has_full_terms_and_the_place_of_every_evidence(client: FlaskClient, places: Places):
    body = client.get(QUERY, query_string={"item": "第三项"}).get_json()
    assert body["parameters"] == {"item": "第三项"}
    (row,) = body["rows"]
    assert row["assigneeText"] == "市发改局"
    assert row["assignee"] == places.iri(places.unit)
    place = body["evidence"][row["node"]]
    assert (place["source"], place["first_line"], place["last_line"]) == (places.file, 10, 10)
    assert client.get(place["page"]).status_code == 200
    assert "VALUES ?item" in body["sparql"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_csv_for_excel(client: FlaskClient, places: Places, lang: str):
    response = client.get(QUERY, query_string={"item": "3", "format": "csv", "lang": lang})
    assert response.mimetype == "text/csv"
    text = response.get_data().decode("utf-8")
    assert text.startswith("\ufeff")
    head, row = list(csv.reader(io.StringIO(text[1:])))
    assert head[0] == ("责任主体" if lang == "zh" else "Assignee")
    assert row[0] == "市发改局"
    assert row[1] == ("牵头单位" if lang == "zh" else "lead unit")
    assert row[-1] == f"{places.file}:10"


def test_xlsx(client: FlaskClient):
    response = client.get(QUERY, query_string={"item": "3", "format": "xlsx"})
    disposition = response.headers["Content-Disposition"]
    assert 'filename="item-leads.xlsx"' in disposition
    assert "牵头" in unquote(disposition.partition("filename*=UTF-8''")[2])
    sheet = load_workbook(io.BytesIO(response.get_data())).active
    assert sheet is not None
    assert sheet["A2"].value == "市发改局"


def test_accept_chooses_too(client: FlaskClient):
    response = client.get(QUERY, query_string={"item": "3"}, headers={"Accept": "text/tab-separated-values"})
    assert response.mimetype == "text/tab-separated-values"
    assert client.get(QUERY + "?item=3", headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ({}, 400, "item"),
        ({"item": "many"}, 400, "many"),
        ({"item": "3", "nonsense": "1"}, 400, "nonsense"),
        ({"item": "3", "format": "pdf"}, 400, "xlsx"),
    ],
)
def test_faulty_parameters_are_named(client: FlaskClient, arguments: dict[str, str], status: int, words: str):
    response = client.get(QUERY, query_string=arguments)
    assert response.status_code == status
    assert words in response.get_json()["message"]["en"]


def test_a_parameter_never_becomes_sparql(client: FlaskClient):
    text = '"} ?s ?p ?o . { #'
    body = client.get("/api/queries/items-with-words", query_string={"words": text}).get_json()
    assert body.get("rows") == [] or body.get("status") == 400


def test_what_is_loaded(client: FlaskClient, places: Places):
    body = client.get("/api/status").get_json()
    assert body["generation"] == "1"
    assert body["classes"]["Responsibility"] == 26
    assert body["graphs"] == {places.iri(places.issue): body["triples"]}


def test_the_pages_of_saved_queries(client: FlaskClient, places: Places):
    index = client.get("/queries").text
    assert 'href="/queries/item-leads"' in index
    form = client.get("/queries/item-leads").text
    assert 'name="item"' in form
    assert "<table" not in form
    page = client.get("/queries/item-leads?item=3").text
    assert "市发改局" in page
    assert f'href="{places.path("id", places.unit)}"' in page
    assert f"{places.file}:10" in page
    assert "format=xlsx" in page
    faulty = client.get("/queries/item-leads?item=many")
    assert (faulty.status_code, "many" in faulty.text) == (400, True)
    assert client.get("/queries/nonsense").status_code == 404


def test_the_page_of_what_is_loaded(client: FlaskClient, places: Places):
    page = client.get("/status").text
    assert places.file in page
    assert "青山市人民政府公报2021年第3期" in page
