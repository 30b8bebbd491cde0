"""The entries whose names are nearest to one that is not there; a bounded number of look-ups."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from api.search import Hit, Names

_SHARES = (1.0, 0.75, 0.5, 0.34)
_PIECES = 5
_HITS = 30
_LEAST = 0.45


def nearest(names: Names, local: str, limit: int = 8) -> list[Hit]:
    """Entries like the one that the decoded local path ``local`` would be; the nearest first.

    Pieces of its last part are looked for, long ones before short ones, until something is found; what is
    found is ordered by how much of the name and, between equals, of the whole path it shares.
    """
    name = local.rstrip("/").rsplit("/", 1)[-1].replace("_", " ").strip()
    for share in _SHARES:
        found: dict[str, Hit] = {}
        for piece in _pieces(name, share):
            found.update((hit.iri, hit) for hit in names.search(piece, _HITS))
        near = [(_shared(name, hit.label, hit.iri), hit) for hit in found.values()]
        good = [pair for pair in near if pair[0] >= _LEAST]
        if good:
            best = sorted(good, key=lambda pair: (-pair[0], -_share(local, pair[1].iri), pair[1].iri))
            return [hit for _, hit in best[:limit]]
    return []


def _pieces(name: str, share: float) -> Iterator[str]:
    """Up to five pieces of ``share`` of the name, evenly spread, of two characters at least."""
    size = max(round(len(name) * share), 2)
    if size > len(name):
        return
    room = len(name) - size
    for start in sorted({round(room * at / (_PIECES - 1)) for at in range(_PIECES)}):
        yield name[start : start + size]


def _shared(name: str, label: str, iri: str) -> float:
    """How much the name shares with the label or with the last part of the IRI, 0 to 1."""
    return max(_share(name, label), _share(name, iri.rsplit("/", 1)[-1]))


def _share(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
