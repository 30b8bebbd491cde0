"""The page of a provision: its words with citations as links, what is under it, where it is cited."""

from __future__ import annotations

from typing import Any

from api import graph_text as gt
from api.entities import text
from api.entities.reader import Reader
from api.entities.shape import DATED, MARK, MATTER, ROLE, Column, Kind, Section
from graph.store import Row


def gather(reader: Reader) -> dict[str, Any]:
    """The words of the provision and of what is under it, the way up to its document, and its neighbours."""
    document = reader.value("gb:statedIn")
    mark = reader.own_mark()
    rows = reader.ask("provisions", node=document) if document else []
    inside = [row for row in rows if _under(gt.text(row["provision"]), reader)]
    citations = reader.ask("citations-in", node=document) if document else []
    reader.mention(document)
    reader.settle()
    blocks = text.blocks(reader, "", inside, citations, [], mark.path if mark else "")
    place = {gt.text(row["provision"]): row for row in rows}
    before, after = _neighbours(reader, rows)
    return {
        "notice": reader.document(document) if document else None,
        "notice_title": reader.name(document) if document else "",
        "anchor": text.anchor(reader, reader.iri),
        "blocks": [block for _, block in blocks],
        "path": [
            (_label(place[iri]), reader.addresses.href(iri)) for iri in _above(reader, place) if iri in place
        ],
        "before": (_label(place[before]), reader.addresses.href(before)) if before else None,
        "after": (_label(place[after]), reader.addresses.href(after)) if after else None,
        "short": _label(place[reader.iri]) if reader.iri in place else "",
    }


def _under(iri: str, reader: Reader) -> bool:
    return iri == reader.iri or iri.startswith(reader.iri + "/")


def _label(row: Row) -> str:
    number, heading = gt.text(row.get("number")), gt.text(row.get("heading"))
    return f"{number} {heading}".strip()


def _above(reader: Reader, place: dict[str, Row]) -> list[str]:
    """The provisions this one is part of, the outermost first."""
    found: list[str] = []
    iri = reader.iri
    while "/" in iri:
        iri = iri.rsplit("/", 1)[0]
        if iri in place:
            found.append(iri)
    chapter = [one for one in reader.values("dcterms:isPartOf") if one in place and one not in found]
    return [*chapter, *reversed(found)]


def _neighbours(reader: Reader, rows: list[Row]) -> tuple[str, str]:
    """The provisions of the same kind printed before and after this one."""
    kind = next((gt.text(row.get("kind")) for row in rows if gt.text(row["provision"]) == reader.iri), "")
    same = [row for row in rows if gt.text(row.get("kind")) == kind]
    ordered = [gt.text(row["provision"]) for row in sorted(same, key=lambda row: int(gt.text(row["first"])))]
    if reader.iri not in ordered:
        return "", ""
    at = ordered.index(reader.iri)
    return (ordered[at - 1] if at else "", ordered[at + 1] if at + 1 < len(ordered) else "")


KIND = Kind(
    name="provision",
    classes=("gb:Provision",),
    head=(),
    lists=(
        Section(
            "cited",
            "clause-cited",
            (
                Column("citing", "citing", "name"),
                Column("relation", "relation", "term"),
                Column("text", "text", "long"),
                DATED,
                MARK,
            ),
        ),
        Section("duties", "provision-matters", (MATTER, ROLE, Column("who", "who", "names"), MARK)),
        Section(
            "quantities", "quantities", (Column("text", "text"), Column("context", "context", "long"), MARK)
        ),
    ),
    gather=gather,
    audited=True,
)
