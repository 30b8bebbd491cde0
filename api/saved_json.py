"""Saved queries and their results as plain JSON values."""

from __future__ import annotations

from collections.abc import Mapping

from api.saved import Result
from queries.header import Column, SavedQuery


def described(saved: SavedQuery) -> dict[str, object]:
    """A saved query: name, title, description, tags, parameters, columns."""
    return {
        "name": saved.name,
        "title": {"zh": saved.title.zh, "en": saved.title.en},
        "description": {"zh": saved.description.zh, "en": saved.description.en},
        "tags": list(saved.tags),
        "parameters": [
            {
                "name": one.name,
                "type": one.type,
                "required": one.required,
                "example": one.example,
                "label": {"zh": one.label.zh, "en": one.label.en},
            }
            for one in saved.parameters
        ],
        "columns": _columns(saved.columns),
    }


def result(found: Result, given: Mapping[str, str]) -> dict[str, object]:
    """A result: columns, rows (column → text, IRIs in full), places of the evidence nodes, the SPARQL."""
    return {
        "query": found.query.name,
        "title": {"zh": found.query.title.zh, "en": found.query.title.en},
        "parameters": dict(given),
        "columns": _columns(found.table.columns),
        "rows": found.records(),
        "evidence": {
            iri: {"source": mark.file, "first_line": mark.first, "last_line": mark.last, "page": mark.href}
            for iri, mark in found.marks.items()
        },
        "sparql": found.table.sparql,
    }


def _columns(columns: tuple[Column, ...]) -> list[dict[str, object]]:
    return [
        {"name": one.name, "use": one.use, "title": {"zh": one.title.zh, "en": one.title.en}}
        for one in columns
    ]
