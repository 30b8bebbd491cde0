"""Which format a client gets (RFC 9110, 12.5.1)."""

from __future__ import annotations

import pytest

from api.negotiate import choose, choose_alias, prefers_html

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
OFFERS = ("text/turtle", "application/n-triples", "application/ld+json")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "text/turtle"),
        ("", "text/turtle"),
        ("*/*", "text/turtle"),
        ("application/*", "application/n-triples"),
        ("application/ld+json", "application/ld+json"),
        ("text/turtle;q=0.2, application/n-triples;q=0.9", "application/n-triples"),
        # The most specific range decides, wherever it stands.
        ("*/*, text/turtle;q=0", "application/n-triples"),
        ("text/*;q=0.1, */*;q=0.5", "application/n-triples"),
        # Parameters do not keep a format from being found.
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"', "application/ld+json"),
        ("text/turtle;version=1.2;q=0.9, */*;q=0.1", "text/turtle"),
        ("TEXT/TURTLE", "text/turtle"),
        ("text/html", None),
        ("text/turtle;q=0", None),
        # A header that is none is no wish.
        (";;;", "text/turtle"),
    ],
)
def test_the_best_offer_wins(accept: str | None, chosen: str | None):
    assert choose(accept, OFFERS) == chosen


def test_an_alias_is_answered_under_the_name_the_client_used():
    offers = {"application/sparql-results+json": "json", "application/json": "json"}
    assert choose_alias("application/json", offers) == ("application/json", "json")
    assert choose_alias("text/csv", offers) is None


@pytest.mark.parametrize(
    ("accept", "html"),
    [
        (BROWSER, True),
        ("text/html", True),
        ("*/*", False),
        (None, False),
        ("application/json, text/html;q=0.5", False),
    ],
)
def test_only_who_asks_for_html_gets_a_page(accept: str | None, html: bool):
    assert prefers_html(accept, ["application/json"]) is html
