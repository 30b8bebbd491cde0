"""The printed lines behind nodes of the graph, fetched for many nodes at once.

The lines of a node are in ``prov:wasQuotedFrom``, an RFC 5147 fragment (``#line=9,12`` is lines 10 to 12:
the RFC counts the positions between lines); the text is in the ``gb:SourceSegment`` nodes of that source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from queries.parameters import GB, Queryable

_FRAGMENT = re.compile(r"(.*)#line=(\d+),(\d+)")
_BATCH = 200
MAX_QUOTED_LINES = 60

_PREFIXES = f"""PREFIX gb: <{GB}>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something stands in print.

    ``source`` is the base name of the file, ``first_line`` and ``last_line`` are 1-based and inclusive,
    ``quote`` the lines as given (at most ``MAX_QUOTED_LINES``, joined by newlines), ``document`` the IRI of
    the printed document.
    """

    source: str
    first_line: int
    last_line: int
    quote: str
    document: str

    def as_dict(self) -> dict[str, str | int]:
        """The evidence as plain JSON values."""
        return {
            "source": self.source,
            "first_line": self.first_line,
            "last_line": self.last_line,
            "quote": self.quote,
            "document": self.document,
        }


def evidence(store: Queryable, nodes: Iterable[NamedNode]) -> dict[NamedNode, list[Evidence]]:
    """For each node of ``nodes`` the places it was read from, in the order of source and line.

    Nodes without a place are left out. Two queries for every 200 nodes.
    """
    return widened(store, nodes, 0)


def widened(store: Queryable, nodes: Iterable[NamedNode], around: int) -> dict[NamedNode, list[Evidence]]:
    """As ``evidence``, with ``around`` lines more before and after each place."""
    wanted = list(dict.fromkeys(nodes))
    found: dict[NamedNode, list[Evidence]] = {}
    for start in range(0, len(wanted), _BATCH):
        found.update(_batch(store, wanted[start : start + _BATCH], around))
    return found


def _batch(store: Queryable, nodes: list[NamedNode], around: int) -> dict[NamedNode, list[Evidence]]:
    rows = store.rows(
        _PREFIXES
        + f"""SELECT DISTINCT ?node ?fragment ?document WHERE {{
          VALUES ?node {{ {" ".join(map(str, nodes))} }}
          ?node prov:wasQuotedFrom ?fragment . OPTIONAL {{ ?node gb:statedIn ?document }} }}"""
    )
    places: dict[NamedNode, list[tuple[str, int, int, str]]] = {}
    for row in rows:
        node, fragment, document = row["node"], row["fragment"], row.get("document")
        match = _FRAGMENT.fullmatch(fragment.value) if isinstance(fragment, NamedNode) else None
        if match is None or not isinstance(node, NamedNode):
            continue
        stated = document.value if isinstance(document, NamedNode) else node.value
        first, last = max(1, int(match.group(2)) + 1 - around), int(match.group(3)) + around
        place = (match.group(1), first, last, stated)
        places.setdefault(node, []).append(place)
    texts = _texts(store, {place[:3] for several in places.values() for place in several})
    return {
        node: [
            Evidence(texts[place[:3]][0], place[1], place[2], texts[place[:3]][1], place[3])
            for place in sorted(set(several))
            if place[:3] in texts
        ]
        for node, several in places.items()
    }


def _texts(store: Queryable, spans: set[tuple[str, int, int]]) -> dict[tuple[str, int, int], tuple[str, str]]:
    """For each (source IRI, first, last): the file's base name and the lines."""
    if not spans:
        return {}
    listed = " ".join(f"({NamedNode(source)} {first} {_cut(first, last)})" for source, first, last in spans)
    rows = store.rows(
        _PREFIXES
        + f"""SELECT DISTINCT ?source ?file ?first ?last ?begin ?text WHERE {{
          VALUES (?source ?first ?last) {{ {listed} }}
          ?segment dcterms:isPartOf ?source ; a gb:SourceSegment ; gb:firstLine ?begin ; gb:lastLine ?end .
          FILTER(?begin <= ?last && ?end >= ?first)
          ?segment gb:text ?text .
          ?source gb:sourceFile ?file . }}"""
    )
    pieces: dict[tuple[str, int, int], list[tuple[int, list[str], str]]] = {}
    for row in rows:
        source, file, text = row["source"], row["file"], row["text"]
        if not (isinstance(source, NamedNode) and isinstance(file, Literal) and isinstance(text, Literal)):
            continue
        first, last, begin = (_int(row[name]) for name in ("first", "last", "begin"))
        lines = text.value.split("\n")[max(0, first - begin) : max(0, last - begin + 1)]
        pieces.setdefault((source.value, first, last), []).append((begin, lines, file.value))
    texts = {}
    for span in spans:
        parts = sorted(pieces.get((span[0], span[1], _cut(span[1], span[2])), []))
        if parts:
            texts[span] = (parts[0][2], "\n".join(line for _, lines, _ in parts for line in lines))
    return texts


def _cut(first: int, last: int) -> int:
    return min(last, first + MAX_QUOTED_LINES - 1)


def _int(term: object) -> int:
    return int(term.value) if isinstance(term, Literal) else 0
