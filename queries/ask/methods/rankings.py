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
                about=" ".join(filter(None, (row.get("measure", ""), row.get("annexTitle", "")))),
            )
        )
    bounded = _AT_LEAST.search(question.text) and not {"most", "least"} & question.operations
    if bounded and "count" in question.operations and findings and not intent.countable:
        return Outcome(findings=[_how_many(findings)])
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


def _how_many(findings: list[Finding]) -> Finding:
    """How many reach a bound (四万人以上的镇有几个): their number, with their names beside it."""
    return Finding(
        str(len(findings)),
        note="、".join(f.text for f in findings),
        nodes=tuple(dict.fromkeys(node for f in findings for node in f.nodes)),
        place=findings[0].place,
        number=Decimal(len(findings)),
        look_for=tuple(f.text for f in findings),
        about=findings[0].about,
    )


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


_SIZE = re.compile(
    r"(不止|超过|多于|至少|只有|仅有|只|仅|more than|at least|only)?\s*"
    r"([0-9]+|[一二两三四五六]|one|two|three|four|多)\s*"
    r"(?:个|家|名|位|人)?(及?以上|或更多|or more)?",
    re.IGNORECASE,
)


_ROLES_OF_ITEMS = ("lead", "provincialLead", "cityLeader", "responsiblePerson")


def items_by_size(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The items of a list with so many assignees in the role asked about."""
    edge = {"most", "least"} & question.operations
    clause = re.search(str(intent.options["clause"]), question.marked, re.IGNORECASE)
    size = _SIZE.search(clause.group(0)) if clause else None
    if size is None and not edge:
        return nothing("which_matter", status="not_understood")
    role = next((r for r in question.role_names() if r in _ROLES_OF_ITEMS), "lead")
    listed = ctx.index.matters.get("IncentiveItem", [])
    matters = {m.iri: m for m in listed if question.allows(m.jurisdiction)}
    if not matters:
        return nothing("nothing_found")
    by_item: dict[tuple[str, int], list[Row]] = {}
    for row in ctx.rows("responsibilities", {"matter": list(matters)}):
        if row["role"].endswith(f"/{role}"):
            matter = matters[row["matter"]]
            by_item.setdefault((matter.document, matter.item or 0), []).append(row)
    counts = {key: len({row["assignee"] for row in rows}) for key, rows in by_item.items()}
    if edge:
        at = min(counts.values()) if "least" in edge else max(counts.values())
        fits = {key for key, count in counts.items() if count == at}
    else:
        fits = {key for key, count in counts.items() if size and _of_size(size, count)}
    findings = []
    for key, rows in sorted(by_item.items()):
        if key in fits:
            number_of_item, one = key[1], rows[0]
            names_of = "、".join(dict.fromkeys(row["assigneeText"] for row in rows))
            findings.append(
                Finding(str(number_of_item), one["matter"], names_of, (one["node"],), place=ctx.place_of(one),
                        number=Decimal(number_of_item))
            )  # fmt: skip
    return Outcome(findings=findings) if findings else nothing("nothing_found")


def _of_size(size: re.Match[str], count: int) -> bool:
    """Whether so many are what the words say: 两个 exactly, 两个以上 at least, 不止一个 more."""
    word, written = (size.group(1) or "").casefold(), size.group(2)
    wanted = int(_value(written)) if written != "多" else 2
    if word in ("不止", "超过", "多于", "more than"):
        return count > wanted
    if word in ("至少", "at least") or size.group(3) or written == "多":
        return count >= wanted
    return count == wanted


def _detail(ctx: Context, row: Row, intent: Intent) -> list[str]:
    query = str(intent.options.get("detail", ""))
    if not query or not row.get("key"):
        return []
    params = {str(intent.options["detail_key"]): row["key"]}
    if row.get("role"):
        params["role"] = row["role"]
    return list(dict.fromkeys(r["node"] for r in ctx.rows(query, params) if r.get("node")))[:40]
