"""Fixtures of the graph room: a SPARQL server of our own, and a place for a store in either kind."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sysconfig
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.store import Store, open_store


def _program() -> str | None:
    return shutil.which("oxigraph") or shutil.which("oxigraph", path=sysconfig.get_path("scripts"))


@pytest.fixture(scope="session")
def sparql_server() -> Iterator[str]:
    """The base URL of an Oxigraph server in memory, shared by the tests of one process."""
    program = _program()
    if program is None:
        pytest.skip("no SPARQL server: the program oxigraph (package oxigraph) is not installed")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    with subprocess.Popen(
        [program, "serve", "--bind", f"127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as server:
        try:
            for _ in range(200):
                try:
                    with socket.create_connection(("127.0.0.1", port), timeout=1):
                        break
                except OSError:
                    time.sleep(0.05)
            yield url
        finally:
            server.kill()


@pytest.fixture
def endpoint(sparql_server: str) -> str:
    """The server, emptied."""
    request = urllib.request.Request(
        f"{sparql_server}/update", data=b"DROP ALL", headers={"Content-Type": "application/sparql-update"}
    )
    urllib.request.urlopen(request).close()
    return sparql_server


OpenStore = Callable[[], Store]


@pytest.fixture(params=["folder", "server, union by parameter", "server, union by list"])
def open_it(request: pytest.FixtureRequest, tmp_path: Path) -> OpenStore:
    """A function that opens the same empty store again and again: what holds for one kind holds for all."""
    if request.param == "folder":
        return lambda: open_store(tmp_path / "store", create=True)
    url = request.getfixturevalue("endpoint")
    return lambda: open_store(url + ("?union=list" if request.param.endswith("list") else ""))


@pytest.fixture
def store(open_it: OpenStore) -> Store:
    """An empty store, of each kind in turn."""
    return open_it()
