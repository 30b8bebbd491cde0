"""Marking findings on the web: who may, what is kept, and what a mark leaves as it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api.app import create_app
from api.audits import findings_on
from api.settings import Settings
from graph.ingest import ingest
from graph.store import open_store

TOKEN = "correct-horse-battery"
ON = "2021-06-01"
TEXT = """青政办发〔2021〕3号
青山市人民政府办公室关于做好有关工作的通知
各镇人民政府，市直各单位：
一、各单位要在规定时限内完成完成办件的受理。
二、备考期间每日上午12:00～15:00禁止噪声作业。
青山市人民政府办公室
2021年3月5日
"""


@pytest.fixture
def web(tmp_path: Path) -> FlaskClient:
    return client(tmp_path, TOKEN)


def client(folder: Path, token: str) -> FlaskClient:
    source = folder / "gazette.txt"
    source.write_text(TEXT, encoding="utf-8")
    store = open_store(folder / "store", create=True)
    ingest([source], store, jobs=1)
    return create_app(store, Settings(store=str(folder / "store"), write_token=token)).test_client()


def first(web: FlaskClient) -> dict[str, str]:
    found = web.get(f"/api/audit?on={ON}&severity=error").get_json()["findings"]
    assert len(found) == 1
    return found[0]


def sign_in(web: FlaskClient, token: str = TOKEN):
    return web.post(f"/audit/sign-in?on={ON}", data={"reviewer": "某甲", "token": token})


def test_a_mark_is_kept_with_its_remark_and_reviewer(web: FlaskClient) -> None:
    one = first(web)
    assert one["state"] == "new"
    assert sign_in(web).status_code == 303
    answer = web.post(f"/audit/{one['id']}?on={ON}", data={"state": "rejected", "remark": " 原文  如此 "})
    assert answer.status_code == 303 and answer.headers["Location"].startswith(f"/audit/{one['id']}?on={ON}")
    marked = first(web)
    assert (marked["state"], marked["remark"]) == ("rejected", "原文 如此")
    page = web.get(answer.headers["Location"]).get_data(as_text=True)
    assert "某甲" in page and "已保存" in page
    listed = web.get(f"/api/audit?on={ON}&state=rejected").get_json()["findings"]
    assert [found["id"] for found in listed] == [one["id"]]
    web.post(f"/audit/{one['id']}?on={ON}", data={"state": "open"})
    assert first(web)["state"] == "new"


def test_a_mark_does_not_audit_anew(web: FlaskClient) -> None:
    one = first(web)
    sign_in(web)
    store = web.application.extensions["gongbao"].store
    generation = store.generation
    with web.application.app_context():
        from datetime import date

        before = findings_on(date.fromisoformat(ON))
        web.post(f"/audit/{one['id']}?on={ON}", data={"state": "accepted"})
        assert store.generation != generation
        assert findings_on(date.fromisoformat(ON)) is before


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], TOKEN + "x"])
def test_a_wrong_token_signs_nobody_in(web: FlaskClient, token: str) -> None:
    one = first(web)
    assert "wrong" in sign_in(web, token).headers["Location"]
    assert web.post(f"/audit/{one['id']}?on={ON}", data={"state": "fixed"}).status_code == 403
    assert first(web)["state"] == "new"


def test_a_forged_cookie_is_nobody(web: FlaskClient) -> None:
    one = first(web)
    sign_in(web)
    genuine = web.get_cookie("reviewer")
    assert genuine is not None
    web.set_cookie("reviewer", genuine.value[:-2] + "AA")
    assert web.post(f"/audit/{one['id']}?on={ON}", data={"state": "fixed"}).status_code == 403


def test_signing_out_ends_it(web: FlaskClient) -> None:
    one = first(web)
    sign_in(web)
    web.post("/audit/sign-out")
    assert web.post(f"/audit/{one['id']}?on={ON}", data={"state": "fixed"}).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://elsewhere.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}],
)
def test_a_form_of_another_site_is_refused(web: FlaskClient, headers: dict[str, str]) -> None:
    one = first(web)
    sign_in(web)
    answer = web.post(f"/audit/{one['id']}?on={ON}", data={"state": "fixed"}, headers=headers)
    assert answer.status_code == 403
    own = {"Origin": "http://localhost"}
    answer = web.post(f"/audit/{one['id']}?on={ON}", data={"state": "fixed"}, headers=own)
    assert answer.status_code == 303


def test_what_makes_no_sense_is_said(web: FlaskClient) -> None:
    sign_in(web)
    one = first(web)
    assert web.post(f"/audit/{one['id']}?on={ON}", data={"state": "maybe"}).status_code == 400
    assert web.post(f"/audit/000000000000?on={ON}", data={"state": "fixed"}).status_code == 404


def test_without_a_token_nothing_is_written(tmp_path: Path) -> None:
    web = client(tmp_path, "")
    one = first(web)
    assert "wrong" in sign_in(web, "").headers["Location"]
    assert web.post(f"/audit/{one['id']}?on={ON}", data={"state": "fixed"}).status_code == 403
    assert first(web)["state"] == "new"
