"""The mix of queries that endpoints are measured with: six kinds, with parameters drawn from the data."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from ontology.namespaces import PREFIXES

_WORDS = ("森林防火", "垃圾分类", "政务服务", "养老服务", "安全生产", "河湖保护", "招商引资", "农村公路")
_NAMED = ("gb", "dcterms", "rdfs", "skos")
PROLOGUE = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in _NAMED)


class Mix:
    """Queries over the database in a folder; the same seed draws the same parameters."""

    def __init__(self, database: Path, seed: int = 1) -> None:
        store = ox.Store.read_only(str(database))
        self._random = random.Random(seed)
        self._documents = self._sample(store, "?x a gb:Document ; dcterms:title ?t", 2_000)
        self._units = self._sample(store, "?r gb:assignee ?x", 2_000)
        self._issues = self._sample(store, "?x a gb:Issue", 500)
        self._serial = 0
        self.kinds: dict[str, Callable[[], str]] = {
            "look-up": lambda: f"SELECT ?p ?o {{ {self._one(self._documents)} ?p ?o }}",
            "two hops": lambda: (
                f"SELECT ?document ?title {{ ?r gb:assignee {self._one(self._units)} ; "
                "gb:statedIn ?document . ?document dcterms:title ?title }"
            ),
            "property path": lambda: (
                f"SELECT ?part ?label {{ ?part dcterms:isPartOf+ {self._one(self._issues)} ; "
                "rdfs:label ?label }"
            ),
            "aggregation": lambda: (
                f"SELECT ?role (COUNT(*) AS ?n) {{ ?r gb:role ?role }} GROUP BY ?role LIMIT {self._any()}"
            ),
            "text filter": lambda: (
                "SELECT ?document ?title { ?document dcterms:title ?title "
                f'FILTER(CONTAINS(?title, "{self._random.choice(_WORDS)}")) }} LIMIT {self._any()}'
            ),
            "10,000 rows": lambda: (
                f"SELECT ?s ?label {{ ?s a gb:Responsibility ; rdfs:label ?label }} "
                f"OFFSET {self._any()} LIMIT 10000"
            ),
        }

    def query(self, kind: str) -> str:
        """A query of ``kind`` that no other call returns."""
        self._serial += 1
        return f"{PROLOGUE}# {self._serial}\n{self.kinds[kind]()}"

    def _sample(self, store: ox.Store, pattern: str, most: int) -> list[str]:
        found = store.query(
            f"{PROLOGUE}SELECT DISTINCT ?x {{ {pattern} }} LIMIT {most}", use_default_graph_as_union=True
        )
        assert isinstance(found, ox.QuerySolutions)
        return [str(solution["x"]) for solution in found]

    def _one(self, among: list[str]) -> str:
        return self._random.choice(among)

    def _any(self) -> int:
        return self._random.randint(1_000, 2_000)
