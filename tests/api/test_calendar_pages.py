"""The calendar: deadlines, effects and ends by month and day, and a file that calendar programs take."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from lxml import html

from api.app import create_app
from api.calendar_pages import Event, ics
from api.settings import Settings
from graph.store import open_store


@pytest.fixture(scope="module")
def app(cities_folder: Path) -> Flask:
    return create_app(open_store(cities_folder), Settings())


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as one:
        yield one


def page(client: FlaskClient, address: str) -> html.HtmlElement:
    response = client.get(address, headers={"Accept": "text/html"})
    assert response.status_code == 200, response.text
    return html.fromstring(response.text)


def listed(shown: html.HtmlElement) -> list[tuple[str, str, str]]:
    """(day, kind, name) of every event."""
    return [
        (day.xpath("./time/@datetime")[0], event.xpath("./span/text()")[0], event.xpath("./a/text()")[0])
        for day in shown.xpath("//ol[@class='timeline']/li")
        for event in day.xpath(".//ul[contains(@class,'events')]/li")
    ]


@pytest.mark.parametrize(
    ("address", "events"),
    [
        ("/calendar?month=2021-06", [("2021-06-30", "完成时限", "全面排查")]),
        ("/calendar?month=2021-04", [("2021-04-01", "施行", "青山市数据共享管理办法")]),
        ("/calendar?day=2024-06-01", [("2024-06-01", "失效", "白水市数据共享管理办法")]),
        ("/calendar?day=2024-06-02", []),
        ("/calendar?month=2021-06&what=effective", []),
        ("/calendar?month=2021-06&city=白水市", []),
        (
            "/calendar?month=2021-11&unit=" + quote("org/青山市/水利局"),
            [("2021-11-30", "完成时限", "集中清淤")],
        ),
        ("/calendar?month=2021-11&unit=" + quote("org/青山市/财政局"), []),
    ],
)
def test_what_happens(client: FlaskClient, address: str, events: list[tuple[str, str, str]]):
    assert listed(page(client, address)) == events


def test_without_a_month_the_nearest_with_anything_is_shown(client: FlaskClient):
    assert listed(page(client, "/calendar"))


def test_months_lead_to_each_other(client: FlaskClient):
    address, seen = "/calendar?month=2021-01", []
    while address:
        shown = page(client, address)
        seen += listed(shown)
        following = shown.xpath("//nav[@class='pages']/a[@rel='next']/@href")
        address = following[0] if following else ""
    assert len(seen) == 6 and seen == sorted(seen)
    counts = [int(text) for text in page(client, "/calendar").xpath("//p[@class='months']/a/sub/text()")]
    assert sum(counts) == 6


def test_an_event_says_who_by_which_document_and_where(client: FlaskClient):
    (event,) = page(client, "/calendar?day=2021-06-30").xpath("//ul[contains(@class,'events')]/li")
    text = event.text_content()
    assert "市水利局" in text and "市财政局" in text and "qingshan-2021-03.txt:" in text
    for link in event.xpath(".//a/@href"):
        assert client.get(link, follow_redirects=True).status_code == 200


def test_the_file_is_a_calendar_of_whole_days(client: FlaskClient):
    response = client.get("/calendar.ics?what=deadline&city=青山市")
    assert response.mimetype == "text/calendar"
    entries = Calendar.from_ical(response.data.decode()).walk("VEVENT")
    assert [entry.decoded("dtstart") for entry in entries] == [date(2021, 6, 30), date(2021, 11, 30)]
    assert [entry.decoded("dtend") for entry in entries] == [date(2021, 7, 1), date(2021, 12, 1)]
    assert "全面排查" in str(entries[0]["summary"])
    # Read again it is the same, so that a program that subscribes sees no change.
    assert client.get("/calendar.ics?what=deadline&city=青山市").data == response.data
    every = Calendar.from_ical(client.get("/calendar.ics").data.decode()).walk("VEVENT")
    assert len({str(entry["uid"]) for entry in every}) == len(every) == 6


def test_lines_are_folded_and_text_escaped():
    event = Event(
        date(2024, 2, 29),
        "deadline",
        "urn:x",
        "长" * 60 + "，a;b,c",
        "/id/x",
        "青山市",
        "市\n局",
        "",
        None,
        None,
    )
    written = ics([event], datetime(2024, 1, 1, tzinfo=UTC), "https://example.org/g/", "zh")
    lines = written.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"a\\;b\\,c" in written.replace(b"\r\n ", b"")
    (entry,) = Calendar.from_ical(written.decode()).walk("VEVENT")
    assert entry.decoded("dtend") == date(2024, 3, 1)
    assert str(entry["url"]) == "https://example.org/g/id/x"


@pytest.mark.parametrize("arguments", ["month=2024", "month=2024-13", "day=x", "what=party"])
def test_bad_requests_say_so(client: FlaskClient, arguments: str):
    assert client.get(f"/calendar?{arguments}").status_code == 400
