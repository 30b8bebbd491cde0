"""The program of a worker process: ``python -m api.workers.child MEMORY DATABASE``.

MEMORY is how many bytes it may grow beyond its size at rest; DATABASE the folder that the first jobs will
want, opened before they come. Jobs come on standard input, answers leave on standard output (``frames``).
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import suppress
from queue import SimpleQueue
from typing import IO, cast

import pyoxigraph as ox

from api.workers.frames import DATA, END, ERROR, READY, Job, read_frame, write_frame, write_json
from api.workers.memory import address_space, limit_growth
from api.workers.sink import Full, Sink
from graph.errors import ENGINE_ERRORS, GraphError, StoreDamaged
from graph.media import graph_format
from graph.results import run_query, write_result_to


class Databases:
    """The one database that is open: that of the last job, which is that of the next but after a load."""

    def __init__(self, memory: int) -> None:
        self._memory = memory
        self._name: str | None = None
        self._engine: ox.Store | None = None
        self._at_rest = 0

    def open(self, name: str) -> ox.Store:
        """The database in folder ``name``, read-only. Raises StoreDamaged, also where it was pruned."""
        if self._engine is None or self._name != name:
            self._engine = None
            limit_growth(0)
            try:
                self._engine = ox.Store.read_only(name) if name else ox.Store()
            except ENGINE_ERRORS as error:
                raise StoreDamaged(f"{name} 打不开：{error}", f"{name} does not open: {error}") from error
            self._name = name
            self._at_rest = limit_growth(self._memory)
        return self._engine

    def grown(self) -> bool:
        """Whether memory was kept that the next query may need."""
        return bool(self._memory) and address_space() - self._at_rest > self._memory // 2


def main() -> None:
    """Answer jobs until there are no more."""
    # Ctrl-C reaches the whole group of processes; when a worker ends is its parent's business.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    jobs: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, jobs), daemon=True).start()
    databases = Databases(int(sys.argv[1]))
    if sys.argv[2]:
        with suppress(StoreDamaged):  # the first job will say so
            databases.open(sys.argv[2])
    write_frame(answers, READY, b"")
    while True:
        answer(Job.unpack(jobs.get()), databases, answers)


def _listen(source: IO[bytes], jobs: SimpleQueue[bytes]) -> None:
    """Hand on jobs; when the parent is gone, end at once, even in the middle of a query."""
    while frame := read_frame(source):
        jobs.put(frame[1])
    os._exit(0)


def answer(job: Job, databases: Databases, out: IO[bytes]) -> None:
    """Do ``job`` and write the answer's frames to ``out``."""
    sink = Sink(lambda piece: write_frame(out, DATA, piece), job.media_type, job.max_rows, job.max_bytes)
    cut = False
    try:
        engine = databases.open(job.database)
        if job.query:
            result = run_query(
                engine,
                job.query,
                default_graphs=job.default_graphs,
                named_graphs=job.named_graphs,
                union=job.union,
            )
            write_result_to(sink, result, job.media_type, job.prefixes, sink.counted)
        else:
            graph = ox.NamedNode(job.graph) if job.graph else None
            engine.dump(
                cast("IO[bytes]", sink), graph_format(job.media_type), from_graph=graph, prefixes=job.prefixes
            )
    except Full as full:
        if not (job.cut and full.limit == "rows"):
            return write_json(out, ERROR, error="Full", args=[full.limit])
        cut = True
    except GraphError as error:
        return write_json(out, ERROR, error=type(error).__name__, args=list(error.args))
    except MemoryError:
        return write_json(out, ERROR, error="Full", args=["memory"])
    except Exception as error:
        return write_json(out, ERROR, error="", args=[f"{type(error).__name__}: {error}"])
    sink.close()
    write_json(out, END, cut=cut, tired=databases.grown())


if __name__ == "__main__":
    main()
