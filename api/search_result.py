"""A hit of the full-text search for programs, the same in the API and on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from queries.fulltext import Hit


def as_json(hit: Hit) -> dict[str, object]:
    """A hit for programs: names of the vocabulary where there are such; ``highlights`` are the printed
    characters that were found, ``text`` the whole passage."""
    entry = hit.entry
    return {
        "kind": entry.kind,
        "iri": entry.iri,
        "score": round(hit.score, 4),
        "document": {
            "iri": entry.document,
            "title": entry.title,
            "documentNumber": entry.number,
            "type": entry.type,
            "jurisdiction": entry.city,
            "date": entry.date,
        },
        "part": entry.part,
        "place": entry.place,
        "source": entry.source,
        "file": entry.source.rsplit("/", 1)[-1],
        "firstLine": entry.first,
        "lastLine": entry.last,
        "snippet": "".join(piece.text for piece in hit.snippet),
        "highlights": [piece.text for piece in hit.snippet if piece.hit],
        "text": entry.text,
    }
