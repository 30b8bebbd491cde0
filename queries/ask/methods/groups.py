"""Leading groups: who heads them, who belongs to them, where their office is."""

from __future__ import annotations

import re

from queries.ask.context import Context, Row
from queries.ask.entities import Entity
from queries.ask.grammar import Intent
from queries.ask.outcome import Finding, Outcome, nothing
from queries.ask.question import Question
from queries.normalise import loose

_ROLES = (
    (
        "办公室主任",
        r"办公室(?:的)?(?:常务副)?主任|\bhead of (?:its|the) office\b|\boffice (?:head|director)\b",
    ),
    ("副组长", r"副组长|\bdeputy (?:heads?|leaders?)\b|\bvice[- ]chair\w*"),
    ("组长", r"组长|总指挥|牵头|\b(?:heads?|leaders?|chairs?)\b"),
    ("成员", r"成员|\bmembers?\b"),
)
_OFFICE = re.compile(
    r"办公室(?:设|在|放)|设在|\boffice\b[^?]{0,30}(?:at|in|located|housed|sit)|where[^?]{0,40}office",
    re.IGNORECASE,
)


def members(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """Members of the group the question means, in the role asked for; or where its office is."""
    meant = _groups(ctx, question)
    if isinstance(meant, Outcome):
        return meant
    wanted = {g.iri: g for g in meant}
    if _OFFICE.search(question.text):
        findings = [
            Finding(row["office"], row["group"], row["label"], (row["node"],), place=ctx.place_of(row),
                    look_for=(row["office"], "办公室"))
            for row in ctx.rows("groups")
            if row["group"] in wanted and row.get("office") and question.allows(ctx.place_of(row))
        ]  # fmt: skip
        return _outcome(findings, meant)
    role = next((name for name, words in _ROLES if re.search(words, question.text, re.IGNORECASE)), "")
    rows = [row for row in ctx.rows("group-people") if row["group"] in wanted]
    exact = [row for row in rows if row["groupRole"] == role] or [
        row
        for row in rows
        if role and row["groupRole"].endswith(role) and not row["groupRole"].startswith("副")
    ]
    people = {loose(m.text) for m in question.of("person")}
    if people:
        own = [row for row in rows if loose(row.get("name", "")) in people]
        return _outcome([_finding(ctx, row, row["groupRole"]) for row in own], meant)
    return _outcome([_finding(ctx, row, "") for row in (exact if role else rows)], meant)


def _finding(ctx: Context, row: Row, text: str) -> Finding:
    name = row.get("name", "") or row.get("memberText", "")
    return Finding(
        text=text or name,
        iri=row["group"],
        note=" ".join(filter(None, (row["groupRole"], row.get("memberText", ""), row.get("postText", "")))),
        nodes=(row["node"],),
        place=ctx.place_of(row),
        look_for=(name,),
    )


def _outcome(findings: list[Finding], meant: list[Entity]) -> Outcome:
    outcome = Outcome(findings=findings, used=list(meant), subject=meant[0].label)
    if not findings:
        outcome.status, outcome.message = "not_stated", "not_stated"
        outcome.values = {"document": meant[0].label}
    return outcome


def _groups(ctx: Context, question: Question) -> list[Entity] | Outcome:
    mentions = question.of("group")
    if mentions:
        return [e for m in mentions for e in question.meant(m)]
    words = [*question.words, *(m.text for m in question.mentions if m.kind == "unit")]
    similar = ctx.index.similar.get("group")
    hits = similar.find(words, lambda e: question.allows(e.jurisdiction)) if similar and words else []
    best = [hit for hit in hits if hit.asked >= 0.4]
    if not best:
        return nothing("no_group", name="".join(words)[:30])
    close = [hit for hit in best if hit.matched >= 0.9 * best[0].matched]
    if len(close) > 1 and len({h.entity.jurisdiction for h in close}) < len(close):
        wide = [h for h in close if h.covered >= 0.9 * max(x.covered for x in close)]
        if len(wide) > 1:
            return Outcome(
                "ambiguous", message="ambiguous", values={"name": "".join(words)[:30]},
                choices=[h.entity.label for h in wide],
            )  # fmt: skip
        close = wide
    return [hit.entity for hit in close]
