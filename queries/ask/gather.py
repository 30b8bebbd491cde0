"""What the index needs of the graph, one property at a time.

The same thing may be described in hundreds of named graphs (a law in every gazette that cites it), and a
union of graphs does not make their triples one: joining k properties of it would give as many rows as graphs
to the power of k. So every query here asks for one property of distinct subjects; dictionaries join them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from ontology.namespaces import PREFIXES
from queries.parameters import Queryable

_PREFIXES = "".join(
    f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n"
    for prefix in ("gb", "eli", "dcterms", "rdfs", "skos", "foaf", "org")
)


def rows(store: Queryable, sparql: str) -> Iterator[dict[str, str]]:
    """The solutions of ``sparql`` (the usual prefixes are declared): variable → lexical value."""
    for row in store.rows(_PREFIXES + sparql):
        yield {name: str(getattr(term, "value", term)) for name, term in row.items()}


def classes(store: Queryable, names: Iterable[str]) -> dict[str, str]:
    """Every instance of the classes (prefixed names) with the local name of the first that it is one of."""
    found: dict[str, str] = {}
    for name in names:
        for row in rows(store, f"SELECT DISTINCT ?iri WHERE {{ ?iri a {name} }}"):
            found.setdefault(row["iri"], name.partition(":")[2])
    return found


def values(store: Queryable, names: Iterable[str], name: str) -> dict[str, list[str]]:
    """The values of the property ``name`` of every instance of the classes ``names``, in a fixed order."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for cls in names:
        subjects = f"{{ SELECT DISTINCT ?iri WHERE {{ ?iri a {cls} }} }}"
        for row in rows(store, f"SELECT DISTINCT ?iri ?o WHERE {{ {subjects} ?iri {name} ?o }}"):
            found[row["iri"]].add(row["o"])
    return {iri: sorted(several) for iri, several in found.items()}


def pairs(store: Queryable, name: str) -> dict[str, list[str]]:
    """Every subject of the property ``name`` with its values, in a fixed order."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows(store, f"SELECT DISTINCT ?iri ?o WHERE {{ ?iri {name} ?o }}"):
        found[row["iri"]].add(row["o"])
    return {iri: sorted(several) for iri, several in found.items()}
