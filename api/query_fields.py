"""Parameters of a saved query as fields of a form: what each is filled in with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from api.language import translate
from api.service import Service
from ontology.terms import list_roles
from queries import normalise
from queries.header import Parameter, SavedQuery

Kind = Literal["text", "number", "date", "choice", "list", "suggest"]

# Parameter type (queries.parameters.TYPES) → the kinds of entries that are suggested.
_SUGGESTED = {
    "unit": "unit",
    "official": "official",
    "document": "document",
    "document_number": "document",
    "node": "matter",
}
_RELATIONS = ("basis", "repeals", "amends", "mentions")


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its parameter, what it was filled with, and what helps to fill it in.

    ``options`` (value, name) are all there are for a ``choice`` and proposals for a ``list``; ``suggests``
    names the kinds that ``/api/suggest`` is asked for.
    """

    parameter: Parameter
    kind: Kind
    value: str
    options: tuple[tuple[str, str], ...] = ()
    suggests: str = ""


def fields(query: SavedQuery, given: Mapping[str, str], one: Service, language: str) -> list[Field]:
    """The fields of ``query`` in order, filled with ``given`` (parameter → text)."""
    return [_field(parameter, given.get(parameter.name, ""), one, language) for parameter in query.parameters]


def _field(parameter: Parameter, value: str, one: Service, language: str) -> Field:
    match parameter.type:
        case "date":
            # The field of a browser takes and shows ISO 8601; what cannot be read is shown as it was written.
            day = normalise.one_date(value) if value else None
            return Field(parameter, "date" if day or not value else "text", day.isoformat() if day else value)
        case "role":
            return _choice(parameter, value, _roles(language))
        case "relation":
            return _choice(parameter, value, [(name, translate(f"queries.{name}")) for name in _RELATIONS])
        case "jurisdiction":
            places = one.per_generation("places", lambda: one.answerer().places())
            return Field(parameter, "list", value, tuple((place, place) for place in places))
        case "item_number" | "integer":
            return Field(parameter, "number", value)
        case kind if kind in _SUGGESTED:
            return Field(parameter, "suggest", value, suggests=_SUGGESTED[kind])
    return Field(parameter, "text", value)


def _choice(parameter: Parameter, value: str, options: list[tuple[str, str]]) -> Field:
    """A choice; a value that is none of them (a printed word, an IRI) stays one of the options."""
    if value and value not in dict(options):
        options = [*options, (value, value)]
    return Field(parameter, "choice", value, tuple(options))


def _roles(language: str) -> list[tuple[str, str]]:
    zh = language == "zh"
    return [(role.name, role.label_zh if zh else role.label_en) for role in list_roles()]
