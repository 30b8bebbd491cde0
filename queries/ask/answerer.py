"""Questions answered: read, matched against the grammar, run, and put together with the printed lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from threading import Lock
from typing import Any

from pyoxigraph import NamedNode

from queries.ask.account import accounted
from queries.ask.choose import Candidate, candidates, parts
from queries.ask.context import Context, Row
from queries.ask.entities import DocumentEntity
from queries.ask.grammar import Grammar, Intent, load_grammar
from queries.ask.index import Index
from queries.ask.methods import METHODS
from queries.ask.narrow import contains, narrowed
from queries.ask.operate import operate
from queries.ask.outcome import Answered, Finding, Outcome, nothing
from queries.ask.persist import loaded
from queries.ask.question import Question, read
from queries.ask.unknown import unknown_named
from queries.ask.wording import example_of, message, suggestions
from queries.evidence import Evidence, Segments, evidence, widened
from queries.library import Library, Queryable, load_library

_MAX_EVIDENCE = 12
_AROUND = 8
# What a question names by its number is there or not: no other reading of the question is looked for.
_FINAL = frozenset({"no_document", "no_item", "no_meeting", "no_place", "no_meeting_then"})
MAX_LENGTH = 500


@dataclass
class _State:
    """What belongs to one generation of the store."""

    index: Index
    kept: dict[str, list[Row]] = field(default_factory=dict)
    pairs: dict[str, set[str]] = field(default_factory=dict)
    segments: Segments = field(default_factory=Segments)


class Answerer:
    """Answers questions over a store, in Chinese or English.

    The index of names is built when the first question of a generation is asked. Safe for many threads.
    """

    def __init__(
        self,
        store: Queryable,
        library: Library | None = None,
        grammar: Grammar | None = None,
        kept: Path | None = None,
    ) -> None:
        """``library`` and ``grammar`` default to those of the project; ``kept`` is a folder in which the
        index is kept between runs (made if need be), none where nothing is to be written."""
        self._store = store
        self._library = library if library is not None else load_library()
        self._grammar = grammar if grammar is not None else load_grammar()
        self._kept = kept
        self._state: _State | None = None
        self._lock = Lock()

    def prepare(self) -> None:
        """Build the index of the store's generation now, so that the next question need not wait for it."""
        self._current()

    def places(self) -> tuple[str, ...]:
        """The jurisdictions that have printed documents in the graph, in alphabetical order."""
        return self._current().index.jurisdictions

    def examples(self, english: bool = False) -> list[str]:
        """One question of every kind that is understood, filled with what the graph has; others left out."""
        index = self._current().index
        filled = (example_of(intent, index, english) for intent in self._grammar.intents)
        return [one for one in filled if one is not None]

    def ask(self, question: str) -> dict[str, Any]:
        """Answer one question.

        Returns plain JSON values: ``question``; ``status`` ∈ answered, no_match, ambiguous, not_stated,
        not_understood; ``reading`` with ``intent`` and ``entities``; ``answers``, each with ``text`` as
        printed, ``iri``, ``note`` and ``evidence`` (source, first_line, last_line, quote, document); the
        ``sparql`` that was run; a ``message`` of one sentence in the language of the question; and
        ``suggestions``, near questions that would be understood.
        """
        state = self._current()
        ctx = Context(
            self._store,
            self._library,
            state.index,
            self._grammar,
            kept=state.kept,
            known_pairs=state.pairs,
            segments=state.segments,
        )
        whole = read(question[:MAX_LENGTH], state.index, self._grammar)
        whole = _without_names(ctx, whole)
        answered = self._elsewhere(ctx, whole) or self._answer(ctx, whole)
        answered = unknown_named(ctx, whole, answered) or answered
        return self._json(ctx, question, whole, answered)

    def _elsewhere(self, ctx: Context, question: Question) -> list[Answered]:
        """A question about a place that has no gazette here is not answered with another place's facts."""
        away = [place for place in question.places if place not in ctx.index.jurisdictions]
        several = {"each", "joint", "more", "fewer"} & question.operations
        if not away or (len(away) < len(question.places) and not several):
            return []
        if any(m.kind == "document" and m.entities for m in question.mentions):
            return []
        ranked = candidates(question, self._grammar)
        if not ranked or ranked[0].intent.method == "citing":
            return []
        return [Answered(question, ranked[0].intent, nothing("no_place", name="、".join(away)))]

    def _current(self) -> _State:
        with self._lock:
            state = self._state
            if state is None or state.index.generation != self._store.generation:
                state = _State(loaded(self._store, self._kept))
                self._state = state
            return state

    def _answer(self, ctx: Context, whole: Question) -> list[Answered]:
        """The parts of the question, each with its outcome; a part that is not understood alone is read
        together with the others."""
        together = self._best(ctx, whole, candidates(whole, self._grammar))
        pieces = parts(whole, ctx.index, self._grammar)
        if len(pieces) < 2:
            return together
        apart: list[Answered] = []
        for piece in pieces:
            for one in self._best(ctx, piece, candidates(piece, self._grammar)):
                if not any(_same(one, earlier) for earlier in apart):
                    apart.append(one)
        good = [a for a in apart if a.outcome.status in ("answered", "not_stated")]
        if len(good) == len(apart) >= len(pieces) and sum(a.outcome.status == "answered" for a in good) > 0:
            return apart
        return together

    def _best(self, ctx: Context, question: Question, ranked: Sequence[Candidate]) -> list[Answered]:
        """The outcome of the likeliest intent that finds something; else of the likeliest."""
        first: Answered | None = None
        for candidate in ranked[:6]:
            if first is not None and candidate.score < ranked[0].score - 2.5:
                break
            together = (candidate.intent, *candidate.others)
            answered = self._run(ctx, question, candidate.intent, together)
            if answered.outcome.status == "answered":
                further = (self._run(ctx, question, other, together) for other in candidate.others)
                return [answered, *(f for f in further if f.outcome.status in ("answered", "not_stated"))]
            if first is None and answered.outcome.message in _FINAL:
                return [answered]
            if first is None or _says_more(answered.outcome, first.outcome):
                first = answered
        return [first] if first is not None else []

    def _run(self, ctx: Context, question: Question, intent: Intent, together: Sequence[Intent]) -> Answered:
        """The outcome of one intent; ``together`` are all that the question is answered with."""
        here = tuple(place for place in question.places if place in ctx.index.jurisdictions)
        if here and len(here) < len(question.places):
            question = replace(question, places=here, scope=here)
        if len(question.places) > 1:
            outcome = self._in_each_place(ctx, question, intent)
        else:
            outcome = METHODS[intent.method](ctx, question, intent)
        outcome = accounted(ctx, question, together, outcome)
        outcome = operate(question, intent, outcome)
        if outcome.status == "answered" and not question.places and intent.across == "one":
            outcome = _chosen_place(question, outcome)
        return Answered(question, intent, outcome)

    def _in_each_place(self, ctx: Context, question: Question, intent: Intent) -> Outcome:
        """The question asked of every place it names, one after the other. Where each place must have one
        answer, it is asked again for what answered in another place, and one that still has none is said."""
        method = METHODS[intent.method]
        outcomes = {place: method(ctx, question.within(place), intent) for place in question.places}
        good = [outcome for outcome in outcomes.values() if outcome.status == "answered"]
        if good and len(good) < len(outcomes):
            compared = {"more", "fewer", "difference", "which_place", "joint"} & question.operations
            for place, outcome in outcomes.items():
                if outcome.status != "answered" and (compared or intent.across == "one"):
                    again = _counterpart(question, place, good[0])
                    outcomes[place] = method(ctx, again, intent) if again is not None else outcome
                    if outcomes[place].status != "answered":
                        return outcome
        merged = Outcome()
        for place, outcome in outcomes.items():
            if outcome.status == "answered":
                merged.findings.extend(
                    replace(f, group=f.group or place) for f in outcome.findings if f not in merged.findings
                )
                merged.used.extend(e for e in outcome.used if e not in merged.used)
                merged.subject = merged.subject or outcome.subject
        return merged if merged.findings else next(iter(outcomes.values()))

    def _json(self, ctx: Context, raw: str, whole: Question, answered: Sequence[Answered]) -> dict[str, Any]:
        good = [a for a in answered if a.outcome.status == "answered"]
        status = "answered" if good else answered[0].outcome.status if answered else "not_understood"
        findings = [f for a in answered for f in a.outcome.findings]
        places = evidence(
            self._store, [NamedNode(n) for f in findings for n in f.nodes[:_MAX_EVIDENCE]], ctx.segments
        )
        answers: list[dict[str, Any]] = []
        for one in answered:
            if one.outcome.status != "answered":
                continue
            found = [(f, _lines(ctx, f, places)) for f in one.outcome.findings]
            if one.intent.method in ("assignees", "in_charge"):
                found.sort(key=_printed_order)
                one.outcome.findings = [finding for finding, _ in found]
            answers.extend(_answer_json(f, lines) for f, lines in found)
        entities = [e for a in answered for e in a.outcome.used]
        return {
            "question": raw,
            "status": status,
            "reading": {
                "intent": " + ".join(dict.fromkeys(a.intent.name for a in answered)) or None,
                "entities": _entities_json(whole, entities),
            },
            "answers": answers,
            "sparql": "\n\n".join(dict.fromkeys(ctx.ran)),
            "message": message(whole, [(a.intent, a.outcome) for a in answered], self._grammar),
            "suggestions": [] if status == "answered" else suggestions(whole, ctx.index, self._grammar),
        }


def _says_more(outcome: Outcome, than: Outcome) -> bool:
    """Whether the reason why there is no answer is nearer to the question than another: words that do not fit
    what was found go before not having found anything, and anything before not having understood."""
    if "left_over" in (outcome.message, than.message):
        return outcome.message == "left_over" and than.message != "left_over" and than.status != "not_stated"
    return than.status == "not_understood" and outcome.status != "not_understood"


def _same(one: Answered, other: Answered) -> bool:
    """Whether two clauses were read alike and found the same."""
    found = [{(f.text, f.iri) for f in answered.outcome.findings} for answered in (one, other)]
    return bool(found[0]) and found[0] == found[1] and one.intent is other.intent


def _counterpart(question: Question, place: str, found: Outcome) -> Question | None:
    """The question asked of ``place`` in the words of the document that it was found to mean elsewhere: two
    cities call the same kind of rules by different names. ``None`` where no document was described."""
    documents = [entity for entity in found.used if isinstance(entity, DocumentEntity)]
    if not documents or question.of("document"):
        return None
    core = documents[0].core.replace(documents[0].jurisdiction, "")
    return replace(question.within(place), words=(core,), content=(core,))


def _without_names(ctx: Context, question: Question) -> Question:
    """The question without the places elsewhere that are part of a name (配合某市电子证照库建设)."""
    away = [m for m in question.mentions if m.kind == "place" and m.value not in ctx.index.jurisdictions]
    names = [matter.label for several in ctx.index.matters.values() for matter in several] if away else []
    inside = {
        m.value
        for m in away
        if len(question.text) > m.end + 3
        and any(question.text[m.start : m.end + 3] in name for name in names)
    }
    if not inside:
        return question
    places = tuple(place for place in question.places if place not in inside)
    return replace(question, places=places, scope=tuple(p for p in question.scope if p not in inside))


def _chosen_place(question: Question, outcome: Outcome) -> Outcome:
    """Answers from several places to a question that means one: which place must be said."""
    places = list(dict.fromkeys(f.place for f in outcome.findings if f.place))
    # Where the question names things of each of the places (two documents by number), it means them all.
    named = [{entity.jurisdiction for entity in question.meant(m)} for m in question.mentions]
    settled = {place for only in named if len(only) == 1 for place in only}
    if len(places) < 2 or settled.issuperset(places):
        return outcome
    return Outcome(
        "ambiguous",
        message="which_place",
        values={"name": outcome.subject},
        choices=places,
        used=outcome.used,
        subject=outcome.subject,
    )


def _lines(ctx: Context, finding: Finding, places: dict[NamedNode, list[Evidence]]) -> list[Evidence]:
    lines: list[Evidence] = []
    texts = finding.look_for or (finding.text,)
    for node in finding.nodes[:_MAX_EVIDENCE]:
        for place in places.get(NamedNode(node), []):
            one = narrowed(place, texts, finding.from_start)
            if finding.look_for and not contains(place.quote, texts):
                one = _nearby(ctx, node, place, texts)
            if one not in lines:
                lines.append(one)
    return sorted(lines, key=lambda e: (e.source, e.first_line))[:_MAX_EVIDENCE]


def _nearby(ctx: Context, node: str, place: Evidence, texts: Sequence[str]) -> Evidence:
    """``place`` with the lines after it on which one of ``texts`` stands, where it was cut too short."""
    for wide in widened(ctx.store, [NamedNode(node)], _AROUND, ctx.segments).get(NamedNode(node), []):
        if wide.source == place.source and contains(wide.quote, texts):
            near = narrowed(wide, texts)
            # What stands above is another row, which may name the same body.
            after = near.first_line >= place.first_line
            return near if after and near.last_line - near.first_line < _AROUND else place
    return place


def _printed_order(entry: tuple[Finding, list[Evidence]]) -> tuple[str, int, int]:
    finding, lines = entry
    if not lines:
        return ("", 0, 0)
    quote = "".join(lines[0].quote.split())
    return (lines[0].source, lines[0].first_line, quote.rfind(finding.text))


def _answer_json(finding: Finding, lines: Sequence[Evidence]) -> dict[str, Any]:
    return {
        "text": finding.text,
        "iri": finding.iri,
        "note": finding.note,
        "evidence": [line.as_dict() for line in lines],
    }


def _entities_json(question: Question, used: Sequence[Any]) -> list[dict[str, str]]:
    """What the question was read to name: the entities used, and numbers, dates and places as written."""
    out: dict[str, dict[str, str]] = {}
    for entity in used:
        out[entity.iri] = {"kind": entity.kind, "text": entity.label, "iri": entity.iri}
    for mention in question.mentions:
        if mention.kind in ("item", "meeting", "date", "place") or not mention.entities:
            key = f"{mention.kind} {mention.text}"
            out[key] = {"kind": mention.kind, "text": mention.text, "value": mention.value}
        elif not any(entity.iri in out for entity in mention.entities):
            entity = mention.entities[0]
            out[entity.iri] = {"kind": mention.kind, "text": mention.text, "iri": entity.iri}
    return list(out.values())
