"""A question, read: its language, mentions, roles, kinds of matter, operations and remaining words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from queries.ask.entities import Entity, Mention
from queries.ask.grammar import Grammar, Role
from queries.ask.index import Index
from queries.ask.link import link, mark
from queries.ask.romanised import romanised
from queries.ask.similar import grams
from queries.normalise import plain
from queries.periods import window

_WHICH = re.compile(
    r"哪[一二两三四五六几]?(?:个|部|份|项|条|些|位|家|种|类|次|年|天|方面|号)(?:市|城市|县|地方)?"
)
# A question that asks which or who is not answered by yes or no.
_OPEN = re.compile(
    r"哪|谁|什么|多(?:少|长|久|大|高)|几[个项年次人]|何时|\b(?:which|what|who|whom|when|how)\b", re.IGNORECASE
)
# Characters that carry no content at the edges of what is left; inside a word they may be part of it.
_LEFT = re.compile(r"^[了是由被和与及在把]+")
_RIGHT = re.compile(r"[自从于以了是由被和与及在把归对将为到有要应需会能可都也还只仅个位项]+$")


@dataclass(frozen=True)
class Question:
    """One question (or one part of a question that asks several things).

    ``text`` is normalised, ``marked`` the same with marks for mentions; ``places`` are the jurisdictions
    named, ``scope`` those an answer may come from (empty: all).
    """

    text: str
    language: str
    mentions: tuple[Mention, ...]
    marked: str
    roles: tuple[Role, ...]
    classes: tuple[str, ...]
    operations: frozenset[str]
    places: tuple[str, ...]
    scope: tuple[str, ...]
    words: tuple[str, ...]
    content: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()
    signals: frozenset[str] = frozenset()
    context: tuple[Mention, ...] = field(default=())
    inherited: tuple[str, ...] = field(default=())

    def of(self, kind: str) -> list[Mention]:
        """The mentions of a kind; those of earlier parts of the question where this part has none."""
        own = [mention for mention in self.mentions if mention.kind == kind]
        return own or [mention for mention in self.context if mention.kind == kind]

    def has(self, kind: str) -> bool:
        """Whether this part or an earlier one names something of that kind."""
        return bool(self.of(kind))

    def role_names(self) -> tuple[str, ...]:
        """The roles of the vocabulary the question names, in its order; 牵头 alone gives way to words that
        say who takes the lead (市领导, 省级)."""
        told = {"provincialLead", "cityLeader"} & {name for role in self.roles for name in role.names}
        roles = [role for role in self.roles if not (role.verb and told)]
        return tuple(dict.fromkeys(name for role in roles for name in role.names))

    def window(self) -> tuple[date, date] | None:
        """The first and the last day the question means; ``None`` where it names no time."""
        return window(self.text, [(m.start, m.end, *m.days) for m in self.mentions if m.days]) or next(
            (m.days for m in self.of("date") if m.days), None
        )

    def within(self, place: str) -> Question:
        """The same question, asked of one place."""
        return replace(self, scope=(place,))

    def allows(self, place: str) -> bool:
        """Whether an answer from ``place`` may be meant."""
        return not self.scope or place in self.scope

    def meant(self, mention: Mention) -> list[Entity]:
        """What ``mention`` may mean within the scope; units of higher levels are not bound to a place."""
        within = [
            entity for entity in mention.entities if not self.scope or entity.jurisdiction in self.scope
        ]
        return within or list(mention.entities)


def read(raw: str, index: Index, grammar: Grammar) -> Question:
    """Read ``raw`` (any spelling, Chinese or English) against what the graph names."""
    text = plain(raw)
    language = language_of(text)
    if language == "en":
        text = translated(romanised(index).translated(text), grammar)
    return part(text, language, index, grammar)


# 任务数 without the name of what is counted.
_TARGET = re.compile(r"任务(?:人)?数|指标数|目标数")


def part(text: str, language: str, index: Index, grammar: Grammar) -> Question:
    """Read the normalised ``text``."""
    mentions = link(text, index)
    marked = mark(text, mentions)
    places = tuple(dict.fromkeys(m.value for m in mentions if m.kind == "place"))
    operations = frozenset(name for name, pattern in grammar.operations.items() if pattern.search(marked))
    if not places and operations & {"two_places", "which_place"}:
        places = index.jurisdictions
    if "yes_no" in operations and _OPEN.search(marked):
        operations -= {"yes_no"}
    return Question(
        text=text,
        language=language,
        mentions=tuple(mentions),
        marked=marked,
        roles=_roles(marked, grammar),
        classes=_classes(marked, mentions, grammar),
        operations=operations,
        places=places,
        scope=places or _of_units(mentions, index),
        words=_words(text, language, mentions, grammar, cues=True),
        signals=frozenset({"measure"} if grams(text) & index.measure_words or _TARGET.search(text) else ()),
        content=_words(text, language, mentions, grammar, cues=False),
        strange=_strange(marked, grammar) if language == "en" else (),
    )


def _of_units(mentions: Sequence[Mention], index: Index) -> tuple[str, ...]:
    """The places that stand at the head of units' names (某市财政局): the question is about these places."""
    found: dict[str, None] = {}
    for mention in mentions:
        if mention.kind != "unit":
            continue
        heads = (mention.text[:length] for length in range(len(mention.text) - 1, 1, -1))
        place = next((index.places[head] for head in heads if head in index.places), "")
        if not place or any(entity.jurisdiction != place for entity in mention.entities):
            return ()
        found[place] = None
    return tuple(found)


def _strange(marked: str, grammar: Grammar) -> tuple[str, ...]:
    """The words of an English question that neither the grammar nor the glossary knows, as written."""
    words = re.findall(r"(?<![<A-Za-z])[A-Za-z]{3,}(?![>A-Za-z])", re.sub(r"<[a-z]+>", " ", marked))
    return tuple(word for word in words if not _known_in_english(word.casefold(), grammar))


def _known_in_english(word: str, grammar: Grammar) -> bool:
    """Whether the grammar has ``word`` or its stem of four letters and more."""
    return word in grammar.english or any(word[:end] in grammar.english for end in range(4, len(word)))


def _classes(marked: str, mentions: Sequence[Mention], grammar: Grammar) -> tuple[str, ...]:
    """The kinds of matter asked about; the kind may stand in the number's own name: 决策事项2."""
    texts = (marked, *(mention.text for mention in mentions if mention.kind == "item"))
    return tuple(name for name, words in grammar.classes if any(words.search(text) for text in texts))


def language_of(text: str) -> str:
    """``en`` where the sentence is English (Chinese names in it do not count), else ``zh``."""
    bare = re.sub(r"《[^》]*》|“[^”]*”", " ", text)
    words = re.findall(r"[A-Za-z]{2,}(?:'s)?", bare)
    if not re.search(r"[\u3400-\u9fff]", text):
        return "en"
    return "en" if len(words) >= 4 or (len(words) >= 2 and re.match(r"[A-Za-z]{2,}\b", bare)) else "zh"


def translated(text: str, grammar: Grammar) -> str:
    """English terms of government replaced by the Chinese ones gazettes use (``glossary.toml``)."""
    if grammar.glossary_words is None:
        return text
    return grammar.glossary_words.sub(lambda m: f" {grammar.glossary[m.group(0).casefold()]} ", text)


def _roles(marked: str, grammar: Grammar) -> tuple[Role, ...]:
    """Roles by their words, longer words first, no two overlapping; in the order of the question."""
    found: list[tuple[int, int, int, Role]] = []
    for rank, role in enumerate(grammar.roles):
        found.extend((m.start(), m.end(), rank, role) for m in role.words.finditer(marked) if m.group(0))
    found.sort(key=lambda hit: (hit[0] - hit[1], hit[2]))
    kept: list[tuple[int, int, int, Role]] = []
    for hit in found:
        if all(hit[1] <= other[0] or hit[0] >= other[1] for other in kept):
            kept.append(hit)
    kept.sort(key=lambda hit: hit[0])
    return tuple(dict.fromkeys(hit[3] for hit in kept))


def _words(
    text: str, language: str, mentions: list[Mention], grammar: Grammar, cues: bool
) -> tuple[str, ...]:
    """What is left of the question without numbers, dates, places and words of asking: what it is about.

    Names of units and people stay out, 《titles》 that name nothing stay in. ``cues`` also takes out the
    words that tell the kind of question (牵头, 激励, 任务), which may be part of a title.
    """
    pieces: list[str] = []
    position = 0
    for mention in mentions:
        pieces.append(text[position : mention.start])
        pieces.append(mention.value if mention.kind == "title" else "\n")
        position = mention.end
    pieces.append(text[position:])
    rest = "".join(pieces)
    rest = _WHICH.sub("\n", grammar.form.sub("\n", rest))
    quoted = re.findall(r"[“\"「『]([^”\"」』]{2,40})[”\"」』]", rest)
    if cues:
        rest = grammar.cues.sub("\n", rest)
    rest = grammar.stop.sub("\n", re.sub(r"[“\"「『][^”\"」』]{2,40}[”\"」』]", "\n", rest))
    pieces = re.split(r"[\s，。；、？?！!：:,.()（）“”\"'‘’《》〈〉/的]+", rest)
    trimmed = [_LEFT.sub("", _RIGHT.sub("", piece)) for piece in pieces]
    kept = [w for w in trimmed if len(w) > 1 or w.isdigit()]
    if language == "en":
        # What is English has been translated where it names something; the rest is the asking.
        kept = [w for w in kept if not w.isascii() or w.isdigit() or re.fullmatch(r"[A-Z0-9]{2,}", w)]
    return (*quoted, *kept)
