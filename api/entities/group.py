"""The page of a leading group or task force: its members by role, its office, what it answers for."""

from __future__ import annotations

from typing import Any

from api import graph_text as gt
from api.entities.reader import Reader
from api.entities.shape import Kind
from api.entities.unit import KIND as UNIT
from graph.store import Row


def gather(reader: Reader) -> dict[str, Any]:
    """Members by document and role; a group that several documents set up has each list apart."""
    lists: dict[str, dict[str, list[Row]]] = {}
    rows = reader.ask("members")
    for row in rows:
        document = gt.text(row.get("document"))
        lists.setdefault(document, {}).setdefault(gt.text(row.get("member")), []).append(row)
        reader.mention(document, gt.text(row.get("official")))
    reader.mention(*reader.values("gb:officeAt"))
    names = sorted({*reader.values("skos:altLabel"), *reader.values("gb:shortName")})
    return {"membership": lists, "names": names, "count": len(rows)}


_KEPT = ("deadlines", "leads", "answers", "cooperates", "meetings", "documents", "subunits")

KIND = Kind(
    name="group",
    classes=("gb:Group",),
    head=("gb:jurisdiction", "gb:officeAt", "org:subOrganizationOf"),
    lists=tuple(one for one in UNIT.lists if one.name in _KEPT),
    gather=gather,
)
