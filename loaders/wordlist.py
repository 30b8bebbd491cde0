"""Word lists: data files of the lexicons, read once."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files


@cache
def words(name: str) -> tuple[str, ...]:
    """The words of ``lexicons/<name>.txt``, longest first; ``#`` starts a comment line.

    Raises FileNotFoundError for an unknown list.
    """
    text = files("loaders").joinpath("lexicons", f"{name}.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    found = {word for line in lines for word in line.split()}
    return tuple(sorted(found, key=lambda word: (-len(word), word)))


@cache
def alternatives(name: str) -> str:
    """The words of a list as the alternatives of a regular expression."""
    return "|".join(re.escape(word) for word in words(name))
