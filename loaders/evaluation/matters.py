"""Measures of the tables that assign matters."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from loaders.evaluation import Gold, Kind
from loaders.evaluation.documents import plain
from loaders.records import CitationRecord, MatterRecord, Reading

_ITEM_ROLES = ("provincialLead", "cityLeader", "lead", "responsiblePerson")


def _matters(reading: Reading, kind: str) -> Iterator[MatterRecord]:
    for document in reading.documents:
        for fact in document.facts:
            if isinstance(fact, MatterRecord) and fact.kind == kind:
                yield fact


def _gold_items(gold: Gold) -> Iterator[Hashable]:
    for item in gold["incentive_items"]:
        for row in item["rows"]:
            sub = row["sub"] if item["sub_items"] > 1 else None
            yield item["item"], sub, "text", row["line"], plain(row["text_start"])[:10]
            for role in _ITEM_ROLES:
                for name in row[role]:
                    yield item["item"], sub, role, plain(name), role in row["inherited"]


def _found_items(reading: Reading) -> Iterator[Hashable]:
    for matter in _matters(reading, "IncentiveItem"):
        yield matter.item_number, matter.sub_item, "text", matter.span.first, plain(matter.title)[:10]
        for assignment in matter.assignments:
            yield matter.item_number, matter.sub_item, assignment.role, plain(assignment.text), assignment.inherited


def _gold_decisions(gold: Gold) -> Iterator[Hashable]:
    for item in gold["decision_items"]:
        yield item["item"], "title", plain(item["title"])
        yield item["item"], "start", item["start"]
        yield item["item"], "deadline", item["deadline"]
        for role in ("undertaker", "coUnit"):
            for name in item[role]:
                yield item["item"], role, plain(name)
        for citation in item["citations"]:
            yield item["line"], "cites", citation["number"] or plain(citation["title"])


def _found_decisions(reading: Reading) -> Iterator[Hashable]:
    lines = set()
    for matter in _matters(reading, "DecisionItem"):
        lines.add(matter.span.first)
        yield matter.item_number, "title", plain(matter.title)
        yield matter.item_number, "start", matter.start.isoformat() if matter.start else None
        yield matter.item_number, "deadline", matter.deadline.isoformat() if matter.deadline else None
        for assignment in matter.assignments:
            yield matter.item_number, assignment.role, plain(assignment.text)
    for document in reading.documents:
        for fact in document.facts:
            if isinstance(fact, CitationRecord) and fact.span.first in lines and fact.relation == "basis":
                yield fact.span.first, "cites", fact.number or plain(fact.title)


KINDS = {
    "incentive table": Kind("incentive_items", _gold_items, _found_items),
    "decision catalogue": Kind("decision_items", _gold_decisions, _found_decisions),
}
