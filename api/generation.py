"""When and why the generation being read was made."""

from __future__ import annotations

from datetime import UTC, datetime

from graph.local import LocalStore
from graph.snapshots import Generation, list_generations
from graph.store import Store


def generations(store: Store) -> list[Generation]:
    """The generations of a local store, newest first; of a server nothing is known."""
    return list_generations(store.location)[::-1] if isinstance(store, LocalStore) else []


def made_at(store: Store) -> datetime | None:
    """When the generation being read was published (UTC); None where that is not known."""
    if not isinstance(store, LocalStore):
        return None
    created = store.folder.manifest(store.generation).created
    try:
        return datetime.fromisoformat(created).astimezone(UTC)
    except ValueError:
        return None
