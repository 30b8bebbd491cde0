"""The W3C's SPARQL 1.1 protocol tests, query side, run from their manifest against the endpoint.

The manifest lies in ``GONGBAO_SHARED/w3c/protocol``. Tests of updates are run too where they expect a
refusal; those that expect an update to succeed test what this service does not offer, and are left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import pytest
from pyoxigraph import RdfFormat, parse, serialize
from rdflib import RDF, RDFS, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from graph.store import open_store

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
TABULAR = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
RDF_TYPES = ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json")
MANIFEST = "w3c/protocol/manifest.ttl"


@dataclass(frozen=True)
class Request:
    """One HTTP request of the manifest and what must come back."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    statuses: frozenset[int]
    boolean: bool | None
    format: str | None


@dataclass(frozen=True)
class ProtocolTest:
    """A test: the requests of one connection, and the graphs that have to be there (name → file)."""

    name: str
    label: str
    requests: tuple[Request, ...]
    data: dict[str, str]


def read_manifest(path: Path) -> Iterator[ProtocolTest]:
    """Every test of the manifest, in its order."""
    graph = Graph().parse(path, format="turtle", publicID="http://manifest/")
    manifest = graph.value(None, RDF.type, MF.Manifest)
    for test in Collection(graph, _must(graph.value(manifest, MF.entries))):
        connection = _must(graph.value(test, MF.action))
        requests = Collection(graph, _must(graph.value(connection, HT.requests)))
        data = {
            str(graph.value(node, RDFS.label)): str(graph.value(node, UT.graph)).rsplit("/", 1)[-1]
            for node in graph.objects(test, UT.graphData)
        }
        name = str(test).rsplit("#", 1)[-1]
        yield ProtocolTest(
            name, str(graph.value(test, MF.name)), tuple(_request(graph, one) for one in requests), data
        )


def _request(graph: Graph, node: Node) -> Request:
    headers = {}
    listed = graph.value(node, HT.headers)
    for header in Collection(graph, listed) if listed else ():
        headers[str(graph.value(header, HT.fieldName))] = str(graph.value(header, HT.fieldValue))
    body = graph.value(node, HT.body)
    text = str(graph.value(body, CNT.chars)) if body else ""
    encoding = str(graph.value(body, CNT.characterEncoding)) if body else "UTF-8"
    response = _must(graph.value(node, HT.resp))
    families = [str(one)[-3] for one in graph.objects(response, MF.expectedStatus)]
    boolean = graph.value(response, MF.expectedBoolean)
    expected = graph.value(response, MF.expectedFormat)
    return Request(
        str(graph.value(node, HT.methodName)),
        str(graph.value(node, HT.absolutePath)),
        headers,
        text.encode(encoding),
        frozenset(int(family) for family in families),
        boolean.toPython() if isinstance(boolean, Literal) else None,
        str(expected) if expected else None,
    )


def _must(node: Node | None) -> Node:
    assert node is not None
    return node


def _is_ours(test: ProtocolTest) -> bool:
    """Whether a read-only service must pass it: everything but updates that have to succeed."""
    succeeds = any(2 in request.statuses for request in test.requests)
    return not (succeeds and test.name.startswith("update_"))


@pytest.fixture(scope="module")
def protocol_tests(shared: Path) -> dict[str, ProtocolTest]:
    """The tests this service must pass, by name."""
    return {test.name: test for test in read_manifest(shared / MANIFEST) if _is_ours(test)}


@dataclass(frozen=True)
class Response:
    """What came back: status, media type without parameters, body."""

    status: int
    media_type: str
    body: bytes


@pytest.fixture(scope="module")
def endpoint(
    shared: Path,
    tmp_path_factory: pytest.TempPathFactory,
    serving: Callable[[Path], AbstractContextManager[str]],
) -> Iterator[str]:
    """The address of the endpoint of a served store that holds the graphs the manifest names."""
    folder = tmp_path_factory.mktemp("w3c") / "store"
    graphs = {name: file for test in read_manifest(shared / MANIFEST) for name, file in test.data.items()}
    with open_store(folder, create=True).change("w3c") as change:
        for name, file in graphs.items():
            quads = parse(path=str(shared / "w3c" / "protocol" / file), format=RdfFormat.N_TRIPLES)
            change.put(
                name, file, serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""
            )
    with serving(folder) as address:
        yield address + "/sparql"


def send(endpoint: str, method: str, query: str, headers: dict[str, str], body: bytes) -> Response:
    """One request as the manifest writes it: no header is added but Host and Content-Length."""
    parts = urlsplit(endpoint)
    connection = HTTPConnection(str(parts.hostname), parts.port, timeout=30)
    try:
        target = f"{parts.path}?{query}" if query else parts.path
        connection.putrequest(method, target, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        if method in ("POST", "PUT"):
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)
        response = connection.getresponse()
        media_type = (response.getheader("Content-Type") or "").split(";")[0]
        return Response(response.status, media_type, response.read())
    finally:
        connection.close()


# Named here, so that a manifest that lost a test or a rule that skips too much is noticed.
QUERY_TESTS = (
    "query_post_form",
    "query_dataset_default_graphs_get",
    "query_dataset_default_graphs_post",
    "query_dataset_named_graphs_post",
    "query_dataset_named_graphs_get",
    "query_dataset_full",
    "query_multiple_dataset",
    "query_get",
    "query_content_type_select",
    "query_content_type_ask",
    "query_content_type_describe",
    "query_content_type_construct",
    "query_post_direct",
    "bad_query_method",
    "bad_multiple_queries",
    "bad_query_wrong_media_type",
    "bad_query_missing_form_type",
    "bad_query_missing_direct_type",
    "bad_query_non_utf8",
    "bad_query_syntax",
)
REFUSED_UPDATES = (
    "bad_update_get",
    "bad_multiple_updates",
    "bad_update_wrong_media_type",
    "bad_update_missing_form_type",
    "bad_update_non_utf8",
    "bad_update_syntax",
    "bad_update_dataset_conflict",
)


def test_the_manifest_has_just_these_tests(protocol_tests: dict[str, ProtocolTest]):
    assert set(protocol_tests) == {*QUERY_TESTS, *REFUSED_UPDATES}


@pytest.mark.parametrize("name", [*QUERY_TESTS, *REFUSED_UPDATES])
def test_protocol(name: str, protocol_tests: dict[str, ProtocolTest], endpoint: str):
    for request in protocol_tests[name].requests:
        query = urlsplit(request.target).query
        response = send(endpoint, request.method, query, request.headers, request.body)
        assert response.status // 100 in request.statuses, response.body
        if request.format:
            assert _format(response.media_type, response.body) == request.format
        if request.boolean is not None:
            assert _boolean(response.media_type, response.body) is request.boolean


def _format(media_type: str, body: bytes) -> str:
    if media_type in RDF_TYPES:
        Graph().parse(data=body, format=media_type)
        return "RDF"
    assert media_type in TABULAR
    if media_type == TABULAR[0]:
        return "boolean" if "boolean" in json.loads(body) else "tabular"
    return "boolean" if media_type == TABULAR[1] and b"<boolean>" in body else "tabular"


def _boolean(media_type: str, body: bytes) -> bool:
    if media_type == TABULAR[0]:
        return bool(json.loads(body)["boolean"])
    found = ElementTree.fromstring(body).find("{http://www.w3.org/2005/sparql-results#}boolean")
    assert found is not None
    return found.text == "true"


def test_the_service_describes_itself(endpoint: str):
    """The three tests of w3c/service-description: RDF comes back, names the endpoint, uses the vocabulary."""
    sd = Namespace("http://www.w3.org/ns/sparql-service-description#")
    for media_type in RDF_TYPES:
        response = send(endpoint, "GET", "", {"Accept": media_type}, b"")
        assert (response.status, response.media_type) == (200, media_type)
        graph = Graph().parse(data=response.body, format=media_type)
        service = graph.value(None, RDF.type, sd.Service)
        assert service is not None
        assert list(graph.objects(service, sd.endpoint)) == [URIRef(endpoint)]
        names = {unquote(str(name)) for name in graph.objects(None, sd.name)}
        assert names == {f"http://kasei.us/2009/09/sparql/data/data{number}.rdf" for number in (1, 2, 3)}
