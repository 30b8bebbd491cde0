"""The kinds of pages, the most particular first: a group is a unit, a meeting is a document."""

from __future__ import annotations

from collections.abc import Iterable

from api.entities import (
    annex,
    document,
    group,
    issue,
    matter,
    meeting,
    official,
    post,
    provision,
    unit,
)
from api.entities.shape import Kind
from api.terms import expand

KINDS: tuple[Kind, ...] = (
    meeting.KIND,
    document.KIND,
    annex.KIND,
    provision.KIND,
    group.KIND,
    unit.KIND,
    official.KIND,
    matter.KIND,
    post.KIND,
    issue.KIND,
)


def kind_of(types: Iterable[str]) -> Kind | None:
    """The kind of an entity of these classes (IRIs), None where it has the generic page."""
    given = set(types)
    return next((kind for kind in KINDS if any(expand(name) in given for name in kind.classes)), None)
