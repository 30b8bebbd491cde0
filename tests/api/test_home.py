"""The home page: answers with their lines, names that match, examples that work, two languages."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from api.addresses import Addresses
from api.answer_view import _quote
from api.app import create_app
from api.examples import examples
from api.search import Names
from api.settings import Settings
from graph.store import Store, open_store

Places = Any
QUESTION = "第3项由哪些单位牵头？"


def ask(client: FlaskClient, question: str, **arguments: str) -> str:
    """The page that answers ``question``."""
    response = client.get("/", query_string={"q": question, **arguments})
    assert response.status_code == 200
    return response.text


def test_the_page_without_a_question_counts_and_suggests(client: FlaskClient):
    page = client.get("/").text
    assert '<form class="ask ask-big"' in page
    assert "职责分工" in page
    assert ">26<" in page
    assert "哪些文件引用了国办发〔2020〕9号？" in page
    assert 'class="answer' not in page


def test_an_answer_shows_lines_reading_and_sparql(client: FlaskClient, places: Places):
    page = ask(client, QUESTION)
    assert "answer-answered" in page
    assert "发改局" in page
    evidence = f'<a class="evidence" href="/source/{quote(places.source)}?first=10&amp;last=10#L10">'
    assert evidence in page
    assert places.lines[9] in page
    assert "问题是这样读的" in page
    link = re.search(r'href="(/sparql\?query=[^"]+)"', page)
    assert link
    editor = client.get(html.unescape(link[1]))
    assert editor.status_code == 200
    assert "市发改局" in editor.text


def test_names_that_contain_the_text_are_listed_by_kind(client: FlaskClient, places: Places):
    page = ask(client, "市发改局")
    assert f'<a href="{places.path("id", places.unit)}">青山市发展和改革局</a>' in page
    assert "<h3>单位</h3>" in page


@pytest.mark.parametrize(
    "text", ["青政办发〔2021〕3号", "青政办发[2021]3号", "青政办发［２０２１］3号", "通知 管理办法"]
)
def test_a_document_is_found_however_its_number_is_typed(store: Store, places: Places, text: str):
    assert Names(store, 100).search(text, 5)[0].iri == places.iri(places.document)


def test_the_nearest_name_comes_first_and_the_number_of_hits_is_bounded(store: Store, places: Places):
    names = Names(store, 100)
    assert [hit.label for hit in names.search("张三", 5)] == ["张三"]
    assert [hit.label for hit in names.search("青山市", 2)] == [
        "青山市发展和改革局",
        "青山市“一网通办”管理办法（试行）",
    ]
    assert names.search("青山市", 0) == []
    assert names.search(" ", 5) == []
    assert len(Names(store, 1).search("市", 5)) <= 1


@pytest.mark.parametrize(
    "text", ['"', "\\", "'\"\n", '") } ?s ?p ?o . #', "<script>alert(1)</script>", "{}", "%", "?"]
)
def test_no_text_breaks_the_page(client: FlaskClient, text: str):
    page = ask(client, text)
    assert re.findall(r"<script(?! type=\"module\" src=\"/static/)", page) == []


def test_what_is_not_understood_says_so(client: FlaskClient):
    page = ask(client, "今天天气怎么样？")
    assert "answer-not_understood" in page or "answer-no_match" in page


def test_a_question_that_is_too_long_is_refused(make_app: Callable[..., Flask]):
    client = make_app(max_question_chars=10).test_client()
    assert client.get("/", query_string={"q": "第" * 11}).status_code == 413
    assert client.get("/api/ask", query_string={"q": "第" * 11}).status_code == 413


def test_every_example_is_answered(client: FlaskClient, store: Store):
    for language in ("zh", "en"):
        assert len(examples(store, language)) >= 4
    for question in (*examples(store), *examples(store, "en")):
        assert client.get("/api/ask", query_string={"q": question}).get_json()["status"] == "answered", (
            question
        )


def test_the_answer_as_json(client: FlaskClient, places: Places):
    answer = client.get("/api/ask", query_string={"q": QUESTION}).get_json()
    assert set(answer) >= {"question", "status", "reading", "answers", "sparql", "message", "suggestions"}
    assert answer["status"] == "answered"
    (evidence,) = answer["answers"][0]["evidence"]
    assert (evidence["source"], evidence["first_line"], evidence["last_line"]) == (places.file, 10, 10)
    assert evidence["quote"] == places.lines[9]
    assert evidence["document"] == places.iri(places.document)
    assert client.get("/api/ask").status_code == 400


def test_the_language_is_chosen_by_the_address_and_remembered(client: FlaskClient):
    assert "问公报" in client.get("/").text
    english = client.get("/?lang=en")
    assert '<html lang="en">' in english.text
    assert "Ask the gazettes" in english.text
    assert "Cookie" in english.vary
    cookie = english.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Ask the gazettes" in client.get("/").text
    assert "问公报" in client.get("/?lang=zh").text
    assert "问公报" in client.get("/?lang=xx").text


def test_the_other_language_is_the_same_page(client: FlaskClient, places: Places):
    page = client.get(places.path("page", places.unit) + "?in=http://x/y&page=2").text
    link = re.search(r'href="([^"]+)" lang="en"', page)
    assert link
    address = html.unescape(link[1])
    assert address.startswith(places.path("page", places.unit))
    assert "lang=en" in address
    assert "page=2" in address


def test_the_setting_chooses_the_first_language(make_app: Callable[..., Flask]):
    assert "Ask the gazettes" in make_app(language="en").test_client().get("/").text


def test_an_empty_graph_says_how_to_fill_it(tmp_path: Any):
    client = create_app(open_store(tmp_path / "store", create=True), Settings()).test_client()
    page = client.get("/").text
    assert "gongbao load" in page
    assert ask(client, QUESTION)
    for path in ("/status", "/queries", "/api/status", "/healthz", "/sparql"):
        assert client.get(path, headers={"Accept": "text/html"}).status_code == 200


def test_the_answer_is_a_sentence_whose_things_are_links(client: FlaskClient, places: Places):
    page = ask(client, QUESTION)
    message = page[page.index('<p class="message">') :].partition("</p>")[0]
    assert f'<a href="{places.path("id", places.unit)}">市发改局</a>' in message


def test_how_the_question_was_read_is_said_in_words(client: FlaskClient):
    page = ask(client, QUESTION)
    reading = page[page.index('<div class="reading">') :].partition("</div>\n  <ul")[0]
    assert "责任主体" in reading
    assert "assignees" not in reading
    assert "事项序号" in reading
    assert "item number" in ask(client, QUESTION, lang="en")


def test_lines_that_stand_on_the_page_already_are_not_printed_again():
    seen: set[tuple[str, str]] = set()
    piece = {"source": "a.txt", "first_line": 3, "last_line": 4, "quote": "甲\n乙"}
    addresses = Addresses("https://w3id.org/gongbao/id/")
    shown = [_quote(piece, None, addresses, seen).shown for _ in range(2)]
    assert shown == [True, False]


def test_a_name_is_no_question_and_leads_to_some(client: FlaskClient):
    page = ask(client, "张三")
    assert 'class="answer' not in page
    assert "张三任什么职务？" in page
    assert "张三" in ask(client, "zhangsan")
