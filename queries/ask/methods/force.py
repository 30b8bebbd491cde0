"""Effect, validity and end of documents, and whether one is in force on a day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from queries.ask.context import Context, Row
from queries.ask.entities import DocumentEntity
from queries.ask.grammar import Intent
from queries.ask.methods.documents import documents_meant
from queries.ask.outcome import Finding, Outcome
from queries.ask.printing import duration, shown
from queries.ask.question import Question
from queries.normalise import loose

_YEARS = re.compile(r"有效期(?:为|限为|限|是)?\s*([0-9０-９一二三四五六七八九十两]+\s*(?:年|个月))")


def _facts(ctx: Context, entity: DocumentEntity) -> list[Row]:
    rows = ctx.rows("document-effect", {"document": entity.notice})
    if entity.iri != entity.notice:
        own = [row for row in rows if row["part"] == entity.iri]
        return own or [row for row in rows if row["part"] == entity.notice]
    return rows


def attribute(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """``options.property`` ∈ effective, validity, expires of the documents meant."""
    meant = documents_meant(ctx, question)
    if isinstance(meant, Outcome):
        return meant
    wanted = str(intent.options["property"])
    findings: list[Finding] = []
    for entity in meant:
        for row in _facts(ctx, entity):
            value = row.get(wanted, "")
            if not value:
                continue
            text = shown(value, "date" if wanted in ("effective", "expires") else "duration")
            if wanted == "validity":
                text = _printed_validity(row.get("effectText", "")) or text
            finding = Finding(
                text=text,
                iri=row["part"],
                note=row.get("effectText", "")[:120],
                nodes=(row["node"],),
                group=entity.iri,
                place=entity.jurisdiction,
                look_for=tuple(filter(None, (row.get("effectText", ""),))),
            )
            if all((f.text, f.iri) != (finding.text, finding.iri) for f in findings):
                findings.append(finding)
    outcome = Outcome(findings=findings, used=list(meant), subject=meant[0].label)
    if not findings:
        outcome.status, outcome.message = "not_stated", "not_stated"
        outcome.values = {"document": meant[0].label}
    return outcome


def _printed_validity(clause: str) -> str:
    match = _YEARS.search(clause)
    return re.sub(r"\s", "", match.group(1)) if match else ""


def in_force(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """Whether a document is in force on the day named (today where none is): 是 or 否, with the reason."""
    meant = documents_meant(ctx, question, cited=True)
    if isinstance(meant, Outcome):
        return meant
    outcome = _in_force(ctx, question, meant)
    if outcome.status == "answered" and _ENDED.search(question.text) and not _STILL.search(question.text):
        flipped = {"是": "否", "否": "是"}
        outcome.findings = [replace(f, text=flipped[f.text]) for f in outcome.findings]
    return outcome


_ENDED = re.compile(
    r"失效|过期|到期|废止|终止|届满|\b(?:expired?|lapsed?|repealed|no longer)\b", re.IGNORECASE
)
_STILL = re.compile(r"有效|施行|生效|实施|\b(?:valid|in force|in effect|effective)\b", re.IGNORECASE)


def _in_force(ctx: Context, question: Question, meant: list[DocumentEntity]) -> Outcome:
    entity = meant[0]
    dates = question.of("date")
    first, last = dates[0].days if dates and dates[0].days else (date.today(), date.today())
    repeals = [
        row for row in ctx.rows("repealed-by", {"document": [entity.iri, entity.notice]}) if row.get("from")
    ]
    for row in repeals:
        if row["from"] <= first.isoformat():
            return _verdict(
                False, entity, row["node"], f"已被{row.get('number') or row.get('title', '')}废止"
            )
    facts = [row for row in _facts(ctx, entity) if row.get("effective") or row.get("expires")]
    if not facts:
        if repeals and repeals[0]["from"] > last.isoformat():
            return _verdict(True, entity, repeals[0]["node"], f"{shown(repeals[0]['from'], 'date')}起废止")
        return Outcome(
            "not_stated", message="not_stated", values={"document": entity.label}, used=list(meant),
            subject=entity.label,
        )  # fmt: skip
    row = facts[0]
    begins, ends = row.get("effective", ""), row.get("expires", "")
    reason = f"{shown(begins, 'date')}起施行" if begins else ""
    if ends:
        reason += f"，{shown(ends, 'date')}起失效"
    elif row.get("validity"):
        reason += f"，有效期{duration(row['validity'])}"
    if begins and begins > last.isoformat():
        return _verdict(False, entity, row["node"], reason, row)
    if ends and ends <= first.isoformat():
        return _verdict(False, entity, row["node"], reason, row)
    return _verdict(True, entity, row["node"], reason, row)


def _verdict(yes: bool, entity: DocumentEntity, node: str, reason: str, row: Row | None = None) -> Outcome:
    text = "是" if yes else "否"
    look = tuple(filter(None, ((row or {}).get("effectText", ""),)))
    finding = Finding(text, entity.iri, reason.strip("，"), (node,), place=entity.jurisdiction, look_for=look)
    return Outcome(findings=[finding], used=[entity], subject=entity.label)


def listing(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The documents in force on the day named, or those that end before it (``options.query``)."""
    dates = question.of("date")
    day = dates[0].days[0] if dates and dates[0].days else date.today()
    rows = ctx.rows(str(intent.options["query"]), {"date": day.isoformat()})
    findings: dict[str, Finding] = {}
    for row in rows:
        entity = ctx.index.documents.get(row["document"])
        if entity is None or not question.allows(entity.jurisdiction):
            continue
        key = loose(row.get("title", "")) or row["document"]
        findings.setdefault(
            key,
            Finding(row.get("number") or row.get("title", ""), row["document"], row.get("title", ""),
                    (row["node"],), place=entity.jurisdiction),
        )  # fmt: skip
    outcome = Outcome(findings=list(findings.values()))
    if not findings:
        outcome.status, outcome.message = "no_match", "nothing_found"
    return outcome
