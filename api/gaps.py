"""What the graph lacks: documents cited and not held, open citations, lines not understood, unknown units.

Each report is read once a generation, up to a limit that a reader could never page through; only what stands
on the page shown costs further queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from api import graph_text as gt
from api.addresses import SOURCE, Addresses, SourceMark
from graph.store import Row, Store

ROWS_LIMIT = 100_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A document that is cited and not held: ``number`` documents cite it."""

    iri: str
    label: str
    document_number: str
    place: str
    number: int


@dataclass(frozen=True, slots=True)
class OpenCitation:
    """A citation that could not be followed to its end. ``why``: ``ambiguous`` (several documents bear the
    title) or ``clause`` (the document is held, the clause named is not in it)."""

    iri: str
    why: str
    text: str
    clause: str
    citing: str
    cited: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What a reader could not make out: where, how bad (``error warning info``), why (zh / en)."""

    mark: SourceMark
    severity: str
    text: str


@dataclass(frozen=True, slots=True)
class UnknownUnit:
    """A unit whose name the lexicon does not have; ``number`` responsibilities are assigned to it."""

    iri: str
    label: str
    place: str
    number: int


def wanted(store: Store, addresses: Addresses) -> list[Wanted]:
    """Documents cited and not held, those that most documents cite first."""
    rows = _rows(
        store,
        f"""SELECT ?document (COUNT(DISTINCT ?citing) AS ?n) WHERE {{
          ?citation gb:resolution gb:external ; gb:cited ?document ; gb:citing ?citing
        }} GROUP BY ?document ORDER BY DESC(?n) ?document LIMIT {ROWS_LIMIT}""",
    )
    counted = [(gt.text(row["document"]), int(gt.text(row["n"]))) for row in rows if "document" in row]
    names: dict[str, str] = {}
    numbers: dict[str, str] = {}
    for row in _rows(
        store,
        """SELECT DISTINCT ?document ?name ?number WHERE {
          { SELECT DISTINCT ?document WHERE { ?citation gb:resolution gb:external ; gb:cited ?document } }
          OPTIONAL { ?document rdfs:label ?name } OPTIONAL { ?document gb:documentNumber ?number }
        }""",
    ):
        iri, name = gt.text(row["document"]), gt.text(row.get("name"))
        # One gazette may give the number alone where another gives the title.
        if len(name) > len(names.get(iri, "")):
            names[iri] = name
        if "number" in row:
            numbers[iri] = gt.text(row["number"])
    return [
        Wanted(iri, names.get(iri) or iri.rsplit("/", 1)[-1], numbers.get(iri, ""), _place(addresses, iri), n)
        for iri, n in counted
    ]


def citing(store: Store, documents: Sequence[str]) -> dict[str, list[tuple[str, str]]]:
    """For each of ``documents`` those that cite it: (IRI, name), in the order of names; one query."""
    if not documents:
        return {}
    found: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for row in _rows(
        store,
        f"""SELECT DISTINCT ?document ?citing ?name WHERE {{
          {gt.values("document", documents)} ?citation gb:cited ?document ; gb:citing ?citing .
          OPTIONAL {{ ?citing rdfs:label ?name }} }}""",
    ):
        iri = gt.text(row["citing"])
        found[gt.text(row["document"])][iri] = gt.text(row.get("name")) or iri.rsplit("/", 1)[-1]
    return {iri: sorted(several.items(), key=lambda pair: pair[1]) for iri, several in found.items()}


def open_citations(store: Store) -> list[OpenCitation]:
    """Citations that are ambiguous, or name a clause that the held document does not have."""
    rows = _rows(
        store,
        f"""SELECT DISTINCT ?citation ?why ?text ?clause ?citing ?cited WHERE {{
          {{ ?citation gb:resolution gb:ambiguous BIND("ambiguous" AS ?why) }}
          UNION {{ ?citation gb:citedClause ?any ; gb:resolution gb:held
                   FILTER NOT EXISTS {{ ?citation gb:citedProvision ?provision }}
                   FILTER NOT EXISTS {{ ?citation gb:internal true }}
                   BIND("clause" AS ?why) }}
          ?citation gb:citing ?citing ; gb:cited ?cited .
          OPTIONAL {{ ?citation gb:citationText ?text }} OPTIONAL {{ ?citation gb:citedClause ?clause }}
        }} ORDER BY ?why ?citing ?citation LIMIT {ROWS_LIMIT}""",
    )
    names = ("citation", "why", "text", "clause", "citing", "cited")
    return [OpenCitation(*(gt.text(row.get(name)) for name in names)) for row in rows]


def candidates(store: Store, citations: Sequence[str]) -> dict[str, list[str]]:
    """For each of ``citations`` the documents it may mean."""
    if not citations:
        return {}
    found: defaultdict[str, list[str]] = defaultdict(list)
    meant = f"{gt.values('citation', citations)} ?citation gb:candidate ?document"
    query = f"SELECT DISTINCT ?citation ?document WHERE {{ {meant} }}"
    for row in _rows(store, query):
        found[gt.text(row["citation"])].append(gt.text(row["document"]))
    return {iri: sorted(several) for iri, several in found.items()}


def problems(store: Store, addresses: Addresses) -> list[Problem]:
    """What the readers of files could not make out, by source and line."""
    rows = _rows(
        store,
        f"""SELECT DISTINCT ?source ?line ?severity ?text WHERE {{
          ?problem rdf:type gb:Problem ; gb:problemText ?text ; dcterms:isPartOf ?source .
          OPTIONAL {{ ?problem gb:firstLine ?line }} OPTIONAL {{ ?problem gb:severity ?severity }}
        }} ORDER BY ?source ?line LIMIT {ROWS_LIMIT}""",
    )
    found = []
    for row in rows:
        line = int(gt.text(row.get("line")) or 1)
        path = (addresses.local(gt.text(row["source"])) or gt.text(row["source"])).removeprefix(SOURCE)
        found.append(
            Problem(SourceMark(path, line, line), gt.text(row.get("severity")), gt.text(row["text"]))
        )
    return found


def unknown_units(store: Store, addresses: Addresses) -> list[UnknownUnit]:
    """Units whose canonical name is no row of the lexicon, those with most responsibilities first.

    Groups are left out: their names are their own.
    """
    from loaders.lexicon import name_key, unit_names

    known = {
        name_key(name)
        for row in unit_names().rows
        for name in (row.canonical, *row.variants, *(name for _, name in row.local))
    }
    numbers = {
        gt.text(row["unit"]): int(gt.text(row["n"]))
        for row in _rows(
            store,
            "SELECT ?unit (COUNT(DISTINCT ?r) AS ?n) WHERE { ?r gb:assignee ?unit } GROUP BY ?unit",
        )
        if "unit" in row
    }
    found = {}
    for row in _rows(
        store,
        f"""SELECT DISTINCT ?unit ?name WHERE {{ ?unit rdf:type gb:Unit ; skos:prefLabel ?name
          FILTER NOT EXISTS {{ ?unit rdf:type gb:Group }} FILTER NOT EXISTS {{ ?unit gb:collective true }}
        }} LIMIT {ROWS_LIMIT}""",
    ):
        iri = gt.text(row["unit"])
        if name_key(iri.rsplit("/", 1)[-1]) not in known:
            found[iri] = UnknownUnit(iri, gt.text(row["name"]), _place(addresses, iri), numbers.get(iri, 0))
    return sorted(found.values(), key=lambda unit: (-unit.number, unit.iri))


def _place(addresses: Addresses, iri: str) -> str:
    """The jurisdiction in the IRI of a document or unit (``doc/国家/…``); empty where it is unknown."""
    parts = (addresses.local(iri) or "").split("/")
    return parts[1] if len(parts) > 2 and parts[1] != "-" else ""


def _rows(store: Store, query: str) -> list[Row]:
    return store.rows(f"{gt.prologue()} {query}")
