"""The measure of identity: what B-cubed gives, and how well the forms of the readings are told apart."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.identity_measure import averages, measure


def gold(*units: list[str]) -> dict[str, object]:
    return {"unit_forms": {"jurisdiction": "青山市", "units": list(units)}}


def test_forms_told_apart_as_they_should_be() -> None:
    found = measure(gold(["市财政局", "财政局"], ["市审计局"]))
    assert found is not None
    assert averages([found]) == (1.0, 1.0, 1.0, 3)
    assert (found.apart, found.together) == ((), ())


def test_forms_of_one_unit_that_stay_apart_cost_recall() -> None:
    found = measure(gold(["市财政局", "市审计局"], ["市水利局"]))
    assert found is not None
    assert averages([found])[:2] == pytest.approx((1.0, 2 / 3))
    assert found.apart == (("市财政局", "市审计局"),)


def test_forms_of_two_units_that_come_together_cost_precision() -> None:
    found = measure(gold(["市财政局"], ["财政局"], ["市水利局"]))
    assert found is not None
    assert averages([found])[:2] == pytest.approx((2 / 3, 1.0))
    assert found.together == (("市财政局", "财政局"),)


def test_a_reading_without_forms_has_no_measure() -> None:
    assert measure({"file": "a.txt"}) is None


def test_the_forms_of_two_gazettes(repository: Path) -> None:
    readings = sorted((repository / "tests" / "readings").glob("*.json"))
    measures = [measure(json.loads(path.read_text("utf-8"))) for path in readings]
    found = [forms for forms in measures if forms is not None]
    precision, recall, _, count = averages(found)
    assert count >= 370
    assert precision >= 0.99, [forms.together for forms in found]
    assert recall >= 0.98, [forms.apart for forms in found]
