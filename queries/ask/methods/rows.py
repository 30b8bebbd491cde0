"""The method without code: an intent that names a saved query, what fills it and which column answers."""

from __future__ import annotations

from collections.abc import Sequence

from queries.ask.context import Context, first
from queries.ask.entities import Entity
from queries.ask.grammar import Intent
from queries.ask.outcome import Finding, Outcome, nothing
from queries.ask.printing import decimal, shown
from queries.ask.question import Question


def rows(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """Run the saved query: ``params`` says which kind of mention fills which parameter (``words`` for
    what is left of the question), ``answer`` and ``note`` name columns, ``as`` the style of printing."""
    params: dict[str, str | Sequence[str]] = {}
    used: list[Entity] = []
    for name, kind in intent.params.items():
        values, entities = _filled(question, kind)
        used.extend(entities)
        if values:
            params[name] = values
        elif any(p.name == name and p.required for p in ctx.library[intent.query].parameters):
            return nothing("nothing_found", status="not_understood")
    nodes = ctx.library[intent.query].columns_for("evidence")
    findings: dict[tuple[str, str], Finding] = {}
    for row in ctx.rows(intent.query, params):
        text, place = shown(first(row, intent.answer), intent.style), ctx.place_of(row)
        if not text or not question.allows(place):
            continue
        known = findings.get((text, place))
        proof = (*(known.nodes if known else ()), *(row[n] for n in nodes if row.get(n)))
        findings[(text, place)] = Finding(
            text=text,
            iri=row.get("document", "") if known is None else known.iri,
            note=first(row, intent.note),
            nodes=tuple(dict.fromkeys(proof)),
            place=place,
            number=decimal(first(row, intent.answer)) if intent.style == "number" else None,
        )
    subject = "、".join(m.text for kind in intent.params.values() for m in question.of(kind))
    outcome = Outcome(findings=list(findings.values()), used=used, subject=subject)
    if not findings:
        outcome.status = "not_stated" if used else "no_match"
        outcome.message, outcome.values = ("no_matters" if used else "nothing_found"), {"name": subject}
    return outcome


def _filled(question: Question, kind: str) -> tuple[list[str], list[Entity]]:
    """The values for a parameter: IRIs of what is named, plain values of numbers, days and words."""
    if kind == "words":
        return ["".join(question.words)] if question.words else [], []
    values: list[str] = []
    entities: list[Entity] = []
    for mention in question.of(kind):
        meant = question.meant(mention)
        entities.extend(meant)
        if meant:
            values.extend(entity.iri for entity in meant)
        elif kind in ("item", "meeting"):
            values.extend(filter(None, mention.value.split(",")))
        elif mention.value:
            values.append(mention.value)
    return values, entities
