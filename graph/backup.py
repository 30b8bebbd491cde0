"""A generation as one archive, and back.

The archive is a plain tar with what a generation is made of, none of it the engine's own format, so that any
later version reads it::

    SHA256SUMS                 of all that follows, as ``sha256sum --check`` reads it
    backup.json                {"format": 1, "created", "generation", "base", "triples"}
    manifest.json              the generation's manifest (graph.generations)
    shards/<sha256>.nq.gz      what each source says

An archive is read through and held against its sums after it was written, and again before anything of it
is loaded. A restored generation is built anew and counted; it is published as the next one, so whatever the
store held before can still be restored.
"""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from graph.errors import StoreDamaged, StoreError, disk_errors
from graph.generations import Manifest, StoreFolder, now
from graph.local import LocalChange
from graph.shards import read_shard, shard_path, unpack

FORMAT = 1
_SUMS = "SHA256SUMS"
_ABOUT = "backup.json"
_MANIFEST = "manifest.json"
_HEAD = (_ABOUT, _MANIFEST)
_SHARDS = "shards/"
# Longest line of SHA256SUMS times a million sources.
_LARGEST_LIST = 200_000_000


@dataclass(frozen=True, slots=True)
class Backup:
    """What an archive holds: ``created`` is when it was made (ISO 8601, UTC), ``generation`` of which one,
    ``base`` the base IRI of its entities."""

    created: str
    generation: str
    base: str
    triples: int
    sources: int


def back_up(location: str | Path, base: str, out: BinaryIO, name: str | None = None) -> Backup:
    """Write generation ``name`` (None: the published one) of the store at ``location`` to ``out``, a tar.

    ``base`` is noted in the archive. Readers and writers of the store go on meanwhile: a published
    generation never changes. Raises StoreError where there is none, StoreDamaged where a shard is not what
    its name says.
    """
    folder = StoreFolder(Path(location))
    folder.check()
    name = name or folder.current()
    if name == "0" or name not in folder.names():
        raise StoreError(
            f"{folder.root} 没有可备份的第 {name} 代。", f"{folder.root} has no generation {name} to back up"
        )
    manifest = folder.manifest(name)
    about = Backup(now(), name, base, manifest.triples, len(manifest.shards()))
    small = {
        _ABOUT: _json({"format": FORMAT, **asdict(about)}),
        _MANIFEST: _json(asdict(manifest)),
    }
    shards = sorted(manifest.shards())
    sums = [f"{hashlib.sha256(data).hexdigest()}  {file}\n" for file, data in small.items()]
    for sha256 in shards:
        read_shard(folder.shards, sha256)  # nothing damaged goes into an archive
        sums.append(f"{_file_sum(shard_path(folder.shards, sha256))}  {_shard_file(sha256)}\n")
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        _write(archive, _SUMS, "".join(sums).encode())
        for file, data in small.items():
            _write(archive, file, data)
        for sha256 in shards:
            _write(archive, _shard_file(sha256), shard_path(folder.shards, sha256).read_bytes())
    return about


def check_backup(path: str | Path) -> Backup:
    """Read the archive at ``path`` through and return what it holds.

    Raises StoreDamaged where a member is missing, altered or one too many; StoreError where the file is no
    archive of ours; OSError where it cannot be read.
    """
    about: dict[str, Any] = {}
    for place, (file, data) in enumerate(_members(Path(path))):
        if place < len(_HEAD) and file != _HEAD[place]:
            raise _foreign(Path(path))
        if file == _ABOUT:
            about = _about(path, data)
    return Backup(
        str(about["created"]),
        str(about["generation"]),
        str(about["base"]),
        int(about["triples"]),
        int(about["sources"]),
    )


def restore_backup(path: str | Path, location: str | Path, *, timeout: float = 30.0) -> str:
    """Publish what the archive at ``path`` holds as the next generation of the store at ``location``, which
    is made where there is none; returns the generation's name.

    The archive is checked as a whole before the store is touched. Earlier generations stay. Waits ``timeout``
    seconds for another change (StoreBusy). Raises StoreDamaged, StoreError, StoreFull; the store is then as
    it was.
    """
    check_backup(path)
    folder = StoreFolder(Path(location))
    folder.create()
    with folder.lock(timeout), disk_errors(folder.root):
        folder.clean()
        members = _members(Path(path))
        manifest, made = _first(members)
        change = LocalChange(folder, f"restored from {Path(path).name}, made {made}", base="0")
        try:
            change.put_many(_sources(manifest, members))
            for graph, update in manifest.derived.items():
                change.derive(graph, update)
            counted = {graph: count for graph, count in change.counts().items() if count}
            if counted != {graph: count for graph, count in manifest.counts.items() if count}:
                raise StoreDamaged(
                    f"由 {path} 重建的内容与其清单不符，未发布。",
                    f"what was built from {path} is not what its manifest says; it was not published",
                )
            change.publish()
        finally:
            change.close()
    if change.published is None:
        raise StoreError(f"{path} 是空的，没有可恢复的内容。", f"{path} is empty: nothing to restore")
    return change.published


# --- writing ------------------------------------------------------------------------------------------


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"


def _shard_file(sha256: str) -> str:
    return f"{_SHARDS}{sha256}.nq.gz"


def _file_sum(path: Path) -> str:
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def _write(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    """A member without owner and time: equal generations make equal archives but for ``backup.json``."""
    info = tarfile.TarInfo(name)
    info.size = len(data)
    archive.addfile(info, io.BytesIO(data))


# --- reading ------------------------------------------------------------------------------------------


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    """The members after the list of sums, each as it should be; the list is used up at the end."""
    sums: dict[str, str] | None = None
    try:
        with tarfile.open(path, mode="r|") as archive:
            for info in archive:
                source = archive.extractfile(info) if info.isreg() else None
                if source is None:
                    raise _damaged(path, info.name)
                if sums is None:
                    if info.name != _SUMS or info.size > _LARGEST_LIST:
                        raise _foreign(path)
                    sums = _read_sums(path, source.read())
                    continue
                data = source.read()
                if sums.pop(info.name, "") != hashlib.sha256(data).hexdigest():
                    raise _damaged(path, info.name)
                yield info.name, data
    except (tarfile.TarError, EOFError) as error:
        if sums is None:
            raise _foreign(path) from error
        raise _damaged(path, next(iter(sums), "")) from error
    if sums is None:
        raise _foreign(path)
    if sums:
        raise _damaged(path, next(iter(sums)))


def _read_sums(path: Path, data: bytes) -> dict[str, str]:
    """Member → sha256, of lines as ``sha256sum`` writes them."""
    sums = {}
    for line in data.decode("utf-8", errors="replace").splitlines():
        sha256, blank, name = line.partition("  ")
        if not blank or len(sha256) != 64:
            raise _damaged(path, _SUMS)
        sums[name] = sha256
    if not {_ABOUT, _MANIFEST} <= sums.keys():
        raise _damaged(path, _SUMS)
    return sums


def _about(path: str | Path, data: bytes) -> dict[str, Any]:
    about: dict[str, Any] = json.loads(data)
    if about.get("format") != FORMAT:
        raise StoreError(
            f"{path} 的备份格式为 {about.get('format')}，本版本只识别格式 {FORMAT}。",
            f"the backup {path} has format {about.get('format')}, this version reads format {FORMAT}",
        )
    return about


def _first(members: Iterator[tuple[str, bytes]]) -> tuple[Manifest, str]:
    """The manifest, and when the archive was made; they come before all shards."""
    about = json.loads(next(members)[1])
    return Manifest(**json.loads(next(members)[1])), str(about["created"])


def _sources(manifest: Manifest, members: Iterator[tuple[str, bytes]]) -> Iterator[tuple[str, str, bytes]]:
    """(graph, source, N-Quads) of every source whose shard comes along."""
    places: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for graph, sources in manifest.graphs.items():
        for source, sha256 in sources.items():
            places[sha256].append((graph, source))
    for file, packed in members:
        sha256 = file.removeprefix(_SHARDS).removesuffix(".nq.gz")
        data = unpack(sha256, packed, file)
        for graph, source in places[sha256]:
            yield graph, source, data


def _damaged(path: Path, member: str) -> StoreDamaged:
    return StoreDamaged(
        f"备份 {path} 已损坏：{member or '文件'} 缺失或与校验和不符。图库未变。",
        f"the backup {path} is damaged: {member or 'a file'} is missing or not what its checksum says; "
        "the store is as it was",
    )


def _foreign(path: Path) -> StoreError:
    return StoreError(
        f"{path} 不是 gongbao 的备份，或开头已损坏。",
        f"{path} is no backup of gongbao, or is damaged at its beginning",
    )
