"""Measures of appointments, removals and posts held."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator

from loaders.evaluation import Gold, Kind
from loaders.evaluation.documents import plain
from loaders.records import PersonnelRecord, PostHoldingRecord, Reading


def _gold_acts(gold: Gold) -> Iterator[Hashable]:
    """Posts of one act are compared together: readings may list them apart."""
    together: dict[tuple[str, str, int], list[str]] = {}
    about: dict[tuple[str, str, int], tuple[str | None, str | None]] = {}
    for act in gold["personnel"]:
        key = (plain(act["person"]), act["action"], act["line"])
        together.setdefault(key, []).append(plain(act["post"]))
        about[key] = (act["probation"], act["gender"])
    for key, posts in together.items():
        yield (*key, "、".join(posts), *about[key])


def _found_acts(reading: Reading) -> Iterator[Hashable]:
    for document in reading.documents:
        for fact in document.facts:
            if isinstance(fact, PersonnelRecord):
                yield (
                    plain(fact.person),
                    fact.action,
                    fact.span.first,
                    plain(fact.post_text),
                    fact.probation,
                    fact.gender,
                )


def _gold_holdings(gold: Gold) -> Iterator[Hashable]:
    for holding in gold["post_holdings"]:
        for post in holding.get("posts") or re.split("、", holding["post"]):
            yield plain(holding["person"]), plain(post)


def _found_holdings(reading: Reading) -> Iterator[Hashable]:
    facts = [fact for document in reading.documents for fact in document.facts]
    for fact in [*(reading.issue.staff if reading.issue else ()), *facts]:
        if isinstance(fact, PostHoldingRecord):
            for post in re.split("、|兼", fact.post_text):
                yield plain(fact.person), plain(post)


KINDS = {
    "appointments and removals": Kind("personnel", _gold_acts, _found_acts),
    "posts held": Kind("post_holdings", _gold_holdings, _found_holdings),
}
