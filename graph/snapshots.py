"""The generations of a local store: list, restore, rebuild, prune and verify them.

Nothing here changes a published generation. Restoring and rebuilding publish a new one; only ``prune``
deletes.
"""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from graph.errors import StoreDamaged, StoreError, disk_errors
from graph.generations import Manifest, StoreFolder, now, verify_counts
from graph.local import LocalChange
from graph.shards import read_shard


@dataclass(frozen=True)
class Generation:
    """One generation. ``created`` is ISO 8601 in UTC; ``graphs`` counts the named graphs that hold triples;
    ``current`` is true for the published one."""

    name: str
    created: str
    reason: str
    triples: int
    graphs: int
    current: bool


def list_generations(location: str | Path) -> list[Generation]:
    """The generations of the store at ``location``, oldest first. One whose manifest is damaged is listed
    with what is wrong as its reason. Raises StoreError where there is no store."""
    folder = _folder(location)
    current = folder.current()
    listed = []
    for name in folder.names():
        if int(name) > int(current):
            continue  # never published
        try:
            manifest = folder.manifest(name)
        except StoreDamaged as error:
            manifest = Manifest("", str(error))
        graphs = sum(1 for count in manifest.counts.values() if count)
        listed.append(
            Generation(name, manifest.created, manifest.reason, manifest.triples, graphs, name == current)
        )
    return listed


def restore(location: str | Path, name: str, *, timeout: float = 30.0) -> str:
    """Publish the content of generation ``name`` as a new generation (hard-linked: no copy); returns its
    name.

    Also mends a store whose CURRENT is lost. Waits ``timeout`` seconds for another change (StoreBusy). Raises
    StoreDamaged where the generation's database is unusable: then ``rebuild`` it.
    """
    folder = _folder(location)
    with folder.lock(timeout), disk_errors(folder.root):
        _mend_current(folder)
        folder.clean()
        manifest = _manifest(folder, name)
        new = folder.next_name()
        draft = folder.draft(new)
        try:
            folder.open_database(name).backup(draft / "db")
            manifest.created, manifest.reason = now(), f"restored from {name}"
            folder.publish(new, manifest)
        finally:
            shutil.rmtree(draft, ignore_errors=True)
    return new


def rebuild(location: str | Path, name: str | None = None, *, timeout: float = 30.0) -> str:
    """Make the content of generation ``name`` (None: the published one) anew from its shards, without its
    database, and publish it as a new generation; returns its name.

    For a database that does not open: damaged, or written by another version of the engine. Raises
    StoreDamaged naming the shard that is missing or altered.
    """
    folder = _folder(location)
    with folder.lock(timeout), disk_errors(folder.root):
        _mend_current(folder)
        folder.clean()
        name = name or folder.current()
        manifest = _manifest(folder, name)
        change = LocalChange(folder, f"rebuilt from {name}", base="0")
        try:
            change.rebuild_from(manifest)
            change.publish()
        finally:
            change.close()
    if change.published is None:
        raise StoreError(f"第 {name} 代为空，无需重建。", f"generation {name} is empty: nothing to rebuild")
    return change.published


def prune(location: str | Path, keep: int, *, timeout: float = 30.0) -> list[str]:
    """Delete all but the newest ``keep`` generations, and the shards that none of those needs; returns
    their names.

    The published generation always stays. A reader that is still on a deleted one keeps it only as far as
    its files are open: let readers refresh first. Raises ValueError for ``keep`` below 1, StoreBusy.
    """
    if keep < 1:
        raise ValueError("keep must be at least 1")
    folder = _folder(location)
    with folder.lock(timeout), disk_errors(folder.root):
        folder.clean()
        names = folder.names()
        kept, doomed = names[-keep:], names[:-keep]
        needed = {sha256 for name in kept for sha256 in folder.manifest(name).shards()}
        for name in doomed:
            old = folder.generations / f"{name}.old"
            os.rename(folder.generations / name, old)
            shutil.rmtree(old)
        for path in folder.shards.iterdir():
            if path.name.removesuffix(".nq.gz") not in needed:
                path.unlink()
    return doomed


def verify(location: str | Path, name: str | None = None) -> list[str]:
    """What is wrong with generation ``name`` (None: the published one), in words; empty where all is well.

    Counts the triples of every graph, and reads every shard against its checksum.
    """
    folder = _folder(location)
    name = name or folder.current()
    problems = []
    try:
        manifest = folder.manifest(name)
        verify_counts(folder.open_database(name), manifest.counts, folder.database(name))
    except StoreDamaged as error:
        problems.append(str(error))
    else:
        for sha256 in sorted(manifest.shards()):
            try:
                read_shard(folder.shards, sha256)
            except StoreDamaged as error:
                problems.append(str(error))
    return problems


def _folder(location: str | Path) -> StoreFolder:
    folder = StoreFolder(Path(location))
    folder.check()
    return folder


def _manifest(folder: StoreFolder, name: str) -> Manifest:
    if name != "0" and name not in folder.names():
        known = ", ".join(folder.names())
        raise StoreError(
            f"{folder.root} 没有第 {name} 代；现有：{known}",
            f"{folder.root} has no generation {name}; there are: {known}",
        )
    return folder.manifest(name)


def _mend_current(folder: StoreFolder) -> None:
    """Where CURRENT is lost, let it be the newest, so that cleaning takes none of them for unpublished."""
    try:
        folder.current()
    except StoreDamaged:
        folder.point_to((folder.names() or ["0"])[-1])
