"""Taking back what was loaded: only that, with what followed from it, and so that it can be brought back."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.ingest import ingest
from graph.snapshots import restore
from graph.store import Store, open_store
from graph.withdraw import NothingToWithdraw, NotWithdrawn, withdraw

LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two registers, each in a graph of its own."""
    for name in ("one", "two"):
        (tmp_path / f"{name}.nt").write_text(f'<http://example.org/{name}> {LABEL} "{name}" .\n')
    store = open_store(tmp_path / "store", create=True)
    ingest([tmp_path / "one.nt", tmp_path / "two.nt"], store)
    return store


def graph_of(store: Store, name: str) -> str:
    """The graph of a register."""
    (found,) = [graph for graph in store.graphs() if graph.endswith(f"/{name}.nt")]
    return found


def test_the_rest_stays_and_the_generation_before_can_be_restored(store: Store):
    gone, kept = graph_of(store, "one"), graph_of(store, "two")
    withdraw(store, gone)
    assert gone not in store.graphs()
    assert store.graphs()[kept] == 1
    assert store.generation == "2"
    restore(store.location, "1")
    store.refresh()
    assert store.graphs()[gone] == 1


def test_one_source_of_a_graph(store: Store):
    graph = graph_of(store, "one")
    with store.change() as change:
        change.put(graph, "another.nt", f'<http://example.org/x> {LABEL} "x" .\n'.encode())
    withdraw(store, graph, "one.nt")
    assert store.graphs()[graph] == 1
    with pytest.raises(NothingToWithdraw, match=r"one\.nt"):
        withdraw(store, graph, "one.nt")


def test_what_is_not_there_or_derived_is_told_and_publishes_nothing(store: Store):
    with pytest.raises(NothingToWithdraw):
        withdraw(store, "http://example.org/nothing")
    with pytest.raises(NotWithdrawn):
        withdraw(store, f"{store.base}graph/citations")
    assert store.generation == "1"
