"""What pages with filters and many rows share: addresses of the same page changed, facets, chips, turning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

from api.problems import BadRequest

LAST_PAGE = 10_000
# The language is the reader's own and no part of what is shared; a changed filter starts at the first page.
_LEFT_OUT = ("lang",)


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value one may narrow to: its name, how many have it, the page with it put in or taken out."""

    value: str
    label: str
    count: int | None
    href: str
    active: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A field with its values, most frequent first; ``cut`` where there are more than are listed."""

    name: str
    title: str
    values: tuple[FacetValue, ...]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """An active filter and the page without it."""

    title: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Pages:
    """Where in a long list the page is: rows ``first`` to ``last`` of ``total``, both ends inclusive."""

    number: int
    size: int
    total: int

    @property
    def first(self) -> int:
        """Number of the first row shown, from 1; 0 in an empty list."""
        return min((self.number - 1) * self.size + 1, self.total)

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return min(self.number * self.size, self.total)

    @property
    def count(self) -> int:
        """How many pages there are."""
        return -(-self.total // self.size)

    @property
    def previous(self) -> str | None:
        """Address of the page before this one."""
        return with_changes(page=self.number - 1 if self.number > 2 else None) if self.number > 1 else None

    @property
    def next(self) -> str | None:
        """Address of the page after this one."""
        return with_changes(page=self.number + 1) if self.number < min(self.count, LAST_PAGE) else None


def page_number() -> int:
    """The page the request asks for, from 1. Raises BadRequest."""
    number = request.args.get("page", 1, type=int)
    if not 1 <= number <= LAST_PAGE:
        raise BadRequest("没有这一页。", "There is no such page.")
    return number


def arguments() -> dict[str, list[str]]:
    """The arguments of the request that make the page what it is, empty ones left out."""
    given = {
        name: [value for value in values if value.strip()]
        for name, values in request.args.to_dict(flat=False).items()
        if name not in _LEFT_OUT
    }
    return {name: values for name, values in given.items() if values}


def with_changes(changes: Mapping[str, object] | None = None, /, **more: object) -> str:
    """The address of this page with some arguments changed; None or an empty list takes one out.

    The page number goes unless it is given.
    """
    given: dict[str, list[str]] = {name: values for name, values in arguments().items() if name != "page"}
    for name, value in {**(changes or {}), **more}.items():
        if value is None:
            given.pop(name, None)
        else:
            given[name] = [str(one) for one in value] if isinstance(value, (list, tuple)) else [str(value)]
            if not given[name]:
                del given[name]
    query = urlencode(given, doseq=True)
    return request.path + (f"?{query}" if query else "")


def toggled(name: str, value: str) -> str:
    """The address of this page with ``value`` of the argument ``name`` put in, or out where it is in."""
    values = arguments().get(name, [])
    changed = [one for one in values if one != value] if value in values else [*values, value]
    return with_changes({name: changed})


def facet(
    name: str,
    title: str,
    counted: Sequence[tuple[str, int | None]],
    labels: Mapping[str, str] | None = None,
    limit: int = 12,
) -> Facet:
    """The facet ``name`` with the values ``counted``, those that are chosen always among them."""
    chosen = arguments().get(name, [])
    known = dict(counted)
    shown = [value for value, _ in counted[:limit]]
    shown += [value for value in chosen if value not in shown]
    values = tuple(
        FacetValue(
            value, (labels or {}).get(value, value), known.get(value), toggled(name, value), value in chosen
        )
        for value in shown
    )
    return Facet(name, title, values, cut=len(counted) > limit)


def chips(names: Mapping[str, str], labels: Mapping[str, Mapping[str, str]] | None = None) -> list[Chip]:
    """The active filters among the arguments ``names`` (name → title), with the page without each."""
    return [
        Chip(title, (labels or {}).get(name, {}).get(value, value), toggled(name, value))
        for name, title in names.items()
        for value in arguments().get(name, [])
    ]
