"""Effect, validity and end of documents, and whether one is in force on a day."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from queries.ask.context import Context, Row
from queries.ask.entities import DocumentEntity
from queries.ask.grammar import Intent
from queries.ask.methods.documents import documents_meant
from queries.ask.outcome import Finding, Outcome, nothing
from queries.ask.printing import duration, shown
from queries.ask.question import Question
from queries.normalise import chinese_number, loose

_YEARS = re.compile(r"有效期(?:为|限为|限|是)?\s*([0-9０-９一二三四五六七八九十两]+\s*(?:年|个月))")


def _facts(ctx: Context, question: Question, entity: DocumentEntity) -> list[Row]:
    """Clauses of effect of a document; of a notice with several rules, those of the rule named beside it."""
    rows = ctx.rows("document-effect", {"document": entity.notice})
    if entity.iri != entity.notice:
        own = [row for row in rows if row["part"] == entity.iri]
        return own or [row for row in rows if row["part"] == entity.notice]
    words = [loose(word) for word in question.words if len(word) >= 4]
    named = [
        row
        for row in rows
        if row["part"] in ctx.index.documents
        and any(word in loose(ctx.index.documents[row["part"]].label) for word in words)
    ]
    return named or rows


def attribute(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """``options.property`` ∈ effective, validity, expires of the documents meant."""
    meant = documents_meant(ctx, question)
    if isinstance(meant, Outcome):
        return meant
    wanted = str(intent.options["property"])
    names = {e.iri: m.text for m in question.mentions if m.kind in ("document", "title") for e in m.entities}
    findings: list[Finding] = []
    for entity in meant:
        for row in _facts(ctx, question, entity):
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
                group=names.get(entity.iri, entity.label),
                number=_size(value, wanted),
                place=entity.jurisdiction,
                look_for=tuple(filter(None, (row.get("effectText", ""),))),
            )
            same = next((f for f in findings if (f.text, f.group) == (text, finding.group)), None)
            if same is None:
                findings.append(finding)
            elif row["node"] not in same.nodes:
                findings[findings.index(same)] = replace(same, nodes=(*same.nodes, row["node"]))
    names_used = "、".join(entity.label for entity in meant[:3])
    outcome = Outcome(findings=findings, used=list(meant), subject=names_used)
    if not findings:
        outcome.status, outcome.message = "not_stated", "not_stated"
        outcome.values = {"document": names_used}
    return outcome


def _size(value: str, wanted: str) -> Decimal | None:
    """What dates and durations are compared by."""
    if wanted == "validity":
        match = _PERIOD.fullmatch(value)
        return Decimal(match[1] or 0) + Decimal(match[2] or 0) / 12 if match else None
    return Decimal(date.fromisoformat(value).toordinal()) if _DAY.fullmatch(value) else None


_PERIOD = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:\d+D)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def _printed_validity(clause: str) -> str:
    match = _YEARS.search(clause)
    return re.sub(r"\s", "", match.group(1)) if match else ""


def in_force(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """Whether a document is in force on the day named (today where none is): 是 or 否, with the reason."""
    meant = documents_meant(ctx, question, cited=True)
    if isinstance(meant, Outcome):
        return meant
    outcome = _in_force(ctx, question, meant[0])
    if len(question.of("document")) + len(question.of("title")) > 1:
        for entity in meant[1:]:
            outcome = _together(outcome, _in_force(ctx, question, entity), question)
    if outcome.status == "answered" and _ENDED.search(question.text) and not _STILL.search(question.text):
        flipped = {"是": "否", "否": "是"}
        outcome.findings = [replace(f, text=flipped[f.text]) for f in outcome.findings]
    return outcome


_ENDED = re.compile(
    r"失效|过期|到期|废止|终止|届满|\b(?:expired?|lapsed?|repealed|no longer)\b", re.IGNORECASE
)
_STILL = re.compile(
    r"有效|施行|生效|实施|管用|作数|算数|\b(?:valid|in force|in effect|effective)\b", re.IGNORECASE
)


def _together(first: Outcome, second: Outcome, question: Question) -> Outcome:
    """The verdicts on several documents: one where they agree or all must hold, else one each."""
    if first.status != "answered" or second.status != "answered":
        return second if first.status == "answered" else first
    used = [*first.used, *second.used]
    one, other = first.findings[-1], second.findings[0]
    if "each" in question.operations or (one.text != other.text and not _ALL.search(question.text)):
        return replace(first, findings=[*first.findings, *second.findings], used=used)
    text = "是" if one.text == other.text == "是" else "否"
    joined = replace(
        one, text=text, note=f"{one.note}；{other.note}", nodes=(*one.nodes, *other.nodes), group=""
    )
    return replace(first, findings=[joined], used=used)


def _year(question: Question) -> tuple[date, date]:
    """The year that stands alone in the question, else today."""
    alone = _YEAR.search(question.marked)
    if alone is None:
        return date.today(), date.today()
    year = int(alone[1])
    return (date(year, 12, 31) if alone[2] else date(year, 1, 1)), date(year, 12, 31)


_YEAR = re.compile(r"(?:^|[^0-9])(20\d\d)(?:年(底|末)?(?![0-9度])|(?![0-9年]))")
_ALL = re.compile(r"都|均|\bboth\b|\ball\b", re.IGNORECASE)


def _in_force(ctx: Context, question: Question, entity: DocumentEntity) -> Outcome:
    dates = question.of("date")
    first, last = dates[0].days if dates and dates[0].days else _year(question)
    repeals = [
        row for row in ctx.rows("repealed-by", {"document": [entity.iri, entity.notice]}) if row.get("from")
    ]
    for row in repeals:
        if row["from"] <= first.isoformat():
            return _verdict(
                False, entity, row["node"], f"已被{row.get('number') or row.get('title', '')}废止"
            )
    facts = [row for row in _facts(ctx, question, entity) if row.get("effective") or row.get("expires")]
    if not facts:
        if repeals and repeals[0]["from"] > last.isoformat():
            return _verdict(True, entity, repeals[0]["node"], f"{shown(repeals[0]['from'], 'date')}起废止")
        return Outcome(
            "not_stated", message="not_stated", values={"document": entity.label}, used=[entity],
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


# A day after all that documents state, for 以后 and after.
_LATEST = date(2999, 12, 31)
_YEARS_ASKED = re.compile(
    r"([0-9一二两三四五六七八九十]+|one|two|three|four|five|ten)[ -]?(?:年|years?)", re.IGNORECASE
)
_ENGLISH = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "ten": 10}


def with_effect(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The documents that take effect within the days named, or that are valid for the years named."""
    within = question.window()
    rows = ctx.rows("effects")
    if within is not None:
        first, last = (day.isoformat() for day in within)
        rows = [row for row in rows if row.get("effective") and first <= row["effective"] <= last]
    else:
        asked = _YEARS_ASKED.search(question.text)
        if asked is None:
            return nothing("which_document", status="not_understood")
        written = asked.group(1).casefold()
        years = int(written) if written.isdigit() else _ENGLISH.get(written) or chinese_number(written)
        rows = [row for row in rows if row.get("validity") == f"P{years}Y"]
    findings: dict[str, Finding] = {}
    for row in rows:
        entity = ctx.index.documents.get(row["document"])
        if entity is None or not question.allows(entity.jurisdiction):
            continue
        text = row.get("number") or row.get("title", "")
        known = findings.get(text)
        nodes = (*known.nodes, row["node"]) if known else (row["node"],)
        clause = row.get("effectText", "")
        findings[text] = Finding(text, row["document"], clause[:120], nodes, place=entity.jurisdiction,
                                 look_for=(clause,))  # fmt: skip
    outcome = Outcome(findings=list(findings.values()))
    if not findings:
        outcome.status, outcome.message = "no_match", "nothing_found"
    return outcome


def listing(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The documents in force on the day named, or those that end within the days (``options.query``)."""
    within = question.window() or (date.today(), date.today())
    query = str(intent.options["query"])
    if query == "expiring-before":
        # Of one day those are meant that have ended by then, of a stretch of time those that end in it.
        first = date.min if within[0] == within[1] else within[0]
        rows = ctx.rows(query, {"date": min(within[1], _LATEST).isoformat()})
        rows = [row for row in rows if first.isoformat() <= row["expires"]]
    else:
        rows = ctx.rows(query, {"date": max(within[0], date(1949, 10, 1)).isoformat()})
    findings: dict[str, Finding] = {}
    for row in rows:
        entity = ctx.index.documents.get(row["document"])
        if entity is None or not question.allows(entity.jurisdiction):
            continue
        # A notice with several rules is one document.
        text = row.get("number") or row.get("title", "")
        known = findings.get(text)
        nodes = (*known.nodes, row["node"]) if known else (row["node"],)
        title = known.note if known else row.get("title", "")
        findings[text] = Finding(text, row["document"], title, nodes, place=entity.jurisdiction)
    outcome = Outcome(findings=list(findings.values()))
    if not findings:
        outcome.status, outcome.message = "no_match", "nothing_found"
    return outcome
