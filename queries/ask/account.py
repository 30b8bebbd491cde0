"""Every word of a question must be accounted for, or it is not answered.

A question is read by what it names (an entity, a number, a day), by the words of its intent (the patterns of
the grammar) and by words without content. What is left over carries meaning: it must stand in what was found,
in its lines or in the title of its document. Of several findings those that it stands in are kept; where it
stands in none, the question asked for something else than what was found, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from queries.ask.context import Context
from queries.ask.entities import DocumentEntity, Entity, Mention
from queries.ask.grammar import Intent
from queries.ask.outcome import Finding, Outcome
from queries.ask.question import Question
from queries.ask.similar import grams
from queries.evidence import Evidence
from queries.normalise import loose

# Kinds of mention that may be left unused: a place narrows the scope, a title that names nothing is a word.
_NARROWING = frozenset({"place", "title"})
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年度?|(?!\d))")
# A number with what it counts: the methods that compare or list by it have read it.
_NUMBER = re.compile(
    r"(?:(?<!\d)\d[\d,.]*\s*[万亿]?|[一二两三四五六七八九十百]{1,4})\s*"
    r"(?:(?<!\d{4})年|个月|天|周|日|[人元个项类种名家份次件位条处亩吨])(?!事|\w*年)"
)
_LOOSE = "的了是由被和与及在把对从按到向等内中里上下有以将又也还各那这其文于要需应该须为"
_EDGES = re.compile(rf"^[{_LOOSE}]+|[{_LOOSE}]+$")
# How much of a word must stand in the lines: a question is rarely worded as the print is.
_ENOUGH = 0.5
# The same for all words of a description together: what they found holds more of them than anything else.
_ENOUGH_TOGETHER = 0.4
_MOST_NODES = 12
_SHORT = 3


def accounted(ctx: Context, question: Question, intents: Sequence[Intent], outcome: Outcome) -> Outcome:
    """``outcome`` where every word of the question is accounted for; for an intent that ``narrows``, cut to
    the findings that hold the words left over; else an outcome that names them. ``intents`` are all that are
    answered together, the chosen one first."""
    if outcome.status != "answered":
        return outcome
    strange = _strange(question)
    if strange:
        return _refused(outcome, strange)
    left = _left(ctx, question, intents)
    unused = _unused(question, intents, outcome)
    common = _of_entities(ctx, outcome.used) if left or unused else ""
    left = [word for word in left if not _stands(word, common)]
    unused = [m for m in unused if not _named(m, common)]
    if not left and not unused:
        return outcome
    texts = [_of_finding(ctx, finding) for finding in outcome.findings]
    titles = [_titles_of(ctx, finding) for finding in outcome.findings]
    # What all their documents are about tells none of them from another.
    left = [word for word in left if not all(_stands(word, title) for title in titles)]
    if not left and not unused:
        return outcome
    if intents[0].narrows and not outcome.settled:
        # What the finding itself says goes before the lines it stands on, which others share.
        own = [f"{f.text} {f.note} {f.about}" for f in outcome.findings]
        for several in (own, texts):
            kept = [
                finding
                for finding, text in zip(outcome.findings, several, strict=True)
                if all(_stands(word, text) for word in left) and all(_named(m, text) for m in unused)
            ]
            if kept:
                outcome.findings = kept
                return outcome
    everything = "\n".join((common, *texts))
    if (
        not unused
        and _described(question, outcome)
        and _stands(" ".join(question.words), everything, _ENOUGH_TOGETHER)
    ):
        return outcome
    words = [word for word in left if not _stands(word, everything)]
    words.extend(m.text for m in unused if not _named(m, everything))
    if not words and not intents[0].narrows:
        return outcome
    return _refused(outcome, words or [*left, *(m.text for m in unused)])


def _refused(outcome: Outcome, words: Sequence[str]) -> Outcome:
    return Outcome(
        "not_stated" if outcome.used else "not_understood",
        message="left_over",
        values={"name": outcome.subject, "words": "、".join(dict.fromkeys(words))},
        used=outcome.used,
        asked=outcome.asked,
    )


def _strange(question: Question) -> list[str]:
    """The English words that make a question one of something else: names that are not known and, where
    nothing but them says what it is about, any word that is not known."""
    about = question.words or any(m.kind != "place" for m in (*question.mentions, *question.context))
    allowed = 2 if about else 0
    names = [word for word in question.strange if word[0].isupper()]
    return names or (list(question.strange) if len(question.strange) > allowed else [])


def _described(question: Question, outcome: Outcome) -> bool:
    """Whether what was found was found by the words of the question, not by a name or a number in it."""
    named = {entity.iri for mention in question.mentions for entity in mention.entities}
    return not question.of("item") and not any(entity.iri in named for entity in outcome.used)


def _left(ctx: Context, question: Question, intents: Sequence[Intent]) -> list[str]:
    """The words of the question that neither its intents nor the words of asking account for."""
    dated = any("date" in (*intent.needs, *intent.uses) for intent in intents)
    left: list[str] = []
    for word in question.words:
        rest = ctx.grammar.asking.sub("\n", _NUMBER.sub("\n", word))
        if dated:
            rest = _YEAR.sub("\n", rest)
        for intent in intents:
            rest = intent.words.sub("\n", rest)
        for piece in rest.split("\n"):
            bare = _EDGES.sub("", piece)
            if len(loose(bare)) > 1 and not any(intent.characters.issuperset(bare) for intent in intents):
                left.append(bare)
    return left


def _unused(question: Question, intents: Sequence[Intent], outcome: Outcome) -> list[Mention]:
    """What the question names that no intent answered with takes into account."""
    taken = {kind for intent in intents for kind in (*intent.needs, *intent.uses)} | _NARROWING
    used = {entity.iri for entity in outcome.used}
    return [
        m
        for m in question.mentions
        if m.kind not in taken and not any(entity.iri in used for entity in m.entities)
    ]


def _of_entities(ctx: Context, entities: Iterable[Entity]) -> str:
    return "\n".join(text for entity in entities for text in _texts_of(ctx, entity))


def _texts_of(ctx: Context, entity: Entity) -> Iterable[str]:
    yield entity.label
    yield from ctx.index.forms.get(entity.iri, ())
    if isinstance(entity, DocumentEntity):
        yield entity.title
        notice = ctx.index.documents.get(entity.notice)
        if notice is not None:
            yield f"{notice.title} {notice.issued}"
    document = ctx.index.documents.get(getattr(entity, "document", ""))
    if document is not None:
        yield f"{document.title} {document.issued}"


def _of_finding(ctx: Context, finding: Finding) -> str:
    """What is printed of a finding: text and note, the lines of its nodes, the titles of its documents."""
    lines = ("".join(place.quote.split()) for place in _places(ctx, finding))
    return "\n".join(
        (finding.text, finding.note, finding.group, finding.about, *lines, _titles_of(ctx, finding))
    )


def _places(ctx: Context, finding: Finding) -> Iterable[Evidence]:
    for node in finding.nodes[:_MOST_NODES]:
        yield from ctx.places(node)


def _titles_of(ctx: Context, finding: Finding) -> str:
    """The numbers, titles and days of the documents a finding is stated in, and of itself."""
    iris = dict.fromkeys((finding.iri, *(place.document for place in _places(ctx, finding))))
    documents = [ctx.index.documents[iri] for iri in iris if iri in ctx.index.documents]
    return "\n".join(f"{d.number} {d.title} {d.issued}" for d in documents)


def _stands(word: str, text: str, enough: float = _ENOUGH) -> bool:
    """Whether (most of) ``word`` stands in ``text``; the years it names must."""
    years = _YEAR.findall(word)
    if any(year not in text for year in years):
        return False
    wanted = grams(_YEAR.sub("", word))
    if not wanted:
        return True
    # Of a short word (国办发) every pair must stand there.
    return len(wanted & grams(text)) >= (len(wanted) if len(wanted) < _SHORT else enough * len(wanted))


def _named(mention: Mention, text: str) -> bool:
    """Whether ``text`` names what ``mention`` does: under this name or, for a day, by its date."""
    if mention.days is not None:
        first, last = mention.days
        days = re.findall(r"\d{4}-\d\d-\d\d", text)
        return mention.text in text or any(first.isoformat() <= day <= last.isoformat() for day in days)
    plain = loose(text)
    return loose(mention.text) in plain or any(loose(e.label) in plain for e in mention.entities)
