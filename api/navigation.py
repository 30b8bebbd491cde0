"""The entries of the pages' navigation, in order; a page that is not part of this application is left out."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, request

# (message key in ``site.toml``, endpoint). The first row of every page, and the foot.
MAIN: tuple[tuple[str, str], ...] = (
    ("home", "home.show"),
    ("search", "fulltext_pages.show"),
    ("browse", "browse_pages.index"),
    ("audit", "audit_pages.show"),
    ("network", "network_pages.show"),
    ("queries", "saved_pages.index"),
    ("sparql", "sparql.endpoint"),
)
FOOT: tuple[tuple[str, str], ...] = (
    ("status", "status_page.show"),
    ("ontology", "linked_data.namespace"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: message key, endpoint, and the ``aria-current`` of the page shown.

    That is ``page`` where the entry leads to it, ``true`` where the page belongs to the entry, else empty.
    """

    key: str
    endpoint: str
    current: str


def main_entries() -> list[Entry]:
    """The entries of the masthead."""
    return _entries(MAIN)


def foot_entries() -> list[Entry]:
    """The entries of the foot."""
    return _entries(FOOT)


def _entries(listed: tuple[tuple[str, str], ...]) -> list[Entry]:
    known = current_app.view_functions
    return [Entry(key, name, _current(name)) for key, name in listed if name in known]


def _current(endpoint: str) -> str:
    if request.endpoint == endpoint:
        return "page"
    # The pages of one blueprint belong together, except for the many kinds of linked data.
    blueprint = endpoint.partition(".")[0]
    return "true" if request.blueprint == blueprint != "linked_data" else ""
