"""Pages where the scripts were not built: whole, without a script, without an address that leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask

from api import assets


@pytest.mark.parametrize("path", ["/", "/sparql", "/queries/item-leads", "/?q=第3项由哪些单位牵头？"])
def test_a_page_without_scripts_is_whole(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch, path: str
):
    monkeypatch.setattr(assets, "_stamp", lambda: "")
    client = make_app().test_client()
    page = client.get(path, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "<script" not in page.text
    assert "/built/" not in page.text
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page.text)
    assert len(sheets) >= 2
    assert all(client.get(sheet).status_code == 200 for sheet in sheets)


def test_a_built_file_has_another_address_with_every_build(
    make_app: Callable[..., Flask], monkeypatch: pytest.MonkeyPatch
):
    addresses = []
    for stamp in ("a" * 64, "b" * 64):
        monkeypatch.setattr(assets, "_stamp", lambda stamp=stamp: stamp)
        with make_app().test_request_context():
            addresses.append(assets.built("site.js"))
    assert addresses[0] != addresses[1]
    assert all(address.startswith("/static/built/site.js?v=") for address in addresses)
