"""The page of the ontology: every term as its file explains it, how often it is used, and one example."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask import render_template

from api.addresses import SourceMark
from api.language import current_language, say
from api.marks import marks
from api.result_page import Cell
from api.service import service
from api.term_usage import usage
from ontology.terms import Term, list_roles, list_terms

_KINDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("class", ("class",)),
    ("property", ("object property", "datatype property", "annotation property")),
    ("individual", ("individual",)),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A term as the page shows it; ``about`` are (what, values) such as parents and range."""

    term: Term
    label: str
    comment: str
    about: tuple[tuple[str, tuple[str, ...]], ...]
    number: int
    at_least: bool
    example: Cell | None
    mark: SourceMark | None


def render() -> str:
    """The page."""
    one, language = service(), current_language()
    triples = sum(one.graphs().values())
    used = one.per_generation("term usage", lambda: usage(one.store, triples))
    terms, roles = list_terms(), list_roles()
    examples = {used[term.iri].example for term in (*terms, *roles) if term.iri in used} - {""}
    names = one.entities.labels(examples, language)
    places = marks(one.store, one.addresses, examples)

    def entries(listed: Iterable[Term]) -> list[Entry]:
        found = []
        for term in listed:
            use = used.get(term.iri)
            example = use.example if use else ""
            found.append(
                Entry(
                    term,
                    _one_of(language, term.label_zh, term.label_en),
                    _one_of(language, term.comment_zh, term.comment_en),
                    tuple(_about(term, language)),
                    use.number if use else 0,
                    bool(use and use.at_least),
                    Cell(names.get(example) or example.rsplit("/", 1)[-1], one.addresses.href(example))
                    if example
                    else None,
                    places.get(example),
                )
            )
        return found

    groups = [(name, entries(term for term in terms if term.kind in kinds)) for name, kinds in _KINDS]
    groups.append(("roles", entries(roles)))
    own = {term.curie for term in (*terms, *roles)}
    return render_template(
        "ontology.html", groups=[group for group in groups if group[1]], own=own, triples=triples
    )


def _one_of(language: str, zh: str, en: str) -> str:
    return (zh or en) if language == "zh" else (en or zh)


def _about(term: Term, language: str) -> list[tuple[str, tuple[str, ...]]]:
    """What the file says of the term beside its name and comment: (in words, compact IRIs or words)."""
    facts: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("parents", term.parents),
        ("domain", term.domains),
        ("range", term.ranges),
        ("inverse", (term.inverse,) if term.inverse else ()),
        ("matches", term.matches),
        ("words", term.alt_labels),
    )
    return [(say(language, f"ontology.{name}"), values) for name, values in facts if values]
