"""Lists of matters: all items of a list, the text, basis or level of one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from queries.ask.context import Context, Row, first
from queries.ask.entities import MatterEntity
from queries.ask.grammar import Intent
from queries.ask.methods.naming import (
    NUMBERED,
    described,
    numbered,
    subject_of,
)
from queries.ask.outcome import Finding, Outcome, nothing
from queries.ask.question import Question
from queries.ask.similar import grams
from queries.normalise import loose


def matter_basis(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The documents cited on the lines of the matter described: what a decision rests on."""
    return _of_matter(
        ctx, question, ("DecisionItem", "Task"), "basis-of-matter", ("citedNumber", "citedTitle")
    )


def matter_level(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The level a matter states (who issues a certificate)."""
    return _of_matter(ctx, question, ("CertificateType",), "matter-level", ("level",))


def _of_matter(
    ctx: Context, question: Question, classes: Sequence[str], query: str, columns: Sequence[str]
) -> Outcome:
    known = [c for c in classes if c in ctx.index.matters]
    numbers = [int(n) for mention in question.of("item") for n in mention.value.split(",") if n]
    named = numbered(ctx, question, numbers, known) if numbers else described(ctx, question, known)
    if isinstance(named, Outcome):
        return named
    rows = ctx.rows(query, {"matter": [m.iri for m in named[0]]})
    laws = re.search(r"法规|法律|条例|规定", question.text) is not None
    by_text: dict[str, list[Row]] = {}
    for row in rows:
        text = row.get("citedTitle", "") if laws and row.get("citedTitle") else first(row, columns)
        by_text.setdefault(text, []).append(row)
    findings = [
        Finding(text, several[0].get("cited", named[0][0].iri), several[0].get("citedTitle", ""),
                tuple(dict.fromkeys(row["node"] for row in several)), place=named[0][0].jurisdiction)
        for text, several in by_text.items()
        if text and loose(text) != loose(named[0][0].label)
    ]  # fmt: skip
    if not findings:
        return nothing("role_not_stated", status="not_stated", matter=subject_of(named[0], question))
    return Outcome(findings=findings, used=list(named[0]), subject=subject_of(named[0], question))


def _about_list(ctx: Context, question: Question, listed: Sequence[MatterEntity]) -> bool:
    """Whether what is left of the question is about the list: its document's title, or nothing much."""
    said = {pair for word in question.words for pair in grams(word)}
    documents = {m.document for m in listed}
    title = "".join(ctx.index.documents[d].title for d in documents if d in ctx.index.documents)
    known = grams(title) | grams("责任分解表目录清单一览表电子证照总数列入")
    return len(said - known) <= 2


def items(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """All numbered items of a list, one finding an item (for counting and listing)."""
    cls = next(
        (c for c in question.classes if c in NUMBERED), str(intent.options.get("class", "IncentiveItem"))
    )
    listed = [m for m in ctx.index.matters.get(cls, []) if m.item and question.allows(m.jurisdiction)]
    if not _about_list(ctx, question, listed):
        return nothing("no_matter", matter="".join(question.words)[:40])
    by_item: dict[tuple[str, int], list[MatterEntity]] = {}
    for matter in listed:
        by_item.setdefault((matter.document, matter.item), []).append(matter)
    findings = [
        Finding(str(key[1]), several[0].iri, several[0].label[:80], tuple(m.iri for m in several),
                place=several[0].jurisdiction)
        for key, several in sorted(by_item.items())
    ]  # fmt: skip
    ctx.shows(intent.query, {"document": sorted({m.document for m in listed})})
    outcome = Outcome(findings=findings, used=[])
    if not findings:
        outcome.status, outcome.message = "no_match", "nothing_found"
    return outcome


def item_text(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """What an item says: the text of its rows."""
    numbers = [int(n) for mention in question.of("item") for n in mention.value.split(",") if n]
    named = numbered(ctx, question, numbers, [c for c in NUMBERED if c in ctx.index.matters])
    if isinstance(named, Outcome):
        return named
    findings = [Finding(m.label, m.iri, f"第{m.item}项", (m.iri,), place=m.jurisdiction) for m in named[0]]
    ctx.shows(intent.query, {"document": sorted({m.document for m in named[0]})})
    return Outcome(findings=findings, used=list(named[0]), subject=subject_of(named[0], question))
