"""The SPARQL endpoint beyond the W3C's tests: formats, refusals, headers, the editor page."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
SELECT = (
    "SELECT ?label WHERE { ?unit a <https://w3id.org/gongbao/ns#Unit> ; "
    "<http://www.w3.org/2000/01/rdf-schema#label> ?label }"
)
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s a <https://w3id.org/gongbao/ns#Unit> ; ?p ?o }"
LABEL = "青山市发展和改革局"


def _label(media_type: str, body: bytes) -> str:
    """The one value of the result, whatever the format."""
    if media_type.endswith("json"):
        return str(json.loads(body)["results"]["bindings"][0]["label"]["value"])
    if media_type.endswith("xml"):
        found = ElementTree.fromstring(body).find(".//{http://www.w3.org/2005/sparql-results#}literal")
        assert found is not None
        return str(found.text)
    rows = list(csv.reader(io.StringIO(body.decode("utf-8")), delimiter="\t" if "tab" in media_type else ","))
    return rows[1][0].removesuffix("@zh")


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        (None, "application/sparql-results+json"),
        ("application/sparql-results+json", "application/sparql-results+json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values", "text/tab-separated-values"),
        ("application/json", "application/json"),
        ("text/xml;q=0.5, text/csv;q=0.1", "text/xml"),
    ],
)
def test_a_table_in_the_format_the_client_likes(client: FlaskClient, accept: str | None, answered: str):
    response = client.get(
        "/sparql", query_string={"query": SELECT}, headers={"Accept": accept} if accept else {}
    )
    assert (response.status_code, response.mimetype) == (200, answered)
    assert _label(answered, response.get_data()) == LABEL
    assert "Accept" in response.vary


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        (None, "text/turtle"),
        ("application/n-triples", "application/n-triples"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json", "application/ld+json"),
        ("text/html;q=0.1, text/turtle;q=0.9", "text/turtle"),
    ],
)
def test_a_graph_in_the_format_the_client_likes(client: FlaskClient, accept: str | None, answered: str):
    response = client.get(
        "/sparql", query_string={"query": CONSTRUCT}, headers={"Accept": accept} if accept else {}
    )
    assert (response.status_code, response.mimetype) == (200, answered)
    assert len(Graph().parse(data=response.get_data(), format=answered)) >= 5


@pytest.mark.parametrize(
    ("query", "name", "media_type"),
    [
        (SELECT, "csv", "text/csv"),
        (SELECT, "json", "application/sparql-results+json"),
        (CONSTRUCT, "nt", "application/n-triples"),
        (CONSTRUCT, "json", "application/ld+json"),
    ],
)
def test_format_overrides_accept(client: FlaskClient, query: str, name: str, media_type: str):
    response = client.get("/sparql", query_string={"query": query, "format": name}, headers=BROWSER)
    assert (response.status_code, response.mimetype) == (200, media_type)


def test_an_unknown_format_is_a_bad_request(client: FlaskClient):
    response = client.get("/sparql", query_string={"query": SELECT, "format": "ttl"})
    assert response.status_code == 400
    assert "csv" in response.get_json()["message"]["en"]


def test_none_of_the_formats_is_406_and_says_what_there_is(client: FlaskClient):
    response = client.get("/sparql", query_string={"query": SELECT}, headers={"Accept": "image/png"})
    assert response.status_code == 406
    assert response.mimetype == "application/problem+json"
    assert "application/sparql-results+xml" in response.get_json()["detail"]


def test_a_slash_at_the_end_is_the_same_place(client: FlaskClient):
    assert client.get("/sparql/", query_string={"query": "ASK {}"}).get_json()["boolean"] is True


def test_head_is_get_without_a_body(client: FlaskClient):
    response = client.head("/sparql", query_string={"query": SELECT})
    assert (response.status_code, response.mimetype) == (200, "application/sparql-results+json")
    assert response.get_data() == b""


def test_the_parser_s_message_and_place_are_those_of_the_user_s_text(client: FlaskClient):
    response = client.get("/sparql", query_string={"query": "SELECT * { ?s ?p"})
    problem = response.get_json()
    assert (response.status_code, problem["status"]) == (400, 400)
    assert "line 1, column 1" in problem["message"]["en"]
    assert "expected" in problem["message"]["en"]
    later = client.get("/sparql", query_string={"query": "SELECT *\n{ ?s ?p ?o } !"})
    assert "line 2, column 15" in later.get_json()["message"]["en"]


@pytest.mark.parametrize("query", ["", "   ", "# nothing\n"])
def test_a_query_without_text_is_a_bad_request(client: FlaskClient, query: str):
    assert client.post("/sparql", data={"query": query}).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://example.org/sparql> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <http://example.org/sparql> { ?s ?p ?o } }",
        "SELECT * FROM <http://example.org/data.ttl> { ?s ?p ?o }",
        "LOAD <http://example.org/data.ttl>",
    ],
)
def test_nothing_is_fetched_from_elsewhere(client: FlaskClient, query: str):
    response = client.post("/sparql", data=query.encode(), content_type="application/sparql-query")
    assert response.status_code == 403
    assert response.mimetype == "application/problem+json"


def test_updates_are_refused_wherever_they_stand(client: FlaskClient):
    update = "DELETE WHERE { ?s ?p ?o }"
    responses = [
        client.post("/sparql", data={"update": update}),
        client.post("/sparql", data=update.encode(), content_type="application/sparql-update"),
        client.get("/sparql", query_string={"update": update}),
        client.post("/sparql", query_string={"update": update}, data=b""),
        client.get("/sparql", query_string={"query": update}),
    ]
    assert [response.status_code // 100 for response in responses] == [4] * 5
    for response in responses[:4]:
        assert response.status_code == 403
        assert "gongbao load" in response.get_json()["message"]["zh"]


def test_other_methods_are_told_what_is_allowed(client: FlaskClient):
    response = client.delete("/sparql")
    assert response.status_code == 405
    assert {"GET", "POST"} <= set(response.headers["Allow"].replace(" ", "").split(","))
    assert response.get_json()["status"] == 405


def test_a_wrong_body_type_is_415(client: FlaskClient):
    response = client.post("/sparql", data=b"ASK {}", content_type="text/plain")
    assert response.status_code == 415
    assert "application/sparql-query" in response.get_json()["detail"]


def test_a_body_that_is_no_utf8_is_a_bad_request(client: FlaskClient):
    response = client.post("/sparql", data=b"ASK { ?s ?p '\xff' }", content_type="application/sparql-query")
    assert response.status_code == 400


def test_the_two_limits_of_length(make_app: Callable[..., Flask]):
    client = make_app(max_query_chars=20, max_body_bytes=200).test_client()
    long = client.get("/sparql", query_string={"query": "SELECT * { ?s ?p ?o }"})
    assert (long.status_code, "20" in long.get_json()["detail"]) == (413, True)
    body = client.post("/sparql", data=b"#" * 201 + b"\nASK {}", content_type="application/sparql-query")
    assert (body.status_code, body.mimetype) == (413, "application/problem+json")
    form = client.post("/sparql", data={"query": "#" * 300})
    assert form.status_code == 413


def test_scripts_of_other_origins_may_read(client: FlaskClient):
    response = client.get(
        "/sparql", query_string={"query": "ASK {}"}, headers={"Origin": "https://a.example"}
    )
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    preflight = client.options(
        "/sparql", headers={"Origin": "https://a.example", "Access-Control-Request-Method": "POST"}
    )
    assert preflight.status_code == 200
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in preflight.headers["Access-Control-Allow-Headers"]


def test_errors_can_be_read_by_scripts_too(client: FlaskClient):
    assert client.get("/sparql?query=x").headers["Access-Control-Allow-Origin"] == "*"


def test_cors_can_be_switched_off(make_app: Callable[..., Flask]):
    response = make_app(cors_origin="").test_client().get("/sparql", query_string={"query": "ASK {}"})
    assert "Access-Control-Allow-Origin" not in response.headers


def test_a_browser_without_a_query_gets_the_editor(client: FlaskClient):
    response = client.get("/sparql", headers=BROWSER)
    assert (response.status_code, response.mimetype) == (200, "text/html")
    assert "<textarea" in response.text
    assert "PREFIX gb:" in response.text


def test_a_browser_gets_the_result_as_a_table_with_links(client: FlaskClient):
    query = SELECT.replace("?label WHERE", "?unit ?label WHERE")
    page = client.get("/sparql", query_string={"query": query}, headers=BROWSER)
    assert page.status_code == 200
    assert LABEL in page.text
    assert 'href="/id/org/%E9%9D%92%E5%B1%B1%E5%B8%82/' in page.text


def test_a_long_result_is_cut_and_says_so(make_app: Callable[..., Flask]):
    client = make_app(table_rows=3).test_client()
    page = client.post("/sparql", data={"query": "SELECT * { ?s ?p ?o }", "format": "html"})
    assert page.text.count("<tr>") == 1 + 3
    assert "只显示前 3 行" in page.text


@pytest.mark.parametrize(
    ("query", "shown"), [("ASK {}", "是"), ("ASK { FILTER(false) }", "否"), (CONSTRUCT, "@prefix")]
)
def test_the_editor_shows_every_form_of_result(client: FlaskClient, query: str, shown: str):
    page = client.post("/sparql", data={"query": query, "format": "html"})
    assert page.status_code == 200
    assert shown in page.text


def test_the_editor_keeps_a_faulty_query_and_names_the_fault(client: FlaskClient):
    page = client.get("/sparql", query_string={"query": "SELECT <script> {"}, headers=BROWSER)
    assert (page.status_code, page.mimetype) == (400, "text/html")
    assert "SELECT &lt;script&gt; {" in page.text
    assert "<script>" not in page.text
    assert "语法错误" in page.text


def test_a_page_asked_for_again_shows_the_same(client: FlaskClient):
    pages = [client.get("/sparql?query=ASK+{}&format=html").text for _ in range(2)]
    assert pages[0] == pages[1]
    assert "是" in pages[1]


def test_a_saved_query_is_put_into_the_editor(client: FlaskClient):
    page = client.get("/sparql?saved=cites", headers=BROWSER)
    assert page.status_code == 200
    assert "eli:cites" in page.text or "gb:cited" in page.text
    assert '<option value="cites" selected>' in page.text
    assert "# name =" not in page.text
    assert client.get("/sparql?saved=nothing-of-that-name", headers=BROWSER).status_code == 404


def test_what_the_editor_starts_with_has_an_answer(client: FlaskClient):
    page = client.get("/sparql", headers=BROWSER).text
    query = html.unescape(page[page.index("<textarea") :].partition(">")[2].partition("</textarea>")[0])
    result = client.post("/sparql", data={"query": query, "format": "json"}).get_json()
    assert result["results"]["bindings"]


def test_the_editor_completes_from_the_whole_vocabulary(client: FlaskClient):
    found = client.get("/api/vocabulary?lang=en").get_json()
    terms = {term["curie"]: term for term in found["terms"]}
    assert found["prefixes"]["gb"] == "https://w3id.org/gongbao/ns#"
    assert terms["gb:Document"] | {"label": ""} == {
        "curie": "gb:Document",
        "iri": "https://w3id.org/gongbao/ns#Document",
        "kind": "class",
        "label": "",
    }
    assert terms["gb:cited"]["kind"] == "property"
    assert terms["eli:cites"]["kind"] == "property"
    assert all(term["label"] for term in found["terms"])


def test_the_dataset_of_the_protocol_replaces_the_union(client: FlaskClient):
    data = {
        "query": "ASK { ?s ?p ?o }",
        "default-graph-uri": "https://w3id.org/gongbao/id/issue/青山市/2021/4",
    }
    assert client.post("/sparql", data=data).get_json()["boolean"] is False
    data["default-graph-uri"] = "https://w3id.org/gongbao/id/issue/青山市/2021/3"
    assert client.post("/sparql", data=data).get_json()["boolean"] is True


def test_a_default_graph_that_is_no_iri_is_a_bad_request(client: FlaskClient):
    data = {"query": "ASK { ?s ?p ?o }", "default-graph-uri": "not an iri"}
    assert client.post("/sparql", data=data).status_code == 400


def test_relative_iris_are_resolved_against_the_endpoint(client: FlaskClient):
    data = {"query": "SELECT (STR(<x>) AS ?iri) {}"}
    body = client.post("/sparql", data=data).get_json()
    assert body["results"]["bindings"][0]["iri"]["value"] == "http://localhost/x"


def test_the_description_counts_what_is_there(client: FlaskClient):
    body = client.get("/sparql", headers={"Accept": "application/n-triples"}).get_data()
    void = "http://rdfs.org/ns/void#triples"
    counts = {int(str(o)) for _, p, o in Graph().parse(data=body, format="nt") if str(p) == void}
    assert len(counts) == 1
    assert counts.pop() > 100


def test_without_a_query_post_is_a_bad_request(client: FlaskClient):
    assert client.post("/sparql", data={"format": "json"}).status_code == 400
    assert client.get("/sparql", headers={"Accept": "text/csv"}).status_code == 400
