"""A small supervisor for measurements: ``gongbao serve`` started anew whenever it ends, as systemd would."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_PAUSE_SECONDS = 0.2
WORKER = b"api.workers.child"
"""What tells a query worker by its command line."""


class Supervised:
    """The service over a store on a fixed port, kept running until ``stop``."""

    def __init__(self, store: Path, port: int, log: Path, **settings: str) -> None:
        """Start it; its log goes to the file ``log``, ``settings`` are variables by name."""
        self.port = port
        self.starts = 0
        self._log = log.open("ab")
        self._command = [sys.executable, "-m", "api", "serve", "--store", str(store), "--port", str(port)]
        self._environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
        self._process: subprocess.Popen[bytes] | None = None
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)
        self._thread.start()

    def _keep(self) -> None:
        while not self._over.is_set():
            self.starts += 1
            self._process = subprocess.Popen(
                self._command,
                cwd=ROOT,
                env=self._environment,
                stdout=self._log,
                stderr=self._log,
                start_new_session=True,
            )
            self._process.wait()
            time.sleep(_PAUSE_SECONDS)

    def parent(self) -> int:
        """The process that listens to signals; 0 while there is none."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else 0

    def server(self) -> int:
        """Its child that answers requests; 0 while there is none."""
        own = [pid for pid, parent in parents().items() if parent == self.parent()]
        busy = [pid for pid in own if any(WORKER in command(child) for child in children(pid))]
        return (busy or own or [0])[0]

    def workers(self) -> list[int]:
        """The processes that evaluate free-hand queries."""
        return [pid for pid in tree(self.parent()) if WORKER in command(pid)] if self.parent() else []

    def memory(self) -> dict[str, int]:
        """Resident bytes of the processes by what they do."""
        parent = self.parent()
        if not parent:
            return {}
        workers = set(self.workers())
        others = [pid for pid in tree(parent) if pid not in workers and pid != parent]
        return {"server": sum(map(resident, others)), "workers": sum(map(resident, workers))}

    def stop(self) -> int:
        """End it as a user does; its exit code."""
        self._over.set()
        process = self._process
        if process is None:
            return 0
        process.send_signal(signal.SIGTERM)
        try:
            code = process.wait(timeout=30)
        finally:
            if process.poll() is None:
                process.kill()
        self._thread.join(timeout=5)
        self._log.close()
        return code


def parents() -> dict[int, int]:
    """Process → its parent, of every process that can be seen (Linux)."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # The name in brackets may hold anything.
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        found[int(folder.name)] = int(fields[1])
    return found


def children(parent: int) -> list[int]:
    """The processes started by ``parent``."""
    return [pid for pid, other in parents().items() if other == parent]


def tree(root: int) -> list[int]:
    """``root`` and everything below it."""
    known, found = parents(), [root]
    for pid in found:
        found += [child for child, parent in known.items() if parent == pid]
    return found


def command(pid: int) -> bytes:
    """The command line of a process, empty where it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def resident(pid: int) -> int:
    """Resident bytes of a process, 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))
