"""What every method works with: the store, the saved queries, the index, the grammar."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from queries.ask.grammar import Grammar
from queries.ask.index import Index
from queries.ask.similar import grams
from queries.evidence import Evidence, Segments, widened
from queries.library import Library, Queryable, filled, run

Row = dict[str, str]


@dataclass
class Context:
    """One question's way to the store; ``ran`` collects the SPARQL of every query it ran."""

    store: Queryable
    library: Library
    index: Index
    grammar: Grammar
    ran: list[str] = field(default_factory=list)
    kept: dict[str, list[Row]] = field(default_factory=dict)
    known_pairs: dict[str, set[str]] = field(default_factory=dict)
    segments: Segments = field(default_factory=Segments)
    seen: dict[str, list[Evidence]] = field(default_factory=dict)

    def rows(self, query: str, params: Mapping[str, str | Sequence[str]] | None = None) -> list[Row]:
        """Rows of the saved query ``query``: column → lexical value (IRIs as they are).

        What a query without parameters gives is kept for the generation; its rows are not to be changed.
        """
        if params:
            return self._run(query, params)
        if query in self.kept:
            self.shows(query)
        else:
            self.kept[query] = self._run(query, {})
        return self.kept[query]

    def _run(self, query: str, params: Mapping[str, str | Sequence[str]]) -> list[Row]:
        table = run(self.store, self.library[query], params)
        self.ran.append(table.sparql)
        return [{name: str(getattr(term, "value", term)) for name, term in row.items()} for row in table.rows]

    def derived(self, name: str, make: Callable[[], list[Row]]) -> list[Row]:
        """Rows that ``make`` derives from those of queries, kept for the generation under ``name``."""
        if name not in self.kept:
            self.kept[name] = make()
        return self.kept[name]

    def shows(self, query: str, params: Mapping[str, str | Sequence[str]] | None = None) -> None:
        """Note the saved query that says what the index already knew, so that the answer can be checked."""
        self.ran.append(filled(self.store, self.library[query], params or {}))

    def printed(self, unit: str, label: str, node: str) -> str:
        """The name under which ``node`` prints ``unit``: the longest of its forms on those lines, else
        ``label``."""
        quote = self.quote(node)
        forms = [form for form in self.index.forms.get(unit, ()) if form in quote]
        return max(forms, key=len, default=label)

    def passages(self, query: str, column: str) -> list[Row]:
        """All rows of a query without parameters that have ``column``."""
        return [row for row in self.rows(query) if row.get(column)]

    def pairs(self, text: str) -> set[str]:
        """The pairs of characters of a passage, kept for the generation."""
        known = self.known_pairs.get(text)
        if known is None:
            known = self.known_pairs[text] = grams(text)
        return known

    def places(self, node: str) -> list[Evidence]:
        """Where a node was read from, with its lines."""
        if node not in self.seen:
            found = widened(self.store, [NamedNode(node)], 0, self.segments)
            self.seen[node] = found.get(NamedNode(node), [])
        return self.seen[node]

    def quote(self, node: str, around: int = 0) -> str:
        """The printed lines of a node without blanks, and ``around`` lines before and after them."""
        return "".join(
            re.sub(r"\s", "", place.quote)
            for place in widened(self.store, [NamedNode(node)], around, self.segments).get(
                NamedNode(node), []
            )
        )

    def place_of(self, row: Row) -> str:
        """The jurisdiction of the document a row is stated in."""
        return self.index.jurisdiction_of(row.get("document", ""))


def first(row: Row, columns: Sequence[str]) -> str:
    """The first of ``columns`` that is bound in ``row``; empty where none is."""
    return next((row[name] for name in columns if row.get(name)), "")


def local(iri: str) -> str:
    """The last piece of an IRI: ``…/role/lead`` → lead, ``…ns#Task`` → Task."""
    return iri.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
