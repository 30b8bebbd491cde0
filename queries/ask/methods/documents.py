"""Documents: which are meant, what they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from queries.ask.context import Context, first
from queries.ask.entities import DocumentEntity, Mention
from queries.ask.grammar import Intent
from queries.ask.outcome import Finding, Outcome, nothing
from queries.ask.printing import shown
from queries.ask.question import Question
from queries.ask.similar import Hit
from queries.normalise import chinese_number, loose


def documents_meant(ctx: Context, asked: Question, cited: bool = False) -> list[DocumentEntity] | Outcome:
    """The documents a question is about, or why none can be named.

    ``cited`` also considers documents that are only cited. Several are returned where the question names
    several; where one name may mean several of one place, that is an ambiguous outcome.
    """
    question = replace(asked, scope=tuple(p for p in asked.scope if p in ctx.index.jurisdictions))
    mentions = [m for m in question.of("document") if not left_out(m, question)]
    if mentions:
        return documents_named(ctx, question, mentions)
    titles = question.of("title")
    if titles:
        return nothing("no_title", title=titles[0].value)
    return _described(ctx, question, cited)


def documents_named(
    ctx: Context, question: Question, mentions: Sequence[Mention]
) -> list[DocumentEntity] | Outcome:
    """The documents that mentions name, those held before those only cited; or what is unknown or unclear."""
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
    if (
        not best
        and hits
        and hits[0].asked >= 0.3
        and (len(hits) == 1 or hits[0].matched >= 1.5 * hits[1].matched)
    ):
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


# The kind of document at the end of a title, which the core of a title does not have.
_KIND = re.compile(r"(?:的)?(?:通知|通告|公告|决定|批复|文件|文)$")


def describing(question: Question) -> list[str]:
    """The words a document may be described by: what is left of the question, and names that may be part of a
    title."""
    words = [_KIND.sub("", word) for word in question.content or question.words]
    names = [m.text for m in question.mentions if m.kind in ("unit", "group")]
    return [word for word in (*words, *names) if word]


def convincing(hit: Hit[DocumentEntity] | Hit, least: float = 0.42) -> bool:  # type: ignore[type-arg]
    """Whether a described title is surely meant: it explains much of the words, or most of it was said."""
    return hit.asked >= least or (hit.covered >= 0.6 and hit.asked >= 0.25)


def _choice(entity: DocumentEntity) -> str:
    return f"{entity.number}《{entity.title}》" if entity.number else f"《{entity.title}》"


def titles_of(ctx: Context, entity: DocumentEntity) -> list[DocumentEntity]:
    """The instrument or instruments of a notice; the document itself where it has none."""
    inside = [d for d in ctx.index.documents.values() if d.notice == entity.notice and d.iri != d.notice]
    return inside or [entity]


_EXCEPT = re.compile(
    r"(?:除了?|除去|除开|apart from|except(?: for)?|besides|other than|excluding)\s*$", re.IGNORECASE
)


def left_out(mention: Mention, question: Question) -> bool:
    """Whether the question leaves out what the mention names (除…外, apart from …)."""
    return _EXCEPT.search(question.text[: mention.start]) is not None


def number_of(ctx: Context, iri: str) -> str:
    """The document number of ``iri`` as the index knows it; empty where there is none."""
    entity = ctx.index.documents.get(iri)
    return entity.number if entity else ""


def attribute(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """One property of the document: number, title, registration, date, issuer … (``options.property``)."""
    meant = documents_meant(ctx, question)
    if isinstance(meant, Outcome):
        return meant
    wanted = str(intent.options["property"])
    named_by = {m.value for m in question.of("document")}
    if _names_itself(wanted, meant, named_by):
        return nothing("which_document", status="not_understood")
    findings: list[Finding] = []
    look: tuple[str, ...]
    ctx.shows("document", {"document": [d.notice for d in meant]})
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


def _names_itself(wanted: str, meant: Sequence[DocumentEntity], named_by: set[str]) -> bool:
    """Whether what is asked for is what names the document (文号…对应的标题 asks for the title)."""
    if wanted == "registration":
        return any(d.registration in named_by for d in meant)
    if wanted == "number":
        return all(d.number and d.number in named_by for d in meant)
    return wanted == "title" and bool(named_by) and all(loose(d.title) in map(loose, named_by) for d in meant)


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


# Documents that appoint and remove, whatever their titles say.
_PERSONNEL = re.compile(r"任免|人事|\b(?:personnel|appointments?|removals?)\b", re.IGNORECASE)
_ANNEX = re.compile(
    r"(?:附件|\b(?:annex|attachment|appendix)\s*)(?:no\.?\s*)?([0-9]{1,2}|[一二三四五六七八九十]{1,2})",
    re.IGNORECASE,
)


def annexes(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The annexes of the document meant, or the one whose number is named."""
    meant = documents_meant(ctx, question)
    if isinstance(meant, Outcome):
        return meant
    rows = ctx.rows(intent.query, {"document": list(dict.fromkeys(d.notice for d in meant))})
    named = _ANNEX.search(question.text)
    if named:
        wanted = named.group(1) if named.group(1).isdigit() else str(chinese_number(named.group(1)))
        rows = [row for row in rows if row.get("ordinal") == wanted]
    findings = [
        Finding(
            text=row.get("title") or row["label"],
            iri=row["node"],
            note=row["label"],
            nodes=(row["node"],),
            group=row["document"],
            place=ctx.place_of(row),
            look_for=tuple(filter(None, (row.get("title", ""), row["label"]))),
        )
        for row in rows
    ]
    outcome = Outcome(findings=findings, used=list(meant), subject=meant[0].label)
    if not findings:
        outcome.status, outcome.message = "not_stated", "not_stated"
        outcome.values = {"document": meant[0].label}
    return outcome


def listing(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The printed documents of the places asked about, narrowed by issuer, date or kind."""
    rows = ctx.rows("documents")
    within = question.window()
    kinds = re.findall(r"通知|通告|公告|决定|办法|方案|意见|纪要", question.marked)
    if _PERSONNEL.search(question.marked):
        about = {row["document"] for row in ctx.rows("personnel-per-document")}
        rows = [row for row in rows if row["document"] in about]
    issuers = {e.iri for m in question.of("unit") for e in question.meant(m)}
    if issuers:
        issued = {row["document"] for row in ctx.rows("documents-of-unit", {"unit": sorted(issuers)})}
        rows = [row for row in rows if row["document"] in issued]
    findings = []
    for row in rows:
        entity = ctx.index.documents.get(row["document"])
        if entity is None or not question.allows(entity.jurisdiction):
            continue
        dated = row.get("date", "")
        if within is not None and not (dated and within[0].isoformat() <= dated <= within[1].isoformat()):
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
