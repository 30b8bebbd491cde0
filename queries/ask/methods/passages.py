"""Answers that stand in running text: figures and decisions found by the words around them."""

from __future__ import annotations

import re

from queries.ask.context import Context, Row
from queries.ask.entities import Entity
from queries.ask.grammar import Intent
from queries.ask.outcome import Finding, Outcome, nothing
from queries.ask.question import Question
from queries.ask.similar import grams

_BOUNDS = re.compile(
    r"^(?:一般)?(?:不少于|不低于|不超过|不得超过|不高于|至少|最高|最低|最多|最长|最短|超过|低于|高于)|(?:（含）)?(?:以上|以下|以内|之内)$"
)
_ENOUGH = 0.5
# What is measured tells in which units: who asks for funds does not mean a number of places.
_KINDS = (
    (re.compile(r"经费|资金|补贴|奖励|金额|费用|概算|投资|多少钱|元|补助|资助|贷款|奖金|手续费|\b(?:yuan|fund|funds|budget|subsid\w+|cost|reward|fee)\b", re.I), ("元", "美元")),
    (re.compile(r"几年|多少年|多久|多长时间|期限|几个?月|几天|多少天|工作日|几日|how long|\b(?:years|days|months)\b", re.I), ("年", "月", "日", "天", "工作日", "周", "小时")),
    (re.compile(r"比例|百分之|率|percent\w*|\brate\b", re.I), ("%",)),
    (re.compile(r"分贝|噪声|decibel", re.I), ("分贝",)),
)


def quantity(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """The amount, period or share stated for what the question describes."""
    rows = [row for row in ctx.passages("quantities", "context") if question.allows(ctx.place_of(row))]
    kinds = [units for words, units in _KINDS if words.search(question.text)]
    if kinds:
        rows = [row for row in rows if row.get("unit", "") in kinds[0]]
    asked = _asked(question)
    if not rows or not asked:
        return nothing("no_passage", name="".join(question.words)[:40])
    scored = sorted(((_score(ctx, asked, row, question), row) for row in rows), key=lambda e: -e[0])
    top = scored[0][0]
    if top < _ENOUGH:
        return nothing("no_passage", name="".join(question.words)[:40])
    best = [row for score, row in scored if score >= top - 0.001]
    texts: dict[str, Row] = {}
    for row in best:
        texts.setdefault(_trimmed(row["quantity"], question), row)
    if len(texts) > 1:
        near = _nearest(question, best)
        texts = {_trimmed(row["quantity"], question): row for row in near}
    findings = [
        Finding(text, row["node"], row["context"][:80], (row["node"],), place=ctx.place_of(row),
                look_for=(row["quantity"],))
        for text, row in texts.items()
    ]  # fmt: skip
    outcome = Outcome(findings=findings, subject="".join(question.words)[:30], certainty=top)
    if len(findings) > 1:
        return Outcome("ambiguous", message="ambiguous", values={"name": outcome.subject},
                       choices=[f"{f.text}（{f.note}）" for f in findings])  # fmt: skip
    return outcome


def _asked(question: Question) -> set[str]:
    names = [m.text for m in question.mentions if m.kind in ("unit", "group", "title", "person")]
    return {pair for word in [*question.words, *names] for pair in grams(word)}


def _score(ctx: Context, asked: set[str], row: Row, question: Question) -> float:
    """The share of the question's pairs of characters that stand in the clause, or (for less) near it."""
    close = grams(row["context"])
    wide = grams(ctx.quote(row["node"], around=6)) if len(close & asked) < len(asked) else close
    near, far = len(asked & close), len(asked & wide - close)
    return (near + 0.7 * far) / len(asked) + (0.02 if near else -0.3)


def _nearest(question: Question, rows: list[Row]) -> list[Row]:
    """Of several figures of one clause, the one whose own words are nearest to those of the question."""

    def distance(row: Row) -> int:
        at = row["context"].find(row["quantity"])
        around = row["context"][max(0, at - 12) : at + len(row["quantity"]) + 12]
        return -len(grams(around) & _asked(question))

    best = min(distance(row) for row in rows)
    return [row for row in rows if distance(row) == best]


def _trimmed(text: str, question: Question) -> str:
    """Without a bound that the question itself names (不少于几年 → 3年)."""
    bound = _BOUNDS.search(text)
    if bound and (
        bound.group(0).strip("（含）") in question.text
        or re.search(r"门槛|标准|最低|最高|minimum|maximum|threshold|at least", question.text)
    ):
        return _BOUNDS.sub("", _BOUNDS.sub("", text)).strip()
    return text


def passage(ctx: Context, question: Question, intent: Intent) -> Outcome:
    """What a meeting decided about the thing described, as printed."""
    rows = [row for row in ctx.passages("resolutions", "text") if question.allows(ctx.place_of(row))]
    asked = _asked(question)
    if not rows or not asked:
        return nothing("no_passage", name="".join(question.words)[:40])
    scored = sorted(
        ((len(asked & grams(row["text"])) / len(asked), row) for row in rows), key=lambda e: -e[0]
    )
    if scored[0][0] < 0.6 or (len(scored) > 1 and scored[1][0] >= scored[0][0] - 0.05):
        return nothing("no_passage", name="".join(question.words)[:40])
    row = scored[0][1]
    used: list[Entity] = []
    return Outcome(
        findings=[Finding(row["text"], row["node"], "", (row["node"],), place=ctx.place_of(row))],
        used=used,
        certainty=scored[0][0],
    )
