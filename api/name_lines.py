"""Many short texts, searched by what they begin with or contain; the cost does not grow with their number."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from heapq import nsmallest

# Texts looked at before a search gives up on a beginning, or a pair of characters, that is everywhere.
_BEGINNINGS = 500
_PATIENCE = 20_000

Fit = tuple[int, int]


class Lines:
    """Texts with their owners (whole numbers), kept shortest first, found by their pairs of characters."""

    def __init__(self, texts: Iterable[tuple[str, int]], *, inside: bool = True) -> None:
        """``texts``: text and owner; each may come with several of the other.

        Without ``inside`` texts are found by their beginning alone, which takes less memory.
        """
        ordered = sorted(texts, key=lambda pair: (len(pair[0]), pair[0], pair[1]))
        self._texts = [text for text, _ in ordered]
        self._owners = array("L", (owner for _, owner in ordered))
        self._alphabetical = array("L", sorted(range(len(ordered)), key=self._texts.__getitem__))
        self._pairs: dict[str, array[int]] = {}
        if inside:
            for number, text in enumerate(self._texts):
                for pair in {text[at : at + 2] for at in range(len(text) - 1)}:
                    self._pairs.setdefault(pair, array("L")).append(number)

    def containing(self, words: Sequence[str], limit: int) -> list[tuple[Fit, int]]:
        """At most ``limit`` owners of a text that has every word, each with how well it fits, best first.

        Fit is (0 for a text that equals the words joined by a blank, 1 for one that starts with them, 2 else;
        length of the text): smaller is better. A single character is looked for at the beginning only.
        """
        whole = " ".join(words)
        found: dict[int, Fit] = {}
        for number in self._beginning(whole, limit):
            text = self._texts[number]
            found.setdefault(self._owners[number], (0 if text == whole else 1, len(text)))
        if len(found) < limit:
            for number in self._with_rarest_pair(words):
                text = self._texts[number]
                if all(word in text for word in words):
                    found.setdefault(self._owners[number], (2, len(text)))
                    if len(found) >= limit:
                        break
        return sorted((fit, owner) for owner, fit in found.items())[:limit]

    def _beginning(self, whole: str, limit: int) -> list[int]:
        """Numbers of texts that begin with ``whole``, the shortest of the first few hundred."""
        start = bisect_left(self._alphabetical, whole, key=self._texts.__getitem__)
        several = []
        for number in self._alphabetical[start : start + _BEGINNINGS]:
            if not self._texts[number].startswith(whole):
                break
            several.append(number)
        # Numbers go by length; an owner may be met several times.
        return nsmallest(4 * limit, several)

    def _with_rarest_pair(self, words: Sequence[str]) -> Sequence[int]:
        """Numbers of the texts, shortest first, that have the rarest pair of characters of the words."""
        pairs = {word[at : at + 2] for word in words for at in range(len(word) - 1)}
        if not pairs or not pairs <= self._pairs.keys():
            return ()
        return min((self._pairs[pair] for pair in pairs), key=len)[:_PATIENCE]
