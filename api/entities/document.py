"""The page of a document or of an instrument printed with one: its force, its text, what it cites and what
cites it, its annexes as tables, whom it makes responsible."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from pyoxigraph import Literal, NamedNode

from api import graph_text as gt
from api.addresses import SOURCE
from api.entities import annexes, force, text, whole_text
from api.entities.annexes import Contents
from api.entities.force import Force
from api.entities.reader import Cell, Reader
from api.entities.shape import DATED, DEADLINE, MARK, MATTER, ROLE, Column, Kind, Section
from api.entities.whole_text import Part
from api.terms import expand, term_name
from graph.store import Row

_TEXT_SIZE = 400
_TABLE_ROWS = 60
_BEARERS = 12
_SHOWN = 8


def about(reader: Reader) -> list[str]:
    """The document and the instruments printed with it: what cites one of them cites it."""
    return [reader.iri, *reader.values("gb:attaches")]


def gather(reader: Reader) -> dict[str, Any]:
    """Everything but the lists."""
    document, there = _place(reader)
    printed = reader.value("gb:printed") == "true" or document != reader.iri
    mark = reader.own_mark()
    parts = whole_text.read_parts(reader, document) if printed else ()
    known = force.read(reader, about(reader))
    clauses = reader.ask("clauses", node=document) if expand("gb:Clause") in there else []
    pieces = whole_text.read(reader, document, mark, parts) if printed and mark else None
    for one in known.values():
        reader.mention(one.part, *(by for _, by, _ in one.repeals))
    for row in clauses:
        reader.mention(gt.text(row.get("unit")))
    reader.mention(document)
    for name in ("eli:passed_by", "gb:addressee", "dcterms:isPartOf", "eli:repeals", "eli:amends"):
        reader.mention(*reader.values(name))
    reader.settle()
    whole, pages = (None, 1)
    if pieces:
        whole, pages = whole_text.cut(whole_text.build(reader, pieces), 1, _TEXT_SIZE)
    own = [part for part in parts if part.iri != reader.iri and _within(part, reader, document)]
    return {
        "printed": printed,
        "notice": reader.document(document) if document != reader.iri else None,
        "notice_title": reader.name(document) if document != reader.iri else "",
        "issuers": [reader.link(iri) for iri in reader.values("eli:passed_by")],
        "issues": [reader.link(iri) for iri in reader.values("dcterms:isPartOf")],
        "addressees": [reader.link(iri) for iri in reader.values("gb:addressee")],
        "force": force_shown(reader, known, parts),
        "force_shown": expand("gb:Meeting") not in reader.values("rdf:type") or _stated(known),
        "force_stated": _stated(known),
        "interpreters": [
            (reader.link(gt.text(row["unit"])), reader.mark(gt.text(row["quote"])))
            for row in clauses
            if "unit" in row and _belongs(gt.text(row["part"]), reader.iri, document)
        ],
        "parts_listed": own,
        "text": whole,
        "text_pages": pages,
        "table_rows": _TABLE_ROWS,
        "bearers": bearers(reader, pieces.contents)
        if pieces and document == reader.iri and len(pieces.contents.responsibilities) > _SHOWN
        else [],
    }


def _within(part: Part, reader: Reader, document: str) -> bool:
    """Whether a part belongs on this page: every part of a notice, no sister of an instrument."""
    return document == reader.iri


def _belongs(part: str, iri: str, document: str) -> bool:
    return iri == document or part == iri


def force_shown(reader: Reader, known: dict[str, Force], parts: tuple[Part, ...]) -> list[dict[str, Any]]:
    """The force of the document and each instrument of which something is stated, on the day of the page.

    An instrument without a statement of its own is left out where the notice has one.
    """
    stated = [one for one in known.values() if one.stated] or [Force(reader.iri)]
    order = {part.iri: at for at, part in enumerate(parts, 1)}
    shown = []
    for one in sorted(stated, key=lambda one: order.get(one.part, 0)):
        shown.append(
            {
                "state": one.state(reader.on),
                "effective": one.effective,
                "expires": one.expires,
                "last": _day_before(one.expires),
                "name": reader.link(one.part) if one.part != reader.iri else None,
                "clauses": [(words, reader.mark(quote)) for words, quote in one.clauses],
                "repeals": [
                    (first, reader.document(by), reader.mark(quote)) for first, by, quote in one.repeals
                ],
            }
        )
    return shown


def _stated(known: dict[str, Force]) -> bool:
    """Whether any date or repeal is known, so that another day may give another answer."""
    return any(one.effective or one.expires or one.repeals for one in known.values())


def _day_before(day: str) -> str:
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat() if day else ""


def bearers(reader: Reader, contents: Contents) -> list[tuple[Cell, int, list[tuple[str, int]]]]:
    """Those with most responsibilities in the document: who, how many, how many in each role."""
    counted: dict[str, Counter[str]] = {}
    for row in contents.responsibilities:
        counted.setdefault(gt.text(row["assignee"]), Counter())[gt.text(row["role"])] += 1
    ranked = sorted(counted.items(), key=lambda item: (-sum(item[1].values()), item[0]))
    return [
        (
            reader.link(iri),
            sum(roles.values()),
            [(term_name(role, reader.language), number) for role, number in roles.most_common()],
        )
        for iri, roles in ranked[:_BEARERS]
    ]


def text_page(reader: Reader, page: int) -> dict[str, Any] | None:
    """Page ``page`` of a long text, None where there is none."""
    document = reader.value("gb:statedIn") or reader.iri
    mark = reader.own_mark()
    if mark is None:
        return None
    pieces = whole_text.read(reader, document, mark, whole_text.read_parts(reader, document))
    reader.settle()
    whole, pages = whole_text.cut(whole_text.build(reader, pieces), page, _TEXT_SIZE)
    return (
        {"text": whole, "text_pages": pages, "page": page, "table_rows": _TABLE_ROWS}
        if page <= pages
        else None
    )


def _place(reader: Reader) -> tuple[str, set[str]]:
    """The printed document this page is of or in, and the classes of what it states."""
    document = reader.value("gb:statedIn") or reader.iri
    printed = reader.value("gb:printed") == "true" or document != reader.iri
    return document, annexes.classes(reader, document) if printed else set()


def _inside(reader: Reader, document: str, part: str) -> bool:
    """Whether what stands in ``part`` stands in this document or instrument."""
    return document == reader.iri or part == reader.iri or part.startswith(reader.iri + "/")


def citations(reader: Reader) -> list[Row]:
    """What the document or instrument cites, itself left out; in the order of print."""
    document, there = _place(reader)
    if expand("gb:Citation") not in there:
        return []
    return [
        {**row, "cited": NamedNode(text.cited_node(row)), "quote": _quote(reader, row)}
        for row in reader.ask("citations-in", node=document)
        if gt.text(row.get("internal")) != "true" and _inside(reader, document, gt.text(row.get("part")))
    ]


def duties(reader: Reader) -> list[Row]:
    """Whom the text makes responsible for what; rows of annexes are in their tables."""
    document, there = _place(reader)
    if expand("gb:Responsibility") not in there:
        return []
    contents = annexes.read(reader, document)
    by_matter = contents.bearers
    tabled = {part.iri for part in whole_text.read_parts(reader, document) if part.kind == "annex"}
    made: list[Row] = []
    matters = {gt.text(row["matter"]): row for row in contents.matters}
    for matter, row in sorted(matters.items(), key=lambda item: (int(gt.text(item[1]["line"])), item[0])):
        part = gt.text(row.get("part"))
        if part in tabled or not _inside(reader, document, part):
            continue
        roles: dict[str, list[str]] = {}
        for one in by_matter.get(matter, []):
            roles.setdefault(gt.text(one["role"]), []).append(gt.text(one["assignee"]))
        for role, people in roles.items():
            duty: Row = {"matter": row["matter"], "role": NamedNode(role), "line": row["line"]}
            duty |= {"who": Literal(" ".join(dict.fromkeys(people))), "quote": _quote(reader, row)}
            made.append(duty | ({"deadline": row["deadline"]} if "deadline" in row else {}))
    return made


def personnel(reader: Reader) -> list[Row]:
    """The appointments and removals of the document, in the order of print."""
    there = _place(reader)[1]
    return reader.ask("personnel") if expand("gb:PersonnelAction") in there else []


def _quote(reader: Reader, row: Row) -> NamedNode:
    """The printed lines of a row as ``prov:wasQuotedFrom`` has them."""
    mark = reader.lines(row)
    path = mark.path if mark else ""
    first, last = (mark.first, mark.last) if mark else (0, 0)
    return NamedNode(f"{reader.addresses.base}{SOURCE}{path}#line={first - 1},{last}")


_CITED_BY = Section(
    "citedby",
    "cited-by",
    (
        Column("citing", "citing", "name"),
        Column("number", "citing", "numbered"),
        Column("relation", "relation", "term"),
        Column("clause", "clause"),
        DATED,
        MARK,
    ),
    shown=_SHOWN,
)
_CITES = Section(
    "cites",
    "citations-in",
    (
        Column("cited", "text", "long", link="cited"),
        Column("relation", "relation", "term"),
        Column("clause", "clause"),
        Column("resolution", "resolution", "term"),
        MARK,
    ),
    shown=_SHOWN,
    rows=citations,
)
_DUTIES = Section(
    "duties",
    "document-responsibilities",
    (MATTER, ROLE, Column("who", "who", "names"), DEADLINE, MARK),
    shown=_SHOWN,
    rows=duties,
)
_PERSONNEL = Section(
    "personnel",
    "personnel",
    (
        Column("action", "action", "term"),
        Column("official", "official", "name"),
        Column("post", "postText"),
        Column("probation", "probation", "duration"),
        MARK,
    ),
    shown=60,
    rows=personnel,
)

KIND = Kind(
    name="document",
    classes=("gb:Document", "gb:Instrument"),
    head=(
        "gb:documentNumber",
        "gb:registrationNumber",
        "gb:documentType",
        "eli:date_document",
        "gb:jurisdiction",
    ),
    lists=(_CITED_BY, _CITES, _DUTIES, _PERSONNEL),
    gather=gather,
    about=about,
    audited=True,
)
