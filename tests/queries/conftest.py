"""Two invented gazettes as a store, and the real ones where they are at hand.

``invented`` is ``invented.trig`` in memory. ``real`` loads the two real gazettes of the reference material
through the project's own loaders, once a session.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store

from queries.ask import Answerer
from queries.audit import Finding, audit

HERE = Path(__file__).parent


class MemoryStore:
    """What the queries need of a store, over an engine in memory."""

    base = "https://w3id.org/gongbao/id/"

    def __init__(self, path: Path) -> None:
        self.generation = "1"
        self.asked: list[str] = []
        self.engine = Store()
        self.engine.load(path=str(path), format=RdfFormat.TRIG)

    def rows(self, sparql: str) -> list[dict[str, Any]]:
        """Solutions of a SELECT over the union of all graphs."""
        self.asked.append(sparql)
        solutions = self.engine.query(sparql, use_default_graph_as_union=True)
        assert isinstance(solutions, QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        return [{name: row[name] for name in names if row[name] is not None} for row in solutions]


@pytest.fixture(scope="session")
def invented() -> MemoryStore:
    """The two invented gazettes."""
    return MemoryStore(HERE / "invented.trig")


@pytest.fixture(scope="session")
def answerer(invented: MemoryStore) -> Answerer:
    """The answerer over the invented gazettes."""
    return Answerer(invented)


@pytest.fixture(scope="session")
def real(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A store with the two real gazettes."""
    from graph.ingest import ingest
    from graph.store import open_store

    store = open_store(tmp_path_factory.mktemp("real") / "store", create=True)
    ingest([shared / "gazettes"], store)
    return store


@pytest.fixture(scope="session")
def real_findings(real: Any) -> list[Finding]:
    """What the audit finds in the real gazettes on the first day of 2026."""
    return audit(real, date(2026, 1, 1))


@pytest.fixture(scope="session")
def real_answerer(real: Any) -> Answerer:
    """The answerer over the real gazettes."""
    return Answerer(real)
