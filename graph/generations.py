"""The folder of a local store: its layout, its lock, and how a generation is published.

::

    gongbao-store.json            {"format": 1}
    CURRENT                       name of the published generation, "0" before the first
    generations/<n>/db/           RocksDB checkpoint, never changed after publishing
    generations/<n>/manifest.json
    shards/<sha256>.nq.gz

Names of generations are numbers that only grow, so whatever stands above CURRENT was never
published. ``<n>.tmp`` is a change under way or a dead one; ``<n>.old`` one that is being pruned.
All of it is written under the lock, and what a dead change left is removed by the next.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
from filelock import FileLock, Timeout

from graph.errors import ENGINE_ERRORS, StoreBusy, StoreDamaged, StoreError, StoreMissing, disk_errors
from graph.files import sync_files, sync_folder, write_durably
from graph.shards import graph_name, shard_path

FORMAT = 1
MARKER = "gongbao-store.json"
_LOCK = "write.lock"


@dataclass
class Manifest:
    """What a generation holds.

    ``created`` is ISO 8601 in UTC; ``graphs`` maps graph → source → sha256 of its shard; ``counts`` maps
    graph → triples; ``derived`` maps each derived graph → the update that makes it; ``new_shards`` are
    those this generation was the first to need.
    """

    created: str
    reason: str
    triples: int = 0
    graphs: dict[str, dict[str, str]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    derived: dict[str, str] = field(default_factory=dict)
    new_shards: list[str] = field(default_factory=list)

    def shards(self) -> set[str]:
        """The sha256 of every shard it needs."""
        return {sha256 for sources in self.graphs.values() for sha256 in sources.values()}


def now() -> str:
    """The time as manifests write it."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class StoreFolder:
    """A local store's folder. Nothing is read or written before a method is called."""

    def __init__(self, root: Path) -> None:
        """``root`` is the folder, existing or not."""
        self.root = root
        self.shards = root / "shards"
        self.generations = root / "generations"

    # --- being a store -----------------------------------------------------------------------

    def check(self) -> None:
        """Raise StoreMissing where there is nothing, StoreError where it is no store this version reads."""
        with disk_errors(self.root):
            self._check()

    def _check(self) -> None:
        marker = self.root / MARKER
        if not self.root.is_dir() or not any(self.root.iterdir()) or self._is_unfinished():
            if self.root.exists() and not self.root.is_dir():
                raise StoreError(
                    f"{self.root} 是文件，不是图库目录。", f"{self.root} is a file, not a store folder"
                )
            raise StoreMissing(
                f"{self.root} 中还没有图库，请先载入公报。",
                f"there is no store at {self.root}: load something first",
            )
        if not marker.is_file():
            raise StoreError(
                f"{self.root} 不是图库：目录不为空，却没有 {MARKER}。请指定空目录或已有的图库。",
                f"{self.root} is not a store: it is not empty but has no {MARKER}; name an empty folder or "
                "a store",
            )
        try:
            number = json.loads(marker.read_text(encoding="utf-8"))["format"]
        except (ValueError, KeyError, TypeError):
            number = None
        if number != FORMAT:
            raise StoreError(
                f"{self.root} 的图库格式为 {number}，本版本只识别格式 {FORMAT}。请用写入它的版本打开，"
                "或导出后重新载入。",
                f"the store at {self.root} has format {number}, this version reads format {FORMAT}; "
                "open it with the version that wrote it, or export there and load again",
            )

    def create(self) -> None:
        """Make an empty store where there is none; an existing store is left as it is. Raises StoreError."""
        try:
            self.check()
        except StoreMissing:
            with disk_errors(self.root):
                self.root.mkdir(parents=True, exist_ok=True)
        else:
            return
        with self.lock(timeout=60), disk_errors(self.root):
            if not (self.root / MARKER).exists():
                self.generations.mkdir(exist_ok=True)
                self.shards.mkdir(exist_ok=True)
                write_durably(self.root / "CURRENT", b"0\n")
                # The marker comes last: with it the store is whole.
                write_durably(self.root / MARKER, json.dumps({"format": FORMAT}).encode() + b"\n")

    def _is_unfinished(self) -> bool:
        """Whether a creation died here, or is under way: nothing but its own first steps."""
        steps = {_LOCK, "CURRENT", "CURRENT.tmp", MARKER + ".tmp", "generations", "shards"}
        return {path.name for path in self.root.iterdir()} <= steps and not any(
            any(folder.iterdir()) for folder in (self.generations, self.shards) if folder.is_dir()
        )

    @contextmanager
    def lock(self, timeout: float) -> Iterator[None]:
        """Be the only process (and thread) that changes the store; StoreBusy after ``timeout`` seconds.

        The lock is the operating system's: it goes with its holder, however that ends.
        """
        lock = FileLock(self.root / _LOCK, thread_local=False)
        with disk_errors(self.root):
            try:
                lock.acquire(timeout=timeout)
            except Timeout:
                raise StoreBusy(
                    f"另一个进程正在写入 {self.root}，等待 {timeout:g} 秒后放弃；请稍后重试。",
                    f"another process is changing {self.root}; gave up after {timeout:g} seconds, try "
                    "again later",
                ) from None
        try:
            yield
        finally:
            lock.release()

    # --- reading -----------------------------------------------------------------------------

    def current(self) -> str:
        """The name of the published generation, ``"0"`` before the first; raises StoreDamaged."""
        try:
            name = (self.root / "CURRENT").read_text(encoding="ascii").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            name = ""
        if not name.isdecimal():
            raise StoreDamaged(
                f"{self.root}/CURRENT 缺失或无效；可用快照恢复命令重新发布某一代。",
                f"{self.root}/CURRENT is missing or no number; restore one of the generations to mend it",
            )
        return name

    def names(self) -> list[str]:
        """The generations that are there whole, oldest first; one above CURRENT was never published."""
        names = [
            path.name for path in self.generations.iterdir() if path.name.isdecimal() and path.name != "0"
        ]
        return sorted(names, key=int)

    def database(self, name: str) -> Path:
        """The folder of a generation's database."""
        return self.generations / name / "db"

    def open_database(self, name: str) -> ox.Store:
        """A generation read-only; ``"0"`` is empty. Raises StoreDamaged, also where it was pruned."""
        if name == "0":
            return ox.Store()
        try:
            return ox.Store.read_only(str(self.database(name)))
        except ENGINE_ERRORS as error:
            raise StoreDamaged(
                f"第 {name} 代的数据库打不开（可能损坏，或由不同版本的引擎写入）；可由 shards 目录重建该代。",
                f"the database of generation {name} does not open (damaged, or written by another version of "
                f"the engine): rebuild it from its shards ({error})",
            ) from error

    def manifest(self, name: str) -> Manifest:
        """A generation's manifest; that of ``"0"`` is empty. Raises StoreDamaged."""
        if name == "0":
            return Manifest("", "")
        path = self.generations / name / "manifest.json"
        try:
            return Manifest(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            raise StoreDamaged(
                f"{path} 缺失或损坏；请恢复另一代。",
                f"{path} is missing or damaged: restore another generation ({error})",
            ) from error

    # --- changing: the lock is held ------------------------------------------------------------

    def clean(self) -> None:
        """Remove what dead changes left: drafts, and generations never published, with their shards."""
        current = int(self.current())
        for path in sorted(self.generations.iterdir()):
            unpublished = path.name.isdecimal() and int(path.name) > current
            if unpublished or path.suffix == ".tmp":
                for sha256 in _new_shards(path):
                    shard_path(self.shards, sha256).unlink(missing_ok=True)
            if unpublished or path.suffix in (".tmp", ".old"):
                shutil.rmtree(path)

    def next_name(self) -> str:
        """The name of the generation to publish next."""
        known = [int(name) for name in self.names()]
        return str(max([0, *known, int(self.current())]) + 1)

    def draft(self, name: str) -> Path:
        """A new empty folder in which generation ``name`` is made."""
        draft = self.generations / f"{name}.tmp"
        draft.mkdir()
        return draft

    def publish(self, name: str, manifest: Manifest, staged: Path | None = None) -> None:
        """Publish the draft of ``name``: verify, make durable, move into place, point CURRENT at it.

        ``staged`` is the folder of the shards that are new, as ``<sha256>.nq.gz``. Raises StoreError where
        the database does not hold what the manifest says; OSError.
        """
        draft = self.generations / f"{name}.tmp"
        verify_counts(ox.Store.read_only(str(draft / "db")), manifest.counts, draft)
        new = sorted(staged.iterdir()) if staged else []
        manifest.new_shards = [path.name.removesuffix(".nq.gz") for path in new]
        (draft / "manifest.json").write_text(
            json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8"
        )
        # Files with several names are shared with a generation that is already on the disk.
        fresh = [path for path in (draft / "db").iterdir() if path.stat().st_nlink == 1]
        sync_files([draft / "manifest.json", *fresh, *new])
        sync_folder(draft / "db")
        sync_folder(draft)
        sync_folder(self.generations)
        # The manifest on the disk lists the new shards before the first of them moves: none is left behind.
        for path in new:
            os.replace(path, self.shards / path.name)
        if staged:
            sync_folder(self.shards)
            staged.rmdir()
        os.rename(draft, self.generations / name)
        sync_folder(self.generations)
        self.point_to(name)

    def point_to(self, name: str) -> None:
        """Make generation ``name`` the published one, in one atomic step."""
        write_durably(self.root / "CURRENT", name.encode() + b"\n")


def verify_counts(database: ox.Store, counts: dict[str, int], where: Path) -> None:
    """Raise StoreDamaged unless ``database`` holds exactly ``counts`` triples per named graph."""
    wanted = {graph: count for graph, count in counts.items() if count}
    try:
        found = count_graphs(database)
    except ENGINE_ERRORS as error:
        raise StoreDamaged(
            f"{where} 无法通读，可能已损坏；可由 shards 目录重建该代。",
            f"{where} cannot be read through: rebuild the generation from its shards ({error})",
        ) from error
    for graph in sorted(wanted.keys() | found.keys()):
        if wanted.get(graph, 0) != found.get(graph, 0):
            raise StoreDamaged(
                f"{where} 未通过核对：图 {graph} 应有 {wanted.get(graph, 0)} 条，实有 "
                f"{found.get(graph, 0)} 条。",
                f"{where} did not pass verification: the graph {graph} should have {wanted.get(graph, 0)} "
                f"triples and has {found.get(graph, 0)}",
            )


def count_graphs(database: ox.Store) -> dict[str, int]:
    """Named graph → triples, counted; the default graph, which must be empty, as ``""``."""
    solutions = database.query("SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g")
    assert isinstance(solutions, ox.QuerySolutions)
    found = {solution["g"].value: int(solution["n"].value) for solution in solutions}
    stray = sum(1 for _ in database.quads_for_pattern(None, None, None, ox.DefaultGraph()))
    return found | ({"": stray} if stray else {})


def drop_graph(database: ox.Store, graph: str) -> None:
    """Remove a named graph with its name."""
    database.remove_graph(graph_name(graph))


def _new_shards(folder: Path) -> list[str]:
    try:
        listed = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["new_shards"]
    except (OSError, ValueError, KeyError, TypeError):
        return []  # without a manifest no shard was moved
    return [str(sha256) for sha256 in listed]
