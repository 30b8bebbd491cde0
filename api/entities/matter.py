"""The page of a matter: what it is, by when, and who is responsible for it in which role."""

from __future__ import annotations

from typing import Any

from api import graph_text as gt
from api.entities.reader import Cell, Reader
from api.entities.shape import Kind
from api.terms import term_name
from graph.store import Row

_FIRST = (
    "lead",
    "cityLeader",
    "provincialLead",
    "undertaker",
    "responsibleUnit",
    "responsiblePerson",
    "coUnit",
)


def gather(reader: Reader) -> dict[str, Any]:
    """Those responsible by role, and the matters printed before and after it."""
    by_role: dict[str, list[Row]] = {}
    for row in reader.ask("assignees"):
        by_role.setdefault(gt.text(row["role"]), []).append(row)
        reader.mention(gt.text(row["assignee"]), gt.text(row.get("unit")))
    for name in ("gb:statedIn", "gb:statedInPart", "gb:forUnit"):
        reader.mention(*reader.values(name))
    before, after = _neighbours(reader)
    reader.mention(*filter(None, (before, after)))
    reader.settle()
    return {
        "title": reader.value("dcterms:title"),
        "description": reader.value("dcterms:description"),
        "roles": [
            (
                term_name(role, reader.language),
                reader.addresses.href(role),
                [_one(reader, row) for row in rows],
            )
            for role, rows in sorted(by_role.items(), key=lambda item: _rank(item[0]))
        ],
        "documents": [reader.document(iri) for iri in reader.values("gb:statedIn")],
        "titles": [reader.name(iri) for iri in reader.values("gb:statedIn")],
        "parts_of": [reader.link(iri) for iri in reader.values("gb:statedInPart")],
        "before": reader.link(before) if before else None,
        "after": reader.link(after) if after else None,
    }


def _one(reader: Reader, row: Row) -> dict[str, Any]:
    printed, name = gt.text(row.get("printed")), reader.name(gt.text(row["assignee"]))
    behalf = gt.text(row.get("unit"))
    return {
        "assignee": reader.link(gt.text(row["assignee"])),
        "printed": printed if printed != name else "",
        "behalf": reader.link(behalf) if behalf else Cell(),
        "inherited": gt.text(row.get("inherited")) == "true",
        "mark": reader.mark(gt.text(row.get("quote"))),
    }


def _rank(role: str) -> tuple[int, str]:
    name = role.rsplit("/", 1)[-1]
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST), name)


def _neighbours(reader: Reader) -> tuple[str, str]:
    """The matters of the same kind printed before and after this one, ``""`` where there is none."""
    listed = list(dict.fromkeys(gt.text(row["matter"]) for row in reader.ask("neighbours")))
    if reader.iri not in listed:
        return "", ""
    at = listed.index(reader.iri)
    return (listed[at - 1] if at else "", listed[at + 1] if at + 1 < len(listed) else "")


KIND = Kind(
    name="matter",
    classes=("gb:Matter",),
    head=(
        "gb:itemNumber",
        "gb:subItem",
        "gb:location",
        "gb:scheduleText",
        "gb:start",
        "gb:deadline",
        "gb:level",
        "gb:forUnit",
    ),
    gather=gather,
    audited=True,
)
