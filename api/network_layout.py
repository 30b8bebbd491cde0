"""Where the nodes of a small network stand when it is drawn to be read: in columns, as lines of text.

The node that is looked at stands in the middle of its column; what points to it stands in the columns before,
what it points to in those behind, each as many columns away as steps. In a column the nodes are ordered by
the places of their neighbours nearer to the middle (barycentre heuristic), so that few edges cross.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import networkx as nx

from graph.networks import Network

COLUMN = 340
ROW = 36
WIDTH, HEIGHT = 250, 28
_MARGIN = 8


@dataclass(frozen=True, slots=True)
class Place:
    """The centre of a node's box, in pixels."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """The places of all nodes, and the size of the whole."""

    places: dict[str, Place]
    width: float
    height: float


def in_columns(network: Network, centre: str, layer: Callable[[str, int, bool], int]) -> Drawing:
    """The drawing of ``network`` around ``centre``.

    ``layer`` says in which column a node stands (0 is that of the centre): it is given the node, how many
    steps away it is and whether the way leads along the edges. Columns without a node take no room.
    """
    layers: dict[int, list[str]] = {}
    distances = nx.single_source_shortest_path_length(network.to_undirected(as_view=True), centre)
    onward = nx.descendants(network, centre)
    for node in sorted(distances, key=lambda one: (distances[one], network.nodes[one]["label"], one)):
        layers.setdefault(layer(node, distances[node], node in onward), []).append(node)
    rows = max(len(nodes) for nodes in layers.values())
    order: dict[str, float] = {}
    for column in sorted(layers, key=abs):
        nodes = layers[column]
        if column:
            nodes.sort(key=lambda one: (_barycentre(network, one, order), network.nodes[one]["label"], one))
        offset = (rows - len(nodes)) / 2
        order |= {node: offset + at for at, node in enumerate(nodes)}
    places = {
        node: Place(_MARGIN + WIDTH / 2 + at * COLUMN, _MARGIN + HEIGHT / 2 + order[node] * ROW)
        for at, column in enumerate(sorted(layers))
        for node in layers[column]
    }
    return Drawing(
        places,
        2 * _MARGIN + WIDTH + (len(layers) - 1) * COLUMN,
        2 * _MARGIN + HEIGHT + (rows - 1) * ROW,
    )


def _barycentre(network: Network, node: str, order: dict[str, float]) -> float:
    """The mean place of the neighbours that have one; those without any stand last."""
    placed = [order[other] for other in nx.all_neighbors(network, node) if other in order]
    return sum(placed) / len(placed) if placed else float("inf")
