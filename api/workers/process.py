"""A worker process as its parent sees it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

from api.workers.frames import JOB, Job, read_frame, write_frame

_LOW_PRIORITY = 5


class Worker:
    """One process of the program ``child``. Used by one thread at a time; ``kill`` may come from another."""

    def __init__(self, memory: int, database: str) -> None:
        """Start it; it gets ready while its first job is under way. Raises OSError."""
        # The child finds the modules where this process found them, whatever the folder it runs in.
        environment = dict(os.environ, PYTHONPATH=os.pathsep.join(path or os.getcwd() for path in sys.path))
        self._process = subprocess.Popen(
            # Without site packages of its own and without the working folder on its path.
            [sys.executable, "-S", "-P", "-m", "api.workers.child", str(memory), database],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            bufsize=65_536,
        )
        self.started = 0.0
        """When the job under way began (``time.monotonic``)."""
        self.ready = False
        """Whether it said that it has started."""
        self.long = False
        self.lowered = False
        self.tired = False
        self._first_look = (0.0, 0.0)
        self.killed = ""
        """Why it was killed by us; empty while it was not."""

    @property
    def pid(self) -> int:
        """Its process number."""
        return self._process.pid

    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def send(self, job: Job) -> None:
        """Give it a job. Raises OSError where it is gone."""
        assert self._process.stdin is not None
        self.started = time.monotonic()
        write_frame(self._process.stdin, JOB, job.pack())

    def frames(self) -> Iterator[tuple[bytes, bytes]]:
        """The frames it sends, until it is gone."""
        assert self._process.stdout is not None
        while frame := read_frame(self._process.stdout):
            yield frame

    def wait_until_ready(self) -> bool:
        """Whether it starts, before it is given a job."""
        assert self._process.stdout is not None
        self.ready = read_frame(self._process.stdout) is not None
        return self.ready

    def code(self) -> int | None:
        """How it ended (a negative number is a signal), waiting a moment for the system to tell."""
        with suppress(subprocess.TimeoutExpired):
            return self._process.wait(timeout=2)
        return None

    def kill(self, reason: str) -> None:
        """End it at once, whatever it does."""
        self.killed = self.killed or reason
        self._process.kill()

    def worked(self) -> float:
        """Seconds of processor time since this was first asked for the job under way; those that passed where
        the system does not say."""
        try:
            with open(f"/proc/{self.pid}/stat", encoding="utf-8") as numbers:
                user, system = numbers.read().rpartition(")")[2].split()[11:13]
        except OSError:
            return time.monotonic() - self.started
        used = (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
        if self._first_look[0] != self.started:
            self._first_look = (self.started, used)
        return used - self._first_look[1]

    def lower_priority(self) -> None:
        """Let short queries and everybody else have the processor first."""
        self.lowered = True
        if hasattr(os, "setpriority"):
            with suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, self.pid, _LOW_PRIORITY)

    def restore_priority(self) -> None:
        """Be as before; where the system does not allow that (to most users it does not), be given up."""
        self.lowered = False
        if hasattr(os, "setpriority"):
            try:
                os.setpriority(os.PRIO_PROCESS, self.pid, 0)
            except OSError:
                self.tired = True

    def close(self) -> None:
        """End it and give back what the system keeps for it."""
        self.kill("closed")
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
