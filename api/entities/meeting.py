"""The page of a meeting: when, who presided, the agenda, who was there, what was decided and by whom done."""

from __future__ import annotations

from typing import Any

from api import graph_text as gt
from api.entities import document
from api.entities.reader import Reader
from api.entities.shape import Kind
from api.terms import term_name
from graph.store import Row


def gather(reader: Reader) -> dict[str, Any]:
    """What a document has, and the meeting that it reports."""
    attendance = reader.ask("attendance")
    resolutions = reader.ask("resolutions")
    for row in attendance:
        reader.mention(gt.text(row["official"]), gt.text(row.get("unit")))
    reader.mention(*reader.values("gb:chair"))
    duties = document.duties(reader)
    for row in duties:
        reader.mention(gt.text(row["matter"]), *gt.text(row["who"]).split())
    values = document.gather(reader)
    return values | {
        "chairs": [reader.link(iri) for iri in reader.values("gb:chair")],
        "agenda": _agenda(reader, resolutions, duties),
        "attendance": _attendance(reader, attendance),
        "present": len({gt.text(row["official"]) for row in attendance}),
    }


def _attendance(reader: Reader, rows: list[Row]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Those at the meeting by the way they were there, each unit once with its people."""
    kinds: dict[str, dict[str, list[Row]]] = {}
    for row in rows:
        unit = gt.text(row.get("unit")) or gt.text(row.get("unitText"))
        kinds.setdefault(gt.text(row.get("kind")), {}).setdefault(unit, []).append(row)
    return [
        (
            kind,
            [
                {
                    "unit": reader.link(unit, gt.text(several[0].get("unitText")))
                    if "unit" in several[0]
                    else None,
                    "people": [
                        (reader.link(gt.text(row["official"])), gt.text(row.get("postText")))
                        for row in several
                    ],
                    "mark": reader.mark(gt.text(several[0].get("quote"))),
                }
                for unit, several in units.items()
            ],
        )
        for kind, units in kinds.items()
    ]


def _agenda(reader: Reader, resolutions: list[Row], duties: list[Row]) -> list[dict[str, Any]]:
    """The items of the agenda with what was decided under each; a decision with whom it makes responsible."""
    items: dict[int, dict[str, Any]] = {}
    listed = sorted(resolutions, key=lambda row: int(gt.text(row["line"])))
    for row in listed:
        item = int(gt.text(row["item"])) if "item" in row else 0
        one = items.setdefault(item, {"title": gt.text(row.get("heading")), "resolutions": []})
        mark = reader.mark(gt.text(row["quote"]))
        one["resolutions"].append(
            {
                "number": gt.text(row.get("number")),
                "text": gt.text(row["text"]),
                "href": reader.addresses.href(gt.text(row["resolution"])),
                "mark": mark,
                "duties": [
                    _duty(reader, duty)
                    for duty in duties
                    if mark and mark.first <= int(gt.text(duty["line"])) <= mark.last
                ],
            }
        )
    titles = {one["title"] for one in items.values()}
    bare = [text for text in reader.values("gb:agenda") if text not in titles]
    return [items[item] for item in sorted(items)] + [{"title": text, "resolutions": []} for text in bare]


def _duty(reader: Reader, row: Row) -> dict[str, Any]:
    return {
        "role": term_name(gt.text(row["role"]), reader.language),
        "who": [reader.link(iri) for iri in gt.text(row["who"]).split()],
        "matter": reader.link(gt.text(row["matter"])),
        "deadline": gt.text(row.get("deadline")),
    }


KIND = Kind(
    name="meeting",
    classes=("gb:Meeting",),
    head=("gb:meetingNumber", "gb:heldOn"),
    lists=tuple(one for one in document.KIND.lists if one.name != "personnel"),
    gather=gather,
    about=document.about,
    audited=True,
)
