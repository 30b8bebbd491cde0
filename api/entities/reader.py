"""Gathering what one page shows: facts, lists and the names of everything mentioned, in few queries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from pyoxigraph import Literal, NamedNode

from api import graph_text as gt
from api.addresses import Addresses, SourceMark
from api.entities import asking
from api.entities.shape import Column, Section
from api.language import say
from api.settings import Settings
from api.terms import expand, term_label, term_name
from graph.store import Row, Store
from ontology.namespaces import GBR

_FACTS_LIMIT = 3_000
_NAMES_BATCH = 2_000
WHOLE_LIMIT = 5_000
_LABEL_LENGTH = 60
# A column that says the same in this many rows or more is said once, above them.
_SHARED_FROM = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """What a place of a page shows: text and where it leads, several such, or where it is printed."""

    text: str = ""
    href: str | None = None
    title: str = ""
    mark: SourceMark | None = None
    several: tuple[Cell, ...] = ()
    form: str = "text"

    def __bool__(self) -> bool:
        return bool(self.text or self.mark or self.several)


@dataclass(frozen=True, slots=True)
class Head:
    """A heading of a column."""

    name: str
    title: str
    form: str


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows of a section: ``total`` counts all of them, ``at_least`` where counting stopped at its limit."""

    section: Section
    rows: list[Row]
    total: int
    at_least: bool = False
    page: int = 1
    size: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """A section as its template shows it; ``common`` is what all its rows share, said once."""

    name: str
    title: str
    view: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    at_least: bool
    page: int = 1
    pages: int = 1
    common: tuple[tuple[Head, Cell], ...] = ()

    @property
    def hidden(self) -> int:
        """How many rows are not shown here."""
        return max(self.total - len(self.rows), 0)


@dataclass(slots=True)
class _Name:
    label: str = ""
    number: str = ""


@dataclass
class Reader:
    """Reads one entity for its page. Names are looked up together: what a page mentions is noted with
    :meth:`mention` while it is gathered and read once, by :meth:`settle`."""

    store: Store
    addresses: Addresses
    settings: Settings
    iri: str
    language: str
    on: date
    facts: dict[str, list[object]] = field(default_factory=dict)
    _names: dict[str, _Name] = field(default_factory=dict)
    _wanted: set[str] = field(default_factory=set)
    _marks: list[SourceMark | None] = field(default_factory=list)
    _asked: dict[tuple[str, tuple[str, ...], int], list[Row]] = field(default_factory=dict)

    # --- reading -------------------------------------------------------------------------------

    def read_facts(self) -> None:
        """What the graph says of the entity: property → values."""
        for row in asking.rows(self.store, "facts", {"node": asking.iris([self.iri])}, _FACTS_LIMIT):
            self.facts.setdefault(gt.text(row["p"]), []).append(row["o"])

    def value(self, name: str) -> str:
        """The first value of a property (short name), ``""`` where there is none."""
        return min((gt.text(one) for one in self.facts.get(expand(name), [])), default="")

    def values(self, name: str) -> list[str]:
        """All values of a property (short name), in order."""
        return sorted({gt.text(one) for one in self.facts.get(expand(name), [])})

    def ask(self, query: str, node: str | Iterable[str] | None = None, limit: int = WHOLE_LIMIT) -> list[Row]:
        """Rows of a query of ``queries/`` about this entity, or about ``node`` (an IRI or several); each
        is asked once."""
        about = (self.iri,) if node is None else (node,) if isinstance(node, str) else tuple(node)
        key = (query, about, limit)
        if key not in self._asked:
            self._asked[key] = asking.rows(self.store, query, {"node": asking.iris(about)}, limit)
        return self._asked[key]

    def listed(
        self, section: Section, about: Sequence[str], page: int = 1, size: int | None = None
    ) -> Listed:
        """Page ``page`` of a section about the nodes ``about``; ``size`` rows (None: as many as the
        entity's own page shows)."""
        shown = size or section.shown or self.settings.links_shown
        first = (page - 1) * shown
        if section.rows or section.whole:
            every = section.rows(self) if section.rows else self.ask(section.query, about)
            rows, total, limit = every[first : first + shown], len(every), WHOLE_LIMIT
        else:
            bound = {"node": asking.iris(about), "on": asking.day(self.on)}
            if section.roles:
                bound["role"] = asking.iris(str(GBR) + role for role in section.roles)
            if section.bound:
                bound |= section.bound(self)
            rows = asking.rows(self.store, section.query, bound, shown + 1, first)
            more, rows = len(rows) > shown, rows[:shown]
            total, limit = first + len(rows), asking.COUNT_LIMIT
            if more or page > 1:
                total = asking.count(self.store, section.query, bound)
        for row in rows:
            self._note(row, section.columns)
        return Listed(section, rows, total, total >= limit, page, shown)

    def _note(self, row: Row, columns: Iterable[Column]) -> None:
        for column in columns:
            if column.form in ("name", "document", "numbered", "names") and column.variable in row:
                self.mention(*gt.text(row[column.variable]).split())

    # --- names ---------------------------------------------------------------------------------

    def mention(self, *iris: str) -> None:
        """Have the names of these entities read."""
        self._wanted.update(one for one in iris if one and self.addresses.local(one) is not None)

    def settle(self) -> None:
        """Read the names of everything that was mentioned."""
        wanted = sorted(self._wanted - self._names.keys())
        for start in range(0, len(wanted), _NAMES_BATCH):
            batch = wanted[start : start + _NAMES_BATCH]
            for row in asking.rows(self.store, "names", {"node": asking.iris(batch)}):
                name = self._names.setdefault(gt.text(row["node"]), _Name())
                label = row["label"]
                if not name.label or (isinstance(label, Literal) and label.language == self.language):
                    name.label = gt.text(label)
                name.number = gt.text(row.get("number")) or name.number
        self._wanted.clear()

    def name(self, iri: str) -> str:
        """What an entity is called: its label, else the last segment of its path."""
        known = self._names.get(iri)
        if known and known.label:
            return known.label
        local = self.addresses.local(iri)
        return term_label(iri, self.language) or (local.rsplit("/", 1)[-1] if local else iri)

    def number(self, iri: str) -> str:
        """The number of a document, ``""`` where it has none."""
        known = self._names.get(iri)
        return known.number if known else ""

    # --- shaping -------------------------------------------------------------------------------

    def link(self, iri: str, text: str = "") -> Cell:
        """A link to an entity by its name, or with a text of its own."""
        whole = self.name(iri)
        shown = text or (whole if len(whole) <= _LABEL_LENGTH else whole[: _LABEL_LENGTH - 1] + "…")
        return Cell(shown, self.addresses.href(iri), whole if whole != shown else "", form="name")

    def document(self, iri: str) -> Cell:
        """A link to a document by its number, its title beside it; by its title where it has no number."""
        number = self.number(iri)
        return self.link(iri, number) if number else self.link(iri)

    def mark(self, quote: str) -> SourceMark | None:
        """The printed lines that ``quote`` (the value of ``prov:wasQuotedFrom``) points to."""
        return self.addresses.mark(quote) if quote else None

    def cell(self, row: Row, column: Column) -> Cell:
        """What ``column`` shows of ``row``."""
        value = gt.text(row.get(column.variable))
        if not value:
            return Cell(form=column.form)
        if column.form == "mark":
            return Cell(mark=self.mark(value), form="mark")
        if column.form == "name":
            return self.link(value)
        if column.form == "document":
            return self.document(value)
        if column.form == "numbered":
            number = self.number(value)
            return self.link(value, number) if number else Cell(form="document")
        if column.form == "names":
            return Cell(several=tuple(self.link(one) for one in value.split()), form="names")
        if column.form == "term":
            return Cell(term_name(value, self.language), form="term")
        if column.form == "duration":
            return Cell(duration(value, self.language), form="text")
        target = gt.text(row.get(column.link)) if column.link else ""
        return Cell(value, self.addresses.href(target) if target else None, form=column.form)

    def view(self, kind: str, listed: Listed) -> View:
        """A section for its template; columns that are empty in every row are left out."""
        section = listed.section
        made = [tuple(self.cell(row, column) for column in section.columns) for row in listed.rows]
        there = [at for at in range(len(section.columns)) if any(cells[at] for cells in made)]
        heads_of = [
            Head(one.name, say(self.language, f"column.{one.name}"), one.form) for one in section.columns
        ]
        same = [
            at
            for at in there
            if section.view == "table"
            and listed.total == len(made) >= _SHARED_FROM
            and section.columns[at].form in ("document", "date")
            and len({cells[at].text for cells in made}) == 1
        ]
        kept = [at for at in there if at not in same]
        heads = tuple(heads_of[at] for at in kept)
        rows = tuple(tuple(cells[at] for at in kept) for cells in made)
        title = say(self.language, f"{kind}.{section.name}")
        pages = -(-listed.total // listed.size) if listed.size else 1
        return View(
            section.name,
            title,
            section.view,
            heads,
            rows,
            listed.total,
            listed.at_least,
            listed.page,
            pages,
            tuple((heads_of[at], made[0][at]) for at in same),
        )

    def head(self, names: Iterable[str]) -> list[tuple[str, list[Cell]]]:
        """Properties of the entity that it has: (label, values)."""
        found = []
        for name in names:
            terms = self.facts.get(expand(name), [])
            cells = [
                self.link(term.value) if isinstance(term, NamedNode) else Cell(gt.text(term))
                for term in sorted(terms, key=gt.text)
            ]
            if cells:
                found.append((term_name(expand(name), self.language), cells))
        return found

    def lines(self, row: Row, first: str = "line", last: str = "last") -> SourceMark | None:
        """The lines of a row in the source that the entity itself is printed in."""
        mark = self.own_mark()
        if mark is None or first not in row:
            return None
        begin = int(gt.text(row[first]))
        return SourceMark(mark.path, begin, max(int(gt.text(row.get(last)) or begin), begin))

    def own_mark(self) -> SourceMark | None:
        """Where the entity itself is printed, the first place."""
        if not self._marks:
            marks = [self.mark(quote) for quote in self.values("prov:wasQuotedFrom")]
            first = min((one for one in marks if one), key=lambda one: (one.path, one.first), default=None)
            self._marks.append(first)
        return self._marks[0]


_DURATION = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)D)?")


def duration(value: str, language: str) -> str:
    """An ISO 8601 duration of years, months and days in words; anything else as it is."""
    match = _DURATION.fullmatch(value)
    if match is None:
        return value
    named = zip(("years", "months", "days"), match.groups(), strict=True)
    return " ".join(say(language, f"entity.{unit}", n=number) for unit, number in named if number) or value
