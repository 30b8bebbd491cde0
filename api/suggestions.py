"""What the box suggests while one types: entries by name, number or pinyin, saved queries, questions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from flask import url_for

from api.name_lines import Lines
from api.pinyin import Spelled, is_typed_pinyin, syllables
from api.saved import library
from api.search import KINDS, Hit, place_of
from api.service import Service
from queries.ask.grammar import load_grammar

QUERY, QUESTION = "query", "question"
ALL_KINDS = (*KINDS, QUERY, QUESTION)
_OF_A_KIND = 5
_OF_OTHERS = 3
_IN_ALL = 12
_QUESTIONS = 3
_LABEL_CHARS = 70
_ITEM = re.compile(r"(?:第|item |no\.? ?)?(\d{1,4})(?:项|条|号)?", re.IGNORECASE)
_NUMBER = re.compile(r"/doc/[^/]+/([^/]*\d[^/]*号)")
# How the grammar of questions names a kind of entry in its examples.
_SLOTS = {"unit": "unit", "official": "person", "document": "document"}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line: what it is called, where it leads, what tells it from others of that name.

    ``value`` is what a field of a form is filled with, where that is not the label.
    """

    label: str
    href: str
    note: str = ""
    value: str = ""
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The suggestions of one kind (see :data:`ALL_KINDS`), best first."""

    kind: str
    suggestions: tuple[Suggestion, ...]


def suggest(text: str, one: Service, language: str, kinds: Collection[str] = ALL_KINDS) -> list[Group]:
    """Groups for what was typed, the best first; at most twelve suggestions."""
    found: list[tuple[tuple[int, int], str, list[Suggestion]]] = []
    hits: dict[str, list[tuple[tuple[int, int], Hit]]] = {}
    item = _ITEM.fullmatch(text.strip())
    for kind in KINDS:
        if kind in kinds:
            wanted = f"第{int(item[1])}项" if item and kind == "matter" else text
            hits[kind] = one.names().of_kind(kind, wanted, _OF_A_KIND)
            if hits[kind]:
                lines = [_entry(hit, one) for _, hit in hits[kind]]
                found.append((hits[kind][0][0], kind, lines))
    if QUERY in kinds and (queries := list(_queries(text, language))):
        found.append(((3, 0), QUERY, queries))
    if QUESTION in kinds and (questions := _questions(text, one, language, item, hits)):
        found.append(((3, 1), QUESTION, [Suggestion(q, url_for("home.show", q=q)) for q in questions]))
    found.sort(key=lambda group: group[0])
    return list(_shortened([(kind, lines) for _, kind, lines in found]))


def questions_about(hit: Hit, language: str) -> list[str]:
    """A few questions that are understood and name ``hit``; none for what questions do not name."""
    slot = _SLOTS.get(hit.kind)
    if slot is None:
        return []
    number = _NUMBER.search(unquote(hit.iri))
    name = number[1] if number and hit.kind == "document" else hit.label
    return [template.replace("{" + slot + "}", name) for template in _about(slot, language)][:_OF_A_KIND]


def _shortened(groups: list[tuple[str, list[Suggestion]]]) -> Iterator[Group]:
    """The groups with as many lines as fit: five of the best and three of the others, while there is room."""
    left = _IN_ALL
    for at, (kind, lines) in enumerate(groups):
        room = left - 2 * (len(groups) - at - 1)
        shown = lines[: max(min(room, _OF_A_KIND if at == 0 else _OF_OTHERS), 0)]
        left -= len(shown)
        if shown:
            yield Group(kind, tuple(shown))


def _entry(hit: Hit, one: Service) -> Suggestion:
    label = hit.label if len(hit.label) <= _LABEL_CHARS else hit.label[: _LABEL_CHARS - 1] + "…"
    number = _NUMBER.search(unquote(hit.iri))
    place = place_of(hit.iri)
    note = number[1] if number else place
    href = one.addresses.href(hit.iri) or ""
    # A title may have been shortened, and a document's number says most surely which one is meant.
    value = number[1] if number and hit.kind == "document" else hit.label
    return Suggestion(label, href, "" if note in label else note, "" if value == label else value, hit.iri)


def _queries(text: str, language: str) -> Iterator[Suggestion]:
    """Saved queries whose title has the text, or whose pinyin has it."""
    names, titles = _query_titles(language)
    for title in titles.search(text, _OF_A_KIND):
        yield Suggestion(title, url_for("saved_pages.show", name=names[title]))


def _questions(
    text: str,
    one: Service,
    language: str,
    item: re.Match[str] | None,
    hits: dict[str, list[tuple[tuple[int, int], Hit]]],
) -> list[str]:
    """Questions about the best entry of a kind that questions can name, then examples with the text."""
    questions: list[str] = []
    if item:
        questions += [template.replace("{item}", str(int(item[1]))) for template in _about("item", language)]
    best = min(((fit, kind) for kind in _SLOTS if hits.get(kind) for fit, _ in hits[kind][:1]), default=None)
    if best and best[0][0] < 2:
        questions += questions_about(hits[best[1]][0][1], language)
    examples = one.per_generation(
        f"suggested-{language}", lambda: _Titles(one.answerer().examples(language != "zh"))
    )
    asked = examples.search(text, _QUESTIONS)
    return list(dict.fromkeys([*questions[:_QUESTIONS], *asked]))[:_OF_A_KIND]


@cache
def _about(slot: str, language: str) -> list[str]:
    """The grammar's examples that name one thing of this kind and nothing else."""
    examples = (intent.example for intent in load_grammar().intents)
    texts = (one.zh if language == "zh" else one.en for one in examples)
    return [text for text in texts if re.findall(r"\{(\w+)\}", text) == [slot]]


class _Titles:
    """Sentences, searched by what they contain or by their pinyin."""

    def __init__(self, titles: list[str]) -> None:
        self.titles = titles
        self._plain = Lines((title.lower(), at) for at, title in enumerate(titles))
        self._spelled = Spelled((syllables(title), at) for at, title in enumerate(titles))

    def search(self, text: str, limit: int) -> list[str]:
        """The titles that have every word of ``text``, best first."""
        words = text.lower().split()
        if not words:
            return []
        found = self._plain.containing(words, limit)
        if is_typed_pinyin(text.lower()):
            found += self._spelled.matching(text.lower(), limit)
        numbers = dict.fromkeys(at for _, at in sorted(found))
        return [self.titles[at] for at in numbers][:limit]


@cache
def _query_titles(language: str) -> tuple[dict[str, str], _Titles]:
    """Title → name of every saved query, and the titles."""
    names = {one.title.zh if language == "zh" else one.title.en: one.name for one in library().values()}
    return names, _Titles(list(names))
