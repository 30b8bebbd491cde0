"""Measures of documents, their parts and citations."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from typing import Any

from loaders.evaluation import Gold, Kind
from loaders.records import (
    AnnexRecord,
    CitationRecord,
    ClauseRecord,
    DocumentRecord,
    InstrumentRecord,
    Reading,
)

_HALF = str.maketrans("()[]:;,<>．", "（）【】：；，〈〉.")


def plain(text: Any) -> str:
    """A text for comparison: no blanks, brackets and quotes made alike."""
    bare = re.sub(r"\s", "", str(text or "")).translate(_HALF)
    return re.sub(r"[“”\"‘’']", "", bare).replace("《", "〈").replace("》", "〉")


def document_key(document: DocumentRecord) -> str:
    """How a reading names a document: its number, minutes by the number of the meeting, else the title."""
    if document.number:
        return document.number
    meeting = re.search(r"第\d+次", document.title)
    return meeting[0] if meeting and document.title.endswith("纪要") else plain(document.title)


def gold_document_key(document: Gold) -> str:
    """The same for a document of a reading."""
    if document["document_number"]:
        return str(document["document_number"])
    meeting = re.search(r"第\d+次", document["title"])
    return meeting[0] if meeting else plain(document["title"])


def _gold_fields(gold: Gold) -> Iterator[Hashable]:
    for document in gold["documents"]:
        key = gold_document_key(document)
        yield key, "number", document["document_number"]
        yield key, "registration", document["registration_number"]
        yield key, "title", plain(document["title"])
        yield key, "issuer", plain(document["issuer"])
        yield key, "date", document["date"]
        yield key, "type", document["document_type"]
        yield key, "addressees", plain("".join(document["addressees"]))
        yield key, "first", document["first_line"]
        for instrument in document["instruments"]:
            yield key, "instrument", plain(instrument["title"]), instrument["document_type"]
            for name in ("effective", "validity", "interpreted_by"):
                if instrument.get(name):
                    yield key, name, plain(instrument["title"]), str(instrument[name])
        for name in ("effective", "validity", "interpreted_by"):
            if document.get(name):
                yield key, name, "", str(document[name])
        for annex in document["annexes"]:
            if annex.get("first_line"):
                yield key, "annex", annex["label"], plain(annex["title"]), bool(annex.get("head_only"))


def _found_fields(reading: Reading) -> Iterator[Hashable]:
    for document in reading.documents:
        key = document_key(document)
        yield key, "number", document.number
        yield key, "registration", document.registration_number
        yield key, "title", plain(document.title)
        yield key, "issuer", plain("、".join(document.issuers))
        yield key, "date", document.issued.isoformat() if document.issued else None
        yield key, "type", document.document_type
        yield key, "addressees", plain("".join(document.addressees))
        yield key, "first", document.span.first
        for fact in document.facts:
            if isinstance(fact, InstrumentRecord):
                yield key, "instrument", plain(fact.title), fact.document_type
            elif isinstance(fact, AnnexRecord) and fact.printed:
                yield key, "annex", fact.label, plain(fact.title), fact.head_only
            elif isinstance(fact, ClauseRecord):
                if fact.effective:
                    yield key, "effective", plain(fact.part), fact.effective.isoformat()
                if fact.validity:
                    yield key, "validity", plain(fact.part), fact.validity
                if fact.unit:
                    yield key, "interpreted_by", plain(fact.part), fact.unit


def _gold_citations(gold: Gold) -> Iterator[Hashable]:
    for citation in gold["citations"]:
        yield citation["document"], citation["number"] or plain(citation["title"])


def _found_citations(reading: Reading) -> Iterator[Hashable]:
    for document in reading.documents:
        for fact in document.facts:
            if isinstance(fact, CitationRecord) and not fact.internal:
                yield document_key(document), fact.number or plain(fact.title)


def _gold_relations(gold: Gold) -> Iterator[Hashable]:
    """Basis in the narrower sense: what the document itself rests on, not one of its provisions."""
    for citation in gold["citations"]:
        relation = citation.get("relation_alt") or citation.get("relation", "mentions")
        if relation == "basis" and citation.get("place") == "body":
            relation = "mentions"
        yield citation["first_line"], citation["number"] or plain(citation["title"]), relation


def _found_relations(reading: Reading) -> Iterator[Hashable]:
    for document in reading.documents:
        for fact in document.facts:
            if isinstance(fact, CitationRecord) and not fact.internal:
                yield fact.span.first, fact.number or plain(fact.title), fact.relation


def _gold_toc(gold: Gold) -> Iterator[Hashable]:
    for entry in gold["toc"]:
        yield (
            plain(entry["title"]),
            entry["document_number"],
            entry["registration_number"],
            entry["page"],
            entry["line"],
        )


def _found_toc(reading: Reading) -> Iterator[Hashable]:
    for entry in reading.issue.toc if reading.issue else ():
        yield (
            plain(entry.title),
            entry.document_number,
            entry.registration_number,
            entry.page,
            entry.span.first,
        )


KINDS = {
    "document fields": Kind("documents", _gold_fields, _found_fields),
    "citations": Kind("citations", _gold_citations, _found_citations),
    "citation mentions with relation": Kind("citations", _gold_relations, _found_relations),
    "table of contents": Kind("toc", _gold_toc, _found_toc),
}
