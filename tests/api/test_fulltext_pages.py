"""The search page, its JSON and ``gongbao search``: what is asked by address is what is shown."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from api.app import create_app
from api.cli import main
from api.settings import Settings
from graph.store import open_store


@pytest.fixture(scope="module")
def app(cities_folder: Path) -> Flask:
    return create_app(open_store(cities_folder), Settings())


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    """With no cookie yet: the language of the test before is not that of the next."""
    with app.test_client() as one:
        yield one


def page(client: FlaskClient, address: str) -> html.HtmlElement:
    response = client.get(address, headers={"Accept": "text/html"})
    assert response.status_code == 200, response.text
    return html.fromstring(response.text)


def test_the_empty_page_explains_itself_with_searches_that_can_be_tried(client: FlaskClient):
    empty = page(client, "/search")
    assert empty.xpath("//main//form//input[@name='q']")
    for link in empty.xpath("//main//dl//a/@href"):
        assert client.get(link).status_code == 200


def test_a_hit_has_its_document_its_place_and_its_lines(client: FlaskClient):
    found = page(client, "/search?q=数据目录")
    (hit,) = found.xpath("//ol[contains(@class,'results')]/li")
    assert hit.xpath(".//mark/text()") == ["数据目录"]
    (place,) = hit.xpath(".//a[text()='第三条第二款']/@href")
    assert client.get(place, follow_redirects=True).status_code == 200
    (lines,) = hit.xpath(".//a[@class='mark']/@href")
    shown = page(client, lines)
    assert "更新数据目录" in "".join(shown.xpath("//tr[@class='marked']/td//text()"))


def test_filters_are_links_that_can_be_taken_back(client: FlaskClient):
    every = page(client, "/search?q=数据共享")
    (link,) = every.xpath("//section[@aria-labelledby='f-city']//a[text()='白水市']/@href")
    narrowed = page(client, link)
    assert "city=" in link and "lang" not in link
    count = every.xpath("//section[@aria-labelledby='f-city']//li[a='白水市']/span/text()")
    assert count[0] in "".join(narrowed.xpath("//span[@class='total']/text()"))
    (back,) = narrowed.xpath("//ul[@class='chips']//a/@href")
    assert page(client, back).xpath("//span[@class='total']/text()") == every.xpath(
        "//span[@class='total']/text()"
    )
    # The form keeps the filter for the next word.
    assert narrowed.xpath("//main//form//input[@type='hidden'][@name='city']/@value") == ["白水市"]


def test_nothing_found_says_which_word_is_missing(client: FlaskClient):
    none = page(client, "/search?q=" + quote("清淤 数据安全法"))
    assert set(none.xpath("//div[@class='notice']//li/a/text()")) == {"清淤", "数据安全法"}


def test_the_same_in_english(client: FlaskClient):
    text = client.get("/search?q=数据共享&lang=en").text
    assert "passages" in text and "Place" in text


def test_json(client: FlaskClient):
    body = client.get("/api/search?q=数据共享&city=白水市&size=2&page=2").get_json()
    assert body["total"] > 2 and len(body["hits"]) <= 2
    first = client.get("/api/search?q=罚款").get_json()["hits"][0]
    assert first["document"]["documentNumber"] == "青政办发〔2021〕3号"
    assert first["place"] == "第五条" and first["highlights"] == ["罚款"]
    assert first["file"] == "qingshan-2021-03.txt" and first["firstLine"] == first["lastLine"]


@pytest.mark.parametrize(
    "arguments",
    ["", "q=", "q=，。", "q=a&year=x", "q=a&sort=best", "q=a&size=0", "q=a&page=0", "q=" + "长" * 501],
)
def test_bad_requests_say_so(client: FlaskClient, arguments: str):
    response = client.get(f"/api/search?{arguments}")
    assert response.status_code in (400, 413)
    assert response.get_json()["message"]["zh"]


def test_on_the_command_line(cities_folder: Path):
    def run(*arguments: str):
        return CliRunner().invoke(main, ["search", "--store", str(cities_folder), *arguments])

    shown = run("数据目录")
    assert shown.exit_code == 0
    assert "第三条第二款" in shown.output and "qingshan-2021-03.txt:" in shown.output
    body = json.loads(run("共享", "--city", "白水市", "--json", "-n", "1").output)
    assert body["total"] > 1 and len(body["hits"]) == 1
    assert run("，。").exit_code == 2
