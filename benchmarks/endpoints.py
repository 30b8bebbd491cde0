"""SPARQL servers started for a measurement, each over the same data, on this machine."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
JSON = "application/sparql-results+json"

# Run by the interpreter of an environment of its own: rdflib-endpoint is none of this project's dependencies.
_RDFLIB = """
import sys
import uvicorn
from rdflib import Dataset
from rdflib_endpoint import SparqlEndpoint

data = Dataset(default_union=True)
data.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=data), port=int(sys.argv[2]), log_level="error")
"""


@dataclass
class Endpoint:
    """A server that runs: its name, process, port and path; one connection is kept open."""

    name: str
    process: subprocess.Popen[bytes]
    port: int
    path: str
    _connection: HTTPConnection | None = None

    def ask(self, query: str, **headers: str) -> tuple[int, float, bytes]:
        """Status, seconds until the last byte, and body of a GET on the kept connection."""
        return self.fetch(f"{self.path}?{urlencode({'query': query})}", **headers)

    def fetch(self, address: str, **headers: str) -> tuple[int, float, bytes]:
        """As :meth:`ask`, of any address."""
        for again in (False, True):
            connection = self._connection or HTTPConnection("127.0.0.1", self.port, timeout=120)
            began = time.perf_counter()
            try:
                connection.request("GET", address, headers={"Accept": JSON, **headers})
                response = connection.getresponse()
                body = response.read()
            except OSError:
                self._connection = None
                if again:
                    raise
                continue
            self._connection = connection
            return response.status, time.perf_counter() - began, body
        raise AssertionError

    def processor_seconds(self) -> float:
        """Processor time that the server and all processes below it have taken (Linux)."""
        ticks, todo = 0, [self.process.pid]
        below: dict[int, list[int]] = {}
        times: dict[int, int] = {}
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                numbers = (folder / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            below.setdefault(int(numbers[1]), []).append(int(folder.name))
            times[int(folder.name)] = sum(int(number) for number in numbers[11:15])
        while todo:
            one = todo.pop()
            ticks += times.get(one, 0)
            todo += below.get(one, [])
        return ticks / os.sysconf("SC_CLK_TCK")

    def another(self) -> Endpoint:
        """The same server over a connection of one's own."""
        return Endpoint(self.name, self.process, self.port, self.path)


@contextmanager
def ours(store: Path, **settings: str) -> Iterator[Endpoint]:
    """``gongbao serve`` over the store in a folder; ``settings`` as its variables."""
    environment = {**os.environ, **settings, "PYTHONUNBUFFERED": "1", "GONGBAO_LOG_LEVEL": "warning"}
    command = [sys.executable, "-m", "api", "serve", "--store", str(store), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        told = re.search(r"http://127\.0\.0\.1:(\d+)", process.stdout.readline().decode())
        assert told, "the server did not say where it listens"
        with _stopped(process):
            server = _ready(Endpoint("gongbao", process, int(told.group(1)), "/sparql"))
            # It makes indexes for its pages when it starts, beside the requests.
            while server.fetch("/readyz")[0] != 200:
                time.sleep(0.5)
            yield server


@contextmanager
def oxigraph(database: Path) -> Iterator[Endpoint]:
    """Oxigraph's own server, read-only on the same database."""
    program = shutil.which("oxigraph") or str(Path(sys.executable).with_name("oxigraph"))
    port = _free_port()
    command = [program, "serve-read-only", "-l", str(database), "-b", f"127.0.0.1:{port}"]
    command.append("--union-default-graph")
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process, _stopped(process):
        yield _ready(Endpoint("oxigraph", process, port, "/query"))


@contextmanager
def rdflib_endpoint(python: Path, quads: Path) -> Iterator[Endpoint]:
    """rdflib-endpoint over the N-Quads file, in the environment of the interpreter ``python``."""
    port = _free_port()
    command = [str(python), "-c", _RDFLIB, str(quads), str(port)]
    with subprocess.Popen(command) as process, _stopped(process):
        yield _ready(Endpoint("rdflib-endpoint", process, port, "/"), 1_800)


@contextmanager
def _stopped(process: subprocess.Popen[bytes]) -> Iterator[None]:
    try:
        yield
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _ready(endpoint: Endpoint, seconds: float = 60) -> Endpoint:
    end = time.monotonic() + seconds
    while True:
        try:
            if endpoint.ask("ASK {}")[0] == 200:
                return endpoint
        except OSError:
            if time.monotonic() > end:
                raise
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
