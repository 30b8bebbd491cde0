"""A real server process, asked by real clients."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import quote, urlencode

from rdflib import Graph, URIRef
from SPARQLWrapper import JSON, POST, POSTDIRECTLY, SPARQLWrapper

from ontology.namespaces import GB

Places = Any
SELECT = "SELECT ?name WHERE { ?person <http://xmlns.com/foaf/0.1/name> ?name }"


def get(address: str, **headers: str) -> tuple[int, str, bytes]:
    """Status, media type and body of a GET; redirects are followed."""
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=30) as response:
            return response.status, response.headers.get_content_type(), response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers.get_content_type(), error.read()


def test_sparqlwrapper_gets_its_answer_in_every_way_of_asking(served: str):
    for method, how in (("GET", None), (POST, None), (POST, POSTDIRECTLY)):
        wrapper = SPARQLWrapper(served + "/sparql")
        wrapper.setMethod(method)
        if how:
            wrapper.setRequestMethod(how)
        wrapper.setReturnFormat(JSON)
        wrapper.setQuery(SELECT)
        found: Any = wrapper.query().convert()
        assert [row["name"]["value"] for row in found["results"]["bindings"]] == ["张三"]


def test_a_client_that_follows_its_nose_gets_data(served: str, places: Places):
    status, media_type, body = get(served + places.path("id", places.instrument), Accept="text/turtle")
    assert (status, media_type) == (200, "text/turtle")
    graph = Graph().parse(data=body, format="turtle")
    assert (URIRef(places.iri(places.document)), GB.attaches, URIRef(places.iri(places.instrument))) in graph


def test_a_browser_s_way_to_the_printed_line(served: str, places: Places):
    status, media_type, body = get(served + places.path("id", places.matter), Accept="text/html")
    assert (status, media_type) == (200, "text/html")
    assert f"/source/{quote(places.source)}?first=10&amp;last=10".encode() in body
    status, _, body = get(f"{served}/source/{quote(places.source)}?first=10&last=10")
    assert (status, places.lines[9] in body.decode()) == (200, True)


def test_errors_come_as_problems(served: str):
    status, media_type, body = get(f"{served}/sparql?{urlencode({'query': 'SELECT'})}")
    assert (status, media_type) == (400, "application/problem+json")
    assert json.loads(body)["status"] == 400


def test_many_at_once(served: str):
    address = f"{served}/sparql?{urlencode({'query': SELECT})}"
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: get(address), range(100)))
    assert {status for status, _, _ in answers} == {200}
    assert len({body for _, _, body in answers}) == 1
