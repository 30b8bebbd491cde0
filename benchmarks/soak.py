"""Does the service stand a crowd, hostile queries, new data and kills: ``python -m benchmarks.soak``.

Everything happens on this machine, for ``--minutes``: ``--clients`` ask without a pause, pages, look-ups
and questions, every twentieth request hostile (cross products, sorts of everything, endless paths, refused
forms, oversized bodies); every ``--reload`` seconds a new gazette is loaded beside it. At the end a query
worker, the server process and its parent are killed outright (SIGKILL) under a small supervisor.

Printed as JSON: answers by kind and status, what was no answer at all, 5xx that were no limit told as such,
milliseconds of light requests, memory over time, seconds until the service is back after each kill. Exits 1
where an answer was a 5xx that no limit explains, or none came though nobody had been killed. Linux only.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import quantiles
from urllib.parse import quote, urlencode

from benchmarks.generate import gazettes
from benchmarks.mix import PROLOGUE, Mix
from benchmarks.supervisor import ROOT, Supervised
from graph.generations import StoreFolder

_HOSTILE_SHARE = 0.05
_SAMPLE_SECONDS = 5.0
_SETTLE_SECONDS = 10.0
# A request that began before a kill may still fail a moment after it.
_AFTERMATH_SECONDS = 1.0
_LOOKUPS = ("look-up", "two hops", "text filter", "aggregation")
_PAGES = (
    "/",
    "/status",
    "/queries",
    "/sparql",
    "/api/status",
    "/api/queries",
    "/browse/documents",
)
_OVERSIZED = 1_100_000
_QUESTIONS = ("激励事项3由谁牵头？", "哪些文件引用了国务院的文件？", "Which documents are in force?")
_HOSTILE = (
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?a != ?d) }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f ?a",
    "SELECT * { ?a (!<x:x>|!<x:y>)+ ?b . ?b (!<x:x>)+ ?c }",
    "SELECT (GROUP_CONCAT(?c) AS ?all) { ?a ?b ?c . ?d ?e ?f }",
    'SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), "(.*)*(.*)*x(.*)*y$")) }',
    "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * { { { { ?s ?p",
    "LOAD <file:///etc/passwd>",
)


@dataclass
class Seen:
    """What the clients saw."""

    statuses: Counter[str] = field(default_factory=Counter)
    limits: Counter[str] = field(default_factory=Counter)
    unexplained: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    lost_at: list[tuple[float, str]] = field(default_factory=list)
    light: list[float] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, kind: str, status: int, problem: str, seconds: float) -> None:
        """One answer; ``problem`` is the type of a problem that the client was told."""
        with self.lock:
            self.statuses[f"{kind} {status}"] += 1
            if kind == "light" and status == 200:
                self.light.append(seconds)
            if status == 503 and problem not in ("", "about:blank"):
                self.limits[problem] += 1
            elif status >= 500:
                self.unexplained[f"{status} {problem}"] += 1

    def none(self, error: Exception, oversized: bool) -> None:
        """No answer. A body that is too long is refused while it is sent: its client sees a closed pipe."""
        with self.lock:
            if oversized and isinstance(error, (BrokenPipeError, ConnectionResetError)):
                self.statuses["hostile cut off"] += 1
                return
            self.lost[type(error).__name__] += 1
            self.lost_at.append((time.monotonic(), type(error).__name__))


def main() -> int:
    """Run as the command line asks, print, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--clients", type=int, default=32)
    parser.add_argument("--gazettes", type=int, default=20, help="generated gazettes in the graph at first")
    parser.add_argument("--reload", type=float, default=60.0, metavar="SECONDS")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = soak(Path(folder), options.minutes * 60, options.clients, options.gazettes, options.reload)
    print(json.dumps(result, ensure_ascii=False, indent=1))
    return 1 if result["unexplained 5xx"] or result["no answer, nobody killed"] else 0


def soak(folder: Path, seconds: float, clients: int, count: int, reload: float) -> dict[str, object]:
    """Run for so many seconds in ``folder``; what ``main`` prints."""
    store, texts = folder / "store", folder / "gazettes"
    texts.mkdir()
    made = list(gazettes(count + int(seconds / reload) + 1))
    for name, text in made[:count]:
        (texts / name).write_text(text, encoding="utf-8")
    _load(texts, store)
    current = StoreFolder(store)
    mix = Mix(current.database(current.current()))
    service = Supervised(store, _free_port(), folder / "log", GONGBAO_LOG_LEVEL="error")
    seen, over, kills = Seen(), threading.Event(), []
    memory: list[dict[str, float]] = []
    _back(service.port)
    threads = [
        threading.Thread(target=_ask, args=(service.port, mix, random.Random(number), seen, over))
        for number in range(clients)
    ]
    threads.append(threading.Thread(target=_sample, args=(service, memory, over)))
    began = time.monotonic()
    for thread in threads:
        thread.start()
    loads = 0
    try:
        while time.monotonic() - began < seconds:
            time.sleep(min(reload, max(0.0, seconds - (time.monotonic() - began))))
            name, text = made[count + loads]
            (folder / name).write_text(text, encoding="utf-8")
            _load(folder / name, store)
            loads += 1
        kills = [_kill(service, what, find) for what, find in _targets(service)]
    finally:
        over.set()
        for thread in threads:
            thread.join(timeout=60)
    code = service.stop()
    log = (folder / "log").read_text(encoding="utf-8", errors="replace")
    unexcused = [
        f"{name} after {at - began:.0f} s"
        for at, name in seen.lost_at
        if not any(_explains(kill, at) for kill in kills)
    ]
    for kill in kills:
        kill["second"] = round(float(str(kill["at"])) - began)
    return {
        "processors": os.cpu_count(),
        "clients": clients,
        "seconds": round(time.monotonic() - began),
        "reloads": loads,
        "answers": dict(seen.statuses.most_common()),
        "limits told": dict(seen.limits.most_common()),
        "unexplained 5xx": dict(seen.unexplained),
        "no answer": dict(seen.lost),
        "no answer, nobody killed": unexcused,
        "light, ms": _spread(seen.light),
        "memory, MB": memory,
        "kills": [{name: value for name, value in kill.items() if name != "at"} for kill in kills],
        "starts": service.starts,
        "exit code of the stop": code,
        "stack traces in the log": log.count("Traceback"),
    }


# --- clients ------------------------------------------------------------------------------------------


def _ask(port: int, mix: Mix, chance: random.Random, seen: Seen, over: threading.Event) -> None:
    """One client: one request after another on a connection that is kept."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    while not over.is_set():
        hostile = chance.random() < _HOSTILE_SHARE
        method, address, body, headers = _hostile(chance) if hostile else _light(mix, chance, seen)
        began = time.perf_counter()
        try:
            connection.request(method, address, body, headers)
            response = connection.getresponse()
            content = response.read()
        except (OSError, HTTPException) as error:
            connection.close()
            seen.none(error, oversized=body is not None and len(body) >= _OVERSIZED)
            time.sleep(0.2)
            continue
        problem = ""
        if response.status >= 500 and "json" in response.headers.get("Content-Type", ""):
            problem = str(json.loads(content).get("type", "")).rpartition("/")[2]
        kind = "hostile" if hostile else "light"
        seen.add(kind, response.status, problem, time.perf_counter() - began)


def _light(mix: Mix, chance: random.Random, seen: Seen) -> tuple[str, str, bytes | None, dict[str, str]]:
    accept = {"Accept": "application/json, text/html;q=0.5"}
    pick = chance.random()
    if pick < 0.5:
        with seen.lock:
            query = mix.query(chance.choice(_LOOKUPS))
        return (
            "GET",
            f"/sparql?{urlencode({'query': query})}",
            None,
            {"Accept": "application/sparql-results+json"},
        )
    if pick < 0.6:
        return "GET", f"/api/ask?q={quote(chance.choice(_QUESTIONS))}", None, accept
    if pick < 0.7:
        return "GET", f"/search?q={quote('政务服务')}", None, {"Accept": "text/html"}
    return "GET", chance.choice(_PAGES), None, {"Accept": "text/html, application/json"}


def _hostile(chance: random.Random) -> tuple[str, str, bytes | None, dict[str, str]]:
    pick = chance.randrange(len(_HOSTILE) + 1)
    accept = {"Accept": "application/sparql-results+json", "Content-Type": "application/sparql-query"}
    if pick == len(_HOSTILE):
        return "POST", "/sparql", b"#" * _OVERSIZED, accept
    return "POST", "/sparql", f"{PROLOGUE}# {chance.random()}\n{_HOSTILE[pick]}".encode(), accept


# --- what happens beside them -----------------------------------------------------------------------------


def _load(path: Path, store: Path) -> None:
    command = [sys.executable, "-m", "api", "load", str(path), "--store", str(store), "--jobs", "1"]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


def _sample(service: Supervised, memory: list[dict[str, float]], over: threading.Event) -> None:
    """Memory of the processes every few seconds, thinned out by the printing to some twenty lines."""
    began = time.monotonic()
    while not over.wait(_SAMPLE_SECONDS):
        now = {name: round(size / 1e6) for name, size in service.memory().items()}
        memory.append({"second": round(time.monotonic() - began), **now})
        if len(memory) > 40:
            del memory[1::2]


def _targets(service: Supervised) -> list[tuple[str, Callable[[], int]]]:
    return [
        ("a query worker", lambda: (service.workers() or [0])[0]),
        ("the server process", service.server),
        ("its parent", service.parent),
    ]


def _kill(service: Supervised, what: str, find: Callable[[], int]) -> dict[str, object]:
    """Kill it outright, wait until the service is ready again, let it settle."""
    pid = find()
    # Without its parent the server ends a moment later, and until then it answers.
    also = service.server() if pid == service.parent() else 0
    at = time.monotonic()
    if pid:
        os.kill(pid, signal.SIGKILL)
    _gone(pid)
    _gone(also)
    alive, ready = _back(service.port)
    time.sleep(_SETTLE_SECONDS)
    return {
        "what": what,
        "killed": bool(pid),
        "at": at,
        "seconds until alive": round(alive - at, 1),
        "seconds until ready": round(ready - at, 1),
    }


def _gone(pid: int) -> None:
    while pid and Path(f"/proc/{pid}").exists() and _state(pid) != "Z":
        time.sleep(0.01)


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def _explains(kill: dict[str, object], at: float) -> bool:
    """Whether a request that got no answer at ``at`` fell between a kill and the return of the service."""
    begin, until = float(str(kill["at"])), float(str(kill["seconds until ready"]))
    return begin - _AFTERMATH_SECONDS <= at <= begin + until + _AFTERMATH_SECONDS


def _back(port: int, seconds: float = 180.0) -> tuple[float, float]:
    """When the service was alive and when it was ready, on the monotonic clock; infinity for never."""
    end = time.monotonic() + seconds
    times: list[float] = []
    for path in ("/healthz", "/readyz"):
        while _status(port, path) != 200:
            if time.monotonic() > end:
                return (*times, math.inf, math.inf)[:2]
            time.sleep(0.05)
        times.append(time.monotonic())
    return times[0], times[1]


def _status(port: int, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _spread(seconds: list[float]) -> dict[str, float]:
    """Median, 95th and 99th percentile in milliseconds."""
    cuts = quantiles(seconds, n=100)
    return {name: round(1000 * cuts[at - 1], 1) for name, at in (("p50", 50), ("p95", 95), ("p99", 99))}


if __name__ == "__main__":
    sys.exit(main())
