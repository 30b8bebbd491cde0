"""Whether a document is in force on a day, from its first day, its last day and what repeals it.

``eli:first_date_entry_in_force``, ``eli:date_no_longer_in_force`` (the first day on which it no longer
holds) and ``eli:repeals`` decide, for the notice and for each instrument printed with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from api import graph_text as gt
from api.entities import asking
from api.entities.reader import Reader
from graph.store import Row

STATES = ("in_force", "not_yet", "expired", "repealed", "unstated")


@dataclass(slots=True)
class Force:
    """What is known of the force of a document or instrument (``part``): ISO dates, ``""`` where unknown.

    ``repeals`` are (first day, repealing document, printed lines); ``clauses`` (text, printed lines).
    """

    part: str
    effective: str = ""
    expires: str = ""
    repeals: list[tuple[str, str, str]] = field(default_factory=list)
    clauses: list[tuple[str, str]] = field(default_factory=list)

    def state(self, on: date) -> str:
        """One of :data:`STATES` on the day ``on``."""
        day = on.isoformat()
        if any(first and first <= day for first, _, _ in self.repeals):
            return "repealed"
        if self.expires and self.expires <= day:
            return "expired"
        if not self.effective:
            return "unstated"
        return "in_force" if self.effective <= day else "not_yet"

    @property
    def stated(self) -> bool:
        """Whether anything is known."""
        return bool(self.effective or self.expires or self.repeals or self.clauses)


def read(reader: Reader, parts: Iterable[str]) -> dict[str, Force]:
    """What is known of the force of these documents and instruments; one query, two where one is repealed."""
    rows = asking.rows(reader.store, "force", {"part": asking.iris(parts)})
    found = by_part(rows)
    repealed = [one for one in found.values() if one.repeals]
    if repealed:
        places = {
            (gt.text(row["node"]), gt.text(row["by"])): gt.text(row["quote"])
            for row in reader.ask("repeals-of", node=[one.part for one in repealed])
        }
        for one in repealed:
            one.repeals = [(day, by, places.get((one.part, by), "")) for day, by, _ in one.repeals]
    return found


def by_part(rows: Iterable[Row]) -> dict[str, Force]:
    """The rows of the query ``force``, put together."""
    found: dict[str, Force] = {}
    for row in rows:
        one = found.setdefault(gt.text(row["part"]), Force(gt.text(row["part"])))
        quote = gt.text(row.get("quote"))
        if "by" in row:
            repeal = (gt.text(row.get("repealed")), gt.text(row["by"]), quote)
            if repeal not in one.repeals:
                one.repeals.append(repeal)
        elif "text" in row:
            if (gt.text(row["text"]), quote) not in one.clauses:
                one.clauses.append((gt.text(row["text"]), quote))
        elif "effective" in row:
            # Two statements of one document: it holds from the first of them.
            day = gt.text(row["effective"])
            one.effective = min(one.effective or day, day)
        elif "expires" in row:
            day = gt.text(row["expires"])
            one.expires = max(one.expires, day)
    return found
