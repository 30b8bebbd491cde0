"""What the benchmark plants is what it says: each planted contradiction is found in both styles of print, and
the look-alike beside it is not, so that found and missed of a thousand gazettes mean something. Runs in about
three seconds."""

from __future__ import annotations

import random
from datetime import date

import pyoxigraph as ox
import pytest

from benchmarks.content import Gazette, city
from benchmarks.generate import STYLES, planted_gazettes
from benchmarks.plants import add, templates
from graph.identity import Identity
from graph.mapping import map_reading
from loaders.reading import read_source
from loaders.source import build
from queries.audit import Finding, audit, load_rules

RULES = load_rules()


class Engine:
    """A store in memory, as far as the audit needs one."""

    generation = "1"

    def __init__(self, text: str) -> None:
        self.engine = ox.Store()
        reading = read_source(build("gazette.txt", text.split("\n")), "0" * 64)
        self.engine.load(map_reading(reading, Identity()).nquads, format=ox.RdfFormat.N_QUADS)

    def rows(self, sparql: str) -> list[dict[str, object]]:
        found = self.engine.query(sparql, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        names = [variable.value for variable in found.variables]
        return [{name: row[name] for name in names if row[name] is not None} for row in found]


def audited(rule: str, wrong: bool, style: str) -> list[Finding]:
    issue = Gazette(city(3, 1), 2021, 1)
    template = next(one for one in templates() if one["rule"] == rule)
    add(issue, template, random.Random(5), 950, wrong=wrong)
    return audit(Engine(STYLES[style](issue)), date(2021, 12, 1), [RULES[rule]])


@pytest.mark.parametrize("rule", [one["rule"] for one in templates()])
def test_a_plant_is_found_and_its_look_alike_is_not(rule: str) -> None:
    for style in STYLES:
        assert audited(rule, True, style), style
        assert not audited(rule, False, style), style


def test_plants_are_of_many_rules_and_the_same_every_time() -> None:
    assert len({one["rule"] for one in templates()}) == len(templates()) >= 30
    once, again = (list(planted_gazettes(2, 7, "both", 3)) for _ in range(2))
    assert once == again
    for _, text, plants in once:
        assert len(plants) == 6 and sum(one.wrong for one in plants) == 3
        for one in plants:
            assert all(head in text for head in one.heads)
