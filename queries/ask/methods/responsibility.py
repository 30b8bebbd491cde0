"""Who is responsible for what: from the matter to its assignees, and from an assignee to the matters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from queries.ask.context import Context, Row, local
from queries.ask.entities import Entity, MatterEntity
from queries.ask.grammar import Intent
from queries.ask.methods.naming import (
    CLASSES_OF_ROLE,
    matters_meant,
    subject_of,
)
from queries.ask.outcome import Finding, Outcome, nothing
from queries.ask.printing import decimal
from queries.ask.question import Question
from queries.header import Text
from queries.normalise import loose


def assignees(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """Who has the roles asked about in the matter the question names by number or in words."""
    roles = _asked_roles(question, intent)
    named = matters_meant(ctx, question, roles, intent)
    if isinstance(named, Outcome):
        return named
    for matters in named:
        rows = _rows(ctx, matters, roles)
        if rows:
            rows = _for_unit(rows, question)
            outcome = Outcome(findings=_people(ctx, rows, question), used=list(matters))
            outcome.subject = subject_of(matters, question)
            outcome.asked = _asked_label(question, roles)
            return outcome
    return nothing("role_not_stated", status="not_stated", matter=subject_of(named[0], question))


def _asked_roles(question: Question, intent: Intent) -> tuple[str, ...]:
    unwanted = intent.options.get("not_roles", ())
    roles = [r for r in question.role_names() if r not in unwanted]
    return tuple(roles) or tuple(intent.options.get("default_roles", ()))


def _rows(ctx: Context, matters: Sequence[MatterEntity], roles: Sequence[str]) -> list[Row]:
    rows = ctx.rows("responsibilities", {"matter": [m.iri for m in matters]})
    if not roles:
        # Who only assists is asked for with that word.
        rows = [row for row in rows if not local(row["role"]).startswith("assist")] or rows
    return with_roles(rows, roles)


# What a role may mean where the matter has nobody in it: who takes the lead of a task is the unit
# responsible for it, a leader who heads an inspection has the role of a unit that leads.
_NEAR = {
    "lead": ("provincialLead", "responsibleUnit", "undertaker", "cityLeader", "duty"),
    "responsibleUnit": ("lead", "undertaker", "duty"),
    "cityLeader": ("lead",),
    "responsiblePerson": ("lead", "duty", "cityLeader"),
    "undertaker": ("responsibleUnit", "lead"),
    "coUnit": ("responsibleUnit",),
    "inChargeArea": ("responsiblePerson", "cityLeader", "lead", "responsibleUnit", "duty"),
}


def with_roles(rows: Sequence[Row], roles: Sequence[str]) -> list[Row]:
    """The rows in one of the roles (all of them where none is asked), else in the nearest role."""
    wanted = [row for row in rows if not roles or local(row["role"]) in roles]
    for role in roles if not wanted else ():
        for near in _NEAR.get(role, ()):
            wanted = wanted or [row for row in rows if local(row["role"]) == near]
    return wanted


def _for_unit(rows: list[Row], question: Question) -> list[Row]:
    """Of several people responsible, the one who answers for the unit that the question names."""
    units = {e.iri for m in question.of("unit") for e in question.meant(m)}
    if "yes_no" in question.operations or not units:
        return rows
    return [row for row in rows if row.get("onBehalfOf") in units] or rows


def _people(ctx: Context, rows: Iterable[Row], question: Question) -> list[Finding]:
    by_assignee: dict[str, list[Row]] = {}
    for row in rows:
        by_assignee.setdefault(row["assignee"], []).append(row)
    return [
        Finding(
            text=several[0]["assigneeText"],
            iri=iri,
            note=several[0].get("title", "")[:60],
            nodes=tuple(dict.fromkeys(node for row in several for node in (row["node"], row["matter"]))),
            place=ctx.place_of(several[0]),
            look_for=(several[0]["assigneeText"], several[0].get("title", "")),
        )
        for iri, several in by_assignee.items()
    ]


def _asked_label(question: Question, roles: Sequence[str]) -> Text | None:
    """What the roles asked about are called; the lead unit where the question says only 谁负责."""
    told = {"provincialLead", "cityLeader"} & set(roles)
    labels = [r.label for r in question.roles if set(r.names) <= set(roles) and not (r.verb and told)]
    if not labels:
        return None
    return Text(
        "、".join(dict.fromkeys(t.zh for t in labels)), " and ".join(dict.fromkeys(t.en for t in labels))
    )


def matters(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """What a unit or a person is responsible for, in the roles and kinds of matter asked about."""
    checked = _in_charge_of(ctx, question, intent)
    if checked is not None:
        return checked
    mentions = [*question.of("unit"), *question.of("person"), *question.of("group")]
    roles = _asked_roles(question, intent)
    classes = _wanted_classes(question, roles, intent)
    findings: list[Finding] = []
    used: list[Entity] = []
    for mention in mentions:
        entities = question.meant(mention)
        kind = "official" if mention.kind == "person" else "unit"
        rows = ctx.rows(f"matters-of-{kind}", {kind: [e.iri for e in entities]})
        used.extend(entities)
        rows = [row for row in rows if question.allows(ctx.place_of(row))]
        of_class = [row for row in rows if not classes or local(row.get("class", "")) in classes]
        items_only = [row for row in of_class if local(row.get("class", "")) == "IncentiveItem"]
        if items_only and not question.classes and _NUMBERED_THINGS.search(question.text):
            of_class = items_only
        rows = of_class or ([] if question.classes or intent.options.get("classes") else rows)
        own = (*roles, "cityLeader") if kind == "official" and "lead" in roles else roles
        rows = with_roles(rows, own)
        phrases = _phrases(ctx, rows, mention.text, question)
        if phrases or not _ONE_STOP.search(question.text):
            findings.extend(phrases or _listed(ctx, rows, mention.text, question))
    outcome = Outcome(findings=_outermost(findings), used=used, subject="、".join(m.text for m in mentions))
    if not findings:
        outcome.status, outcome.message = "not_stated", "no_matters"
        outcome.values = {"name": outcome.subject}
    return outcome


def _outermost(findings: list[Finding]) -> list[Finding]:
    """The findings without those whose text is only a clause of another's of the same unit and place."""
    return [
        f
        for f in findings
        if not any(
            f.text != other.text and len(f.text) > _CLAUSE and f.text in other.text
            and (f.group, f.place) == (other.group, other.place)
            for other in findings
        )
    ]  # fmt: skip


# Characters of a clause that, standing in another, is no matter of its own.
_CLAUSE = 8


def _in_charge_of(ctx: Context, question: Question, intent: Intent) -> Outcome | None:
    """是 or 否: whether a leader has a unit (某副市长分管某局吗); ``None`` where that is not asked."""
    people, units = question.of("person"), question.of("unit")
    roles = [r for r in question.role_names() if "Area" in CLASSES_OF_ROLE.get(r, ())]
    if "yes_no" not in question.operations or not people or not units or not roles or question.has("item"):
        return None
    rows = [
        row
        for unit in units
        for row in ctx.rows("in-charge-of-unit", {"unit": [e.iri for e in question.meant(unit)]})
        if local(row["role"]) in roles and question.allows(ctx.place_of(row))
    ]
    if not rows:
        return None
    wanted = {e.iri for m in people for e in question.meant(m)}
    own = [row for row in rows if row["official"] in wanted]
    verdict = Finding(
        text="是" if own else "否",
        note="、".join(dict.fromkeys(row["name"] for row in rows)),
        nodes=tuple(dict.fromkeys(row["node"] for row in own or rows)),
        place=ctx.place_of(rows[0]),
    )
    used = [e for m in (*people, *units) for e in question.meant(m)]
    return Outcome(findings=[verdict], used=used, subject=people[0].text, settled=True)


def _wanted_classes(question: Question, roles: Sequence[str], intent: Intent) -> tuple[str, ...]:
    fixed = intent.options.get("classes")
    if fixed:
        return tuple(fixed)
    if question.classes:
        return question.classes
    return tuple(dict.fromkeys(c for role in roles for c in CLASSES_OF_ROLE.get(role, ())))


def _listed(ctx: Context, rows: Sequence[Row], group: str, question: Question) -> list[Finding]:
    """Findings for matters: an incentive item by its number, everything else by its title."""
    by_key: dict[str, list[Row]] = {}
    for row in rows:
        cls = local(row.get("class", ""))
        key = (
            f"{row['document']} {row['item']}"
            if cls == "IncentiveItem" and row.get("item")
            else row["matter"]
        )
        by_key.setdefault(key, []).append(row)
    findings = []
    for several in by_key.values():
        one = several[0]
        numbered = local(one.get("class", "")) == "IncentiveItem" and one.get("item")
        text = one["item"] if numbered else one.get("title", "")
        findings.append(
            Finding(
                text=text,
                iri=one["matter"],
                note=one.get("title", "")[:80] if numbered else "",
                nodes=tuple(dict.fromkeys(row["node"] for row in several)),
                group=group,
                place=ctx.place_of(one),
                number=decimal(one.get("item", "")),
                look_for=(one.get("title", ""),),
            )
        )
    return findings


_NUMBERED_THINGS = re.compile(r"[几哪多少]+项|事项|第几|\bitems?\b", re.IGNORECASE)


# 哪些一件事: only things called so.
_ONE_STOP = re.compile(r"(?:哪|几|什么)[^，。？]{0,4}[“\"「]?一件事")
_QUOTED = re.compile(r"[“\"「]([^”\"」]{2,30})[”\"」]")


def _phrases(ctx: Context, rows: Sequence[Row], group: str, question: Question) -> list[Finding]:
    """Where the question asks for things of a kind in quotation marks (哪些“一件事”), the quoted phrases of
    the matters that end so: “某某一件事”."""
    endings = [*_QUOTED.findall(question.text), *(w for w in question.words if len(w) > 2)]
    found: dict[str, Row] = {}
    for row in rows:
        for phrase in _QUOTED.findall(row.get("title", "")):
            if any(phrase.endswith(ending) and phrase != ending for ending in endings):
                found.setdefault(phrase, row)
    return [
        Finding(phrase, row["matter"], row.get("title", "")[:80], (row["node"], row["matter"]), group=group,
                place=ctx.place_of(row), look_for=(phrase,))
        for phrase, row in found.items()
    ]  # fmt: skip


def in_charge(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """Which leader has a unit or an area of work: by the unit named, else by the words of the area."""
    charged = tuple(r for r in _asked_roles(question, intent) if "Area" in CLASSES_OF_ROLE.get(r, ()))
    roles = charged or tuple(intent.options.get("default_roles", ()))
    mentions = [*question.of("unit"), *question.of("group")]
    rows: list[Row] = []
    used: list[Entity] = []
    if mentions:
        for mention in mentions:
            entities = question.meant(mention)
            used.extend(entities)
            rows.extend(ctx.rows("in-charge-of-unit", {"unit": [e.iri for e in entities]}))
    if not rows:
        rows, areas = _areas(ctx, question)
        used.extend(areas)
    if not rows:
        rows, areas = _led(ctx, question)
        used.extend(areas)
    rows = [row for row in rows if question.allows(ctx.place_of(row))]
    exact = [row for row in rows if not roles or local(row["role"]) in roles]
    if not exact and roles == ("inCharge",):
        exact = [row for row in rows if local(row["role"]) == "inChargeArea"]
    by_person: dict[str, list[Row]] = {}
    for row in exact:
        by_person.setdefault(row["official"], []).append(row)
    findings = [
        Finding(
            text=several[0]["name"],
            iri=iri,
            note=several[0].get("title", ""),
            nodes=tuple(dict.fromkeys(row["node"] for row in several)),
            place=ctx.place_of(several[0]),
            look_for=(several[0].get("title", ""),),
        )
        for iri, several in by_person.items()
    ]
    name = "、".join(m.text for m in mentions) or "".join(question.words)
    outcome = Outcome(findings=findings, used=used, subject=name)
    if not findings:
        outcome.status = "not_stated" if rows or used else "no_match"
        outcome.message, outcome.values = "no_leader", {"name": name}
    return outcome


def _led(ctx: Context, question: Question) -> tuple[list[Row], list[Entity]]:
    """Who leads the unit named, or one whose name has the word asked for, as a whole (领导某局全面工作)."""
    words = [loose(m.text).removeprefix("市") for m in question.of("unit")] or [
        loose(w) for w in question.words if len(w) > 1
    ]
    led = [
        m
        for m in ctx.index.matters.get("Duty", [])
        if question.allows(m.jurisdiction) and _LEADS.search(m.label) and any(w in m.label for w in words)
    ]
    if not words or not led:
        return [], []
    rows = ctx.rows("responsibilities", {"matter": [m.iri for m in led]})
    people = {person.iri for several in ctx.index.people.values() for person in several}
    return _charged(row for row in rows if row["assignee"] in people), list(led)


_LEADS = re.compile(r"^(?:领导|主持)[^，。]{2,20}(?:全面)?工作$")


def _charged(rows: Iterable[Row]) -> list[Row]:
    """Rows of responsibilities as those of leaders in charge."""
    return [
        {**row, "official": row["assignee"], "name": row["assigneeText"], "role": "inCharge"} for row in rows
    ]


def _areas(ctx: Context, question: Question) -> tuple[list[Row], list[Entity]]:
    """Responsibilities for areas whose name stands in the question (or is most of what is left of it)."""
    text = loose(question.text)
    areas = [m for m in ctx.index.matters.get("Area", []) if question.allows(m.jurisdiction)]
    inside = [m for m in areas if loose(m.label) and loose(m.label) in text]
    longest = [
        m
        for m in inside
        if not any(loose(m.label) != loose(o.label) and loose(m.label) in loose(o.label) for o in inside)
    ]
    if not longest and question.words:
        words = [loose(w) for w in question.words if len(w) > 1]
        longest = [m for m in areas if any(w == loose(m.label) or w in loose(m.label) for w in words)]
        if len({loose(m.label) for m in longest}) > 3:
            longest = []
    if not longest:
        return [], []
    rows = ctx.rows("responsibilities", {"matter": [m.iri for m in longest]})
    for row in rows:
        row["official"], row["name"] = row["assignee"], row["assigneeText"]
    return rows, list(longest)
