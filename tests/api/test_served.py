"""A real server process, asked by real clients."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore
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


def test_rdflib_s_remote_store_sees_the_graph(served: str, places: Places):
    store = SPARQLStore(served + "/sparql")
    graph = Graph(store=store)
    unit = URIRef(places.iri(places.unit))
    assert (unit, RDF.type, GB.Unit) in graph
    assert {str(label) for label in graph.objects(unit, RDFS.label)} == {"青山市发展和改革局"}
    assert [str(row.name) for row in graph.query(SELECT)] == ["张三"]  # type: ignore[union-attr]


def test_curl_gets_it_compressed_and_not_again(served: str, tmp_path: Path):
    program = shutil.which("curl")
    if program is None:
        pytest.skip("no curl")
    query = "query=SELECT * { ?s ?p ?o }"
    kept = tmp_path / "etag"
    command = [program, "-sS", "--compressed", "-G", served + "/sparql", "--data-urlencode", query]
    command += ["-H", "Accept: text/csv", "--etag-save", str(kept), "--etag-compare", str(kept)]
    command += ["-o", str(tmp_path / "out"), "-w", "%{http_code} %{size_download}"]
    first, again = (
        subprocess.run(command, check=True, capture_output=True, text=True).stdout for _ in range(2)
    )
    status, size = first.split()
    assert status == "200"
    assert 0 < int(size) < len((tmp_path / "out").read_bytes() or b"x" * 10**6)
    assert again == "304 0"


def test_comunica_asks_across_the_endpoint(served: str):
    program = shutil.which("comunica-sparql")
    if program is None:
        pytest.skip("no Comunica (npm install -g @comunica/query-sparql)")
    command = [program, f"sparql@{served}/sparql", SELECT, "-t", "text/csv"]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=60)
    assert done.stdout.split() == ["name", "张三"]


def test_a_worker_that_is_killed_is_back_within_two_seconds(served: str):
    address = f"{served}/sparql?{urlencode({'query': 'SELECT (STRUUID() AS ?u) {}'})}"
    assert get(address)[0] == 200
    if not _workers_of(served):
        pytest.skip("only /proc says which processes are workers")
    took = []
    for _ in range(3):  # a busy machine may have other things to do once
        workers = _workers_of(served)
        for pid in workers:
            os.kill(pid, signal.SIGKILL)
        began = time.monotonic()
        assert get(address)[0] == 200
        took.append(time.monotonic() - began)
        assert not set(workers) & set(_workers_of(served))
    assert min(took) < 2


def _workers_of(served: str) -> list[int]:
    """The worker processes of the server at this address: they inherited its setting of the port."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            arguments = (folder / "cmdline").read_bytes().split(b"\0")
            told = (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        port = served.rpartition(":")[2].encode()
        if b"api.workers.child" in arguments and b"GONGBAO_PORT=" + port in told:
            found.append(int(folder.name))
    return found
