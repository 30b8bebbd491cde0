"""Pages that tell readers where they are: the vocabulary, what is loaded, an address that leads nowhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from api.app import create_app
from api.settings import Settings
from graph.store import open_store
from ontology.namespaces import GB, GBR
from ontology.terms import list_roles, list_terms

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def app(cities_folder: Path) -> Flask:
    return create_app(open_store(cities_folder), Settings())


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as one:
        yield one


def page(client: FlaskClient, address: str, status: int = 200) -> html.HtmlElement:
    response = client.get(address, headers=HTML)
    assert response.status_code == status, response.text
    return html.fromstring(response.text)


# --- the vocabulary ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_term_and_role_is_there_with_its_use(client: FlaskClient, cities_folder: Path, language: str):
    store = open_store(cities_folder)

    def used(pattern: str) -> int:
        (row,) = store.rows(f"SELECT (COUNT(DISTINCT ?s) AS ?n) WHERE {{ {pattern} }}")
        return int(row["n"].value)

    shown = page(client, f"/ns?lang={language}")
    codes = {row.xpath("./th/code/text()")[0]: row for row in shown.xpath("//table/tbody/tr")}
    assert {term.curie for term in (*list_terms(), *list_roles())} <= set(codes)
    provision = codes["gb:Provision"]
    assert int(provision.xpath("./td[@class='number']/text()")[0]) == used(f"?s a <{GB.Provision}>") > 20
    role = codes["gbr:responsibleUnit"].xpath("./td[@class='number']/text()")
    assert int(role[0]) == used(f"?s <{GB.role}> <{GBR.responsibleUnit}>") == 3
    assert codes["gb:KnownFinding"].xpath("./td[@class='number']/text()") == ["0"]


def test_examples_lead_to_what_uses_the_term_and_to_its_lines(client: FlaskClient):
    shown = page(client, "/ns")
    (row,) = shown.xpath("//tr[@id='deadline']")
    entry, lines = row.xpath("./td[last()]/a/@href")
    assert client.get(entry, follow_redirects=True).status_code == 200
    assert "完成时限" in page(client, lines).text_content()


def test_terms_lead_to_the_terms_they_name(client: FlaskClient):
    shown = page(client, "/ns")
    anchors = {link[1:] for link in shown.xpath("//table//a[starts-with(@href,'#')]/@href")}
    assert anchors and anchors <= set(shown.xpath("//@id"))


# --- what is loaded ---------------------------------------------------------------------------------


def test_files_with_their_lines_and_problems(client: FlaskClient):
    shown = page(client, "/status")
    files = shown.xpath("//section[@aria-labelledby='sources']//tbody/tr")
    assert [row.xpath("./th/a/text()")[0] for row in files] == ["baishui-2022-01.txt", "qingshan-2021-03.txt"]
    for link in shown.xpath("//section[@aria-labelledby='sources']//tbody//a/@href"):
        assert client.get(link, follow_redirects=True).status_code == 200
    narrowed = page(client, "/status?q=QINGSHAN")
    assert len(narrowed.xpath("//section[@aria-labelledby='sources']//tbody/tr")) == 1
    assert not page(client, "/status?problems=1").xpath("//section[@aria-labelledby='sources']//tbody/tr")
    assert client.get("/status?q=" + "长" * 501).status_code == 413


def test_a_file_with_a_problem_says_which(tmp_path: Path):
    from graph.ingest import ingest

    (tmp_path / "broken.txt").write_text(
        "青政发〔2021〕9号\n青山市人民政府\n关于加强防火的通知\n各单位：\n一、加强巡查，落实",
        encoding="utf-8",
    )
    store = open_store(tmp_path / "store", create=True)
    ingest([tmp_path / "broken.txt"], store, jobs=1)
    with create_app(store, Settings()).test_client() as client:
        shown = page(client, "/status?problems=1")
        text = shown.xpath("//section[@aria-labelledby='sources']//tbody/tr")[0].text_content()
        assert "broken.txt:" in text and "没有成文日期" in text


def test_earlier_generations_are_listed(cities_folder: Path, tmp_path: Path):
    shutil.copytree(cities_folder, tmp_path / "store")
    store = open_store(tmp_path / "store")
    with store.change("withdraw one") as change:
        change.remove("https://w3id.org/gongbao/id/issue/白水市/2022/1")
    with create_app(store, Settings()).test_client() as client:
        rows = page(client, "/status").xpath("//section[@aria-labelledby='generations']//tbody/tr")
    assert [row.xpath("./th/text()")[0].strip() for row in rows] == ["2", "1"]
    assert rows[0].xpath("./th/span") and not rows[1].xpath("./th/span")
    assert rows[0].xpath("./td[2]/text()") == ["withdraw one"]


# --- an address that leads nowhere ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "label"),
    [
        # A digit too many; another place; a word left out; a name cut short.
        (
            "/id/doc/青山市/青政办发〔2021〕33号",
            "青山市人民政府办公室关于印发《青山市数据共享管理办法》的通知",
        ),
        ("/id/org/白水市/水利管理局", "青山市水利局"),
        ("/page/doc/青山市/青山市数据管理办法", "青山市数据共享管理办法"),
        ("/河道清淤方案", "青山市河道清淤实施方案"),
    ],
)
def test_near_entries_are_offered(client: FlaskClient, address: str, label: str):
    shown = page(client, quote(address), 404)
    near = shown.xpath("//section[@aria-labelledby='near']//li/a")
    assert label in [link.text for link in near]
    for link in near:
        assert client.get(link.get("href"), follow_redirects=True).status_code == 200
    assert shown.xpath("//main//form//input[@name='q']/@value") == [address.rsplit("/", 1)[-1]]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_where_nothing_is_near_there_are_ways_on(client: FlaskClient, language: str):
    shown = page(client, f"/nothing-of-the-kind?lang={language}", 404)
    assert not shown.xpath("//section[@aria-labelledby='near']")
    links = shown.xpath("//main//nav//a/@href")
    assert len(links) >= 8
    for link in links:
        assert client.get(link, follow_redirects=True).status_code == 200


def test_programs_get_no_page(client: FlaskClient):
    response = client.get(quote("/id/doc/青山市/无此文件"), headers={"Accept": "application/json"})
    assert response.status_code == 404 and response.get_json()["message"]["zh"]
