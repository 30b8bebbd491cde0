"""What the tests of the ontology share: one good graph, and a reasoner if there is one."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from rdflib import Graph

GOOD = Path(__file__).with_name("good_graph.ttl")


@pytest.fixture
def good() -> Graph:
    """A graph of a made-up city with a node of every class and nothing wrong; the test's own copy."""
    return Graph().parse(GOOD)


@pytest.fixture(scope="session")
def java() -> None:
    """Skips the test where Java is missing; under CI that is a failure."""
    if shutil.which("java") is None:
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail("no Java: the reasoner needs a Java runtime on the PATH")
        pytest.skip("no Java: the reasoner needs a Java runtime on the PATH")
