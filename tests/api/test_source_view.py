"""The printed lines behind a fact."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

Places = Any
_NUMBERS = re.compile(r'<tr id="L(\d+)"( class="marked")?>')


def _shown(page: str) -> tuple[list[int], list[int]]:
    """Numbers of the lines on the page, and of those that are marked."""
    rows = _NUMBERS.findall(page)
    return [int(number) for number, _ in rows], [int(number) for number, marked in rows if marked]


def test_the_lines_are_marked_in_their_surroundings(make_app: Callable[..., Flask], places: Places):
    client = make_app(source_context=4).test_client()
    page = client.get(places.path("source", places.source) + "?first=10&last=12")
    assert page.status_code == 200
    assert _shown(page.text) == (list(range(6, 17)), [10, 11, 12])
    assert f"<mark>{places.lines[9]}</mark>" in page.text


def test_lines_are_joined_over_segments(client: FlaskClient, places: Places):
    """A segment holds a hundred lines; a fact may stand across two."""
    page = client.get(places.path("source", places.source) + "?first=99&last=103").text
    assert _shown(page)[1] == [99, 100, 101, 102, 103]
    for number in range(99, 104):
        assert f"<mark>{places.lines[number - 1]}</mark>" in page


def test_one_line_is_enough(client: FlaskClient, places: Places):
    assert _shown(client.get(places.path("source", places.source) + "?first=150").text)[1] == [150]


def test_without_lines_the_source_can_be_leafed_through(make_app: Callable[..., Flask], places: Places):
    client = make_app(source_lines=60).test_client()
    address = places.path("source", places.source)
    seen: list[int] = []
    while address:
        page = client.get(address).text
        lines, marked = _shown(page)
        assert marked == []
        seen += lines
        found = re.search(r'rel="next" href="([^"]+)"', page)
        address = found[1].replace("&amp;", "&") if found else ""
    assert seen == list(range(1, 151))


def test_a_long_fact_does_not_fill_the_page_without_end(make_app: Callable[..., Flask], places: Places):
    client = make_app(source_lines=20, source_context=5).test_client()
    lines, marked = _shown(client.get(places.path("source", places.source) + "?first=30&last=140").text)
    assert (lines[0], len(lines), marked[0]) == (25, 20, 30)


def test_the_facts_of_the_lines_are_listed(client: FlaskClient, places: Places):
    page = client.get(places.path("source", places.source) + "?first=10&last=10").text
    assert "发展和改革局牵头第3项" in page
    assert "职责20" not in page


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ("?first=151", 404),
        ("?first=0", 404),
        ("?first=5&last=4", 404),
        ("?from=1000", 404),
        ("?first=x", 400),
        ("?first=-1", 400),
        ("?first=1e3", 400),
        ("?first=１", 400),
        ("?first=" + "9" * 40, 400),
    ],
)
def test_lines_that_are_not_there(client: FlaskClient, places: Places, arguments: str, status: int):
    assert client.get(places.path("source", places.source) + arguments).status_code == status


def test_lines_behind_the_end_are_left_out(client: FlaskClient, places: Places):
    assert _shown(client.get(places.path("source", places.source) + "?first=148&last=999").text)[1] == [
        148,
        149,
        150,
    ]


@pytest.mark.parametrize("path", ["x.txt", "issue/x/../y", "%3Cscript%3E", "a%20b"])
def test_an_unknown_source_is_404(client: FlaskClient, path: str):
    assert client.get(f"/source/{path}").status_code == 404


def test_the_same_as_json(client: FlaskClient, places: Places):
    response = client.get(f"/api/source?source={quote(places.source)}&first=10&last=11")
    body = response.get_json()
    assert body["lines"] == [
        {"line": 10, "text": places.lines[9]},
        {"line": 11, "text": places.lines[10]},
    ]
    assert (body["file"], body["line_count"]) == (places.file, 150)
    assert client.get(body["page"]).status_code == 200
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_json_needs_to_know_which_source(client: FlaskClient):
    assert client.get("/api/source").status_code == 400
