"""The pages in a real browser: for anybody, at desktop and phone width, in two languages, without scripts.

``tests/api/pages.py`` lists the pages. axe checks each against WCAG 2.2 AA; what axe cannot see (that a
keyboard reaches everything, that suggestions are chosen without a mouse) is tested by doing it.
"""

from __future__ import annotations

import gzip
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest

from api.assets import has_scripts
from tests.api.pages import EXPECTED, PAGES, TWICE, address
from tests.conftest import UNDER_CI

if TYPE_CHECKING:
    from selenium.webdriver import Chrome
    from selenium.webdriver.remote.webelement import WebElement

Places = Any
ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "api" / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
QUESTION = "第3项由哪些单位牵头？"
MOST_BYTES = 300_000
PHONE, DESKTOP = 390, 1280


@pytest.fixture(scope="session")
def axe() -> str:
    """The text of axe-core; skips the test where npm could not be reached, which under CI is a failure."""
    return _or_skip(AXE.read_text(encoding="utf-8") if AXE.exists() else "", "axe-core is not installed")


@pytest.fixture
def scripted() -> None:
    """Skips the test where the scripts of the pages were not built; under CI that is a failure."""
    _or_skip("built" if has_scripts() else "", "the scripts of the pages are not built")


def _or_skip(found: str, missing: str) -> str:
    if not found:
        reason = f"{missing}: run python3 make.py test where npm can be reached"
        if UNDER_CI:
            pytest.fail(reason)
        pytest.skip(reason)
    return found


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


def _one(browser: Chrome, selector: str) -> WebElement:
    return browser.find_element("css selector", selector)


def _wait(browser: Chrome, condition: Callable[[], Any], what: str) -> Any:
    """What ``condition`` returns as soon as it is true; fails after ten seconds."""
    from selenium.common.exceptions import StaleElementReferenceException
    from selenium.webdriver.support.ui import WebDriverWait

    patient = WebDriverWait(browser, 10, 0.03, [StaleElementReferenceException])
    return patient.until(lambda _: condition(), what)


@contextmanager
def _without_scripts(browser: Chrome) -> Iterator[None]:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        yield
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


# --- every page --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "language"), [(DESKTOP, "zh"), (PHONE, "en")])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible_fits_and_is_light(
    browser: Chrome, served: str, places: Places, axe: str, name: str, width: int, language: str
):
    _resize(browser, width)
    place = served + address(name, places)
    _complaints(browser)  # what an earlier page said is forgotten
    browser.get(f"{place}{'&' if '?' in place else '?'}lang={language}")
    assert _one(browser, "main h1").is_displayed()
    assert _one(browser, "html").get_attribute("lang") == {"zh": "zh-Hans", "en": "en"}[language]
    if name.startswith("editor") and has_scripts():
        _wait(browser, lambda: browser.find_elements("css selector", ".CodeMirror-line"), "the editor")
    assert _fits(browser)

    loaded = browser.execute_script("return performance.getEntriesByType('resource').map(one => one.name)")
    assert loaded
    assert all(one.startswith(served) for one in loaded)
    assert _weight([place, *loaded]) < MOST_BYTES

    complaints = _complaints(browser)
    assert [one for one in complaints if EXPECTED.get(name, "\0") not in one] == []
    assert len(complaints) == (name in EXPECTED)

    if language == "en" and name not in TWICE:
        return
    browser.execute_script(axe)
    found = browser.execute_async_script(
        "const [tags, done] = arguments; axe.run(document, {runOnly: tags, resultTypes: ['violations']})"
        ".then((result) => done(result.violations), (error) => done([{id: String(error), nodes: []}]))",
        list(TAGS),
    )
    assert [(one["id"], [node["html"][:200] for node in one["nodes"][:3]]) for one in found] == []


def _weight(addresses: list[str]) -> int:
    """Bytes of what is behind ``addresses``, each compressed."""
    total = 0
    for one in dict.fromkeys(addresses):
        # A page that is an error by itself is small; it is not fetched again.
        if "/static/" in one or "/api/" in one:
            with urllib.request.urlopen(one, timeout=30) as response:
                total += len(gzip.compress(response.read()))
    return total


@pytest.mark.parametrize(
    "name", ["home", "answer", "unit", "queries", "query with result", "editor with result"]
)
def test_at_the_least_width_nothing_sticks_out(browser: Chrome, served: str, places: Places, name: str):
    _resize(browser, 360)
    browser.get(served + address(name, places))
    assert _fits(browser)


# --- asking ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_a_question_is_asked_and_its_evidence_followed(
    browser: Chrome, served: str, places: Places, width: int
):
    _resize(browser, width)
    _complaints(browser)
    browser.get(served + "/?lang=zh")
    assert _one(browser, "h1").text == "问公报"
    box = _one(browser, "input[name=q]")
    assert browser.switch_to.active_element == box
    box.send_keys(QUESTION + "\n")
    answer = _wait(browser, lambda: _one(browser, ".answer"), "the answer")
    assert "发改局" in answer.text
    assert _fits(browser)

    link = answer.find_element("css selector", "a.evidence")
    assert link.text == f"{places.file}:10"
    link.click()
    marked = browser.find_elements("css selector", "tr.marked td")
    assert [cell.text for cell in marked] == [places.lines[9]]
    assert _fits(browser)
    assert _complaints(browser) == []


@pytest.mark.parametrize(("width", "language"), [(DESKTOP, "zh"), (PHONE, "en")])
def test_a_suggestion_is_found_by_pinyin_and_chosen_with_the_keyboard(
    browser: Chrome, served: str, places: Places, scripted: None, width: int, language: str
):
    from selenium.webdriver.common.keys import Keys

    _resize(browser, width)
    browser.get(f"{served}/queries?lang={language}")
    box = _one(browser, "#q-top")
    box.send_keys("fzhgg")
    option = _wait(browser, lambda: _one(browser, ".suggestions [role=option]"), "suggestions")
    assert "青山市发展和改革局" in option.text
    assert box.get_attribute("aria-expanded") == "true"
    assert _one(browser, ".ask [role=status]").get_attribute("textContent")
    assert _fits(browser)

    box.send_keys(Keys.ESCAPE)
    assert box.get_attribute("aria-expanded") == "false"
    box.send_keys(Keys.ARROW_DOWN)
    _wait(browser, lambda: box.get_attribute("aria-expanded") == "true", "suggestions again")
    box.send_keys(Keys.ARROW_DOWN)
    chosen = box.get_attribute("aria-activedescendant")
    assert chosen
    assert _one(browser, f"#{chosen}").get_attribute("aria-selected") == "true"
    box.send_keys(Keys.ENTER)
    _wait(browser, lambda: "/queries" not in browser.current_url, "the page of the unit")
    assert unquote(browser.current_url).endswith(places.unit)


def test_enter_without_a_choice_asks_what_is_written(browser: Chrome, served: str, scripted: None):
    from selenium.webdriver.common.keys import Keys

    _resize(browser, DESKTOP)
    browser.get(served + "/status?lang=zh")
    box = _one(browser, "#q-top")
    box.send_keys("张三")
    _wait(browser, lambda: box.get_attribute("aria-expanded") == "true", "suggestions")
    box.send_keys(Keys.ENTER)
    _wait(browser, lambda: "q=" in browser.current_url, "the answer")
    assert parse_qs(urlsplit(browser.current_url).query)["q"] == ["张三"]


# --- the editor and the saved queries ----------------------------------------------------------------------


def _write(browser: Chrome, text: str) -> None:
    browser.execute_script(
        "const editor = document.querySelector('.CodeMirror').CodeMirror; editor.setValue(arguments[0]);"
        "editor.focus(); editor.setCursor(editor.lineCount(), 0)",
        text,
    )


@pytest.mark.parametrize(("width", "language"), [(DESKTOP, "zh"), (PHONE, "en")])
def test_a_query_is_run_in_the_page_and_drawn(
    browser: Chrome, served: str, scripted: None, width: int, language: str
):
    _resize(browser, width)
    _complaints(browser)
    browser.get(f"{served}/sparql?lang={language}")
    _wait(browser, lambda: browser.find_elements("css selector", ".CodeMirror-line"), "the editor")
    _write(browser, "SELECT ?class (COUNT(?s) AS ?n) WHERE { ?s a ?class } GROUP BY ?class ORDER BY ?n")
    _one(browser, "button.run").click()
    table = _wait(browser, lambda: _one(browser, "#result-holder table"), "the result")
    rows = table.find_elements("css selector", "tbody tr")
    assert "gb:Responsibility" in rows[-1].text
    # What was run can be bookmarked, and the page was not left.
    assert "COUNT" in unquote(browser.current_url)
    assert _one(browser, "#query-status").text

    head = table.find_elements("css selector", "th button")[1]
    head.click()
    head.click()
    assert head.find_element("xpath", "..").get_attribute("aria-sort") == "descending"
    assert "gb:Responsibility" in table.find_element("css selector", "tbody tr").text

    _one(browser, ".chart summary").click()
    canvas = _wait(browser, lambda: _one(browser, "canvas[role=img]"), "the chart")
    assert "gb:Responsibility 26" in canvas.get_attribute("aria-label")
    assert _fits(browser)

    _write(browser, "SELECT * WHERE { ?s ?p }")
    _one(browser, "button.run").click()
    _wait(browser, lambda: browser.find_elements("css selector", "#result-holder [role=alert]"), "the fault")
    assert all("400" in one for one in _complaints(browser))


def test_terms_are_completed_with_what_they_are_called(browser: Chrome, served: str, scripted: None):
    _resize(browser, DESKTOP)
    browser.get(served + "/sparql?lang=zh")
    _wait(browser, lambda: browser.find_elements("css selector", ".CodeMirror-line"), "the editor")
    _wait(
        browser,
        lambda: browser.execute_script("return document.querySelector('.yasqe-holder').dataset.completes"),
        "the vocabulary",
    )
    _write(browser, "SELECT * WHERE { ?d ")
    browser.switch_to.active_element.send_keys("gb:assi")
    hints = _wait(browser, lambda: browser.find_elements("css selector", ".CodeMirror-hint"), "completions")
    assert any("gb:assigneeText" in hint.text for hint in hints)
    assert "PREFIX gb:" in browser.execute_script(
        "return document.querySelector('.CodeMirror').CodeMirror.getValue()"
    )


def test_the_tabulator_leaves_the_editor(browser: Chrome, served: str, scripted: None):
    from selenium.webdriver.common.keys import Keys

    _resize(browser, DESKTOP)
    browser.get(served + "/sparql?lang=zh")
    _wait(browser, lambda: browser.find_elements("css selector", ".CodeMirror-line"), "the editor")
    _write(browser, "ASK {}")
    browser.switch_to.active_element.send_keys(Keys.TAB)
    assert browser.switch_to.active_element == _one(browser, "button.run")


@pytest.mark.parametrize(("width", "language"), [(DESKTOP, "zh"), (PHONE, "en")])
def test_the_form_of_a_saved_query_helps_to_fill_it_in(
    browser: Chrome, served: str, places: Places, scripted: None, width: int, language: str
):
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.select import Select

    _resize(browser, width)
    browser.get(f"{served}/queries/responsibilities?lang={language}")
    box = _one(browser, "#p-document")
    box.send_keys("yinfa")
    _wait(browser, lambda: _one(browser, ".field [role=option]"), "suggestions")
    box.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    assert box.get_attribute("value") == "青政办发〔2021〕3号"
    assert "/queries/responsibilities" in browser.current_url
    Select(_one(browser, "#p-role")).select_by_value("lead")
    _one(browser, ".fields button").click()
    rows = _wait(browser, lambda: browser.find_elements("css selector", "main tbody tr"), "the result")
    assert len(rows) == 1
    assert "市发改局" in rows[0].text
    assert Select(_one(browser, "#p-role")).first_selected_option.get_attribute("value") == "lead"
    assert _fits(browser)


# --- without scripts, languages, keyboard ------------------------------------------------------------------


def test_everything_can_be_read_and_asked_without_scripts(browser: Chrome, served: str, places: Places):
    _resize(browser, PHONE)
    with _without_scripts(browser):
        browser.get(f"{served}/?lang=zh&q={quote(QUESTION)}")
        assert "发改局" in _one(browser, ".answer").text
        browser.get(served + "/sparql?query=ASK+%7B%7D&format=html")
        assert _one(browser, "textarea").is_displayed()
        assert "是" in _one(browser, "#result-holder").text
        _one(browser, "button.run").click()
        assert "是" in _one(browser, "#result-holder").text
        browser.get(served + "/queries/item-leads")
        _one(browser, "#p-item").send_keys("3\n")
        assert "市发改局" in _one(browser, "main table").text
        # The menu of a phone opens by itself, too.
        _one(browser, ".menu-button").click()
        assert _one(browser, "#nav a").is_displayed()


def test_english_stays_chosen(browser: Chrome, served: str):
    _resize(browser, DESKTOP)
    browser.get(served + "/?lang=zh")
    browser.find_element("link text", "English").click()
    assert _one(browser, "h1").text == "Ask the gazettes"
    browser.get(served + "/queries")
    assert _one(browser, "h1").text == "Saved queries"
    browser.find_element("link text", "中文").click()
    assert _one(browser, "h1").text == "查询库"


def test_the_keyboard_reaches_the_content_first(browser: Chrome, served: str):
    from selenium.webdriver.common.keys import Keys

    _resize(browser, DESKTOP)
    browser.get(served + "/queries")
    _one(browser, "body").send_keys(Keys.TAB)
    skip = browser.switch_to.active_element
    assert skip.get_attribute("class") == "skip"
    assert skip.location["x"] >= 0
    assert skip.value_of_css_property("background-color") == "rgba(255, 221, 0, 1)"
