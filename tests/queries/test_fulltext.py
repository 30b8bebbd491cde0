"""Full-text search: words of any length match exactly, several must all occur, and hits say where."""

from __future__ import annotations

from pathlib import Path

import pytest
import tantivy

from graph.indexes import open_text
from graph.store import open_store
from queries.fulltext import Filters, Found, Words, read_words, search


@pytest.fixture(scope="module")
def index(cities_folder: Path) -> tantivy.Index:
    return open_text(open_store(cities_folder))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("数据共享", Words(("数据共享",))),
        ("  数据　共享 数据", Words(("数据", "共享"))),
        ("“数据 共享” 办法", Words(("数据 共享", "办法"))),
        ("补贴 -农业", Words(("补贴",), ("农业",))),
        ("［2021］３号", Words(("〔2021〕3号",))),
        ("-农业", Words(())),
        ("。，", Words(())),
        ('"未闭合', Words(("未闭合",))),
    ],
)
def test_what_is_typed_is_taken_apart(text: str, words: Words):
    assert read_words(text) == words


def find(index: tantivy.Index, text: str, **filters: tuple) -> Found:
    return search(index, read_words(text), Filters(**filters))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("罚", {"第五条"}),
        ("罚款", {"第五条"}),
        ("数据目录", {"第三条第二款"}),
        # A line break in print is no break in the phrase.
        ("实际抓好落实", {""}),
        # All the characters stand in this provision, and in this order, but not one after another.
        ("市数据局统筹", set()),
        ("局据数市", set()),
        ("统筹 数据局", {"第三条"}),
        ("统筹 -数据局", {"第四条"}),
        ("不见于任何公报", set()),
    ],
)
def test_a_phrase_is_found_where_it_stands_and_nowhere_else(index: tantivy.Index, text: str, places: set):
    assert {hit.entry.place for hit in find(index, text).hits} == places


def test_what_was_found_is_marked_as_printed(index: tantivy.Index):
    (hit,) = find(index, "备案 目录").hits
    assert "".join(piece.text for piece in hit.snippet) == hit.entry.text
    assert [piece.text for piece in hit.snippet if piece.hit] == ["目录", "备案"]


def test_a_hit_in_other_lines_says_on_which_of_them(index: tantivy.Index):
    (hit,) = find(index, "认真贯彻执行", cities=("青山市",)).hits
    assert hit.entry.kind == "lines"
    assert hit.entry.text.splitlines()[hit.line - hit.entry.first] == (
        "《青山市数据共享管理办法》已经市人民政府同意，现印发给你们，请认真贯彻执行。"
    )


def test_long_passages_are_cut_around_the_hits(tmp_path: Path):
    from queries.fulltext import _snippet, _spans

    text = "前" * 300 + "目标" + "中" * 300 + "终点" + "后" * 300
    pieces = _snippet(text, _spans(text, ["目标", "终点"]))
    shown = "".join(piece.text for piece in pieces)
    assert [piece.text for piece in pieces if piece.hit] == ["目标", "终点"]
    assert len(shown) < 220 and shown.startswith("… ") and shown.endswith(" …")


def test_a_title_comes_before_the_provisions(index: tantivy.Index):
    found = find(index, "数据共享管理办法")
    assert found.hits[0].entry.kind == "title"


def test_filters_narrow_and_each_facet_is_counted_without_its_own(index: tantivy.Index):
    every = find(index, "数据共享")
    cities = dict(every.facets["city"])
    assert set(cities) == {"青山市", "白水市"} and sum(cities.values()) == every.total
    green = find(index, "数据共享", cities=("青山市",))
    assert green.total == cities["青山市"]
    assert dict(green.facets["city"]) == cities
    assert [year for year, _ in green.facets["year"]] == ["2021"]
    assert find(index, "数据共享", cities=("青山市", "白水市")).total == every.total
    assert find(index, "数据共享", years=(2022,)).total == cities["白水市"]
    document = "https://w3id.org/gongbao/id/doc/白水市/白政办发〔2022〕6号"
    assert find(index, "数据共享", documents=(document,)).total == cities["白水市"]
    assert find(index, "数据共享", documents=("https://example.org/none",)).total == 0


def test_sorted_by_date(index: tantivy.Index):
    words = read_words("数据共享")
    newest = [hit.entry.date for hit in search(index, words, sort="newest").hits]
    oldest = [hit.entry.date for hit in search(index, words, sort="oldest").hits]
    assert newest == sorted(newest, reverse=True) and oldest == sorted(oldest)


def test_pages_follow_each_other(index: tantivy.Index):
    words = read_words("数据")
    whole = [hit.entry.iri for hit in search(index, words, limit=100).hits]
    parts = [
        hit.entry.iri
        for offset in range(0, len(whole), 3)
        for hit in search(index, words, limit=3, offset=offset).hits
    ]
    assert len(whole) > 6 and parts == whole


def test_without_a_hit_each_word_is_counted_alone(index: tantivy.Index):
    found = find(index, "清淤 数据安全法")
    assert found.total == 0
    alone = dict(found.alone)
    assert alone["清淤"] > 0 and alone["数据安全法"] == 2
