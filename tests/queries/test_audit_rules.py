"""Every rule finds its example and leaves look-alikes alone; the real gazettes give what was read by eye."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.identity import Identity
from graph.mapping import map_reading
from loaders.reading import read_source
from loaders.source import build
from queries.audit import GROUPS, Finding, audit, load_rules, parse_rule
from queries.errors import HeaderError

ON = date(2026, 1, 1)
RULES = load_rules()


class Memory:
    """A store in memory, as far as queries need one."""

    generation = "1"

    def __init__(self) -> None:
        self.engine = ox.Store()

    def add(self, nquads: bytes) -> None:
        self.engine.load(nquads, format=ox.RdfFormat.N_QUADS)

    def rows(self, sparql: str) -> list[dict[str, object]]:
        found = self.engine.query(sparql, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{name: row[name] for name in names if row[name] is not None} for row in found]


def memory(texts: tuple[str, ...]) -> Memory:
    store = Memory()
    for number, text in enumerate(texts):
        reading = read_source(build(f"file{number}.txt", text.split("\n")), f"{number:064d}")
        store.add(map_reading(reading, Identity()).nquads)
    return store


@pytest.mark.parametrize("name", list(RULES))
def test_the_example_is_found_with_its_printed_lines(name: str) -> None:
    rule = RULES[name]
    found = audit(memory(rule.example), ON, [rule])
    assert found
    for one in found:
        assert one.severity == rule.severity and one.evidence
        for message in (one.message_zh, one.message_en):
            assert message and "{" not in message
        for proof in one.evidence:
            lines = [line for text in rule.example for line in text.split("\n")]
            assert proof.quote.split("\n")[0] in lines


@pytest.mark.parametrize("name", list(RULES))
def test_what_only_looks_alike_is_left_alone(name: str) -> None:
    rule = RULES[name]
    for text in rule.counterexample:
        assert [one.message_zh for one in audit(memory((text,)), ON, [rule])] == []
    # The texts of several places are look-alikes together, too, where the example has several.
    if len(rule.example) > 1:
        assert audit(memory(rule.counterexample), ON, [rule]) == []


def test_rules_are_of_every_group_and_explain_themselves() -> None:
    assert {rule.group for rule in RULES.values()} == set(GROUPS)
    for rule in RULES.values():
        assert rule.title.zh != rule.title.en and rule.why.zh.endswith("。") and rule.why.en.endswith(".")
        assert "# @values" not in rule.title.zh


def test_no_rule_names_a_place_or_a_person_of_a_gazette() -> None:
    for path in sorted((Path(__file__).parents[2] / "queries" / "audits").glob("*.rq")):
        body = "\n".join(line for line in path.read_text("utf-8").splitlines() if not line.startswith("#"))
        assert not any(name in body for name in ("湖南", "岳阳", "青山", "湘易办"))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (('severity = "error"', 'severity = "grave"'), "severity"),
        (('group = "figures"', 'group = "other"'), "group"),
        (('name = "total-not-sum"', 'name = "total"'), "name"),
        (("key = [", "keys = ["), "key"),
        (("title.zh = ", "title.de = "), "title"),
        (("# name", "# = name"), "TOML"),
    ],
)
def test_a_broken_header_is_refused(change: tuple[str, str], reason: str) -> None:
    source = (Path(__file__).parents[2] / "queries" / "audits" / "total-not-sum.rq").read_text("utf-8")
    parse_rule(source, "total-not-sum")
    with pytest.raises(HeaderError, match=reason):
        parse_rule(source.replace(*change), "total-not-sum")


@pytest.fixture(scope="module")
def findings(real_findings: list[Finding]) -> Counter[str]:
    assert all(one.evidence for one in real_findings)
    return Counter(one.rule for one in real_findings)


def test_the_real_gazettes_give_what_was_read_by_eye(findings: Counter[str]) -> None:
    exact = {
        "total-not-sum": 1,
        "target-not-breakdown": 1,
        "change-not-difference": 1,
        "annex-head-only": 4,
        "annex-order": 2,
        "blank-number": 1,
        "calls-itself-otherwise": 1,
        "contents-number": 1,
        "running-head-other-issue": 1,
        "clock-word": 1,
        "code-duplicate": 1,
        "code-pattern": 6,
        "binding-not-registered": 2,
        "registered-without-effect": 3,
        "registration-connector": 5,
        "number-two-titles": 1,
        "number-title-variant": 2,
        "basis-repealed": 1,
        "expired": 6,
        "deadline-before-document": 2,
        "start-before-document": 4,
        "no-interpreter": 3,
        "interpreter-not-named": 1,
        "table-lacks-unit": 3,
        "duty-not-member": 6,
        "near-miss-name": 1,
        "rank-not-of-unit": 1,
        "removed-later-shown": 1,
        "title-without-appointment": 1,
        "reported-not-listed": 1,
        "two-units-one-document": 1,
        "area-unit-leaders-differ": 2,
        "period-two-ways": 1,
        "list-item-end": 1,
        "left-to-be-made": 1,
        "member-two-posts": 1,
        "registration-shared": 1,
    }
    assert {name: findings[name] for name in exact} == exact
    assert 3 <= findings["doubled-words"] <= 4
    assert 12 <= findings["several-leads"] <= 20
    assert findings["assist-without-principal"] == 5


def test_the_real_gazettes_give_no_false_alarm_where_all_is_well(findings: Counter[str]) -> None:
    quiet = [
        "count-not-list", "count-not-listed", "indicator-two-figures", "numbering-repeat", "contents-title",
        "contents-not-printed", "printed-not-in-contents", "contents-order", "annex-not-printed",
        "annex-not-announced", "annex-reference", "registration-duplicate", "registration-gap",
        "number-two-documents", "cites-later-document", "provision-not-there", "title-two-numbers",
        "effect-before-document", "phases-out-of-order", "ends-before-start", "minutes-before-meeting",
    ]  # fmt: skip
    assert {name: findings[name] for name in quiet} == dict.fromkeys(quiet, 0)
    assert sum(findings.values()) < 400
