"""The pages that the browser tests look at. A new page is one more line here.

``{document}``, ``{unit}`` … are what the invented gazette of ``tests/api/conftest.py`` holds: the fields
of its ``Places``, percent-encoded. Each page is opened in Chinese on a desktop and in English on a phone and
checked for sticking out to the side, for anything loaded from elsewhere, for its weight and for what axe
finds (WCAG 2.2 AA).
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

PAGES: dict[str, str] = {
    "home": "/",
    "answer": "/?q=第3项由哪些单位牵头？",
    "not understood": "/?q=今天天气怎么样？",
    "name": "/?q=发展和改革",
    "document": "/page/{document}",
    "instrument": "/page/{instrument}",
    "cited document": "/page/{cited}",
    "unit": "/page/{unit}",
    "official": "/page/{official}",
    "matter": "/page/{matter}",
    "responsibility": "/page/{responsibility}",
    "issue": "/page/{issue}",
    "listing": "/page/{unit}?in=https://w3id.org/gongbao/ns%23assignee",
    "source": "/source/{source}?first=10&last=10",
    "search": "/search?q=青山",
    "browse documents": "/browse/documents",
    "browse units": "/browse/units",
    "browse officials": "/browse/officials",
    "browse matters": "/browse/matters",
    "calendar": "/calendar",
    "compare": "/compare",
    "compared": "/compare?a={document}&b={instrument}",
    "missing": "/missing",
    "audit": "/audit",
    "networks": "/network",
    "network": "/network/citations?around={document}",
    "queries": "/queries",
    "query": "/queries/responsibilities",
    "query with result": "/queries/item-leads?item=3",
    "query refused": "/queries/item-leads?item=x",
    "editor": "/sparql",
    "editor with result": "/sparql?query=SELECT+*+%7B%3Fs+%3Fp+%3Fo%7D+LIMIT+9&format=html",
    "editor refused": "/sparql?query=SELECT&format=html",
    "status": "/status",
    "vocabulary": "/ns",
    "not found": "/nope",
}
# Laid out otherwise on a phone, or with words of their own for screen readers: axe looks at these twice.
TWICE = frozenset(
    {"home", "answer", "document", "unit", "search", "browse documents", "query", "editor with result"}
)
# What the browser's console says of pages that are errors by themselves.
EXPECTED: dict[str, str] = {
    "query refused": "status of 400",
    "editor refused": "status of 400",
    "not found": "status of 404",
}


def address(name: str, places: Any) -> str:
    """The path and query of a page of :data:`PAGES`."""
    fields = {
        field: quote(getattr(places, field)) for field in places.__dataclass_fields__ if field != "lines"
    }
    return quote(PAGES[name].format(**fields), safe="/?&=%+#:")
