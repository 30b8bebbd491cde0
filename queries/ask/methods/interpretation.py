"""Who interprets a document."""

from __future__ import annotations

from queries.ask.context import Context
from queries.ask.grammar import Intent
from queries.ask.methods.documents import documents_meant
from queries.ask.outcome import Finding, Outcome
from queries.ask.question import Question


def interpreters(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The unit that interprets the document named."""
    meant = documents_meant(ctx, question)
    if isinstance(meant, Outcome):
        return meant
    findings: list[Finding] = []
    for entity in meant:
        rows = ctx.rows("interpreters", {"document": entity.notice})
        if entity.iri != entity.notice:
            rows = [row for row in rows if row.get("part", entity.iri) in (entity.iri, entity.notice)]
        for row in rows:
            findings.append(
                Finding(row["assigneeText"], row["assignee"], row.get("title", ""), (row["node"],),
                        group=entity.iri, place=entity.jurisdiction, look_for=(row["assigneeText"],))
            )  # fmt: skip
    outcome = Outcome(findings=findings, used=list(meant), subject=meant[0].label)
    if not findings:
        outcome.status, outcome.message = "not_stated", "not_stated"
        outcome.values = {"document": meant[0].label}
    return outcome
