"""A process that changes a store and dies at it; ``test_crash.py`` runs it.

``crash_child.py loop <folder>`` makes one change after the other and prints the number of each when it is
done, until it is killed. ``crash_child.py moments <folder>`` kills itself at every moment of a change in
turn, between any two steps that touch the disk, and prints a JSON object for each: what it found.
"""

from __future__ import annotations

import itertools
import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import graph.files
import graph.generations
from graph import snapshots
from graph.store import Store, open_store

SIZE = 60
STEPS: tuple[tuple[Any, str], ...] = (
    (os, "mkdir"),
    (os, "replace"),
    (os, "rename"),
    (os, "rmdir"),
    (shutil, "rmtree"),
    (Path, "write_bytes"),
    (Path, "write_text"),
    (graph.generations, "sync_files"),
    (graph.generations, "sync_folder"),
    (graph.files, "sync_folder"),
)


def quads(number: int) -> bytes:
    """What a source says in state ``number``: the number, many times over."""
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    return "".join(f'<x:{n}> <x:is> "{number}"^^<{integer}> .\n' for n in range(SIZE)).encode()


def change(store: Store, number: int) -> None:
    """Bring the store from any state to state ``number``."""
    with store.change(f"state {number}") as step:
        for graph_name in ("x:g1", "x:g2"):
            step.put(graph_name, "001.txt", quads(number))
        for graph_name in store.graphs():
            if graph_name.startswith("x:of-"):
                step.remove(graph_name)
        step.put(f"x:of-{number}", "002.txt", quads(number))
        step.derive("x:derived", "INSERT { <x:all> <x:are> ?n } WHERE { ?s <x:is> ?n }")


def state(folder: str) -> int:
    """The state that is published, -1 where nothing is; raises AssertionError where it is half a state."""
    store = open_store(folder, create=True)
    assert not snapshots.verify(folder), snapshots.verify(folder)
    if store.generation == "0":
        return -1
    rows = store.rows("SELECT ?g ?n (COUNT(?s) AS ?c) { GRAPH ?g { ?s ?p ?n } } GROUP BY ?g ?n")
    numbers = {getattr(row["n"], "value", "") for row in rows}
    assert len(numbers) == 1, numbers
    number = int(numbers.pop())
    counts = {getattr(row["g"], "value", ""): int(getattr(row["c"], "value", "")) for row in rows}
    assert counts == {"x:g1": SIZE, "x:g2": SIZE, f"x:of-{number}": SIZE, "x:derived": 1}, counts
    return number


def die_at(moment: int) -> None:
    """From here on, kill this process before its ``moment``-th step: that is after the one before it."""
    met = itertools.count()

    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*args: Any, **options: Any) -> Any:
            if next(met) == moment:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*args, **options)

        return stepped

    for owner, name in STEPS:
        setattr(owner, name, wrap(getattr(owner, name)))


def loop(folder: str) -> None:
    """Change after change."""
    number = state(folder)
    print(number, flush=True)
    store = open_store(folder)
    while True:
        number += 1
        change(store, number)
        print(number, flush=True)


def moments(folder: str) -> None:
    """Die at every moment until a change gets through. Only children open the store: forking is safe."""
    for number, moment in enumerate(range(-1, 10_000)):
        child = os.fork()
        if child == 0:
            found: dict[str, object] = {"moment": moment}
            try:
                found["state"] = state(folder)
            except Exception as error:
                found["error"] = repr(error)
            print(json.dumps(found), flush=True)
            store = open_store(folder)
            if moment >= 0:
                die_at(moment)
            change(store, number)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if moment >= 0 and os.WIFEXITED(status):
            print(json.dumps({"through": os.WEXITSTATUS(status), "state": state(folder)}), flush=True)
            return


if __name__ == "__main__":
    {"loop": loop, "moments": moments}[sys.argv[1]](sys.argv[2])
