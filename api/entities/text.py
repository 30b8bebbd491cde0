"""A document's text for reading: its provisions in the order of print, the citations in them as links, and
the printed lines that belong to no provision between them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from api import graph_text as gt
from api.addresses import SourceMark
from api.entities.reader import Reader
from api.terms import term_name
from graph.store import Row

_BLANK = re.compile(r"\s+")
_NUMBERED = re.compile(r"^\d+$")
_EXTERNAL = "external"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text; with ``href`` a citation: ``title`` says of what kind, ``state`` how it resolves."""

    text: str
    href: str | None = None
    title: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a document as it is read, in the order of print.

    ``kind`` ∈ heading (an instrument or annex begins), chapter, section, article, item, point, paragraph,
    printed (lines that belong to no provision), table (``index`` of the annex's tables). ``heading``
    begins the text of a provision that has one.
    """

    kind: str
    anchor: str = ""
    number: str = ""
    heading: str = ""
    pieces: tuple[Piece, ...] = ()
    iri: str | None = None
    href: str | None = None
    mark: SourceMark | None = None
    lines: tuple[str, ...] = ()
    index: int = 0


_KINDS = {
    "章": "chapter",
    "节": "chapter",
    "段": "section",
    "条": "article",
    "款": "paragraph",
    "项": "item",
    "目": "point",
}
# Kinds that are a heading and nothing else.
_TITLED = ("章", "节")
# What is printed on one line is shown from the outside in.
_DEPTH = ("章", "节", "段", "条", "款", "项", "目")


def anchor(reader: Reader, iri: str) -> str:
    """The name of a provision's place on the page of its document: its path below the document."""
    local = (reader.addresses.local(iri) or "").split("/", 3)
    return _BLANK.sub("_", local[3]) if len(local) > 3 else ""


def provision_number(number: str, kind: str) -> str:
    """The number of a provision as it is printed before its text; none for a paragraph."""
    if kind == "款":
        return ""
    if kind == "段" and number and not number.startswith("第"):
        return f"{number}、"
    return f"{number}." if _NUMBERED.match(number) else number


def pieces(reader: Reader, text: str, citations: Iterable[Row], here: str = "") -> tuple[Piece, ...]:
    """``text`` cut at the citations that stand in it, each a link to what it cites.

    ``here`` is the IRI of the document on whose page the text is shown: what is cited in it is linked by its
    place on the page. A citation that is not found in the text leaves it as it is.
    """
    places: list[tuple[int, int, Row]] = []
    cursor = 0
    for row in citations:
        words = gt.text(row["text"])
        at = text.find(words, cursor)
        if at < 0:
            at = text.find(words)
        if not words or at < 0 or any(start < at + len(words) and at < end for start, end, _ in places):
            continue
        places.append((at, at + len(words), row))
        cursor = at + len(words)
    made: list[Piece] = []
    done = 0
    for start, end, row in sorted(places, key=lambda place: place[0]):
        if start > done:
            made.append(Piece(text[done:start]))
        made.append(_citation(reader, text[start:end], row, here))
        done = end
    if done < len(text):
        made.append(Piece(text[done:]))
    return tuple(made)


def cited_node(row: Row) -> str:
    """What a citation leads to: the provision, the document held under another name, or the one named."""
    state = gt.text(row.get("resolution")).rsplit("#", 1)[-1]
    held = gt.text(row.get("candidate")) if state == "held" else ""
    return gt.text(row.get("provision")) or held or gt.text(row["cited"])


def _citation(reader: Reader, text: str, row: Row, here: str) -> Piece:
    target = cited_node(row)
    state = gt.text(row.get("resolution")).rsplit("#", 1)[-1]
    place = anchor(reader, target) if here and target.startswith(here + "/") else ""
    href = f"#{place}" if place else None if target == here else reader.addresses.href(target)
    title = term_name(gt.text(row["relation"]), reader.language)
    if state:
        title += " · " + term_name(gt.text(row["resolution"]), reader.language)
    return Piece(text, href, title, state or _EXTERNAL)


def blocks(
    reader: Reader,
    document: str,
    provisions: Sequence[Row],
    citations: Sequence[Row],
    lines: Sequence[tuple[int, str]],
    source: str,
) -> list[tuple[int, Block]]:
    """(line, block) of provisions and of the printed ``lines`` (number, text) that none of them covers.

    ``document`` is the IRI of the printed document whose page this is (``""``: another page), ``source`` the
    local path of its source.
    """
    by_part: dict[str, list[Row]] = {}
    for row in citations:
        by_part.setdefault(gt.text(row.get("part")), []).append(row)
    covered: set[int] = set()
    made: list[tuple[int, Block]] = []
    for row in _in_order(provisions):
        first, last = int(gt.text(row["first"])), int(gt.text(row["last"]))
        covered.update(range(first, last + 1))
        iri, kind = gt.text(row["provision"]), gt.text(row.get("kind"))
        text = gt.text(row["text"])
        number, heading = gt.text(row.get("number")), gt.text(row.get("heading"))
        heading = heading if text.startswith(heading) else ""
        rest = "" if text == number else text[len(heading) :]
        block = Block(
            _KINDS.get(kind, "paragraph"),
            anchor(reader, iri),
            provision_number(number, kind),
            "" if kind in _TITLED else heading,
            pieces(reader, text if kind in _TITLED else rest, by_part.get(iri, ()), document),
            iri,
            reader.addresses.href(iri),
            SourceMark(source, first, last),
        )
        made.append((first, block))
    made += _printed(reader, document, citations, lines, covered, source)
    return made


def _in_order(provisions: Sequence[Row]) -> list[Row]:
    """By line, the outer before the inner; without the first paragraph of an article, which is its text."""

    def place(row: Row) -> tuple[int, int, str]:
        kind = gt.text(row.get("kind"))
        depth = _DEPTH.index(kind) if kind in _DEPTH else len(_DEPTH)
        return int(gt.text(row["first"])), depth, gt.text(row["provision"])

    ordered = sorted({gt.text(row["provision"]): row for row in provisions}.values(), key=place)
    texts = {gt.text(row["provision"]): gt.text(row["text"]) for row in ordered}
    return [
        row
        for row in ordered
        if gt.text(row.get("kind")) != "款"
        or texts.get(gt.text(row["provision"]).rsplit("/", 1)[0]) != gt.text(row["text"])
    ]


def _printed(
    reader: Reader,
    document: str,
    citations: Sequence[Row],
    lines: Sequence[tuple[int, str]],
    covered: set[int],
    source: str,
) -> list[tuple[int, Block]]:
    """Runs of printed lines that no provision covers, blank lines left out."""
    runs: list[list[tuple[int, str]]] = []
    before = 0
    for number, text in lines:
        if number in covered:
            before = 0
            continue
        if not text.strip():
            continue
        if before and runs:
            runs[-1].append((number, text))
        else:
            runs.append([(number, text)])
        before = number
    made = []
    for run in runs:
        first, last = run[0][0], run[-1][0]
        here = [row for row in citations if first <= int(gt.text(row["line"])) <= last]
        shown: list[Piece] = []
        for at, (_, text) in enumerate(run):
            shown += pieces(reader, ("\n" if at else "") + text.strip().replace("\t", "  "), here, document)
        block = Block(
            "printed",
            f"L{first}",
            pieces=tuple(shown),
            mark=SourceMark(source, first, last),
            lines=tuple(text.strip() for _, text in run),
        )
        made.append((first, block))
    return made


def same_text(one: str, other: str) -> bool:
    """Whether two texts differ in blanks alone."""
    return _BLANK.sub("", one) == _BLANK.sub("", other)
