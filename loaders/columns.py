"""What a table column holds, by its head (lexicons/columns.tsv, lexicons/matters.tsv)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from loaders.source import compact


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``role`` (a ``gbr:`` name or ordinal, matter, schedule …), what its cells
    hold, and whether an empty cell of a numbered row stands for the cell above it."""

    role: str
    holds: str
    required: bool
    head: str = ""


def _rows(name: str) -> list[list[str]]:
    text = files("loaders").joinpath("lexicons", f"{name}.tsv").read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]


@cache
def _by_word() -> tuple[tuple[str, Column], ...]:
    entries = []
    for role, holds, required, words in _rows("columns"):
        column = Column(role, holds, required == "yes")
        entries += [(word, column) for word in words.split()]
    return tuple(sorted(entries, key=lambda entry: -len(entry[0])))


@cache
def column(head: str) -> Column | None:
    """The column that a head such as ``牵头 市级领导`` names; None for an unknown head.

    A head that ends with a known word beats one that only contains it; longer words beat shorter ones.
    """
    bare = compact(head).rstrip("：:")
    if not bare:
        return None
    for test in (str.endswith, str.__contains__):
        for word, found in _by_word():
            if test(bare, word) and (len(word) > 1 or bare == word):
                told = _role_of_units(bare) if found.role == "unit" else None
                return Column(told or found.role, found.holds, found.required, bare)
    return None


# Heads are made up freely: 牵头负责部门, 具体承办处室. One word tells the role.
_ROLES_OF_UNITS = (
    ("lead", re.compile("牵头|主办")),
    ("coUnit", re.compile("配合|协办|协同|协助|参与|会同")),
    ("responsibleUnit", re.compile("责任|负责|承办|承担|实施|落实|完成")),
)


def _role_of_units(head: str) -> str | None:
    return next((role for role, word in _ROLES_OF_UNITS if word.search(head)), None)


@cache
def matter_kind(*titles: str) -> str:
    """The class of matter that the rows of a table are, by its title and heads; ``Task`` if none tells."""
    for title in titles:
        for kind, words in _rows("matters"):
            if any(word in title for word in words.split()):
                return kind
    return "Task"


@cache
def role_words() -> tuple[str, ...]:
    """The words that name who answers for a matter, or until when: 责任单位, 牵头领导, 完成时限 …"""
    return tuple(
        word
        for word, found in _by_word()
        if found.holds in ("unit", "person", "period") and found.role != "unit"
    )


@cache
def head_words() -> frozenset[str]:
    """All words by which columns are known."""
    return frozenset(word for word, _ in _by_word())
