"""One file per format. A format is a module with ``SUFFIXES`` and ``read(path) -> Lines``;
adding a format is adding a file."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from pathlib import Path

from loaders.errors import UnreadableFile
from loaders.formats.base import Lines, Reader


@cache
def readers() -> dict[str, Reader]:
    """File suffix (lower case, with its dot) → the function that reads it."""
    found: dict[str, Reader] = {}
    for module in pkgutil.iter_modules(__path__):
        if module.name != "base":
            loaded = importlib.import_module(f"{__name__}.{module.name}")
            found.update(dict.fromkeys(loaded.SUFFIXES, loaded.read))
    return found


def read_lines(path: Path) -> Lines:
    """The lines of a file of any known format.

    Raises UnreadableFile where the format is unknown, the file is empty or cannot
    be decoded; OSError where it cannot be opened.
    """
    reader = readers().get(path.suffix.lower())
    if reader is None:
        known = " ".join(sorted(s for s in readers() if s))
        raise UnreadableFile(path.name, f"未知格式 / unknown format: {path.suffix} (可读 / known: {known})")
    if path.stat().st_size == 0:
        raise UnreadableFile(path.name, "文件为空 / the file is empty")
    return reader(path)
