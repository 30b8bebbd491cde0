"""Reading printed lines back from the graph: the segments of a source (``gb:SourceSegment``)."""

from __future__ import annotations

from dataclasses import dataclass

from api import graph_text as gt
from api.addresses import SOURCE, Addresses, SourceMark
from api.problems import NoSuchLines, UnknownSource
from graph.store import Row, Store

_FACTS_LIMIT = 40
_LOOK_BACK = 60


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line: its number (from 1), text as given, whether it is of those asked for."""

    number: int
    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """Lines ``shown_first``–``shown_last`` of a source of ``line_count``; ``first``–``last`` are marked."""

    path: str
    iri: str
    file: str
    sha256: str
    line_count: int
    first: int
    last: int
    shown_first: int
    shown_last: int
    lines: tuple[Line, ...]

    @property
    def mark(self) -> SourceMark:
        """The lines asked for."""
        return SourceMark(self.path, self.first, self.last)

    @property
    def quote(self) -> str:
        """The lines asked for as text."""
        return "\n".join(line.text for line in self.lines if line.marked)


@dataclass(frozen=True, slots=True)
class Fact:
    """A node read from some lines."""

    iri: str
    label: str
    type: str
    first: int
    last: int


def _fact(row: Row) -> Fact:
    """A row with its most particular class: the longest name, as gb:IncentiveItem beside gb:Matter."""
    types = gt.text(row.get("types")).split()
    return Fact(
        gt.text(row["n"]),
        gt.text(row.get("label")),
        max(types, key=lambda one: (len(one), one), default=""),
        int(gt.text(row["first"])),
        int(gt.text(row["last"])),
    )


class SourceReader:
    """Reads sources of one store."""

    def __init__(self, store: Store, addresses: Addresses) -> None:
        """Nothing is read before it is asked for."""
        self._store, self._addresses = store, addresses

    def passage(self, path: str, first: int, last: int, context: int, size: int) -> Passage:
        """Lines ``first`` to ``last`` (1-based, inclusive), marked, with ``context`` lines around them.

        ``path``: its local path below ``id:source/``. At most ``size`` lines are returned, the first marked
        one always among them; lines behind the end of the source are left out.
        Raises UnknownSource, NoSuchLines.
        """
        iri, file, sha256, count = self._about(path)
        if first < 1 or last < first or first > count:
            raise NoSuchLines(path, first, last)
        last = min(last, count)
        start = max(first - min(context, size - 1), 1)
        end = min(last + context, start + size - 1, count)
        lines = tuple(
            Line(number, text, first <= number <= last) for number, text in self._lines(iri, start, end)
        )
        return Passage(path, iri, file, sha256, count, first, last, start, end, lines)

    def window(self, path: str, start: int, size: int) -> Passage:
        """Lines ``start`` to ``start + size - 1`` of a source, none marked; for turning pages.

        Raises UnknownSource, NoSuchLines.
        """
        iri, file, sha256, count = self._about(path)
        if start < 1 or start > max(count, 1):
            raise NoSuchLines(path, start, start + size - 1)
        end = min(start + size - 1, count)
        lines = tuple(Line(number, text, False) for number, text in self._lines(iri, start, end))
        return Passage(path, iri, file, sha256, count, start, end, start, end, lines)

    def facts(self, passage: Passage) -> list[Fact]:
        """Nodes read from the marked lines, in the order of the text, at most forty; those that begin far
        above them, as whole documents do, are left to :meth:`around`."""
        begin = max(passage.first - _LOOK_BACK, 1)
        end = min(passage.last, passage.first + _LOOK_BACK)
        starts = " ".join(map(str, range(begin, end + 1)))
        query = f"""{gt.prologue()}
            SELECT ?n ?first ?last (SAMPLE(?l) AS ?label) (GROUP_CONCAT(STR(?t); separator=" ") AS ?types)
            WHERE {{
              GRAPH {gt.iri(self.graph(passage))} {{
                VALUES ?first {{ {starts} }}
                ?n gb:firstLine ?first .
                ?n gb:lastLine ?last .
                FILTER(?last >= {passage.first})
                ?n rdf:type ?t .
                FILTER(?t NOT IN (gb:SourceSegment, gb:Issue, gb:Observation))
                OPTIONAL {{ ?n rdfs:label ?l }}
              }}
            }} GROUP BY ?n ?first ?last ORDER BY (?last - ?first) ?first LIMIT {_FACTS_LIMIT}"""
        found = [_fact(row) for row in self._store.rows(query) if "n" in row]
        return sorted(found, key=lambda fact: (fact.first, -fact.last))

    def around(self, passage: Passage) -> list[Fact]:
        """The documents that have lines on the page, and the instruments and annexes the marked lines
        stand in, the outermost first."""
        query = f"""{gt.prologue()}
            SELECT ?n ?first ?last (SAMPLE(?l) AS ?label) (GROUP_CONCAT(STR(?t); separator=" ") AS ?types)
            WHERE {{
              GRAPH {gt.iri(self.graph(passage))} {{
                VALUES ?t {{ gb:Document gb:Annex }}
                ?n rdf:type ?t ; gb:firstLine ?first ; gb:lastLine ?last .
                FILTER(?first <= {passage.last} && ?last >= {passage.first})
                OPTIONAL {{ ?n rdfs:label ?l }}
              }}
            }} GROUP BY ?n ?first ?last ORDER BY ?first DESC(?last) LIMIT {_FACTS_LIMIT}"""
        return [_fact(row) for row in self._store.rows(query) if "n" in row]

    def _about(self, path: str) -> tuple[str, str, str, int]:
        """IRI, file name, SHA-256 and number of lines of a source. Raises UnknownSource."""
        iri = self._addresses.iri(SOURCE + path)
        if iri is None:
            raise UnknownSource(path)
        query = f"""{gt.prologue()}
            SELECT ?file ?sha ?count WHERE {{
              {gt.iri(iri)} rdf:type gb:Source ; gb:lineCount ?count .
              OPTIONAL {{ {gt.iri(iri)} gb:sourceFile ?file }} OPTIONAL {{ {gt.iri(iri)} gb:sha256 ?sha }}
            }} LIMIT 1"""
        for row in self._store.rows(query):
            file = gt.text(row.get("file")) or iri.rsplit("/", 1)[-1]
            return iri, file, gt.text(row.get("sha")), int(gt.text(row["count"]))
        raise UnknownSource(path)

    def _lines(self, iri: str, start: int, end: int) -> list[tuple[int, str]]:
        query = f"""{gt.prologue()}
            SELECT ?first ?text WHERE {{
              ?s dcterms:isPartOf {gt.iri(iri)} ; rdf:type gb:SourceSegment ;
                 gb:firstLine ?first ; gb:lastLine ?last .
              FILTER(?first <= {end} && ?last >= {start})
              ?s gb:text ?text .
            }} ORDER BY ?first"""
        return [
            (number, text)
            for row in self._store.rows(query)
            for number, text in enumerate(gt.text(row["text"]).split("\n"), start=int(gt.text(row["first"])))
            if start <= number <= end
        ]

    def graph(self, passage: Passage) -> str:
        """The named graph of a source: its local path without the file name (docs/architecture.md)."""
        return self._addresses.base + passage.path.rsplit("/", 1)[0]
