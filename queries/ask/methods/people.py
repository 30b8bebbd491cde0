"""People and posts: what somebody was appointed to or removed from, who holds a post."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from loaders import lexicon
from queries.ask.context import Context, Row, local
from queries.ask.entities import Entity, PostFact
from queries.ask.grammar import Intent
from queries.ask.methods.documents import documents_meant
from queries.ask.outcome import Finding, Outcome, nothing
from queries.ask.printing import duration
from queries.ask.question import Question

# A name at the head of the question, before what was done to its bearer (甲某被任命为什么).
_UNKNOWN = re.compile(r"^([\u3400-\u9fff]{2,3}?)(?:同志)?(?:被|新|又)?(?:任命|任职|提拔|免)")
_PROBATION = re.compile(r"试用期(?:为)?\s*([0-9一二三四五六七八九十两半]+\s*(?:年|个月))")


def posts(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """Posts of the person named: ``options.action`` ∈ Appointment, Removal, any; or the probation."""
    mentions = question.of("person")
    if not mentions:
        return nothing("no_person", name="".join(question.words)[:20])
    action = str(intent.options.get("action", "any"))
    findings: list[Finding] = []
    used: list[Entity] = []
    for mention in mentions:
        entities = question.meant(mention)
        rows = ctx.rows("posts-of-official", {"official": [e.iri for e in entities]})
        rows = [row for row in rows if question.allows(ctx.place_of(row))]
        used.extend(entities)
        chosen = _of_action(rows, action)
        if intent.options.get("property") == "probation":
            findings.extend(_probation(ctx, rows, mention.text, "yes_no" in question.operations))
        else:
            findings.extend(_posts(ctx, chosen, mention.text))
    outcome = Outcome(findings=findings, used=used, subject="、".join(m.text for m in mentions))
    if not findings:
        outcome.status, outcome.message = "not_stated", "not_stated"
        outcome.values = {"document": outcome.subject}
    return outcome


def holds_post(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """Whether the person named holds (was given, and did not lose) the post described: 是 or 否, with the
    posts that are stated of that person."""
    described = _posts_described(ctx, question)
    if not described:
        return nothing("no_post", name=_asked_post(question))
    people = {entity.iri: entity for m in question.of("person") for entity in question.meant(m)}
    rows = ctx.rows("posts-of-official", {"official": list(people)})
    rows = [row for row in rows if question.allows(ctx.place_of(row))]
    name, facts = described
    if not question.of("unit"):
        # A rank alone (副局长) is that of any body.
        forms = [form for _, several, _ in _ranks_in(ctx, question) for form in several]
        facts = [fact for form in forms for fact in ctx.index.posts.get(form, ())]
    held = _current(ctx, [f for f in facts if f.person in people and question.allows(f.place)])
    subject = "、".join(m.text for m in question.of("person"))
    if not held and not rows:
        return Outcome("not_stated", message="not_stated", values={"document": subject})
    proof = [f.node for f in held] or [row["node"] for row in rows]
    verdict = Finding(
        "是" if held else "否",
        note="、".join(dict.fromkeys([f.post for f in held] or [row["postText"] for row in rows])),
        nodes=tuple(dict.fromkeys(proof)),
        place=held[0].place if held else ctx.place_of(rows[0]),
    )
    ctx.shows("posts")
    return Outcome(findings=[verdict], used=list(people.values()), subject=f"{subject}–{name}", settled=True)


def _of_action(rows: Sequence[Row], action: str) -> list[Row]:
    by = {
        name: [row for row in rows if local(row["action"]) == name]
        for name in ("Appointment", "Removal", "PostHolding")
    }
    if action != "any":
        return by[action]
    return by["Appointment"] or by["PostHolding"]


def _posts(ctx: Context, rows: Iterable[Row], group: str) -> list[Finding]:
    by_text: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        for post in several_posts(row["postText"]):
            by_text.setdefault((ctx.place_of(row), post), []).append(row)
    shorter = {
        (place, text)
        for place, text in by_text
        if any(place == where and abbreviates(text, longer) for where, longer in by_text)
    }
    return [
        Finding(
            text=text,
            iri=several[0]["official"],
            note=_note(several[0]),
            nodes=tuple(dict.fromkeys(row["node"] for row in several)),
            group=group,
            place=place,
            look_for=(text,),
        )
        for (place, text), several in by_text.items()
        if (place, text) not in shorter
    ]


def several_posts(text: str) -> list[str]:
    """The posts of one statement: 甲局副局长、乙中心主任 are two, 甲公司党委书记、董事长 stays together."""
    pieces = re.split(r"[、，]", text)
    posts = [lexicon.split_post(piece) for piece in pieces]
    return pieces if all(post is not None and post.unit for post in posts) else [text]


def _note(row: Row) -> str:
    notes = {"Removal": "免去", "Appointment": "任命", "PostHolding": "文中所称"}
    note = notes[local(row["action"])]
    return f"{note}，试用期{duration(row['probation'])}" if row.get("probation") else note


def _probation(ctx: Context, rows: Iterable[Row], group: str, yes_no: bool) -> list[Finding]:
    findings = []
    for row in rows:
        if row.get("probation"):
            printed = _PROBATION.search(ctx.quote(row["node"]))
            text = re.sub(r"\s", "", printed.group(1)) if printed else duration(row["probation"])
            note = f"{row['postText']} {text}" if yes_no else row["postText"]
            findings.append(
                Finding("是" if yes_no else text, row["official"], note, (row["node"],), group=group,
                        place=ctx.place_of(row))
            )  # fmt: skip
    appointed = [row for row in rows if local(row["action"]) == "Appointment"]
    if yes_no and not findings and appointed:
        one = appointed[0]
        findings = [Finding("否", one["official"], one["postText"], (one["node"],), place=ctx.place_of(one))]
    return findings


def holders(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """Who holds, was given or lost the post the question describes (``options.action``)."""
    described = _posts_described(ctx, question)
    if not described:
        return nothing("no_post", name=_asked_post(question))
    action = str(intent.options.get("action", "any"))
    name, facts = described
    allowed = [f for f in facts if question.allows(f.place)]
    kept = [f for f in allowed if f.action == action] if action != "any" else _current(ctx, allowed)
    by_person: dict[str, list[PostFact]] = {}
    for fact in kept:
        by_person.setdefault(fact.person, []).append(fact)
    findings = [
        Finding(several[0].name, person, several[0].post, tuple(dict.fromkeys(f.node for f in several)),
                group=several[0].place, place=several[0].place, look_for=(several[0].name,))
        for person, several in by_person.items()
    ]  # fmt: skip
    ctx.shows("posts")
    outcome = Outcome(findings=findings, subject=name)
    if not findings:
        outcome.status, outcome.message = ("not_stated" if facts else "no_match"), "no_holder"
        outcome.values = {"name": name}
    return outcome


def _current(ctx: Context, facts: Sequence[PostFact]) -> list[PostFact]:
    """Appointments and holdings that no later removal of the same person from the same post ends."""
    gone = [f for f in facts if f.action == "Removal"]
    return [
        f
        for f in facts
        if f.action != "Removal"
        and not any(r.person == f.person and r.rank == f.rank and r.when >= f.when for r in gone)
    ]


def _asked_post(question: Question) -> str:
    return "".join([*(m.text for m in question.of("unit")), *question.words])[:40]


def _posts_described(ctx: Context, question: Question) -> tuple[str, list[PostFact]] | None:
    """The post the question names: its unit and rank, else the rank alone (市长)."""
    ranks = _ranks_in(ctx, question)
    if not ranks:
        return None
    units = [(m, question.meant(m)) for m in question.of("unit")]
    facts: list[PostFact] = []
    names: list[str] = []
    for start, rank_forms, written in ranks:
        near = [(m, entities) for m, entities in units if m.end <= start or question.language == "en"]
        wanted = {e.iri for _, entities in near for e in entities}
        for form in rank_forms:
            if near:
                known = ctx.index.posts.get(form, ())
                own = [f for f in known if wanted & set(f.units)]
                facts.extend(own or [f for f in known if any(abbreviates(m.text, f.post) for m, _ in near)])
            else:
                facts.extend(f for f in ctx.index.posts.get(form, ()) if not f.units)
        names.append("".join(m.text for m, _ in near) + written)
    if not facts and not units:
        text = question.text
        facts = [
            f for several in ctx.index.posts.values() for f in several if len(f.post) > 3 and f.post in text
        ]
    return "、".join(names), facts


def abbreviates(short: str, post: str) -> bool:
    """Whether ``short`` is made of characters of ``post`` in their order (某集团 of 某实业集团董事长)."""
    rest = iter(post)
    return 4 <= len(short) < len(post) and all(char in rest for char in short)


def _ranks_in(ctx: Context, question: Question) -> list[tuple[int, list[str], str]]:
    """(position, ranks meant, as written) of the ranks in the question, the longest at each place."""
    found: list[tuple[int, list[str], str]] = []
    text, position = question.text, 0
    names = [m for m in question.mentions if m.kind in ("unit", "person", "place", "document")]
    while position < len(text):
        for end in range(min(len(text), position + 14), position + 1, -1):
            form = text[position:end]
            if form in ctx.index.posts and not any(m.start < end and m.end > position for m in names):
                found.append((position, [form], form))
                position = end - 1
                break
        position += 1
    for written, forms in ctx.grammar.ranks.items():
        match = re.search(rf"(?<![a-z-]){written}\b", text, re.IGNORECASE)
        if match and not any(match.group(0).casefold() in other.casefold() for _, _, other in found):
            found.append((match.start(), list(forms), match.group(0)))
    if question.language == "en":
        longest = max((len(w) for _, _, w in found), default=0)
        found = [entry for entry in found if len(entry[2]) == longest or not entry[2].isascii()]
    return found


# 既任命又免职: both of the same person.
_BOTH = re.compile(
    r"(?:同时|既|又|\bboth\b)[^，。？]{0,12}(?:任命|appoint)[^，。？]{0,10}(?:又|同时|也|并|and)[^，。？]{0,6}(?:免|remov)"
)


def _has_rank(posts: str, rank: str) -> bool:
    """Whether one of the posts ends in ``rank``: 甲局副局长 in 副局长, not in 局长."""
    return any(
        post.endswith(rank) and not post.removesuffix(rank).endswith(("副", "常务副"))
        for post in re.split(r"[、，；]", posts)
    )


def personnel(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """Everybody appointed or removed, by a document or at all (``options.action``; 试用期 narrows it)."""
    params: dict[str, str | Sequence[str]] = {}
    used: list[Entity] = []
    if question.has("document"):
        meant = documents_meant(ctx, question)
        if isinstance(meant, Outcome):
            return meant
        params["document"] = [d.notice for d in meant]
        used.extend(meant)
    strange = _UNKNOWN.search(question.text)
    if strange and lexicon.looks_like_person(strange.group(1)):
        return nothing("no_person", name=strange.group(1))
    rows = [row for row in ctx.rows("personnel", params) if question.allows(ctx.place_of(row))]
    action = str(intent.options.get("action", "any"))
    every = rows
    rows = [row for row in rows if action in ("any", local(row["action"]))]
    if re.search(r"试用期|probation", question.marked, re.IGNORECASE):
        rows = [row for row in rows if row.get("probation")]
    forms = [form for _, several, _ in _ranks_in(ctx, question) for form in several]
    if forms:
        rows = [row for row in rows if any(_has_rank(row["postText"], form) for form in forms)]
    wanted = {e.iri for m in question.of("unit") for e in question.meant(m)}
    if wanted:
        nodes = {f.node for several in ctx.index.posts.values() for f in several if wanted & set(f.units)}
        rows = [row for row in rows if row["node"] in nodes]
    by_person: dict[str, list[Row]] = {}
    for row in rows:
        by_person.setdefault(row["official"], []).append(row)
    if _BOTH.search(question.text):
        acts: dict[str, set[str]] = {}
        for row in every:
            acts.setdefault(row["official"], set()).add(local(row["action"]))
        by_person = {iri: several for iri, several in by_person.items() if len(acts[iri]) > 1}
    findings = [
        Finding(several[0]["name"], iri, "；".join(r["postText"] for r in several),
                tuple(r["node"] for r in several), place=ctx.place_of(several[0]))
        for iri, several in by_person.items()
    ]  # fmt: skip
    outcome = Outcome(findings=findings, used=used, subject=used[0].label if used else "")
    if not findings:
        outcome.status, outcome.message = ("not_stated" if used else "no_match"), "nothing_found"
    return outcome
