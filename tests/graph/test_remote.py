"""The store behind a SPARQL endpoint: URLs, the wire, leases, large changes, servers that misbehave.

What every store does is in ``test_store.py``, which runs against the same server.
"""

from __future__ import annotations

import base64
import io
import threading
import time
import urllib.parse
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pyoxigraph as ox
import pytest

from graph import errors
from graph.endpoints import Endpoints, find_endpoints
from graph.remote import MANIFEST, Lease, RemoteStore, triple_text
from graph.store import open_store

G1, G2, D = "https://example.org/青山/g1", "https://example.org/g2", "https://example.org/derived"
EX = "https://example.org/"


def quads(count: int, value: str = "v") -> bytes:
    return "".join(f'<{EX}s{n}> <{EX}p> "{value} {n}" .\n' for n in range(count)).encode()


def put(store: RemoteStore, graph: str, source: str, nquads: bytes) -> None:
    with store.change("test") as change:
        change.put(graph, source, nquads)


def raw(endpoint: str, update: str) -> None:
    """Change the server behind the store's back."""
    RemoteStore(endpoint).update(update)


# --- URLs --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("location", "query", "update", "graph_store"),
    [
        ("http://h:7878", "http://h:7878/query", "http://h:7878/update", "http://h:7878/store"),
        ("http://h:7878/", "http://h:7878/query", "http://h:7878/update", "http://h:7878/store"),
        ("http://h:7878/query", "http://h:7878/query", "http://h:7878/update", "http://h:7878/store"),
        ("http://h:3030/ds", "http://h:3030/ds/query", "http://h:3030/ds/update", "http://h:3030/ds/data"),
        (
            "http://h:3030/ds/sparql",
            "http://h:3030/ds/sparql",
            "http://h:3030/ds/update",
            "http://h:3030/ds/data",
        ),
        (
            "http://h:3030/ds/query/",
            "http://h:3030/ds/query",
            "http://h:3030/ds/update",
            "http://h:3030/ds/data",
        ),
        (
            "https://h/graphdb/repositories/公报",
            "https://h/graphdb/repositories/公报",
            "https://h/graphdb/repositories/公报/statements",
            "https://h/graphdb/repositories/公报/rdf-graphs/service",
        ),
        (
            "http://h:8890/sparql",
            "http://h:8890/sparql",
            "http://h:8890/sparql",
            "http://h:8890/sparql-graph-crud",
        ),
        ("http://h/a/b/c", "http://h/a/b/c", "http://h/a/b/c", None),
        ("http://h/a?update=http://w:1/u", "http://h/a/query", "http://w:1/u", "http://h/a/data"),
        ("http://h/a/b?graph-store=", "http://h/a/b", "http://h/a/b", None),
        ("http://h/a/b?graph-store=http://h/g&x=1", "http://h/a/b", "http://h/a/b", "http://h/g"),
    ],
)
def test_urls_follow_the_conventions_of_the_servers(
    location: str, query: str, update: str, graph_store: str | None
) -> None:
    found = find_endpoints(location)
    assert (found.query, found.update, found.graph_store) == (query, update, graph_store)


def test_arguments_override_the_url_and_the_url_the_conventions() -> None:
    found = find_endpoints(
        "http://h/ds?update=http://u/&graph-store=http://g/&union=list&token=t&token=2",
        update="http://mine/",
        graph_store="",
        union="server",
    )
    assert found.parameters == (("token", "t"), ("token", "2"))
    assert (found.update, found.graph_store, found.union) == ("http://mine/", None, "server")
    with pytest.raises(errors.StoreError, match="union"):
        find_endpoints("http://h/ds?union=never")


def test_a_password_is_sent_and_not_shown() -> None:
    found = find_endpoints("https://user:p%40ss@h:1/ds")
    assert (found.user, found.password) == ("user", "p@ss")
    assert found.location == "https://h:1/ds" and found.query == "https://h:1/ds/query"
    assert "p@ss" not in repr(found) and "p%40ss" not in repr(found)


# --- what lies on the server -------------------------------------------------------------------


def test_any_machine_can_replace_what_one_file_said(endpoint: str) -> None:
    one, other = RemoteStore(endpoint), RemoteStore(endpoint)
    put(one, G1, "001.txt", quads(3, "old"))
    put(one, G1, "002.txt", quads(2, "old"))
    put(other, G1, "001.txt", quads(1, "new"))
    values = {row["v"].value for row in one.rows(f"SELECT ?v {{ GRAPH <{G1}> {{ ?s ?p ?v }} }}")}
    assert values == {"new 0", "old 0", "old 1"}
    assert one.refresh() and one.generation == other.generation


def test_what_others_keep_on_the_server_is_left_alone(endpoint: str) -> None:
    raw(
        endpoint,
        f"INSERT DATA {{ GRAPH <{G2}> {{ <x:a> <x:b> 'theirs' }} GRAPH <{G1}> {{ <x:a> <x:b> 'theirs' }} }}",
    )
    store = RemoteStore(endpoint)
    put(store, G1, "001.txt", quads(2))
    put(store, G1, "001.txt", quads(1))
    with store.change() as change:
        change.remove(G1)
    assert store.graphs() == {G1: 1, G2: 1}


def test_the_bookkeeping_is_not_exported(endpoint: str) -> None:
    store = RemoteStore(endpoint)
    put(store, G1, "001.txt", quads(2))
    assert MANIFEST not in store.graphs()
    for media_type in ("application/n-quads", "application/trig", "application/n-triples"):
        out = io.BytesIO()
        store.export(media_type, out)
        assert b"x-gongbao" not in out.getvalue()
        assert out.getvalue().count(b'"v ') == 2


def test_export_without_a_graph_store(endpoint: str) -> None:
    with_one, without = RemoteStore(endpoint), RemoteStore(endpoint, graph_store="")
    put(with_one, G1, "001.txt", quads(5))
    put(with_one, G2, "002.txt", quads(3, "\\\\青"))
    written = []
    for store in (with_one, without):
        out = io.BytesIO()
        store.export("application/n-quads", out)
        written.append(sorted(out.getvalue().splitlines()))
    assert written[0] == written[1] and len(written[0]) == 8


def test_a_shard_that_was_altered_on_the_server_is_noticed(endpoint: str) -> None:
    store = RemoteStore(endpoint)
    put(store, G1, "001.txt", quads(2))
    shard = "<urn:x-gongbao:shard>"
    bad = base64.b64encode(b"nonsense").decode()
    raw(
        endpoint,
        f"DELETE {{ GRAPH ?g {{ ?n {shard} ?b }} }} INSERT {{ GRAPH ?g {{ ?n {shard} '{bad}' }} }} "
        f"WHERE {{ GRAPH ?g {{ ?n {shard} ?b }} }}",
    )
    with pytest.raises(errors.StoreDamaged):
        put(store, G1, "001.txt", quads(3))
    assert store.graphs() == {G1: 2}


# --- large changes -----------------------------------------------------------------------------


def test_a_change_goes_in_one_request_or_in_several_when_it_is_large(
    endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[str] = []
    send = RemoteStore.update

    def note(self: RemoteStore, sparql: str, **options: Any) -> None:
        if "<https://example.org/s" in sparql:
            sent.append(sparql)
        send(self, sparql, **options)

    monkeypatch.setattr(RemoteStore, "update", note)
    whole, parts = RemoteStore(endpoint), RemoteStore(endpoint, max_request=20_000)
    items = [(f"{EX}g{number}", f"{number}.txt", quads(300, str(number))) for number in range(3)]
    with whole.change() as change:
        change.put_many(items)
    assert len(sent) == 1
    sent.clear()
    with parts.change() as change:
        change.put_many([(graph, source, quads(300, "new")) for graph, source, _ in items])
    assert len(sent) > 3
    assert all(len(one) < 60_000 for one in sent)
    assert parts.graphs() == {f"{EX}g{number}": 300 for number in range(3)}
    rows = parts.rows("SELECT DISTINCT ?v { GRAPH ?g { ?s <https://example.org/p> ?v } }")
    assert all(row["v"].value.startswith("new ") for row in rows)


def test_a_large_change_that_broke_off_is_mended_by_doing_it_again(
    endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = RemoteStore(endpoint, max_request=20_000)
    put(store, G1, "001.txt", quads(200, "old"))
    put(store, G1, "002.txt", quads(50, "other"))
    before = store.generation
    send, count = RemoteStore.update, iter(range(100))

    def break_off(self: RemoteStore, sparql: str, **options: Any) -> None:
        if "<https://example.org/s" in sparql and next(count) == 2:
            raise errors.RemoteUnavailable("断", "gone")
        send(self, sparql, **options)

    with monkeypatch.context() as patch:
        patch.setattr(RemoteStore, "update", break_off)
        with pytest.raises(errors.RemoteUnavailable):
            put(store, G1, "001.txt", quads(300, "new"))
    assert store.refresh() and store.generation != before
    assert store.graphs() != {G1: 350}
    put(store, G1, "001.txt", quads(300, "new"))
    assert store.graphs() == {G1: 350}
    with store.change() as change:
        change.remove(G1, "001.txt")
    assert store.graphs() == {G1: 50}


# --- leases ------------------------------------------------------------------------------------


def test_the_second_writer_waits_and_then_says_so(endpoint: str) -> None:
    first, second = RemoteStore(endpoint), RemoteStore(endpoint, lock_timeout=0.3)
    with first.change() as change:
        change.put(G1, "001.txt", quads(1))
        with pytest.raises(errors.StoreBusy) as caught, second.change():
            raise AssertionError("there must be one writer only")
        assert caught.value.http_status == 503
    put(second, G2, "002.txt", quads(1))
    assert second.graphs() == {G1: 1, G2: 1}


def test_writers_in_line_all_get_through(endpoint: str) -> None:
    def write(number: int) -> None:
        store = RemoteStore(endpoint)
        for step in range(3):
            put(store, f"{EX}g{number}", "x.txt", quads(step + 1))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert RemoteStore(endpoint).graphs() == {f"{EX}g{number}": 3 for number in range(3)}


def test_a_dead_writers_lease_runs_out_and_it_can_change_nothing_afterwards(endpoint: str) -> None:
    slow, quick = RemoteStore(endpoint, lease=1), RemoteStore(endpoint, lock_timeout=10)
    put(quick, G1, "001.txt", quads(1))
    with pytest.raises(errors.StoreError, match="过期"), slow.change() as change:
        change.put(G1, "001.txt", quads(7, "slow"))
        put(quick, G1, "001.txt", quads(2, "quick"))
    assert quick.graphs() == {G1: 2}
    assert not quick._send(f"ASK {{ GRAPH <{MANIFEST}> {{ <urn:x-gongbao:lock> ?p ?o }} }}")


def test_a_writer_that_is_heard_of_keeps_its_lease(endpoint: str) -> None:
    slow, other = RemoteStore(endpoint, lease=2), RemoteStore(endpoint, lock_timeout=0)
    with slow.change() as change:
        for number in range(5):
            time.sleep(0.7)
            change.put(G1, f"{number}.txt", quads(number + 1))
            with pytest.raises(errors.StoreBusy), other.change():
                raise AssertionError("there must be one writer only")
    assert slow.graphs() == {G1: 5}


def test_a_lease_is_given_back_after_an_error(endpoint: str) -> None:
    store = RemoteStore(endpoint)
    with pytest.raises(ZeroDivisionError), store.change():
        raise ZeroDivisionError
    Lease(store, 0).release()


# --- writing triples ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("literal", "written"),
    [
        (r'"plain"', r'"plain"'),
        (r'"a\\b"', r'"a\\b"'),
        (r'"C:\\users"', r'"C:\\\u0075sers"'),
        (r'"\\\\u0041"', r'"\\\\\u00750041"'),
        (r'"\u0001"', r'"\u0001"'),
        (r'"\\\u0001"', r'"\\\u0001"'),
        (r'"\\U0001F600"', r'"\\\u00550001F600"'),
        (r'"\n\\\"u"', r'"\n\\\"u"'),
    ],
)
def test_a_backslash_before_u_means_the_same_to_every_engine(literal: str, written: str) -> None:
    assert triple_text(f"<x:a> <x:b> {literal} <x:g> .".encode(), "x:g") == f"<x:a> <x:b> {written} ."


# --- servers that are not as they should be ----------------------------------------------------


class Answer:
    """What a made-up server answers: status, content type, body; ``asked`` notes what it was asked."""

    def __init__(self) -> None:
        self.status, self.content_type, self.body, self.delay = 200, "text/plain", b"", 0.0
        self.asked: list[tuple[str, dict[str, str], str]] = []


@pytest.fixture
def made_up() -> Iterator[tuple[str, Answer]]:
    answer = Answer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
            answer.asked.append((self.path, dict(self.headers), body))
            time.sleep(answer.delay)
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.content_type)
            self.end_headers()
            self.wfile.write(answer.body)

        do_GET = do_POST

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", answer
    server.shutdown()


def _set(answer: Answer, status: int, content_type: str, body: bytes, delay: float = 0.0) -> None:
    answer.status, answer.content_type, answer.body, answer.delay = status, content_type, body, delay


@pytest.mark.parametrize(
    ("status", "content_type", "body", "delay", "says"),
    [
        (500, "text/plain", "内部错误 oops".encode(), 0.0, "oops"),
        (404, "text/plain", b"no such place", 0.0, "no such place"),
        (401, "text/plain", b"who are you", 0.0, "who are you"),
        (503, "text/plain", b"later", 0.0, "later"),
        (200, "text/html", b"<html>a login page</html>", 0.0, "text/html"),
        (200, "application/sparql-results+json", b'{"head": {"vars": ["n"]}, "resu', 0.0, "unreadable"),
        (200, "application/sparql-results+json", b"", 3.0, "did not answer within"),
    ],
)
def test_a_server_that_gives_no_usable_answer(
    made_up: tuple[str, Answer], status: int, content_type: str, body: bytes, delay: float, says: str
) -> None:
    url, answer = made_up
    _set(answer, status, content_type, body, delay)
    with pytest.raises(errors.RemoteUnavailable) as caught:
        RemoteStore(url, timeout=1)
    assert url in caught.value.zh and says in str(caught.value)
    assert caught.value.http_status == (503 if delay else 502)


def test_nobody_there() -> None:
    with pytest.raises(errors.RemoteUnavailable, match=r"127\.0\.0\.1"):
        open_store("http://127.0.0.1:9/query")


def test_credentials_and_parameters_go_with_every_request(made_up: tuple[str, Answer]) -> None:
    url, answer = made_up
    _set(
        answer, 200, "application/sparql-results+json", b'{"head": {"vars": []}, "results": {"bindings": []}}'
    )
    store = RemoteStore(url.replace("//", "//user:p%40ss@") + "/ds?token=t&union=server")
    store.query("SELECT * { ?s ?p ?o }")
    store.update("CLEAR ALL")
    expected = "Basic " + base64.b64encode(b"user:p@ss").decode()
    assert len(answer.asked) == 3
    for path, headers, body in answer.asked:
        assert headers["Authorization"] == expected
        assert "token=t" in path + body
    assert answer.asked[1][0] == "/ds/query" and answer.asked[2][0].startswith("/ds/update?")
    assert urllib.parse.parse_qs(answer.asked[1][2])["query"] == ["SELECT * { ?s ?p ?o }"]


@pytest.mark.parametrize(
    ("understands", "found"),
    [
        (lambda _: True, "server"),
        (lambda body: "union-default-graph" in body, "parameter"),
        (lambda _: False, "list"),
    ],
)
def test_how_a_server_shows_the_union_is_found_out(
    monkeypatch: pytest.MonkeyPatch, understands: Callable[[str], bool], found: str
) -> None:
    def answer(self: RemoteStore, sparql: str, parameters: Any = ()) -> Any:
        names = str(list(parameters))
        if "?n" in sparql:
            return ox.Store().query("SELECT ?g ?n { FILTER(false) }")
        yes = "LIMIT 1" not in sparql or understands(names)
        return ox.Store().query("ASK {}" if yes else "ASK { <x:none> ?p ?o }")

    monkeypatch.setattr(RemoteStore, "_send", answer)
    store = RemoteStore("http://127.0.0.1:9")
    assert store._find_union() == found
    assert RemoteStore("http://127.0.0.1:9?union=list")._find_union() == "list"


def test_the_server_of_the_tests_understands_the_parameter(endpoint: str) -> None:
    store = RemoteStore(endpoint)
    assert store.query_parameters() == []  # nothing there to tell by
    put(store, G1, "001.txt", quads(1))
    assert store.query_parameters() == [("union-default-graph", "true")]
    assert isinstance(store.endpoints, Endpoints)


def test_many_graphs_by_list(endpoint: str) -> None:
    store = RemoteStore(endpoint, union="list")
    with store.change() as change:
        change.put_many((f"{EX}g{n}", "x.txt", quads(1, str(n))) for n in range(300))
        change.derive(D, f"INSERT {{ ?s <{EX}q> ?v }} WHERE {{ ?s <{EX}p> ?v }}")
    assert len(store.rows(f"SELECT ?v {{ ?s <{EX}q> ?v }}")) == 300
    # The bookkeeping is in no list.
    assert not store.query("ASK { ?s <urn:x-gongbao:generation> ?o }")
