"""One file per kind of fact. A reader is a module with ``read(context) -> Iterable[Record]``;
adding a kind of fact is adding a file."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from loaders.readers.base import Reader

_SHARED = {"base"}


@cache
def all_readers() -> tuple[Reader, ...]:
    """The ``read`` functions of all readers, in the order of their modules' names."""
    names = sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name not in _SHARED)
    return tuple(importlib.import_module(f"{__name__}.{name}").read for name in names)
