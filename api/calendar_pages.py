"""Deadlines, effects and ends by day: ``/calendar``, as a file ``/calendar.ics`` (RFC 5545)."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from flask import Blueprint, Response, render_template, request, url_for

from api import listing
from api.addresses import SourceMark
from api.generation import made_at
from api.language import current_language, say
from api.marks import marks
from api.problems import BadRequest
from api.service import service
from graph.lists.definition import definition

if TYPE_CHECKING:
    from queries.lists import Lists, Thing, Wish

blueprint = Blueprint("calendar_pages", __name__)

# What happens on a day: (name, list, column).
WHAT: tuple[tuple[str, str, str], ...] = (
    ("deadline", "matters", "deadline"),
    ("effective", "documents", "effective"),
    ("expires", "documents", "expires"),
)
_SHOWN = 400
_EXPORTED = 5_000
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_OF_TIME = ("day", "month", "page")
_MEDIA_TYPE = "text/calendar"


@dataclass(frozen=True, slots=True)
class Event:
    """Something on a day. ``document`` and ``who`` are words; ``mark`` is where it is printed."""

    day: date
    what: str
    iri: str
    label: str
    href: str | None
    city: str
    who: str
    document: str
    document_href: str | None
    mark: SourceMark | None


@dataclass(frozen=True, slots=True)
class Month:
    """A month in which something happens."""

    name: str
    number: int
    href: str
    current: bool


@blueprint.get("/calendar")
def show() -> str:
    """A month (``month=2024-03``; without one, the nearest with anything in it) or a day (``day``), narrowed
    by ``city``, ``unit`` and ``what``."""
    lists, language = service().indexes.current().lists, current_language()
    day, counted = _day(), _months(lists)
    month = f"{day:%Y-%m}" if day else _month(counted)
    first, last = (day.isoformat(), day.isoformat()) if day else (f"{month}-01", f"{month}-31")
    found = list(_events(lists, first, last, _SHOWN + 1))
    events = _told(lists, found[:_SHOWN])
    days: defaultdict[date, list[Event]] = defaultdict(list)
    for event in events:
        days[event.day].append(event)
    titles = {name: say(language, f"calendar.{name}") for name in ("what", "city", "unit")}
    labels = {
        "what": {name: say(language, f"calendar.{name}") for name, _, _ in WHAT},
        "unit": _unit_labels(lists, [thing for _, _, thing in found]),
    }
    others = sorted(counted)
    return render_template(
        "calendar.html",
        month=month,
        day=day,
        days=sorted(days.items()),
        total=len(events),
        cut=len(found) > _SHOWN,
        years=_years(counted, month),
        previous=next((other for other in reversed(others) if other < month), None),
        next=next((other for other in others if other > month), None),
        facets=_facets(found, titles, labels),
        chips=listing.chips(titles, labels),
        at=lambda name: listing.with_changes(month=name, day=None),
        kept={name: values for name, values in listing.arguments().items() if name not in _OF_TIME},
        ics=url_for("calendar_pages.download", **_narrowed()),  # type: ignore[arg-type]
        today=date.today(),
    )


@blueprint.get("/calendar.ics")
def download() -> Response:
    """All events that fit ``city``, ``unit`` and ``what``, up to five thousand, each a whole day."""
    lists, language = service().indexes.current().lists, current_language()
    events = _told(lists, list(_events(lists, "0000", "9999", _EXPORTED)))
    stamp = made_at(service().store) or datetime.now(UTC)
    response = Response(ics(events, stamp, request.url_root, language), mimetype=_MEDIA_TYPE)
    response.headers["Content-Disposition"] = 'attachment; filename="gongbao.ics"'
    return response


def ics(events: Sequence[Event], stamp: datetime, root: str, language: str) -> bytes:
    """The events as iCalendar (RFC 5545): one all-day VEVENT each, that takes no time of the day.

    ``stamp``: when they were read; ``root``: address of this service with its last slash, for links.
    """
    from icalendar import Calendar
    from icalendar import Event as Entry

    calendar = Calendar()
    calendar.add("prodid", "-//gongbao//gongbao//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", say(language, "calendar.title"))
    for event in events:
        entry = Entry()
        name = hashlib.sha256(f"{event.what} {event.iri} {event.day}".encode()).hexdigest()[:32]
        entry.add("uid", f"{name}@gongbao")
        entry.add("dtstamp", stamp)
        entry.add("dtstart", event.day)
        entry.add("dtend", event.day + timedelta(days=1))
        entry.add("transp", "TRANSPARENT")
        entry.add("summary", f"{say(language, f'calendar.{event.what}')} {event.label}")
        about = (event.who, event.document, event.city, event.mark.text if event.mark else "")
        entry.add("description", "\n".join(filter(None, about)))
        entry.add("categories", [say(language, f"calendar.{event.what}")])
        if event.href:
            entry.add("url", root.rstrip("/") + event.href if event.href.startswith("/") else event.href)
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


# --- what is asked ----------------------------------------------------------------------------------


def _narrowed() -> dict[str, list[str]]:
    return {name: values for name, values in listing.arguments().items() if name in ("city", "unit", "what")}


def _wanted() -> list[tuple[str, str, str]]:
    """The kinds of events asked for. Only matters have units. Raises BadRequest."""
    given = listing.arguments()
    names = [name for name, _, _ in WHAT]
    if not set(given.get("what", [])) <= set(names):
        listed = ", ".join(names)
        raise BadRequest(f"what 只能是 {listed}。", f"what must be one of {listed}.")
    return [
        one
        for one in WHAT
        if one[0] in given.get("what", names) and (one[1] == "matters" or "unit" not in given)
    ]


def _wish(kind: str) -> Wish:
    from queries.lists import Wish

    given, values = listing.arguments(), {}
    if "city" in given:
        values["city"] = tuple(given["city"])
    if "unit" in given and kind == "matters":
        values["unit"] = tuple(service().addresses.iri(unit) or unit for unit in given["unit"])
    return Wish(values=values)


def _day() -> date | None:
    raw = request.args.get("day", "").strip()
    if not raw:
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        raise BadRequest("day 不是日期（如 2024-03-01）。", "'day' is no date such as 2024-03-01.") from None


def _month(counted: Counter[str]) -> str:
    raw = request.args.get("month", "").strip()
    if raw:
        if not _MONTH.fullmatch(raw):
            raise BadRequest("month 不是月份（如 2024-03）。", "'month' is no month such as 2024-03.")
        return raw
    now = f"{date.today():%Y-%m}"
    coming = [month for month in sorted(counted) if month >= now]
    return coming[0] if coming else max(counted, default=now)


def _months(lists: Lists) -> Counter[str]:
    counted: Counter[str] = Counter()
    for _, kind, column in _wanted():
        counted.update(dict(lists.months(definition(kind), column, _wish(kind))))
    return counted


def _events(lists: Lists, first: str, last: str, limit: int) -> Iterator[tuple[date, str, Thing]]:
    """(day, what, thing) of the first ``limit`` in the order of time; dates that are none are left out."""
    found: list[tuple[str, str, str, str]] = []
    for what, kind, column in _wanted():
        dated = lists.dated(definition(kind), column, _wish(kind), first, last, limit)
        found += [(day, what, kind, iri) for day, iri in dated]
    found = sorted(found)[:limit]
    things = {
        (kind, thing.iri): thing
        for kind in ("matters", "documents")
        for thing in lists.things(
            definition(kind), list(dict.fromkeys(iri for _, _, k, iri in found if k == kind))
        )
    }
    for day, what, kind, iri in found:
        try:
            yield date.fromisoformat(day), what, things[kind, iri]
        except ValueError:
            continue


# --- what is shown ----------------------------------------------------------------------------------


def _told(lists: Lists, found: Sequence[tuple[date, str, Thing]]) -> list[Event]:
    one = service()
    documents = {iri for _, _, thing in found for iri in thing.values.get("document", ())}
    labels = lists.labels(documents)
    places = marks(one.store, one.addresses, {thing.iri for _, _, thing in found})
    events = []
    for day, what, thing in found:
        document = next(iter(thing.values.get("document", ())), "")
        events.append(
            Event(
                day,
                what,
                thing.iri,
                thing.label,
                one.addresses.href(thing.iri),
                "、".join(thing.values.get("city", ())),
                "、".join(thing.values.get("assignees", ())),
                labels.get(document, "") if document else "、".join(thing.values.get("number", ())),
                one.addresses.href(document) if document else None,
                places.get(thing.iri),
            )
        )
    return events


def _facets(
    found: Sequence[tuple[date, str, Thing]], titles: dict[str, str], labels: dict[str, dict[str, str]]
) -> list[listing.Facet]:
    local = service().addresses.local
    counted = {
        "what": Counter(what for _, what, _ in found),
        "city": Counter(city for _, _, thing in found for city in thing.values.get("city", ())),
        "unit": Counter(
            local(unit) or unit for _, _, thing in found for unit in thing.values.get("unit", ())
        ),
    }
    return [
        listing.facet(name, titles[name], counted[name].most_common(), labels.get(name), 15)
        for name in counted
    ]


def _unit_labels(lists: Lists, things: Sequence[Thing]) -> dict[str, str]:
    """Names of units by their local paths."""
    addresses = service().addresses
    units = {unit for thing in things for unit in thing.values.get("unit", ())}
    units |= {addresses.iri(unit) or unit for unit in listing.arguments().get("unit", [])}
    return {addresses.local(iri) or iri: label for iri, label in lists.labels(units).items()}


def _years(counted: Counter[str], current: str) -> list[tuple[str, list[Month]]]:
    """The months with events, by year."""
    years: defaultdict[str, list[Month]] = defaultdict(list)
    for name, number in sorted(counted.items()):
        href = listing.with_changes(month=name, day=None)
        years[name[:4]].append(Month(name, number, href, name == current))
    return sorted(years.items(), reverse=True)
