"""Loading a file in a process of its own: what a file does to its reader stays there.

Memory, processor and faults of a parser belong to a child that can be ended. A child that is killed at any
moment leaves the store as it was (``graph.generations``), so a limit on time is safe.
"""

from __future__ import annotations

from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from api.problems import LoadFailed, LoadTooLong
from loaders.errors import GongbaoError

if TYPE_CHECKING:
    from graph.ingest import LoadReport


def load_apart(path: Path, location: str, base: str, seconds: float) -> LoadReport:
    """Load the file at ``path`` into the store at ``location`` (base IRI ``base``) within ``seconds``.

    Returns the report, whose problems say what of the file was not read. Raises LoadTooLong; LoadFailed where
    the child died; the store's errors.
    """
    # Spawned: a forked child would share the engine's threads and locks.
    context = get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_load, args=(theirs, str(path), location, base), name="load", daemon=True)
    child.start()
    theirs.close()
    try:
        if not ours.poll(seconds):
            raise LoadTooLong(path.name, seconds)
        try:
            told: LoadReport | GongbaoError = ours.recv()
        except EOFError:
            raise LoadFailed(path.name) from None
    finally:
        ours.close()
        child.join(1)
        if child.is_alive():
            child.kill()
            child.join()
    if isinstance(told, GongbaoError):
        raise told
    return told


def _load(answer: Connection, path: str, location: str, base: str) -> None:
    """In the child: load, and hand the report or the error back."""
    from graph.ingest import ingest
    from graph.store import open_store

    try:
        answer.send(ingest([path], open_store(location, base=base), jobs=1))
    except GongbaoError as error:
        answer.send(error)
