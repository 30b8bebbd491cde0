"""Measures of single documents, as web sites print them."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from datetime import timedelta

from loaders.evaluation import Gold, Kind
from loaders.evaluation.documents import plain
from loaders.lexicon import looks_like_person
from loaders.numbers import normalise_document_number
from loaders.records import (
    CitationRecord,
    ClauseRecord,
    GroupRecord,
    PersonnelRecord,
    Reading,
    Record,
)

_MARKS = str.maketrans("﹝﹞【】［］—–－", "〔〕〔〕〔〕---")
_ACTIONS = {"appoint": "appointment", "remove": "removal"}


def _facts(reading: Reading) -> Iterator[Record]:
    for document in reading.documents:
        yield from document.facts


def _gold_fields(gold: Gold) -> Iterator[Hashable]:
    for name in ("title", "doc_no", "issuer", "date"):
        compared = _number if name == "doc_no" else plain
        yield name, compared(gold[name]) or None


def _found_fields(reading: Reading) -> Iterator[Hashable]:
    document = reading.documents[0]
    yield "title", plain(document.title) or None
    yield "doc_no", _number(document.number) or None
    yield "issuer", plain("、".join(document.issuers)) or None
    yield "date", document.issued.isoformat() if document.issued else None


def _gold_effect(gold: Gold) -> Iterator[Hashable]:
    start = str(gold.get("effective_from") or "")
    if start:
        yield "effective", start if start[:4].isdecimal() else "phrase"
    if gold.get("validity_years"):
        yield "validity", f"P{gold['validity_years']}Y"
    if gold.get("valid_until"):
        yield "until", gold["valid_until"]


def _found_effect(reading: Reading) -> Iterator[Hashable]:
    issued = {document.issued for document in reading.documents}
    for fact in _facts(reading):
        if isinstance(fact, ClauseRecord) and fact.kind in ("effect", "validity"):
            if fact.kind == "effect":
                known = fact.effective and fact.effective not in issued
                yield "effective", fact.effective.isoformat() if known and fact.effective else "phrase"
            if fact.validity:
                yield "validity", fact.validity
            elif fact.expires:
                yield "until", (fact.expires - timedelta(days=1)).isoformat()


def _number(text: str | None) -> str:
    """A number for comparison: one kind of brackets and dashes; a notice by its year and number."""
    bare = plain(text).translate(_MARKS)
    return normalise_document_number(bare) or re.sub(r"^.*公告(?=\d{4}年第)", "", bare)


def _gold_citations(gold: Gold) -> Iterator[Hashable]:
    for citation in gold["citations"]:
        yield _number(citation["doc_no"]) or plain(citation["title"])


def _found_citations(reading: Reading) -> Iterator[Hashable]:
    for fact in _facts(reading):
        if isinstance(fact, CitationRecord) and not fact.internal:
            yield _number(fact.number) or plain(fact.title)


def _gold_relations(gold: Gold) -> Iterator[Hashable]:
    for citation in gold["citations"]:
        yield _number(citation["doc_no"]) or plain(citation["title"]), citation["relation"]


def _found_relations(reading: Reading) -> Iterator[Hashable]:
    # One entry per document named: its strongest relation.
    best: dict[str, str] = {}
    order = ("mentions", "basis", "amends", "repeals")
    for fact in _facts(reading):
        if isinstance(fact, CitationRecord) and not fact.internal:
            key = _number(fact.number) or plain(fact.title)
            if order.index(fact.relation) >= order.index(best.get(key, "mentions")):
                best[key] = fact.relation
    yield from best.items()


def _gold_personnel(gold: Gold) -> Iterator[Hashable]:
    for act in gold["personnel"]:
        yield plain(act["person"]), _ACTIONS[act["action"]], plain(act["post"])


def _found_personnel(reading: Reading) -> Iterator[Hashable]:
    for fact in _facts(reading):
        if isinstance(fact, PersonnelRecord):
            yield plain(fact.person), fact.action, plain(fact.post_text)
        elif isinstance(fact, GroupRecord):
            for member in fact.members:
                if member.person:
                    yield plain(member.person), "appointment", plain(member.role)
            if fact.office_head and looks_like_person(fact.office_head):
                yield plain(fact.office_head), "appointment", "办公室主任"


KINDS = {
    "page: fields": Kind("citations", _gold_fields, _found_fields, "doc_no"),
    "page: effect": Kind("citations", _gold_effect, _found_effect, "doc_no"),
    "page: citations": Kind("citations", _gold_citations, _found_citations, "doc_no"),
    "page: relations": Kind("citations", _gold_relations, _found_relations, "doc_no"),
    "page: personnel": Kind("personnel", _gold_personnel, _found_personnel, "doc_no"),
}
