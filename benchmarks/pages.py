"""How fast the pages of entities are made: ``python -m benchmarks.pages [--gazettes 100] [--pages 40]``.

Generated gazettes are loaded once (``--store`` keeps them for the next run), then up to ``--pages`` entities
of each kind, drawn at random, are asked for, without a network and never twice. Prints the median and the
95th percentile of the milliseconds a page of each kind takes, by the clock and on the processor, and of all
kinds together.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from urllib.parse import quote

from pyoxigraph import NamedNode

from api import graph_text as gt
from api.app import create_app
from api.settings import Settings
from benchmarks.generate import write
from graph.ingest import ingest
from graph.store import Store, open_store

KINDS = (
    ("document", "gb:Document", "?s gb:printed true"),
    ("cited document", "gb:Document", "FILTER NOT EXISTS { ?s gb:printed true } ?c gb:cited ?s"),
    ("unit", "gb:Unit", "?r gb:assignee ?s"),
    ("official", "gb:Official", ""),
    ("matter", "gb:Matter", ""),
    ("meeting", "gb:Meeting", ""),
    ("group", "gb:Group", ""),
    ("issue", "gb:Issue", ""),
    ("provision", "gb:Provision", ""),
    ("post", "gb:Post", ""),
    ("annex", "gb:Annex", ""),
)


def prepared(folder: Path, count: int) -> Store:
    """A store in ``folder`` with ``count`` generated gazettes, loaded where it is not there yet."""
    location = folder / "store"
    if not location.exists():
        store = open_store(location, create=True)
        for _ in ingest(store, write(folder / "gazettes", count)):
            pass
    return open_store(location)


def drawn(store: Store, kind: str, pattern: str, count: int, seed: int) -> list[str]:
    """Local paths of up to ``count`` entities of a class, drawn at random; the same for the same seed."""
    query = f"{gt.prologue()} SELECT DISTINCT ?s WHERE {{ ?s a {kind} . {pattern} }}"
    found = sorted(term.value for row in store.rows(query) if isinstance(term := row["s"], NamedNode))
    chosen = random.Random(seed).sample(found, min(count, len(found)))
    return [one[len(store.base) :] for one in chosen if one.startswith(store.base)]


def timed(store: Store, paths: Sequence[str]) -> Iterator[tuple[float, float]]:
    """Milliseconds by the clock and of processor time for each page, the application warm."""
    client = create_app(store, Settings()).test_client()
    client.get(f"/page/{quote(paths[0])}")
    for path in paths:
        clock, processor = time.perf_counter(), time.process_time()
        response = client.get(f"/page/{quote(path)}")
        assert response.status_code == 200, path
        yield (time.perf_counter() - clock) * 1e3, (time.process_time() - processor) * 1e3


def _row(name: str, times: Sequence[tuple[float, float]]) -> str:
    shown = []
    for column in zip(*times, strict=True):
        late = quantiles(column, n=20)[-1] if len(column) > 1 else column[0]
        shown += [f"{median(column):8.1f}", f"{late:8.1f}"]
    return f"{name:16}{len(times):6} " + " ".join(shown)


def main() -> None:
    """Load, ask for pages, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gazettes", type=int, default=100)
    parser.add_argument("--pages", type=int, default=40, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", type=Path, help="folder that keeps gazettes and store")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        store = prepared(options.store or Path(scratch), options.gazettes)
        print(f"{options.gazettes} gazettes, {sum(store.graphs().values()):,} triples; milliseconds")
        print(f"{'kind':16}{'pages':>6} {'median':>8} {'p95':>8} {'cpu med.':>8} {'cpu p95':>8}")
        every: list[tuple[float, float]] = []
        for name, kind, pattern in KINDS:
            paths = drawn(store, kind, pattern, options.pages, options.seed)
            if paths:
                times = list(timed(store, paths))
                every += times
                print(_row(name, times), flush=True)
        print(_row("all", every))


if __name__ == "__main__":
    main()
