"""The form of a query decides on the formats it can be answered in."""

from __future__ import annotations

import pytest

from api.query_form import form


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * {}", "SELECT"),
        ("ask{}", "ASK"),
        ("# SELECT\nCONSTRUCT {} {}", "CONSTRUCT"),
        ("BASE <http://a/> PREFIX : <b#select> PREFIX x:<c> Describe x:y", "DESCRIBE"),
        ('VERSION "1.2" SELECT ?x {}', "SELECT"),
        ("SELECT?x{}", "SELECT"),
        ("PREFIX ask: <http://a/>\n#ask\nselect * {}", "SELECT"),
        ("INSERT DATA {}", None),
        ("", None),
        ("hello", None),
    ],
)
def test_the_word_behind_the_prologue_tells(query: str, expected: str | None):
    assert form(query) == expected
