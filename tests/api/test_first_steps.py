"""``docs/first-steps.md`` as it is told: each step done in a browser with the shipped sample.

Its pictures come from: ``python3 make.py test tests/api/test_first_steps.py --pictures``.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from api.assets import has_scripts
from api.cli import main
from tests.conftest import UNDER_CI

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
WIDTH, HEIGHT = 1040, 720
MOST_BYTES = 90_000


@pytest.fixture(scope="module")
def sample(
    tmp_path_factory: pytest.TempPathFactory, serving: Callable[[Path], AbstractContextManager[str]]
) -> Iterator[str]:
    """The shipped sample behind a real server."""
    folder = tmp_path_factory.mktemp("first") / "store"
    result = CliRunner().invoke(main, ["load", "--sample", "--store", str(folder), "--jobs", "1"])
    assert result.exit_code == 0, result.output
    with serving(folder) as address:
        yield address


@pytest.fixture
def picture(browser: Chrome, request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Takes the picture of that name, where pictures are wanted."""
    wanted = request.config.getoption("--pictures")

    def take(name: str) -> None:
        if wanted:
            from PIL import Image

            PICTURES.mkdir(exist_ok=True)
            shot = Image.open(io.BytesIO(browser.get_screenshot_as_png())).convert("RGB")
            shot.save(PICTURES / f"{name}.webp", quality=72, method=6)

    return take


def test_the_first_five_minutes(browser: Chrome, sample: str, picture: Callable[[str], None]):
    from selenium.webdriver.common.keys import Keys
    from selenium.webdriver.support.select import Select
    from selenium.webdriver.support.ui import WebDriverWait

    if not has_scripts():
        pytest.fail("no scripts") if UNDER_CI else pytest.skip("the scripts of the pages are not built")

    def one(selector: str) -> Any:
        return browser.find_element("css selector", selector)

    def wait(condition: Callable[[], Any]) -> Any:
        return WebDriverWait(browser, 10, 0.05).until(lambda _: condition())

    size = {"width": WIDTH, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)

    # 1 and 2: the page, and a name by its pinyin.
    browser.get(sample + "/?lang=zh")
    one("#q").send_keys("czj")
    wait(lambda: one(".suggestions [role=option]"))
    assert "财政局" in one(".suggestions").text
    picture("suggestions")

    # 3: a question, its answer and the printed lines.
    one("#q").send_keys(Keys.ESCAPE)
    one("#q").clear()
    one("#q").send_keys("激励事项17由谁牵头？" + Keys.ENTER)
    answer = wait(lambda: one(".answer-answered"))
    assert "市行政审批服务局" in one(".message").text
    picture("answer")
    answer.find_element("css selector", "a.evidence").click()
    wait(lambda: one("tr.marked"))
    assert "市行政审批服务局" in one("tr.marked").text
    picture("source")

    # 4: everything known of a unit.
    browser.back()
    wait(lambda: one(".message a")).click()
    wait(lambda: "/id/" in browser.current_url or "/page/" in browser.current_url)
    assert "行政审批服务局" in one("h1").text
    picture("unit")

    # 5: a saved query, filled in.
    browser.get(sample + "/queries/in-force-on")
    browser.execute_script("arguments[0].value = '2024-01-01'", one("#p-date"))
    one(".fields button").click()
    assert wait(lambda: browser.find_elements("css selector", "main tbody tr"))
    assert any("XLSX" in link.text for link in browser.find_elements("css selector", ".toolbar a"))
    picture("query")

    # 6: the editor, a saved query as a start, and a chart.
    browser.get(sample + "/sparql")
    Select(one("#saved")).select_by_value("citations-by-document")
    one(".saved-choice button").click()
    wait(lambda: browser.find_elements("css selector", ".CodeMirror-line"))
    one("button.run").click()
    wait(lambda: one("#result-holder table"))
    one(".chart summary").click()
    wait(lambda: one("canvas[role=img]"))
    browser.execute_script("document.querySelector('#query-form').scrollIntoView()")
    picture("editor")


def test_the_pictures_are_small_and_all_are_shown():
    text = (PICTURES.parent / "first-steps.md").read_text(encoding="utf-8")
    pictures = sorted(PICTURES.iterdir())
    assert [one.name for one in pictures if f"(pictures/{one.name})" not in text] == []
    assert {one.name: one.stat().st_size for one in pictures if one.stat().st_size > MOST_BYTES} == {}
