"""One file per format. A format is a module with ``SUFFIXES`` and ``read(path) -> Lines``;
adding a format is adding a file. An archive is a module with ``SUFFIXES`` and ``members(path, read)``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import ModuleType

from loaders.errors import UnreadableFile
from loaders.formats.base import Lines, Reader
from loaders.formats.radicals import without_radicals


@cache
def _modules() -> tuple[ModuleType, ...]:
    modules = (importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    return tuple(module for module in modules if hasattr(module, "SUFFIXES"))


@cache
def readers() -> dict[str, Reader]:
    """File suffix (lower case, with its dot) → the function that reads it."""
    found: dict[str, Reader] = {}
    for module in _modules():
        if hasattr(module, "read"):
            found.update(dict.fromkeys(module.SUFFIXES, module.read))
    return found


@cache
def _archives() -> dict[str, ModuleType]:
    return {s: module for module in _modules() if hasattr(module, "members") for s in module.SUFFIXES}


def is_archive(path: Path) -> bool:
    """Whether a file holds other files, by its suffix."""
    return path.suffix.lower() in _archives()


def expand(path: Path) -> Iterator[tuple[str, Lines | UnreadableFile]]:
    """Every readable file in the file at ``path``, with its name: the file itself, or each member of an
    archive (``archive.zip/folder/file.txt``). A member that cannot be read comes as its error.

    Raises UnreadableFile where the archive itself cannot be read; OSError where the file cannot be opened.
    """
    if is_archive(path):
        yield from _archives()[path.suffix.lower()].members(path, read_lines)
        return
    try:
        yield path.name, read_lines(path)
    except UnreadableFile as error:
        yield path.name, error


def read_lines(path: Path) -> Lines:
    """The lines of a file of any known format.

    Raises UnreadableFile where the format is unknown, the file is empty or cannot
    be decoded; OSError where it cannot be opened.
    """
    reader = readers().get(path.suffix.lower())
    if is_archive(path):
        raise UnreadableFile(path.name, "压缩包须逐个文件读取 / an archive is read file by file")
    if reader is None:
        known = " ".join(sorted(s for s in readers() if s))
        raise UnreadableFile(path.name, f"未知格式 / unknown format: {path.suffix} (可读 / known: {known})")
    if path.stat().st_size == 0:
        raise UnreadableFile(path.name, "文件为空 / the file is empty")
    found = reader(path)
    lines = tuple(without_radicals(line) for line in found.lines)
    return found if lines == found.lines else replace(found, lines=lines)
