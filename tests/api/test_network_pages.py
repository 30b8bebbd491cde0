"""The networks on the web: numbers, the drawing around one thing, its table, and the data."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import networkx as nx
import pytest
from flask.testing import FlaskClient
from lxml import html

from api.app import create_app
from api.network_layout import COLUMN, HEIGHT, ROW, in_columns
from api.network_pages import _fitting
from api.settings import Settings
from graph.ingest import ingest
from graph.store import open_store

TEXT = """青政办发〔2021〕3号
青山市人民政府办公室关于做好河道保护工作的通知
各镇人民政府，市直各单位：
根据《青山市河道管理办法》（青政发〔2020〕1号）和《绿水省河道条例》，现将有关事项通知如下：
一、清理河岸垃圾。（责任单位：市水利局、市城管局）
二、修复堤坝。（牵头领导：张明，责任单位：市水利局）
青山市人民政府办公室
2021年3月5日
"""
DOCUMENT = "doc/青山市/青政办发〔2021〕3号"
ID = "https://w3id.org/gongbao/id/"


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder: Path = tmp_path_factory.mktemp("network")
    source = folder / "gazette.txt"
    source.write_text(TEXT, encoding="utf-8")
    store = open_store(folder / "store", create=True)
    ingest([source], store, jobs=1)
    return create_app(store, Settings(store=str(folder / "store"))).test_client()


def page(web: FlaskClient, address: str) -> html.HtmlElement:
    response = web.get(address)
    assert response.status_code == 200
    return html.fromstring(response.get_data(as_text=True))


def test_the_numbers_lead_to_the_drawings(web: FlaskClient) -> None:
    shown = page(web, "/network")
    first = shown.xpath("//section[h2[@id='units']]//tbody/tr[1]")[0]
    assert "水利局" in first.text_content() and first.xpath("string(td[@class='number'])") == "2"
    (draw,) = first.xpath("td[last()]/a/@href")
    assert "水利局" in page(web, draw).xpath("string(//h1)")


def test_citations_are_drawn_and_listed_with_their_lines(web: FlaskClient) -> None:
    shown = page(web, f"/network/citations?around={quote(DOCUMENT)}")
    boxes = {
        one.xpath("string(title)"): one for one in shown.xpath("//*[@class and contains(@class, 'node')]")
    }
    centre = next(one for one in boxes.values() if "centre" in one.get("class"))
    others = [one for one in boxes.values() if one is not centre]
    # It rests on both: they stand to its right, marked as not held.
    assert len(others) == 2
    assert all(float(one.get("data-x")) == float(centre.get("data-x")) + COLUMN for one in others)
    assert all("missing" in one.get("class") for one in others)
    assert len(shown.xpath("//*[contains(@class, 'edge') and @data-kind='basis']")) == 2
    rows = shown.xpath("//table/tbody/tr")
    assert [row.xpath("string(td[4]/a)") for row in rows] == ["gazette.txt:4", "gazette.txt:4"]


def test_responsibilities_are_drawn_in_steps(web: FlaskClient) -> None:
    unit = page(web, "/network").xpath("//section[h2[@id='units']]//tbody/tr[1]/td[last()]/a/@href")[0]
    one = page(web, unit + "&depth=1").xpath("//*[contains(@class, 'node')]/title/text()")
    two = page(web, unit).xpath("//*[contains(@class, 'node')]/title/text()")
    assert len(one) == 3 and len(two) == 5
    assert any("城市管理" in name for name in two) and any("张明" in name for name in two)


def test_data_are_handed_on(web: FlaskClient) -> None:
    address = f"/api/network/citations?around={quote(ID + DOCUMENT)}"
    found = web.get(address).get_json()
    assert len(found["nodes"]) == 3 and {edge["relation"] for edge in found["edges"]} == {"basis"}
    graph = web.get(address + "&format=graphml")
    assert graph.mimetype == "application/graphml+xml" and b"<graphml" in graph.get_data()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/network/friends", 404),
        ("/network/citations", 200),
        ("/network/citations?around=doc/nothing", 200),
        (f"/network/citations?around={quote(DOCUMENT)}&depth=9", 400),
        (f"/network/citations?around={quote(DOCUMENT)}&depth=x", 400),
        ("/api/network/citations", 400),
        ("/api/network/citations?around=https://elsewhere.example/", 400),
        (f"/api/network/citations?around={ID}doc/nothing", 404),
        (f"/api/network/citations?around={quote(ID + DOCUMENT)}&format=png", 400),
    ],
)
def test_what_cannot_be_drawn_is_said(web: FlaskClient, address: str, status: int) -> None:
    assert web.get(address).status_code == status


def test_columns_without_a_node_take_no_room_and_few_lines_cross() -> None:
    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    network.add_nodes_from("cabxy", label="")
    network.add_edges_from([("c", "a"), ("c", "b"), ("y", "a"), ("x", "b")])
    drawing = in_columns(network, "c", lambda _node, distance, onward: distance if onward else 5 * distance)
    places = drawing.places
    assert places["a"].x - places["c"].x == COLUMN == places["x"].x - places["a"].x
    # y belongs to a, which stands above b: it stands above x although its name comes later.
    assert places["a"].y + ROW == places["b"].y
    assert places["y"].y < places["x"].y
    assert drawing.height > places["b"].y + HEIGHT / 2


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("青山市水利局", "青山市水利局"),
        ("一" * 17, "一" * 17),
        ("一" * 18, "一" * 16 + "…"),
        ("a" * 30, "a" * 30),
    ],
)
def test_a_label_fits_its_box(text: str, shown: str) -> None:
    assert _fitting(text) == shown
