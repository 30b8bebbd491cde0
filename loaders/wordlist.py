"""Word lists: data files of the lexicons, read once."""

from __future__ import annotations

import re
from collections.abc import Iterable
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
    return any_of(words(name))


def any_of(words: Iterable[str]) -> str:
    """Words as the alternatives of a regular expression, a longer one before one that it begins with.

    Words that begin alike share their beginning, which matches the same and fails much faster.
    """
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(word[1:])
    branches = []
    for first, found in rests.items():
        longer = any_of(filter(None, found))
        if "" in found:
            longer = f"(?:{longer})?" if longer else ""
        elif len(found) > 1:
            longer = f"(?:{longer})"
        branches.append(re.escape(first) + longer)
    return "|".join(branches)
