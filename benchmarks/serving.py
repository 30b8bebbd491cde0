"""How fast the endpoint answers: ``python -m benchmarks.serving STORE [--rdflib PYTHON]``.

The same queries over HTTP against this project's server and others over the same data, in turn, so that what
else the machine does meets all alike. *Cold* queries were never asked before; *repeated* ones are asked
again.
Prints median milliseconds and how many times faster this project's server is (above 1: faster). Then:
the 95th percentile of light queries, quiet and beside four clients whose queries are ended at their limit
again and again; and the memory of the worker processes.

STORE is the folder of a local store. PYTHON is the interpreter of an environment with rdflib-endpoint and
uvicorn; that server is given the whole store as N-Quads and holds it in memory: for stores of a million
triples at most.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles

import pyoxigraph as ox

from benchmarks.endpoints import Endpoint, ours, oxigraph, rdflib_endpoint
from benchmarks.mix import Mix
from graph.generations import StoreFolder

_HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d) }"
_HEAVY_CLIENTS = 4


def main() -> None:
    """Measure as the command line asks, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("store", type=Path)
    parser.add_argument("--rdflib", type=Path, metavar="PYTHON")
    parser.add_argument("--count", type=int, default=15, help="queries of a kind")
    parser.add_argument(
        "--processor",
        action="store_true",
        help="mean processor time instead, for a machine that is not quiet",
    )
    parser.add_argument("--no-load", action="store_true", help="leave the measurement under load out")
    options = parser.parse_args()
    folder = StoreFolder(options.store)
    generation = folder.current()
    database = folder.database(generation)
    print(f"{folder.manifest(generation).triples:,} triples, {os.cpu_count()} processors")
    with ExitStack() as stack:
        mine = stack.enter_context(ours(options.store, GONGBAO_QUERY_SECONDS="60"))
        servers = [mine, stack.enter_context(oxigraph(database))]
        if options.rdflib:
            quads = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "all.nq"
            ox.Store.read_only(str(database)).dump(str(quads), ox.RdfFormat.N_QUADS)
            servers.append(stack.enter_context(rdflib_endpoint(options.rdflib, quads)))
        (compare_processor if options.processor else compare)(servers, Mix(database), options.count)
    if not options.no_load:
        with ours(options.store, GONGBAO_QUERY_SECONDS="2") as server:
            under_load(server, Mix(database, seed=2))


def compare(servers: list[Endpoint], mix: Mix, count: int) -> None:
    """Print the table of medians and ratios."""
    _print_head("median ms", servers)
    for kind in mix.kinds:
        mine = [mix.query(kind) for _ in range(count)]
        for label, queries, rounds in (("cold", mine, 1), ("repeated", mine[:3], count // 3)):
            took: dict[str, list[float]] = {server.name: [] for server in servers}
            for _ in range(rounds):
                for query in queries:
                    for server in servers:
                        took[server.name] += _times(server, [query])
            _print_row(f"{kind}, {label}", [1000 * median(took[server.name]) for server in servers])


def compare_processor(servers: list[Endpoint], mix: Mix, count: int) -> None:
    """Print the table of mean processor milliseconds of all processes of a server, and ratios."""
    _print_head("processor ms", servers)
    for kind in mix.kinds:
        mine = [mix.query(kind) for _ in range(count)]
        for server in servers:
            list(_times(server, [mix.query(kind)]))  # what the kind needs of the disk is in memory then
        for label, queries in (("cold", mine), ("repeated", mine[:1] * count)):
            shown = []
            for server in servers:
                before = server.processor_seconds()
                list(_times(server, queries))
                shown.append(1000 * (server.processor_seconds() - before) / count)
            _print_row(f"{kind}, {label}", shown)


def _print_head(unit: str, servers: list[Endpoint]) -> None:
    first, *others = [server.name for server in servers]
    print(f"{unit:24}{first:>12}" + "".join(f"{name:>17}{'ratio':>8}" for name in others))


def _print_row(label: str, shown: list[float]) -> None:
    first, *others = shown
    least = 0.01  # what a clock of hundredths of a second can tell
    print(
        f"{label:24}{first:12.2f}" + "".join(f"{one:17.2f}{one / max(first, least):8.2f}" for one in others),
        flush=True,
    )


def _times(server: Endpoint, queries: Iterable[str]) -> Iterator[float]:
    for query in queries:
        status, seconds, _ = server.ask(query)
        assert status == 200, f"{server.name}: {status} for {query}"
        yield seconds


def under_load(server: Endpoint, mix: Mix, seconds: float = 8.0) -> None:
    """Print the 95th percentile of light queries, quiet and beside heavy ones, and the workers' memory."""
    percentile = _light(server, mix, seconds)
    with _heavy(server) as refused:
        time.sleep(1)
        loaded = _light(server, mix, seconds)
    print(
        f"light queries, p95: {1000 * percentile:.1f} ms quiet, {1000 * loaded:.1f} ms beside "
        f"{_HEAVY_CLIENTS} heavy clients ({len(refused)} refusals), ratio {loaded / percentile:.2f}"
    )
    print(f"largest worker: {max(_workers_memory(server)) / 1e6:.0f} MB resident")


def _light(server: Endpoint, mix: Mix, seconds: float) -> float:
    """The 95th percentile of look-ups, one after another for so many seconds."""
    end, took = time.monotonic() + seconds, []
    while time.monotonic() < end:
        took += _times(server, [mix.query("look-up")])
        time.sleep(0.005)
    return quantiles(took, n=20)[-1]


@contextmanager
def _heavy(server: Endpoint) -> Iterator[list[int]]:
    """Clients that send heavy queries, each the next one as soon as one was refused."""
    stop, statuses = threading.Event(), []

    def send(number: int) -> None:
        mine, serial = server.another(), 0
        while not stop.is_set():
            serial += 1
            statuses.append(mine.ask(f"# {number} {serial}\n{_HEAVY}")[0])

    threads = [threading.Thread(target=send, args=(number,)) for number in range(_HEAVY_CLIENTS)]
    for thread in threads:
        thread.start()
    try:
        yield statuses
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        assert set(statuses) == {503}, statuses


def _workers_memory(server: Endpoint) -> list[int]:
    """Peak resident bytes of every worker process below the server."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"api.workers.child" in (folder / "cmdline").read_bytes().split(b"\0"):
                lines = (folder / "status").read_text().splitlines()
                found += [int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")]
        except OSError:
            continue
    return found


if __name__ == "__main__":
    main()
