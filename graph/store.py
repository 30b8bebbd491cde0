"""The store, as the rest of the project sees it: what a store and a change can do, and how one is opened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples

Term = NamedNode | BlankNode | Literal
Row = dict[str, Term]

REMARKS = "audit/reviews"
"""What follows the base in the name of the graph that holds what people say of the rest of the store. It
changes with every click of a reviewer, and nothing that is read from the other graphs changes with it."""


class Change(Protocol):
    """What may be done inside ``with store.change() as change``. For one thread."""

    def put(self, graph: str, source: str, nquads: bytes) -> bool:
        """Let ``nquads`` (N-Quads, UTF-8) be what ``source`` says in ``graph``, in place of what it said
        before.

        Quads without a graph name go to ``graph``. What other sources say in the graph stays. Returns False
        where nothing changes; raises BadQuads for text that is no N-Quads or names another graph.
        """

    def put_many(self, items: Iterable[tuple[str, str, bytes]]) -> int:
        """``put`` for many (graph, source, N-Quads) at once; returns how many changed."""

    def remove(self, graph: str, source: str | None = None) -> bool:
        """Withdraw what ``source`` says in ``graph``, or the whole graph; False where there was nothing."""

    def derive(self, graph: str, update: str) -> None:
        """Recompute the derived ``graph``: empty it, then run ``update`` over the union of all graphs.

        The update inserts into ``graph``, named or not, and nowhere else; see ``graph.derive``. It is
        remembered, so that a rebuilt store has the graph too.
        """


class Store(Protocol):
    """A store of named graphs. The default graph of every query is their union."""

    location: str

    @property
    def base(self) -> str:
        """The base IRI of entities."""

    @property
    def generation(self) -> str:
        """Changes whenever the content does."""

    @property
    def content(self) -> str:
        """Changes whenever any graph but that of ``REMARKS`` does; what was computed from the others may be
        kept as long. A store that cannot tell gives its ``generation``."""

    def refresh(self) -> bool:
        """Move on to the newest content; whether there was something newer. Cheap: meant to be called per
        request."""

    def query(self, sparql: str) -> QuerySolutions | QueryBoolean | QueryTriples:
        """The engine's result; a ``FROM`` in the text takes the place of the union.

        Raises QuerySyntaxError and StoreError. A pattern is matched once per graph that has the triple:
        ``SELECT`` over the union needs DISTINCT where two graphs may say the same.
        """

    def rows(self, sparql: str) -> list[Row]:
        """All solutions of a SELECT query as variable → term, unbound variables left out.

        Raises FormatNotOffered for other queries, and for triple terms (RDF 1.2), which our graphs do not
        have.
        """

    def serialise(
        self,
        sparql: str,
        media_type: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> bytes:
        """The result written by the engine. ``default_graphs`` and ``named_graphs`` are the dataset of the
        protocol (SPARQL 1.1 Protocol, section 2.1.4): where either is given they are all there is, whatever
        the text says.

        Raises QuerySyntaxError, FormatNotOffered, StoreError.
        """

    def export(self, media_type: str, out: BinaryIO) -> None:
        """Write everything to ``out``: all graphs apart as N-Quads or TriG, their union as Turtle,
        N-Triples, JSON-LD or RDF/XML. Raises FormatNotOffered."""

    def graphs(self) -> dict[str, int]:
        """Named graph → triples, for graphs that have any."""

    def change(self, reason: str = "", timeout: float | None = None) -> AbstractContextManager[Change]:
        """A change, published as a whole on leaving the block, dropped on an exception. ``reason`` is kept
        with it.

        Waits up to ``timeout`` seconds for another change to end, then raises StoreBusy.
        """


def open_store(
    location: str | Path,
    base: str | None = None,
    *,
    create: bool = False,
    lock_timeout: float = 30.0,
) -> Store:
    """Open the store at ``location``: a folder, or the ``http(s)`` URL of a SPARQL 1.1 endpoint.

    ``base`` is the base IRI of the entities (prefix ``id:`` in Turtle); None is the project's default. With
    ``create`` a missing folder becomes an empty store; without it, it is an error. ``lock_timeout`` is how
    many seconds a change waits for another one. Raises StoreMissing, StoreError, RemoteUnavailable.
    """
    text = str(location)
    if text.startswith(("http://", "https://")):
        from graph.remote import RemoteStore

        return RemoteStore(text, base, lock_timeout=lock_timeout)
    from graph.generations import StoreFolder
    from graph.local import LocalStore

    if create:
        StoreFolder(Path(text)).create()
    return LocalStore(Path(text), base, lock_timeout=lock_timeout)
