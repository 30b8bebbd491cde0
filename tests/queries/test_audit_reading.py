"""The audit against a reading of both real gazettes by eye: what it finds of what is there, and what it
reports that is not.

``audit_reading.json`` holds the reading, made from the first line to the last before a report was looked at:
``true`` is what contradicts itself or is left open, each with its class, its lines, the rules that would be
right, what the message must name (``says``) and in a few words what it is; ``world`` marks what nobody can
find without knowing more than the text. ``look_alikes`` are places that are fine. No sentence of a gazette is
in it. Runs in under a second beside the store that other tests load as well.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from queries.audit import Finding, load_rules

READING = json.loads(Path(__file__).with_name("audit_reading.json").read_text("utf-8"))


def touches(entry: dict[str, Any], finding: Finding) -> bool:
    return any(
        place.source == entry["file"] and place.first_line <= last and place.last_line >= first
        for place in finding.evidence
        for first, last in entry["lines"]
    )


def shows(entry: dict[str, Any], finding: Finding) -> bool:
    rules = entry.get("rules") or [name for name, rule in load_rules().items() if rule.group == entry["cls"]]
    return finding.rule in rules and entry.get("says", "") in finding.message_zh and touches(entry, finding)


def test_the_reading_is_what_it_says() -> None:
    rules = load_rules()
    entries = READING["true"] + READING["look_alikes"]
    assert len({entry["id"] for entry in entries}) == len(entries)
    assert len(READING["true"]) >= 190 and len(READING["look_alikes"]) >= 100
    assert all(name in rules for entry in READING["true"] for name in entry.get("rules", ()))
    assert all(first <= last for entry in entries for first, last in entry["lines"])


def test_most_of_what_is_there_is_found(real_findings: list[Finding]) -> None:
    there: Counter[str] = Counter()
    found: Counter[str] = Counter()
    for entry in READING["true"]:
        if not entry.get("world"):
            there[entry["cls"]] += 1
            found[entry["cls"]] += any(shows(entry, one) for one in real_findings)
    least = {
        "figures": 1.0,
        "layout": 0.89,
        "registration": 1.0,
        "citations": 0.8,
        "time": 0.93,
        "responsibility": 0.94,
        "people": 1.0,
        "parallel": 0.62,
    }
    assert {name: found[name] / there[name] >= share for name, share in least.items()} == dict.fromkeys(
        least, True
    )
    assert found.total() / there.total() >= 0.915


def test_what_is_reported_is_there(real_findings: list[Finding]) -> None:
    grave = [one for one in real_findings if one.severity != "info"]
    wrong = [one for one in grave if not any(shows(entry, one) for entry in READING["true"])]
    assert len(wrong) <= 1, [one.message_zh for one in wrong]
    assert len(grave) > 80 and len(real_findings) < 400


def test_look_alikes_raise_no_alarm(real_findings: list[Finding]) -> None:
    rules = load_rules()
    alarms = [
        one
        for one in real_findings
        if one.severity != "info" and not any(shows(entry, one) for entry in READING["true"])
    ]
    for entry in READING["look_alikes"]:
        hit = [one for one in alarms if rules[one.rule].group == entry["cls"] and touches(entry, one)]
        assert not hit, (entry["words"], [one.message_zh for one in hit])
