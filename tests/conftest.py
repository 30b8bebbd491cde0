"""What all tests share, and where their material comes from.

The strategy, in words:

- A test makes what it reads. Gazettes are a few invented lines (青山市, 青政办发〔2021〕3号) written beside
  the test that reads them, so that a failure shows its whole input; stores are folders under ``tmp_path``.
- ``tests/two_cities.py`` is a pair of invented gazettes that the loaders read, once a session, for the tests
  of pages and searches.
- The sample that the project ships (``loaders/examples``) is the one larger text every test may count on.
- Reference material outside the repository (real gazettes, reference readings, the W3C's protocol tests) is
  never copied in. The fixture ``shared`` finds it through ``GONGBAO_SHARED`` (default: ``../shared``); a test
  that asks for it is skipped, with the reason, where the folder is absent.
- What runs outside Python (browser, SPARQL server, Java) is used for real or not at all. A missing browser
  skips its tests on a person's machine and fails them under ``CI=true``, where nobody would notice the gap.
- Nothing reads the settings of the person who runs the tests: ``GONGBAO_*`` variables are cleared first.
- Generated examples (hypothesis) are the same in every CI run; a failure there is a failure here.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

ROOT = Path(__file__).resolve().parent.parent
SHARED_VARIABLE = "GONGBAO_SHARED"
UNDER_CI = os.environ.get("CI", "").lower() in ("1", "true")

# Times differ too much between machines for a deadline on each example.
settings.register_profile("person", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if UNDER_CI else "person")


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--pictures``: make the pictures of the documents anew."""
    parser.addoption("--pictures", action="store_true", help="make the pictures in docs/pictures anew")


def pytest_configure() -> None:
    """Clear the runner's own settings, in this process and, inherited, in every process a test starts."""
    for name in [name for name in os.environ if name.startswith("GONGBAO_") and name != SHARED_VARIABLE]:
        del os.environ[name]


@pytest.fixture(scope="session")
def repository() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material outside the repository; skips the test where there is none."""
    folder = (ROOT / os.environ.get(SHARED_VARIABLE, "../shared")).resolve()
    if not folder.is_dir():
        pytest.skip(f"no reference material: {folder} is not a folder (set {SHARED_VARIABLE})")
    return folder


@pytest.fixture(scope="session")
def cities_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the two invented gazettes of ``tests/two_cities.py``, read by the loaders; nobody changes
    it."""
    from graph.ingest import ingest
    from graph.store import open_store
    from tests.two_cities import write

    folder = tmp_path_factory.mktemp("cities")
    store = open_store(folder / "store", create=True)
    ingest(write(folder), store, jobs=1)
    return folder / "store"


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """A headless Chromium of 1280×900 that reaches this machine only, driven by selenium.

    Skips the test where Chromium or its driver is not installed; under CI that is a failure.
    """
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if program is None or driver is None:
        missing = "no browser: Chromium and chromedriver must be on the PATH"
        if UNDER_CI:
            pytest.fail(missing)
        pytest.skip(missing)

    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service

    options = ChromeOptions()
    options.binary_location = program
    for argument in (
        "--headless=new",
        # Chromium's sandbox refuses to run as root, which CI is; only our own pages are opened.
        "--no-sandbox",
        # Shared memory is tiny in containers.
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        # A page that asks any other host for a script or a font is a defect; the name must not resolve.
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
        "--window-size=1280,900",
        f"--user-data-dir={tmp_path_factory.mktemp('chromium')}",
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    chrome = Chrome(options=options, service=Service(executable_path=driver))
    try:
        yield chrome
    finally:
        chrome.quit()
