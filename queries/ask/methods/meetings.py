"""Meetings: who took part, when and under whom, what was on the agenda."""

from __future__ import annotations

import re
from collections.abc import Mapping

from queries.ask.context import Context, Row
from queries.ask.entities import Entity, MeetingEntity
from queries.ask.grammar import Intent
from queries.ask.methods.people import abbreviates
from queries.ask.outcome import Finding, Outcome, nothing
from queries.ask.printing import shown
from queries.ask.question import Question
from queries.ask.similar import Similar, grams
from queries.normalise import loose

_KINDS = (
    ("邀请列席", r"邀请|受邀|\binvited?\b"),
    ("汇报", r"汇报|作了?报告|\breport(?:ed|s)?\b"),
    ("请假", r"请假|\bon leave\b"),
    ("记录", r"记录|\bminutes? (?:taker|by)\b|\btook (?:the )?minutes\b|\brecord(?:ed|er|s)?\b"),
    ("列席", r"列席|\bsat in\b|\bnon-voting\b|\bobserv\w+|\bin attendance\b"),
    ("出席", r"出席|\battend(?:ed|s|ing|ees?)?\b|\bpresent\b"),
)
_ABSENT = re.compile(
    r"没有?(?:来|出席|参加)|未(?:出席|参加)|缺席"
    r"|\babsent\b|\bdid not attend\b|\bmissed\b|\bnot (?:attend|present)\b",
    re.IGNORECASE,
)
# Who took part in every one of several meetings.
_EVERY = re.compile(
    r"(?:[二两三四五六]次|每次|各次|所有|全部)[^，。？]{0,8}(?:都|均|全)|每次(?:会议)?都|\b(?:all|every|each)\b",
    re.IGNORECASE,
)
_VERBS = ("审议", "学习", "听取", "研究", "传达")
# 研究了哪些议题 means every item, 研究了哪些工作 those that were studied.
_ANY_ITEM = re.compile(r"研究[^，。？]{0,6}(?:议题|议程|内容|事情)|(?:议题|议程)[^，。？]{0,4}研究")
_NOUNS = {
    "法律": r"法$",
    "法规": r"(?:法|条例)$",
    "条例": r"条例$",
    "方案": r"方案$",
    "协议": r"协议$",
    "办法": r"办法$",
}


def meetings_meant(ctx: Context, question: Question, by_words: bool = False) -> list[MeetingEntity] | Outcome:
    """The meetings named by number within the scope; all of them where none is named. ``by_words`` also takes
    the meeting that dealt with what the question describes."""
    held = [m for m in ctx.index.meetings if question.allows(m.jurisdiction)]
    mentions = question.of("meeting")
    if not mentions:
        described = which(ctx, question, None) if by_words and question.words and len(held) > 1 else None
        about = {f.iri for f in described.findings} if described is not None else set()
        return [m for m in held if m.iri in about] or held
    numbers = [int(n) for mention in mentions for n in mention.value.split(",") if n]
    found = [m for m in held if m.number in numbers]
    missing = [n for n in numbers if all(m.number != n for m in found)]
    if missing:
        known = "、".join(f"第{m.number}次" for m in sorted(held, key=lambda m: m.number))
        return nothing("no_meeting", number=str(missing[0]), known=known or "—")
    return found


def attendance(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """Who took part: by meeting, kind of attendance, unit represented; or for whom a person did."""
    meant = meetings_meant(ctx, question)
    if isinstance(meant, Outcome):
        return meant
    rows = _rows(ctx, meant)
    kinds = _kinds(question)
    if _ABSENT.search(question.text):
        return _absent(ctx, question, meant, rows)
    people, units = question.of("person"), question.of("unit")
    if kinds:
        # A unit's people sit in (列席) where members attend (出席); who “attended” for it is asked loosely.
        wanted_units = {e.iri for m in units for e in question.meant(m)}
        strict = [row for row in rows if row["kind"] in kinds]
        if wanted_units and not any(row.get("unit") in wanted_units for row in strict):
            strict = [row for row in rows if row["kind"] in ("出席", "列席", "邀请列席")]
        rows = strict
    used: list[Entity] = list(meant) if question.has("meeting") else []
    if people:
        if kinds == ["列席"]:
            rows = [row for row in _rows(ctx, meant) if row["kind"] in ("列席", "邀请列席")]
        wanted = {e.iri for m in people for e in question.meant(m)}
        used.extend(e for m in people for e in question.meant(m))
        own = [row for row in rows if row["official"] in wanted]
        if not own:
            return Outcome(
                "not_stated", message="not_present", used=used, proof=tuple(row["node"] for row in rows)[:12],
                values={"name": people[0].text, "meeting": _label(meant)},
            )  # fmt: skip
        if intent.options.get("answer") == "meeting":
            return _meetings(ctx, own, used)
        if intent.options.get("answer") == "unit":
            return _units(ctx, own, used)
        rows = own
    if units:
        wanted = {e.iri for m in units for e in question.meant(m)}
        used.extend(e for m in units for e in question.meant(m))
        rows = [row for row in rows if row.get("unit") in wanted]
    if len(meant) > 1 and _EVERY.search(question.text):
        of: dict[str, set[str]] = {}
        for row in rows:
            of.setdefault(row["official"], set()).add(row["meeting"])
        rows = [row for row in rows if len(of[row["official"]]) == len(meant)]
    findings = _people(ctx, rows)
    outcome = Outcome(findings=findings, used=used, subject=_label(meant))
    if not findings:
        outcome.status, outcome.message = "not_stated", "not_present"
        outcome.values = {
            "name": "、".join(m.text for m in units) or "、".join(kinds),
            "meeting": _label(meant),
        }
    return outcome


def _rows(ctx: Context, meant: list[MeetingEntity]) -> list[Row]:
    numbers = sorted({str(m.number) for m in meant})
    wanted = {m.iri for m in meant}
    rows = ctx.rows("meeting-attendance", {"meeting": numbers}) if numbers else []
    return [row for row in rows if row["document"] in wanted or row.get("meetingNode") in wanted]


def _kinds(question: Question) -> list[str]:
    text = question.text
    found = [kind for kind, words in _KINDS if re.search(words, text, re.IGNORECASE)]
    return found[:1] if "邀请列席" in found else found


def _label(meant: list[MeetingEntity]) -> str:
    return "、".join(f"第{m.number}次会议" for m in meant[:4])


def _people(ctx: Context, rows: list[Row]) -> list[Finding]:
    by_person: dict[str, list[Row]] = {}
    for row in rows:
        by_person.setdefault(row["official"], []).append(row)
    return [
        Finding(
            text=several[0]["name"],
            iri=iri,
            note=" ".join(filter(None, (several[0].get("unitText", ""), several[0]["kind"]))),
            nodes=tuple(dict.fromkeys(row["node"] for row in several)),
            place=ctx.place_of(several[0]),
            look_for=(several[0]["name"],),
        )
        for iri, several in by_person.items()
    ]


def _meetings(ctx: Context, rows: list[Row], used: list[Entity]) -> Outcome:
    findings: dict[str, Finding] = {}
    for row in rows:
        findings.setdefault(
            row["meeting"],
            Finding(f"第{row['meeting']}次", row.get("meetingNode", ""), row["kind"], (row["node"],),
                    place=ctx.place_of(row), look_for=(row["name"],)),
        )  # fmt: skip
    return Outcome(findings=list(findings.values()), used=used, subject=rows[0]["name"])


def _units(ctx: Context, rows: list[Row], used: list[Entity]) -> Outcome:
    found = {row["unitText"]: row for row in rows if row.get("unitText")}
    found = {text: row for text, row in found.items() if not any(abbreviates(text, other) for other in found)}
    findings = [
        Finding(text, row.get("unit", ""), row["name"], (row["node"],), place=ctx.place_of(row))
        for text, row in found.items()
    ]
    if findings:
        return Outcome(findings=findings, used=used, subject=rows[0]["name"])
    return Outcome("not_stated", message="not_stated", values={"document": rows[0]["name"]}, used=used)


def _absent(ctx: Context, question: Question, meant: list[MeetingEntity], rows: list[Row]) -> Outcome:
    """Members who attended other meetings of the same body but not this one."""
    every = _rows(ctx, [m for m in ctx.index.meetings if question.allows(m.jurisdiction)])
    members = {row["official"]: row for row in every if row["kind"] == "出席"}
    present = {row["official"] for row in rows if row["kind"] == "出席"}
    shown_by = tuple(row["node"] for row in rows if row["kind"] == "出席")[:2]
    findings = [
        Finding(row["name"], iri, "", shown_by, place=ctx.place_of(row))
        for iri, row in members.items()
        if iri not in present
    ]
    outcome = Outcome(findings=findings, used=list(meant), subject=_label(meant))
    if not findings:
        outcome.status, outcome.message = "no_match", "nothing_found"
    return outcome


def fact(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """When a meeting was held or who chaired it (``options.property`` ∈ heldOn, chair)."""
    meant = meetings_meant(ctx, question, by_words=True)
    if isinstance(meant, Outcome):
        return meant
    wanted = {m.iri: m for m in meant}
    column = str(intent.options["property"])
    findings = []
    for row in ctx.rows("meetings"):
        meeting = wanted.get(row["meeting"])
        if meeting is None or not row.get(column):
            continue
        text = shown(row[column], "date" if column == "heldOn" else "text")
        findings.append(
            Finding(text, row["meeting"], f"第{meeting.number}次", (row["node"],), group=str(meeting.number),
                    place=meeting.jurisdiction, look_for=(text, f"第{meeting.number}次"))
        )  # fmt: skip
    outcome = Outcome(findings=findings, used=list(meant), subject=_label(meant))
    if not findings:
        outcome.status, outcome.message = "not_stated", "nothing_found"
    return outcome


def agenda(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The items of the agenda, narrowed to what was reviewed, studied, heard or learned."""
    meant = meetings_meant(ctx, question)
    if isinstance(meant, Outcome):
        return meant
    wanted = {m.iri: m for m in meant}
    rows = [row for row in ctx.rows("agendas") if row["meeting"] in wanted]
    if question.has("unit") and re.search(r"汇报|\breport", question.text):
        values = {"document": _label(meant)}
        return Outcome("not_stated", message="not_stated", values=values, used=list(meant))
    verbs = [verb for verb in _VERBS if verb in question.text]
    if verbs == ["研究"] and _ANY_ITEM.search(question.text):
        verbs = []
    if verbs:
        begins = [row for row in rows if row["agenda"].startswith(tuple(verbs))]
        rows = begins or [row for row in rows if any(verb in row["agenda"] for verb in verbs)]
    noun = next((pattern for word, pattern in _NOUNS.items() if word in question.text), "")
    findings: list[Finding] = []
    for row in rows:
        meeting = wanted[row["meeting"]]
        texts = [row["agenda"]]
        if noun:
            texts = [t for t in re.findall(r"《([^《》]+)》", row["agenda"]) if re.search(noun, t)]
        findings.extend(
            Finding(
                t,
                row["meeting"],
                f"第{meeting.number}次",
                (row["node"],),
                group=f"第{meeting.number}次",
                place=meeting.jurisdiction,
                look_for=_as_printed(t),
            )
            for t in texts
        )
    outcome = Outcome(findings=findings, used=list(meant), subject=_label(meant))
    if not findings:
        outcome.status, outcome.message = "not_stated", "nothing_found"
    return outcome


# 会议学习了密码法: what the meeting did with it is not what it is about.
_MEETING_VERB = re.compile(
    r"^(?:(?:常务)?会议?(?:上|中)?)?(?:传达学习|学习|审议|研究|听取|讨论|传达|通过)(?:并通过)?(?:了|过)?|^(?:常务)?会议"
)


def _as_printed(item: str) -> tuple[str, ...]:
    """Forms in which an item of the agenda may be printed: one verb stands before several of them."""
    bare = re.sub(rf"^(?:传达)?(?:{'|'.join(_VERBS)})", "", item)
    return tuple(dict.fromkeys((item, bare, re.sub(r"(?:相关|有关)?(?:情况)?(?:汇报|工作)$", "", bare))))


def which(ctx: Context, question: Question, intent: Intent | None) -> Outcome:
    """Which meeting was held then, or dealt with what the question describes: by its agenda, else by what it
    decided."""
    words = [_MEETING_VERB.sub("", word) for word in question.words if word != "召开"] + [
        m.text for m in question.mentions if m.kind in ("unit", "title", "document")
    ]
    meetings = {m.iri: m for m in ctx.index.meetings if question.allows(m.jurisdiction)}
    days = next((m.days for m in question.of("date") if m.days), None)
    if days and not "".join(words):
        return _held(ctx, meetings, days[0].isoformat(), days[1].isoformat())
    asked = grams(" ".join(words))
    best: tuple[float, list[Row], str] = (0.0, [], "")
    for query, column in (("agendas", "agenda"), ("resolutions", "text")):
        rows = [row for row in ctx.rows(query) if row["meeting"] in meetings]
        scored = [(len(grams(row[column]) & asked) / max(1, len(asked)), row) for row in rows]
        top = max((score for score, _ in scored), default=0.0)
        if top > best[0] + 0.15:
            best = (top, [row for score, row in scored if score >= top - 0.01], column)
    if best[0] < 0.5:
        return nothing("no_meeting_about", name="".join(words)[:30])
    findings: dict[str, Finding] = {}
    for row in best[1]:
        meeting = meetings[row["meeting"]]
        look = (row[best[2]],) if best[2] == "agenda" else ()
        findings.setdefault(
            row["meeting"],
            Finding(f"第{meeting.number}次", row["meeting"], row[best[2]][:60], (row["node"],),
                    place=meeting.jurisdiction, look_for=look),
        )  # fmt: skip
    return Outcome(findings=list(findings.values()), used=[])


def _held(ctx: Context, meetings: Mapping[str, MeetingEntity], first: str, last: str) -> Outcome:
    """The meetings held from the ``first`` to the ``last`` day."""
    findings = [
        Finding(f"第{meetings[row['meeting']].number}次", row["meeting"], shown(row["heldOn"], "date"),
                (row["node"],), place=meetings[row["meeting"]].jurisdiction,
                look_for=(shown(row["heldOn"], "date"),))
        for row in ctx.rows("meetings")
        if row["meeting"] in meetings and first <= row.get("heldOn", "") <= last
    ]  # fmt: skip
    known = "、".join(sorted(shown(m.held, "date") for m in meetings.values() if m.held))
    return Outcome(findings=findings) if findings else nothing("no_meeting_then", known=known or "—")


def similar_rows(rows: list[Row], column: str) -> Similar[Entity]:
    """Rows that can be found by the words of one of their columns; the entity's IRI is the row's number."""
    return Similar([(Entity(str(n), "row", row[column]), loose(row[column])) for n, row in enumerate(rows)])
