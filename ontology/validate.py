"""Does a graph keep the promises of the vocabulary? SHACL core shapes, by pySHACL.

Besides the shapes, names in our own namespaces that the ontology does not define are reported: a misspelt
``gb:asigneeText`` breaks no shape, yet no query will ever find it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, cast

from rdflib import Graph, Literal, URIRef

from ontology.namespaces import GB, GBR, RDF, SH, XSD
from ontology.shapes_report import SEVERITIES, ShapesReport, ShapesResult, read_report
from ontology.terms import compact, list_roles, list_terms, shapes_graph

if TYPE_CHECKING:
    from pyoxigraph import QuerySolutions, Store

__all__ = ["ShapesReport", "ShapesResult", "unknown_terms", "validate"]

_LINE_ORDER: Final = "gbs:LineOrder"
_NAMING: Final = (RDF.type, GB.role, GB.relation, GB.resolution)
_TARGETING: Final = (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf, SH.targetNode)
_NESTING: Final = (SH.node, SH.qualifiedValueShape, SH["not"], RDF.first)


def validate(data: Graph | Store, *, shapes: Graph | None = None) -> ShapesReport:
    """Check ``data`` against the shapes (W3C SHACL, 2017, core constraints) and return what is wrong.

    ``data`` is an rdflib graph or a pyoxigraph store (the union of its graphs); it is not changed. It has to
    hold whatever its nodes refer to, type statements included, but not the ontology. ``shapes`` replaces
    ``shapes_graph()``. Raises ``RuntimeError`` where pySHACL cannot finish. About a thousand nodes a second.
    """
    from pyshacl import validate as run_shacl

    shapes = shapes if shapes is not None else shapes_graph()
    flat = _flattened(shapes)
    if not isinstance(data, Graph):
        _type_strings(flat)
    _, report, text = run_shacl(_for_shacl(data), shacl_graph=flat, inference="none")
    if not isinstance(report, Graph):
        raise RuntimeError(f"校验未能完成。/ Validation did not finish: {text}")
    rows = (
        row
        for row in read_report(shapes, report)
        if row.shape != _LINE_ORDER or not _read_twice(data, row.focus)
    )
    order = {severity: place for place, severity in enumerate(SEVERITIES)}
    results = sorted(rows, key=lambda row: (order[row.severity], row.focus, row.path, row.message_en))
    return ShapesReport(tuple(results), unknown_terms(data))


def unknown_terms(data: Graph | Store) -> tuple[str, ...]:
    """Return the compact names in ``gb:`` and ``gbr:`` that ``data`` uses and the ontology does not define.

    Looked at are predicates, classes, and the values of ``gb:role``, ``gb:relation`` and ``gb:resolution``.
    ``data`` is an rdflib graph, or a pyoxigraph store, all graphs of it.
    """
    known = {term.iri for term in (*list_terms(), *list_roles())}
    ours = (name for name in _used_names(data) if name.startswith((str(GB), str(GBR))))
    return tuple(sorted({compact(name) for name in ours if name not in known}))


def _used_names(data: Graph | Store) -> Iterator[str]:
    if isinstance(data, Graph):
        yield from map(str, data.predicates(unique=True))
        for predicate in _NAMING:
            yield from map(str, data.objects(None, predicate, unique=True))
        return
    yield from _names(data, "SELECT DISTINCT ?n { ?s ?n ?o }")
    for predicate in _NAMING:
        yield from _names(data, f"SELECT DISTINCT ?n {{ ?s <{predicate}> ?n }}")


def _names(store: Store, query: str) -> Iterator[str]:
    """The values of the one variable ``?n`` of a query over the union of the store's graphs."""
    solutions = cast("QuerySolutions", store.query(query, use_default_graph_as_union=True))
    for solution in solutions:
        yield str(getattr(solution["n"], "value", ""))


def _read_twice(data: Graph | Store, node: str) -> bool:
    """True where ``node`` was read from two places, so that its first and last lines are not one pair."""
    if isinstance(data, Graph):
        lines = {str(line) for line in data.objects(URIRef(node), GB.firstLine)}
    else:
        lines = set(_names(data, f"SELECT DISTINCT ?n {{ <{node}> <{GB.firstLine}> ?n }}"))
    return len(lines) > 1


def _for_shacl(data: Graph | Store) -> Any:
    """What pySHACL is to read: ``data``, or a wrapped store that does not count itself when asked if it
    is there.

    pySHACL 0.40 writes ``datagraph or …`` for every result, those within ``sh:or`` included; without
    ``__bool__`` Python asks for the length, for which all triples are counted.
    """
    if isinstance(data, Graph):
        return data
    from pyshacl.graph_abstraction import OxigraphDataGraph

    class Uncounted(OxigraphDataGraph):
        def __bool__(self) -> bool:
            return True

    return Uncounted(data)


def _type_strings(shapes: Graph) -> None:
    """Write the strings of ``sh:in`` as ``xsd:string``, in place: so pySHACL 0.40 reads those of a store, and
    rdflib holds a string with that datatype and one without for two terms (RDF 1.1, 3.3: they are one).
    """
    for head in set(shapes.objects(None, SH["in"])):
        for cell in shapes.transitive_objects(head, RDF.rest):
            member = shapes.value(cell, RDF.first)
            plain = isinstance(member, Literal) and member.datatype is None and member.language is None
            if cell is not None and plain:
                shapes.set((cell, RDF.first, Literal(str(member), datatype=XSD.string)))


def _flattened(shapes: Graph) -> Graph:
    """``shapes`` with the property shapes of targeted node shapes targeted themselves: the same checks,
    faster.

    pySHACL evaluates a nested property shape once for each node, one with a target once for all nodes. A node
    shape that other shapes refer to keeps its property shapes, for there they are part of a condition.
    """
    flat = Graph()
    flat += shapes
    for outer in set(shapes.subjects(SH.property)):
        targets = [(how, what) for how in _TARGETING for what in shapes.objects(outer, how)]
        if not targets or any((None, predicate, outer) in shapes for predicate in _NESTING):
            continue
        for inner in shapes.objects(outer, SH.property):
            flat.remove((outer, SH.property, inner))
            flat.add((inner, RDF.type, SH.PropertyShape))
            for how, what in targets:
                flat.add((inner, how, what))
    return flat
