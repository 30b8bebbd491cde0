"""From start to stop: no request is ended half-way, new data fail none, a dead parent leaves nobody."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

import pytest

from graph.store import open_store

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "a token for this test"
TRIPLE = '<http://example.org/{0}> <http://www.w3.org/2000/01/rdf-schema#label> "{0}" .\n'


@contextmanager
def server(folder: Path, **settings: str) -> Iterator[tuple[subprocess.Popen[str], str, int]]:
    """``gongbao serve`` with these settings: the process, host and port; killed at the end."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GONGBAO_")}
    environment |= {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "GONGBAO_LOG_LEVEL": "warning"}
    environment |= {f"GONGBAO_{name.upper()}": value for name, value in settings.items()}
    command = [sys.executable, "-m", "api", "serve", "--store", str(folder), "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://(127\.0\.0\.1):(\d+)", process.stdout.readline())
            assert found
            host, port = found.group(1), int(found.group(2))
            wait_until(lambda: get(f"http://{host}:{port}/readyz") == 200)
            yield process, host, port
        finally:
            process.kill()


def get(address: str) -> int:
    """Status of a GET, 0 where nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=30) as response:
            response.read()
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def wait_until(true, seconds: float = 60.0) -> None:
    """Return when ``true()`` is; fail after ``seconds``."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store with one triple."""
    store = open_store(tmp_path / "store", create=True)
    with store.change() as change:
        change.put("http://example.org/g", "a", TRIPLE.format("a").encode())
    return tmp_path / "store"


def begun(host: str, port: int, body: bytes) -> socket.socket:
    """A PUT whose body has been sent by half."""
    head = (
        f"PUT /api/sources/b.nt HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {TOKEN}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    connection = socket.create_connection((host, port), timeout=30)
    connection.sendall(head.encode() + body[: len(body) // 2])
    time.sleep(0.3)
    return connection


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to catch")
def test_a_stop_lets_running_requests_end(folder: Path):
    body = TRIPLE.format("b").encode()
    with server(folder, write_token=TOKEN, stop_seconds="30") as (process, host, port):
        connection = begun(host, port, body)
        process.send_signal(signal.SIGTERM)
        time.sleep(0.3)
        connection.sendall(body[len(body) // 2 :])
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 201 ")
        assert process.wait(timeout=30) == 0
    assert sum(open_store(folder).graphs().values()) > 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to catch")
def test_a_request_that_hangs_does_not_hold_up_the_stop(folder: Path):
    with server(folder, write_token=TOKEN, stop_seconds="1") as (process, host, port):
        begun(host, port, TRIPLE.format("b").encode())
        process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        process.wait(timeout=20)
        assert time.monotonic() - began < 8


def test_new_data_fail_no_request(folder: Path, tmp_path: Path):
    query = urlencode({"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"})
    paths = ["/api/status", f"/sparql?{query}", "/", "/status", "/api/queries", "/readyz"]
    seen: Counter[int] = Counter()
    names = ("c", "d")
    done = threading.Event()

    def ask(address: str) -> None:
        while not done.is_set():
            for path in paths:
                seen[get(address + path)] += 1

    with server(folder) as (_process, host, port):
        address = f"http://{host}:{port}"
        askers = [threading.Thread(target=ask, args=(address,)) for _ in range(3)]
        for asker in askers:
            asker.start()
        try:
            for name in names:
                (tmp_path / f"{name}.nt").write_text(TRIPLE.format(name))
                command = [sys.executable, "-m", "api", "load", str(tmp_path / f"{name}.nt")]
                subprocess.run([*command, "--store", str(folder)], cwd=ROOT, check=True, capture_output=True)
        finally:
            done.set()
            for asker in askers:
                asker.join()
        with urllib.request.urlopen(address + "/api/status", timeout=30) as response:
            served = response.read().decode()
    assert set(seen) == {200}, seen
    assert seen.total() > 20
    assert all(f"/{name}.nt" in served for name in names)


@pytest.mark.skipif(os.name == "nt", reason="Windows ends children in its own way")
def test_a_killed_parent_frees_the_port(folder: Path):
    with server(folder) as (process, host, port):
        process.kill()
        process.wait(timeout=10)
        wait_until(lambda: get(f"http://{host}:{port}/healthz") == 0, seconds=20)
