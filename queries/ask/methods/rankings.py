"""Most, least, only so many: counting over everybody, not over one that the question names."""

from __future__ import annotations

import re
from decimal import Decimal

from queries.ask.context import Context, Row, first
from queries.ask.grammar import Intent
from queries.ask.methods.figures import measures_meant
from queries.ask.outcome import Finding, Outcome, nothing
from queries.ask.printing import decimal, number
from queries.ask.question import Question
from queries.normalise import chinese_number

_COUNT = r"(\d+(?:\.\d+)?\s*[万亿]?|[一二两三四五六七八九十]+|one|two|three|four|five)"
_EXACT = re.compile(
    rf"(?:只|仅|恰好|正好|only|exactly|just)[^0-9零一二两三四五六七八九十]{{0,12}}{_COUNT}", re.IGNORECASE
)
_AT_LEAST = re.compile(
    rf"{_COUNT}\s*(?:个|项|种|类|次|家|人|名)?(?:及|或)?以上"
    rf"|(?:不少于|至少|超过|多于|达到|at least|more than|over)[^0-9零一二两三四五六七八九十]{{0,4}}{_COUNT}",
    re.IGNORECASE,
)
_MORE_THAN = re.compile(r"超过|多于|more than|\bover\b", re.IGNORECASE)
_ENGLISH = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}


def ranking(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The first, the last, or those with exactly so many, of a query of labels and counts.

    Options: ``label`` and ``count`` columns, ``key`` the counted thing's IRI, ``role`` a fixed role or
    ``measure`` true for figures, ``detail`` the query (``detail_key`` its parameter) that gives the lines.
    """
    rows = _counted(ctx, question, intent)
    if not rows:
        return nothing("nothing_found")
    kept = _kept(rows, question)
    findings = []
    for row in kept:
        findings.append(
            Finding(
                text=row["label"],
                iri=row.get("key", ""),
                note=row["count"],
                nodes=tuple(_detail(ctx, row, intent)) or tuple(filter(None, (row.get("node", ""),))),
                place=ctx.place_of(row),
                number=decimal(row["count"]),
            )
        )
    if re.search(r"多少|几[项个种次]|how many|各|and how", question.text) and not _EXACT.search(
        question.text
    ):
        extra = {f.note for f in findings}
        findings.extend(
            Finding(n, nodes=findings[0].nodes, note="", place=findings[0].place) for n in sorted(extra)
        )
    outcome = Outcome(findings=findings)
    if not findings:
        outcome.status, outcome.message = "no_match", "nothing_found"
    return outcome


def _counted(ctx: Context, question: Question, intent: Intent) -> list[Row]:
    options = intent.options
    params: dict[str, str] = {}
    role = str(options.get("role", ""))
    if role == "asked":
        named = [r for r in question.role_names() if r in options.get("roles", [])]
        role = named[0] if named else str(options.get("default_role", ""))
    if role:
        params["role"] = role
    rows = [row for row in ctx.rows(intent.query, params) if question.allows(ctx.place_of(row))]
    if options.get("actions"):
        wanted_action = "Removal" if re.search(r"免|remov", question.text) else "Appointment"
        rows = [row for row in rows if row["action"].endswith(wanted_action)]
    if options.get("measure"):
        rows = [row for row in rows if row.get("isTotal") != "true"]
        wanted = measures_meant(question, rows)
        rows = [row for row in rows if row["measure"] in wanted]
    out = []
    for row in rows:
        label = first(row, str(options["label"]).split("|"))
        count = number(row[str(options["count"])])
        out.append({**row, "label": label, "count": count, "key": row.get(str(options.get("key", "")), "")})
    return out


def _kept(rows: list[Row], question: Question) -> list[Row]:
    exact, least = _EXACT.search(question.text), _AT_LEAST.search(question.text)
    if exact and "only" in question.operations:
        wanted = _value(exact.group(1))
        return [row for row in rows if decimal(row["count"]) == wanted]
    if least and not ("most" in question.operations or "least" in question.operations):
        bound = _value(least.group(1) or least.group(2))
        strict = _MORE_THAN.search(question.text) is not None
        return [
            row
            for row in rows
            if (c := decimal(row["count"])) is not None and (c > bound if strict else c >= bound)
        ]
    values = [c for row in rows if (c := decimal(row["count"])) is not None]
    edge = min(values) if "least" in question.operations else max(values)
    return [row for row in rows if decimal(row["count"]) == edge]


def _value(written: str) -> Decimal:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([万亿]?)", written)
    if match:
        return Decimal(match.group(1)) * {"": 1, "万": 10_000, "亿": 100_000_000}[match.group(2)]
    return Decimal(_ENGLISH.get(written.casefold()) or chinese_number(written) or 0)


def _detail(ctx: Context, row: Row, intent: Intent) -> list[str]:
    query = str(intent.options.get("detail", ""))
    if not query or not row.get("key"):
        return []
    params = {str(intent.options["detail_key"]): row["key"]}
    if row.get("role"):
        params["role"] = row["role"]
    return list(dict.fromkeys(r["node"] for r in ctx.rows(query, params) if r.get("node")))[:40]
