"""Generations: listed, restored, rebuilt from shards, pruned, verified."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph import errors, snapshots
from graph.local import LocalStore
from graph.store import open_store

G1, G2, D = "https://example.org/g1", "https://example.org/g2", "https://example.org/derived"
EX = "https://example.org/"


def quads(*values: str) -> bytes:
    return "".join(f'<{EX}a> <{EX}p> "{value}" .\n' for value in values).encode()


def values(store: LocalStore) -> set[str]:
    store.refresh()
    return {term.value for row in store.rows(f"SELECT ?v {{ ?s <{EX}p> ?v }}") for term in row.values()}


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    """Three generations: "one"; "one" and "two"; "two", a blank node, and a derived graph of two triples."""
    store = open_store(tmp_path / "store", create=True)
    assert isinstance(store, LocalStore)
    with store.change("first") as change:
        change.put(G1, "001.txt", quads("one"))
    with store.change("second") as change:
        change.put(G2, "002.txt", quads("two"))
    with store.change("third") as change:
        change.put(G1, "001.txt", f"_:x <{EX}q> _:y .\n".encode())
        change.derive(D, f"INSERT {{ ?s <{EX}r> ?o, 'x' }} WHERE {{ ?s <{EX}p> ?o }}")
    return store


def test_generations_are_listed_oldest_first(store: LocalStore) -> None:
    listed = snapshots.list_generations(store.location)
    assert [(one.name, one.reason, one.triples, one.graphs, one.current) for one in listed] == [
        ("1", "first", 1, 1, False),
        ("2", "second", 2, 2, False),
        ("3", "third", 4, 3, True),
    ]
    assert all(one.created.endswith("+00:00") and one.created[4] == "-" for one in listed)


def test_a_new_store_has_none(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    assert snapshots.list_generations(store.location) == []
    assert snapshots.verify(store.location) == []


@pytest.mark.parametrize(
    "call",
    [
        snapshots.list_generations,
        snapshots.rebuild,
        snapshots.verify,
        lambda folder: snapshots.restore(folder, "1"),
        lambda folder: snapshots.prune(folder, 1),
    ],
)
def test_what_is_no_store_is_refused(tmp_path: Path, call) -> None:
    with pytest.raises(errors.StoreMissing):
        call(tmp_path / "none")
    (tmp_path / "thesis.txt").write_text("precious")
    with pytest.raises(errors.StoreError, match="不是图库"):
        call(tmp_path)


# --- restore ---------------------------------------------------------------------------------------------


def test_an_earlier_generation_comes_back_as_a_new_one(store: LocalStore) -> None:
    assert snapshots.restore(store.location, "2") == "4"
    assert values(store) == {"one", "two"}
    assert store.generation == "4"
    assert store.graphs() == {G1: 1, G2: 1}
    assert "2" in snapshots.list_generations(store.location)[-1].reason
    with store.change() as change:
        # Membership came back too: this replaces what the source said then.
        assert change.put(G1, "001.txt", quads("three"))
        assert not change.put(G2, "002.txt", quads("two"))
    assert values(store) == {"two", "three"}


def test_restoring_what_is_not_there_names_what_is(store: LocalStore) -> None:
    with pytest.raises(errors.StoreError, match="1, 2, 3"):
        snapshots.restore(store.location, "9")
    assert store.generation == "3"


def test_restoring_mends_a_lost_current(store: LocalStore) -> None:
    (Path(store.location) / "CURRENT").unlink()
    assert snapshots.restore(store.location, "3") == "4"
    assert values(store) == {"two"}
    assert [one.name for one in snapshots.list_generations(store.location)] == ["1", "2", "3", "4"]
    assert snapshots.verify(store.location) == []


def test_restoring_waits_for_a_writer(store: LocalStore) -> None:
    with store.change(), pytest.raises(errors.StoreBusy):
        snapshots.restore(store.location, "1", timeout=0.1)


# --- rebuild ---------------------------------------------------------------------------------------------


def spoil(store: LocalStore, name: str) -> None:
    """Let the database of a generation be one that this engine does not know."""
    for path in (Path(store.location) / "generations" / name / "db").iterdir():
        content = path.read_bytes()
        path.unlink()  # its files are shared with other generations by hard links
        path.write_bytes(b"\0\0" + content[::-1])


def test_a_generation_is_made_anew_from_its_shards(store: LocalStore) -> None:
    before = store.serialise(
        "SELECT * { GRAPH ?g { ?s ?p ?o } FILTER(!isBlank(?s)) } ORDER BY ?g ?o", "text/csv"
    )
    spoil(store, "3")
    with pytest.raises(errors.StoreDamaged):
        open_store(store.location)
    with pytest.raises(errors.StoreDamaged):
        snapshots.restore(store.location, "3")
    assert snapshots.verify(store.location)
    assert snapshots.rebuild(store.location) == "4"
    again = open_store(store.location)
    assert again.graphs() == {G1: 1, G2: 1, D: 2}
    assert (
        again.serialise("SELECT * { GRAPH ?g { ?s ?p ?o } FILTER(!isBlank(?s)) } ORDER BY ?g ?o", "text/csv")
        == before
    )
    assert snapshots.verify(store.location) == []
    with again.change() as change:
        assert change.put(G1, "001.txt", quads("three"))
    assert again.graphs() == {G1: 1, G2: 1, D: 2}


def test_an_earlier_generation_can_be_made_anew(store: LocalStore) -> None:
    spoil(store, "1")
    assert snapshots.rebuild(store.location, "1") == "4"
    assert values(store) == {"one"}


def test_a_missing_or_altered_shard_is_named(store: LocalStore) -> None:
    shards = Path(store.location) / "shards"
    victim = sorted(shards.iterdir())[0]
    victim.write_bytes(victim.read_bytes()[:-9])
    assert any(victim.name in problem for problem in snapshots.verify(store.location, "3")) or any(
        victim.name in problem for problem in snapshots.verify(store.location, "2")
    )
    for path in shards.iterdir():
        path.unlink()
    with pytest.raises(errors.StoreDamaged, match=r"\.nq\.gz"):
        snapshots.rebuild(store.location)
    assert store.generation == "3"
    assert values(store) == {"two"}
    assert [one.name for one in snapshots.list_generations(store.location)] == ["1", "2", "3"]


# --- prune ------------------------------------------------------------------------------------------------


def test_pruning_keeps_the_newest_and_what_they_need(store: LocalStore) -> None:
    shards = Path(store.location) / "shards"
    assert len(list(shards.iterdir())) == 3
    assert snapshots.prune(store.location, 2) == ["1"]
    assert len(list(shards.iterdir())) == 3
    assert snapshots.prune(store.location, 1) == ["2"]
    assert len(list(shards.iterdir())) == 2
    assert snapshots.prune(store.location, 1) == []
    assert [one.name for one in snapshots.list_generations(store.location)] == ["3"]
    assert snapshots.verify(store.location) == []
    assert values(store) == {"two"}
    with store.change() as change:
        assert change.put(G1, "001.txt", quads("one"))
    assert values(store) == {"one", "two"}


def test_pruning_keeps_at_least_the_published_one(store: LocalStore) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        snapshots.prune(store.location, 0)
    snapshots.restore(store.location, "1")
    assert snapshots.prune(store.location, 1) == ["1", "2", "3"]
    assert values(store) == {"one"}
    assert snapshots.verify(store.location) == []


def test_a_reader_on_a_pruned_generation_goes_on_and_can_move(store: LocalStore) -> None:
    reader = open_store(store.location)
    assert isinstance(reader, LocalStore)
    with store.change() as change:
        change.put(G2, "002.txt", quads("five"))
    assert snapshots.prune(store.location, 1) == ["1", "2", "3"]
    assert {row["v"].value for row in reader.rows(f"SELECT ?v {{ ?s <{EX}p> ?v }}")} == {"two"}
    assert values(reader) == {"five"}


def test_a_pruning_that_died_is_finished_by_the_next_change(store: LocalStore) -> None:
    generations = Path(store.location) / "generations"
    (generations / "1").rename(generations / "1.old")
    with store.change() as change:
        change.put(G1, "001.txt", quads("four"))
    assert sorted(path.name for path in generations.iterdir()) == ["2", "3", "4"]
    # Its shards may be needed by others and are left to the next pruning.
    assert snapshots.verify(store.location, "2") == []


# --- verify -----------------------------------------------------------------------------------------------


def test_verify_finds_what_is_wrong(store: LocalStore) -> None:
    assert snapshots.verify(store.location) == []
    assert "9" in snapshots.verify(store.location, "9")[0]
    manifest = Path(store.location) / "generations" / "2" / "manifest.json"
    text = manifest.read_text("utf-8")
    manifest.write_text(text.replace(f'"{G1}": 1', f'"{G1}": 7'), "utf-8")
    (problem,) = snapshots.verify(store.location, "2")
    assert G1 in problem and "7" in problem
    manifest.write_text(text[:-20], "utf-8")
    assert "manifest.json" in snapshots.verify(store.location, "2")[0]
    assert "manifest.json" in snapshots.list_generations(store.location)[1].reason


def test_verify_reads_every_file_of_the_database(store: LocalStore) -> None:
    with store.change() as change:
        change.put(G1, "big.txt", quads(*(str(number) for number in range(3000))))
    for path in (Path(store.location) / "generations" / "4" / "db").glob("*.sst"):
        content = bytearray(path.read_bytes())
        content[len(content) // 3] ^= 0xFF
        path.unlink()
        path.write_bytes(content)
    assert snapshots.verify(store.location)
    assert snapshots.rebuild(store.location) == "5"
    assert snapshots.verify(store.location) == []
