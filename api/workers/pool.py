"""The pool of worker processes: who gets one, for how long, and what becomes of it afterwards.

Every query begins as a short one. One that takes longer than a moment becomes a long one: its process steps
back behind all others (lowest priority), and only so many may be long at the same time, so that a worker is
always there for the short queries of everybody else. One thread, the keeper, watches the clock: it makes
queries long, kills those at their limit, and replaces processes that died.
"""

from __future__ import annotations

import atexit
import json
import math
import signal
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import asdict, dataclass

import graph.errors
from api.workers.frames import DATA, END, READY, Job
from api.workers.limits import Limits
from api.workers.problems import (
    QueriesBusy,
    QueryTooBig,
    QueryTooLong,
    ResultTooBig,
    ResultTooLong,
    WorkerLost,
)
from api.workers.process import Worker
from api.workers.spool import Spool
from graph.errors import GraphError
from loaders.errors import GongbaoError

_TICK = 0.025
"""Seconds between two looks at the clock while queries run: how late a limit can be kept."""
_REPLACED_SECONDS = 0.5
"""Seconds that whoever is refused waits at most until the worker that was killed is replaced."""
_ATTEMPTS = 4
"""Workers that a query is given at most, where they are killed from outside."""
_START_SECONDS = 30.0
"""Seconds after which a process that has not started is given up."""
_IDLE_TICK = 0.5
"""Seconds between two looks while nothing runs: how late a dead worker is replaced."""


@dataclass(frozen=True, slots=True)
class PoolState:
    """What a pool does at a moment, and what it has done."""

    workers: int
    busy: int
    long: int
    waiting: int
    answered: int
    ended: dict[str, int]
    """Reason (time, memory, rows, bytes, crowded, busy, died) → queries that were ended or refused for it."""


class Pool:
    """Workers for one set of limits, started when first needed. May be shared by threads."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._lock = threading.Condition()
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._starting = 0
        self._spares = 0
        self._waiting = 0
        self._closed = False
        self._crowded = False
        self._keeper: threading.Thread | None = None
        self._wake = threading.Event()
        self._database = ""
        self._answered = 0
        self._ended: Counter[str] = Counter()

    # --- for those who ask -----------------------------------------------------------------------

    def run(self, job: Job) -> Spool:
        """The result of ``job``, whole.

        Raises the engine's errors as the store does, StoreDamaged where the database is not there, and the
        problems of ``workers.problems`` where a limit was met.
        """
        self._database = job.database
        for attempt in range(_ATTEMPTS):
            worker = self._take()
            spool = Spool()
            try:
                return self._answer(worker, job, spool)
            except WorkerLost:
                # Somebody killed it; the query is not to blame unless it happens again. One that died at
                # once was dead before, and others beside it may be.
                at_once = time.monotonic() - worker.started < self.limits.short_seconds
                killed = worker.code() == -getattr(signal, "SIGKILL", 9)
                if not killed or attempt == _ATTEMPTS - 1 or (attempt > 0 and not at_once):
                    self._count("died")
                    raise
                time.sleep(_TICK)
            finally:
                self._give_back(worker)
        raise AssertionError

    def start(self, database: str = "") -> None:
        """Start the workers that are always there, on the database that the first queries will want."""
        self._database = database
        with self._lock:
            self._start_keeper()
        self._wake.set()

    def state(self) -> PoolState:
        """What the pool does now."""
        with self._lock:
            return PoolState(
                len(self._idle) + len(self._busy),
                len(self._busy),
                sum(worker.long for worker in self._busy),
                self._waiting,
                self._answered,
                dict(self._ended),
            )

    def pids(self) -> list[int]:
        """The process numbers of all workers."""
        with self._lock:
            return sorted(worker.pid for worker in [*self._idle, *self._busy])

    def close(self) -> None:
        """End all workers; queries under way fail."""
        with self._lock:
            self._closed = True
            workers = [*self._idle, *self._busy]
            self._idle.clear()
            for worker in workers:
                worker.kill("closed")
            self._lock.notify_all()
        self._wake.set()
        if self._keeper is not None:
            self._keeper.join()
        for worker in workers:
            worker.close()

    # --- one query -------------------------------------------------------------------------------

    def _answer(self, worker: Worker, job: Job, spool: Spool) -> Spool:
        try:
            worker.send(job)
            for kind, payload in worker.frames():
                if kind == DATA:
                    spool.add(payload)
                elif kind == READY:
                    # Starting is no part of the query.
                    worker.ready, worker.started = True, time.monotonic()
                elif kind == END:
                    told = json.loads(payload)
                    spool.cut = told["cut"]
                    worker.tired |= told["tired"]
                    self._answered += 1
                    return spool
                else:
                    raise self._error(json.loads(payload), job)
        except BrokenPipeError:
            pass
        except BaseException:
            spool.close()
            raise
        spool.close()
        raise self._death(worker)

    def _error(self, told: dict[str, object], job: Job) -> GongbaoError:
        """The error a worker reported."""
        name, args = told["error"], told["args"]
        assert isinstance(name, str) and isinstance(args, list)
        if name == "Full":
            self._count(args[0])
            if args[0] == "rows":
                return ResultTooLong(job.max_rows)
            return ResultTooBig(job.max_bytes) if args[0] == "bytes" else QueryTooBig(self.limits.memory)
        kind = getattr(graph.errors, name, None) if name else None
        if isinstance(kind, type) and issubclass(kind, GraphError):
            return kind(*args)
        return graph.errors.StoreError(f"查询失败：{args[0]}", f"the query failed: {args[0]}")

    def _death(self, worker: Worker) -> GongbaoError:
        """Why there is no answer from a worker that is gone."""
        if worker.killed == "time":
            self._count("time")
            return QueryTooLong(self.limits.seconds)
        if worker.killed:
            self._count("crowded")
            return QueriesBusy(self._retry_seconds(), long=True)
        code = worker.code()
        # The engine has no other way to say that it got no memory (Rust and C++ both abort).
        if code == -getattr(signal, "SIGABRT", 6) and self.limits.memory:
            self._count("memory")
            return QueryTooBig(self.limits.memory)
        return WorkerLost(code)

    def _retry_seconds(self) -> int:
        return max(1, math.ceil(self.limits.seconds / 2))

    def _count(self, reason: str) -> None:
        with self._lock:
            self._ended[reason] += 1

    # --- workers ---------------------------------------------------------------------------------

    def _take(self) -> Worker:
        """A worker for one query. Raises QueriesBusy where too many wait already, or it waited too long."""
        with self._lock:
            if self._keeper is None:
                self._start_keeper()
            end = 0.0
            while True:
                if self._closed:
                    raise QueriesBusy(1)
                while self._idle:
                    worker = self._idle.pop()
                    if worker.alive():
                        return self._begin(worker)
                    worker.close()
                if len(self._busy) + self._starting + self._spares < self.limits.workers:
                    break
                now = time.monotonic()
                end = end or now + self.limits.wait_seconds
                # A worker that is being started is for one of those who wait.
                if self._waiting >= self.limits.waiting + self._spares or now >= end:
                    self._ended["busy"] += 1
                    raise QueriesBusy(self._retry_seconds())
                self._waiting += 1
                try:
                    self._lock.wait(end - now)
                finally:
                    self._waiting -= 1
            self._starting += 1
        started: Worker | None = None
        try:
            started = Worker(self.limits.memory, self._database)
        finally:
            with self._lock:
                self._starting -= 1
                if started is not None:
                    self._begin(started)
        return started

    def _begin(self, worker: Worker) -> Worker:
        """Put ``worker`` to work; the lock is held."""
        worker.started = time.monotonic()
        self._busy.add(worker)
        if len(self._busy) == 1:
            self._wake.set()
        return worker

    def _give_back(self, worker: Worker) -> None:
        with self._lock:
            self._busy.discard(worker)
            worker.long = False
            if worker.lowered:
                worker.restore_priority()
            usable = not (worker.killed or worker.tired or self._closed) and worker.alive()
            if usable:
                self._idle.append(worker)
            self._lock.notify()
        if usable:
            return
        worker.close()
        self._wake.set()
        if worker.killed and not self._closed:
            # Who is refused may be back at once; until then there should be a worker again.
            with self._lock:
                self._crowded = True
                self._lock.wait_for(lambda: self._missing() <= 0 and not self._spares, _REPLACED_SECONDS)

    # --- the keeper ------------------------------------------------------------------------------

    def _start_keeper(self) -> None:
        self._keeper = threading.Thread(target=self._keep, name="sparql-keeper", daemon=True)
        self._keeper.start()

    def _keep(self) -> None:
        while not self._closed:
            with self._lock:
                self._watch_the_clock()
                for worker in [one for one in self._idle if not one.alive()]:
                    self._idle.remove(worker)
                    worker.close()
                missing = self._missing()
                self._spares += missing
            for _ in range(missing):
                threading.Thread(target=self._add_spare, name="sparql-spare", daemon=True).start()
            if self._busy:
                time.sleep(_TICK)
            else:
                self._wake.wait(_IDLE_TICK)
                self._wake.clear()

    def _watch_the_clock(self) -> None:
        now = time.monotonic()
        long = sum(worker.long for worker in self._busy)
        for worker in self._busy:
            took = now - worker.started
            if not worker.ready:
                if took >= _START_SECONDS:
                    worker.kill("start")
            elif took >= self.limits.seconds:
                worker.kill("time")
            elif took >= self.limits.short_seconds and not worker.long and not worker.killed:
                if long >= self.limits.long:
                    worker.kill("crowded")
                    continue
                worker.long = True
                long += 1
            # By what it took of the processor: on a busy machine a short query too may wait long for it.
            if not worker.lowered and worker.worked() >= self.limits.short_seconds:
                worker.lower_priority()

    def _missing(self) -> int:
        """How many workers to start, so that short queries find some; the lock is held."""
        if self._closed:
            return 0
        at_rest = len(self._idle) + self._spares
        room = self.limits.workers - len(self._busy) - self._starting - at_rest
        # Once queries were ended at a limit it may happen again at any time: then all workers are kept.
        wanted = self.limits.workers if self._crowded else self.limits.short
        return max(0, min(wanted - at_rest, room))

    def _add_spare(self) -> None:
        """Start a worker and wait until it is ready for others."""
        worker: Worker | None = None
        ready = False
        try:
            with suppress(OSError):  # no processes left: whoever asks next gets the error
                worker = Worker(self.limits.memory, self._database)
                ready = worker.wait_until_ready()
        finally:
            with self._lock:
                self._spares -= 1
                if worker is not None and ready and not self._closed:
                    self._idle.append(worker)
                    worker = None
                self._lock.notify_all()
        if worker is not None:
            worker.close()


_pools: dict[Limits, Pool] = {}
_pools_lock = threading.Lock()


def shared_pool(limits: Limits) -> Pool:
    """The pool of this process for ``limits``: workers do not care whose application asks."""
    with _pools_lock:
        pool = _pools.get(limits)
        if pool is None:
            pool = _pools[limits] = Pool(limits)
        return pool


@atexit.register
def _close_all() -> None:
    for pool in _pools.values():
        pool.close()


def described(state: PoolState) -> dict[str, object]:
    """The state as a JSON object."""
    return asdict(state)
