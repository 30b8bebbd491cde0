"""Which intents a question may have, and into which parts it falls."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from queries.ask.grammar import Grammar, Intent
from queries.ask.index import Index
from queries.ask.question import Question, part

_SENTENCE = re.compile(r"[？?。；;]|(?<=[a-z])\.(?=\s|$)")
_CLAUSE = re.compile(r"[，,]|(?:、|和|与|及|以及|并且|\band\b)")
# Kinds of mention that every intent may leave unused.
_FREE = frozenset({"place", "date", "title"})
_UNUSED = 1.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """An intent with how well it fits; ``others`` are asked for in the same breath (文号和登记号)."""

    intent: Intent
    score: float
    others: tuple[Intent, ...] = ()


def candidates(question: Question, grammar: Grammar) -> list[Candidate]:
    """The intents whose patterns and needs the question meets, best first."""
    scored: list[tuple[float, int, Intent, tuple[int, int]]] = []
    for order, intent in enumerate(grammar.intents):
        fit = _fit(question, intent)
        if fit is not None:
            scored.append((fit[0], -order, intent, fit[1]))
    scored.sort(key=lambda entry: (-entry[0], -entry[1]))
    return [
        Candidate(intent, score, tuple(_others(scored, intent, score, span)))
        for score, _, intent, span in scored
    ]


def nearly(question: Question, grammar: Grammar) -> list[Intent]:
    """The intents whose patterns the question meets but which need something it does not name."""
    return [
        intent
        for intent in grammar.intents
        if any(pattern.search(question.marked) for pattern in intent.ask)
        and not any(pattern.search(question.marked) for pattern in intent.veto)
        and any(not question.has(need) for need in intent.needs)
    ]


def _fit(question: Question, intent: Intent) -> tuple[float, tuple[int, int]] | None:
    marked = question.marked
    found = [match for pattern in intent.ask if (match := pattern.search(marked))]
    if not found or any(pattern.search(marked) for pattern in intent.veto):
        return None
    if not question.signals.issuperset(intent.signals):
        return None
    for need in intent.needs:
        if not question.has(need):
            return None
    score = 1.0 + 0.02 * min(30, max(len(m.group(0)) for m in found))
    score += sum(weight for pattern, weight in intent.hint if pattern.search(marked))
    score += 0.8 * len(intent.signals)
    used = {*intent.needs, *intent.uses, *_FREE}
    kinds = {mention.kind for mention in question.mentions}
    score += 0.8 * len(kinds & {*intent.needs})
    score += 0.3 * len(kinds & {*intent.uses} - _FREE)
    score -= _UNUSED * len(kinds - used)
    if not kinds - _FREE:
        score += 0.3 * len({mention.kind for mention in question.context} & {*intent.uses} - _FREE)
    best = max(found, key=lambda m: len(m.group(0)))
    return score, best.span()


def _others(
    scored: list[tuple[float, int, Intent, tuple[int, int]]],
    chosen: Intent,
    score: float,
    span: tuple[int, int],
) -> Iterator[Intent]:
    """Further attributes of the same document asked for in one sentence: 文号和登记号, 施行日期和有效期."""
    if not chosen.options.get("property"):
        return
    taken = [span]
    for other_score, _, intent, other in scored:
        if intent is chosen or not intent.options.get("property") or other_score < score - 1.5:
            continue
        if intent.method.split("_")[0] != chosen.method.split("_")[0] and {intent.method, chosen.method} != {
            "attribute",
            "force",
        }:
            continue
        if all(other[1] <= s or other[0] >= e for s, e in taken):
            taken.append(other)
            yield intent


def parts(question: Question, index: Index, grammar: Grammar) -> list[Question]:
    """The questions a question consists of, each with what earlier ones named as its context.

    Sentences first; then clauses, where each of them asks for something itself. One part means: do not split.
    """
    text = grammar.form.sub("", question.text) or question.text
    pieces = [piece.strip() for piece in _SENTENCE.split(text) if piece.strip()]
    if len(pieces) == 1:
        pieces = _clauses(pieces[0], question, index, grammar)
    if len(pieces) < 2:
        return [question]
    out: list[Question] = []
    context: tuple = ()  # type: ignore[type-arg]
    words: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    for piece in pieces:
        one = part(piece, question.language, index, grammar)
        scope = one.places or question.places
        one = replace(one, context=context, scope=scope, places=one.places or question.places)
        one = replace(one, inherited=words, classes=one.classes or question.classes)
        if not _says_more(one, grammar) and not _has_subject(one):
            one = replace(one, words=words, content=content)
        out.append(one)
        context = (*context, *one.mentions)
        words = (*words, *one.words)
        content = (*content, *one.content)
    return out


def _says_more(question: Question, grammar: Grammar) -> bool:
    """Whether a clause has words of its own besides those of asking."""
    return any(len(piece) > 1 for word in question.words for piece in grammar.asking.split(word))


def _has_subject(question: Question) -> bool:
    return any(m.kind not in ("place", "date") for m in question.mentions)


_ASKS = re.compile(
    r"谁|哪|什么|多[少长久大高]|几|何|吗|是否|怎么|试用期|\bwho|\bwhich|\bwhat|\bwhen|\bhow\b"
    r"|文号|登记号|有效期|时间|时限|日期|责任人|责任单位|牵头|承办|会同|主持|记录",
    re.IGNORECASE,
)
# 是多少, 各几项, 多多少: asks for the number of what the clause before it asks for.
_HOW_MANY = re.compile(
    r"(?:分别|各自|各|都|是|有|共|一共|总共|多|少|差|相差)*(?:多少|几)[个项种类人次家份位名万元年条]*"
    r"|(?:and )?(?:how many|by how (?:many|much)|how many each)"
)


def _clauses(sentence: str, question: Question, index: Index, grammar: Grammar) -> list[str]:
    """The clauses of a sentence at commas and 和, if at least two of them ask for something alone."""
    cuts = [
        match
        for match in _CLAUSE.finditer(sentence)
        if not any(m.start < match.end() and m.end > match.start() for m in question.mentions)
        and sentence.count("《", 0, match.start()) == sentence.count("》", 0, match.start())
        and sentence.count("“", 0, match.start()) == sentence.count("”", 0, match.start())
    ]
    for cut in cuts:
        left, right = sentence[: cut.start()].strip(), sentence[cut.end() :].strip()
        if _HOW_MANY.fullmatch(right.strip("？?。. ")):
            continue
        if len(left) < 3 or len(right) < 3 or not _ASKS.search(left) or not _ASKS.search(right):
            continue
        one = part(left, question.language, index, grammar)
        two = part(right, question.language, index, grammar)
        two = replace(
            two, context=(*question.context, *one.mentions), classes=two.classes or question.classes
        )
        if candidates(one, grammar) and candidates(two, grammar):
            return [left, *_clauses(right, two, index, grammar)] if _CLAUSE.search(right) else [left, right]
    return [sentence]
