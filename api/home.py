"""The home page: one box that asks and searches, what is loaded, what one can ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, render_template, request

from api.addresses import Addresses, SourceMark
from api.answers import bare, shortened
from api.json_api import question
from api.marks import evidence_marks
from api.search import COUNTED, KINDS, Hit
from api.service import Service, service

blueprint = Blueprint("home", __name__)

_ANSWERS_SHOWN = 50
_QUOTED_LINES = 8
_QUOTES_SHOWN = 3
_ENTITY_CHARS = 60


@dataclass(frozen=True, slots=True)
class Quote:
    """A piece of evidence: the lines as printed, where they stand, whose they are."""

    text: str
    cut: bool
    source: str
    href: str | None
    document: str | None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One answer with its link, its note and its evidence; ``more`` pieces of evidence are not shown."""

    text: str
    href: str | None
    note: str
    quotes: tuple[Quote, ...]
    more: int


@blueprint.get("/")
def show() -> str:
    """The page; with ``?q=`` the answer and the names that contain the text."""
    one = service()
    if not request.args.get("q", "").strip():
        return render_template("home.html", q="", counts=_counts(one), examples=one.examples())
    text = question()
    answer = one.answerer().ask(text)
    lines = answer_lines(answer, one)
    hits = one.names().search(text, one.settings.search_hits)
    if not hits:
        hits = one.names().of(_found(answer))[: one.settings.search_hits]
    return render_template(
        "home.html",
        q=text,
        answer=answer,
        sparql=bare(str(answer.get("sparql") or "")),
        lines=lines,
        hidden=len(answer["answers"]) - len(lines),
        entities=[_entity(entity, one.addresses) for entity in answer["reading"].get("entities", [])],
        hits=_by_kind(hits, one.addresses),
        counts=_counts(one),
        examples=one.examples(),
    )


def answer_lines(answer: Mapping[str, Any], one: Service) -> list[AnswerLine]:
    """The first answers of one answer JSON, their evidence linked to the source view."""
    shown = answer["answers"][:_ANSWERS_SHOWN]
    evidence = [piece for line in shown for piece in line.get("evidence", [])]
    places = iter(evidence_marks(one.store, one.addresses, evidence))
    lines = []
    for line in shown:
        quotes = [_quote(piece, next(places), one.addresses) for piece in line.get("evidence", [])]
        iri = line.get("iri")
        lines.append(
            AnswerLine(
                str(line.get("text", "")),
                one.addresses.href(iri) if iri else None,
                str(line.get("note") or ""),
                tuple(quotes[:_QUOTES_SHOWN]),
                max(len(quotes) - _QUOTES_SHOWN, 0),
            )
        )
    return lines


def _quote(piece: Mapping[str, Any], mark: SourceMark | None, addresses: Addresses) -> Quote:
    shown = str(piece.get("quote", "")).split("\n")
    place = mark or SourceMark(
        str(piece.get("source", "")), int(piece["first_line"]), int(piece["last_line"])
    )
    document = str(piece.get("document") or "")
    return Quote(
        "\n".join(shown[:_QUOTED_LINES]),
        len(shown) > _QUOTED_LINES,
        place.text,
        mark.href if mark else None,
        addresses.href(document) if document else None,
    )


def _entity(entity: object, addresses: Addresses) -> dict[str, str | None]:
    """A thing found in the question: its words, what kind it is, where it is."""
    if not isinstance(entity, Mapping):
        return {"text": str(entity), "kind": "", "href": None}
    iri = entity.get("iri")
    return {
        "text": shortened(str(entity.get("text") or ""), _ENTITY_CHARS),
        "kind": str(entity.get("kind") or ""),
        "href": addresses.href(str(iri)) if iri else None,
    }


def _found(answer: Mapping[str, Any]) -> list[str]:
    """IRIs of the things found in the question."""
    entities = answer["reading"].get("entities", [])
    return [str(one["iri"]) for one in entities if isinstance(one, Mapping) and one.get("iri")]


def _by_kind(hits: list[Hit], addresses: Addresses) -> dict[str, list[tuple[str, str | None]]]:
    """Hits in the order of kinds: kind → (label, address)."""
    found: dict[str, list[tuple[str, str | None]]] = {kind: [] for kind in (*KINDS, "other")}
    for hit in hits:
        found[hit.kind].append((hit.label, addresses.href(hit.iri)))
    return {kind: listed for kind, listed in found.items() if listed}


def _counts(one: Service) -> list[tuple[str, int]]:
    """What is loaded, in reading order: (local name of the class, how many)."""
    known = one.counts()
    return [(name, known[name]) for name in COUNTED if known.get(name)]
