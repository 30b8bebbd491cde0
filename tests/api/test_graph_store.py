"""The reading side of the Graph Store Protocol, and the description of the dataset."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from rdflib import DCAT, RDF, VOID, Graph, URIRef

Places = Any


def test_a_graph_by_its_iri_and_by_its_path(client: FlaskClient, places: Places):
    iri = places.iri(places.issue)
    indirect = client.get("/graphs", query_string={"graph": iri}, headers={"Accept": "application/n-triples"})
    direct = client.get("/graphs/" + quote(places.issue), headers={"Accept": "application/n-triples"})
    assert (indirect.status_code, indirect.mimetype) == (200, "application/n-triples")
    assert indirect.get_data() == direct.get_data()
    assert len(list(parse(direct.get_data(), format=RdfFormat.N_TRIPLES))) > 100


@pytest.mark.parametrize(
    "media_type", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_the_default_graph_is_the_union(client: FlaskClient, media_type: str):
    response = client.get("/graphs?default", headers={"Accept": media_type})
    assert (response.status_code, response.mimetype) == (200, media_type)
    whole = list(parse(client.get("/graphs").get_data(), format=RdfFormat.N_QUADS))
    assert len(Graph().parse(data=response.get_data(), format=media_type)) == len(
        {quad.triple for quad in whole}
    )


@pytest.mark.parametrize("media_type", ["application/n-quads", "application/trig"])
def test_the_dataset_keeps_its_graphs_apart(client: FlaskClient, places: Places, media_type: str):
    response = client.get("/graphs", headers={"Accept": media_type})
    assert (response.status_code, response.mimetype) == (200, media_type)
    form = RdfFormat.from_media_type(media_type)
    graphs = {quad.graph_name.value for quad in parse(response.get_data(), format=form)}
    assert graphs == {places.iri(places.issue)}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?graph=http%3A%2F%2Fa.example%2Fnone", 404),
        ("?graph=relative", 400),
        ("?graph=urn%3Ax%3A%3E%20%7D", 400),
        ("?graph=urn%3Ax&default", 400),
        ("?graph=urn%3Ax&graph=urn%3Ay", 400),
        ("/issue/none", 404),
    ],
)
def test_what_names_no_graph(client: FlaskClient, query: str, status: int):
    response = client.get("/graphs" + query)
    assert (response.status_code, response.mimetype) == (status, "application/problem+json")


def test_only_reading(client: FlaskClient):
    for method in ("put", "post", "delete", "patch"):
        response = getattr(client, method)("/graphs?default", data=b"<a:a> <a:b> <a:c> .")
        assert response.status_code == 405
        assert {"GET", "HEAD"} <= set(response.headers["Allow"].replace(" ", "").split(","))


def test_what_was_fetched_need_not_be_sent_again(client: FlaskClient):
    for address in ("/graphs?default", "/graphs", "/.well-known/void"):
        first = client.get(address)
        assert first.headers["ETag"].startswith('"')
        again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.get_data()) == (304, b"")
        assert client.head(address).headers["ETag"] == first.headers["ETag"]


def test_no_format_of_ours_is_406(client: FlaskClient):
    for address in ("/graphs?default", "/graphs", "/.well-known/void"):
        assert client.get(address, headers={"Accept": "image/png"}).status_code == 406


@pytest.mark.parametrize(
    "media_type", ["text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json"]
)
def test_the_description_says_how_large_it_is_and_where_to_ask(
    client: FlaskClient, places: Places, media_type: str
):
    response = client.get("/.well-known/void", headers={"Accept": media_type})
    assert (response.status_code, response.mimetype) == (200, media_type)
    graph = Graph().parse(data=response.get_data(), format=media_type)
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    assert graph.value(dataset, VOID.sparqlEndpoint) == URIRef("http://localhost/sparql")
    triples = graph.value(dataset, VOID.triples)
    whole = list(parse(client.get("/graphs").get_data(), format=RdfFormat.N_QUADS))
    assert triples is not None and triples.toPython() == len(whole)  # type: ignore[attr-defined]
    (service,) = graph.subjects(RDF.type, DCAT.DataService)
    assert graph.value(service, DCAT.servesDataset) == dataset
    assert {str(one) for one in graph.objects(None, DCAT.accessURL)} == {"http://localhost/graphs"}
    counted = {
        str(graph.value(part, VOID["class"])): int(str(graph.value(part, VOID.entities)))
        for part in graph.objects(dataset, VOID.classPartition)
    }
    assert counted["https://w3id.org/gongbao/ns#Unit"] == 1


def test_scripts_of_other_origins_may_read(client: FlaskClient):
    for address in ("/graphs?default", "/.well-known/void"):
        assert client.get(address).headers["Access-Control-Allow-Origin"] == "*"
