"""How well the readers do: precision, recall and F1 against readings made by hand.

A kind of fact is an entry of ``KINDS`` in a module of this package: two functions that give
the same comparable keys, one from a hand-made reading (JSON), one from what was read.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from loaders.records import Reading

Gold = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact: ``gold`` gives the keys a reading made by hand holds, ``found`` those
    that were read. ``list`` is the list of the reading that holds them; the kind counts where
    the reading has it and ``mark``, which tells the forms of readings apart (``documents``: a
    gazette, ``doc_no``: a single page). Where readings name a fact in words of their own,
    ``aligned`` stands in for ``found``: it sees the reading by hand too and gives its key for
    what was read where both mean the same."""

    list: str
    gold: Callable[[Gold], Iterable[Hashable]]
    found: Callable[[Reading], Iterable[Hashable]]
    mark: str = "documents"
    aligned: Callable[[Gold, Reading], Iterable[Hashable]] | None = None


@dataclass(frozen=True, slots=True)
class Score:
    """Facts of one kind: right ones, those in the reading only, those read only."""

    kind: str
    right: int
    missed: tuple[Hashable, ...]
    wrong: tuple[Hashable, ...]

    @property
    def precision(self) -> float:
        """Share of what was read that is right; 1 where nothing was read."""
        read = self.right + len(self.wrong)
        return self.right / read if read else 1.0

    @property
    def recall(self) -> float:
        """Share of the reading that was read; 1 where it is empty."""
        gold = self.right + len(self.missed)
        return self.right / gold if gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@cache
def kinds() -> Mapping[str, Kind]:
    """All kinds of facts that can be measured, by name."""
    found: dict[str, Kind] = {}
    for module in sorted(m.name for m in pkgutil.iter_modules(__path__)):
        found.update(getattr(importlib.import_module(f"{__name__}.{module}"), "KINDS", {}))
    return found


def score(
    kind: str, gold: Iterable[Hashable], found: Iterable[Hashable], either: Iterable[Hashable] = ()
) -> Score:
    """The score of one kind; keys in ``either`` count neither as missed nor as wrong."""
    wanted, read, free = set(gold), set(found), set(either)
    order = str
    return Score(
        kind,
        len(wanted & read),
        tuple(sorted(wanted - read - free, key=order)),
        tuple(sorted(read - wanted - free, key=order)),
    )


def evaluate(gold: Gold, reading: Reading) -> Iterator[Score]:
    """The scores of what was read from one file against the reading made of it by hand."""
    either: dict[str, list[Any]] = {}
    for fact in gold.get("either_way", ()):
        either.setdefault(fact["list"], []).append(fact)
    for name, kind in kinds().items():
        if kind.list in gold and kind.mark in gold:
            free = kind.gold({**gold, kind.list: either[kind.list]}) if kind.list in either else ()
            found = kind.aligned(gold, reading) if kind.aligned else kind.found(reading)
            yield score(name, kind.gold(gold), found, free)


def together(scores: Sequence[Score]) -> Score:
    """The scores of one kind over several files as one. Raises IndexError without any."""
    return Score(
        scores[0].kind,
        sum(score.right for score in scores),
        tuple(fact for score in scores for fact in score.missed),
        tuple(fact for score in scores for fact in score.wrong),
    )


def load_readings(path: Path) -> list[Gold]:
    """The readings in a JSON file (one reading, or a list of them) or in all of a folder.

    Raises OSError or ValueError (JSON) where a file cannot be read.
    """
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    readings: list[Gold] = []
    for file in files:
        loaded = json.loads(file.read_text("utf-8"))
        readings.extend(loaded if isinstance(loaded, list) else [loaded])
    return readings
