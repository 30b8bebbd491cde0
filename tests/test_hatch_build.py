"""The build of the pages' scripts: when it is done, and what happens where it cannot be. No npm is run."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import hatch_build


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one source; npm and the bundler are replaced by what they would leave behind."""
    folder = tmp_path / hatch_build.FRONTEND
    (folder / "src").mkdir(parents=True)
    (folder / "package-lock.json").write_text("{}", encoding="utf-8")
    (folder / "src" / "site.ts").write_text("// one", encoding="utf-8")
    monkeypatch.delenv("CI", raising=False)

    def npm(root: Path, *arguments: str) -> None:
        (folder / "node_modules").mkdir(exist_ok=True)
        installed.append("--omit=dev" not in arguments)

    def node(root: Path, *arguments: str) -> None:
        (root / hatch_build.BUILT).mkdir(parents=True)

    installed: list[bool] = []
    monkeypatch.setattr(hatch_build, "_npm", npm)
    monkeypatch.setattr(hatch_build, "_node", node)
    monkeypatch.setattr(hatch_build, "INSTALLED", installed, raising=False)
    return tmp_path


def fails(root: Path, *arguments: str) -> None:
    raise hatch_build.FrontendError("npm 失败 / npm failed")


def hook(root: Path) -> tuple[hatch_build.FrontendHook, list[str]]:
    """The hook as hatchling makes it, and the warnings it shows."""
    shown: list[str] = []
    app: Any = SimpleNamespace(display_warning=shown.append)
    nothing: Any = SimpleNamespace()
    return hatch_build.FrontendHook(str(root), {}, nothing, nothing, "", "", app), shown


def test_it_is_built_until_a_source_changes(project: Path):
    assert not hatch_build.is_built(project)
    hatch_build.build(project)
    assert hatch_build.is_built(project)
    (project / hatch_build.FRONTEND / "src" / "site.ts").write_text("// two", encoding="utf-8")
    assert not hatch_build.is_built(project)


def test_libraries_are_installed_once_and_those_of_the_tests_only_when_asked_for(project: Path):
    installed = vars(hatch_build)["INSTALLED"]
    hatch_build.install(project)
    hatch_build.install(project)
    assert installed == [False]
    hatch_build.install(project, testing=True)
    hatch_build.install(project, testing=True)
    hatch_build.install(project)
    assert installed == [False, True]
    (project / hatch_build.FRONTEND / "package-lock.json").write_text('{"a": 1}', encoding="utf-8")
    hatch_build.install(project)
    assert installed == [False, True, False]


def test_an_editable_installation_goes_on_without_scripts_and_says_so(
    project: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(hatch_build, "_npm", fails)
    made, shown = hook(project)
    made.initialize("editable", {})
    assert shown == ["npm 失败 / npm failed"]
    assert not hatch_build.is_built(project)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(hatch_build.FrontendError):
        made.initialize("editable", {})


def test_a_wheel_is_not_built_without_scripts(project: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hatch_build, "_npm", fails)
    with pytest.raises(hatch_build.FrontendError):
        hook(project)[0].initialize("standard", {})
