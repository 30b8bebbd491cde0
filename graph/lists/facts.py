"""What one named graph says for the lists: its things, and their values in each column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import QuerySolutions

from graph.lists.definition import KINDS, Column, Definition, Step, definition, predicates
from graph.store import Store
from ontology.namespaces import RDF

LABEL = "label"
_Pairs = Mapping[str, Mapping[str, list[str]]]


@dataclass(frozen=True, slots=True)
class Fact:
    """A value of a column: of the thing with this IRI, read in one graph. ``via`` is the node of the first
    step, where the column asks for it, else empty."""

    thing: str
    column: str
    value: str
    via: str = ""


@dataclass(frozen=True, slots=True)
class GraphFacts:
    """The things of one graph, by kind, and all facts read in it, of things of other graphs too."""

    things: dict[str, list[str]]
    facts: dict[str, list[Fact]]


def graph_facts(store: Store, graph: str) -> GraphFacts:
    """What the named graph with this IRI says; one query for each property that some list needs."""
    forward, backward = _pairs(store, graph)
    things: dict[str, list[str]] = {}
    facts: dict[str, list[Fact]] = {}
    for kind in KINDS:
        one = definition(kind)
        members = set(backward[str(RDF.type)].get(one.type, ()))
        if one.having:
            members &= forward[one.having].keys()
        things[kind] = sorted(members)
        facts[kind] = [
            *_labels(one, members, forward),
            *(fact for column in one.columns for fact in _column(column, members, forward, backward)),
        ]
    return GraphFacts(things, facts)


def _pairs(store: Store, graph: str) -> tuple[_Pairs, _Pairs]:
    """Predicate → subject → objects, and predicate → object → subjects."""
    forward: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    backward: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for predicate in sorted(predicates()):
        # The engine takes longer to give a term out than to find it: the predicate is not asked for.
        solutions = store.query(f"SELECT ?s ?o WHERE {{ GRAPH <{graph}> {{ ?s <{predicate}> ?o }} }}")
        assert isinstance(solutions, QuerySolutions)
        for subject, value in solutions:
            forward[predicate][subject.value].append(value.value)
            backward[predicate][value.value].append(subject.value)
    return forward, backward


def _labels(one: Definition, members: Iterable[str], forward: _Pairs) -> Iterator[Fact]:
    for thing in members:
        for predicate in one.label:
            names = forward[predicate].get(thing)
            if names:
                yield Fact(thing, LABEL, min(names))
                break


def _column(column: Column, members: set[str], forward: _Pairs, backward: _Pairs) -> Iterator[Fact]:
    first = column.paths[0][0]
    # Things of other graphs are met where a path begins with a step back: who cites, repeals, is assigned.
    starts = members | backward[first.predicate].keys() if first.inverse else members
    for thing in starts:
        for path in column.paths:
            found = dict.fromkeys(_followed(thing, path, column.together, forward, backward))
            if found:
                for value, via in found:
                    if value != column.but:
                        cut = value[: column.characters] if column.characters else value
                        yield Fact(thing, column.name, cut, via)
                break


def _followed(
    thing: str, path: tuple[Step, ...], together: bool, forward: _Pairs, backward: _Pairs
) -> list[tuple[str, str]]:
    """(value, node of the first step) at the end of the path."""
    reached = [(node, node if together else "") for node in _stepped(thing, path[0], forward, backward)]
    for step in path[1:]:
        reached = [(end, via) for node, via in reached for end in _stepped(node, step, forward, backward)]
    return reached


def _stepped(node: str, step: Step, forward: _Pairs, backward: _Pairs) -> list[str]:
    return (backward if step.inverse else forward)[step.predicate].get(node, [])
