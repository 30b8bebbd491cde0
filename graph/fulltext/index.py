"""Where the index of a generation lies, and how it is made from the one before.

An index belongs to one generation and is never changed. A new one is a hard-linked copy of the last with the
graphs that differ taken out and put in anew, so that its cost follows the change and not the store. It holds
nothing that the graph does not: where it is missing, it is made again.

::

    <store folder>/text/<generation>/        tantivy's files
    <store folder>/text/<generation>/contents.json   {"format": 1, "graphs": {graph: fingerprint}}

A remote store, or one whose folder may not be written, has its indexes in the user's cache directory.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import tantivy
from filelock import FileLock

from graph.files import write_durably
from graph.fulltext.entries import entries
from graph.fulltext.schema import FORMAT, indexed, opened
from graph.local import LocalStore
from graph.store import Store

Progress = Callable[[int, int, str], None]

_CONTENTS = "contents.json"
_HEAP_BYTES = 128_000_000
_KEPT = 2


def open_index(store: Store, progress: Progress | None = None) -> tantivy.Index:
    """The index of the generation that ``store`` reads; made first where there is none.

    ``progress`` is called with (graphs done, graphs to do, name) while it is made. Of several processes that
    want it one makes it and the others wait. Raises OSError where no folder can be written.
    """
    folder = index_folder(store)
    if _contents(folder) is None:
        with FileLock(folder.parent / "write.lock", thread_local=False):
            if _contents(folder) is None:
                _make(store, folder, progress)
                _drop_old(folder.parent, store.generation)
    return opened(folder)


def is_made(store: Store) -> bool:
    """Whether the generation that ``store`` reads has its index."""
    return any(_contents(root / store.generation) is not None for root in _roots(store))


def index_folder(store: Store) -> Path:
    """Where the index of this generation is or belongs; its parent exists. Raises OSError."""
    for root in _roots(store):
        if _contents(root / store.generation) is not None:
            return root / store.generation
    for root in _roots(store):
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(root, os.W_OK):
            return root / store.generation
    raise PermissionError(13, "no folder for the full-text index can be written", str(_roots(store)[-1]))


def _roots(store: Store) -> list[Path]:
    from platformdirs import user_cache_path

    name = hashlib.sha256(store.location.encode()).hexdigest()[:16]
    cache = user_cache_path("gongbao", appauthor=False) / "text" / name
    return [store.folder.root / "text", cache] if isinstance(store, LocalStore) else [cache]


def _fingerprints(store: Store) -> dict[str, str]:
    """Named graph → what changes whenever the graph does."""
    if isinstance(store, LocalStore):
        manifest = store.folder.manifest(store.generation)
        return {graph: _digest(sorted(sources.items())) for graph, sources in manifest.graphs.items()}
    # A server does not say which graphs changed: with every generation all of them may have.
    return dict.fromkeys(store.graphs(), store.generation)


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()[:32]


def _contents(folder: Path) -> dict[str, str] | None:
    """The graphs that the index in ``folder`` holds; None where there is none this version can use."""
    try:
        read = json.loads((folder / _CONTENTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return dict(read["graphs"]) if read.get("format") == FORMAT else None


def _make(store: Store, folder: Path, progress: Progress | None) -> None:
    wanted = _fingerprints(store)
    draft = folder.with_name(folder.name + ".tmp")
    shutil.rmtree(draft, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    draft.mkdir()
    try:
        held = _copy_newest(folder.parent, draft)
        index = opened(draft, create=not held)
        # One thread writes one segment; more would leave several to be merged at the end.
        writer = index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        differing = sorted(graph for graph, value in wanted.items() if held.get(graph) != value)
        for graph in sorted(held.keys() - wanted.keys() | (held.keys() & set(differing))):
            writer.delete_documents_by_term("graph", graph)
        for done, graph in enumerate(differing, 1):
            for entry in entries(store, graph):
                writer.add_document(indexed(entry, graph))
            if progress:
                progress(done, len(differing), graph)
        writer.commit()
        writer.wait_merging_threads()
        contents = json.dumps({"format": FORMAT, "graphs": wanted}, ensure_ascii=False)
        write_durably(draft / _CONTENTS, contents.encode())
        os.rename(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _copy_newest(root: Path, draft: Path) -> dict[str, str]:
    """Fill ``draft`` with the last index made in ``root``; the graphs it holds, none where there is none."""
    for folder in sorted(root.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True):
        held = _contents(folder) if folder.is_dir() and folder != draft else None
        if held:
            for path in folder.iterdir():
                # Segments are never changed; the lists of them are written anew, and locks are not content.
                if path.suffix == ".json":
                    shutil.copy2(path, draft / path.name)
                elif not path.name.endswith(".lock"):
                    _link(path, draft / path.name)
            (draft / _CONTENTS).unlink()
            return held
    return {}


def _link(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except OSError:  # a file system without hard links
        shutil.copy2(path, target)


def _drop_old(root: Path, current: str) -> None:
    """Remove all indexes but the newest; readers that have one open keep it."""
    folders = [path for path in root.iterdir() if path.is_dir() and path.name != current]
    folders.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for folder in folders[_KEPT - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)
