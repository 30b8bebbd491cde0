"""Reading one entity for its page: its facts in groups, what points to it, and where each is printed.

A page costs four queries whatever the entity is (facts, counts of incoming
links, the first of each kind, names of everything mentioned), each bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from api import graph_text as gt
from api.addresses import Addresses, SourceMark
from api.language import say
from api.settings import Settings
from api.terms import groupings, head_properties, term_label, term_name
from graph.store import Store

_FACTS_LIMIT = 3_000
_PREDICATES_LIMIT = 60
_COUNT_LIMIT = 100_000
_SORTED_LIMIT = 2_000
# Nodes are listed in the order of print, by document and line, where there are not too many to sort.
_PLACE = "OPTIONAL { ?s gb:statedIn ?document } OPTIONAL { ?s gb:firstLine ?line }"
_ORDER = "MIN(?document) MIN(?line)"
_BOOLEAN = "http://www.w3.org/2001/XMLSchema#boolean"
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@dataclass(frozen=True, slots=True)
class Value:
    """One value as it is shown: text, the address it links to, its kind, where it is printed."""

    text: str
    href: str | None = None
    iri: str | None = None
    kind: str = ""
    mark: SourceMark | None = None


@dataclass(frozen=True, slots=True)
class Property:
    """A property with the first of its values; ``total`` counts them all, ``more`` leads to the rest."""

    iri: str
    label: str
    inward: bool
    values: tuple[Value, ...]
    total: int

    @property
    def hidden(self) -> int:
        """How many values are not shown here."""
        return max(self.total - len(self.values), 0)

    @property
    def at_least(self) -> bool:
        """Whether counting stopped at its limit, so that ``total`` is a lower bound."""
        return self.inward and self.total >= _COUNT_LIMIT


@dataclass(frozen=True, slots=True)
class Group:
    """Properties that are read together under one title."""

    title: str
    properties: tuple[Property, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as its page shows it."""

    iri: str
    label: str
    types: tuple[str, ...]
    mark: SourceMark | None
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of all values of one property; ``page`` counts from 1."""

    iri: str
    label: str
    property: Property
    page: int
    more: bool


@dataclass(slots=True)
class _Names:
    """What is known of the nodes a page mentions."""

    labels: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    marks: dict[str, SourceMark] = field(default_factory=dict)


class EntityReader:
    """Reads entities of one store for pages."""

    def __init__(self, store: Store, addresses: Addresses, settings: Settings) -> None:
        """``settings`` bounds how much of a long list is read."""
        self._store, self._addresses, self._settings = store, addresses, settings

    def exists(self, iri: str) -> bool:
        """Whether the graph says anything of ``iri`` or mentions it."""
        node = gt.iri(iri)
        return bool(self._store.query(f"ASK {{ {{ {node} ?p ?o }} UNION {{ ?s ?q {node} }} }}"))

    def label(self, iri: str, language: str) -> str:
        """The entity's name, its last path segment where it has none."""
        return self._names([iri], language).labels.get(iri) or self._fallback(iri, language)

    def labels(self, iris: Iterable[str], language: str) -> dict[str, str]:
        """The names of those of ``iris`` that have one, in one query."""
        return self._names(iris, language).labels

    def entity(self, iri: str, language: str) -> Entity:
        """Everything the page of ``iri`` shows, names in ``language`` where there are two."""
        facts = self._facts(iri)
        counts = self._counts(iri)
        incoming = self._first_incoming(iri, list(counts))
        mentioned = {term.value for terms in facts.values() for term in terms if isinstance(term, NamedNode)}
        mentioned |= {source for sources in incoming.values() for source in sources} | {iri}
        names = self._names(mentioned, language)
        outward = {
            predicate: self._property(predicate, terms, names, language) for predicate, terms in facts.items()
        }
        inward = {
            predicate: Property(
                predicate,
                _inward_label(predicate, language),
                True,
                tuple(self._value(NamedNode(one), names, language) for one in sources),
                counts[predicate],
            )
            for predicate, sources in incoming.items()
        }
        types = tuple(term_name(gt.text(term), language) for term in facts.get(RDF_TYPE, []))
        label = names.labels.get(iri) or self._fallback(iri, language)
        return Entity(iri, label, types, names.marks.get(iri), tuple(_grouped(outward, inward, language)))

    def listing(self, iri: str, predicate: str, inward: bool, page: int, language: str) -> Listing:
        """Page ``page`` (from 1) of the values of ``predicate``; ``inward``: of what points here by it."""
        size = self._settings.page_size
        node, link = gt.iri(iri), gt.iri(predicate)
        pattern = f"?v {link} {node}" if inward else f"{node} {link} ?v"
        within = f"LIMIT {size + 1} OFFSET {(page - 1) * size}"
        query = f"SELECT DISTINCT ?v WHERE {{ {pattern} }} {within}"
        if self._is_short(pattern):
            query = f"""{gt.prologue()}
                SELECT ?v WHERE {{
                  {{ SELECT DISTINCT ?v WHERE {{ {pattern} }} }} {_PLACE.replace("?s", "?v")}
                }} GROUP BY ?v ORDER BY {_ORDER} ?v {within}"""
        rows = self._store.rows(query)
        terms = [row["v"] for row in rows[:size]]
        mentioned = {term.value for term in terms if isinstance(term, NamedNode)} | {iri}
        names = self._names(mentioned, language)
        label = _inward_label(predicate, language) if inward else term_name(predicate, language)
        shown = tuple(self._value(term, names, language) for term in terms)
        title = names.labels.get(iri) or self._fallback(iri, language)
        listed = Property(predicate, label, inward, shown, len(shown))
        return Listing(iri, title, listed, page, len(rows) > size)

    def _is_short(self, pattern: str) -> bool:
        """Whether ``pattern`` has few enough values of ``?v`` to be sorted for every page."""
        some = f"SELECT DISTINCT ?v WHERE {{ {pattern} }} LIMIT {_SORTED_LIMIT}"
        counting = f"SELECT (COUNT(*) AS ?n) WHERE {{ {{ {some} }} }}"
        return int(gt.text(self._store.rows(counting)[0]["n"])) < _SORTED_LIMIT

    # --- queries -------------------------------------------------------------

    def _facts(self, iri: str) -> dict[str, list[object]]:
        """Outgoing facts: predicate → values."""
        found: dict[str, list[object]] = {}
        query = f"SELECT DISTINCT ?p ?o WHERE {{ {gt.iri(iri)} ?p ?o }} LIMIT {_FACTS_LIMIT}"
        for row in self._store.rows(query):
            found.setdefault(gt.text(row["p"]), []).append(row["o"])
        return found

    def _counts(self, iri: str) -> dict[str, int]:
        """Incoming links: predicate → how many, counted up to a limit."""
        query = (
            f"SELECT ?p (COUNT(*) AS ?n) WHERE {{ {{ SELECT DISTINCT ?s ?p WHERE {{ ?s ?p {gt.iri(iri)} }} "
            f"LIMIT {_COUNT_LIMIT} }} }} GROUP BY ?p LIMIT {_PREDICATES_LIMIT}"
        )
        return {gt.text(row["p"]): int(gt.text(row["n"])) for row in self._store.rows(query) if "p" in row}

    def _first_incoming(self, iri: str, predicates: list[str]) -> dict[str, list[str]]:
        """The first few nodes that point here by each predicate."""
        if not predicates:
            return {}
        node, shown = gt.iri(iri), self._settings.links_shown
        branches = " UNION ".join(
            f"""{{ SELECT ?s ({link} AS ?p) WHERE {{
                {{ SELECT DISTINCT ?s WHERE {{ ?s {link} {node} }} LIMIT {_SORTED_LIMIT} }} {_PLACE}
              }} GROUP BY ?s ORDER BY {_ORDER} ?s LIMIT {shown} }}"""
            for link in map(gt.iri, predicates)
        )
        found: dict[str, list[str]] = {}
        for row in self._store.rows(f"{gt.prologue()} SELECT ?s ?p WHERE {{ {branches} }}"):
            if isinstance(row["s"], NamedNode):
                found.setdefault(gt.text(row["p"]), []).append(row["s"].value)
        return found

    def _names(self, iris: Iterable[str], language: str) -> _Names:
        """Labels, kinds and printed lines of all nodes mentioned, in one query."""
        wanted = sorted(one for one in iris if self._addresses.local(one) is not None)
        names = _Names()
        if not wanted:
            return names
        query = f"""{gt.prologue()}
            SELECT ?n ?label ?type ?quote WHERE {{
              {gt.values("n", wanted)}
              {{ ?n rdfs:label ?label }} UNION {{ ?n rdf:type ?type }}
              UNION {{ ?n prov:wasQuotedFrom ?quote }}
            }}"""
        for row in self._store.rows(query):
            node = gt.text(row["n"])
            if "label" in row:
                label = row["label"]
                if node not in names.labels or (isinstance(label, Literal) and label.language == language):
                    names.labels[node] = gt.text(label)
            elif "type" in row:
                kind = term_label(gt.text(row["type"]), language)
                if kind:
                    names.kinds[node] = min(
                        kind, names.kinds.get(node, kind), key=lambda one: (-len(one), one)
                    )
            elif "quote" in row:
                mark = self._addresses.mark(gt.text(row["quote"]))
                if mark and (node not in names.marks or mark.first < names.marks[node].first):
                    names.marks[node] = mark
        return names

    # --- shaping --------------------------------------------------------------

    def _property(self, predicate: str, terms: list[object], names: _Names, language: str) -> Property:
        shown = sorted(
            (self._value(term, names, language) for term in terms),
            key=lambda value: (value.mark.first if value.mark else 0, value.text),
        )
        limit = self._settings.page_size
        return Property(predicate, term_name(predicate, language), False, tuple(shown[:limit]), len(shown))

    def _value(self, term: object, names: _Names, language: str) -> Value:
        if isinstance(term, Literal) and term.datatype.value == _BOOLEAN:
            return Value(say(language, "sparql.true" if term.value in ("true", "1") else "sparql.false"))
        if not isinstance(term, NamedNode):
            return Value(gt.text(term))
        iri = term.value
        text = names.labels.get(iri) or term_label(iri, language) or self._fallback(iri, language)
        return Value(text, self._addresses.href(iri), iri, names.kinds.get(iri, ""), names.marks.get(iri))

    def _fallback(self, iri: str, language: str) -> str:
        local = self._addresses.local(iri)
        if local is None:
            return term_name(iri, language)
        return local.rsplit("/", 1)[-1] or local


def _inward_label(predicate: str, language: str) -> str:
    for group in groupings():
        if predicate in group.incoming:
            return group.incoming[predicate][language]
    return say(language, "entity.points", name=term_name(predicate, language))


def _grouped(outward: dict[str, Property], inward: dict[str, Property], language: str) -> Iterator[Group]:
    """The properties in the groups of ``groups.toml``; what no group names comes last."""
    used_out = set(head_properties())
    used_in: set[str] = set()
    for group in groupings():
        members = [outward[one] for one in group.outgoing if one in outward and one not in used_out]
        members += [inward[one] for one in group.incoming if one in inward and one not in used_in]
        used_out.update(group.outgoing)
        used_in.update(group.incoming)
        if members:
            yield Group(group.titles[language], tuple(members))
    rest = [one for iri, one in outward.items() if iri not in used_out]
    rest += [one for iri, one in inward.items() if iri not in used_in]
    if rest:
        yield Group(say(language, "kind.other"), tuple(rest))
