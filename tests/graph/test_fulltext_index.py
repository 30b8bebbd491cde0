"""The full-text index: what of a gazette is in it, and that it follows the generations of its store."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from graph.fulltext.entries import entries
from graph.fulltext.folding import fold
from graph.indexes import index_folder, is_made, open_text
from graph.ingest import ingest
from graph.store import Store, open_store
from queries.fulltext import read_words, search
from tests.two_cities import GREEN, WHITE

GREEN_ISSUE = "https://w3id.org/gongbao/id/issue/青山市/2021/3"


@pytest.fixture
def store(cities_folder: Path, tmp_path: Path) -> Store:
    """A copy of the two cities' store that may be changed, without its index."""
    shutil.copytree(cities_folder, tmp_path / "store", ignore=shutil.ignore_patterns("index"))
    return open_store(tmp_path / "store")


def total(store: Store, words: str) -> int:
    return search(open_text(store), read_words(words)).total


def test_every_printed_line_is_in_an_entry_but_the_contents(store: Store):
    texts = "".join(entry.text for entry in entries(store, GREEN_ISSUE))
    # The number of a provision is its place and not its text.
    number = re.compile(r"第.[章条] |（.）|[一二三]、")
    lines = [number.sub("", line) for line in GREEN.splitlines() if line and "……" not in line]
    assert [line for line in lines if line not in texts] == []


def test_an_entry_knows_its_place(store: Store):
    by_text = {entry.text: entry for entry in entries(store, GREEN_ISSUE)}
    one = by_text["各政务部门应当在每年六月底前更新数据目录，并报市数据局备案。"]
    assert (one.kind, one.place, one.part) == ("provision", "第三条第二款", "青山市数据共享管理办法")
    assert (one.number, one.city, one.date, one.year, one.type) == (
        "青政办发〔2021〕3号",
        "青山市",
        "2021-03-05",
        2021,
        "办法",
    )
    assert GREEN.splitlines()[one.first - 1] == one.text and one.first == one.last
    # Outside of an article the headings above are part of the place.
    assert (
        by_text[
            "集中清淤。完成主要河道清淤。（牵头领导：李小明，责任单位：市水利局；完成时限：2021年11月底）"
        ].place
        == "一（二）"
    )


def test_the_first_paragraph_is_not_found_twice(store: Store):
    assert total(store, "市数据局负责数据共享的统筹协调") == 1


def test_folding_keeps_every_place():
    text = "ＡＢＣ［2021］３号 İ“引号”　①"
    assert len(fold(text)) == len(text)
    assert fold("ＡＢＣ［2021］３号") == "abc〔2021〕3号"


def test_a_new_generation_has_the_new_text_and_no_longer_the_old(store: Store, tmp_path: Path):
    assert total(store, "公共服务企业") == 1 and total(store, "拉网式排查") == 1
    first = index_folder(store)
    corrected = tmp_path / "baishui-2022-01.txt"
    corrected.write_text(WHITE.replace("公共服务企业", "公用事业单位"), encoding="utf-8")
    ingest([corrected], store, jobs=1)
    assert not is_made(store)
    assert total(store, "公共服务企业") == 0
    assert total(store, "公用事业单位") == 1
    assert total(store, "拉网式排查") == 1
    # Only what differs was indexed anew: the other city's part is the same file.
    second = index_folder(store)
    shared = {os.stat(path).st_ino for path in (first / "text").glob("*.store")} & {
        os.stat(path).st_ino for path in (second / "text").glob("*.store")
    }
    assert first != second and shared
    # The index of the generation before is untouched: whoever has it open reads on.
    assert search(open_index_in(first), read_words("公共服务企业")).total == 1


def open_index_in(folder: Path):
    from graph.fulltext.schema import opened

    return opened(folder / "text")


def test_a_withdrawn_gazette_is_no_longer_found(store: Store):
    assert total(store, "清淤") > 0
    with store.change("withdraw") as change:
        change.remove(GREEN_ISSUE)
    assert total(store, "清淤") == 0
    assert total(store, "公共服务企业") == 1


def test_a_broken_index_is_made_anew(store: Store):
    open_text(store)
    (index_folder(store) / "contents.json").write_text("{", encoding="utf-8")
    assert total(store, "公共服务企业") == 1


def test_a_store_that_may_not_be_written_has_its_index_in_the_cache(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "store" / "index").write_text("a file where the folder should be", encoding="utf-8")
    assert total(store, "公共服务企业") == 1
    assert (tmp_path / "cache") in index_folder(store).parents


def test_a_server_s_content_is_searched_too(
    endpoint: str, cities_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    remote = open_store(endpoint)
    ingest([cities_folder.parent / "baishui-2022-01.txt"], remote, jobs=1)
    assert total(remote, "公共服务企业") == 1
    assert total(remote, "清淤") == 0
