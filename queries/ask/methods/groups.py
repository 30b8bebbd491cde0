"""Leading groups: who heads them, who belongs to them, where their office is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from queries.ask.context import Context, Row
from queries.ask.entities import Entity
from queries.ask.grammar import Intent
from queries.ask.outcome import Finding, Outcome, nothing
from queries.ask.question import Question
from queries.normalise import loose

# Words of English and of everyday Chinese for the roles that documents print.
_ROLES = tuple(
    (re.compile(words, re.IGNORECASE), re.compile(role))
    for words, role in (
        (r"\bhead of (?:its|the) office\b|\boffice (?:head|director)\b", r"办公室主任$"),
        (r"\bdeputy (?:heads?|leaders?)\b|\bvice[- ]chair\w*", r"^副(?:组长|主任|总指挥|主席)"),
        (
            r"牵头|负责人|\b(?:heads?|leaders?|leads?|chairs?)\b",
            r"^(?:组长|主任|主任委员|总指挥|指挥长|主席|召集人|总召集人)$",
        ),
        (r"成员|组成|哪些人|\bmembers?\b", r""),
    )
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
        rows = [row for row in ctx.rows("groups") if row["group"] in wanted and row.get("office")]
        return _outcome(_offices(ctx, [r for r in rows if question.allows(ctx.place_of(r))]), meant)
    rows = [row for row in ctx.rows("group-people") if row["group"] in wanted]
    exact = _in_role(rows, question)
    people = {loose(m.text) for m in question.of("person")}
    if people:
        own = [row for row in rows if _is_one_of(people, row)]
        return _outcome(_merged(_finding(ctx, row, row["groupRole"]) for row in own), meant)
    return _outcome(_merged(_finding(ctx, row, "") for row in exact), meant)


def _is_one_of(people: set[str], row: Row) -> bool:
    """Whether the member is one of these people, by name or at the head of what is printed of them."""
    return loose(row.get("name", "")) in people or any(
        loose(row.get("memberText", "")).startswith(name) for name in people
    )


def _merged(findings: Iterable[Finding]) -> list[Finding]:
    """One finding for what is printed twice (in the text and in the list of members), with both places."""
    once: dict[tuple[str, str], Finding] = {}
    for finding in findings:
        key = (finding.text, finding.note.split(" ")[0])
        known = once.get(key)
        once[key] = replace(known, nodes=(*known.nodes, *finding.nodes)) if known else finding
    return list(once.values())


def _offices(ctx: Context, rows: list[Row]) -> list[Finding]:
    """Where the offices of groups are: from the part of the document that says 设在, where one does."""
    found: dict[str, Finding] = {}
    for row in rows:
        text = _office(ctx, row) if row.get("node") else ""
        if row["group"] not in found or (text and not found[row["group"]].look_for):
            look = (f"设在{text}", f"设{text}", text) if text else ()
            found[row["group"]] = Finding(
                text or ctx.printed(row.get("at", ""), row["office"], row.get("node", row["group"])),
                row.get("at", ""),
                row["label"],
                (row["node"],) if row.get("node") else (),
                place=ctx.place_of(row),
                look_for=look,
            )
    return list(found.values())


def _office(ctx: Context, row: Row) -> str:
    """The unit the office is at as it is printed after 设在; empty where these lines do not say it."""
    at = row.get("at", "")
    quote = ctx.quote(row["node"])
    label = row["office"].removeprefix(ctx.place_of(row))
    forms = {*ctx.index.forms.get(at, ()), row["office"], label, f"市{label}", f"县{label}", f"区{label}"}
    said = [form for form in forms if re.search(rf"设(?:在|于)?{re.escape(form)}", quote)]
    return max(said, key=len, default="")


def _in_role(rows: list[Row], question: Question) -> list[Row]:
    """The members in the role that the question names as it is printed, else as people call it."""
    asked = question.text
    for mention in question.of("group"):
        asked = asked.replace(mention.text, " ")
    roles = {row["groupRole"] for row in rows if row["groupRole"]}
    printed = sorted((role for role in roles if role in asked), key=len)
    if printed and printed[-1] != "成员":
        return [row for row in rows if row["groupRole"] == printed[-1]]
    for words, role in _ROLES:
        if words.search(asked):
            return [row for row in rows if role.search(row["groupRole"])]
    return [] if re.search(r"组长|主任|总指挥|主席", asked) else rows


def _finding(ctx: Context, row: Row, text: str) -> Finding:
    name = row.get("name", "") or row.get("memberText", "")
    return Finding(
        text=text or name,
        iri=row["group"],
        note=" ".join(filter(None, (row["groupRole"], row.get("memberText", ""), row.get("postText", "")))),
        nodes=(row["node"],),
        place=ctx.place_of(row),
        look_for=("任办公室主任", name) if row["groupRole"] == "办公室主任" else (name,),
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
    if _OFFICE.search(question.text) or "办公室主任" in question.text:
        words = [re.sub(r"(?:小组|专班|指挥部)?办公室.*$", "", word) for word in words]
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
