"""The page of a leading group or task force: its members by role, its office, what it answers for."""

from __future__ import annotations

from typing import Any

from api import graph_text as gt
from api.entities.reader import Cell, Reader
from api.entities.shape import Kind
from api.entities.unit import KIND as UNIT
from graph.store import Row


def gather(reader: Reader) -> dict[str, Any]:
    """Members by document and role; a group that several documents set up has each list apart."""
    rows = reader.ask("members")
    for row in rows:
        reader.mention(gt.text(row.get("document")), gt.text(row.get("official")))
    reader.mention(*reader.values("gb:officeAt"), reader.iri)
    reader.settle()
    lists: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        roles = lists.setdefault(gt.text(row.get("document")), {})
        roles.setdefault(gt.text(row.get("member")), []).append(row)
    names = {*reader.values("skos:altLabel"), *reader.values("gb:shortName")} - {reader.name(reader.iri)}
    membership = [
        (
            reader.document(document) if document else None,
            {role: _people(reader, several) for role, several in roles.items()},
        )
        for document, roles in lists.items()
    ]
    count = sum(len(people) for _, roles in membership for people in roles.values())
    return {"membership": membership, "names": sorted(names), "count": count}


def _people(reader: Reader, rows: list[Row]) -> list[dict[str, Any]]:
    """Each member once: a list in the text and one in an annex name the same people."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        official, text = gt.text(row.get("official")), gt.text(row.get("memberText"))
        one = found.setdefault(
            official or text,
            {
                "who": reader.link(official) if official else Cell(text),
                "post": gt.text(row.get("postText")),
                "marks": [],
            },
        )
        one["marks"].append(reader.mark(gt.text(row.get("quote"))))
    return list(found.values())


_KEPT = ("deadlines", "leads", "answers", "cooperates", "meetings", "documents", "subunits")

KIND = Kind(
    name="group",
    classes=("gb:Group",),
    head=("gb:jurisdiction", "gb:officeAt", "org:subOrganizationOf"),
    lists=tuple(one for one in UNIT.lists if one.name in _KEPT),
    gather=gather,
)
