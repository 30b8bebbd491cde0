"""Meetings, attendance and decisions → quads."""

from __future__ import annotations

from graph.mapping.documents import shorten
from graph.mapping.registry import maps
from graph.mapping.scope import Scope
from graph.mapping.vocabulary import GB
from loaders.records import AttendanceRecord, MeetingRecord, ResolutionRecord


@maps(MeetingRecord)
def map_meeting(scope: Scope, record: MeetingRecord) -> None:
    """Minutes are a document and the meeting they report."""
    target, iri = scope.target, scope.iri
    target.type(iri, GB.Meeting)
    target.integer(iri, GB.meetingNumber, record.number)
    target.date(iri, GB.heldOn, record.held_on)
    if record.chair:
        target.link(iri, GB.chair, scope.person(record.chair))
    for item in record.agenda:
        target.text(iri, GB.agenda, item)
    for attendance in record.attendance:
        map_attendance(scope, attendance)
    for resolution in record.resolutions:
        map_resolution(scope, resolution, record.agenda)


def map_attendance(scope: Scope, record: AttendanceRecord) -> None:
    """Somebody at the meeting, for a unit."""
    target = scope.target
    iri = scope.numbered("attendance")
    target.type(iri, GB.Attendance)
    target.label(
        iri, f"{record.person}：{record.kind}{f'（{record.unit_text}）' if record.unit_text else ''}"
    )
    target.link(iri, GB.meeting, scope.iri)
    target.link(iri, GB.official, scope.person(record.person))
    target.text(iri, GB.attendanceKind, record.kind)
    target.text(iri, GB.unitText, record.unit_text)
    target.text(iri, GB.postText, record.post_text)
    if record.unit_text:
        target.link(iri, GB.representing, scope.unit(record.unit_text))
    scope.read(iri, record)


def map_resolution(scope: Scope, record: ResolutionRecord, agenda: tuple[str, ...]) -> None:
    """What was decided under an item of the agenda."""
    target = scope.target
    iri = scope.numbered("resolution")
    target.type(iri, GB.Resolution)
    target.label(iri, f"{record.number}{shorten(record.text)}")
    target.link(iri, GB.meeting, scope.iri)
    if 0 < record.agenda_item <= len(agenda):
        target.integer(iri, GB.agendaItem, record.agenda_item)
        target.text(iri, GB.heading, agenda[record.agenda_item - 1])
    target.text(iri, GB.number, record.number)
    target.text(iri, GB.text, record.text)
    scope.read(iri, record)
