"""Writing that survives a power cut: nothing is renamed into place before it is on the disk."""

from __future__ import annotations

import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path


def sync_file(path: Path) -> None:
    """Wait until the content of ``path`` is on the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_files(paths: Iterable[Path]) -> None:
    """``sync_file`` for many files at once: the disk may order the writes as it likes."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(sync_file, paths))


def sync_folder(path: Path) -> None:
    """Wait until the names in folder ``path`` are on the disk (Windows keeps them without being asked)."""
    if os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_durably(path: Path, content: bytes) -> None:
    """Replace ``path`` by ``content`` in one atomic step that outlives a power cut. Raises OSError."""
    draft = path.with_name(path.name + ".tmp")
    draft.write_bytes(content)
    sync_file(draft)
    os.replace(draft, path)
    sync_folder(path.parent)
