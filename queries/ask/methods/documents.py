"""Documents: what they are, what they cite and what cites them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from queries.ask.context import Context, Row, first
from queries.ask.entities import DocumentEntity, Mention
from queries.ask.grammar import Intent
from queries.ask.outcome import Finding, Outcome, nothing
from queries.ask.printing import shown
from queries.ask.question import Question
from queries.ask.similar import Hit
from queries.normalise import loose

_WANTS_NUMBERS = re.compile(r"文号|\bnumbers?\b", re.IGNORECASE)
_WANTS_TITLES = re.compile(
    r"标题|名称|题目|叫什么|\btitles?\b|\bnames?\b|哪个办法|什么法|哪部|哪些法", re.IGNORECASE
)
_LAW = re.compile(r"法律|法规|条例|哪部法|什么法|哪些法|\blaws?\b|\bregulations?\b", re.IGNORECASE)


def documents_meant(ctx: Context, asked: Question, cited: bool = False) -> list[DocumentEntity] | Outcome:
    """The documents a question is about, or why none can be named.

    ``cited`` also considers documents that are only cited. Several are returned where the question names
    several; where one name may mean several of one place, that is an ambiguous outcome.
    """
    question = replace(asked, scope=tuple(p for p in asked.scope if p in ctx.index.jurisdictions))
    mentions = [m for m in question.of("document") if not _left_out(m, question)]
    if mentions:
        return _named(ctx, question, mentions)
    titles = question.of("title")
    if titles:
        return nothing("no_title", title=titles[0].value)
    return _described(ctx, question, cited)


def _named(ctx: Context, question: Question, mentions: Sequence[Mention]) -> list[DocumentEntity] | Outcome:
    out: list[DocumentEntity] = []
    for mention in mentions:
        entities = [e for e in question.meant(mention) if isinstance(e, DocumentEntity)]
        if not entities:
            return nothing("no_document", number=mention.value or mention.text)
        held = [e for e in entities if e.printed] or entities
        places = {e.jurisdiction for e in held}
        if len({e.core or e.iri for e in held}) > 1 and len(places) < len(held):
            return Outcome(
                "ambiguous",
                message="ambiguous",
                values={"name": mention.text},
                choices=[_choice(e) for e in held],
            )
        out.extend(e for e in held if e not in out)
    return out


def _described(ctx: Context, question: Question, cited: bool) -> list[DocumentEntity] | Outcome:
    words = describing(question)
    similar = ctx.index.similar.get("cited" if cited else "document")
    if similar is None or not words:
        return nothing("which_document", status="not_understood")
    hits = similar.find(words, lambda e: question.allows(e.jurisdiction), limit=12)
    best = [hit for hit in hits if convincing(hit)]
    if not best and hits and hits[0].asked >= 0.3 and (len(hits) == 1 or hits[0].matched >= 1.5 * hits[1].matched):
        best = hits[:1]
    if not best:
        return nothing("no_title", title="".join(words)[:40])
    top = best[0]
    close = [h for h in best if h.matched >= 0.92 * top.matched and h.asked >= top.asked - 0.08]
    if close:
        width = max(h.covered for h in close)
        close = [h for h in close if h.covered >= 0.75 * width]
    chosen: dict[str, DocumentEntity] = {}
    for hit in close:
        entity = hit.entity
        if isinstance(entity, DocumentEntity):
            known = chosen.get(entity.notice)
            if known is None or known.iri == known.notice:
                chosen[entity.notice] = entity
    found = list(chosen.values())
    if len(found) > 1 and len({e.jurisdiction for e in found}) < len(found):
        return Outcome(
            "ambiguous",
            message="ambiguous",
            values={"name": "".join(words)[:40]},
            choices=[_choice(e) for e in found],
        )
    return found


def describing(question: Question) -> list[str]:
    """The words a document may be described by: what is left of the question, and names that may be part of a
    title."""
    return [*(question.content or question.words), *(m.text for m in question.mentions if m.kind in ("unit", "group"))]


def convincing(hit: Hit[DocumentEntity] | Hit, least: float = 0.42) -> bool:  # type: ignore[type-arg]
    """Whether a described title is surely meant: it explains much of the words, or most of it was said."""
    return hit.asked >= least or (hit.covered >= 0.6 and hit.asked >= 0.25)


def _choice(entity: DocumentEntity) -> str:
    return f"{entity.number}《{entity.title}》" if entity.number else f"《{entity.title}》"


def titles_of(ctx: Context, entity: DocumentEntity) -> list[DocumentEntity]:
    """The instrument or instruments of a notice; the document itself where it has none."""
    inside = [d for d in ctx.index.documents.values() if d.notice == entity.notice and d.iri != d.notice]
    return inside or [entity]


def citing(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """Which documents cite what the question names."""
    meant = documents_meant(ctx, _anywhere(question), cited=True)
    if isinstance(meant, Outcome):
        return meant
    rows = ctx.rows("cited-by", {"document": [d.iri for d in meant] + [d.notice for d in meant]})
    if re.search(r"废止|\brepeal", question.marked):
        rows = [row for row in rows if row["relation"].endswith("repeals")]
    by_citing: dict[str, list[Row]] = {}
    for row in rows:
        if question.allows(ctx.index.jurisdiction_of(row["citing"])):
            by_citing.setdefault(row["citing"], []).append(row)
    findings = [
        Finding(
            text=_name(several[0]["citing"], ctx, question, row_number=several[0].get("citingNumber", "")),
            iri=iri,
            note=several[0].get("citingTitle", ""),
            nodes=tuple(dict.fromkeys(row["node"] for row in several)),
            place=ctx.index.jurisdiction_of(iri),
        )
        for iri, several in by_citing.items()
    ]
    outcome = Outcome(findings=findings, used=list(meant), subject=meant[0].label)
    if not findings:
        outcome.status, outcome.message = "no_match", "not_cited"
        outcome.values = {"document": meant[0].label}
    return outcome


def _anywhere(question: Question) -> Question:
    """The question without its places: what is cited may be of any place."""
    return replace(question, scope=())


def _name(iri: str, ctx: Context, question: Question, row_number: str = "") -> str:
    entity = ctx.index.documents.get(iri)
    number = entity.number if entity else row_number
    title = entity.title if entity else ""
    if _WANTS_TITLES.search(question.marked) and not _WANTS_NUMBERS.search(question.marked) and title:
        return title
    return number or title or iri


def cited(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """What the document cites; ``relation`` in the options narrows it to basis, repeals, amends."""
    meant = documents_meant(ctx, question)
    if isinstance(meant, Outcome):
        return meant
    relation = str(intent.options.get("relation", ""))
    params: dict[str, str | Sequence[str]] = {"document": [d.notice for d in meant]}
    if relation:
        params["relation"] = relation
    rows = _of_parts(ctx.rows("cites", params), meant)
    own = {d.notice for d in meant} | {
        d.iri for m in meant for d in ctx.index.documents.values() if d.notice == m.notice
    }
    numbers_only = bool(_WANTS_NUMBERS.search(question.marked))
    laws_only = bool(_LAW.search(question.marked)) and not numbers_only
    by_cited: dict[str, list[Row]] = {}
    for row in rows:
        if row["cited"] in own:
            continue
        if numbers_only and not row.get("citedNumber") and not _number_of(ctx, row["cited"]):
            continue
        if laws_only and row.get("citedNumber") and not re.search(r"法$|条例$", row.get("citedTitle", "")):
            continue
        by_cited.setdefault(row["cited"], []).append(row)
    findings = []
    for iri, several in by_cited.items():
        titles_wanted = _WANTS_TITLES.search(question.marked) and not numbers_only
        number, title = (
            first(several[0], ["citedNumber"]) or _number_of(ctx, iri),
            first(several[0], ["citedTitle"]),
        )
        text = (title or number) if titles_wanted else (number or title)
        findings.append(
            Finding(
                text=text,
                iri=iri,
                note=title if text == number else number,
                nodes=tuple(dict.fromkeys(row["node"] for row in several)),
                group=several[0].get("citing", ""),
                place=ctx.index.jurisdiction_of(several[0].get("citing", "")),
            )
        )
    findings = _of_elsewhere(ctx, _without(findings, question), question)
    outcome = Outcome(findings=findings, used=list(meant), subject=meant[0].label)
    if not findings:
        outcome.status, outcome.message = "not_stated", "not_stated"
        outcome.values = {"document": meant[0].label}
    return outcome


def _of_parts(rows: list[Row], meant: Sequence[DocumentEntity]) -> list[Row]:
    """The citations that stand in the instrument meant, where a notice prints several."""
    parts = [d.iri for d in meant if d.iri != d.notice]
    if len(parts) != len(meant):
        return rows
    inside = [row for row in rows if any((row.get("part", "") + "/").startswith(part + "/") for part in parts)]
    return inside or rows


def _of_elsewhere(ctx: Context, findings: list[Finding], question: Question) -> list[Finding]:
    """Where the question names a place without a gazette here (根据某省的哪个文件), the documents of that place."""
    named = [m.value for m in question.mentions if m.kind == "place"]
    away = [place for place in named if place not in ctx.index.jurisdictions]
    short = [re.sub(r"(?:省|市|县|区|自治区)$", "", place) for place in away]
    own = [
        f
        for f in findings
        if ctx.index.jurisdiction_of(f.iri) in away or any(name in f.note + f.text for name in short)
    ]
    return own or findings


def _without(findings: list[Finding], question: Question) -> list[Finding]:
    """Without what the question leaves out (除…外, apart from …)."""
    left_out = {e.iri for m in question.mentions if _left_out(m, question) for e in m.entities}
    return [f for f in findings if f.iri not in left_out]


_EXCEPT = re.compile(r"(?:除了?|除去|除开|apart from|except(?: for)?|besides|other than|excluding)\s*$", re.IGNORECASE)


def _left_out(mention: Mention, question: Question) -> bool:
    return _EXCEPT.search(question.text[: mention.start]) is not None


def _number_of(ctx: Context, iri: str) -> str:
    entity = ctx.index.documents.get(iri)
    return entity.number if entity else ""


def attribute(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """One property of the document: number, title, registration, date, issuer … (``options.property``)."""
    meant = documents_meant(ctx, question)
    if isinstance(meant, Outcome):
        return meant
    wanted = str(intent.options["property"])
    named_by = {m.value for m in question.of("document")}
    if wanted == "registration" and any(d.registration in named_by for d in meant):
        return nothing("which_document", status="not_understood")
    findings: list[Finding] = []
    look: tuple[str, ...]
    if not any(d.printed for d in meant):
        return _only_cited(ctx, question, meant, wanted)
    for entity in meant:
        if not entity.printed:
            continue
        notice = ctx.index.documents.get(entity.notice, entity)
        if wanted == "number":
            value = notice.number
            look = (value,)
        elif wanted == "registration":
            value = notice.registration
            look = (value,)
        elif wanted == "title":
            parts = titles_of(ctx, notice)
            value = parts[0].title if len(parts) == 1 else notice.title
            look = (notice.title, notice.number)
        else:
            rows = ctx.rows("document-facts", {"document": notice.iri})
            value = first(rows[0], [wanted]) if rows else ""
            look = (shown(value, intent.style),)
        if value:
            findings.append(
                Finding(
                    text=shown(value, intent.style),
                    iri=notice.iri,
                    note=notice.title if wanted != "title" else notice.number,
                    nodes=(notice.iri,),
                    group=entity.iri,
                    place=entity.jurisdiction,
                    look_for=tuple(filter(None, look)),
                    from_start=True,
                )
            )
    outcome = Outcome(findings=findings, used=list(meant), subject=meant[0].label)
    if not findings:
        outcome.status, outcome.message = "not_stated", "not_stated"
        outcome.values = {"document": meant[0].label}
    return outcome


def _only_cited(ctx: Context, question: Question, meant: list[DocumentEntity], wanted: str) -> Outcome:
    """A document that is cited but not held: what citations say of it, its number and title."""
    entity = meant[0]
    value = {"number": entity.number, "title": entity.title}.get(wanted, "")
    if not value or value == (entity.number if wanted == "title" else entity.title):
        return nothing("not_held", status="not_stated", document=entity.label)
    rows = ctx.rows("cited-by", {"document": entity.iri})
    return Outcome(
        findings=[Finding(value, entity.iri, entity.label, tuple(r["node"] for r in rows[:4]))],
        used=list(meant),
        subject=entity.label,
    )


def listing(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The printed documents of the places asked about, narrowed by issuer, date or kind."""
    rows = ctx.rows("documents")
    dates = question.of("date")
    kinds = re.findall(r"通知|通告|公告|决定|办法|方案|意见|纪要|任免", question.marked)
    issuers = {e.iri for m in question.of("unit") for e in question.meant(m)}
    if issuers:
        issued = {row["document"] for row in ctx.rows("documents-of-unit", {"unit": sorted(issuers)})}
        rows = [row for row in rows if row["document"] in issued]
    findings = []
    for row in rows:
        entity = ctx.index.documents.get(row["document"])
        if entity is None or not question.allows(entity.jurisdiction):
            continue
        if dates and not any(
            d.days and d.days[0].isoformat() <= row.get("date", "") <= d.days[1].isoformat() for d in dates
        ):
            continue
        if kinds and not any(kind in entity.title or kind == row.get("type") for kind in kinds):
            continue
        findings.append(
            Finding(entity.label, entity.iri, entity.title, (entity.iri,), place=entity.jurisdiction,
                    look_for=(entity.title, entity.number))
        )  # fmt: skip
    outcome = Outcome(findings=findings)
    if not findings:
        outcome.status, outcome.message = "no_match", "nothing_found"
    return outcome


def common(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """What the documents of one place cite and those of every other place asked about cite too."""
    by_cited: dict[str, list[Row]] = {}
    for row in ctx.rows("citations"):
        by_cited.setdefault(row["cited"], []).append(row)
    places = question.places or ctx.index.jurisdictions
    findings = []
    for iri, rows in by_cited.items():
        if not {ctx.index.jurisdiction_of(row["citing"]) for row in rows} >= set(places):
            continue
        number, title = first(rows[0], ["citedNumber"]) or _number_of(ctx, iri), first(rows[0], ["citedTitle"])
        if _WANTS_NUMBERS.search(question.marked) and not number:
            continue
        findings.append(
            Finding(number or title, iri, title, tuple(dict.fromkeys(row["node"] for row in rows)))
        )
    words = [w for w in question.words if len(w) > 2]
    about = [f for f in findings if any(w in f.note for w in words)]
    findings = _without(about or findings, question)
    outcome = Outcome(findings=findings, subject="、".join(places))
    if not findings:
        outcome.status, outcome.message = "no_match", "nothing_in_common"
    return outcome


def cites_check(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """Whether the first document named cites the second."""
    named = [m for m in question.mentions if m.kind in ("document", "title")]
    if len(named) < 2 or named[0].kind != "document":
        return nothing("which_document", status="not_understood")
    meant = _named(ctx, question, named[:1])
    if isinstance(meant, Outcome):
        return meant
    rows = _of_parts(ctx.rows("cites", {"document": [d.notice for d in meant]}), meant)
    wanted = {e.iri for e in named[1].entities}
    key = loose(named[1].value)
    hits = [
        row for row in rows if row["cited"] in wanted or (len(key) > 2 and key in loose(row.get("citedTitle", "")))
    ]
    finding = Finding("是" if hits else "否", meant[0].iri, named[1].text, tuple(row["node"] for row in hits[:4]),
                      place=meant[0].jurisdiction)  # fmt: skip
    return Outcome(findings=[finding], used=list(meant), subject=meant[0].label)
