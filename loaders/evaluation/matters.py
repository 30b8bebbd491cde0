"""Measures of the tables that assign matters."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from loaders.evaluation import Gold, Kind
from loaders.evaluation.documents import plain
from loaders.records import (
    CitationRecord,
    MatterRecord,
    QuantityRecord,
    Reading,
    RegistrationCodeRecord,
    TargetRecord,
)

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
            yield (
                matter.item_number,
                matter.sub_item,
                assignment.role,
                plain(assignment.text),
                assignment.inherited,
            )


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


_DIVISION = {
    "负责": "inChargeArea",
    "分管": "inCharge",
    "联系": "liaison",
    "协助负责": "assistArea",
    "协助分管": "assistInCharge",
    "协助联系": "assistLiaison",
}


def _gold_division(gold: Gold) -> Iterator[Hashable]:
    for leader in gold["division"]:
        for word, role in _DIVISION.items():
            for item in leader[word]:
                yield plain(leader["leader"]), role, plain(item)


def _found_division(reading: Reading) -> Iterator[Hashable]:
    for matter in _matters(reading, "Area"):
        for assignment in matter.assignments:
            yield plain(assignment.text), assignment.role, plain(matter.title)


def _gold_tasks(gold: Gold) -> Iterator[Hashable]:
    for task in gold["tasks"]:
        place = task["last_line"]
        yield place, "location", task["location"]
        yield place, "title", plain(task["title"])[:10]
        yield place, "deadline", task["deadline"]
        for role in ("cityLeader", "responsibleUnit"):
            for name in task[role]:
                yield place, role, plain(name)


def _found_tasks(reading: Reading) -> Iterator[Hashable]:
    for matter in _matters(reading, "Task"):
        if matter.item_number is not None:
            continue
        place = matter.span.last
        yield place, "location", matter.location
        yield place, "title", plain(matter.title)[:10]
        yield place, "deadline", matter.deadline.isoformat() if matter.deadline else None
        for assignment in matter.assignments:
            yield place, assignment.role, plain(assignment.text)


def _gold_targets(gold: Gold) -> Iterator[Hashable]:
    for target in gold["targets"]:
        yield (
            target["annex"],
            plain(target["unit"]),
            plain(target["measure"]),
            target["value"],
            target["is_total"],
        )


def _found_targets(reading: Reading) -> Iterator[Hashable]:
    for document in reading.documents:
        for fact in document.facts:
            if isinstance(fact, TargetRecord):
                yield fact.part, plain(fact.unit_text), plain(fact.measure), fact.value, fact.is_total


def _gold_codes(gold: Gold) -> Iterator[Hashable]:
    for code in gold["registration_codes"]:
        yield code["ordinal"], plain(code["unit"]), code["code"], code["line"]


def _found_codes(reading: Reading) -> Iterator[Hashable]:
    for document in reading.documents:
        for fact in document.facts:
            if isinstance(fact, RegistrationCodeRecord):
                yield fact.ordinal, plain(fact.unit_text), fact.code_pattern, fact.span.first


def _gold_certificates(gold: Gold) -> Iterator[Hashable]:
    for row in gold["certificates"]:
        yield row["ordinal"], plain(row["title"]), plain(row["unit"]), row["level"], row["first_line"]


def _found_certificates(reading: Reading) -> Iterator[Hashable]:
    for matter in _matters(reading, "CertificateType"):
        units = "、".join(a.text for a in matter.assignments if a.role == "collects")
        yield matter.item_number, plain(matter.title), plain(units), matter.level, matter.span.first


def _gold_unit_tasks(gold: Gold) -> Iterator[Hashable]:
    for row in gold["unit_tasks"]:
        for position, start in enumerate(row["task_starts"], 1):
            yield row["ordinal"], position, plain(row["unit"]), plain(start)[:8]


def _found_unit_tasks(reading: Reading) -> Iterator[Hashable]:
    for matter in _matters(reading, "Task"):
        if matter.item_number is not None and matter.sub_item is not None:
            units = "、".join(a.text for a in matter.assignments)
            yield matter.item_number, matter.sub_item, plain(units), plain(matter.title)[:8]


def _gold_duties(gold: Gold) -> Iterator[Hashable]:
    for duty in gold["duties"]:
        if duty.get("kind") not in ("person", "post") and duty.get("cue", "负责") != "按照职责":
            yield plain(duty["unit"]), plain(duty["text"])[:4]


def _found_duties(reading: Reading) -> Iterator[Hashable]:
    for matter in _matters(reading, "Duty"):
        for assignment in matter.assignments:
            if assignment.role == "duty" and assignment.kind != "person":
                yield plain(assignment.text), plain(matter.title)[:4]


def _gold_quantities(gold: Gold) -> Iterator[Hashable]:
    for quantity in gold["quantities"]:
        yield quantity["first_line"], quantity["value"]


def _found_quantities(reading: Reading) -> Iterator[Hashable]:
    """Readings hold a sample of the quantities: only recall means something."""
    for document in reading.documents:
        for fact in document.facts:
            if isinstance(fact, QuantityRecord):
                yield fact.span.first, fact.value


KINDS = {
    "quantities (recall)": Kind("quantities", _gold_quantities, _found_quantities),
    "duties in prose": Kind("duties", _gold_duties, _found_duties),
    "targets": Kind("targets", _gold_targets, _found_targets),
    "registration codes": Kind("registration_codes", _gold_codes, _found_codes),
    "certificates": Kind("certificates", _gold_certificates, _found_certificates),
    "tasks per unit": Kind("unit_tasks", _gold_unit_tasks, _found_unit_tasks),
    "bracketed tasks": Kind("tasks", _gold_tasks, _found_tasks),
    "division of work": Kind("division", _gold_division, _found_division),
    "incentive table": Kind("incentive_items", _gold_items, _found_items),
    "decision catalogue": Kind("decision_items", _gold_decisions, _found_decisions),
}
