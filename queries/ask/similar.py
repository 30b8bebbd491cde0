"""Which of many titles a question means, by the pairs of characters they share.

Chinese has no blanks between words; pairs of characters weighted by how rare they are among the titles do
the work of words (the usual character-bigram retrieval of Chinese text), and no dictionary is needed.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from queries.ask.entities import Entity
from queries.normalise import loose

E = TypeVar("E", bound=Entity)


@dataclass(frozen=True, slots=True)
class Hit(Generic[E]):
    """A candidate: ``matched`` is the weight of the shared pairs, ``asked`` the share of the question's
    weight they make up, ``covered`` the share of the candidate's."""

    entity: E
    matched: float
    asked: float
    covered: float


class Similar(Generic[E]):
    """Titles that can be found by part of their characters."""

    def __init__(self, titled: Iterable[tuple[E, str]]) -> None:
        self._entities: list[E] = []
        self._weights: list[float] = []
        postings: defaultdict[str, list[int]] = defaultdict(list)
        pairs: list[set[str]] = []
        for entity, title in titled:
            number = len(self._entities)
            self._entities.append(entity)
            found = grams(title)
            pairs.append(found)
            for pair in found:
                postings[pair].append(number)
        self._postings = dict(postings)
        self._unknown = math.log(1 + 2 * max(1, len(self._entities)))
        self._weights = [sum(self._weight(pair) for pair in found) or 1.0 for found in pairs]

    def __len__(self) -> int:
        return len(self._entities)

    def _weight(self, pair: str) -> float:
        known = self._postings.get(pair)
        return self._unknown if known is None else math.log(1 + len(self._entities) / len(known))

    def find(
        self, words: Sequence[str], keep: Callable[[E], bool] | None = None, limit: int = 8
    ) -> list[Hit[E]]:
        """Candidates for the pieces of text ``words``, best first; ``keep`` says which are allowed."""
        pairs = {pair for word in words for pair in grams(word)}
        if not pairs:
            return []
        asked = sum(self._weight(pair) for pair in pairs)
        matched: Counter[int] = Counter()
        for pair in pairs:
            weight = self._weight(pair)
            for number in self._postings.get(pair, ()):
                matched[number] += weight  # type: ignore[assignment]
        hits = [
            Hit(self._entities[n], float(w), float(w) / asked, float(w) / self._weights[n])
            for n, w in matched.items()
            if keep is None or keep(self._entities[n])
        ]
        hits.sort(key=lambda hit: (-hit.matched, -hit.covered, hit.entity.iri))
        return hits[:limit]


def grams(text: str) -> set[str]:
    """Pairs of neighbouring characters within each run of letters, digits or Chinese characters; a number or
    a Latin word is one piece."""
    found: set[str] = set()
    for run in re.findall(r"[a-z0-9.]+|[^\Wa-z0-9_]+", spaced(text)):
        if run.isascii():
            if len(run) > 1:
                found.add(run)
        elif len(run) == 1:
            continue
        else:
            found.update(run[i : i + 2] for i in range(len(run) - 1))
    return found


def spaced(text: str) -> str:
    """``text`` without punctuation inside Chinese titles, so that “一网通办” and 一网通办 give the same."""
    return "".join(loose(piece) + " " for piece in re.split(r"[\s，。；、：:;,!？?！]+", text))
