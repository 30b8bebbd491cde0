"""The store in a folder: opening, what lies on the disk, readers beside a writer, one writer at a time."""

from __future__ import annotations

import errno
import gzip
import json
import os
import pickle
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from pyoxigraph import QuerySolutions

from graph import errors, local
from graph.local import LocalStore
from graph.store import REMARKS, open_store
from loaders.errors import GongbaoError

G1, G2 = "https://example.org/g1", "https://example.org/g2"
EX = "https://example.org/"


def quads(count: int, value: str = "v") -> bytes:
    return "".join(f'<{EX}s{n}> <{EX}p> "{value}" .\n' for n in range(count)).encode()


def opened(folder: Path, lock_timeout: float = 30) -> LocalStore:
    store = open_store(folder, create=True, lock_timeout=lock_timeout)
    assert isinstance(store, LocalStore)
    return store


def put(store: LocalStore, graph: str, source: str, nquads: bytes, reason: str = "") -> None:
    with store.change(reason) as change:
        change.put(graph, source, nquads)


# --- opening -----------------------------------------------------------------------------------------


def test_opening_what_is_not_there_is_an_error_unless_it_is_to_be_made(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "store"
    with pytest.raises(errors.StoreMissing) as caught:
        open_store(folder)
    assert str(folder) in caught.value.zh and str(folder) in caught.value.en
    assert not folder.parent.exists()
    assert open_store(folder, create=True).graphs() == {}
    assert open_store(folder).graphs() == {}


def test_an_empty_folder_becomes_a_store(tmp_path: Path) -> None:
    with pytest.raises(errors.StoreMissing):
        open_store(tmp_path)
    open_store(tmp_path, create=True)
    assert json.loads((tmp_path / "gongbao-store.json").read_text()) == {"format": 1}


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("precious")
    for create in (False, True):
        with pytest.raises(errors.StoreError, match="不是图库") as caught:
            open_store(tmp_path, create=create)
        assert not isinstance(caught.value, errors.StoreMissing)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("precious")
    for create in (False, True):
        with pytest.raises(errors.StoreError):
            open_store(tmp_path / "file", create=create)
    assert (tmp_path / "file").read_text() == "precious"


@pytest.mark.parametrize("marker", ['{"format": 2}', "{}", "nonsense", "[]"])
def test_another_format_says_so(tmp_path: Path, marker: str) -> None:
    opened(tmp_path)
    (tmp_path / "gongbao-store.json").write_text(marker)
    for create in (False, True):
        with pytest.raises(errors.StoreError, match="格式") as caught:
            open_store(tmp_path, create=create)
        assert "format 1" in caught.value.en


@pytest.mark.parametrize("steps", [["write.lock"], ["write.lock", "generations", "shards"], ["CURRENT.tmp"]])
def test_a_creation_that_died_is_finished_by_the_next(tmp_path: Path, steps: list[str]) -> None:
    for step in steps:
        if step in ("generations", "shards"):
            (tmp_path / step).mkdir()
        else:
            (tmp_path / step).touch()
    with pytest.raises(errors.StoreMissing):
        open_store(tmp_path)
    put(opened(tmp_path), G1, "001.txt", quads(1))
    assert open_store(tmp_path).graphs() == {G1: 1}


@pytest.mark.parametrize("content", ["", "seven", None])
def test_a_lost_current_says_what_to_do(tmp_path: Path, content: str | None) -> None:
    store = opened(tmp_path)
    put(store, G1, "001.txt", quads(1))
    (tmp_path / "CURRENT").unlink()
    if content is not None:
        (tmp_path / "CURRENT").write_text(content)
    for attempt in (lambda: open_store(tmp_path), store.refresh, lambda: put(store, G1, "001.txt", quads(2))):
        with pytest.raises(errors.StoreDamaged, match="CURRENT"):
            attempt()
    assert (tmp_path / "generations" / "1" / "db").is_dir()


@pytest.mark.parametrize("damage", ["no database", "no manifest of RocksDB", "garbage"])
def test_a_database_that_does_not_open_says_what_to_do(tmp_path: Path, damage: str) -> None:
    put(opened(tmp_path), G1, "001.txt", quads(1))
    database = tmp_path / "generations" / "1" / "db"
    if damage == "no database":
        database.rename(tmp_path / "gone")
    else:
        for path in database.iterdir():
            if path.name == "CURRENT" or damage == "garbage":
                path.write_bytes(b"\0garbage")
    with pytest.raises(errors.StoreDamaged, match="rebuild"):
        open_store(tmp_path)


# --- on the disk ----------------------------------------------------------------------------------------


def test_the_folder_is_as_documented(tmp_path: Path) -> None:
    store = opened(tmp_path)
    put(store, G1, "001.txt", quads(2), reason="第一次")
    assert (tmp_path / "CURRENT").read_text().strip() == store.generation == "1"
    assert sorted(path.name for path in (tmp_path / "generations").iterdir()) == ["1"]
    assert sorted(path.name for path in (tmp_path / "generations" / "1").iterdir()) == ["db", "manifest.json"]
    manifest = json.loads((tmp_path / "generations" / "1" / "manifest.json").read_text("utf-8"))
    assert manifest["reason"] == "第一次" and manifest["triples"] == 2
    (shard,) = (tmp_path / "shards").iterdir()
    assert manifest["graphs"] == {G1: {"001.txt": shard.name.removesuffix(".nq.gz")}}
    assert gzip.decompress(shard.read_bytes()).decode().splitlines() == [
        f'<{EX}s0> <{EX}p> "v" <{G1}> .',
        f'<{EX}s1> <{EX}p> "v" <{G1}> .',
    ]


def test_generations_share_their_files(tmp_path: Path) -> None:
    store = opened(tmp_path)
    put(store, G1, "001.txt", quads(5_000))
    put(store, G2, "002.txt", quads(1))
    inodes = [
        {path.stat().st_ino for path in (tmp_path / "generations" / name / "db").glob("*.sst")}
        for name in "12"
    ]
    assert inodes[0] & inodes[1]


def test_an_unchanged_change_writes_nothing(tmp_path: Path) -> None:
    store = opened(tmp_path)
    put(store, G1, "001.txt", quads(2))
    before = sorted(tmp_path.rglob("*"))
    put(store, G1, "001.txt", quads(2))
    with store.change():
        pass
    assert sorted(tmp_path.rglob("*")) == before


def test_leftovers_of_dead_changes_are_cleaned_and_nothing_else(tmp_path: Path) -> None:
    store = opened(tmp_path)
    put(store, G1, "001.txt", quads(2))
    put(store, G2, "002.txt", quads(3))
    generations, shards = tmp_path / "generations", tmp_path / "shards"
    whole = sorted(path.name for path in shards.iterdir())
    # One died while it wrote, one before it was published, its shards already in place, one while pruned.
    (generations / "3.tmp" / "work").mkdir(parents=True)
    (generations / "3").mkdir()
    (generations / "3" / "manifest.json").write_text(json.dumps({"new_shards": ["f" * 64]}))
    (shards / f"{'f' * 64}.nq.gz").write_bytes(b"")
    (generations / "0.old").mkdir()
    with store.change():
        pass
    assert sorted(path.name for path in generations.iterdir()) == ["1", "2"]
    assert sorted(path.name for path in shards.iterdir()) == whole
    assert store.graphs() == {G1: 2, G2: 3}


def test_a_lost_shard_comes_back_with_its_source_and_is_no_obstacle_to_a_new_one(tmp_path: Path) -> None:
    store = opened(tmp_path)
    put(store, G1, "001.txt", quads(3))
    (shard,) = (tmp_path / "shards").iterdir()
    content = shard.read_bytes()
    shard.unlink()
    put(store, G1, "001.txt", quads(3))
    assert store.generation == "1" and shard.read_bytes() == content
    shard.unlink()
    put(store, G1, "001.txt", quads(2))
    assert store.graphs() == {G1: 2}
    with store.change() as change:
        for path in (tmp_path / "shards").iterdir():
            path.unlink()
        assert change.remove(G1)
    assert store.graphs() == {}


def test_a_large_load_and_a_small_one_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "_BULK_BYTES", 50_000)
    # Above and below the size from which new files are written instead of a transaction.
    large, small = opened(tmp_path / "large"), opened(tmp_path / "small")
    items = [(f"{EX}g{n}", f"{n}.txt", quads(200, f"v{n}")) for n in range(8)]
    with large.change() as change:
        assert change.put_many(items) == 8
    for item in items:
        put(small, *item)
    assert large.graphs() == small.graphs() == {f"{EX}g{n}": 200 for n in range(8)}
    for store in (large, small):
        put(store, f"{EX}g3", "3.txt", quads(10))
        assert store.graphs()[f"{EX}g3"] == 10
        assert len(store.rows(f"SELECT * {{ GRAPH <{EX}g3> {{ ?s ?p ?o }} }}")) == 10


def test_a_step_that_failed_is_never_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = opened(tmp_path)
    put(store, G1, "001.txt", quads(1))
    with pytest.raises(errors.StoreError, match="放弃"), store.change() as change:
        change.put(G2, "002.txt", quads(1))
        with monkeypatch.context() as patch, pytest.raises(errors.StoreFull):
            patch.setattr(Path, "write_bytes", _full)
            change.put(G1, "001.txt", quads(2))
        # The caller goes on as if nothing had happened.
    assert store.graphs() == opened(tmp_path).graphs() == {G1: 1}


def _full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_database_that_does_not_hold_what_was_put_is_not_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(tmp_path)
    put(store, G1, "001.txt", quads(1))
    with pytest.raises(errors.StoreDamaged, match="核对"), store.change() as change:
        change.put(G1, "001.txt", quads(5))
        change._apply()
        change._database().update(f"DELETE DATA {{ GRAPH <{G1}> {{ <{EX}s3> <{EX}p> 'v' }} }}")
    assert opened(tmp_path).graphs() == {G1: 1}


# --- readers and writers ---------------------------------------------------------------------------------


def test_a_reader_keeps_its_generation_until_it_refreshes(tmp_path: Path) -> None:
    writer = opened(tmp_path)
    put(writer, G1, "001.txt", quads(1))
    reader = opened(tmp_path)
    running = reader.query("SELECT ?s { ?s ?p ?o }")
    for count in (2, 3):
        put(writer, G1, "001.txt", quads(count))
    assert len(reader.rows("SELECT * { ?s ?p ?o }")) == 1
    assert reader.graphs() == {G1: 1}
    assert reader.refresh()
    assert reader.generation == "3"
    assert len(reader.rows("SELECT * { ?s ?p ?o }")) == 3
    assert isinstance(running, QuerySolutions) and len(list(running)) == 1


def test_readers_never_see_half_a_change(tmp_path: Path) -> None:
    # Every change sets two counters, in two graphs, from two sources, and a derived graph with their sum.
    writer = opened(tmp_path)
    total = "INSERT { <x:total> <x:is> ?t } WHERE { SELECT (SUM(?n) AS ?t) { ?s <x:count> ?n } }"

    def step(number: int) -> None:
        with writer.change() as change:
            for graph in (G1, G2):
                line = (
                    f'<x:{graph[-2:]}> <x:count> "{number}"^^<http://www.w3.org/2001/XMLSchema#integer> .\n'
                )
                change.put(graph, "count.txt", line.encode() + quads(30, str(number)))
            change.derive(f"{EX}total", total)

    step(0)
    seen: list[set[int]] = [set(), set()]
    wrong: list[object] = []
    stop = threading.Event()

    def read(mine: set[int]) -> None:
        reader = opened(tmp_path)
        while not stop.is_set():
            reader.refresh()
            rows = reader.rows(
                "SELECT ?a ?b ?t (COUNT(?x) AS ?n) { <x:g1> <x:count> ?a . <x:g2> <x:count> ?b . "
                f"<x:total> <x:is> ?t . ?x <{EX}p> ?v }} GROUP BY ?a ?b ?t"
            )
            values = [{name: int(term.value) for name, term in row.items()} for row in rows]
            # The two graphs say the same 30 things, which the union gives once per graph.
            number = values[0]["a"] if values else -1
            if values != [{"a": number, "b": number, "t": 2 * number, "n": 60}]:
                wrong.append(values)
            mine.add(number)
            time.sleep(0.01)

    threads = [threading.Thread(target=read, args=(mine,)) for mine in seen]
    for thread in threads:
        thread.start()
    for number in range(1, 21):
        step(number)
    time.sleep(0.1)
    stop.set()
    for thread in threads:
        thread.join()
    assert not wrong
    assert all(20 in mine and len(mine) > 3 for mine in seen)


def test_the_second_writer_waits_and_then_says_so(tmp_path: Path) -> None:
    first, second = opened(tmp_path), opened(tmp_path, lock_timeout=0.2)
    with first.change() as change:
        change.put(G1, "001.txt", quads(1))
        began = time.monotonic()
        with pytest.raises(errors.StoreBusy) as caught, second.change():
            raise AssertionError("there must be one writer only")
        assert 0.15 < time.monotonic() - began < 5
        assert caught.value.http_status == 503 and str(tmp_path) in caught.value.zh
        with pytest.raises(errors.StoreBusy), second.change(timeout=0):
            raise AssertionError("there must be one writer only")
    put(second, G2, "002.txt", quads(1))
    assert second.graphs() == {G1: 1, G2: 1}


def test_writers_in_line_all_get_through(tmp_path: Path) -> None:
    stores = [opened(tmp_path) for _ in range(4)]

    def write(number: int) -> None:
        for step in range(3):
            put(stores[number], f"{EX}g{number}", "x.txt", quads(step + 1))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert opened(tmp_path).graphs() == {f"{EX}g{number}": 3 for number in range(4)}
    assert opened(tmp_path).generation == "12"


def test_another_process_is_locked_out_and_its_death_unlocks(tmp_path: Path) -> None:
    opened(tmp_path)
    code = (
        "import sys, time\nfrom graph.store import REMARKS, open_store\n"
        "with open_store(sys.argv[1]).change() as change:\n    print('in', flush=True)\n    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], stdout=subprocess.PIPE) as other:
        assert other.stdout is not None and other.stdout.readline().strip() == b"in"
        store = opened(tmp_path)
        with pytest.raises(errors.StoreBusy), store.change(timeout=0.1):
            raise AssertionError("there must be one writer only")
        other.kill()
    with store.change(timeout=5) as change:
        change.put(G1, "001.txt", quads(1))
    assert store.graphs() == {G1: 1}


def test_a_reader_needs_no_right_to_write(tmp_path: Path) -> None:
    put(opened(tmp_path), G1, "001.txt", quads(2))
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    reader = open_store(tmp_path)
    assert len(reader.rows("SELECT * { ?s ?p ?o }")) == 2
    del reader
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_opening_and_asking_do_not_load_rdflib(tmp_path: Path) -> None:
    put(opened(tmp_path), G1, "001.txt", quads(1))
    code = (
        "import sys\nfrom graph.store import REMARKS, open_store\n"
        "assert open_store(sys.argv[1]).rows('SELECT * { ?s ?p ?o }')\n"
        "print(sorted({'rdflib', 'networkx', 'SPARQLWrapper'} & set(sys.modules)))\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


# --- errors ---------------------------------------------------------------------------------------------


def _tree(kind: type[errors.GraphError]) -> set[type[errors.GraphError]]:
    return {kind}.union(*(_tree(one) for one in kind.__subclasses__()))


def test_every_error_has_a_status_two_languages_and_survives_a_pipe() -> None:
    kinds = {kind for kind in _tree(errors.GraphError) if kind.__module__ == "graph.errors"}
    assert {errors.StoreError, errors.QuerySyntaxError, errors.QueryRefused} < kinds
    for kind in kinds:
        error = (
            errors.QuerySyntaxError("?", 3, 7)
            if kind is errors.QuerySyntaxError
            else kind("出错了", "it failed")
        )
        assert issubclass(kind, GongbaoError)
        assert 400 <= error.http_status <= 599
        again = pickle.loads(pickle.dumps(error))
        assert type(again) is kind
        assert (str(again), again.zh, again.en) == (str(error), error.zh, error.en)
        assert again.zh in str(again) and again.en in str(again)


# --- what people say of the rest -----------------------------------------------------------------------


def test_remarks_make_a_generation_but_leave_the_content_what_it_was(tmp_path: Path) -> None:
    store = opened(tmp_path / "store")
    put(store, G1, "a.txt", quads(1))
    generation, content = store.generation, store.content
    put(store, store.base + REMARKS, "finding", quads(1, "accepted"))
    assert store.generation != generation and store.content == content
    put(store, G2, "b.txt", quads(1))
    assert store.content != content
    with store.change() as change:
        change.remove(G2)
    assert store.content == content
