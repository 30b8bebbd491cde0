"""What is missing: every report on a page and as a file, narrowed, and true to the two gazettes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from api import gaps
from api.addresses import Addresses
from api.app import create_app
from api.gap_pages import REPORTS
from api.settings import Settings
from graph.ingest import ingest
from graph.store import Store, open_store
from ontology.namespaces import DEFAULT_BASE

ADDRESSES = Addresses(DEFAULT_BASE)


@pytest.fixture(scope="module")
def app(cities_folder: Path) -> Flask:
    return create_app(open_store(cities_folder), Settings())


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as one:
        yield one


@pytest.fixture(scope="module")
def store(cities_folder: Path) -> Store:
    return open_store(cities_folder)


def test_documents_cited_and_not_held_come_with_those_that_cite_them(store: Store):
    found = gaps.wanted(store, ADDRESSES)
    by_label = {one.label: one for one in found}
    assert by_label["中华人民共和国数据安全法"].number == 2
    assert [one.number for one in found] == sorted((one.number for one in found), reverse=True)
    number = by_label["国务院办公厅关于建立健全政务数据共享协调机制的意见"]
    assert (number.document_number, number.place, number.number) == ("国办发〔2020〕9号", "国家", 2)
    cited = gaps.citing(store, [number.iri])[number.iri]
    assert {name for _, name in cited} == {
        "青山市人民政府办公室关于印发《青山市数据共享管理办法》的通知",
        "青山市人民政府办公室关于印发《青山市河道清淤实施方案》的通知",
    }


@pytest.fixture(scope="module")
def doubtful(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """Rules of one title from two cities; a third text cites the title alone, and a clause that is not."""
    folder = tmp_path_factory.mktemp("doubtful")
    rules = "第一条 为规范停车，制定本办法。\n第二条 本办法自发布之日起施行。\n"
    for place, letter in (("青山市", "青"), ("白水市", "白")):
        (folder / f"{letter}.txt").write_text(
            f"{letter}政发〔2021〕1号\n{place}人民政府\n关于印发《城市停车管理办法》的通知\n各单位：\n现将《城市停车管理办法》印发"
            f"给你们。\n{place}人民政府\n2021年2月1日\n\n城市停车管理办法\n\n{rules}",
            encoding="utf-8",
        )
    (folder / "citing.txt").write_text(
        "红石市人民政府\n关于加强停车管理的通知\n红政发〔2022〕2号\n各单位：\n根据《城市停车管理办法》，现通知如下。\n"
        "一、依照《青山市人民政府关于印发〈城市停车管理办法〉的通知》（青政发〔2021〕1号）第九条执行。\n红石市人民政府\n2022年3月1日\n",
        encoding="utf-8",
    )
    store = open_store(folder / "store", create=True)
    ingest([folder], store, jobs=1)
    return store


def test_open_citations_say_why_and_what_they_may_mean(doubtful: Store):
    found = {one.why: one for one in gaps.open_citations(doubtful)}
    ambiguous = found["ambiguous"]
    assert "城市停车管理办法" in ambiguous.text
    assert len(gaps.candidates(doubtful, [ambiguous.iri])[ambiguous.iri]) == 2
    assert found["clause"].clause == "第九条"


def test_units_outside_of_the_lexicon(store: Store):
    names = {one.label for one in gaps.unknown_units(store, ADDRESSES)}
    assert not {"青山市财政局", "青山市水利局", "青山市人民政府办公室"} & names


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", REPORTS)
def test_every_report_has_a_page_and_a_file(client: FlaskClient, name: str, language: str):
    response = client.get(f"/missing/{name}?lang={language}", headers={"Accept": "text/html"})
    assert response.status_code == 200
    shown = html.fromstring(response.text)
    rows = shown.xpath("//table[contains(@class,'list')]/tbody/tr")
    held = client.get(f"/missing/{name}.csv")
    assert held.status_code == 200 and held.data.startswith("\ufeff".encode())
    listed = list(csv.reader(io.StringIO(held.data.decode("utf-8-sig"))))
    assert len(listed) == len(rows) + 1
    assert client.get(f"/missing/{name}.xlsx").data.startswith(b"PK")


def test_open_citations_on_the_page_lead_to_their_lines(doubtful: Store):
    with create_app(doubtful, Settings()).test_client() as client:
        shown = html.fromstring(client.get("/missing/citations", headers={"Accept": "text/html"}).text)
    assert len(shown.xpath("//td/span[@class='one']/a")) == 2
    assert any("citing.txt:" in text for text in shown.xpath("//td/a/text()"))


def test_narrowed_to_a_place(client: FlaskClient):
    shown = html.fromstring(client.get("/missing/documents", headers={"Accept": "text/html"}).text)
    (link,) = shown.xpath("//section[@class='facets']//a[text()='国家']/@href")
    narrowed = html.fromstring(client.get(link, headers={"Accept": "text/html"}).text)
    assert set(narrowed.xpath("//td[@data-label='地区']/text()")) == {"国家"}
    (file,) = narrowed.xpath("//div[@class='toolbar']//a[contains(@href,'.csv')]/@href")
    assert "青山市水利条例" not in client.get(file).data.decode("utf-8-sig")


@pytest.mark.parametrize("address", ["/missing/nothing", "/missing/nothing.csv", "/missing/units.pdf"])
def test_unknown_reports_are_not_found(client: FlaskClient, address: str):
    assert client.get(address).status_code == 404


def test_the_address_without_a_report_leads_to_the_first(client: FlaskClient):
    assert client.get("/missing").location == "/missing/documents"
