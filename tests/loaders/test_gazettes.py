"""What is read from two whole gazettes against the readings made of them by hand (``tests/readings``).

The bounds lie just under what is reached: a change that loses facts fails here. Raise them when one gains.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from loaders.evaluation import Score, evaluate, kinds
from loaders.reading import read_file
from loaders.records import Reading

GAZETTES = ("linxiang-2023-03", "miluo-2023-02")

# Least precision and recall of each kind of fact, for each gazette in turn; None where its reading has
# no such list.
BOUNDS: dict[str, tuple[tuple[float, float] | None, tuple[float, float] | None]] = {
    "document fields": ((0.99, 0.99), (0.99, 0.99)),
    "table of contents": ((0.99, 0.99), None),
    "citations": ((0.99, 0.99), (0.99, 0.99)),
    "citation mentions with relation": ((0.90, 0.99), (0.95, 0.95)),
    "groups": ((0.90, 0.96), (0.99, 0.97)),
    "duties in prose": ((0.99, 0.95), (0.93, 0.83)),
    "targets": ((0.99, 0.99), (0.99, 0.99)),
    "bracketed tasks": ((0.99, 0.99), (0.99, 0.99)),
    "incentive table": ((0.99, 0.99), None),
    "decision catalogue": ((0.99, 0.99), None),
    "appointments and removals": ((0.99, 0.99), (0.99, 0.99)),
    "posts held": ((0.99, 0.99), (0.99, 0.98)),
    # The reading holds a sample: what is read beyond it is not wrong.
    "quantities (recall)": (None, (0.0, 0.99)),
    "registration codes": (None, (0.99, 0.99)),
    "certificates": (None, (0.99, 0.99)),
    "tasks per unit": (None, (0.99, 0.99)),
    "division of work": (None, (0.99, 0.99)),
    "meetings": (None, (0.99, 0.99)),
    "attendance": (None, (0.99, 0.99)),
    "decisions of meetings": (None, (0.95, 0.91)),
}


@pytest.fixture(scope="module")
def readings(shared: Path) -> dict[str, Reading]:
    """What is read from each gazette."""
    return {name: read_file(shared / "gazettes" / f"{name}.txt") for name in GAZETTES}


@pytest.fixture(scope="module")
def scores(readings: dict[str, Reading], repository: Path) -> dict[tuple[str, str], Score]:
    """The score of each gazette and kind of fact."""
    found = {}
    for name, reading in readings.items():
        gold = json.loads((repository / "tests" / "readings" / f"{name}.json").read_text("utf-8"))
        found.update({(name, score.kind): score for score in evaluate(gold, reading)})
    return found


@pytest.mark.parametrize("name", GAZETTES)
@pytest.mark.parametrize("kind", BOUNDS)
def test_no_kind_of_fact_is_read_worse_than_before(
    scores: dict[tuple[str, str], Score], kind: str, name: str
) -> None:
    bounds = BOUNDS[kind][GAZETTES.index(name)]
    score = scores.get((name, kind))
    if bounds is None:
        assert score is None
        return
    assert score is not None
    assert score.precision >= bounds[0], f"wrong: {score.wrong[:10]}"
    assert score.recall >= bounds[1], f"missed: {score.missed[:10]}"


def test_every_kind_of_fact_of_a_gazette_has_a_bound() -> None:
    assert set(BOUNDS) == {name for name, kind in kinds().items() if kind.mark == "documents"}


@pytest.mark.parametrize("name", GAZETTES)
def test_every_fact_stands_inside_its_document(readings: dict[str, Reading], name: str) -> None:
    reading = readings[name]
    before = 0
    for document in reading.documents:
        assert before < document.span.first <= document.span.last <= len(reading.lines)
        before = document.span.last
        for fact in document.facts:
            assert document.span.first <= fact.span.first <= fact.span.last <= document.span.last


@pytest.mark.parametrize("name", GAZETTES)
def test_nothing_but_dropped_heads_and_nothing_unread_is_reported(
    readings: dict[str, Reading], name: str
) -> None:
    assert not [problem for problem in readings[name].problems if problem.severity == "error"]
    assert readings[name].issue is not None
