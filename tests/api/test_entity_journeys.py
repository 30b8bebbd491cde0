"""What a reader does on the pages of entities, in a real browser: from a document to its printed lines and
back, to another day, through a long list; at a desktop's and a phone's width. (Some ten seconds.)"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import pytest

from tests.api import entity_graph as town
from tests.api.conftest import fill
from tests.api.test_pages_in_browser import AXE, TAGS

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

KINDS = (town.NOTICE, town.FIGURES, town.MINUTES, town.ARTICLE, town.GROUP, town.WATER, town.HEAD, town.POST)


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, serving: Callable[[Path], AbstractContextManager[str]]
) -> Iterator[str]:
    """The town's graph, with long lists, behind a real server."""
    folder = tmp_path_factory.mktemp("town") / "store"
    fill(folder, {town.iri(town.ISSUE): town.turtle(60)})
    with serving(folder) as address:
        yield address


def _open(browser: Chrome, address: str, width: int) -> None:
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    browser.get(address)


def _fits(browser: Chrome) -> bool:
    return bool(browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth"))


@pytest.mark.parametrize("width", [1280, 390])
def test_from_a_provision_to_its_printed_lines_and_back(browser: Chrome, server: str, width: int):
    _open(browser, f"{server}/page/{quote(town.NOTICE)}?lang=zh", width)
    article = browser.find_element("css selector", ".prov.article")
    assert "《中华人民共和国湖泊法》" in article.text
    article.find_element("css selector", "a.mark").click()

    marked = browser.find_elements("css selector", "tr.marked td")
    assert [cell.text for cell in marked] == town.LINES[11:13]
    assert _fits(browser)
    numbers = [cell.text for cell in browser.find_elements("css selector", "tr.marked th")]
    assert numbers == ["12", "13"]

    crumbs = browser.find_elements("css selector", ".crumbs a")
    assert [one.text for one in crumbs] == [
        "白桦市人民政府公报2022年第4期",
        "关于印发《白桦市湖泊管理办法》的通知",
        "白桦市湖泊管理办法",
    ]
    crumbs[1].click()
    assert unquote(browser.current_url) == f"{server}/page/{town.NOTICE}"


def test_the_force_of_another_day_is_a_date_away(browser: Chrome, server: str):
    _open(browser, f"{server}/page/{quote(town.NOTICE)}?on=2023-01-01&lang=zh", 1280)
    assert browser.find_element("css selector", ".badges .badge").text == "现行有效"
    box = browser.find_element("css selector", "input[name=on]")
    browser.execute_script("arguments[0].value = '2024-06-01'", box)
    browser.find_element("css selector", "form.day button").click()
    assert browser.find_element("css selector", ".badges .badge").text == "已废止"
    assert "on=2024-06-01" in browser.current_url


def test_a_citation_inside_of_the_document_is_marked_on_the_page(browser: Chrome, server: str):
    _open(browser, f"{server}/page/{quote(town.NOTICE)}?lang=zh", 1280)
    browser.find_element("link text", "本办法第二条").click()
    target = browser.find_element("css selector", ".prov:target")
    assert target.text.startswith("第二条")


def test_a_long_list_is_leafed_through_on_a_phone(browser: Chrome, server: str):
    _open(browser, f"{server}/page/{quote(town.WATER)}?lang=zh", 390)
    section = browser.find_element("id", "answers")
    section.find_element("css selector", ".more a").click()
    browser.find_element("css selector", "a[rel=next]").click()
    assert "page=2" in browser.current_url
    assert _fits(browser)
    # A row is a card whose cells have their names.
    assert browser.find_elements("css selector", "tbody tr")
    browser.find_element("css selector", "p.types a").click()
    assert browser.find_element("css selector", "h1").text == "白桦市水利局"


def test_a_document_prints_its_text_and_little_else(browser: Chrome, server: str):
    _open(browser, f"{server}/page/{quote(town.NOTICE)}?lang=zh", 1280)
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert browser.find_element("css selector", ".prov.article").is_displayed()
        assert browser.find_element("css selector", ".reading table").is_displayed()
        for selector in (".jump", "form.day", ".prov-mark a", ".entity-foot"):
            assert not browser.find_element("css selector", selector).is_displayed(), selector
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


@pytest.mark.parametrize("width", [1280, 390])
def test_every_kind_fits_and_passes_axe(browser: Chrome, server: str, width: int):
    if not AXE.exists():
        pytest.skip("axe-core is not installed: run python3 make.py test where npm can be reached")
    axe = AXE.read_text(encoding="utf-8")
    found: dict[str, Any] = {}
    for local in KINDS:
        _open(browser, f"{server}/page/{quote(local)}?lang={'zh' if width > 1000 else 'en'}", width)
        assert _fits(browser), local
        browser.execute_script(axe)
        violations = browser.execute_async_script(
            "const [tags, done] = arguments; axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
            ".then((result) => done(result.violations.map((one) => [one.id, one.nodes[0].html])))",
            list(TAGS),
        )
        if violations:
            found[local] = violations
    assert found == {}
