"""What a kind of page says of itself: which classes it is for, what its head shows, which lists it has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from graph.store import Row

if TYPE_CHECKING:
    from api.entities.reader import Reader

FORMS = (
    "text",
    "long",
    "date",
    "name",
    "names",
    "document",
    "numbered",
    "term",
    "mark",
    "number",
    "duration",
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list: a message ``column.<name>``, the variable shown, the variable linked to.

    ``form`` ∈ text, long (text that may be long), date, name (an IRI by its name), names (IRIs parted by
    blanks), document (an IRI by its number), numbered (the same, nothing where it
    has no number), term (a class or role by the ontology's label), mark (the IRI of
    printed lines), number, duration (ISO 8601).
    """

    name: str
    variable: str
    form: str = "text"
    link: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A list: its message ``<kind>.<name>``, its query in ``queries/`` and its columns.

    ``roles``: local names of the roles the query is bound to. ``shown`` is how many rows the page shows
    (None: the setting), ``view`` ∈ table timeline. A ``whole`` list is short by nature: it is read at once
    and cut in memory. ``bound`` gives terms for further parameters of the query; ``rows`` makes the rows of
    a list that no query of its own reads.
    """

    name: str
    query: str
    columns: tuple[Column, ...]
    roles: tuple[str, ...] = ()
    view: str = "table"
    shown: int | None = None
    whole: bool = False
    bound: Callable[[Reader], dict[str, str]] | None = None
    rows: Callable[[Reader], list[Row]] | None = None


def nothing(reader: Reader) -> dict[str, Any]:
    """No values of its own for the template."""
    return {}


def itself(reader: Reader) -> list[str]:
    """The entity alone is what its lists are about."""
    return [reader.iri]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page; ``classes`` are short names (``gb:Unit``), the first kind that has one is taken.

    ``head`` are properties of the entity shown on top, ``lists`` its sections in reading order, ``gather``
    reads what the template ``entities/<name>.html`` needs besides, ``about`` says which nodes its lists are
    about, ``audited`` whether audit findings are shown.
    """

    name: str
    classes: tuple[str, ...]
    head: tuple[str, ...] = ()
    lists: tuple[Section, ...] = ()
    gather: Callable[[Reader], dict[str, Any]] = field(default=nothing)
    about: Callable[[Reader], list[str]] = field(default=itself)
    audited: bool = False

    def section(self, name: str) -> Section | None:
        """The list called ``name``."""
        return next((one for one in self.lists if one.name == name), None)


# Columns that many kinds have.
MARK = Column("source", "quote", "mark")
DOCUMENT = Column("document", "document", "document")
DATED = Column("date", "date", "date")
ROLE = Column("role", "role", "term")
MATTER = Column("matter", "matter", "name")
DEADLINE = Column("deadline", "deadline", "date")
SCHEDULE = Column("schedule", "schedule", "text")
