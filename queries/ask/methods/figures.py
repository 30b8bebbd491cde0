"""Figures of tables and codes of rule-making bodies."""

from __future__ import annotations

import re

from queries.ask.context import Context, Row
from queries.ask.entities import Entity
from queries.ask.grammar import Intent
from queries.ask.outcome import Finding, Outcome, nothing
from queries.ask.printing import decimal, number, shown
from queries.ask.question import Question
from queries.ask.similar import grams

_TOTAL = re.compile(
    r"合计|总计|总数|总任务|总共|全市|总的|一共|\btotals?\b|\boverall\b|\baltogether\b", re.IGNORECASE
)
_DIGITS = re.compile(r"(?<![\d〔])(\d{1,3})(?!\d)")
_LETTERS = re.compile(r"\b([A-Z]{3,6})\b")


def figure(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """Figures of target tables: of the units named, or the total, for the measures the question means."""
    rows = [row for row in ctx.rows("targets") if question.allows(ctx.place_of(row))]
    if not rows:
        return nothing("nothing_found")
    mentions = question.of("unit")
    measures = measures_meant(question, rows)
    findings: list[Finding] = []
    used: list[Entity] = []
    if mentions:
        for mention in mentions:
            entities = question.meant(mention)
            used.extend(entities)
            iris = {e.iri for e in entities}
            own = [row for row in rows if row.get("unit") in iris or row["unitText"] == mention.text]
            findings.extend(_findings(ctx, _of_measures(own, measures), mention.text))
    elif _TOTAL.search(question.text):
        totals = [row for row in rows if row.get("isTotal") == "true"]
        findings.extend(_findings(ctx, _of_measures(totals, measures), "合计"))
    outcome = Outcome(findings=findings, used=used, subject="、".join(m.text for m in mentions) or "合计")
    if not findings:
        outcome.status = "not_stated" if used else "no_match"
        outcome.message, outcome.values = "no_figure", {"name": outcome.subject}
    return outcome


def measures_meant(question: Question, rows: list[Row]) -> set[str]:
    """The measures whose words the question has; one all of whose words another also has is left out."""
    asked = grams(question.text)
    names = {row["measure"]: grams(row["measure"]) for row in rows}
    matched = {name: pairs & asked for name, pairs in names.items()}
    matched = {name: pairs for name, pairs in matched.items() if pairs}
    # 任务 stands in several names: a word that only one name has goes before it.
    single = {pair for pair in asked if sum(pair in pairs for pairs in names.values()) == 1}
    if any(pairs & single for pairs in matched.values()):
        matched = {name: pairs for name, pairs in matched.items() if pairs & single}
    best = {
        name
        for name, pairs in matched.items()
        if not any(pairs < other for label, other in matched.items() if label != name)
    }
    if len(best) > 1 and len({frozenset(matched[name]) for name in best}) == 1:
        # The same word stands in all of their names (任务): the title of the table tells.
        titled = {row["measure"]: len(grams(row.get("annexTitle", "")) & asked) for row in rows}
        best = {name for name in best if titled[name] == max(titled[other] for other in best)}
    if best:
        return best
    titles = {row["measure"]: grams(row.get("annexTitle", "")) for row in rows}
    scored = {name: len(pairs & asked) for name, pairs in titles.items()}
    top = max(scored.values(), default=0)
    return {name for name, score in scored.items() if score == top} if top >= 2 else set()


def _of_measures(rows: list[Row], measures: set[str]) -> list[Row]:
    return [row for row in rows if row["measure"] in measures]


def _findings(ctx: Context, rows: list[Row], group: str) -> list[Finding]:
    seen: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        seen.setdefault((row["document"], row["measure"], row["value"]), row)
    return [
        Finding(
            text=number(row["value"]),
            iri=row["node"],
            note=f"{row['unitText']} {row['measure']}"
            + (f"（{row['valueUnit']}）" if row.get("valueUnit") else ""),
            nodes=(row["node"],),
            group=group,
            place=ctx.place_of(row),
            number=decimal(row["value"]),
            about=row.get("annexTitle", ""),
        )
        for row in seen.values()
    ]


def code(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The code (or, where 登记号 or the format is asked for, the whole pattern) of the bodies named."""
    findings: list[Finding] = []
    used: list[Entity] = []
    whole = re.search(
        r"格式|怎么编|登记号(?!的?(?:代号|代码))|\bpatterns?\b|\bformats?\b", question.text, re.IGNORECASE
    )
    whole = whole if not re.search(r"代号|代码|\bcodes?\b", question.text, re.IGNORECASE) else None
    for mention in question.of("unit"):
        entities = question.meant(mention)
        used.extend(entities)
        for row in ctx.rows("registration-code-of-unit", {"unit": [e.iri for e in entities]}):
            if not question.allows(ctx.place_of(row)):
                continue
            text = row["codePattern"] if whole else shown(row["codePattern"], "code")
            findings.append(
                Finding(text, row["node"], f"{row['unitText']} {row['codePattern']}", (row["node"],),
                        group=mention.text, place=ctx.place_of(row), number=decimal(text))
            )  # fmt: skip
    names = "、".join(m.text for m in question.of("unit"))
    outcome = Outcome(findings=findings, used=used, subject=names)
    if not findings:
        outcome.status, outcome.message = "not_stated", "no_code"
        outcome.values = {"name": names or "".join(question.words)}
    return outcome


def code_unit(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """Which body has a code: two digits of the body, or the letters of a town."""
    wanted = ""
    digits, letters = _DIGITS.search(question.text), _LETTERS.search(question.text)
    rows = [row for row in ctx.rows("registration-codes") if question.allows(ctx.place_of(row))]
    if letters:
        rows = [row for row in rows if row["codePattern"].startswith(letters.group(1))]
    elif digits:
        wanted = digits.group(1).zfill(2)
        by_ordinal = re.search(r"序号", question.text)
        rows = [
            row
            for row in rows
            if (
                row.get("ordinal") == digits.group(1)
                if by_ordinal
                else shown(row["codePattern"], "code") == wanted
            )
        ]
    else:
        return nothing("no_code", name=question.text[:30])
    findings = [
        Finding(
            row["unitText"], row.get("unit", ""), row["codePattern"], (row["node"],), place=ctx.place_of(row)
        )
        for row in rows
    ]
    if re.search(r"序号", question.text) and re.search(r"代号|代码|\bcode\b", question.text):
        findings.extend(
            Finding(shown(row["codePattern"], "code"), row["node"], row["unitText"], (row["node"],),
                    place=ctx.place_of(row))
            for row in rows
        )  # fmt: skip
    outcome = Outcome(findings=findings)
    if not findings:
        outcome.status, outcome.message = "no_match", "no_code"
        outcome.values = {"name": letters.group(1) if letters else wanted}
    return outcome


def figure_units(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The units that a table of the measure asked about has figures for."""
    rows = [
        row
        for row in ctx.rows("targets")
        if question.allows(ctx.place_of(row)) and row.get("isTotal") != "true"
    ]
    measures = measures_meant(question, rows)
    by_unit: dict[str, Row] = {}
    for row in rows:
        if row["measure"] in measures:
            by_unit.setdefault(row["unitText"], row)
    findings = [
        Finding(
            text,
            row.get("unit", ""),
            f"{row['measure']} {row['value']}",
            (row["node"],),
            place=ctx.place_of(row),
            about=row.get("annexTitle", ""),
        )
        for text, row in by_unit.items()
    ]
    outcome = Outcome(findings=findings)
    if not findings:
        outcome.status, outcome.message = "no_match", "nothing_found"
    return outcome
