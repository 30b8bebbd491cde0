"""Meetings, attendance and decisions → quads."""

from __future__ import annotations

from graph.mapping.documents import shorten
from graph.mapping.registry import maps
from graph.mapping.scope import Scope
from loaders.records import AttendanceRecord, MeetingRecord, ResolutionRecord
from ontology.namespaces import GB


@maps(MeetingRecord)
def map_meeting(scope: Scope, record: MeetingRecord) -> None:
    """Minutes are a document and the meeting they report."""
    target, iri = scope.target, scope.iri
    target.type(iri, str(GB.Meeting))
    target.integer(iri, str(GB.meetingNumber), record.number)
    target.date(iri, str(GB.heldOn), record.held_on)
    if record.chair:
        target.link(iri, str(GB.chair), scope.person(record.chair))
    for item in record.agenda:
        target.text(iri, str(GB.agenda), item)
    for attendance in record.attendance:
        map_attendance(scope, attendance)
    for resolution in record.resolutions:
        map_resolution(scope, resolution, record.agenda)


def map_attendance(scope: Scope, record: AttendanceRecord) -> None:
    """Somebody at the meeting, for a unit."""
    target = scope.target
    iri = scope.numbered("attendance")
    target.type(iri, str(GB.Attendance))
    target.label(iri, f"{record.person}：{record.kind}{f'（{record.unit_text}）' if record.unit_text else ''}")
    target.link(iri, str(GB.meeting), scope.iri)
    target.link(iri, str(GB.official), scope.person(record.person))
    target.text(iri, str(GB.attendanceKind), record.kind)
    target.text(iri, str(GB.unitText), record.unit_text)
    target.text(iri, str(GB.postText), record.post_text)
    if record.unit_text:
        target.link(iri, str(GB.representing), scope.unit(record.unit_text))
    scope.read(iri, record)


def map_resolution(scope: Scope, record: ResolutionRecord, agenda: tuple[str, ...]) -> None:
    """What was decided under an item of the agenda."""
    target = scope.target
    iri = scope.numbered("resolution")
    target.type(iri, str(GB.Resolution))
    target.label(iri, f"{record.number}{shorten(record.text)}")
    target.link(iri, str(GB.meeting), scope.iri)
    if 0 < record.agenda_item <= len(agenda):
        target.text(iri, str(GB.agendaItem), agenda[record.agenda_item - 1])
    target.text(iri, str(GB.number), record.number)
    target.text(iri, str(GB.text), record.text)
    scope.read(iri, record)
