"""The page of an official: posts over time, what is in charge of, meetings and groups."""

from __future__ import annotations

from typing import Any

from api.entities.careers import current
from api.entities.reader import Reader
from api.entities.shape import DATED, DEADLINE, DOCUMENT, MARK, MATTER, ROLE, Column, Kind, Section

_UNIT = Column("unit", "unit", "name")


def gather(reader: Reader) -> dict[str, Any]:
    """The posts held on the day of the page."""
    return {"current": current(reader.ask("career"), reader.on)}


KIND = Kind(
    name="official",
    classes=("gb:Official",),
    head=("gb:jurisdiction", "gb:gender"),
    lists=(
        Section(
            "career",
            "career",
            (
                DATED,
                Column("action", "action", "term"),
                Column("post", "postText"),
                Column("posts", "posts", "names"),
                Column("probation", "probation", "duration"),
                DOCUMENT,
                MARK,
            ),
            view="timeline",
            shown=20,
            whole=True,
        ),
        Section("units", "units-of-official", (_UNIT, ROLE, DATED, DOCUMENT, MARK), shown=30),
        Section("areas", "areas-of-official", (MATTER, ROLE, DATED, DOCUMENT, MARK), shown=30),
        Section("matters", "matters-of-official", (MATTER, ROLE, _UNIT, DEADLINE, DOCUMENT, DATED, MARK)),
        Section(
            "meetings",
            "meetings-of-official",
            (
                Column("meeting", "meeting", "name"),
                DATED,
                Column("attendance", "kind"),
                Column("representing", "unit", "name"),
                MARK,
            ),
        ),
        Section(
            "groups",
            "groups-of-official",
            (
                Column("group", "group", "name"),
                Column("member", "member"),
                Column("post", "postText"),
                DOCUMENT,
                DATED,
                MARK,
            ),
        ),
        Section(
            "namesakes",
            "namesakes",
            (Column("official", "official", "name"), Column("place", "place"), Column("post", "postText")),
        ),
    ),
    gather=gather,
)
