"""Free-hand queries answered within limits: in worker processes over a local store, by HTTP over a remote.

Whatever a client wrote itself comes through here. Saved queries and pages ask the store directly.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import pairwise
from threading import BoundedSemaphore

from pyoxigraph import __version__ as engine_version

from api.evaluate import Query, place_in_query, with_base
from api.result_cache import ResultCache
from api.settings import Settings
from api.workers.frames import Job
from api.workers.limits import Limits
from api.workers.pool import Pool, PoolState, shared_pool
from api.workers.problems import QueriesBusy, ResultTooBig, ResultTooLong
from api.workers.sink import Full, Sink
from api.workers.spool import Spool
from graph.errors import QuerySyntaxError, StoreDamaged
from graph.local import LocalStore
from graph.media import graph_format
from graph.remote import RemoteStore
from graph.results import prefixes, write_result_to
from graph.sparql_text import dataset_clauses, tokens
from graph.store import Store

_VOLATILE = ("now", "rand", "uuid", "bnode")
_WITH_PREFIXES = ("text/turtle", "application/rdf+xml", "application/trig")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A published generation of a local store: its number, the folder of its database, and a name that no
    other content ever had."""

    generation: str
    database: str
    name: str


class FreeHand:
    """Answers over one store, within one set of limits. May be shared by threads."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.limits = Limits.of(settings)
        self._store = store
        self._prefixes = prefixes(store.base)
        self._cache: ResultCache[Spool] = ResultCache(settings.query_cache_mb * 1_000_000)
        self._snapshot = Snapshot("", "", "")
        self._remote = (
            store.bounded(self.limits.seconds, self.limits.bytes) if isinstance(store, RemoteStore) else None
        )
        self._places = BoundedSemaphore(self.limits.workers)

    def start(self) -> None:
        """Start the workers now, so that the first query need not wait for them."""
        snapshot = self.snapshot()
        if snapshot is not None:
            self._pool.start(snapshot.database)

    def state(self) -> PoolState:
        """What the workers do now, and how many queries were ended for what."""
        return self._pool.state()

    def snapshot(self) -> Snapshot | None:
        """The generation that is read now; None where the store is remote and may change at any moment."""
        if not isinstance(self._store, LocalStore):
            return None
        generation = self._store.generation
        if self._snapshot.generation != generation:
            folder = self._store.folder
            # Numbers begin anew where a folder is made anew; the time at which it was made does not.
            created = folder.manifest(generation).created
            database = str(folder.database(generation)) if generation != "0" else ""
            name = f"{generation} {created} {engine_version}"
            self._snapshot = Snapshot(generation, database, name)
        return self._snapshot

    def answer(
        self, query: Query, media_type: str, first: int = 0, snapshot: Snapshot | None = None
    ) -> Spool:
        """The result of ``query`` (admitted) in ``media_type``; with ``first`` only so many rows of it.

        It is that of ``snapshot`` or, where that was pruned meanwhile or None is given, of the newest one.

        Raises QuerySyntaxError with the place in the user's text, the store's errors, and the problems of
        ``api.workers.problems`` where it met a limit.
        """
        job = Job(
            "",
            media_type,
            with_base(query),
            default_graphs=query.default_graphs,
            named_graphs=query.named_graphs,
            union=not dataset_clauses(query.text),
            max_rows=first or self.limits.rows,
            max_bytes=self.limits.bytes,
            cut=bool(first),
        )
        try:
            snapshot = snapshot or self.snapshot()
            keep = is_stable(query.text)
            return self._cached(job, snapshot) if keep else self._run(job, snapshot)
        except QuerySyntaxError as error:
            raise place_in_query(error, query) from error

    def graph(self, graph: str, media_type: str, snapshot: Snapshot | None = None) -> Spool:
        """The named graph ``graph`` written out in ``media_type``; the whole dataset where it is empty.

        Raises FormatNotOffered for a dataset in a format without graphs.
        """
        graph_format(media_type)
        job = Job("", media_type, graph=graph, max_bytes=self.limits.bytes)
        return self._cached(job, snapshot or self.snapshot())

    # --- steps -----------------------------------------------------------------------------------

    @property
    def _pool(self) -> Pool:
        return shared_pool(self.limits)

    def _cached(self, job: Job, snapshot: Snapshot | None) -> Spool:
        if snapshot is None:
            return self._run(job, None)
        key = (snapshot.name, job.pack())
        kept = self._cache.get(key)
        if kept is None:
            kept = self._run(job, snapshot)
            if kept.small:
                self._cache.put(key, kept, kept.size + len(key[1]))
        return kept

    def _run(self, job: Job, snapshot: Snapshot | None) -> Spool:
        if job.media_type in _WITH_PREFIXES:
            job = replace(job, prefixes=self._prefixes)
        if snapshot is None:
            assert self._remote is not None
            return self._ask(self._remote, job)
        try:
            return self._pool.run(replace(job, database=snapshot.database))
        except StoreDamaged:
            # Where it was pruned meanwhile there is a newer one.
            self._store.refresh()
            newer = self.snapshot()
            if newer == snapshot:
                raise
            return self._run(job, newer)

    def _ask(self, remote: RemoteStore, job: Job) -> Spool:
        """A remote server evaluates; its time limit is that of HTTP, the others are kept here."""
        spool = Spool()
        sink = Sink(spool.add, job.media_type, job.max_rows, job.max_bytes)
        with self._place():
            try:
                if job.query:
                    result = remote.evaluate(job.query, job.default_graphs, job.named_graphs)
                    write_result_to(sink, result, job.media_type, job.prefixes, sink.counted)
                elif job.graph:
                    triples = remote.query(
                        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{job.graph}> {{ ?s ?p ?o }} }}"
                    )
                    write_result_to(sink, triples, job.media_type, job.prefixes)
                else:
                    whole = io.BytesIO()
                    remote.export(job.media_type, whole)
                    sink.write(whole.getvalue())
            except Full as full:
                if not (job.cut and full.limit == "rows"):
                    raise (
                        ResultTooLong(job.max_rows) if full.limit == "rows" else ResultTooBig(job.max_bytes)
                    ) from full
                spool.cut = True
            sink.close()
        return spool

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(timeout=self.limits.wait_seconds):
            raise QueriesBusy(max(1, round(self.limits.seconds / 2)))
        try:
            yield
        finally:
            self._places.release()


def is_stable(sparql: str) -> bool:
    """Whether a query gives the same result each time: it calls none of NOW, RAND, UUID, STRUUID, BNODE."""
    lower = sparql.lower()
    if not any(name in lower for name in _VOLATILE):
        return True
    found = tokens(lower)
    return not any(
        token.kind == "word" and token.text.endswith(_VOLATILE) and following.text == "("
        for token, following in pairwise(found)
    )
