"""Measures of leading groups and task forces."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from loaders.evaluation import Gold, Kind
from loaders.evaluation.documents import plain
from loaders.records import GroupRecord, Reading


def _gold_groups(gold: Gold) -> Iterator[Hashable]:
    for group in gold["groups"]:
        key = (plain(group["name"]),)
        yield (*key, "office", plain(group.get("office_at")), plain(group.get("office_head")))
        for member in group.get("members", ()):
            yield (*key, member["role"], plain(member.get("person")), plain(member["text"]))


def _found_groups(reading: Reading) -> Iterator[Hashable]:
    for document in reading.documents:
        for fact in document.facts:
            if isinstance(fact, GroupRecord):
                key = (plain(fact.name),)
                yield (*key, "office", plain(fact.office_at), plain(fact.office_head))
                for member in fact.members:
                    yield (*key, member.role, plain(member.person), plain(member.text))


KINDS = {"groups": Kind("groups", _gold_groups, _found_groups)}
