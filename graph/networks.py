"""The citation and the responsibility network, built from SPARQL results, and what can be read off them.

Names are those of the vocabulary: ``gb:Citation`` (citing, cited, relation), ``gb:Responsibility``
(matter, assignee, role). Nodes are IRIs; every node has ``label`` and ``kind``, every edge ``id``,
the IRI of the citation or responsibility it stands for.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import networkx as nx
from pyoxigraph import Literal, NamedNode

from graph.store import Row, Store
from ontology.namespaces import PREFIXES

if TYPE_CHECKING:
    Network = nx.MultiDiGraph[str]
else:
    Network = nx.MultiDiGraph

_PREFIXES = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in ("gb", "dcterms", "rdfs"))

_NODES = "# nodes"
"""Where a query takes a ``VALUES`` clause that says which nodes are meant."""

_CITATIONS = (
    _PREFIXES
    + """
SELECT DISTINCT ?id ?citing ?cited ?relation WHERE {
  # nodes
  ?id a gb:Citation ; gb:citing ?citing ; gb:cited ?cited .
  OPTIONAL { ?id gb:relation ?relation }
}"""
)

_DOCUMENTS = (
    _PREFIXES
    + """
SELECT DISTINCT ?node ?label ?title ?number ?printed WHERE {
  # nodes
  { SELECT DISTINCT ?node WHERE { # nodes
    ?c a gb:Citation ; gb:citing|gb:cited ?node } }
  OPTIONAL { ?node rdfs:label ?label }
  OPTIONAL { ?node dcterms:title ?title }
  OPTIONAL { ?node gb:documentNumber ?number }
  OPTIONAL { ?node gb:printed ?printed }
}"""
)

_RESPONSIBILITIES = (
    _PREFIXES
    + """
SELECT DISTINCT ?id ?matter ?assignee ?role WHERE {
  # nodes
  ?id a gb:Responsibility ; gb:matter ?matter ; gb:assignee ?assignee ; gb:role ?role .
}"""
)

_PARTIES = (
    _PREFIXES
    + """
SELECT DISTINCT ?node ?label ?title ?type WHERE {
  # nodes
  { SELECT DISTINCT ?node WHERE { # nodes
    ?r a gb:Responsibility ; gb:matter|gb:assignee ?node } }
  OPTIONAL { ?node rdfs:label ?label }
  OPTIONAL { ?node dcterms:title ?title }
  OPTIONAL { ?node a ?type }
}"""
)

_EDGES_A_STEP = 2_000

_ASSIGNEES = {"Unit": "unit", "Group": "group", "Official": "official"}


def citation_network(store: Store) -> Network:
    """Documents and their citations: an edge from the citing document to the cited one per ``gb:Citation``.

    Nodes have ``label``, ``kind`` (``document``), ``number`` (as normalised, may be empty) and ``printed``
    (held in full); edges ``id``, which is also their key, and ``relation`` (``basis``, ``repeals``,
    ``amends``, ``mentions``; empty where not said). Raises StoreError.
    """
    network: Network = nx.MultiDiGraph(name="citations")
    _add_citations(network, store.rows(_CITATIONS))
    _describe_documents(network, store.rows(_DOCUMENTS))
    return network


def responsibility_network(store: Store) -> Network:
    """Who answers for what: an edge from the assignee to the matter per ``gb:Responsibility``.

    Nodes have ``label`` and ``kind``: ``unit``, ``group``, ``official`` or ``matter``; edges ``id``, which
    is also their key, and ``role``, a local name of the ``gbr:`` scheme. Raises StoreError.
    """
    network: Network = nx.MultiDiGraph(name="responsibilities")
    _add_responsibilities(network, store.rows(_RESPONSIBILITIES))
    _describe_parties(network, store.rows(_PARTIES))
    return network


def citations_around(store: Store, document: str, depth: int = 1, limit: int = 60) -> Network:
    """What ``neighbourhood`` of the citation network gives, asked step by step: the rest is not read.

    At each step at most ``_EDGES_A_STEP`` citations are followed; a document that ten thousand others rest
    on is not read through. Where not all nodes fit, which of the farthest do is decided by the edges read.
    Raises KeyError where nothing cites the document and it cites nothing, StoreError.
    """
    around = _around(
        store, "citations", _CITATIONS, ("citing", "cited"), _add_citations, document, depth, limit
    )
    _describe_documents(around, store.rows(_about(_DOCUMENTS, [("node", around)])))
    return around


def responsibilities_around(store: Store, node: str, depth: int = 2, limit: int = 60) -> Network:
    """As ``citations_around``, of the responsibility network: depth 1 around an assignee are its matters,
    depth 2 who else answers for them."""
    ends = ("assignee", "matter")
    around = _around(
        store, "responsibilities", _RESPONSIBILITIES, ends, _add_responsibilities, node, depth, limit
    )
    _describe_parties(around, store.rows(_about(_PARTIES, [("node", around)])))
    return around


def _around(
    store: Store,
    name: str,
    query: str,
    ends: tuple[str, str],
    add: Callable[[Network, Iterable[Row]], None],
    start: str,
    depth: int,
    limit: int,
) -> Network:
    """The neighbourhood of ``start``, read from the nodes reached last, step by step; then what else the
    nodes that stay have to do with each other."""
    network: Network = nx.MultiDiGraph(name=name)
    frontier, known = {start}, {start}
    for _ in range(depth):
        for end in ends:
            add(network, store.rows(_about(query, [(end, frontier)]) + f" LIMIT {_EDGES_A_STEP}"))
        frontier = set(network) - known
        known |= frontier
        if not frontier:
            break
    around = neighbourhood(network, start, depth, limit)
    add(around, store.rows(_about(query, [(end, around) for end in ends])))
    return around


def _about(query: str, asked: Iterable[tuple[str, Iterable[str]]]) -> str:
    """``query`` with these variables bound to these nodes alone."""
    clauses = (
        f"VALUES ?{variable} {{ {' '.join(str(NamedNode(node)) for node in sorted(nodes))} }}"
        for variable, nodes in asked
    )
    return query.replace(_NODES, " ".join(clauses))


def _add_citations(network: Network, rows: Iterable[Row]) -> None:
    for row in rows:
        key = _iri(row["id"])
        citing, cited = _iri(row["citing"]), _iri(row["cited"])
        network.add_edge(citing, cited, key=key, id=key, relation=_local_name(row.get("relation")))
        for node in (citing, cited):
            network.nodes[node].update(kind="document", label="", number="", printed=False)


def _describe_documents(network: Network, rows: Iterable[Row]) -> None:
    for row in rows:
        node = _known(network, row)
        if node is not None:
            _merge(network, node, "label", _label(row))
            _merge(network, node, "number", _value(row, "number"))
            network.nodes[node]["printed"] |= _value(row, "printed") == "true"
    _label_the_rest(network)


def _add_responsibilities(network: Network, rows: Iterable[Row]) -> None:
    for row in rows:
        key, assignee, matter = _iri(row["id"]), _iri(row["assignee"]), _iri(row["matter"])
        network.add_edge(assignee, matter, key=key, id=key, role=_local_name(row["role"]))
        network.nodes[matter].update(kind="matter", label="")
        network.nodes[assignee].setdefault("kind", "unit")
        network.nodes[assignee].setdefault("label", "")


def _describe_parties(network: Network, rows: Iterable[Row]) -> None:
    for row in rows:
        node = _known(network, row)
        if node is not None:
            _merge(network, node, "label", _label(row))
            kind = _ASSIGNEES.get(_local_name(row.get("type")), "unit")
            # A group is a unit too: the narrower kind counts.
            if network.nodes[node]["kind"] == "unit":
                network.nodes[node]["kind"] = kind
    _label_the_rest(network)


# --- what can be read off them ----------------------------------------------------------------------


@dataclass(frozen=True)
class Relied:
    """How much a document is relied on: ``documents`` that cite it, ``citations`` of it in all, and
    ``rank``, its PageRank (0 to 1; all documents together have 1)."""

    document: str
    label: str
    number: str
    printed: bool
    documents: int
    citations: int
    rank: float


def most_relied_on(network: Network, limit: int = 20) -> list[Relied]:
    """The documents of a citation network that others rest on, by PageRank over who cites whom (several
    citations by one document count once, a document's own not at all), then by documents that cite it. At
    most ``limit``."""
    simple: nx.DiGraph[str] = nx.DiGraph()
    simple.add_nodes_from(network)
    simple.add_edges_from((citing, cited) for citing, cited in network.edges() if citing != cited)
    ranks: dict[str, float] = nx.pagerank(simple) if len(simple) else {}
    found = [
        Relied(
            document=node,
            label=data["label"],
            number=data["number"],
            printed=data["printed"],
            documents=simple.in_degree(node),
            citations=sum(1 for citing, _ in network.in_edges(node) if citing != node),
            rank=ranks[node],
        )
        for node, data in network.nodes(data=True)
        if simple.in_degree(node)
    ]
    return sorted(found, key=lambda one: (-round(one.rank, 12), -one.documents, one.document))[:limit]


@dataclass(frozen=True)
class Load:
    """How many matters an assignee has in one role."""

    assignee: str
    label: str
    kind: str
    role: str
    matters: int


def load_by_role(network: Network) -> list[Load]:
    """How many different matters each assignee of a responsibility network has in each role, most first."""
    matters: dict[tuple[str, str], set[str]] = {}
    for assignee, matter, data in network.edges(data=True):
        matters.setdefault((assignee, data["role"]), set()).add(matter)
    found = [
        Load(assignee, network.nodes[assignee]["label"], network.nodes[assignee]["kind"], role, len(held))
        for (assignee, role), held in matters.items()
    ]
    return sorted(found, key=lambda one: (-one.matters, one.assignee, one.role))


@dataclass(frozen=True)
class Broker:
    """A unit that others are connected through: ``betweenness`` is the share (0 to 1) of the shortest ways
    between two other units that lead over it; ``partners`` are the units it shares a matter with."""

    unit: str
    label: str
    partners: int
    betweenness: float


def brokers(network: Network, limit: int = 20, sample: int | None = None) -> list[Broker]:
    """The units and groups of a responsibility network that connect others, by betweenness among units that
    share matters (the projection of the network onto its units). At most ``limit``; only those that connect
    any.

    ``sample`` estimates from that many units instead of all (always the same ones), for networks of many
    thousands.
    """
    units = {node for node, data in network.nodes(data=True) if data["kind"] in ("unit", "group")}
    between: nx.Graph[str] = nx.Graph()
    between.add_nodes_from(units)
    for matter, data in network.nodes(data=True):
        if data["kind"] == "matter":
            sharing = sorted(set(network.predecessors(matter)) & units)
            between.add_edges_from(
                (one, other) for i, one in enumerate(sharing) for other in sharing[i + 1 :]
            )
    size = min(sample, len(between)) if sample else None
    scores: dict[str, float] = nx.betweenness_centrality(between, k=size, seed=0)
    found = [
        Broker(unit, network.nodes[unit]["label"], between.degree(unit), score)
        for unit, score in scores.items()
        if score > 0
    ]
    return sorted(found, key=lambda one: (-round(one.betweenness, 12), one.unit))[:limit]


def neighbourhood(network: Network, node: str, depth: int = 1, limit: int = 60) -> Network:
    """What lies around ``node``, small enough to draw: at most ``limit`` nodes within ``depth`` steps
    either way.

    Nearer nodes come first, of equally near ones those with more edges. ``graph["left_out"]`` of the result
    says how many nodes within ``depth`` had no room. Raises KeyError where the network has no such node.
    """
    if node not in network:
        raise KeyError(node)
    distances = nx.single_source_shortest_path_length(network.to_undirected(as_view=True), node, cutoff=depth)
    ordered = sorted(distances, key=lambda one: (distances[one], -network.degree(one), one))
    around: Network = nx.MultiDiGraph(network.subgraph(ordered[:limit]))
    around.graph["left_out"] = len(ordered) - len(around)
    return around


# --- handing them on ----------------------------------------------------------------------------------


def to_graphml(network: Network) -> bytes:
    """The network as GraphML (UTF-8), for Gephi, yEd, Cytoscape. Characters that XML cannot hold become
    U+FFFD."""
    clean: Network = nx.MultiDiGraph(**{key: _xml(value) for key, value in network.graph.items()})
    for node, data in network.nodes(data=True):
        clean.add_node(_xml(node), **{key: _xml(value) for key, value in data.items()})
    for start, end, key, data in network.edges(keys=True, data=True):
        clean.add_edge(
            _xml(start), _xml(end), _xml(key), **{name: _xml(value) for name, value in data.items()}
        )
    out = io.BytesIO()
    nx.write_graphml(clean, out)
    return out.getvalue()


def to_json(network: Network) -> dict[str, Any]:
    """The network as a JSON object: ``nodes`` (each with ``id``, ``label``, ``kind`` …) and ``edges`` (each
    with ``source``, ``target``, ``id`` …), in a stable order, and the network's own values (``name``,
    ``left_out``)."""
    nodes = [{"id": node, **network.nodes[node]} for node in sorted(network)]
    edges = sorted(
        ({"source": start, "target": end, **data} for start, end, data in network.edges(data=True)),
        key=lambda edge: (edge["source"], edge["target"], edge["id"]),
    )
    return {**network.graph, "nodes": nodes, "edges": edges}


# --- rows ------------------------------------------------------------------------------------------------


def _iri(term: object) -> str:
    assert isinstance(term, NamedNode)
    return term.value


def _local_name(term: object) -> str:
    if not isinstance(term, NamedNode):
        return ""
    return term.value.replace("#", "/").rpartition("/")[2]


def _value(row: Row, name: str) -> str:
    term = row.get(name)
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _label(row: Row) -> str:
    return _value(row, "label") or _value(row, "title")


def _known(network: Network, row: Row) -> str | None:
    """The node a row tells of; what is no node of the network (a literal, or nothing points to it) is left
    out."""
    term = row["node"]
    return term.value if isinstance(term, NamedNode) and term.value in network else None


def _merge(network: Network, node: str, name: str, value: str) -> None:
    """Of several values (two issues may print a title differently) the first in the alphabet, in any order
    of rows."""
    data = network.nodes[node]
    if value and (not data.get(name) or value < data[name]):
        data[name] = value


def _label_the_rest(network: Network) -> None:
    """A node without a label goes by the end of its IRI."""
    for node, data in network.nodes(data=True):
        data["label"] = data["label"] or node.rpartition("/")[2]


def _xml(value: Any) -> Any:
    """``value`` with the control characters of text replaced (XML 1.0, production Char)."""
    if not isinstance(value, str):
        return value
    return "".join(
        one if one in "\t\n\r" or (one >= " " and one not in "\ufffe\uffff") else "\ufffd" for one in value
    )
