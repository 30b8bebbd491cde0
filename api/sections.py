"""The pages one finds things on, in the order of their tabs."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

_PAGES: dict[str, Callable[[], str]] = {
    "search": lambda: url_for("fulltext_pages.show"),
    "documents": lambda: url_for("browse_pages.show", kind="documents"),
    "units": lambda: url_for("browse_pages.show", kind="units"),
    "officials": lambda: url_for("browse_pages.show", kind="officials"),
    "matters": lambda: url_for("browse_pages.show", kind="matters"),
    "compare": lambda: url_for("compare_pages.show"),
    "calendar": lambda: url_for("calendar_pages.show"),
    "missing": lambda: url_for("gap_pages.index"),
}


def sections() -> list[tuple[str, str]]:
    """(name, address) of every one; the name is a key of the messages ``listing``."""
    return [(name, address()) for name, address in _PAGES.items()]
