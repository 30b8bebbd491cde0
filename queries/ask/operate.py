"""What a question wants done with what was found: count, compare, yes or no, what two have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from queries.ask.grammar import Intent
from queries.ask.outcome import Finding, Outcome
from queries.ask.printing import number
from queries.ask.question import Question
from queries.normalise import chinese_number, loose

_MOST_NODES = 40
# A number with what it counts, or alone: 统一 and 三送三解 are words.
_NUMBERS = re.compile(
    r"(\d[\d,]*(?:\.\d+)?|[零一二两三四五六七八九十百千]+)\s*([万亿]?)"
    r"(?=\s*(?:[年个月日天周人元项名位次件家户亩吨%％]|$))"
)
_SCALES = {"万": 10**4, "亿": 10**8}
_WHICH = re.compile(r"哪|谁|\bwhich\b|\bwho\b", re.IGNORECASE)


def operate(question: Question, intent: Intent, outcome: Outcome) -> Outcome:
    """``outcome`` after the operations the question asks for."""
    if outcome.settled or outcome.status not in ("answered", "not_stated"):
        return outcome
    operations = question.operations
    by_group = _groups(outcome.findings)
    comparable = all(f.number is not None for f in outcome.findings)
    if outcome.status == "answered" and (intent.countable or intent.style == "number" or comparable):
        cited_by_one = intent.method == "citing" and len(question.of("document")) < 2
        if "joint" in operations and len(by_group) > 1 and not cited_by_one:
            return _joint(outcome, by_group, "count" in operations)
        if len(by_group) > 1 and (
            "more" in operations or "fewer" in operations or "difference" in operations
        ):
            return _compared(question, intent, outcome, by_group)
    if outcome.status == "answered" and "same" in operations and len(by_group) > 1:
        return _same(outcome, by_group)
    summable = len(by_group) > 1 and all(f.number is not None for f in outcome.findings)
    if outcome.status == "answered" and "sum" in operations and summable and not intent.countable:
        return _summed(outcome)
    if "yes_no" in operations and "count" not in operations:
        return _yes_or_no(question, intent, outcome)
    ranked = intent.method == "ranking" and {"most", "least"} & operations
    if outcome.status == "answered" and intent.countable and "count" in operations and not ranked:
        return _counted(outcome, by_group, "each" in operations)
    return outcome


def _summed(outcome: Outcome) -> Outcome:
    total = sum((f.number for f in outcome.findings if f.number is not None), Decimal(0))
    parts = "＋".join(f.text for f in outcome.findings)
    outcome.findings = [Finding(number(str(total)), note=parts, nodes=_nodes(outcome.findings), number=total)]
    return outcome


def _groups(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.group, []).append(finding)
    return groups


def _nodes(findings: Sequence[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(node for f in findings for node in f.nodes))[:_MOST_NODES]


def _counted(outcome: Outcome, groups: dict[str, list[Finding]], each: bool) -> Outcome:
    """The number of findings, for each thing asked about where there are several."""
    if each and len(groups) > 1:
        outcome.findings = [_number(len(several), several, group) for group, several in groups.items()]
    else:
        distinct = {(f.iri, f.text) for f in outcome.findings}
        outcome.findings = [_number(len(distinct), outcome.findings, "")]
    return outcome


def _number(count: int, findings: Sequence[Finding], group: str) -> Finding:
    names = "、".join(dict.fromkeys(f.text for f in findings))
    return Finding(
        text=str(count),
        note=f"{group}：{names}"[:300] if group else names[:300],
        nodes=_nodes(findings),
        group=group,
        place=findings[0].place if findings else "",
        number=Decimal(count),
        look_for=tuple(f.text for f in findings[:1]),
    )


def _joint(outcome: Outcome, groups: dict[str, list[Finding]], count: bool) -> Outcome:
    """Only what all the things asked about have in common."""
    shared = set.intersection(*({f.text for f in several} for several in groups.values()))
    kept: dict[str, Finding] = {}
    for finding in outcome.findings:
        if finding.text in shared:
            known = kept.get(finding.text)
            kept[finding.text] = (
                replace(known, nodes=(*known.nodes, *finding.nodes)) if known else replace(finding, group="")
            )
    outcome.findings = list(kept.values())
    if not outcome.findings:
        outcome.status, outcome.message = "no_match", "nothing_in_common"
        return outcome
    if count:
        outcome.findings = [_number(len(kept), list(kept.values()), "")]
    return outcome


def _same(outcome: Outcome, groups: dict[str, list[Finding]]) -> Outcome:
    """是 or 否: whether the things asked about have the same answer."""
    texts = [{loose(f.text) for f in several} for several in groups.values()]
    note = "；".join(f"{group}：{'、'.join(f.text for f in several)}" for group, several in groups.items())
    same = all(one == texts[0] for one in texts)
    outcome.findings = [Finding("是" if same else "否", note=note[:300], nodes=_nodes(outcome.findings))]
    return outcome


def _compared(
    question: Question, intent: Intent, outcome: Outcome, groups: dict[str, list[Finding]]
) -> Outcome:
    """Which of several has more (or fewer): its name, with the numbers where they are asked for."""
    values: dict[str, Decimal] = {}
    for group, several in groups.items():
        figures = [f.number for f in several if f.number is not None]
        is_figure = len(several) == 1 and figures and (intent.style == "number" or not intent.countable)
        values[group] = figures[0] if is_figure else Decimal(len({f.text for f in several}))
    pick = min if "fewer" in question.operations else max
    edge = pick(values.values())
    winners = [group for group, value in values.items() if value == edge]
    numbers = [
        Finding(
            number(str(values[group])),
            note=group,
            nodes=_nodes(groups[group]),
            group=group,
            number=values[group],
        )
        for group in groups
    ]
    named = [
        Finding(group, iri=groups[group][0].iri, note=number(str(values[group])), nodes=_nodes(groups[group]))
        for group in winners
    ]
    if "difference" in question.operations:
        gap = max(values.values()) - min(values.values())
        everything = [f for several in groups.values() for f in several]
        apart = Finding(
            number(str(gap)),
            note="、".join(f"{g} {number(str(v))}" for g, v in values.items()),
            nodes=_nodes(everything),
        )
        which = named if len(winners) < len(groups) and _WHICH.search(question.text) else []
        outcome.findings = [*which, apart]
        return outcome
    if len(winners) == len(groups):
        outcome.findings = [Finding("一样多", note=number(str(edge)), nodes=_nodes(outcome.findings))]
        return outcome
    wants_numbers = "each" in question.operations or "count" in question.operations or "多少" in question.text
    outcome.findings = [*named, *(numbers if wants_numbers else [])]
    return outcome


def _holds_words(question: Question, outcome: Outcome) -> Outcome:
    """是 or 否 by the words of the question: whether a figure among them is that of a finding. Other words
    stand in what was found (``account``), or it would not be answered: they hold."""
    said = [loose(word) for word in question.words if len(word) > 1]
    if not said or outcome.status != "answered":
        return outcome
    figures = {value for word in said for value in _values(word)}
    if figures:
        hits = [f for f in outcome.findings if figures & _values(f.text)]
    else:
        own = [f for f in outcome.findings if any(loose(f.text) in w or w in loose(f.text) for w in said)]
        hits = own or outcome.findings
    note = "、".join(f.text for f in outcome.findings)[:200]
    outcome.findings = [
        Finding(
            "是" if hits else "否",
            note=note,
            nodes=_nodes(hits or outcome.findings),
            place=outcome.findings[0].place,
        )
    ]
    return outcome


def _values(text: str) -> set[Decimal]:
    """The numbers written in ``text``, in figures or in words (两年, 4万)."""
    values = set()
    for written, scale in _NUMBERS.findall(text):
        whole = Decimal(written.replace(",", "")) if written[0].isdecimal() else chinese_number(written)
        if whole is not None:
            values.add(Decimal(whole) * _SCALES.get(scale, 1))
    return values


def _yes_or_no(question: Question, intent: Intent, outcome: Outcome) -> Outcome:
    """是 or 否 where the question names what it asks about; else the findings as they are."""
    if intent.style == "verdict":
        return outcome
    named = [m for m in question.mentions if m.kind in ("unit", "person", "document", "item")]
    texts = {loose(f.text) for f in outcome.findings}
    iris = {f.iri for f in outcome.findings}
    consumed = set(intent.needs)
    # What the method was asked about is not what is to be confirmed of it, unless it is what was found.
    found = {f.iri for f in outcome.findings if any(loose(f.text) == loose(e.label) for e in outcome.used)}
    about = {entity.iri for entity in outcome.used} - found if outcome.findings else set()
    asked = [m for m in named if m.kind not in consumed and not any(e.iri in about for e in m.entities)]
    if not asked and consumed:
        asked = named[len(consumed) :]
    if not asked:
        return _holds_words(question, outcome)
    holds = [
        m
        for m in asked
        if any(e.iri in iris for e in m.entities)
        or loose(m.text) in texts
        or any(value in texts for value in m.value.split(","))
    ]
    yes = len(holds) == len(asked)
    shown = [
        f for f in outcome.findings if f.iri in {e.iri for m in asked for e in m.entities}
    ] or outcome.findings
    verdict = Finding(
        "是" if yes else "否",
        note="、".join(f.text for f in outcome.findings)[:200],
        nodes=_nodes(shown) or outcome.proof,
        place=outcome.findings[0].place if outcome.findings else "",
    )
    outcome.findings, outcome.status = [verdict], "answered"
    return outcome
