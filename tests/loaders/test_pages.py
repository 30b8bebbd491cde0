"""What is read from single documents of many cities, as web sites print them, against readings made by hand.

Bounds are on the mean over the pages, just under what is reached; texts of the pages are never printed.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from loaders.evaluation import evaluate, kinds, load_readings
from loaders.reading import read_file

# Least mean F1 of each kind of fact.
BOUNDS = {
    "page: fields": 0.84,
    "page: effect": 0.92,
    "page: citations": 0.91,
    "page: relations": 0.88,
    "page: responsibilities": 0.70,
    "page: personnel": 0.85,
}


@pytest.fixture(scope="module")
def f1(shared: Path) -> dict[str, list[float]]:
    """The F1 of every page, by kind of fact."""
    found: dict[str, list[float]] = defaultdict(list)
    for gold in load_readings(shared / "others" / "readings.json"):
        reading = read_file(shared / "others" / Path(gold["file"]).name)
        for score in evaluate(gold, reading):
            found[score.kind].append(score.f1)
    return found


@pytest.mark.parametrize("kind", BOUNDS)
def test_no_kind_of_fact_is_read_worse_on_average(f1: dict[str, list[float]], kind: str) -> None:
    assert len(f1[kind]) > 20
    assert sum(f1[kind]) / len(f1[kind]) >= BOUNDS[kind]


def test_every_kind_of_fact_of_a_page_has_a_bound() -> None:
    assert set(BOUNDS) == {name for name, kind in kinds().items() if kind.mark == "doc_no"}
