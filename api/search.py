"""Finding entities by name or its pinyin, and counting what is loaded; both bounded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import nsmallest
from threading import Lock

from pyoxigraph import QuerySolutions

from api import graph_text as gt
from api.name_lines import Lines
from api.pinyin import Spelled, is_typed_pinyin, syllables
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
# Pinyin of a title beyond its beginning is typed by nobody.
_SPELLED_CHARS = 30
_PLACE = re.compile(r"/(?:doc|org|person|post|issue)/([^/]+)/")
_FOLDS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(ord("０"), ord("ｚ") + 1)}
_FOLDS |= str.maketrans({"[": "〔", "]": "〕", "［": "〔", "］": "〕"})


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity whose name contains what was looked for; ``kind`` is a key of :data:`KINDS`."""

    iri: str
    label: str
    kind: str


class Names:
    """The names of everything a reader looks for, in memory: the engine has no index inside of texts."""

    def __init__(self, store: Store, limit: int) -> None:
        """Read the names of up to ``limit`` entities from ``store``; five queries."""
        self._hits: list[Hit] = []
        self._numbers: dict[str, int] = {}
        self._pinyin: dict[str, Spelled] | None = None
        self._making = Lock()
        kinds = {expand(name): kind for kind, names in KINDS.items() for name in names}
        called: list[dict[str, None]] = []
        for iri, name, kind in _solutions(store, _labels_query(kinds), "s", "name", "type"):
            number = self._numbers.get(iri)
            if number is None and len(self._hits) < limit:
                number = self._numbers[iri] = len(self._hits)
                self._hits.append(Hit(iri, name, kinds[kind]))
                called.append({})
            if number is not None:
                called[number][_folded(name)] = None
                called[number][_folded(name.removeprefix(place_of(iri)))] = None
        for predicate in _OTHER_NAMES:
            # A scan of these is cheaper than a look-up for every entity.
            query = f"{gt.prologue()} SELECT ?s ?name WHERE {{ ?s {predicate} ?name }}"
            for iri, name in _solutions(store, query, "s", "name"):
                if iri in self._numbers:
                    called[self._numbers[iri]][_folded(name)] = None
        grouped: dict[str, list[tuple[str, int]]] = {kind: [] for kind in KINDS}
        for number, hit in enumerate(self._hits):
            grouped[hit.kind] += [(name, number) for name in called[number] if name]
        self._lines = {kind: Lines(names) for kind, names in grouped.items()}

    def __len__(self) -> int:
        """How many entities there are."""
        return len(self._hits)

    def search(self, text: str, limit: int) -> list[Hit]:
        """Entities one of whose names or numbers has every word of ``text``; best first, at most ``limit``.

        A name that equals the text comes before one that starts with it, and that before the others; short
        names before long ones.
        """
        found = [(fit, hit) for kind in KINDS for fit, hit in self.of_kind(kind, text, limit)]
        return [hit for _, hit in nsmallest(limit, found, key=lambda one: (one[0], one[1].label, one[1].iri))]

    def of_kind(
        self, kind: str, text: str, limit: int, *, pinyin: bool = True
    ) -> list[tuple[tuple[int, int], Hit]]:
        """As :meth:`search` among the entities of one kind, each with how well it fits (smaller is better).

        With ``pinyin`` also names whose pinyin, in full or by initials, is or contains the text.
        """
        words = _folded(text).split()[:_TERMS_LIMIT]
        if not words or limit < 1:
            return []
        found = [(fit, number) for fit, number in self._lines[kind].containing(words, limit)]
        if pinyin and is_typed_pinyin(" ".join(words)):
            found += self._spelled()[kind].matching(" ".join(words), limit)
        best: dict[int, tuple[int, int]] = {}
        for fit, number in sorted(found):
            best.setdefault(number, fit)
        return [(fit, self._hits[number]) for number, fit in list(best.items())[:limit]]

    def of(self, iris: Iterable[str]) -> list[Hit]:
        """The entities among ``iris`` that have a name, each once."""
        return [self._hits[self._numbers[iri]] for iri in dict.fromkeys(iris) if iri in self._numbers]

    def prepare(self) -> None:
        """Make what only a search by pinyin needs, so that the first one need not wait for it."""
        self._spelled()

    def _spelled(self) -> dict[str, Spelled]:
        """The pinyin of the names, by kind; made when it is first needed."""
        with self._making:
            if self._pinyin is None:
                self._pinyin = {kind: Spelled(self._syllables(kind)) for kind in KINDS}
            return self._pinyin

    def _syllables(self, kind: str) -> Iterator[tuple[list[str], int]]:
        """The labels of a kind, each also without the place it begins with: people type 财政局."""
        for number, hit in enumerate(self._hits):
            if hit.kind == kind:
                found = syllables(hit.label[:_SPELLED_CHARS])
                yield found, number
                place = place_of(hit.iri)
                if place and hit.label.startswith(place):
                    yield found[len(place) :], number


def place_of(iri: str) -> str:
    """The jurisdiction in an entity's IRI (``…/org/青山市/财政局`` → 青山市); empty where it has none."""
    found = _PLACE.search(iri)
    return found[1] if found and found[1] != "-" else ""


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
    return text.translate(_FOLDS).strip().lower()
