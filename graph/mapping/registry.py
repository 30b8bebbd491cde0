"""Which function maps which record. A module of this package that is there is known."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from loaders.records import Record

_R = TypeVar("_R", bound=Record)
Mapper = Callable[[Any, Any], None]
_MAPPERS: dict[type[Record], Mapper] = {}


def maps(record_type: type[_R]) -> Callable[[Callable[[Any, _R], None]], Callable[[Any, _R], None]]:
    """Makes a function ``(scope, record)`` the mapper of a type of records."""

    def register(function: Callable[[Any, _R], None]) -> Callable[[Any, _R], None]:
        _MAPPERS[record_type] = function
        return function

    return register


@cache
def mappers() -> dict[type[Record], Mapper]:
    """The mapper of every type of records."""
    package = importlib.import_module("graph.mapping")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"graph.mapping.{module.name}")
    return _MAPPERS
