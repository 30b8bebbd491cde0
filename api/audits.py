"""The findings of a day as reviewers left them, narrowed by what a request asks for, and counted.

A narrowing is one of ``Choice``'s fields; each has a facet, whose counts are of the findings that all the
*other* choices leave, so that a reader sees what choosing differently would show.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import partial
from threading import Lock

from flask import current_app

from api.addresses import Addresses
from api.audit_report import Report
from api.problems import BadRequest
from api.queryable import queryable
from api.service import service
from graph.store import Store
from queries import reviews
from queries.audit import SEVERITIES, Finding, audit, choose, load_rules

STATES = ("new", "open", *reviews.STATES)
_KEPT = "gongbao.audits"
_DAYS_KEPT = 4
_DOCUMENT = "doc/"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for: the findings of the day ``on``, with each field that is not empty narrowing them.

    ``rule`` is a rule or a group of rules, ``city`` a jurisdiction as IRIs of documents have it.
    """

    on: date
    severity: str = ""
    rule: str = ""
    state: str = ""
    city: str = ""

    def arguments(self, **changes: str) -> dict[str, str]:
        """The choice, changed, as arguments of an address; what is empty is left out."""
        given = {one.name: str(getattr(self, one.name)) for one in fields(self)} | changes
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet, how many findings it would show, and whether it is chosen."""

    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Desk:
    """What a request asked for: the report of it, and the facets it may be narrowed by further."""

    choice: Choice
    report: Report
    facets: Mapping[str, Sequence[Option]]


def read_choice(arguments: Mapping[str, str]) -> Choice:
    """The choice that the arguments of a request make. Raises BadRequest and UnknownRule."""
    text = arguments.get("on", "")
    try:
        on = date.fromisoformat(text) if text else date.today()
    except ValueError:
        raise BadRequest("on 应为 2025-01-31 形式的日期。", "on must be a date like 2025-01-31.") from None
    choice = Choice(
        on,
        _one_of("severity", arguments.get("severity", ""), SEVERITIES),
        arguments.get("rule", ""),
        _one_of("state", arguments.get("state", ""), STATES),
        arguments.get("city", ""),
    )
    choose([choice.rule] if choice.rule else [])
    return choice


def desk(choice: Choice) -> Desk:
    """The findings that ``choice`` leaves, with what the last recorded audit had and this one has not."""
    store, addresses = service().store, service().addresses
    found, gone = reviews.judged(findings_on(choice.on), reviews.last_audit(store), reviews.reviews(store))
    tests = _tests(choice, addresses)
    facets: dict[str, Sequence[Option]] = {}
    for name, values in _VALUES.items():
        others = [test for other, test in tests.items() if other != name]
        left = [one for one in found if all(test(one) for test in others)]
        count = Counter(value for one in left for value in set(values(one, addresses)))
        chosen = getattr(choice, name)
        facets[name] = [
            Option(value, number, value == chosen)
            for value, number in sorted(count.items(), key=partial(_rank, name))
        ]
    wanted = [one for one in found if all(test(one) for test in tests.values())]
    return Desk(choice, Report(choice.on, wanted, gone), facets)


def finding(on: date, wanted: str) -> Finding | None:
    """The finding with the id ``wanted`` as reviewers left it, None where the day has none of that id."""
    store = service().store
    here = [one for one in findings_on(on) if one.id == wanted]
    judged, _ = reviews.judged(here, reviews.last_audit(store), reviews.reviews(store))
    return judged[0] if judged else None


def findings_about(documents: Collection[str], on: date) -> list[Finding]:
    """The findings of a day that one of these documents (IRIs) proves, as reviewers left them."""
    store = service().store
    here = [one for one in findings_on(on) if any(e.document in documents for e in one.evidence)]
    return reviews.judged(here, reviews.last_audit(store), reviews.reviews(store))[0]


def findings_known(on: date) -> list[Finding] | None:
    """The findings of a day where they have been computed already, None else; at once."""
    return _kept()[1].get((service().store.content, on))


def findings_on(on: date) -> list[Finding]:
    """The findings of a day, computed once for each content of the store."""
    lock, days = _kept()
    store: Store = service().store
    with lock:
        key = (store.content, on)
        if key not in days:
            days[key] = audit(queryable(store), on)
            while len(days) > _DAYS_KEPT:
                days.popitem(last=False)
        return days[key]


def _kept() -> tuple[Lock, OrderedDict[tuple[str, date], list[Finding]]]:
    """What has been computed, by content and day, and the lock of whoever computes."""
    kept: tuple[Lock, OrderedDict[tuple[str, date], list[Finding]]] = current_app.extensions.setdefault(
        _KEPT, (Lock(), OrderedDict())
    )
    return kept


def cities(one: Finding, addresses: Addresses) -> list[str]:
    """The jurisdictions of the documents that prove a finding, in the order of its evidence."""
    locals_ = (addresses.local(e.document) or "" for e in one.evidence)
    named = (local[len(_DOCUMENT) :].partition("/")[0] for local in locals_ if local.startswith(_DOCUMENT))
    return list(dict.fromkeys(named))


def _rules(one: Finding, _addresses: Addresses) -> list[str]:
    rule = load_rules().get(one.rule)
    return [one.rule, rule.group] if rule else [one.rule]


_VALUES: Mapping[str, Callable[[Finding, Addresses], Iterable[str]]] = {
    "severity": lambda one, _: [one.severity],
    "state": lambda one, _: [one.state],
    "city": cities,
    "rule": _rules,
}


def _tests(choice: Choice, addresses: Addresses) -> dict[str, Callable[[Finding], bool]]:
    def test(name: str, wanted: str) -> Callable[[Finding], bool]:
        return lambda one: wanted in _VALUES[name](one, addresses)

    return {name: test(name, getattr(choice, name)) for name in _VALUES if getattr(choice, name)}


def _rank(facet: str, item: tuple[str, int]) -> tuple[int, str]:
    """Severities and states in their own order, everything else by how often it is found."""
    value, number = item
    for name, order in (("severity", SEVERITIES), ("state", STATES)):
        if facet == name:
            return order.index(value), value
    return -number, value


def _one_of(name: str, value: str, choices: Sequence[str]) -> str:
    if value and value not in choices:
        listed = ", ".join(choices)
        raise BadRequest(f"{name} 只能是 {listed}。", f"{name} must be one of {listed}.")
    return value


def narrowed(choice: Choice, name: str, value: str) -> dict[str, str]:
    """The arguments of ``choice`` with one field set, or emptied where it has that value already."""
    return replace(choice).arguments(**{name: "" if getattr(choice, name) == value else value})
