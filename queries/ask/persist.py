"""An index kept in a file, so that a service or a command does not read it from the store again.

The file is named by the state of the store and by the code that made it; another state or another version
makes another file. It is a pickle, read by an unpickler that makes nothing but the classes of the index and
builtin containers. A file that cannot be read or written is passed over: the index is then built.
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import pickle  # nosec B403
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from graph.identity import Identity
from ontology.namespaces import DEFAULT_BASE
from queries.ask import building, entities, gather, index, similar
from queries.ask.index import Index
from queries.parameters import Queryable

_log = logging.getLogger(__name__)
_SUFFIX = ".index"
# Files kept beside the newest: of a store that went back to an earlier state.
_KEPT = 2
_ALLOWED = {
    ("queries.ask.entities", name)
    for name in ("Entity", "DocumentEntity", "MatterEntity", "MeetingEntity", "PostFact")
} | {
    ("queries.ask.index", "Index"),
    ("queries.ask.similar", "Similar"),
}  # fmt: skip


def loaded(store: Queryable, folder: Path | None) -> Index:
    """The index of the store's state: from ``folder`` where it is kept there, else built and kept there.

    ``folder`` is made if need be; ``None`` keeps nothing.
    """
    if folder is None:
        return building.build(store)
    path = folder / f"{_key(store)}{_SUFFIX}"
    found = _read(path)
    if found is None or found.generation != store.generation:
        found = building.build(store)
        _write(path, found)
    found.identity = Identity(getattr(store, "base", DEFAULT_BASE))
    return found


def _key(store: Queryable) -> str:
    state = f"{_code()} {store.generation} {getattr(store, 'base', DEFAULT_BASE)}"
    return hashlib.sha256(state.encode()).hexdigest()[:32]


@cache
def _code() -> str:
    """A digest of the modules whose change changes the index."""
    digest = hashlib.sha256()
    for module in (building, entities, gather, index, similar):
        digest.update(Path(module.__file__ or "").read_bytes())
    return digest.hexdigest()


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _ALLOWED:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name} does not belong into an index")


def _read(path: Path) -> Index | None:
    try:
        with path.open("rb") as file:
            found = _Unpickler(file).load()
    except FileNotFoundError:
        return None
    except (
        OSError,
        pickle.UnpicklingError,
        EOFError,
        AttributeError,
        TypeError,
        ValueError,
        IndexError,
    ) as error:
        _log.warning("the index %s cannot be read and is made anew: %s", path, error)
        return None
    return found if isinstance(found, Index) else None


def _write(path: Path, made: Index) -> None:
    """Write the whole file or none: another process may be writing the same."""
    packed = io.BytesIO()
    identity, derived = made.identity, made.derived
    try:
        made.identity, made.derived = None, {}  # type: ignore[assignment]
        pickle.dump(made, packed, protocol=5)
    finally:
        made.identity, made.derived = identity, derived
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            file.write(packed.getbuffer())
        os.replace(name, path)
        _drop_old(path)
    except OSError as error:
        _log.info("the index is not kept in %s: %s", path.parent, error)


def _drop_old(newest: Path) -> None:
    others = [other for other in newest.parent.glob(f"*{_SUFFIX}") if other != newest]
    others.sort(key=lambda other: other.stat().st_mtime, reverse=True)
    for other in others[_KEPT:]:
        other.unlink(missing_ok=True)
