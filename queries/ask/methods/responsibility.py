"""Who is responsible for what: from the matter to its assignees, and from an assignee to the matters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from queries.ask.context import Context, Row, first, local
from queries.ask.entities import Entity, MatterEntity
from queries.ask.grammar import Intent
from queries.ask.methods.documents import documents_meant
from queries.ask.outcome import Finding, Outcome, nothing
from queries.ask.printing import decimal, shown
from queries.ask.question import Question
from queries.ask.similar import grams
from queries.normalise import loose

# Which kinds of matter a role occurs in, the likeliest first.
_CLASSES = {
    "lead": ("IncentiveItem", "Duty", "Task"),
    "provincialLead": ("IncentiveItem",),
    "cityLeader": ("IncentiveItem", "Task", "Duty"),
    "responsiblePerson": ("IncentiveItem",),
    "undertaker": ("DecisionItem",),
    "coUnit": ("DecisionItem", "Task", "IncentiveItem"),
    "responsibleUnit": ("Task",),
    "collects": ("CertificateType",),
    "inCharge": ("Area",),
    "liaison": ("Area",),
    "assistInCharge": ("Area",),
    "assistLiaison": ("Area",),
    "assistArea": ("Area",),
    "inChargeArea": ("Area",),
    "duty": ("Duty",),
}
_LISTED = ("IncentiveItem", "DecisionItem", "Task", "CertificateType", "Duty", "Area")
_NUMBERED = ("IncentiveItem", "DecisionItem", "CertificateType", "Task")
_ENOUGH = 0.4


def assignees(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """Who has the roles asked about in the matter the question names by number or in words."""
    roles = _asked_roles(question, intent)
    named = _matters_meant(ctx, question, roles, intent)
    if isinstance(named, Outcome):
        return named
    for matters in named:
        rows = _rows(ctx, matters, roles)
        if rows:
            rows = _for_unit(rows, question)
            outcome = Outcome(findings=_people(ctx, rows, question), used=list(matters))
            outcome.subject = _subject(matters)
            return outcome
    return nothing("role_not_stated", status="not_stated", matter=_subject(named[0]))


def _asked_roles(question: Question, intent: Intent) -> tuple[str, ...]:
    unwanted = intent.options.get("not_roles", ())
    roles = [r for r in question.role_names() if r not in unwanted]
    return tuple(roles) or tuple(intent.options.get("default_roles", ()))


def _rows(ctx: Context, matters: Sequence[MatterEntity], roles: Sequence[str]) -> list[Row]:
    rows = ctx.rows("responsibilities", {"matter": [m.iri for m in matters]})
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


def _subject(matters: Sequence[MatterEntity]) -> str:
    one = matters[0]
    return f"第{one.item}项" if one.item and one.cls == "IncentiveItem" else one.label[:40]


def _matters_meant(
    ctx: Context, question: Question, roles: Sequence[str], intent: Intent
) -> list[list[MatterEntity]] | Outcome:
    """Candidate groups of matters, the likeliest first, or why there is none."""
    classes = [c for c in intent.options.get("classes", _LISTED) if c in ctx.index.matters]
    items = question.of("item")
    if items:
        numbers = [int(n) for mention in items for n in mention.value.split(",") if n]
        return _numbered(ctx, question, numbers, classes)
    wanted = [c for c in question.classes if c in classes]
    if not wanted:
        by_role = [c for role in roles for c in _CLASSES.get(role, ())]
        wanted = [c for c in dict.fromkeys(by_role) if c in classes] or classes
    return described(ctx, question, wanted)


def _numbered(
    ctx: Context, question: Question, numbers: Sequence[int], classes: Sequence[str]
) -> list[list[MatterEntity]] | Outcome:
    explicit = [c for c in question.classes if c in _NUMBERED and c in classes]
    candidates = explicit or [c for c in _NUMBERED if c in classes]
    for cls in candidates:
        listed = [m for m in ctx.index.matters[cls] if m.item and question.allows(m.jurisdiction)]
        found = [m for m in listed if m.item in numbers]
        missing = [n for n in numbers if all(m.item != n for m in found)]
        if not listed or (missing and cls != candidates[0]):
            continue
        if missing:
            return _no_item(ctx, question, missing[0], listed)
        lists = {m.document for m in found}
        if len(lists) > 1 and len({ctx.index.jurisdiction_of(d) for d in lists}) < len(lists):
            return Outcome(
                "ambiguous",
                message="ambiguous",
                values={"name": f"第{numbers[0]}项"},
                choices=[ctx.index.documents[d].title for d in sorted(lists) if d in ctx.index.documents],
            )
        return [_rows_meant(ctx, question, found)]
    return nothing("no_list", status="no_match", number=str(numbers[0]))


def _no_item(ctx: Context, question: Question, number: int, listed: Sequence[MatterEntity]) -> Outcome:
    document = ctx.index.documents.get(listed[0].document)
    count = len({(m.document, m.item) for m in listed})
    ends = [m for m in listed if m.item in (1, max(x.item for x in listed))]
    outcome = nothing(
        "no_item",
        number=str(number),
        count=str(count),
        document=document.title if document else "",
    )
    outcome.findings = [Finding("", m.iri, nodes=(m.iri,)) for m in ends[:2]]
    return outcome


def _rows_meant(ctx: Context, question: Question, rows: list[MatterEntity]) -> list[MatterEntity]:
    """All rows of an item, or the one row that the words of the question single out."""
    if len(rows) < 2 or not question.words or len({m.item for m in rows}) > 1:
        return rows
    similar = ctx.index.similar[rows[0].cls]
    wanted = {m.iri for m in rows}
    hits = similar.find(question.words, lambda entity: entity.iri in wanted)
    if hits and hits[0].asked >= _ENOUGH and (len(hits) == 1 or hits[0].matched >= 1.6 * hits[1].matched):
        return [m for m in rows if m.iri == hits[0].entity.iri]
    return rows


def described(ctx: Context, question: Question, classes: Sequence[str]) -> list[list[MatterEntity]] | Outcome:
    """Matters of some classes by the words of the question: groups of equal titles, best first."""
    words = [*question.words, *(m.text for m in question.mentions if m.kind in ("group", "document"))]
    if not words:
        return nothing("which_matter", status="not_understood")
    scored: list[tuple[float, float, MatterEntity]] = []
    for rank, cls in enumerate(classes):
        for hit in ctx.index.similar[cls].find(words, lambda e: question.allows(e.jurisdiction)):
            whole = loose(hit.entity.label) in loose("".join(words)) or hit.covered > 0.9
            if hit.asked >= _ENOUGH or (whole and hit.asked >= 0.2):
                bonus = 0.25 if whole else 0.0
                assert isinstance(hit.entity, MatterEntity)
                scored.append((hit.asked + bonus - 0.02 * rank, hit.covered, hit.entity))
    if not scored:
        return nothing("no_matter", matter="".join(question.words)[:40])
    scored.sort(key=lambda entry: (-entry[0], -entry[1], entry[2].iri))
    top = scored[0]
    groups: dict[str, list[MatterEntity]] = {}
    for score, _, matter in scored:
        if score >= top[0] - 0.12:
            groups.setdefault(f"{matter.document} {matter.cls} {loose(matter.label)}", []).append(matter)
    return list(groups.values())


def matters(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """What a unit or a person is responsible for, in the roles and kinds of matter asked about."""
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
        rows = of_class or ([] if question.classes or intent.options.get("classes") else rows)
        own = (*roles, "cityLeader") if kind == "official" and "lead" in roles else roles
        rows = with_roles(rows, own)
        findings.extend(_phrases(ctx, rows, mention.text, question) or _listed(ctx, rows, mention.text, question))
    outcome = Outcome(findings=findings, used=used, subject="、".join(m.text for m in mentions))
    if not findings:
        outcome.status, outcome.message = "not_stated", "no_matters"
        outcome.values = {"name": outcome.subject}
    return outcome


def _wanted_classes(question: Question, roles: Sequence[str], intent: Intent) -> tuple[str, ...]:
    fixed = intent.options.get("classes")
    if fixed:
        return tuple(fixed)
    if question.classes:
        return question.classes
    return tuple(dict.fromkeys(c for role in roles for c in _CLASSES.get(role, ())))


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


_QUOTED = re.compile(r"[“\"「]([^”\"」]{2,30})[”\"」]")


def _phrases(ctx: Context, rows: Sequence[Row], group: str, question: Question) -> list[Finding]:
    """Where the question asks for things of a kind in quotation marks (哪些“一件事”), the quoted phrases of the
    matters that end so: “某某一件事”."""
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
    roles = _asked_roles(question, intent)
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


def schedule(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """When a matter is to be done: its deadline, else its schedule as printed."""
    classes = [c for c in ("DecisionItem", "Task", "IncentiveItem") if c in ctx.index.matters]
    items = question.of("item")
    if items:
        numbers = [int(n) for mention in items for n in mention.value.split(",") if n]
        named = _numbered(ctx, question, numbers, [c for c in ("DecisionItem", "Task") if c in classes])
    else:
        wanted = [c for c in question.classes if c in classes] or classes
        named = described(ctx, question, wanted)
        if isinstance(named, Outcome) and wanted != classes:
            named = described(ctx, question, classes)
    if isinstance(named, Outcome):
        return named
    for matters_ in named:
        rows = ctx.rows("schedules", {"matter": [m.iri for m in matters_]})
        findings = []
        for row in rows:
            whole = row.get("schedule", "")
            printed = (
                whole if whole and (matters_[0].cls == "DecisionItem" or not row.get("deadline")) else ""
            )
            text = printed or shown(row.get("deadline", ""), "date")
            findings.append(
                Finding(text, row["matter"], row.get("title", "")[:60], (row["node"],), place=ctx.place_of(row),
                        look_for=(text,))
            )  # fmt: skip
        if findings:
            return Outcome(findings=findings, used=list(matters_), subject=_subject(matters_))
    return nothing("schedule_not_stated", status="not_stated", matter=_subject(named[0]))


def matter_basis(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The documents cited on the lines of the matter described: what a decision rests on."""
    return _of_matter(ctx, question, ("DecisionItem", "Task"), "basis-of-matter", ("citedNumber", "citedTitle"))


def matter_level(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The level a matter states (who issues a certificate)."""
    return _of_matter(ctx, question, ("CertificateType",), "matter-level", ("level",))


def _of_matter(
    ctx: Context, question: Question, classes: Sequence[str], query: str, columns: Sequence[str]
) -> Outcome:
    known = [c for c in classes if c in ctx.index.matters]
    numbers = [int(n) for mention in question.of("item") for n in mention.value.split(",") if n]
    named = _numbered(ctx, question, numbers, known) if numbers else described(ctx, question, known)
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
        return nothing("role_not_stated", status="not_stated", matter=_subject(named[0]))
    return Outcome(findings=findings, used=list(named[0]), subject=_subject(named[0]))


def tasks_due(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The tasks to be done by a day (…前, by) or on it."""
    days = next(m.days for m in question.of("date") if m.days)
    rows = [row for row in ctx.rows(intent.query, {"date": days[1].isoformat()}) if question.allows(ctx.place_of(row))]
    if not re.search(r"前|以内|之内|\b(?:by|before|until)\b", question.text, re.IGNORECASE):
        rows = [row for row in rows if row["deadline"] >= days[0].isoformat()]
    units = {e.iri for m in question.of("unit") for e in question.meant(m)}
    if units:
        own = {row["matter"] for row in ctx.rows("tasks-of-unit", {"unit": sorted(units)})}
        rows = [row for row in rows if row["matter"] in own]
    if re.search(r"任务|\btasks?\b", question.text, re.IGNORECASE):
        rows = [row for row in rows if any(m.iri == row["matter"] for m in ctx.index.matters.get("Task", []))]
    findings = [
        Finding(row["title"], row["matter"], shown(row["deadline"], "date"), (row["node"],),
                place=ctx.place_of(row), look_for=(shown(row["deadline"], "date"),))
        for row in rows
    ]  # fmt: skip
    outcome = Outcome(findings=findings)
    if not findings:
        outcome.status, outcome.message = "no_match", "nothing_found"
    return outcome


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
        (c for c in question.classes if c in _NUMBERED), str(intent.options.get("class", "IncentiveItem"))
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
    outcome = Outcome(findings=findings, used=[])
    if not findings:
        outcome.status, outcome.message = "no_match", "nothing_found"
    return outcome


def item_text(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """What an item says: the text of its rows."""
    numbers = [int(n) for mention in question.of("item") for n in mention.value.split(",") if n]
    named = _numbered(ctx, question, numbers, [c for c in _NUMBERED if c in ctx.index.matters])
    if isinstance(named, Outcome):
        return named
    findings = [Finding(m.label, m.iri, f"第{m.item}项", (m.iri,), place=m.jurisdiction) for m in named[0]]
    return Outcome(findings=findings, used=list(named[0]), subject=_subject(named[0]))


def interpreters(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The unit that interprets the document named."""
    meant = documents_meant(ctx, question)
    if isinstance(meant, Outcome):
        return meant
    findings: list[Finding] = []
    for entity in meant:
        rows = ctx.rows("interpreters", {"document": entity.notice})
        if entity.iri != entity.notice:
            rows = [row for row in rows if row.get("part", entity.iri) in (entity.iri, entity.notice)]
        for row in rows:
            findings.append(
                Finding(row["assigneeText"], row["assignee"], row.get("title", ""), (row["node"],),
                        group=entity.iri, place=entity.jurisdiction, look_for=(row["assigneeText"],))
            )  # fmt: skip
    outcome = Outcome(findings=findings, used=list(meant), subject=meant[0].label)
    if not findings:
        outcome.status, outcome.message = "not_stated", "not_stated"
        outcome.values = {"document": meant[0].label}
    return outcome


def interpreted_by(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The documents that the units named interpret."""
    findings: list[Finding] = []
    used: list[Entity] = []
    for mention in question.of("unit"):
        entities = question.meant(mention)
        used.extend(entities)
        for row in ctx.rows("interpreted-by", {"unit": [e.iri for e in entities]}):
            if question.allows(ctx.place_of(row)):
                findings.append(
                    Finding(row.get("number") or row.get("title", ""), row["document"], row.get("title", ""),
                            (row["node"],), group=mention.text, place=ctx.place_of(row))
                )  # fmt: skip
    outcome = Outcome(findings=findings, used=used, subject="、".join(m.text for m in question.of("unit")))
    if not findings:
        outcome.status, outcome.message = "not_stated", "no_matters"
        outcome.values = {"name": outcome.subject}
    return outcome
