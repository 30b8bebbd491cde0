"""The pages in a real browser: readable at desktop and phone width, and every answer leads to its line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

Places = Any
PAGES = (
    "document",
    "unit",
    "/queries",
    "/queries/item-leads?item=3",
    "/sparql?query=SELECT+*+%7B%3Fs+%3Fp+%3Fo%7D+LIMIT+9",
    "/status",
    "/ns",
    "/nope",
)
QUESTION = "第3项由哪些单位牵头？"


def _resize(browser: Chrome, width: int) -> None:
    """Give the page a viewport of this width: a window cannot be narrower than 500 px."""
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def _fits(browser: Chrome) -> bool:
    """Whether nothing sticks out of the page to the side."""
    return bool(browser.execute_script("return document.documentElement.scrollWidth <= window.innerWidth"))


def _complaints(browser: Chrome) -> list[str]:
    """What the browser's console says of blocked or missing resources."""
    entries = cast("Any", browser).get_log("browser")
    return [entry["message"] for entry in entries if entry["level"] in ("SEVERE", "WARNING")]


@pytest.mark.parametrize("width", [1280, 390, 360])
def test_a_question_is_asked_and_its_evidence_followed(
    browser: Chrome, served: str, places: Places, width: int
):
    _resize(browser, width)
    _complaints(browser)
    browser.get(served + "/?lang=zh")
    assert browser.find_element("css selector", "h1").text == "问公报"
    assert _fits(browser)

    box = browser.find_element("css selector", "input[name=q]")
    assert browser.switch_to.active_element == box
    box.send_keys(QUESTION + "\n")
    answer = browser.find_element("css selector", ".answer")
    assert "发改局" in answer.text
    assert _fits(browser)

    link = answer.find_element("css selector", "a.evidence")
    assert link.text == f"{places.file}:10"
    link.click()
    marked = browser.find_elements("css selector", "tr.marked td")
    assert [cell.text for cell in marked] == [places.lines[9]]
    assert _fits(browser)
    assert _complaints(browser) == []


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_fits_and_loads_nothing_from_elsewhere(
    browser: Chrome, served: str, places: Places, path: str, width: int
):
    _resize(browser, width)
    _complaints(browser)  # what an earlier page said is forgotten
    browser.get(served + (path if path.startswith("/") else places.path("page", getattr(places, path))))
    assert browser.find_element("css selector", "main h1").is_displayed()
    assert _fits(browser)
    loaded = browser.execute_script("return performance.getEntriesByType('resource').map(one => one.name)")
    assert loaded
    assert all(address.startswith(served) for address in loaded)
    expected = ["status of 404"] if path == "/nope" else []
    complaints = _complaints(browser)
    assert len(complaints) == len(expected)
    assert all(words in complaint for words, complaint in zip(expected, complaints, strict=True))


def test_english_stays_chosen(browser: Chrome, served: str):
    _resize(browser, 1280)
    browser.get(served + "/?lang=zh")
    browser.find_element("link text", "English").click()
    assert browser.find_element("css selector", "h1").text == "Ask the gazettes"
    browser.get(served + "/queries")
    assert browser.find_element("css selector", "h1").text == "Saved queries"
    browser.find_element("link text", "中文").click()
    assert browser.find_element("css selector", "h1").text == "查询库"


def test_the_keyboard_reaches_the_content_first(browser: Chrome, served: str):
    from selenium.webdriver.common.keys import Keys

    _resize(browser, 1280)
    browser.get(served + "/queries")
    browser.find_element("css selector", "body").send_keys(Keys.TAB)
    skip = browser.switch_to.active_element
    assert skip.get_attribute("class") == "skip"
    assert skip.location["x"] >= 0
    outline = skip.value_of_css_property("background-color")
    assert outline == "rgba(255, 221, 0, 1)"
