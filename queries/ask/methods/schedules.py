"""When matters are to be done, and what is due by a day."""

from __future__ import annotations

import re

from queries.ask.context import Context
from queries.ask.grammar import Intent
from queries.ask.methods.naming import (
    described,
    numbered,
    subject_of,
)
from queries.ask.outcome import Finding, Outcome, nothing
from queries.ask.printing import shown
from queries.ask.question import Question


def schedule(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """When a matter is to be done: its deadline, else its schedule as printed."""
    classes = [c for c in ("DecisionItem", "Task", "IncentiveItem") if c in ctx.index.matters]
    items = question.of("item")
    if items:
        numbers = [int(n) for mention in items for n in mention.value.split(",") if n]
        named = numbered(ctx, question, numbers, [c for c in ("DecisionItem", "Task") if c in classes])
    else:
        wanted = [c for c in question.classes if c in classes] or classes
        named = described(ctx, question, wanted)
        if isinstance(named, Outcome) and wanted != classes:
            named = described(ctx, question, classes)
    if isinstance(named, Outcome):
        return named
    for matters_ in named:
        rows = ctx.rows("schedules", {"matter": [m.iri for m in matters_]})
        findings = []
        for row in rows:
            whole = row.get("schedule", "")
            printed = (
                whole if whole and (matters_[0].cls == "DecisionItem" or not row.get("deadline")) else ""
            )
            text = printed or shown(row.get("deadline", ""), "date")
            findings.append(
                Finding(
                    text=text,
                    iri=row["matter"],
                    note=row.get("title", "")[:60],
                    nodes=(row["node"],),
                    place=ctx.place_of(row),
                    look_for=(text,),
                )
            )
        if findings:
            return Outcome(findings=findings, used=list(matters_), subject=subject_of(matters_, question))
    return nothing("schedule_not_stated", status="not_stated", matter=subject_of(named[0], question))


def tasks_due(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The tasks to be done by a day (…前, by) or on it."""
    days = next(m.days for m in question.of("date") if m.days)
    rows = [
        row
        for row in ctx.rows(intent.query, {"date": days[1].isoformat()})
        if question.allows(ctx.place_of(row))
    ]
    if not re.search(r"前|以内|之内|\b(?:by|before|until)\b", question.text, re.IGNORECASE):
        rows = [row for row in rows if row["deadline"] >= days[0].isoformat()]
    units = {e.iri for m in question.of("unit") for e in question.meant(m)}
    if units:
        own = {row["matter"] for row in ctx.rows("tasks-of-unit", {"unit": sorted(units)})}
        rows = [row for row in rows if row["matter"] in own]
    if re.search(r"任务|\btasks?\b", question.text, re.IGNORECASE):
        rows = [row for row in rows if any(m.iri == row["matter"] for m in ctx.index.matters.get("Task", []))]
    findings = [
        Finding(row["title"], row["matter"], shown(row["deadline"], "date"), (row["node"],),
                place=ctx.place_of(row), look_for=(shown(row["deadline"], "date"),))
        for row in rows
    ]  # fmt: skip
    outcome = Outcome(findings=findings)
    if not findings:
        outcome.status, outcome.message = "no_match", "nothing_found"
    return outcome
