"""Suggestions of the box: found by name, number and pinyin, grouped by kind, quick on a large graph."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.name_lines import Lines
from api.pinyin import Spelled, syllables
from api.suggestions import ALL_KINDS
from queries.ask.grammar import load_grammar

Places = Any


def suggested(client: FlaskClient, text: str, **arguments: str) -> dict[str, list[str]]:
    """Kind → labels, in the order of the groups."""
    response = client.get("/api/suggest", query_string={"q": text, **arguments})
    assert response.status_code == 200
    return {
        group["kind"]: [one["label"] for one in group["suggestions"]]
        for group in response.get_json()["groups"]
    }


@pytest.mark.parametrize(
    ("text", "kind", "label"),
    [
        ("发展和改革", "unit", "青山市发展和改革局"),
        ("市发改局", "unit", "青山市发展和改革局"),
        ("qssfzhggj", "unit", "青山市发展和改革局"),
        ("fzhg", "unit", "青山市发展和改革局"),
        ("fazhan", "unit", "青山市发展和改革局"),
        ("fazhanhegaige", "unit", "青山市发展和改革局"),
        ("gaige", "unit", "青山市发展和改革局"),
        ("zhang san", "official", "张三"),
        ("zs", "official", "张三"),
        ("张", "official", "张三"),
        ("青政办发[2021]3", "document", "关于印发管理办法的通知"),
        ("管理办法 通知", "document", "关于印发管理办法的通知"),
        ("3", "matter", "第3项 推进一网通办"),
        ("第3项", "matter", "第3项 推进一网通办"),
        ("引用", "query", "引用而未收录的文件"),
        ("shuiqiantou", "question", "激励事项3由谁牵头？"),
    ],
)
def test_entries_queries_and_questions_are_found(client: FlaskClient, text: str, kind: str, label: str):
    assert label in suggested(client, text)[kind]


def test_a_suggestion_leads_to_its_page_and_says_what_tells_it_from_others(
    client: FlaskClient, places: Places
):
    unit, *_ = client.get("/api/suggest?q=发展").get_json()["groups"][0]["suggestions"]
    assert client.get(unit["href"], follow_redirects=True).status_code == 200
    (document,) = client.get("/api/suggest?q=关于印发&kinds=document").get_json()["groups"][0]["suggestions"]
    assert document["note"] == "青政办发〔2021〕3号"


def test_the_best_group_comes_first_and_questions_about_it_last(client: FlaskClient):
    groups = suggested(client, "张三")
    assert next(iter(groups)) == "official"
    assert list(groups)[-1] == "question"
    assert "张三任什么职务？" in groups["question"]


def test_kinds_narrow_and_unknown_ones_are_refused(client: FlaskClient):
    assert set(suggested(client, "青山", kinds="unit,issue")) == {"unit", "issue"}
    refused = client.get("/api/suggest?q=x&kinds=person")
    assert refused.status_code == 400
    assert "official" in refused.text


@pytest.mark.parametrize(
    "text", ["", " ", "'", "a", "\n", "%", "〔", "x" * 2000, "第99999999999999999999项", "''a"]
)
def test_no_text_breaks_it(client: FlaskClient, text: str):
    for groups in (suggested(client, text), suggested(client, text, lang="en")):
        assert set(groups) <= set(ALL_KINDS)


def test_there_are_never_too_many(client: FlaskClient):
    for text in ("青山", "关于", "职责", "3", "a", "de"):
        groups = suggested(client, text)
        assert sum(map(len, groups.values())) <= 12
        assert all(len(found) <= 5 for found in groups.values())


def test_english_questions_and_titles(client: FlaskClient):
    groups = suggested(client, "张三", lang="en")
    assert "What post does 张三 hold?" in groups["question"]
    assert suggested(client, "citations", lang="en")["query"]


def test_suggested_questions_are_understood(client: FlaskClient):
    for text in ("张三", "青山市发展和改革局", "青政办发〔2021〕3号", "3"):
        for question in suggested(client, text)["question"]:
            answer = client.get("/api/ask", query_string={"q": question}).get_json()
            assert answer["status"] != "not_understood", question


def test_every_kind_has_a_name_in_both_languages(make_app: Callable[..., Flask]):
    from api.language import catalogue

    for language in ("zh", "en"):
        assert {f"kind.{kind}" for kind in ALL_KINDS} <= catalogue(language).keys()


def test_the_examples_of_the_grammar_name_the_slots_that_are_filled():
    templates = [intent.example.zh for intent in load_grammar().intents]
    for slot in ("{unit}", "{person}", "{document}", "{item}"):
        assert any(slot in one for one in templates)


# --- the index ---------------------------------------------------------------------------------------------


def test_equal_then_beginning_then_inside_each_shortest_first():
    lines = Lines(
        [("市财政局", 0), ("财政", 1), ("财政局", 2), ("湖东市财政", 3), ("财政部", 4), ("财政所办", 5)]
    )
    assert [owner for _, owner in lines.containing(["财政"], 9)] == [1, 2, 4, 5, 0, 3]
    assert [fit for fit, _ in lines.containing(["财政局"], 1)] == [(0, 3)]
    assert [owner for _, owner in lines.containing(["财政", "市"], 9)] == [0, 3]
    assert lines.containing(["教育"], 9) == []
    assert Lines([]).containing(["教育"], 9) == []


def test_an_owner_with_several_names_is_found_once_by_the_best():
    lines = Lines([("青山市财政局", 7), ("财政局", 7), ("市财政局", 7)])
    assert lines.containing(["财政局"], 9) == [((0, 3), 7)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("重庆银行", "chong qing yin hang"),
        ("行政审批局", "xing zheng shen pi ju"),
        ("长沙", "chang sha"),
        ("“一网通办”", "yi wang tong ban"),
        ("PPP", ""),
    ],
)
def test_pinyin(name: str, expected: str):
    assert syllables(name) == expected.split()


@pytest.mark.parametrize(
    "typed", ["czj", "caizhengju", "cai zheng", "caizh", "zhengju", "sczj", "shicaizheng"]
)
def test_pinyin_is_found_in_full_by_initials_and_inside(typed: str):
    names = ["青山市财政局", "青山市教育局", "张三"]
    spelled = Spelled((syllables(name), at) for at, name in enumerate(names))
    assert [owner for _, owner in spelled.matching(typed, 5)] == [0]


def test_fifty_thousand_names_are_searched_in_milliseconds():
    places = [a + b + "市" for a in "青云江河湖海东南西北" for b in "山水林田安平和兴昌盛"]
    bodies = ["财政", "教育", "公安", "民政", "司法", "商务", "审计", "水利", "统计", "林业"]
    names = [f"{place}{body}局" for place in places for body in bodies]
    texts = [(f"{name}{number}", number) for name in names for number in range(50)]
    assert len(texts) == 50_000
    lines = Lines(texts)
    quickest = {}
    for words in (["财政局4"], ["青山"], ["林业", "盛市"], ["没有这个"], ["局"], ["江田市审计局49"]):
        times = []
        for _ in range(5):
            start = time.perf_counter()
            lines.containing(words, 5)
            times.append(time.perf_counter() - start)
        quickest[" ".join(words)] = min(times)
    assert max(quickest.values()) < 0.05, quickest
