"""Who interprets a document, and what a unit interprets."""

from __future__ import annotations

from queries.ask.context import Context
from queries.ask.entities import Entity
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


def interpreted_by(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The documents that the units named interpret."""
    findings: list[Finding] = []
    used: list[Entity] = []
    for mention in question.of("unit"):
        entities = question.meant(mention)
        used.extend(entities)
        for row in ctx.rows("interpreted-by", {"unit": [e.iri for e in entities]}):
            if question.allows(ctx.place_of(row)):
                findings.append(
                    Finding(row.get("number") or row.get("title", ""), row["document"], row.get("title", ""),
                            (row["node"],), group=mention.text, place=ctx.place_of(row))
                )  # fmt: skip
    outcome = Outcome(findings=findings, used=used, subject="、".join(m.text for m in question.of("unit")))
    if not findings:
        outcome.status, outcome.message = "not_stated", "no_matters"
        outcome.values = {"name": outcome.subject}
    return outcome
