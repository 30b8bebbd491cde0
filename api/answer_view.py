"""An answer as the home page shows it: its sentence with links, its lines with evidence, how it was read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from api.addresses import Addresses, SourceMark
from api.answers import shortened
from api.language import catalogue, translate
from api.marks import evidence_marks
from api.service import Service
from queries.ask.grammar import load_grammar

_ANSWERS_SHOWN = 50
_QUOTED_LINES = 8
_QUOTES_SHOWN = 3
_ENTITY_CHARS = 60


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of evidence: the lines as printed, where they stand, whose they are.

    ``shown`` is false where the same lines stand on the page already.
    """

    text: str
    cut: bool
    source: str
    href: str | None
    document: str | None
    shown: bool = True


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer with its link, its note and its evidence; ``more`` pieces of evidence are not shown."""

    text: str
    href: str | None
    note: str
    quotes: tuple[Quote, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Named:
    """Something the question was read to name: its words, its kind in the reader's language, its page."""

    text: str
    kind: str
    href: str | None


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question was read: what is asked for, and what it names."""

    asked: tuple[str, ...]
    named: tuple[Named, ...]


def answer_lines(answer: Mapping[str, Any], one: Service) -> list[AnswerLine]:
    """The first answers of one answer JSON, their evidence linked to the source view."""
    shown = answer["answers"][:_ANSWERS_SHOWN]
    evidence = [piece for line in shown for piece in line.get("evidence", [])]
    places = iter(evidence_marks(one.store, one.addresses, evidence))
    seen: set[tuple[str, str]] = set()
    lines = []
    for line in shown:
        pieces = [(piece, next(places)) for piece in line.get("evidence", [])]
        quotes = [_quote(piece, mark, one.addresses, seen) for piece, mark in pieces[:_QUOTES_SHOWN]]
        iri = line.get("iri")
        lines.append(
            AnswerLine(
                str(line.get("text", "")),
                one.addresses.href(iri) if iri else None,
                str(line.get("note") or ""),
                tuple(quotes),
                max(len(pieces) - _QUOTES_SHOWN, 0),
            )
        )
    return lines


def sentence(message: str, lines: list[AnswerLine]) -> list[tuple[str, str | None]]:
    """``message`` in pieces of text with the page each leads to: the answers it names become links.

    >>> sentence("牵头：甲局、乙局。", [AnswerLine("甲局", "/a", "", (), 0)])
    [('牵头：', None), ('甲局', '/a'), ('、乙局。', None)]
    """
    hrefs = {line.text: line.href for line in lines if line.href and line.text}
    if not hrefs:
        return [(message, None)]
    longest_first = "|".join(re.escape(text) for text in sorted(hrefs, key=len, reverse=True))
    pieces = re.split(f"({longest_first})", message)
    return [(piece, hrefs.get(piece) if at % 2 else None) for at, piece in enumerate(pieces) if piece]


def reading(answer: Mapping[str, Any], addresses: Addresses, language: str) -> Reading:
    """How the question of one answer JSON was read, in ``language``."""
    names = str(answer["reading"].get("intent") or "").split(" + ")
    asked = (_asked(language).get(name, name) for name in names if name)
    found = answer["reading"].get("entities", [])
    return Reading(
        tuple(dict.fromkeys(asked)),
        tuple(_named(one, addresses, language) for one in found if isinstance(one, Mapping)),
    )


@cache
def _asked(language: str) -> dict[str, str]:
    """What each intent of the grammar asks for: its name → a noun."""
    intents = load_grammar().intents
    return {intent.name: intent.asked.zh if language == "zh" else intent.asked.en for intent in intents}


def _named(entity: Mapping[str, Any], addresses: Addresses, language: str) -> Named:
    iri, kind = entity.get("iri"), str(entity.get("kind") or "")
    key = f"reading.{kind}"
    return Named(
        shortened(str(entity.get("text") or ""), _ENTITY_CHARS),
        translate(key) if key in catalogue(language) else kind,
        addresses.href(str(iri)) if iri else None,
    )


def _quote(
    piece: Mapping[str, Any], mark: SourceMark | None, addresses: Addresses, seen: set[tuple[str, str]]
) -> Quote:
    text = str(piece.get("quote", ""))
    lines = text.split("\n")
    place = mark or SourceMark(
        str(piece.get("source", "")), int(piece["first_line"]), int(piece["last_line"])
    )
    document = str(piece.get("document") or "")
    shown = (place.text, text) not in seen
    seen.add((place.text, text))
    return Quote(
        "\n".join(lines[:_QUOTED_LINES]),
        len(lines) > _QUOTED_LINES,
        place.text,
        mark.href if mark else None,
        addresses.href(document) if document else None,
        shown,
    )
