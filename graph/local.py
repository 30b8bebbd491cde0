"""The store in a folder: readers on published generations, and the change that makes the next one."""

from __future__ import annotations

import hashlib
import json
import shutil
import uuid
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyoxigraph as ox
from pyoxigraph import QueryTriples

from graph.derive import read_steps
from graph.errors import (
    BadQuads,
    StoreDamaged,
    StoreError,
    disk_errors,
)
from graph.files import write_durably
from graph.generations import Manifest, StoreFolder, drop_graph, now
from graph.results import Result, default_base, export, prefixes, read_rows, run_query, write_result
from graph.shards import (
    Shard,
    fingerprint,
    graph_delta,
    graph_lines,
    graph_name,
    graph_quads,
    make_shard,
    pack,
    read_shard,
    shard_path,
    union_of,
    unpack,
)
from graph.store import REMARKS, Row

_BULK_BYTES = 4_000_000
"""From here on new files are written (bulk load) instead of a transaction held in memory."""


class LocalStore:
    """A store in a folder, open on one published generation. May be shared by threads.

    A generation that is open stays whole while newer ones are published; ``refresh`` moves on.
    """

    def __init__(self, folder: Path, base: str | None = None, *, lock_timeout: float = 30.0) -> None:
        """Open the published generation in ``folder`` read-only; see ``graph.store.open_store``."""
        self.location = str(folder)
        self.folder = StoreFolder(folder)
        self._base = base
        self.lock_timeout = lock_timeout
        self.folder.check()
        self._open: tuple[str, ox.Store] = self._open_current()
        self._content = ("", "")

    @property
    def base(self) -> str:
        """The base IRI of entities."""
        return self._base or default_base()

    @property
    def generation(self) -> str:
        """The name of the generation this object reads, ``"0"`` while nothing was loaded."""
        return self._open[0]

    @property
    def content(self) -> str:
        """See ``graph.store.Store.content``: a digest of the manifest, made once for each generation."""
        generation = self.generation
        if self._content[0] != generation:
            manifest = self.folder.manifest(generation)
            apart = self.base + REMARKS
            told = {graph: sources for graph, sources in manifest.graphs.items() if graph != apart}
            text = json.dumps([told, manifest.derived], sort_keys=True)
            self._content = generation, hashlib.sha256(text.encode()).hexdigest()
        return self._content[1]

    @property
    def engine(self) -> ox.Store:
        """The engine on the generation that is open, read-only: for code that needs it bare."""
        return self._open[1]

    def refresh(self) -> bool:
        """Move on to the published generation; whether it is another one. Results in use keep their own."""
        if self.folder.current() == self.generation:
            return False
        self._open = self._open_current()
        return True

    def query(self, sparql: str) -> Result:
        """See ``graph.store.Store.query``."""
        return run_query(self.engine, sparql)

    def rows(self, sparql: str) -> list[Row]:
        """See ``graph.store.Store.rows``."""
        return read_rows(self.query(sparql))

    def serialise(
        self,
        sparql: str,
        media_type: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> bytes:
        """See ``graph.store.Store.serialise``."""
        result = run_query(self.engine, sparql, default_graphs=default_graphs, named_graphs=named_graphs)
        return write_result(result, media_type, prefixes(self.base))

    def export(self, media_type: str, out: BinaryIO) -> None:
        """See ``graph.store.Store.export``."""
        export(self.engine, media_type, out, prefixes(self.base))

    def graphs(self) -> dict[str, int]:
        """See ``graph.store.Store.graphs``; taken from the manifest, not counted."""
        counts = self.folder.manifest(self.generation).counts
        return {graph: count for graph, count in sorted(counts.items()) if count}

    @contextmanager
    def change(self, reason: str = "", timeout: float | None = None) -> Iterator[LocalChange]:
        """See ``graph.store.Store.change``. Leaves this object on the new generation."""
        root = self.folder.root
        with self.folder.lock(self.lock_timeout if timeout is None else timeout):
            with disk_errors(root):
                self.folder.clean()
            change = LocalChange(self.folder, reason)
            try:
                yield change
                change.publish()
            finally:
                change.close()
        self.refresh()

    def _open_current(self) -> tuple[str, ox.Store]:
        while True:
            name = self.folder.current()
            try:
                return name, self.folder.open_database(name)
            except StoreDamaged:
                # Where it was pruned between the two steps, CURRENT has moved on.
                if self.folder.current() == name:
                    raise


class LocalChange:
    """The next generation in the making; see ``graph.store.Change``. The store's lock is held.

    Puts are written down as shards and applied together, on leaving or before a graph is derived, so that a
    large load is one bulk load.
    """

    def __init__(self, folder: StoreFolder, reason: str, base: str | None = None) -> None:
        """A change of generation ``base`` (None: the published one; ``"0"``: of nothing)."""
        self._folder = folder
        self._base = folder.current() if base is None else base
        manifest = folder.manifest(self._base)
        self._manifest = Manifest(now(), reason, manifest.triples, counts=dict(manifest.counts))
        self._graphs = {graph: dict(sources) for graph, sources in manifest.graphs.items()}
        self._derived = dict(manifest.derived)
        self._before = manifest
        self._applied: Mapping[str, Mapping[str, str]] = manifest.graphs
        self._name: str | None = None
        self._draft: Path | None = None
        self._work: ox.Store | None = None
        self._work_folder: Path | None = None
        self._derived_differ = False
        self._broken = False
        self.published: str | None = None

    # --- what a user does ------------------------------------------------------------------------

    def put(self, graph: str, source: str, nquads: bytes) -> bool:
        """See ``graph.store.Change.put``."""
        return self._keep(graph, source, make_shard(graph, source, nquads))

    def put_many(self, items: Iterable[tuple[str, str, bytes]]) -> int:
        """See ``graph.store.Change.put_many``. Of a generator few items are held in memory at a time."""
        changed = 0
        waiting: deque[tuple[str, str, Future[tuple[Shard, bytes | None]]]] = deque()

        def take() -> int:
            graph, source, future = waiting.popleft()
            return self._keep(graph, source, *future.result())

        with ThreadPoolExecutor() as pool:
            for graph, source, nquads in items:
                known = self._graphs.get(graph, {}).get(source)
                waiting.append((graph, source, pool.submit(_make_and_pack, graph, source, nquads, known)))
                if len(waiting) > 16:
                    changed += take()
            while waiting:
                changed += take()
        return changed

    def remove(self, graph: str, source: str | None = None) -> bool:
        """See ``graph.store.Change.remove``."""
        if source is None and graph in self._derived:
            with self._guard():
                drop_graph(self._database(), graph)
            del self._derived[graph]
            self._derived_differ |= bool(self._manifest.counts.pop(graph, 0))
            return True
        sources = self._graphs.get(graph)
        if sources is None or (source is not None and source not in sources):
            return False
        if source is None:
            sources.clear()
        else:
            del sources[source]
        if not sources:
            del self._graphs[graph]
        return True

    def derive(self, graph: str, update: str) -> None:
        """See ``graph.store.Change.derive``."""
        name = graph_name(graph)
        if graph in self._graphs:
            raise BadQuads(
                f"图 {graph} 含有来源文件的内容，不能作为推导图。",
                f"the graph {graph} holds what sources say and cannot be derived",
            )
        steps = read_steps(graph, update)
        with self._guard():
            self._apply()
            database = self._database()
            before = fingerprint(graph_lines(database, name))
            drop_graph(database, graph)
            for step in steps:
                # Both results belong to the content before the step.
                removed = _constructed(database, step.construct(step.remove)) if step.remove else b""
                added = _constructed(database, step.construct(step.add)) if step.add else b""
                for triple in ox.parse(removed, format=ox.RdfFormat.N_TRIPLES):
                    database.remove(ox.Quad(triple.subject, triple.predicate, triple.object, name))
                load = database.bulk_load if len(added) > _BULK_BYTES else database.load
                load(added, format=ox.RdfFormat.N_TRIPLES, to_graph=name)
            after = graph_lines(database, name)
            self._derived_differ |= before != fingerprint(after)
            self._derived[graph] = update
            self._manifest.counts[graph] = len(after)

    def counts(self) -> dict[str, int]:
        """Graph → triples, as this change would leave them."""
        with self._guard():
            self._apply()
        return dict(self._manifest.counts)

    def rebuild_from(self, manifest: Manifest) -> None:
        """Put all that ``manifest`` lists, from the shards in the folder, and derive its derived graphs."""
        self._graphs = {graph: dict(sources) for graph, sources in manifest.graphs.items()}
        for graph, update in manifest.derived.items():
            self.derive(graph, update)

    # --- publishing --------------------------------------------------------------------------------

    def publish(self) -> None:
        """Publish what was changed; nothing where nothing was. Raises StoreError, StoreFull."""
        if self._broken:
            raise StoreError(
                f"对 {self._folder.root} 的更改中途出错，已全部放弃。",
                f"the change of {self._folder.root} failed half-way and was dropped",
            )
        unchanged = self._graphs == self._before.graphs and self._derived == self._before.derived
        if unchanged and not self._derived_differ:
            return
        with self._guard():
            self._apply()
            database = self._database()
            assert self._name is not None and self._draft is not None
            database.flush()
            database.backup(self._draft / "db")
            del database
            self._close_work()
            staged = self._draft / "shards"
            self._drop_unneeded(staged)
            self._manifest.graphs = self._graphs
            self._manifest.derived = self._derived
            self._manifest.counts = {graph: count for graph, count in self._manifest.counts.items() if count}
            self._manifest.triples = sum(self._manifest.counts.values())
            self._folder.publish(self._name, self._manifest, staged)
            self.published = self._name

    def close(self) -> None:
        """Remove the draft where it was not published. Failing to is no error: the next change does it."""
        self._work = None
        if self.published is None and self._draft is not None:
            shutil.rmtree(self._draft, ignore_errors=True)

    # --- steps -------------------------------------------------------------------------------------

    @contextmanager
    def _guard(self) -> Iterator[None]:
        """A step that failed half-way must not be published, even where the caller goes on."""
        try:
            with disk_errors(self._folder.root):
                yield
        except BaseException:
            self._broken = True
            raise

    def _keep(self, graph: str, source: str, shard: Shard, packed: bytes | None = None) -> bool:
        if graph in self._derived:
            raise BadQuads(
                f"图 {graph} 是推导图，不能写入来源 {source}。",
                f"the graph {graph} is derived and takes no source ({source})",
            )
        kept = shard_path(self._folder.shards, shard.sha256)
        known = self._graphs.get(graph, {}).get(source) == shard.sha256
        with self._guard():
            if known and self._before.graphs.get(graph, {}).get(source) == shard.sha256 and not kept.exists():
                write_durably(kept, pack(shard))  # it was lost: loading its source again brings it back
            elif not known and not kept.exists():
                staged = self._new_draft() / "shards"
                shard_path(staged, shard.sha256).write_bytes(packed or pack(shard))
        if known:
            return False
        self._graphs.setdefault(graph, {})[source] = shard.sha256
        return True

    def _read(self, sha256: str) -> bytes:
        if self._draft is not None:
            path = shard_path(self._draft / "shards", sha256)
            if path.exists():
                return unpack(sha256, path.read_bytes(), str(path))
        return read_shard(self._folder.shards, sha256)

    def _new_draft(self) -> Path:
        if self._draft is None:
            self._name = self._folder.next_name()
            self._draft = self._folder.draft(self._name)
            (self._draft / "shards").mkdir()
        return self._draft

    def _database(self) -> ox.Store:
        """The database that is being changed: a hard-linked checkpoint of the base."""
        if self._work is None:
            # A name of its own: after an error the engine may hold on to an earlier draft of this process.
            work = self._new_draft() / f"work-{uuid.uuid4().hex}"
            if self._base != "0":
                self._folder.open_database(self._base).backup(work)
            self._work = ox.Store(work)
            self._work_folder = work
        return self._work

    def _close_work(self) -> None:
        assert self._work_folder is not None
        self._work = None
        shutil.rmtree(self._work_folder)

    def _apply(self) -> None:
        """Bring the database from the sources applied so far to those that are wanted."""
        touched = [
            graph
            for graph in self._applied.keys() | self._graphs.keys()
            if self._applied.get(graph) != self._graphs.get(graph)
        ]
        if not touched:
            return
        database = self._database()
        additions = self._new_draft() / "additions.nq"
        labelled: list[bytes] = []
        with additions.open("wb") as out:
            for graph in sorted(touched):
                # What the graph holds now, the engine knows best: a lost shard is no obstacle to a new one.
                before = graph_quads(database, graph) if graph in self._applied else set()
                delta = graph_delta(before, union_of(self._graphs.get(graph, {}).values(), self._read))
                if delta.count == 0:
                    drop_graph(database, graph)
                else:
                    for quad in ox.parse(b"\n".join(delta.removed), format=ox.RdfFormat.N_QUADS):
                        database.remove(quad)
                self._manifest.counts[graph] = delta.count
                blank = [line for line in delta.added if b"_:" in line]
                labelled += blank
                known = set(blank)
                out.writelines(line + b"\n" for line in delta.added if line not in known)
        if additions.stat().st_size > _BULK_BYTES:
            database.bulk_load(path=additions, format=ox.RdfFormat.N_QUADS, lenient=True)
        else:
            database.load(path=additions, format=ox.RdfFormat.N_QUADS, lenient=True)
        # Loading renames blank nodes; these must keep the labels by which they can be removed.
        database.extend(ox.parse(b"\n".join(labelled), format=ox.RdfFormat.N_QUADS))
        additions.unlink()
        self._applied = {graph: dict(sources) for graph, sources in self._graphs.items()}

    def _drop_unneeded(self, staged: Path) -> None:
        """Forget shards that were put and put again within this change."""
        needed = {sha256 for sources in self._graphs.values() for sha256 in sources.values()}
        for path in staged.iterdir():
            if path.name.removesuffix(".nq.gz") not in needed:
                path.unlink()


def _constructed(engine: ox.Store, sparql: str) -> bytes:
    result = run_query(engine, sparql)
    assert isinstance(result, QueryTriples)
    return result.serialize(format=ox.RdfFormat.N_TRIPLES) or b""


def _make_and_pack(graph: str, source: str, nquads: bytes, known: str | None) -> tuple[Shard, bytes | None]:
    shard = make_shard(graph, source, nquads)
    return shard, None if shard.sha256 == known else pack(shard)
