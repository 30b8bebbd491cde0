"""The sentence beside an answer, and the questions offered where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from queries.ask.choose import candidates
from queries.ask.grammar import Grammar, Intent
from queries.ask.index import Index
from queries.ask.outcome import Outcome
from queries.ask.question import Question
from queries.header import Text

_MANY = 12


def message(question: Question, outcomes: Sequence[tuple[Intent, Outcome]], grammar: Grammar) -> str:
    """One sentence in the language of the question: what was asked and what was found, or why nothing was."""
    english = question.language == "en"
    if not outcomes:
        return _pick(grammar.messages["not_understood"], english)
    sentences = []
    for intent, outcome in outcomes:
        asked = _pick(outcome.asked or intent.asked, english)
        if outcome.status == "answered":
            sentences.append(_answered(outcome, asked, english))
        else:
            template = grammar.messages.get(outcome.message) or grammar.messages["nothing_found"]
            values = {"asked": asked, "choices": "；".join(outcome.choices[:8]), **outcome.values}
            sentences.append(_fill(_pick(template, english), values))
    return " ".join(dict.fromkeys(sentences)) if english else "".join(dict.fromkeys(sentences))


def _answered(outcome: Outcome, asked: str, english: bool) -> str:
    texts = [finding.text for finding in outcome.findings]
    if english:
        more = f" and {len(texts) - _MANY} more" if len(texts) > _MANY else ""
        about = f" of {outcome.subject}" if outcome.subject else ""
        return f"{asked[:1].upper()}{asked[1:]}{about}: {', '.join(texts[:_MANY])}{more}."
    more = f"等{len(texts)}项" if len(texts) > _MANY else ""
    about = f"{outcome.subject}的" if outcome.subject else ""
    return f"{about}{asked}：{'、'.join(texts[:_MANY])}{more}。"


def suggestions(question: Question, index: Index, grammar: Grammar, limit: int = 4) -> list[str]:
    """Questions that would be understood, nearest first, filled with what this one names or the graph has."""
    ranked = [candidate.intent for candidate in candidates(question, grammar)]
    kinds = {mention.kind for mention in question.mentions}
    rest = sorted(
        (intent for intent in grammar.intents if intent not in ranked),
        key=lambda intent: -len(kinds & {*intent.needs, *intent.uses}),
    )
    values = {**_examples(index), **_named(question)}
    out: list[str] = []
    for intent in [*ranked, *rest]:
        filled = _filled(_pick(intent.example, question.language == "en"), values)
        if filled is not None and filled not in out and filled != question.text:
            out.append(filled)
        if len(out) == limit:
            break
    return out


def example_of(intent: Intent, index: Index, english: bool) -> str | None:
    """The intent's example filled from the graph; None where the graph lacks what it names."""
    return _filled(_pick(intent.example, english), _examples(index))


def _filled(template: str, values: dict[str, str]) -> str | None:
    if any(name not in values for name in re.findall(r"\{(\w+)\}", template)):
        return None
    return _fill(template, values)


def _named(question: Question) -> dict[str, str]:
    """What the question itself names, by kind."""
    named: dict[str, str] = {}
    for mention in question.mentions:
        if mention.entities or mention.days:
            named.setdefault(mention.kind, mention.text)
    return named


def _examples(index: Index) -> dict[str, str]:
    """A word for each kind of thing that the graph has."""
    values: dict[str, str] = {}
    printed = [d for d in index.documents.values() if d.printed and d.number]
    if printed:
        values.setdefault("document", printed[0].number)
        values.setdefault("title", printed[0].core)
    held = next((d for d in index.documents.values() if not d.printed and d.number), None)
    if held is not None:
        values.setdefault("cited", held.number)
    if index.jurisdictions:
        values.setdefault("place", index.jurisdictions[0])
    for name, cls in (("decision", "DecisionItem"), ("task", "Task"), ("certificate", "CertificateType")):
        short = next((m.label for m in index.matters.get(cls, []) if 3 < len(m.label) < 20), "")
        if short:
            values.setdefault(name, short)
    numbered = next((m for m in index.matters.get("IncentiveItem", []) if m.item), None)
    leader = next((m for m in index.matters.get("Area", [])), None)
    if numbered is not None:
        values.setdefault("item", str(numbered.item))
    if leader is not None:
        values.setdefault("area", leader.label)
    _first(values, "person", sorted(index.people))
    _first(values, "unit", (u for u in sorted(index.units) if u.startswith("市") and u.endswith("局")))
    _first(values, "group", (g.label for g in index.groups.values()))
    _first(values, "post", (f.post for several in index.posts.values() for f in several if f.units))
    _first(values, "measure", index.measures)
    if index.meetings:
        values.setdefault("meeting", str(index.meetings[0].number))
    return values


def _first(values: dict[str, str], name: str, options: Iterable[str]) -> None:
    option = next(iter(options), "")
    if option:
        values.setdefault(name, option)


def _pick(text: Text, english: bool) -> str:
    return text.en if english else text.zh


def _fill(template: str, values: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda m: values.get(m.group(1), ""), template)
