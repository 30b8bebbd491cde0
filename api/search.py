"""Finding entities by name, and counting what is loaded; both bounded."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest

from pyoxigraph import QuerySolutions

from api import graph_text as gt
from api.terms import expand
from graph.store import Store

# What a reader looks for by name, the kinds he names most first. Members are matched by their own class:
# the mapping types every node with its most specific class and need not repeat the others.
KINDS: dict[str, tuple[str, ...]] = {
    "document": ("gb:Document", "gb:Instrument", "gb:Annex", "gb:Meeting"),
    "unit": ("gb:Unit", "gb:Group"),
    "official": ("gb:Official",),
    "matter": (
        "gb:Matter",
        "gb:IncentiveItem",
        "gb:DecisionItem",
        "gb:Task",
        "gb:Area",
        "gb:CertificateType",
        "gb:Duty",
    ),
    "post": ("gb:Post",),
    "issue": ("gb:Issue",),
}
COUNTED = (
    "Issue",
    "Document",
    "Provision",
    "Citation",
    "Matter",
    "Responsibility",
    "Unit",
    "Official",
    "Target",
)
_OTHER_NAMES = ("skos:altLabel", "gb:documentNumber", "gb:registrationNumber", "dcterms:title")
_TERMS_LIMIT = 5
_BRACKETS = str.maketrans({"[": "〔", "]": "〕", "［": "〔", "］": "〕"})


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity whose name contains what was looked for; ``kind`` is a key of :data:`KINDS`."""

    iri: str
    label: str
    kind: str


@dataclass(slots=True)
class _Entry:
    """An entity with all its names, folded for comparison; ``text`` is all of them, a line each."""

    hit: Hit
    names: list[str]
    text: str = ""

    def add(self, name: str) -> None:
        """One more name, if it is new."""
        folded = _folded(name)
        if folded not in self.names:
            self.names.append(folded)


class Names:
    """The names of everything a reader looks for, in memory: the engine has no index inside of texts."""

    def __init__(self, store: Store, limit: int) -> None:
        """Read the names of up to ``limit`` entities from ``store``; five queries."""
        entries: dict[str, _Entry] = {}
        kinds = {expand(name): kind for kind, names in KINDS.items() for name in names}
        for iri, name, kind in _solutions(store, _labels_query(kinds), "s", "name", "type"):
            if iri not in entries and len(entries) < limit:
                entries[iri] = _Entry(Hit(iri, name, kinds[kind]), [])
            if iri in entries:
                entries[iri].add(name)
        for predicate in _OTHER_NAMES:
            # A scan of these is cheaper than a look-up for every entity.
            query = f"{gt.prologue()} SELECT ?s ?name WHERE {{ ?s {predicate} ?name }}"
            for iri, name in _solutions(store, query, "s", "name"):
                if iri in entries:
                    entries[iri].add(name)
        for entry in entries.values():
            entry.text = "\n".join(entry.names)
        self._entries = entries

    def search(self, text: str, limit: int) -> list[Hit]:
        """Entities one of whose names or numbers has every word of ``text``; best first, at most ``limit``.

        A name that equals the text comes before one that starts with it, and that before the others; short
        names before long ones.
        """
        words = _folded(text).split()[:_TERMS_LIMIT]
        if not words:
            return []
        whole = " ".join(words)
        found = []
        for entry in self._entries.values():
            if all(word in entry.text for word in words):
                ranks = [_rank(name, whole) for name in entry.names if all(word in name for word in words)]
                if ranks:
                    found.append((min(ranks), entry.hit))
        best = nsmallest(limit, found, key=lambda pair: (pair[0], pair[1].label, pair[1].iri))
        return [hit for _, hit in best]

    def of(self, iris: Iterable[str]) -> list[Hit]:
        """The entities among ``iris`` that have a name, each once."""
        return [self._entries[iri].hit for iri in dict.fromkeys(iris) if iri in self._entries]


def _labels_query(kinds: Iterable[str]) -> str:
    """The label of every entity of these classes.

    Many graphs may say the same of a unit: classes are made distinct before labels are joined to them.
    """
    listed = " ".join(gt.iri(kind) for kind in kinds)
    return f"""{gt.prologue()}
        SELECT ?s ?type ?name WHERE {{
          {{ SELECT DISTINCT ?s ?type WHERE {{ VALUES ?type {{ {listed} }} ?s rdf:type ?type }} }}
          ?s rdfs:label ?name .
        }}"""


def _solutions(store: Store, query: str, *variables: str) -> Iterator[tuple[str, ...]]:
    """The texts of ``variables`` of every solution, read one by one: there may be many."""
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)
    for solution in solutions:
        yield tuple(gt.text(solution[name]) for name in variables)


def _rank(name: str, whole: str) -> tuple[int, int]:
    """How well a name that has the words fits the text: equal, starts with it, else; then by length."""
    return (0 if name == whole else 1 if name.startswith(whole) else 2, len(name))


def counts(store: Store) -> dict[str, int]:
    """How many nodes of each class the graph holds: local name of the class → number."""
    from ontology.namespaces import GB

    base = str(GB)
    query = "SELECT ?t (COUNT(DISTINCT ?s) AS ?n) WHERE { ?s a ?t } GROUP BY ?t"
    return {
        gt.text(row["t"])[len(base) :]: int(gt.text(row["n"]))
        for row in store.rows(query)
        if "t" in row and gt.text(row["t"]).startswith(base)
    }


def _folded(text: str) -> str:
    """Small letters; full-width ones made half-width; brackets made 〔 〕 (GB/T 9704-2012, 7.2.5)."""
    folded = "".join(unicodedata.normalize("NFKC", char) if "０" <= char <= "ｚ" else char for char in text)
    return folded.translate(_BRACKETS).strip().lower()
