"""Free-hand queries cannot hurt: limits of time, memory and size really hit, in worker processes that are
killed, die, are replaced, follow new generations, and end with their parent.

Queries here are cross products: three or four triple patterns that share nothing.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Event

import pytest
from flask import Flask
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from api.evaluate import Query
from api.free_hand import FreeHand, is_stable
from api.settings import Settings
from api.workers.frames import Job
from api.workers.limits import Limits
from api.workers.pool import Pool
from api.workers.problems import (
    QueriesBusy,
    QueryTooBig,
    QueryTooLong,
    ResultTooBig,
    ResultTooLong,
    WorkerLost,
)
from graph.errors import QuerySyntaxError, StoreDamaged
from graph.store import Store, open_store

ROOT = Path(__file__).resolve().parents[2]
CSV = "text/csv"
JSON = "application/sparql-results+json"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LIGHT = "SELECT ?s { ?s ?p ?o } LIMIT 1"
# A string that doubles forty times.
GREEDY = (
    'SELECT (STRLEN(?v40) AS ?n) { BIND("青山市" AS ?v0) '
    + " ".join(f"BIND(CONCAT(?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(40))
    + " }"
)
# What could be mistaken for the end of a row.
NASTY = ("},{", '"}},{"', "a\r\nb", 'x"\ny,"', "</result>", "\\n", "\t", "},{}", "", "《办法》")


@pytest.fixture
def database(store: Store) -> str:
    """The folder of the gazette's database."""
    return str(store.folder.database(store.generation))  # type: ignore[attr-defined]


@pytest.fixture
def make_pool() -> Iterator[Callable[..., Pool]]:
    """Makes pools with limits by keyword, and closes them."""
    pools: list[Pool] = []

    def make(**limits: float) -> Pool:
        pools.append(Pool(Limits(**limits)))  # type: ignore[arg-type]
        return pools[-1]

    yield make
    for pool in pools:
        pool.close()


def wait_until(true: Callable[[], bool], seconds: float) -> float:
    """Seconds until ``true`` holds; fails after ``seconds``."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds
        time.sleep(0.01)
    return time.monotonic() - began


def gone(pid: int) -> bool:
    """Whether no process ``pid`` runs; one that ended and was not yet reaped has ended."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


# --- limits -----------------------------------------------------------------------------------------------


def test_a_query_is_ended_at_its_time_while_others_are_answered(
    make_pool: Callable[..., Pool], database: str
):
    pool = make_pool(seconds=1, workers=3)
    pool.run(Job(database, CSV, LIGHT))
    with ThreadPoolExecutor(1) as other:
        began = time.monotonic()
        endless = other.submit(pool.run, Job(database, CSV, ENDLESS))
        while time.monotonic() - began < 0.8:
            assert pool.run(Job(database, CSV, LIGHT)).size > 0
        with pytest.raises(QueryTooLong, match="1 seconds"):
            endless.result()
        assert 1 <= time.monotonic() - began < 2
    began = time.monotonic()
    assert pool.run(Job(database, CSV, LIGHT)).size > 0
    assert time.monotonic() - began < 1
    assert pool.state().ended == {"time": 1}
    assert pool.state().busy == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the memory of a process")
def test_a_query_that_takes_too_much_memory_is_ended_and_the_next_answered(
    make_pool: Callable[..., Pool], database: str
):
    pool = make_pool(memory=100_000_000, seconds=30)
    with pytest.raises(QueryTooBig, match="100 MB"):
        pool.run(Job(database, CSV, GREEDY))
    assert pool.run(Job(database, CSV, LIGHT)).size > 0
    assert pool.state().ended == {"memory": 1}


def numbered(count: int) -> str:
    """A query of ``count`` rows with two columns, the nasty strings among them."""
    rows = " ".join(f"({Literal(NASTY[n % len(NASTY)])} {'UNDEF' if n % 3 else n + 1})" for n in range(count))
    return f"{{ VALUES (?text ?n) {{ {rows} }} }}"


@pytest.mark.parametrize(
    ("media_type", "head"),
    [
        *((one, "SELECT * ") for one in (JSON, "application/sparql-results+xml", CSV)),
        ("text/tab-separated-values", "SELECT * "),
        *(
            (one, "CONSTRUCT { <a:a> <a:b> ?text . ?x <a:n> ?n } ")
            for one in ("text/turtle", "application/n-triples", "application/rdf+xml")
        ),
        ("application/ld+json", "CONSTRUCT { <a:a> <a:b> ?text . ?x <a:n> ?n } "),
        ("application/trig", "CONSTRUCT { <a:a> <a:b> ?text . ?x <a:n> ?n } "),
    ],
)
def test_rows_are_counted_exactly_in_every_format(
    make_pool: Callable[..., Pool], database: str, media_type: str, head: str
):
    query = head + numbered(len(NASTY))
    assert make_pool().run(Job(database, media_type, query, max_rows=len(NASTY))).size > 0
    with pytest.raises(ResultTooLong, match=str(len(NASTY) - 1)):
        make_pool().run(Job(database, media_type, query, max_rows=len(NASTY) - 1))


def test_a_limit_met_far_into_the_result_is_told_and_the_worker_stays(
    make_pool: Callable[..., Pool], database: str
):
    pool = make_pool()
    endless = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    with pytest.raises(ResultTooLong):
        pool.run(Job(database, JSON, endless, max_rows=20_000))
    with pytest.raises(ResultTooBig, match="3000000"):
        pool.run(Job(database, JSON, endless, max_bytes=3_000_000))
    before = pool.pids()
    assert pool.run(Job(database, CSV, LIGHT)).size > 0
    assert pool.pids() == before
    assert pool.state().ended == {"rows": 1, "bytes": 1}


def test_a_large_result_is_whole_and_not_in_memory(make_pool: Callable[..., Pool], database: str):
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 50000"
    result = make_pool().run(Job(database, CSV, query))
    assert not result.small
    body = b"".join(result.pieces())
    assert len(body) == result.size == len(result.read())
    assert body.endswith(b"\r\n")


def test_the_first_rows_of_an_endless_result(make_pool: Callable[..., Pool], database: str):
    endless = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    result = make_pool().run(Job(database, JSON, endless, max_rows=5, cut=True))
    assert result.cut
    assert result.read().count(b'},{"') >= 5


# --- crowds -----------------------------------------------------------------------------------------------


def test_what_finds_no_place_is_told_to_come_back(make_pool: Callable[..., Pool], database: str):
    pool = make_pool(workers=1, waiting=0, seconds=1)
    with ThreadPoolExecutor(1) as other:
        endless = other.submit(pool.run, Job(database, CSV, ENDLESS))
        wait_until(lambda: pool.state().busy == 1, 5)
        with pytest.raises(QueriesBusy) as caught:
            pool.run(Job(database, CSV, LIGHT))
        assert int(caught.value.headers["Retry-After"]) >= 1
        with pytest.raises(QueryTooLong):
            endless.result()


def test_long_queries_leave_workers_for_short_ones(make_pool: Callable[..., Pool], database: str):
    pool = make_pool(workers=3, waiting=0, seconds=3)
    pool.run(Job(database, CSV, LIGHT))
    with ThreadPoolExecutor(3) as others:
        under_way = [others.submit(pool.run, Job(database, CSV, ENDLESS)) for _ in range(3)]
        wait_until(lambda: any(one.done() for one in under_way), 2.8)
        assert pool.state().long == 2
        assert pool.run(Job(database, CSV, LIGHT)).size > 0
        ended = [type(one.exception()) for one in under_way]
    assert sorted(kind.__name__ for kind in ended) == ["QueriesBusy", "QueryTooLong", "QueryTooLong"]


def test_who_waits_gets_the_next_worker(make_pool: Callable[..., Pool], database: str):
    pool = make_pool(workers=2, waiting=20)
    with ThreadPoolExecutor(16) as others:
        sizes = list(others.map(lambda _: pool.run(Job(database, CSV, LIGHT)).size, range(100)))
    assert len(set(sizes)) == 1
    assert pool.state().workers <= 2


def test_threads_are_left_for_everything_else():
    few = Limits.of(Settings(threads=4, query_workers=6))
    assert (few.workers, few.waiting) == (6, 0)
    many = Limits.of(Settings(threads=40, query_workers=6, query_waiting=100))
    assert many.workers + many.waiting == 30
    assert Limits.of(Settings(query_workers=0)).workers >= 6


# --- processes --------------------------------------------------------------------------------------------


def test_a_killed_worker_is_replaced_whether_it_rests_or_works(make_pool: Callable[..., Pool], database: str):
    pool = make_pool(seconds=5)
    pool.run(Job(database, CSV, LIGHT))
    for pid in pool.pids():
        os.kill(pid, signal.SIGKILL)
    assert pool.run(Job(database, CSV, LIGHT)).size > 0
    with ThreadPoolExecutor(1) as other:
        # A query whose process somebody killed is given to another one, once.
        endless = other.submit(pool.run, Job(database, CSV, ENDLESS))
        wait_until(lambda: pool.state().long == 1, 5)
        before = set(pool.pids())
        for pid in before:
            os.kill(pid, signal.SIGKILL)
        began = time.monotonic()
        assert pool.run(Job(database, CSV, LIGHT)).size > 0
        assert time.monotonic() - began < 2
        wait_until(lambda: pool.state().long == 1 and not before & set(pool.pids()), 5)
        for pid in pool.pids():
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(WorkerLost):
            endless.result()
    wait_until(lambda: pool.state().workers >= pool.limits.short, 2)


def test_a_query_that_crashes_the_parser_hurts_nobody(make_pool: Callable[..., Pool], database: str):
    pool = make_pool()
    deep = "SELECT * { FILTER " + "(" * 40_000 + "1" + ")" * 40_000 + " }"
    with pytest.raises((WorkerLost, QueryTooBig, QuerySyntaxError)):
        pool.run(Job(database, CSV, deep))
    assert pool.run(Job(database, CSV, LIGHT)).size > 0


_PARENT = """
import json, sys, threading, time
from api.workers.frames import Job
from api.workers.limits import Limits
from api.workers.pool import Pool

pool = Pool(Limits(seconds=60))
pool.run(Job(sys.argv[1], "text/csv", "ASK {}"))
threading.Thread(target=pool.run, args=(Job(sys.argv[1], "text/csv", sys.argv[2]),), daemon=True).start()
while pool.state().long == 0 or pool.state().workers < 3:
    time.sleep(0.01)
print(json.dumps(pool.pids()), flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_workers_end_when_their_parent_is_killed_whatever_they_do(database: str):
    command = [sys.executable, "-c", _PARENT, database, ENDLESS]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, env=_with_path()) as parent:
        assert parent.stdout is not None
        pids = json.loads(parent.stdout.readline())
        assert len(pids) >= 3
        parent.kill()
    try:
        wait_until(lambda: all(gone(pid) for pid in pids), 2)
    finally:
        for pid in pids:
            with suppress(OSError):
                os.kill(pid, signal.SIGKILL)


def _with_path() -> dict[str, str]:
    return dict(os.environ, PYTHONPATH=str(ROOT))


# --- the store --------------------------------------------------------------------------------------------


def test_the_engine_s_errors_come_through_the_pipe_as_they_are(
    make_pool: Callable[..., Pool], database: str, tmp_path: Path
):
    pool = make_pool()
    with pytest.raises(QuerySyntaxError) as caught:
        pool.run(Job(database, CSV, "SELECT *\n{ ?s ?p"))
    assert (caught.value.line, caught.value.http_status) == (2, 400)
    with pytest.raises(StoreDamaged):
        pool.run(Job(str(tmp_path / "pruned"), CSV, LIGHT))
    assert pool.run(Job("", CSV, LIGHT)).read() == b"s\r\n"


def _publish(store: Store, number: int) -> None:
    quads = [Quad(NamedNode(f"urn:x:{n}"), NamedNode("urn:x:in"), Literal(number)) for n in range(200)]
    data = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES) or b""
    with store.change(f"number {number}") as change:
        change.put("urn:x:graph", "test", data)


def test_no_result_mixes_two_generations_while_they_change(tmp_path: Path):
    writer = open_store(tmp_path / "store", create=True)
    _publish(writer, 0)
    store = open_store(tmp_path / "store")
    free_hand = FreeHand(store, Settings())
    query = Query("SELECT (COUNT(*) AS ?n) ?v { ?s <urn:x:in> ?v } GROUP BY ?v", "http://a.example/")
    stop, seen = Event(), list[bytes]()

    def ask() -> None:
        while not stop.is_set():
            store.refresh()
            seen.append(free_hand.answer(query, CSV).read())

    with ThreadPoolExecutor(4) as others:
        under_way = [others.submit(ask) for _ in range(4)]
        for number in range(1, 4):
            _publish(writer, number)
        stop.set()
        for one in under_way:
            one.result()
    store.refresh()
    seen.append(free_hand.answer(query, CSV).read())
    assert {body.count(b"\n") for body in seen} == {2}
    assert all(body.startswith(b"n,v\r\n200,") for body in seen)
    assert seen[-1] == b"n,v\r\n200,3\r\n"


def test_a_pruned_generation_is_left_for_the_newest(tmp_path: Path):
    import shutil

    writer = open_store(tmp_path / "store", create=True)
    _publish(writer, 1)
    store = open_store(tmp_path / "store")
    free_hand = FreeHand(store, Settings())
    _publish(writer, 2)
    shutil.rmtree(tmp_path / "store" / "generations" / store.generation)
    (tmp_path / "store" / "generations" / "1").mkdir()
    manifest = tmp_path / "store" / "generations" / "2" / "manifest.json"
    shutil.copy(manifest, tmp_path / "store" / "generations" / "1")
    query = Query("SELECT DISTINCT ?v { ?s <urn:x:in> ?v }", "http://a.example/")
    assert free_hand.answer(query, CSV).read() == b"v\r\n2\r\n"


# --- over HTTP --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("accept", "answered"),
    [
        (JSON, "application/problem+json"),
        ("application/json", "application/json"),
        (CSV, "application/problem+json"),
    ],
)
def test_a_limit_is_told_as_a_problem(make_app: Callable[..., Flask], accept: str, answered: str):
    client = make_app(query_rows=10).test_client()
    response = client.get(
        "/sparql", query_string={"query": "SELECT * { ?s ?p ?o }"}, headers={"Accept": accept}
    )
    assert (response.status_code, response.mimetype) == (503, answered)
    problem = json.loads(response.get_data())
    assert problem["type"].endswith("/result-too-long")
    assert "10 行" in problem["message"]["zh"]
    assert "10 rows" in problem["message"]["en"]


def test_a_time_limit_is_told_in_a_page(make_app: Callable[..., Flask]):
    client = make_app(query_seconds=1).test_client()
    began = time.monotonic()
    page = client.get("/sparql", query_string={"query": ENDLESS}, headers={"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (503, "text/html")
    assert "1 秒的时限" in page.text
    assert time.monotonic() - began < 8  # starting the application and its workers included
    assert client.get("/sparql", query_string={"query": LIGHT}).status_code == 200


@pytest.mark.parametrize(
    ("query", "stable"),
    [
        ("SELECT * { ?a foaf:knows ?b }", True),
        ("SELECT (NOW() AS ?t) {}", False),
        ("SELECT (now # a remark\n () AS ?t) {}", False),
        ("SELECT * { ?s ?p ?o } ORDER BY RAND()", False),
        ("SELECT (STRUUID() AS ?t) {}", False),
        ("SELECT (BNODE() AS ?t) {}", False),
        ('SELECT * { ?s ?p "now()" }', True),
    ],
)
def test_what_may_be_kept(query: str, stable: bool):
    assert is_stable(query) is stable
