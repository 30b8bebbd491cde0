"""Browsing: facets as links, addresses that show the same again, files that hold all that is filtered."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html
from openpyxl import load_workbook

from api.app import create_app
from api.settings import Settings
from graph.lists.definition import KINDS
from graph.store import open_store


@pytest.fixture(scope="module")
def app(cities_folder: Path) -> Flask:
    return create_app(open_store(cities_folder), Settings(page_size=2))


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    """With no cookie yet: the language of the test before is not that of the next."""
    with app.test_client() as one:
        yield one


def page(client: FlaskClient, address: str) -> html.HtmlElement:
    response = client.get(address, headers={"Accept": "text/html"})
    assert response.status_code == 200, response.text
    return html.fromstring(response.text)


def listed(shown: html.HtmlElement) -> list[str]:
    return shown.xpath("//table[contains(@class,'list')]//th[@scope='row']/a/text()")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_list_shows_things_that_have_pages(client: FlaskClient, kind: str, language: str):
    shown = page(client, f"/browse/{kind}?lang={language}")
    assert listed(shown)
    for address in shown.xpath("//table[contains(@class,'list')]//th/a/@href"):
        assert client.get(address, follow_redirects=True).status_code == 200


def test_every_facet_value_leads_to_as_many_as_it_says(client: FlaskClient):
    for kind in KINDS:
        for item in page(client, f"/browse/{kind}").xpath("//section[@class='facets']//li"):
            (address,), (count,) = item.xpath("./a/@href"), item.xpath("./span/text()")
            narrowed = page(client, address)
            assert count in narrowed.xpath("//span[@class='total']/text()")[0].split(), address
            assert len(narrowed.xpath("//ul[@class='chips']/li")) == 1


def test_pages_follow_each_other_and_keep_the_filters(client: FlaskClient):
    address, seen = "/browse/documents?city=青山市&sort=title", []
    while address:
        shown = page(client, address)
        seen += listed(shown)
        following = shown.xpath("//a[@rel='next']/@href")
        address = following[0] if following else ""
        assert not address or ("city=" in address and "sort=title" in address)
    assert len(seen) == 4 and seen == sorted(seen)


def test_the_form_narrows_by_words_and_a_day(client: FlaskClient):
    shown = page(client, "/browse/documents?q=共享&on=2024-06-01&city=青山市&city=白水市")
    assert listed(shown) == ["青山市数据共享管理办法"]
    kept = shown.xpath("//main//form//input[@type='hidden'][@name='city']/@value")
    assert kept == ["青山市", "白水市"]
    assert shown.xpath("//input[@name='on']/@value") == ["2024-06-01"]


def test_a_file_has_all_that_is_filtered_and_not_the_page_alone(client: FlaskClient):
    response = client.get("/browse/documents.csv?city=青山市")
    assert response.data.startswith("\ufeff".encode())
    rows = list(csv.DictReader(io.StringIO(response.data.decode("utf-8-sig"))))
    assert len(rows) == 4
    rules = next(row for row in rows if row["名称"] == "青山市数据共享管理办法")
    assert rules["施行"] == "2021-04-01" and rules["出处"].startswith("qingshan-2021-03.txt:")
    book = load_workbook(io.BytesIO(client.get("/browse/documents.xlsx?city=青山市").data))
    assert book.active is not None and book.active.max_row == 5
    matters = client.get("/browse/matters.json?lang=en").get_json()["rows"]
    assert {row["Deadline"] for row in matters} >= {"2021-06-30", "2021-11-30"}
    assert quote("文件.csv") in response.headers["Content-Disposition"]


def test_the_page_links_to_its_files_with_its_filters(client: FlaskClient):
    shown = page(client, "/browse/units?city=青山市&page=2")
    links = shown.xpath("//div[@class='toolbar']//a[contains(@href,'/browse/units.')]/@href")
    assert len(links) == 3 and all("city=" in link and "page=" not in link for link in links)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/browse/animals", 404),
        ("/browse/animals.csv", 404),
        ("/browse/documents.pdf", 400),
        ("/browse/documents?sort=colour", 400),
        ("/browse/documents?on=tomorrow", 400),
        ("/browse/documents?page=0", 400),
        ("/browse/matters?unit=" + quote("org/无此地/<无此局>"), 200),
        ("/browse/matters?role=%27%22%3Cx", 200),
    ],
)
def test_what_is_not_there_is_said(client: FlaskClient, address: str, status: int):
    assert client.get(address).status_code == status
