"""Where the indexes of a generation lie, and how they are made from those of the one before.

They belong to one generation and are never changed. New ones are copies of the last (hard-linked where a
file is not written to) with the graphs that differ taken out and put in anew, so that reading costs what
changed and not the store. They hold nothing that the graph does not: where they are missing, they are made
again.

::

    <store folder>/index/<generation>/text/           full text (tantivy): graph.fulltext
    <store folder>/index/<generation>/lists.sqlite    lists with their facets: graph.lists
    <store folder>/index/<generation>/contents.json   {"format": 3, "graphs": {graph: fingerprint}}

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
from graph.fulltext.schema import indexed, opened
from graph.lists.database import ListDatabase, ListWriter
from graph.lists.facts import graph_facts
from graph.local import LocalStore
from graph.store import Store

Progress = Callable[[int, int, str], None]

FORMAT = 3
"""Goes up with every change of what the indexes hold: older ones are then made anew."""

_CONTENTS, _TEXT, _LISTS = "contents.json", "text", "lists.sqlite"
_HEAP_BYTES = 128_000_000
_KEPT = 2


def open_text(store: Store, progress: Progress | None = None) -> tantivy.Index:
    """The full-text index of the generation that ``store`` reads; as :func:`prepared`."""
    return opened(prepared(store, progress) / _TEXT)


def open_lists(store: Store, progress: Progress | None = None) -> ListDatabase:
    """The lists of the generation that ``store`` reads; as :func:`prepared`."""
    return ListDatabase(prepared(store, progress) / _LISTS)


def prepared(store: Store, progress: Progress | None = None) -> Path:
    """The folder of the indexes of the generation that ``store`` reads; made first where there is none.

    ``progress`` is called with (graphs done, graphs to do, name) while they are made. Of several processes
    that want them one makes them and the others wait. Raises OSError where no folder can be written.
    """
    folder = index_folder(store)
    if _contents(folder) is None:
        with FileLock(folder.parent / "write.lock", thread_local=False):
            if _contents(folder) is None:
                _make(store, folder, progress)
                _drop_old(folder.parent, store.generation)
    return folder


def is_made(store: Store) -> bool:
    """Whether the generation that ``store`` reads has its indexes."""
    return any(_contents(root / store.generation) is not None for root in _roots(store))


def index_folder(store: Store) -> Path:
    """Where the indexes of this generation are or belong; its parent exists. Raises OSError."""
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
    raise PermissionError(13, "no folder for the indexes can be written", str(_roots(store)[-1]))


def _roots(store: Store) -> list[Path]:
    from platformdirs import user_cache_path

    name = hashlib.sha256(store.location.encode()).hexdigest()[:16]
    cache = user_cache_path("gongbao", appauthor=False) / "index" / name
    return [store.folder.root / "index", cache] if isinstance(store, LocalStore) else [cache]


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
        differing = sorted(graph for graph, value in wanted.items() if held.get(graph) != value)
        (draft / _TEXT).mkdir(exist_ok=True)
        # One thread writes one segment; more would leave several to be merged at the end.
        writer = opened(draft / _TEXT, create=not held).writer(heap_size=_HEAP_BYTES, num_threads=1)
        lists = ListWriter(draft / _LISTS)
        for graph in sorted(graph for graph, value in held.items() if wanted.get(graph) != value):
            writer.delete_documents_by_term("graph", graph)
            lists.remove(graph)
        for done, graph in enumerate(differing, 1):
            for entry in entries(store, graph):
                writer.add_document(indexed(entry, graph))
            lists.add(graph, graph_facts(store, graph))
            if progress:
                progress(done, len(differing), graph)
        writer.commit()
        writer.wait_merging_threads()
        lists.close()
        contents = json.dumps({"format": FORMAT, "graphs": wanted}, ensure_ascii=False)
        write_durably(draft / _CONTENTS, contents.encode())
        os.rename(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _copy_newest(root: Path, draft: Path) -> dict[str, str]:
    """Fill ``draft`` with the last indexes in ``root``; the graphs they hold, none where there are none."""
    for folder in sorted(root.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True):
        held = _contents(folder) if folder.is_dir() and folder != draft else None
        if held:
            (draft / _TEXT).mkdir()
            for path in (folder / _TEXT).iterdir():
                # Segments are never changed; the lists of them are written anew, and locks are not content.
                if path.suffix == ".json":
                    shutil.copy2(path, draft / _TEXT / path.name)
                elif not path.name.endswith(".lock"):
                    _link(path, draft / _TEXT / path.name)
            shutil.copy2(folder / _LISTS, draft / _LISTS)
            return held
    return {}


def _link(path: Path, target: Path) -> None:
    try:
        os.link(path, target)
    except OSError:  # a file system without hard links
        shutil.copy2(path, target)


def _drop_old(root: Path, current: str) -> None:
    """Remove all but the newest; readers that have them open keep them."""
    folders = [path for path in root.iterdir() if path.is_dir() and path.name != current]
    folders.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for folder in folders[_KEPT - 1 :]:
        shutil.rmtree(folder, ignore_errors=True)
