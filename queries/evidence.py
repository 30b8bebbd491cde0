"""The printed lines behind nodes of the graph, fetched for many nodes at once.

The lines of a node are in ``prov:wasQuotedFrom``, an RFC 5147 fragment (``#line=9,12`` is lines 10 to 12:
the RFC counts the positions between lines); the text is in the ``gb:SourceSegment`` nodes of that source.
"""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock

from pyoxigraph import Literal, NamedNode

from queries.parameters import GB, Queryable

_FRAGMENT = re.compile(r"(.*)#line=(\d+),(\d+)")
_BATCH = 200
_KEPT_SEGMENTS = 2000
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


@dataclass(slots=True)
class Segments:
    """The text segments of sources, kept while the generation of the store lasts (at most 2,000 of them).

    Lets many questions to one generation read the printed lines once. Safe for many threads.
    """

    generation: str = ""
    bounds: dict[str, tuple[str, list[tuple[int, int, str]]]] = field(default_factory=dict)
    texts: OrderedDict[str, list[str]] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def lines(
        self, store: Queryable, spans: Iterable[tuple[str, int, int]]
    ) -> dict[tuple[str, int, int], tuple[str, str]]:
        """For each (source IRI, first, last): the file's base name and the lines."""
        with self.lock:
            if self.generation != store.generation:
                self.generation = store.generation
                self.bounds.clear()
                self.texts.clear()
            wanted = list(spans)
            self._read_bounds(store, {source for source, _, _ in wanted})
            needed = {span: self._covering(*span) for span in wanted if span[0] in self.bounds}
            self._read_texts(store, {iri for several in needed.values() for _, iri in several})
            return {
                span: (self.bounds[span[0]][0], self._joined(span, several))
                for span, several in needed.items()
                if several
            }

    def _covering(self, source: str, first: int, last: int) -> list[tuple[int, str]]:
        last = _cut(first, last)
        return [(begin, iri) for begin, end, iri in self.bounds[source][1] if begin <= last and end >= first]

    def _joined(self, span: tuple[str, int, int], several: list[tuple[int, str]]) -> str:
        first, last = span[1], _cut(span[1], span[2])
        return "\n".join(
            line
            for begin, iri in several
            for line in self.texts[iri][max(0, first - begin) : max(0, last - begin + 1)]
        )

    def _read_bounds(self, store: Queryable, sources: set[str]) -> None:
        missing = sources - self.bounds.keys()
        if not missing:
            return
        rows = store.rows(
            _PREFIXES
            + f"""SELECT DISTINCT ?source ?file ?segment ?begin ?end WHERE {{
              VALUES ?source {{ {" ".join(str(NamedNode(source)) for source in sorted(missing))} }}
              ?segment dcterms:isPartOf ?source ; a gb:SourceSegment .
              ?segment gb:firstLine ?begin ; gb:lastLine ?end .
              ?source gb:sourceFile ?file . }}"""
        )
        for row in rows:
            source, segment, file = row["source"], row["segment"], row["file"]
            if isinstance(source, NamedNode) and isinstance(segment, NamedNode) and isinstance(file, Literal):
                entry = self.bounds.setdefault(source.value, (file.value, []))
                entry[1].append((_int(row["begin"]), _int(row["end"]), segment.value))
        for source in missing & self.bounds.keys():
            self.bounds[source][1].sort()

    def _read_texts(self, store: Queryable, segments: set[str]) -> None:
        missing = segments - self.texts.keys()
        for iri in segments & self.texts.keys():
            self.texts.move_to_end(iri)
        if missing:
            listed = " ".join(str(NamedNode(iri)) for iri in sorted(missing))
            for row in store.rows(
                _PREFIXES
                + f"SELECT DISTINCT ?segment ?text WHERE {{ VALUES ?segment {{ {listed} }}"
                + " ?segment gb:text ?text }"
            ):
                segment, text = row["segment"], row["text"]
                if isinstance(segment, NamedNode) and isinstance(text, Literal):
                    self.texts[segment.value] = text.value.split("\n")
        for iri in segments - self.texts.keys():
            self.texts[iri] = []
        while len(self.texts) > max(_KEPT_SEGMENTS, len(segments)):
            self.texts.popitem(last=False)


def evidence(
    store: Queryable, nodes: Iterable[NamedNode], segments: Segments | None = None
) -> dict[NamedNode, list[Evidence]]:
    """For each node of ``nodes`` the places it was read from, in the order of source and line.

    Nodes without a place are left out. A few queries for every 200 nodes; ``segments`` keeps the text of
    sources between calls.
    """
    return widened(store, nodes, 0, segments)


def widened(
    store: Queryable, nodes: Iterable[NamedNode], around: int, segments: Segments | None = None
) -> dict[NamedNode, list[Evidence]]:
    """As ``evidence``, with ``around`` lines more before and after each place."""
    wanted = list(dict.fromkeys(nodes))
    kept = segments if segments is not None else Segments()
    found: dict[NamedNode, list[Evidence]] = {}
    for start in range(0, len(wanted), _BATCH):
        found.update(_batch(store, wanted[start : start + _BATCH], around, kept))
    return found


def _batch(
    store: Queryable, nodes: list[NamedNode], around: int, segments: Segments
) -> dict[NamedNode, list[Evidence]]:
    rows = store.rows(
        _PREFIXES
        + f"""SELECT DISTINCT ?node ?fragment ?document WHERE {{
          VALUES ?node {{ {" ".join(map(str, nodes))} }}
          ?node prov:wasQuotedFrom ?fragment . OPTIONAL {{ ?node gb:statedIn ?document }} }}"""
    )
    places: dict[NamedNode, set[tuple[str, int, int, str]]] = {}
    for row in rows:
        node, fragment, document = row["node"], row["fragment"], row.get("document")
        match = _FRAGMENT.fullmatch(fragment.value) if isinstance(fragment, NamedNode) else None
        if match is None or not isinstance(node, NamedNode):
            continue
        stated = document.value if isinstance(document, NamedNode) else node.value
        first, last = max(1, int(match.group(2)) + 1 - around), int(match.group(3)) + around
        places.setdefault(node, set()).add((match.group(1), first, last, stated))
    texts = segments.lines(store, {place[:3] for several in places.values() for place in several})
    return {
        node: [
            Evidence(texts[place[:3]][0], place[1], place[2], texts[place[:3]][1], place[3])
            for place in sorted(several)
            if place[:3] in texts
        ]
        for node, several in places.items()
    }


def _cut(first: int, last: int) -> int:
    return min(last, first + MAX_QUOTED_LINES - 1)


def _int(term: object) -> int:
    return int(term.value) if isinstance(term, Literal) else 0
