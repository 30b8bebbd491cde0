"""The things a question can name, as the index holds them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Entity:
    """Something of the graph that has a name.

    ``kind`` ∈ document, unit, person, matter, meeting, group, measure, post, area. ``jurisdiction`` is the
    place it belongs to, empty where none is known. ``label`` is what to call it.
    """

    iri: str
    kind: str
    label: str
    jurisdiction: str = ""


@dataclass(frozen=True, slots=True)
class DocumentEntity(Entity):
    """A document or an instrument printed with one; ``notice`` is the printed document it belongs to."""

    number: str = ""
    registration: str = ""
    title: str = ""
    core: str = ""
    printed: bool = False
    notice: str = ""
    issued: str = ""


@dataclass(frozen=True, slots=True)
class MatterEntity(Entity):
    """A matter: its class (local name), number in its list, row under that number, document."""

    cls: str = ""
    item: int = 0
    row: int = 0
    document: str = ""


@dataclass(frozen=True, slots=True)
class MeetingEntity(Entity):
    """A meeting with its number and day."""

    number: int = 0
    held: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """Part of a question that names something.

    ``start`` and ``end`` are offsets in the normalised question, ``kind`` as in the grammar (document, unit,
    person, place, item, meeting, date …), ``entities`` what it may mean, ``value`` its plain value (a number,
    a role, a word).
    """

    kind: str
    start: int
    end: int
    text: str
    entities: tuple[Entity, ...] = ()
    value: str = ""
    days: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True)
class PostFact:
    """Somebody was given, lost or holds a post: ``rank`` is the post without its unit, ``units`` the units it
    may belong to, ``action`` ∈ Appointment, Removal, PostHolding, ``when`` an ISO date or empty."""

    post: str
    rank: str
    units: tuple[str, ...]
    name: str
    person: str
    action: str
    when: str
    place: str
    node: str
