"""How often each term of the vocabulary is used in the graph, with one thing that uses it."""

from __future__ import annotations

from dataclasses import dataclass

from api import graph_text as gt
from graph.store import Store

# Counting everything takes a second for five million triples: beyond, a part stands for the whole.
COUNTED_LIMIT = 20_000_000


@dataclass(frozen=True, slots=True)
class Use:
    """``number`` things or statements use a term, ``example`` (an IRI) is one of them; ``at_least`` where
    counting stopped at its limit."""

    number: int
    example: str
    at_least: bool = False


def usage(store: Store, triples: int) -> dict[str, Use]:
    """IRI of a class, property, role or other individual → its use; three queries over at most
    ``COUNTED_LIMIT`` of the ``triples``."""
    cut = triples > COUNTED_LIMIT
    limited = "SELECT * WHERE {{ {} }} LIMIT " + str(COUNTED_LIMIT) if cut else "{}"
    patterns = (
        ("COUNT(DISTINCT ?s)", "?s rdf:type ?term"),
        ("COUNT(*)", "?s ?term ?value"),
        ("COUNT(DISTINCT ?s)", "VALUES ?p { gb:role gb:relation gb:resolution } ?s ?p ?term"),
    )
    found: dict[str, Use] = {}
    for counted, pattern in patterns:
        inner = f"{{ {limited.format(pattern)} }}" if cut else pattern
        query = f"""{gt.prologue()} SELECT ?term ({counted} AS ?n) (SAMPLE(?s) AS ?example)
            WHERE {{ {inner} }} GROUP BY ?term"""
        for row in store.rows(query):
            if "term" in row and "example" in row:
                iri = gt.text(row["term"])
                found[iri] = Use(int(gt.text(row["n"])), gt.text(row["example"]), cut)
    return found
