"""The audit on the web: page, filters, formats."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from lxml import html

from api.app import create_app
from api.audit_report import FORMATS, MEDIA_TYPES
from api.settings import Settings
from graph.ingest import ingest
from graph.store import open_store

TEXT = """青政办发〔2021〕3号
青山市人民政府办公室关于做好有关工作的通知
各镇人民政府，市直各单位：
一、各单位要在规定时限内完成完成办件的受理。
二、备考期间每日上午12:00～15:00禁止噪声作业。
青山市人民政府办公室
2021年3月5日
"""


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    folder: Path = tmp_path_factory.mktemp("audit")
    source = folder / "gazette.txt"
    source.write_text(TEXT, encoding="utf-8")
    store = open_store(folder / "store", create=True)
    ingest([source], store, jobs=1)
    return create_app(store, Settings(store=str(folder / "store"))).test_client()


def test_the_page_shows_findings_with_their_lines(web: FlaskClient) -> None:
    text = web.get("/audit?on=2021-06-01").get_data(as_text=True)
    assert "完成完成" in text and "12:00" in text
    assert 'href="/source/' in text
    english = web.get("/audit?on=2021-06-01&lang=en").get_data(as_text=True)
    assert "is printed twice" in english


def test_it_can_be_narrowed(web: FlaskClient) -> None:
    everything = web.get("/api/audit?on=2021-06-01").get_json()
    assert everything["on"] == "2021-06-01"
    assert {one["rule"] for one in everything["findings"]} == {"clock-word", "doubled-words"}
    errors = web.get("/api/audit?severity=error").get_json()["findings"]
    assert [one["rule"] for one in errors] == ["clock-word"]
    for asked in ("doubled-words", "layout"):
        found = web.get(f"/api/audit?rule={asked}").get_json()["findings"]
        assert [one["rule"] for one in found] == ["doubled-words"]
    assert web.get("/audit?rule=figures").status_code == 200


@pytest.mark.parametrize("form", FORMATS)
def test_formats(web: FlaskClient, form: str) -> None:
    response = web.get(f"/api/audit?format={form}")
    assert response.status_code == 200
    assert response.mimetype == MEDIA_TYPES[form]
    assert len(response.get_data()) > 300


@pytest.mark.parametrize("query", ["on=yesterday", "severity=grave", "format=doc"])
def test_what_is_wrong_is_said(web: FlaskClient, query: str) -> None:
    response = web.get(f"/api/audit?{query}")
    assert response.status_code == 400
    assert web.get("/api/audit?rule=no-such-rule").status_code in (400, 404)


def test_facets_count_what_the_other_choices_leave(web: FlaskClient) -> None:
    page = html.fromstring(web.get("/audit?on=2021-06-01&severity=error&lang=zh").get_data(as_text=True))
    counted = {
        item.xpath("string(a/text())").strip(): item.xpath("string(span)")
        for item in page.xpath('//*[@class="facets"]//li')
    }
    # The severity chosen does not hide the other one; the rules are those that it leaves.
    assert counted["错误"] == "1" and counted["警告"] == "1" and counted["青山市"] == "1"
    assert len(page.xpath('//*[@class="finding"]')) == 1
    chosen = page.xpath('//*[@class="facets"]//a[@aria-current]')
    assert [one.get("href") for one in chosen] == ["/audit?on=2021-06-01"]
    elsewhere = html.fromstring(web.get("/audit?on=2021-06-01&city=绿水市").get_data(as_text=True))
    assert not elsewhere.xpath('//*[@class="finding"]')


def test_a_finding_has_a_page(web: FlaskClient) -> None:
    one = web.get("/api/audit?on=2021-06-01&severity=error").get_json()["findings"][0]
    text = web.get(f"/audit/{one['id']}?on=2021-06-01&lang=zh").get_data(as_text=True)
    assert one["message_zh"] in text and "12:00" in text and "gazette.txt:5" in text
    assert "GONGBAO_WRITE_TOKEN" in text and '<form method="post"' not in text
    assert web.get("/audit/000000000000?on=2021-06-01").status_code == 404
