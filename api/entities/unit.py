"""The page of a unit: its names, its leaders, what it is responsible for, where it appears."""

from __future__ import annotations

from typing import Any

from api import graph_text as gt
from api.entities.careers import current
from api.entities.reader import Reader
from api.entities.shape import (
    DATED,
    DEADLINE,
    DOCUMENT,
    MARK,
    MATTER,
    ROLE,
    SCHEDULE,
    Column,
    Kind,
    Section,
)

_DUTY = (MATTER, ROLE, SCHEDULE, DEADLINE, DOCUMENT, DATED, MARK)
_PEOPLE = Column("official", "official", "name")
_TITLE = Column("title", "title", "long", link="document")
_NUMBER = Column("number", "document", "numbered")
_LEADERS = "leaders-of-unit"
_POSTS = "posts-in-unit"
_CHARGE = ("inCharge", "inChargeArea")


def gather(reader: Reader) -> dict[str, Any]:
    """The head of the unit, who is in charge of it, and all its printed names."""
    holders = current(reader.ask(_POSTS), reader.on)
    heads = [row for row in holders if is_head(gt.text(row.get("rank")))]
    leaders = reader.ask(_LEADERS)
    newest = max((gt.text(row.get("date")) for row in leaders), default="")
    charge = [
        row
        for row in leaders
        if gt.text(row["role"]).rsplit("/", 1)[-1] in _CHARGE and gt.text(row.get("date")) == newest
    ]
    for row in (*heads, *charge):
        reader.mention(gt.text(row["official"]))
    names = sorted(
        {*reader.values("skos:altLabel"), *reader.values("gb:shortName")} - {reader.name(reader.iri)}
    )
    return {"names": names, "heads": heads, "charge": charge}


def _printed_names(reader: Reader) -> dict[str, str]:
    """Every name of the unit as a plain string, as members of groups are printed."""
    names = {*reader.values("skos:altLabel"), *reader.values("skos:prefLabel"), *reader.values("rdfs:label")}
    return {"printed": " ".join(gt.literal(name) for name in sorted(names))}


def is_head(rank: str) -> bool:
    """Whether a rank is that of the first person of a unit (局长, not 副局长, 局长助理 or 总工程师)."""
    return rank.endswith(("长", "主任", "书记", "主席", "会长")) and not any(
        word in rank for word in ("副", "助理", "总", "秘书长")
    )


KIND = Kind(
    name="unit",
    classes=("gb:Unit",),
    head=("gb:jurisdiction", "gb:level", "org:subOrganizationOf"),
    lists=(
        Section("deadlines", "deadlines-of", (DEADLINE, MATTER, ROLE, DOCUMENT, MARK)),
        Section("leads", "responsibilities-of", _DUTY, roles=("lead", "provincialLead", "undertaker")),
        Section(
            "answers",
            "responsibilities-of",
            _DUTY,
            roles=("responsibleUnit", "duty", "collects", "interprets", "responsiblePerson", "cityLeader"),
        ),
        Section("cooperates", "responsibilities-of", _DUTY, roles=("coUnit",)),
        Section("leaders", _LEADERS, (_PEOPLE, ROLE, DATED, DOCUMENT, MARK), whole=True),
        Section(
            "posts",
            _POSTS,
            (
                _PEOPLE,
                Column("action", "action", "term"),
                Column("post", "postText", link="post"),
                DATED,
                DOCUMENT,
                MARK,
            ),
            whole=True,
        ),
        Section(
            "represented",
            "answering-for-unit",
            (_PEOPLE, ROLE, MATTER, DOCUMENT, DATED, MARK),
        ),
        Section(
            "targets",
            "targets-of-unit",
            (
                Column("measure", "measure"),
                Column("value", "value", "number"),
                Column("annex", "annex", "name"),
                DOCUMENT,
                DATED,
                MARK,
            ),
        ),
        Section("codes", "codes-of-unit", (Column("code", "code"), DOCUMENT, DATED, MARK)),
        Section("concerned", "matters-for-unit", (MATTER, DOCUMENT, DATED, MARK)),
        Section(
            "groups",
            "groups-of-unit",
            (Column("group", "group", "name"), Column("member", "member"), DOCUMENT, DATED, MARK),
            bound=_printed_names,
        ),
        Section(
            "meetings",
            "meetings-of-unit",
            (
                Column("meeting", "meeting", "name"),
                DATED,
                _PEOPLE,
                Column("attendance", "kind"),
                MARK,
            ),
        ),
        Section(
            "documents",
            "documents-by-unit",
            (_TITLE, _NUMBER, DATED, MARK),
        ),
        Section(
            "citations",
            "citations-of-unit",
            (
                Column("cited", "cited", "document"),
                Column("relation", "relation", "term"),
                Column("citing", "citing", "document"),
                DATED,
                Column("text", "text", "long"),
                MARK,
            ),
        ),
        Section("interprets", "interpreted-by-unit", (Column("part", "part", "name"), DOCUMENT, DATED, MARK)),
        Section(
            "addressed",
            "documents-to-unit",
            (_TITLE, _NUMBER, DATED, MARK),
        ),
        Section("subunits", "subunits", (Column("unit", "unit", "name"),)),
    ),
    gather=gather,
)
