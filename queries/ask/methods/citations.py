"""What documents cite and what cites them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from queries.ask.context import Context, Row, first
from queries.ask.entities import DocumentEntity
from queries.ask.grammar import Intent
from queries.ask.methods.documents import documents_meant, documents_named, left_out, number_of
from queries.ask.outcome import Finding, Outcome, nothing
from queries.ask.question import Question
from queries.normalise import loose

_WANTS_NUMBERS = re.compile(r"文号|\bnumbers?\b", re.IGNORECASE)


_WANTS_TITLES = re.compile(
    r"标题|名称|题目|叫什么|\btitles?\b|\bnames? of\b|哪个办法|什么法|哪部|哪些法", re.IGNORECASE
)


_LAW = re.compile(r"法律|法规|条例|哪部法|什么法|哪些法|\blaws?\b|\bregulations?\b", re.IGNORECASE)


# A law or a regulation also where it was promulgated by a numbered order.
_LAWS = re.compile(r"(?:法|法典|条例|细则|规定)[》〉]?$")


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
    if relation == "basis":
        # What the document itself rests on, not what a row of its annex does.
        rows = [row for row in rows if "/附件" not in row.get("part", "")] or rows
    own = {d.notice for d in meant} | {
        d.iri for m in meant for d in ctx.index.documents.values() if d.notice == m.notice
    }
    numbers_only = bool(_WANTS_NUMBERS.search(question.marked))
    laws_only = bool(_LAW.search(question.marked)) and not numbers_only
    by_cited: dict[str, list[Row]] = {}
    for row in rows:
        if row["cited"] in own:
            continue
        if numbers_only and not row.get("citedNumber") and not number_of(ctx, row["cited"]):
            continue
        if laws_only and row.get("citedNumber") and not _LAWS.search(row.get("citedTitle", "")):
            continue
        by_cited.setdefault(row["cited"], []).append(row)
    findings = []
    for iri, several in by_cited.items():
        titles_wanted = (laws_only or _WANTS_TITLES.search(question.marked)) and not numbers_only
        number, title = (
            first(several[0], ["citedNumber"]) or number_of(ctx, iri),
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
    findings = _of_elsewhere(ctx, _without(_of_kind(findings, question), question), question)
    outcome = Outcome(findings=findings, used=list(meant), subject=meant[0].label)
    if not findings:
        outcome.status, outcome.message = "not_stated", "not_stated"
        outcome.values = {"document": meant[0].label}
    return outcome


_KIND = re.compile(
    r"(?:哪些|哪几|几)[^，。？]{0,4}?(办法|规定|意见|方案|纲要|通知)|(?:哪|什么|几)[^，。？]{0,4}?(法律|条例)"
)


def _of_kind(findings: list[Finding], question: Question) -> list[Finding]:
    """Where the question asks for documents of a kind (哪些条例), those whose titles say so."""
    asked = _KIND.search(question.marked)
    if asked is None:
        return findings
    kind = asked.group(1) or asked.group(2)
    ending = "(?:法|法典)" if kind == "法律" else kind
    own = [f for f in findings if any(_ends(title, ending) for title in (f.text, f.note))]
    return own or findings


def _ends(title: str, kind: str) -> bool:
    return re.search(rf"{kind}[〉》）)]*(?:的通知)?$", re.sub(r"（[^（）]*）$", "", title)) is not None


def _of_parts(rows: list[Row], meant: Sequence[DocumentEntity]) -> list[Row]:
    """The citations that stand in the instrument meant, where a notice prints several."""
    parts = [d.iri for d in meant if d.iri != d.notice]
    if len(parts) != len(meant):
        return rows
    inside = [
        row for row in rows if any((row.get("part", "") + "/").startswith(part + "/") for part in parts)
    ]
    return inside or rows


def _of_elsewhere(ctx: Context, findings: list[Finding], question: Question) -> list[Finding]:
    """Where the question names a place without a gazette here (根据某省的哪个文件), its documents."""
    for words, levels in _LEVELS:
        if words.search(question.text):
            own = [f for f in findings if levels.search(f"{ctx.index.jurisdiction_of(f.iri)} {f.text}")]
            return own or findings
    named = [m.value for m in question.mentions if m.kind == "place"]
    away = [place for place in named if place not in ctx.index.jurisdictions]
    short = [re.sub(r"(?:省|市|县|区|自治区)$", "", place) for place in away]
    own = [
        f
        for f in findings
        if ctx.index.jurisdiction_of(f.iri) in away or any(name in f.note + f.text for name in short)
    ]
    return own or findings


# 依据的省政府文件: whose document is meant, told by its place and the head of its number.
_LEVELS = (
    (
        re.compile(r"省(?:级|里|政府|委)(?:的)?[^，。？]{0,4}文件|provincial", re.IGNORECASE),
        re.compile(r"省 |^\S* 湘"),
    ),
    (
        re.compile(
            r"国务院[^，。？]{0,4}文件|国家(?:级|层面)?(?:的)?文件|state council|national", re.IGNORECASE
        ),
        re.compile(r"^国家 |^\S* 国"),
    ),
)


def _without(findings: list[Finding], question: Question) -> list[Finding]:
    """Without what the question leaves out (除…外, apart from …)."""
    excepted = {e.iri for m in question.mentions if left_out(m, question) for e in m.entities}
    return [f for f in findings if f.iri not in excepted]


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
        number, title = (
            first(rows[0], ["citedNumber"]) or number_of(ctx, iri),
            first(rows[0], ["citedTitle"]),
        )
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
    meant = documents_named(ctx, question, named[:1])
    if isinstance(meant, Outcome):
        return meant
    rows = _of_parts(ctx.rows("cites", {"document": [d.notice for d in meant]}), meant)
    wanted = {e.iri for e in named[1].entities}
    key = loose(named[1].value)
    hits = [
        row
        for row in rows
        if row["cited"] in wanted or (len(key) > 2 and key in loose(row.get("citedTitle", "")))
    ]
    finding = Finding(
        text="是" if hits else "否",
        iri=meant[0].iri,
        note=named[1].text,
        nodes=tuple(row["node"] for row in hits[:4]),
        place=meant[0].jurisdiction,
    )
    return Outcome(findings=[finding], used=list(meant), subject=meant[0].label)
