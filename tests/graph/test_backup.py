"""Backup and restore: whatever the archive suffered, either all of it comes back or nothing changes."""

from __future__ import annotations

import hashlib
import io
import random
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse

from graph.backup import back_up, check_backup, restore_backup
from graph.errors import StoreDamaged, StoreError, StoreMissing
from graph.snapshots import list_generations, restore, verify
from graph.store import Store, open_store

BASE = "https://example.org/id/"
GRAPHS = [f"{BASE}issue/青山市/2021/{number}" for number in (1, 2)]
DERIVED = f"{BASE}graph/names"
UPDATE = f"""INSERT {{ GRAPH <{DERIVED}> {{ ?s <http://example.org/named> true }} }}
WHERE {{ ?s <http://www.w3.org/2000/01/rdf-schema#label> ?name }}"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Two generations: two graphs, one of two sources and with blank nodes, and a derived one."""
    store = open_store(tmp_path / "store", BASE, create=True)
    label = "<http://www.w3.org/2000/01/rdf-schema#label>"
    with store.change("first") as change:
        change.put(GRAPHS[0], "一.txt", f'_:a {label} "青山" .\n_:a {label} "007" .\n'.encode())
        change.derive(DERIVED, UPDATE)
    with store.change("second") as change:
        change.put(GRAPHS[0], "二.txt", f'<http://example.org/x> {label} "x"@en .\n'.encode())
        change.put(GRAPHS[1], "一.txt", f'<http://example.org/x> {label} "x"@en .\n'.encode())
        change.derive(DERIVED, UPDATE)
    return store


@pytest.fixture
def archive(store: Store, tmp_path: Path) -> Path:
    """The archive of the store."""
    path = tmp_path / "backup.tar"
    with path.open("wb") as out:
        back_up(store.location, BASE, out)
    return path


def content(store: Store) -> set[str]:
    """Everything the store holds, blank nodes under one name."""
    out = io.BytesIO()
    store.export("application/n-quads", out)
    return {re.sub(r"_:\w+", "_:b", str(quad)) for quad in parse(out.getvalue(), format=RdfFormat.N_QUADS)}


def test_everything_comes_back_in_an_empty_place(store: Store, archive: Path, tmp_path: Path):
    about = check_backup(archive)
    assert (about.generation, about.base, about.sources) == ("2", BASE, 3)
    assert about.triples == sum(store.graphs().values())
    assert restore_backup(archive, tmp_path / "new") == "1"
    restored = open_store(tmp_path / "new", BASE)
    assert content(restored) == content(store)
    assert restored.graphs() == store.graphs()
    assert verify(tmp_path / "new") == []
    # What each source said is known apart, as before.
    with restored.change() as change:
        assert change.remove(GRAPHS[0], "二.txt")
    assert restored.graphs()[GRAPHS[0]] == 2


def test_what_the_store_held_before_stays(store: Store, archive: Path):
    with store.change("third") as change:
        change.remove(GRAPHS[1])
    assert restore_backup(archive, store.location) == "4"
    assert store.refresh()
    assert GRAPHS[1] in store.graphs()
    restore(store.location, "3")
    store.refresh()
    assert GRAPHS[1] not in store.graphs()


def test_an_earlier_generation(store: Store, tmp_path: Path):
    with (tmp_path / "first.tar").open("wb") as out:
        back_up(store.location, BASE, out, "1")
    restore_backup(tmp_path / "first.tar", tmp_path / "new")
    assert set(open_store(tmp_path / "new", BASE).graphs()) == {GRAPHS[0], DERIVED}


def test_the_sums_are_those_of_sha256sum(archive: Path, tmp_path: Path):
    with tarfile.open(archive) as opened:
        opened.extractall(tmp_path / "out", filter="data")
    if shutil.which("sha256sum"):
        subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=tmp_path / "out", check=True)
    for line in (tmp_path / "out" / "SHA256SUMS").read_text().splitlines():
        sha256, name = line.split("  ")
        assert hashlib.sha256((tmp_path / "out" / name).read_bytes()).hexdigest() == sha256


@pytest.mark.parametrize("seed", range(20))
def test_a_flipped_bit_or_a_lost_end_is_found_and_changes_nothing(
    store: Store, archive: Path, tmp_path: Path, seed: int
):
    chance = random.Random(seed)
    whole = bytearray(archive.read_bytes())
    with tarfile.open(archive) as opened:
        last = max(info.offset_data + info.size for info in opened)
    if seed % 4 == 0:
        del whole[chance.randrange(last) :]
    else:
        # Where a tar pads its members no byte has a meaning.
        with tarfile.open(archive) as opened:
            spans = [(info.offset_data, info.size) for info in opened]
        start, size = chance.choice(spans)
        whole[start + chance.randrange(size)] ^= 1 << chance.randrange(8)
    broken = tmp_path / "broken.tar"
    broken.write_bytes(whole)
    with pytest.raises(StoreError, match=r"broken\.tar"):
        check_backup(broken)
    before = content(store)
    with pytest.raises(StoreError):
        restore_backup(broken, store.location)
    assert [one.name for one in list_generations(store.location)] == ["1", "2"]
    assert content(open_store(store.location, BASE)) == before


@pytest.mark.parametrize("what", ["missing", "twice", "more", "order"])
def test_members_are_those_that_are_listed(archive: Path, tmp_path: Path, what: str):
    with tarfile.open(archive) as opened:
        members = [(info, opened.extractfile(info).read()) for info in opened]  # type: ignore[union-attr]
    if what == "missing":
        members.pop()
    elif what == "twice":
        members.append(members[-1])
    elif what == "more":
        info = tarfile.TarInfo("../../evil")
        members.append((info, b""))
    else:
        members[1], members[2] = members[2], members[1]
    changed = tmp_path / "changed.tar"
    with tarfile.open(changed, "w") as out:
        for info, data in members:
            out.addfile(info, io.BytesIO(data))
    with pytest.raises(StoreError):
        restore_backup(changed, tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("text", [b"", b"this is no archive", b"\0" * 10_240])
def test_another_file_is_no_backup(tmp_path: Path, text: bytes):
    (tmp_path / "x.tar").write_bytes(text)
    with pytest.raises(StoreError, match="no backup of gongbao"):
        check_backup(tmp_path / "x.tar")


def test_nothing_damaged_goes_into_an_archive(store: Store):
    shard = next((Path(store.location) / "shards").iterdir())
    shard.write_bytes(shard.read_bytes()[:-9])
    with pytest.raises(StoreDamaged):
        back_up(store.location, BASE, io.BytesIO())


def test_there_must_be_something_to_back_up(tmp_path: Path):
    with pytest.raises(StoreMissing):
        back_up(tmp_path / "nowhere", BASE, io.BytesIO())
    open_store(tmp_path / "empty", create=True)
    with pytest.raises(StoreError):
        back_up(tmp_path / "empty", BASE, io.BytesIO())
