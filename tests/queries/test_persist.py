"""The index kept in a file: it answers as the built one does, is made anew where it does not fit, and reads
nothing but the classes of the index."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from queries.ask import Answerer, persist
from tests.queries.conftest import HERE, MemoryStore

QUESTION = "激励事项1由谁牵头"


@pytest.fixture
def store() -> MemoryStore:
    """The invented gazettes, in a store of its own: how often it was asked matters."""
    return MemoryStore(HERE / "invented.trig")


def texts(answerer: Answerer) -> list[str]:
    return [answer["text"] for answer in answerer.ask(QUESTION)["answers"]]


def test_a_kept_index_is_not_built_again(store: MemoryStore, tmp_path: Path) -> None:
    built = texts(Answerer(store, kept=tmp_path))
    assert built == ["市数据局", "市财政局"]
    asked = len(store.asked)
    Answerer(store, kept=tmp_path).prepare()
    assert len(store.asked) == asked
    assert texts(Answerer(store, kept=tmp_path)) == built


def test_another_state_of_the_store_has_another_file(store: MemoryStore, tmp_path: Path) -> None:
    for generation in ("1", "2", "3", "4", "5"):
        store.generation = generation
        Answerer(store, kept=tmp_path).prepare()
    assert 2 <= len(list(tmp_path.glob("*.index"))) <= 3


@pytest.mark.parametrize("content", [b"", b"no pickle", pickle.dumps(["a", "list"])])
def test_a_damaged_file_is_made_anew(store: MemoryStore, tmp_path: Path, content: bytes) -> None:
    Answerer(store, kept=tmp_path).prepare()
    (path,) = tmp_path.glob("*.index")
    path.write_bytes(content)
    assert texts(Answerer(store, kept=tmp_path)) == ["市数据局", "市财政局"]
    assert path.read_bytes() != content


class _Evil:
    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, (self.path,)


def test_a_forged_file_runs_nothing(store: MemoryStore, tmp_path: Path) -> None:
    forged, made = tmp_path / "forged.index", tmp_path / "made"
    forged.write_bytes(pickle.dumps(_Evil(str(made))))
    assert persist._read(forged) is None
    assert not made.exists()


def test_a_folder_that_cannot_be_written_is_passed_over(store: MemoryStore, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert texts(Answerer(store, kept=blocked / "cache")) == ["市数据局", "市财政局"]
