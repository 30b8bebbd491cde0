"""The whole text of a document, an instrument or an annex: provisions, printed lines and tables in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from api import graph_text as gt
from api.addresses import SOURCE, SourceMark
from api.entities import annexes, asking, text
from api.entities.annexes import Contents, Table
from api.entities.reader import Reader
from api.entities.text import Block
from api.terms import expand
from graph.store import Row

_LINES_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Part:
    """An instrument or annex of a document: ``kind`` ∈ instrument annex; ``printed`` or only announced."""

    iri: str
    kind: str
    title: str
    label: str
    first: int
    last: int
    printed: bool
    mark: SourceMark | None
    href: str | None
    anchor: str


@dataclass(frozen=True, slots=True)
class Text:
    """Blocks in reading order; a block of kind ``table`` stands for ``tables[index]``."""

    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]


@dataclass(frozen=True, slots=True)
class Pieces:
    """What a text is made of, read before names are settled."""

    document: str
    parts: tuple[Part, ...]
    provisions: Sequence[Row]
    citations: Sequence[Row]
    contents: Contents
    lines: Sequence[tuple[int, str]]
    mark: SourceMark


def read_parts(reader: Reader, document: str) -> tuple[Part, ...]:
    """The instruments and annexes of a printed document in the order of print."""
    found: dict[str, Part] = {}
    for row in reader.ask("document-parts", node=document):
        iri = gt.text(row["part"])
        found.setdefault(
            iri,
            Part(
                iri,
                gt.text(row["kind"]),
                gt.text(row.get("title")),
                gt.text(row.get("label")),
                int(gt.text(row["first"])),
                int(gt.text(row["last"])),
                gt.text(row.get("printed")) != "false",
                reader.mark(gt.text(row.get("quote"))),
                reader.addresses.href(iri),
                text.anchor(reader, iri),
            ),
        )
    return tuple(found.values())


def read(reader: Reader, document: str, mark: SourceMark, parts: tuple[Part, ...]) -> Pieces:
    """Everything the text between the lines of ``mark`` is made of; eight queries."""
    there = annexes.classes(reader, document)
    provisions = reader.ask("provisions", node=document) if expand("gb:Provision") in there else []
    inside = [row for row in provisions if mark.first <= int(gt.text(row["first"])) <= mark.last]
    citations = reader.ask("citations-in", node=document) if expand("gb:Citation") in there else []
    contents = annexes.read(reader, document)
    contents.mention(reader)
    return Pieces(document, parts, inside, citations, contents, printed_lines(reader, mark), mark)


def printed_lines(reader: Reader, mark: SourceMark) -> list[tuple[int, str]]:
    """The printed lines of ``mark`` as (number, text), at most 20,000 of them."""
    last = min(mark.last, mark.first + _LINES_LIMIT)
    bound = {
        "source": asking.iris([reader.addresses.base + SOURCE + mark.path]),
        "from": str(mark.first),
        "to": str(last),
    }
    found = []
    for row in asking.rows(reader.store, "segments", bound):
        start = int(gt.text(row["first"]))
        for number, line in enumerate(gt.text(row["text"]).split("\n"), start):
            if mark.first <= number <= last:
                found.append((number, line))
    return found


def build(reader: Reader, given: Pieces) -> Text:
    """The text for its template; names must be settled."""
    tables: list[Table] = []
    starts: list[tuple[int, Block]] = []
    hidden: set[int] = set()
    for part in given.parts:
        if not given.mark.first <= part.first <= given.mark.last:
            continue
        name = f"{part.label} {part.title}".strip() if part.kind == "annex" else part.title
        starts.append((part.first, _heading(part, name)))
        hidden |= _title_lines(given.lines, part, name)
        mine = annexes.tables(reader, part.iri, given.contents) if part.kind == "annex" else []
        if mine:
            own = [line for line in given.lines if part.first <= line[0] <= part.last]
            hidden |= {number for number, _ in own}
            for table in mine:
                starts.append((part.first, Block("table", index=len(tables))))
                tables.append(table)
            printed = tuple(line.strip().replace("\t", "  ") for _, line in own if line.strip())
            starts.append((part.first, Block("lines", mark=part.mark, lines=printed)))
    provisions = [
        row
        for row in given.provisions
        if int(gt.text(row["first"])) not in hidden or not _tabled(row, given.parts, tables)
    ]
    lines = [line for line in given.lines if line[0] not in hidden]
    body = text.blocks(reader, given.document, provisions, given.citations, lines, given.mark.path)
    order = sorted(
        [*((line, 0, block) for line, block in starts), *((line, 1, block) for line, block in body)],
        key=lambda one: one[:2],
    )
    return Text(tuple(block for _, _, block in order), tuple(tables))


def _heading(part: Part, name: str) -> Block:
    return Block(
        "heading", part.anchor, pieces=(text.Piece(name),), iri=part.iri, href=part.href, mark=part.mark
    )


def _title_lines(lines: Sequence[tuple[int, str]], part: Part, name: str) -> set[int]:
    """The printed lines at the beginning of a part that are its title, which its heading shows."""
    rest = "".join(name.split())
    found: set[int] = set()
    for number, line in lines:
        if not part.first <= number <= min(part.last, part.first + 12):
            continue
        words = "".join(line.split()).strip("：:")
        if not words:
            continue
        if not rest.startswith(words):
            break
        rest = rest[len(words) :]
        found.add(number)
    return found


def _tabled(row: Row, parts: Sequence[Part], tables: Sequence[Table]) -> bool:
    iri = gt.text(row["provision"])
    return any(iri.startswith(table.part + "/") for table in tables)


def cut(whole: Text, page: int, size: int) -> tuple[Text, int]:
    """Page ``page`` (from 1) of ``size`` blocks, and how many pages there are."""
    pages = max(-(-len(whole.blocks) // size), 1)
    return replace(whole, blocks=whole.blocks[(page - 1) * size : page * size]), pages
