"""The home page: one box that asks and searches, what is loaded, what one can ask."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request, url_for

from api.addresses import Addresses
from api.answer_view import answer_lines, reading, sentence
from api.answers import bare
from api.json_api import question
from api.language import current_language
from api.search import COUNTED, KINDS, Hit
from api.service import Service, service
from api.suggestions import questions_about

blueprint = Blueprint("home", __name__)

# Classes with a list of their own, by their local names.
_LISTS = {"Document": "documents", "Unit": "units", "Official": "officials", "Matter": "matters"}


@blueprint.get("/")
def show() -> str:
    """The page; with ``?q=`` the answer and the names that contain the text."""
    one = service()
    if not request.args.get("q", "").strip():
        return render_template(
            "home.html", q="", counts=_counts(one), examples=one.examples(current_language())
        )
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
        # Who typed a name wants the entry, and may want to ask about it.
        asks=questions_about(hits[0], current_language()) if hits else [],
        sparql=bare(str(answer.get("sparql") or "")),
        sentence=sentence(str(answer.get("message") or ""), lines),
        reading=reading(answer, one.addresses, current_language()),
        lines=lines,
        hidden=len(answer["answers"]) - len(lines),
        hits=_by_kind(hits, one.addresses),
        counts=_counts(one),
        examples=one.examples(current_language()),
    )


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


def _counts(one: Service) -> list[tuple[str, int, str | None]]:
    """What is loaded, in reading order: (local name of the class, how many, the page that lists them)."""
    known = one.counts()
    return [(name, known[name], _list(name)) for name in COUNTED if known.get(name)]


def _list(name: str) -> str | None:
    kind = _LISTS.get(name)
    return url_for("browse_pages.show", kind=kind) if kind else None
