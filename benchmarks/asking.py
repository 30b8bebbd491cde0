"""Questions over many gazettes: ``python -m benchmarks.asking --gazettes 100 --questions 200``.

Makes a store of generated gazettes (``--store FOLDER`` keeps it for the next run), builds the index, loads it
from its file, asks the mix of questions of ``benchmarks.questions`` and prints the figures as JSON. Processor
time is measured, so that other work on the machine counts little; questions per second are those of one core.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.generate import write
from benchmarks.questions import questions
from graph.ingest import ingest
from graph.store import Store, open_store
from queries.ask import Answerer

_WARM_UP = 25


def made(folder: Path, gazettes: int, seed: int) -> Store:
    """The store in ``folder``; where there is none, one of so many generated gazettes."""
    store = open_store(folder / "store", create=True)
    if store.generation == "0":
        write(folder / "gazettes", gazettes, seed)
        ingest([folder / "gazettes"], store)
    return store


def seconds(run: Callable[[], object]) -> float:
    """The processor time of ``run`` in seconds."""
    began = time.process_time()
    run()
    return time.process_time() - began


def measured(store: Store, kept: Path, gazettes: int, count: int, seed: int) -> dict[str, Any]:
    """The figures: seconds and MB of the index, milliseconds of the questions, what became of them."""
    for path in kept.glob("*.index"):
        path.unlink()
    built = seconds(Answerer(store, kept=kept).prepare)
    answerer = Answerer(store, kept=kept)
    read = seconds(answerer.prepare)
    asked = list(questions(_WARM_UP + count, gazettes, seed))
    for question in asked[:_WARM_UP]:
        answerer.ask(question)
    times, statuses, slow = [], {}, []
    for question in asked[_WARM_UP:]:
        began = time.process_time()
        status = answerer.ask(question)["status"]
        times.append(time.process_time() - began)
        statuses[status] = statuses.get(status, 0) + 1
        slow.append((times[-1], question))
    slow.sort(reverse=True)
    return {
        "gazettes": gazettes,
        "index_built_s": round(built, 2),
        "index_loaded_s": round(read, 2),
        "index_mb": round(sum(path.stat().st_size for path in kept.glob("*.index")) / 1e6, 1),
        "questions": len(times),
        "median_ms": round(1000 * statistics.median(times), 1),
        "p95_ms": round(1000 * statistics.quantiles(times, n=20)[-1], 1),
        "per_second": round(len(times) / sum(times)),
        "statuses": statuses,
        "slowest": [f"{1000 * taken:.0f} ms {question}" for taken, question in slow[:5]],
    }


def main() -> None:
    """Measure as the command line asks and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gazettes", type=int, default=100)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", type=Path, help="folder that keeps the store for the next run")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.store or Path(temporary)
        store = made(folder, chosen.gazettes, chosen.seed)
        figures = measured(store, folder / "cache", chosen.gazettes, chosen.questions, chosen.seed)
    print(json.dumps(figures, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
