"""Measures of minutes: head, agenda, attendance, decisions."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from loaders.evaluation import Gold, Kind
from loaders.evaluation.documents import plain
from loaders.records import MeetingRecord, Reading


def _meetings(reading: Reading) -> Iterator[MeetingRecord]:
    for document in reading.documents:
        for fact in document.facts:
            if isinstance(fact, MeetingRecord):
                yield fact


def _gold_heads(gold: Gold) -> Iterator[Hashable]:
    for meeting in gold["meetings"]:
        number = meeting["number"]
        yield number, "held on", meeting["held_on"]
        yield number, "chair", plain(meeting["chair"])
        for position, item in enumerate(meeting["agenda"], 1):
            yield number, "agenda", position, plain(item)


def _found_heads(reading: Reading) -> Iterator[Hashable]:
    for meeting in _meetings(reading):
        yield meeting.number, "held on", meeting.held_on.isoformat() if meeting.held_on else None
        yield meeting.number, "chair", plain(meeting.chair)
        for position, item in enumerate(meeting.agenda, 1):
            yield meeting.number, "agenda", position, plain(item)


def _gold_attendance(gold: Gold) -> Iterator[Hashable]:
    for meeting in gold["meetings"]:
        for seen in meeting["attendance"]:
            yield meeting["number"], plain(seen["person"]), plain(seen["unit"]), seen["kind"], seen["line"]


def _found_attendance(reading: Reading) -> Iterator[Hashable]:
    for meeting in _meetings(reading):
        for seen in meeting.attendance:
            yield meeting.number, plain(seen.person), plain(seen.unit_text), seen.kind, seen.span.first


def _gold_decisions(gold: Gold) -> Iterator[Hashable]:
    for meeting in gold["meetings"]:
        for point in meeting["resolutions"]:
            if point.get("level", 1) == 1:
                yield meeting["number"], point["agenda_item"], point["number"] or "", point["line"]


def _found_decisions(reading: Reading) -> Iterator[Hashable]:
    for meeting in _meetings(reading):
        for point in meeting.resolutions:
            yield meeting.number, point.agenda_item, point.number, point.span.first


KINDS = {
    "meetings": Kind("meetings", _gold_heads, _found_heads),
    "attendance": Kind("meetings", _gold_attendance, _found_attendance),
    "decisions of meetings": Kind("meetings", _gold_decisions, _found_decisions),
}
