"""Matters and who is responsible for them → quads."""

from __future__ import annotations

from graph.mapping.documents import shorten
from graph.mapping.registry import maps
from graph.mapping.scope import Scope
from graph.mapping.vocabulary import DCTERMS, GB, GBR, ROLES
from loaders.records import AssignmentRecord, MatterRecord


@maps(MatterRecord)
def map_matter(scope: Scope, record: MatterRecord) -> None:
    """A matter with its assignments."""
    target = scope.target
    iri = scope.unique(scope.identity.matter(scope.iri, record.part, record.key))
    target.type(iri, GB.Matter, GB[record.kind])
    label = (
        f"第{record.item_number}项 {shorten(record.title)}"
        if record.item_number is not None
        else shorten(record.title)
    )
    target.label(iri, label)
    target.text(iri, DCTERMS.title, record.title)
    target.text(iri, DCTERMS.description, record.description)
    target.integer(iri, GB.itemNumber, record.item_number)
    target.integer(iri, GB.subItem, record.sub_item)
    target.text(iri, GB.location, record.location)
    target.text(iri, GB.scheduleText, record.schedule_text)
    target.date(iri, GB.start, record.start)
    target.date(iri, GB.deadline, record.deadline)
    target.text(iri, GB.level, record.level)
    if record.for_unit:
        target.link(iri, GB.forUnit, scope.unit(record.for_unit))
    scope.read(iri, record)
    for assignment in record.assignments:
        map_assignment(scope, iri, label, assignment)


def map_assignment(scope: Scope, matter: str, matter_label: str, record: AssignmentRecord) -> None:
    """One assignee in one role for a matter."""
    target = scope.target
    if record.kind == "person":
        assignee = scope.person(record.text)
    else:
        assignee = scope.unit(record.text, collective=True if record.kind == "collective" else None)
    iri = scope.identity.responsibility(matter, record.role, record.text)
    target.type(iri, GB.Responsibility)
    target.label(iri, f"{record.text}：{ROLES.get(record.role, record.role)}（{matter_label}）")
    target.link(iri, GB.matter, matter)
    target.link(iri, GB.assignee, assignee)
    target.text(iri, GB.assigneeText, record.text)
    target.link(iri, GB.role, GBR[record.role])
    if record.inherited:
        target.flag(iri, GB.inherited, True)
    if record.on_behalf_of:
        target.link(iri, GB.onBehalfOf, scope.unit(record.on_behalf_of))
    scope.read(iri, record)
