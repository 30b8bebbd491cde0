"""Kill -9 and full disks: what was published stays whole, and the next change works.

Real processes die here (``crash_child.py``): at random moments, and between any two steps that touch
the disk. Disks are full for real where the system lets a test mount a small one, by the size limit of files
everywhere else.
"""

from __future__ import annotations

import errno
import itertools
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graph import errors, files, snapshots
from graph.store import open_store
from tests.graph import crash_child

ROOT = Path(__file__).resolve().parents[2]
CHILD = [sys.executable, str(Path(__file__).with_name("crash_child.py"))]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}


@pytest.fixture(autouse=True)
def _posix() -> None:
    if os.name == "nt":
        pytest.skip("Windows has no SIGKILL, fork or file size limit")


def leftovers(folder: Path) -> list[str]:
    names = [path.name for path in (folder / "generations").iterdir()]
    return [name for name in names if not name.isdecimal()]


def test_killed_at_random_moments(tmp_path: Path) -> None:
    chance = random.Random(8)
    acknowledged = -1
    for _ in range(8):
        with subprocess.Popen(
            [*CHILD, "loop", str(tmp_path)], stdout=subprocess.PIPE, text=True, env=ENVIRONMENT
        ) as child:
            assert child.stdout is not None
            # What it found; then some changes, and the kill in the middle of one.
            found = int(child.stdout.readline())
            assert found in (acknowledged, acknowledged + 1)
            acknowledged = found
            for _ in range(chance.randrange(3)):
                acknowledged = int(child.stdout.readline())
            time.sleep(chance.uniform(0, 0.3))
            child.kill()
            acknowledged = max([acknowledged, *(int(line) for line in child.stdout.read().split())])
        assert crash_child.state(str(tmp_path)) in (acknowledged, acknowledged + 1)
    assert acknowledged > 5
    crash_child.change(open_store(tmp_path), 1000)
    assert crash_child.state(str(tmp_path)) == 1000
    assert leftovers(tmp_path) == []
    assert all(snapshots.verify(tmp_path, one.name) == [] for one in snapshots.list_generations(tmp_path))


def test_killed_at_every_moment(tmp_path: Path) -> None:
    run = subprocess.run(
        [*CHILD, "moments", str(tmp_path)], capture_output=True, text=True, env=ENVIRONMENT, check=False
    )
    assert run.returncode == 0, run.stderr
    *found, last = [json.loads(line) for line in run.stdout.splitlines()]
    assert not [one for one in found if "error" in one]
    assert last["through"] == 0
    # Moment n tries to publish state n + 1, and finds what moment n - 1 left: state n, or the one before it.
    states = [one["state"] for one in found]
    assert states[:2] == [-1, 0]
    published = [now != before for before, now in itertools.pairwise(states[1:])]
    for number, (before, now) in enumerate(itertools.pairwise(states[1:]), start=1):
        assert now in (before, number)
    # Dead before the publishing step: nothing; dead after it: all of it.
    assert published.count(True) >= 1
    assert published == sorted(published)
    assert len(found) > 15
    assert last["state"] == len(found) - 1
    assert leftovers(tmp_path) == []
    shards = {path.name for path in (tmp_path / "shards").iterdir()}
    needed = {
        f"{sha256}.nq.gz"
        for one in snapshots.list_generations(tmp_path)
        for sources in json.loads((tmp_path / "generations" / one.name / "manifest.json").read_text("utf-8"))[
            "graphs"
        ].values()
        for sha256 in sources.values()
    }
    assert shards == needed


# --- full disks ---------------------------------------------------------------------------------------------


def test_full_at_every_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = str(tmp_path)
    crash_child.change(open_store(folder, create=True), 0)
    for moment in range(1000):
        store = open_store(folder)
        with monkeypatch.context() as patch:
            _full_at(patch, moment)
            try:
                crash_child.change(store, 1)
            except errors.StoreFull as error:
                assert folder in error.zh and folder in error.en and error.http_status == 507
            else:
                break
        assert crash_child.state(folder) == 0
    assert moment > 10
    assert crash_child.state(folder) == 1
    assert leftovers(tmp_path) == []


def _full_at(patch: pytest.MonkeyPatch, moment: int) -> None:
    """From the ``moment``-th step on, the disk takes nothing more; freeing space still works."""
    met = itertools.count()

    def wrap(function: Callable[..., Any]) -> Callable[..., Any]:
        def stepped(*args: Any, **options: Any) -> Any:
            if next(met) >= moment:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return function(*args, **options)

        return stepped

    for owner, name in crash_child.STEPS:
        # Syncing a folder after CURRENT was replaced cannot undo it: that step is not one that may fail here.
        if name not in ("rmtree", "rmdir") and (owner, name) != (files, "sync_folder"):
            patch.setattr(owner, name, wrap(getattr(owner, name)))


LIMITED = """
import resource, sys
from graph import errors
from graph.store import open_store
store = open_store(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
line = '<x:{0}> <x:is> "{0} {0} {0}" .\\n'.format
try:
    with store.change() as change:
        for n in range(4):
            change.put(f"x:g{n}", "001.txt", "".join(line(n * 10**6 + m) for m in range(20_000)).encode())
except errors.StoreFull as error:
    print(error)
"""


@pytest.mark.parametrize("limit", [20_000, 200_000, 1_000_000])
def test_the_engine_meets_the_limit(tmp_path: Path, limit: int) -> None:
    crash_child.change(open_store(tmp_path, create=True), 0)
    run = subprocess.run(
        [sys.executable, "-c", LIMITED, str(tmp_path), str(limit)],
        capture_output=True,
        text=True,
        env=ENVIRONMENT,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert "空间不足" in run.stdout and str(tmp_path) in run.stdout
    assert crash_child.state(str(tmp_path)) == 0
    crash_child.change(open_store(tmp_path), 1)
    assert crash_child.state(str(tmp_path)) == 1
    assert leftovers(tmp_path) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 3 MB; skips where this user may not mount one."""
    mount = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(tmp_path)], capture_output=True, check=False
    )
    if mount.returncode != 0:
        pytest.skip("mounting a small disk needs the rights of root")
    try:
        yield tmp_path
    finally:
        subprocess.run(["umount", "-l", str(tmp_path)], check=True)


def test_a_disk_that_is_really_full(small_disk: Path) -> None:
    folder = small_disk / "store"
    crash_child.change(open_store(folder, create=True), 0)
    full = False
    for number in range(1, 100):
        try:
            crash_child.change(open_store(folder), number)
        except errors.StoreFull:
            full = True
            assert crash_child.state(str(folder)) == number - 1
            # Making room: what an administrator would do.
            snapshots.prune(folder, 1)
            crash_child.change(open_store(folder), number)
            break
    assert full
    assert crash_child.state(str(folder)) == number
    assert leftovers(folder) == []
