"""Who holds which post on a day, from what is printed of appointments, removals and posts held."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from api import graph_text as gt
from graph.store import Row


def current(rows: Sequence[Row], on: date) -> list[Row]:
    """Of ``rows`` (``official`` or not, ``postText``, ``action``, ``date``) the newest statement of each post
    held on the day ``on``: appointments and posts held that no later removal ended."""
    day = on.isoformat()
    ended: dict[tuple[str, str], str] = {}
    for row in rows:
        when = gt.text(row.get("date"))
        if gt.text(row["action"]).endswith("Removal") and when <= day:
            key = _key(row)
            ended[key] = max(ended.get(key, ""), when)
    held: dict[tuple[str, str], Row] = {}
    for row in rows:
        key, when = _key(row), gt.text(row.get("date"))
        if gt.text(row["action"]).endswith("Removal") or when > day or (key in ended and when <= ended[key]):
            continue
        if key not in held or when > gt.text(held[key].get("date")):
            held[key] = row
    return sorted(held.values(), key=lambda row: gt.text(row.get("date")), reverse=True)


def _key(row: Row) -> tuple[str, str]:
    return gt.text(row.get("official")), gt.text(row.get("postText"))
