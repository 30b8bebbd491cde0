"""What the full-text index holds of one named graph: titles, provisions, and all other printed lines."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from graph.store import Row, Store
from ontology.namespaces import PREFIXES

_PROLOGUE = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
_FRAGMENT = re.compile(r"(?P<source>.*)#line=(?P<start>\d+),(?P<end>\d+)")
_BLOCK_LINES = 30
_HEAD_LINES = 8
_CHAPTERS = ("编", "章", "节")
_ARTICLE, _PARAGRAPH = "条", "款"


@dataclass(frozen=True, slots=True)
class Span:
    """Lines ``first`` to ``last`` (1-based, inclusive) of the source with this IRI."""

    source: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One searchable text with its place.

    ``kind`` is ``title``, ``provision`` or ``lines``; ``iri`` the thing it belongs to; ``document`` the IRI
    of the printed document (of the issue for lines outside of any), with its title, number and type;
    ``part`` the title of the instrument or annex; ``place`` the provision as it is cited (第三条第二款);
    ``date`` is ISO 8601 or empty, ``year`` 0 where unknown; ``source`` is an IRI, ``first`` and ``last`` its
    lines.
    """

    kind: str
    iri: str
    text: str
    document: str
    title: str
    number: str
    type: str
    part: str
    place: str
    city: str
    date: str
    year: int
    source: str
    first: int
    last: int

    def dump(self) -> bytes:
        """The entry as JSON in UTF-8."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def load(cls, data: bytes) -> Entry:
        """What :meth:`dump` wrote."""
        return cls(**json.loads(data))


@dataclass(frozen=True, slots=True)
class _Part:
    """A document, instrument or annex: its own facts and the lines it takes."""

    iri: str
    title: str
    number: str
    type: str
    city: str
    date: str
    stated: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Provision:
    iri: str
    parent: str
    number: str
    kind: str
    text: str
    stated: str
    span: Span


def entries(store: Store, graph: str) -> list[Entry]:
    """The entries of the named graph with this IRI; five queries, nothing outside of the graph is read."""
    return list(_Graph(store, graph).entries())


class _Graph:
    """What one named graph says, read once."""

    def __init__(self, store: Store, graph: str) -> None:
        self._store, self._name = store, graph
        self.issue = self._issue()
        self.parts = self._parts()
        self.provisions = self._provisions()

    def entries(self) -> Iterator[Entry]:
        for part in self.parts.values():
            text = " ".join(filter(None, (part.title, part.number)))
            if text:
                yield self._entry("title", part.iri, text, part, "", part.span)
        for one in self.provisions.values():
            if not self._repeats_parent(one):
                part = self._part_of(one)
                yield self._entry("provision", one.iri, one.text, part, self._place(one), one.span)
        for span, text in self._other_lines():
            part = self._part_at(span)
            yield self._entry("lines", part.iri, text, part, "", span)

    # --- reading ----------------------------------------------------------------------------------

    def _rows(self, pattern: str) -> list[Row]:
        return self._store.rows(f"{_PROLOGUE} SELECT * WHERE {{ GRAPH <{self._name}> {{ {pattern} }} }}")

    def _issue(self) -> _Part:
        rows = self._rows(
            """?s a gb:Issue . OPTIONAL { ?s dcterms:title ?title } OPTIONAL { ?s gb:jurisdiction ?city }
               OPTIONAL { ?s dcterms:issued ?date } OPTIONAL { ?s gb:year ?year }"""
        )
        row = rows[0] if rows else {}
        date = _text(row, "date") or _text(row, "year")
        return _Part(
            self._name, _text(row, "title"), "", "", _text(row, "city"), date, self._name, Span("", 0, 0)
        )

    def _parts(self) -> dict[str, _Part]:
        rows = self._rows(
            """VALUES ?class { gb:Document gb:Instrument gb:Annex gb:Meeting }
               ?s a ?class ; prov:wasQuotedFrom ?quote .
               OPTIONAL { ?s dcterms:title ?title } OPTIONAL { ?s gb:documentNumber ?number }
               OPTIONAL { ?s gb:documentType ?type } OPTIONAL { ?s gb:jurisdiction ?city }
               OPTIONAL { ?s eli:date_document ?date } OPTIONAL { ?s gb:statedIn ?stated }"""
        )
        found: dict[str, _Part] = {}
        for row in rows:
            span = _span(row)
            if span is not None:
                iri = _text(row, "s")
                title, number, type_, city, date = _texts(row, "title", "number", "type", "city", "date")
                stated = _text(row, "stated") or iri
                found.setdefault(iri, _Part(iri, title, number, type_, city, date, stated, span))
        return dict(sorted(found.items(), key=lambda pair: (pair[1].span.source, pair[1].span.first)))

    def _provisions(self) -> dict[str, _Provision]:
        rows = self._rows(
            """?s a gb:Provision ; gb:text ?text ; prov:wasQuotedFrom ?quote ; gb:statedIn ?stated .
               OPTIONAL { ?s dcterms:isPartOf ?parent } OPTIONAL { ?s gb:number ?number }
               OPTIONAL { ?s gb:provisionKind ?kind }"""
        )
        found = {}
        for row in rows:
            span = _span(row)
            if span is not None:
                iri = _text(row, "s")
                parent, number, kind, text, stated = _texts(row, "parent", "number", "kind", "text", "stated")
                found[iri] = _Provision(iri, parent, number, kind, text, stated, span)
        return found

    def _other_lines(self) -> Iterator[tuple[Span, str]]:
        """Printed lines that no entry has yet, in blocks: up to an empty line, a known one or the limit."""
        taken: defaultdict[str, set[int]] = defaultdict(set)
        for one in self.provisions.values():
            taken[one.span.source].update(range(one.span.first, one.span.last + 1))
        for row in self._rows(
            """{ ?s a gb:TocEntry ; prov:wasQuotedFrom ?quote }
               UNION { ?s a gb:RunningHead ; prov:wasQuotedFrom ?quote }"""
        ):
            span = _span(row)
            if span is not None:
                taken[span.source].update(range(span.first, span.last + 1))
        starts = {(part.span.source, part.span.first) for part in self.parts.values()}
        for source, lines in self._lines().items():
            taken[source].update(self._title_lines(source, dict(lines)))
            block: list[tuple[int, str]] = []
            for number, text in lines:
                ends = number in taken[source] or not text.strip() or (source, number) in starts
                if block and (ends or len(block) == _BLOCK_LINES or number != block[-1][0] + 1):
                    yield _block(source, block)
                    block = []
                if number not in taken[source] and text.strip():
                    block.append((number, text.strip()))
            if block:
                yield _block(source, block)

    def _title_lines(self, source: str, lines: dict[int, str]) -> Iterator[int]:
        """The first lines of each part that say no more than its title and number, which are an entry."""
        for part in self.parts.values():
            if part.span.source == source:
                known = _bare(part.title + part.number)
                for number in range(part.span.first, min(part.span.first + _HEAD_LINES, part.span.last + 1)):
                    if _bare(lines.get(number, "")) in known:
                        yield number

    def _lines(self) -> dict[str, list[tuple[int, str]]]:
        found: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
        for row in self._rows(
            "?s a gb:SourceSegment ; dcterms:isPartOf ?source ; gb:firstLine ?first ; gb:text ?text"
        ):
            first = int(_text(row, "first"))
            found[_text(row, "source")] += enumerate(_text(row, "text").split("\n"), start=first)
        return {source: sorted(lines) for source, lines in sorted(found.items())}

    # --- places -----------------------------------------------------------------------------------

    def _repeats_parent(self, one: _Provision) -> bool:
        """Whether this is the first paragraph of an article, whose text the article has too."""
        parent = self.provisions.get(one.parent)
        return parent is not None and one.kind == _PARAGRAPH and parent.text == one.text

    def _place(self, one: _Provision) -> str:
        """第三条第二款; the chapter only of what stands in no article."""
        chain = [one]
        while (parent := self.provisions.get(chain[-1].parent)) is not None and len(chain) < 12:
            chain.append(parent)
        in_article = any(step.kind == _ARTICLE for step in chain)
        return "".join(step.number for step in reversed(chain) if not (in_article and step.kind in _CHAPTERS))

    def _part_of(self, one: _Provision) -> _Part:
        parent = one.parent
        for _ in range(12):
            if parent in self.parts:
                return self.parts[parent]
            above = self.provisions.get(parent)
            if above is None:
                break
            parent = above.parent
        return self.parts.get(one.stated, self.issue)

    def _part_at(self, span: Span) -> _Part:
        """The smallest part around the lines, else the issue."""
        around = [
            part
            for part in self.parts.values()
            if part.span.source == span.source and part.span.first <= span.first <= part.span.last
        ]
        return min(around, key=lambda part: part.span.last - part.span.first, default=self.issue)

    def _entry(self, kind: str, iri: str, text: str, part: _Part, place: str, span: Span) -> Entry:
        top = self.parts.get(part.stated, part)
        date = top.date or part.date or self.issue.date
        return Entry(
            kind=kind,
            iri=iri,
            text=text,
            document=top.iri,
            title=top.title,
            number=top.number,
            type=part.type or top.type,
            part=part.title if part.iri != top.iri else "",
            place=place,
            city=top.city or part.city or self.issue.city,
            date=date if len(date) == len("2021-03-05") else "",
            year=int(date[:4]) if date[:4].isdecimal() else 0,
            source=span.source,
            first=span.first,
            last=span.last,
        )


def _bare(text: str) -> str:
    return "".join(text.split())


def _block(source: str, lines: Sequence[tuple[int, str]]) -> tuple[Span, str]:
    return Span(source, lines[0][0], lines[-1][0]), "\n".join(text for _, text in lines)


def _span(row: Row) -> Span | None:
    """The RFC 5147 fragment ``#line=N-1,M`` of ``?quote``; None where it is another kind of IRI."""
    found = _FRAGMENT.fullmatch(_text(row, "quote"))
    return Span(found["source"], int(found["start"]) + 1, int(found["end"])) if found else None


def _text(row: Row, name: str) -> str:
    return row[name].value if name in row else ""


def _texts(row: Row, *names: str) -> list[str]:
    return [_text(row, name) for name in names]
