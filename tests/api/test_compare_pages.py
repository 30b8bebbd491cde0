"""The page of two documents: how they are named, what stands beside what, where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from api.app import create_app
from api.provisions import blocks
from api.settings import Settings
from graph.store import open_store
from ontology.namespaces import DEFAULT_BASE

GREEN = "doc/青山市/青政办发〔2021〕3号/青山市数据共享管理办法"
WHITE = "doc/白水市/白政办发〔2022〕6号/白水市数据共享管理办法"
BOTH = f"/compare?a={quote(GREEN)}&b={quote(WHITE)}"


@pytest.fixture(scope="module")
def app(cities_folder: Path) -> Flask:
    return create_app(open_store(cities_folder), Settings())


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as one:
        yield one


def page(client: FlaskClient, address: str) -> html.HtmlElement:
    response = client.get(address, headers={"Accept": "text/html"})
    assert response.status_code == 200, response.text
    return html.fromstring(response.text)


def places(shown: html.HtmlElement) -> list[tuple[str, str]]:
    rows = shown.xpath("//div[starts-with(@class,'diff-row') and not(contains(@class,'diff-head'))]")
    return [
        (
            "".join(row.xpath("./div[1]/p[@class='place']/a[1]/text()")),
            "".join(row.xpath("./div[2]/p[@class='place']/a[1]/text()")),
        )
        for row in rows
    ]


def test_an_article_stands_with_all_that_is_under_it(cities_folder: Path):
    found = {one.place: one.text for one in blocks(open_store(cities_folder), DEFAULT_BASE + GREEN)}
    assert list(found) == [f"第{number}条" for number in "一二三四五六"]
    assert found["第三条"] == (
        "市数据局负责数据共享的统筹协调。\n各政务部门应当在每年六月底前更新数据目录，并报市数据局备案。"
    )
    assert found["第四条"] == "数据共享应当遵循下列原则：\n（一）合法正当；\n（二）安全可控。"


def test_without_articles_every_numbered_provision_stands_alone(cities_folder: Path):
    plan = DEFAULT_BASE + "doc/青山市/青政办发〔2021〕4号/青山市河道清淤实施方案"
    found = [one.place for one in blocks(open_store(cities_folder), plan)]
    assert found[:3] == ["一", "一（一）", "一（二）"]


def test_side_by_side_by_content_and_by_number(client: FlaskClient):
    shown = page(client, BOTH)
    assert ("第四条", "第三条") in places(shown) and ("第三条", "第四条") in places(shown)
    (link,) = shown.xpath("//p[@class='sorting']/a/@href")
    by_number = places(page(client, link))
    assert ("第三条", "第三条") in by_number and ("第六条", "") in by_number
    assert "公共服务企业" in "".join(shown.xpath("//ins/text()"))


def test_only_what_differs(client: FlaskClient):
    every = page(client, BOTH)
    (link,) = every.xpath("//a[contains(@href,'only=changed')]/@href")
    assert len(places(page(client, link))) <= len(places(every))
    assert not page(client, link).xpath(
        "//div[contains(@class,'diff-same')][not(.//span[contains(@class,'warn')])]"
    )


def test_provisions_lead_to_their_pages_and_lines(client: FlaskClient):
    links = page(client, BOTH).xpath("//p[@class='place']/a/@href")
    assert len(links) >= 20
    for link in set(links):
        assert client.get(link, follow_redirects=True).status_code == 200


@pytest.mark.parametrize(
    ("typed"),
    [
        "青政办发〔2021〕3号",
        "青政办发[2021]3号",
        "青山市人民政府办公室关于印发《青山市数据共享管理办法》的通知",
    ],
)
def test_a_document_may_be_named_by_number_or_title(client: FlaskClient, typed: str):
    shown = page(client, f"/compare?a={quote(typed)}&b={quote(WHITE)}")
    assert places(shown) or shown.xpath("//div[@class='notice']//li/a")


def test_one_document_brings_its_partners(client: FlaskClient):
    (address,) = page(client, f"/compare?a={quote(GREEN)}").xpath(
        "//ul[@class='hits']/li/a[contains(.,'白水市数据共享')]/@href"
    )[:1]
    assert places(page(client, address))


def test_no_document_brings_names_that_places_share(client: FlaskClient):
    shown = page(client, "/compare")
    (address,) = shown.xpath("//ul[@class='results']//a/@href")
    assert places(page(client, address))


def test_words_that_fit_several_are_a_choice_and_nonsense_is_said(client: FlaskClient):
    several = page(client, "/compare?a=" + quote("数据共享"))
    assert len(several.xpath("//div[@class='notice']//li/a")) > 1
    none = page(client, "/compare?a=" + quote("不见于任何公报的文件"))
    assert none.xpath("//div[@role='alert']")
    assert client.get("/compare?align=colour").status_code == 400
