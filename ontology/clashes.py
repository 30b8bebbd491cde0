"""Why a graph is inconsistent, as far as plain look-ups tell: nodes of two classes that exclude each other.

A reasoner proves *that* a graph contradicts the ontology, not *where*. Nearly always it is a node with two
types, stated or implied by the domain or range of a property; those are found here without a reasoner.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from rdflib import BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ontology.namespaces import OWL, RDF, RDFS


@dataclass(frozen=True, slots=True, order=True)
class Clash:
    """``node`` is of both classes, which exclude each other; all three are IRIs."""

    node: str
    first: str
    second: str


def _disjoint_pairs(schema: Graph) -> set[frozenset[Node]]:
    pairs = {frozenset(pair) for pair in schema.subject_objects(OWL.disjointWith)}
    for axiom in schema.subjects(RDF.type, OWL.AllDisjointClasses):
        members = schema.value(axiom, OWL.members)
        if members is not None:
            pairs.update(frozenset(pair) for pair in combinations(Collection(schema, members), 2))
    return pairs


def _typings(schema: Graph, data: Graph) -> Iterator[tuple[Node, Node]]:
    """Every (node, class) that is stated, or implied by a domain or range that is one named class."""
    yield from data.subject_objects(RDF.type)
    for side in (RDFS.domain, RDFS.range):
        for prop, cls in schema.subject_objects(side):
            if isinstance(prop, URIRef) and not isinstance(cls, BNode):
                for subject, value in data.subject_objects(prop):
                    yield (subject if side == RDFS.domain else value), cls


def find_clashes(schema: Graph, data: Graph) -> tuple[Clash, ...]:
    """Return the nodes of ``data`` that belong to two classes which ``schema`` keeps apart, in order of IRI.

    Of a clash that subclasses repeat, the pair that the axiom names is given. An empty result does not
    mean that the data are consistent: unions, datatypes and functional properties are the reasoner's
    business.
    """
    disjoint = _disjoint_pairs(schema)
    supers: dict[Node, set[Node]] = {}
    types: defaultdict[Node, set[Node]] = defaultdict(set)
    for node, cls in _typings(schema, data):
        if cls not in supers:
            above = schema.transitive_objects(cls, RDFS.subClassOf)
            supers[cls] = {node for node in above if node is not None}
        types[node] |= supers[cls]
    return tuple(
        sorted(
            Clash(str(node), *sorted(map(str, pair)))
            for node, classes in types.items()
            for pair in map(frozenset, combinations(classes, 2))
            if pair in disjoint
        )
    )
