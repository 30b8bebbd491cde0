"""Every setting of the service and the command line, read from the environment once.

A setting is a field of :class:`Settings`: its variable is ``GONGBAO_`` and the
upper-case field name, its reason stands beside it. Nothing reads the
environment anywhere else, and nothing changes a setting after it was read.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any

from api.problems import SettingError

_PREFIX = "GONGBAO_"


def _setting(default: Any, why: str, minimum: int | None = None, choices: tuple[str, ...] = ()) -> Any:
    """A field with its reason and, where the value has them, its limits."""
    return field(default=default, metadata={"why": why, "minimum": minimum, "choices": choices})


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings, immutable. Build one with :meth:`from_environment` or by keyword in a test."""

    store: str = _setting(
        "", "Folder or http(s) address of the graph; empty means the user's data directory."
    )
    base: str = _setting("", "Where entity IRIs start; empty means the ontology's own base.")
    host: str = _setting(
        "127.0.0.1", "Address to listen on; only this machine unless an administrator opens it."
    )
    port: int = _setting(8000, "Port to listen on; 0 takes a free one.", minimum=0)
    threads: int = _setting(
        4, "Requests answered at once; the engine releases Python's lock while it works.", minimum=1
    )
    proxies: int = _setting(
        0,
        "Reverse proxies whose X-Forwarded-* headers are believed; 0 because anybody can send them.",
        minimum=0,
    )
    language: str = _setting("zh", "Language of the pages until a reader switches.", choices=("zh", "en"))
    cors_origin: str = _setting(
        "*", "Origins whose scripts may read the open data; empty sends no CORS header."
    )
    max_query_chars: int = _setting(
        100_000, "Longest SPARQL text accepted; the parser's time grows with it.", minimum=1
    )
    max_body_bytes: int = _setting(
        1_000_000, "Largest request body; anything longer is not a query.", minimum=1
    )
    max_question_chars: int = _setting(500, "Longest question; longer text is not one.", minimum=1)
    search_names: int = _setting(
        1_000_000,
        "Entities whose names are kept in memory for searching; each takes about half a kilobyte.",
        1,
    )
    search_hits: int = _setting(
        20, "Search hits on the home page; a bounded page stays fast on any graph.", minimum=1
    )
    links_shown: int = _setting(
        10, "Links shown of one kind before a page of their own is offered.", minimum=1
    )
    page_size: int = _setting(50, "Rows on a page of a long list.", minimum=1)
    table_rows: int = _setting(500, "Rows of a result shown in a page; downloads carry all.", minimum=1)
    source_lines: int = _setting(100, "Lines on a page of the source view.", minimum=1)
    source_context: int = _setting(12, "Lines shown before and after the lines of a fact.", minimum=0)
    data_links: int = _setting(
        1_000, "Incoming links in the data of one entity; /sparql gives the rest.", minimum=1
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings from ``environment`` (``os.environ`` where None).

        Unset and empty variables leave the default.
        Raises SettingError naming the variable where a value cannot be used.
        """
        source = os.environ if environment is None else environment
        values: dict[str, Any] = {}
        for one in fields(cls):
            raw = source.get(variable(one.name), "").strip()
            if raw:
                values[one.name] = _convert(one, raw)
        return cls(**values)

    def store_location(self) -> str:
        """Folder or address of the graph: the setting, else the user's data directory (platformdirs)."""
        if self.store:
            return self.store
        from platformdirs import user_data_path

        return str(user_data_path("gongbao", appauthor=False) / "store")

    def entity_base(self) -> str:
        """IRI every entity starts with: the setting, else ``ontology.namespaces.DEFAULT_BASE``."""
        if self.base:
            return self.base
        from ontology.namespaces import DEFAULT_BASE

        return str(DEFAULT_BASE)


def variable(name: str) -> str:
    """The environment variable of a setting: ``max_query_chars`` → ``GONGBAO_MAX_QUERY_CHARS``."""
    return _PREFIX + name.upper()


def described() -> list[tuple[str, str, str]]:
    """Every setting as (variable, default, reason), in the order they are declared."""
    return [(variable(one.name), str(one.default), str(one.metadata["why"])) for one in fields(Settings)]


def _convert(one: Field[Any], raw: str) -> str | int:
    """``raw`` as the type of the field's default, within its limits."""
    if isinstance(one.default, int):
        minimum = one.metadata["minimum"]
        try:
            number = int(raw)
        except ValueError:
            raise SettingError(variable(one.name), raw, "不是整数", "is not a whole number") from None
        if number < minimum:
            raise SettingError(variable(one.name), raw, f"小于 {minimum}", f"is below {minimum}")
        return number
    choices = one.metadata["choices"]
    if choices and raw not in choices:
        listed = " / ".join(choices)
        raise SettingError(variable(one.name), raw, f"应为 {listed}", f"is not one of {listed}")
    return raw


def value_of(settings: Settings, name: str) -> str:
    """The value of the setting whose variable is ``name``, as text."""
    return str(getattr(settings, name.removeprefix(_PREFIX).lower()))
