"""``make.py``: what it installs when, what it refuses, what it passes on. Nothing is installed here."""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

import make

# What the steps for the scripts of the pages leave behind.
MADE = {"build": "api/static/built", "test-tools": "api/frontend/node_modules"}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files an installation depends on; ``make`` works there."""
    names = ("pyproject.toml", "requirements.lock", "requirements-build.lock", "requirements-dev.lock")
    for name in names:
        (tmp_path / name).write_text(f"# {name}\n", encoding="utf-8")
    (tmp_path / "api" / "frontend" / "src").mkdir(parents=True)
    for name in ("package-lock.json", "src/site.ts"):
        (tmp_path / "api" / "frontend" / name).write_text(f"// {name}\n", encoding="utf-8")
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(make, "ROOT", tmp_path)
    monkeypatch.setattr(make, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(make, "STAMP", tmp_path / ".venv" / "stamp.json")
    monkeypatch.setattr(make, "STORE", tmp_path / ".gongbao")
    monkeypatch.setattr(make, "RUN_LOCK", tmp_path / names[1])
    monkeypatch.setattr(make, "BUILD_LOCK", tmp_path / names[2])
    monkeypatch.setattr(make, "DEV_LOCK", tmp_path / names[3])
    return tmp_path


@pytest.fixture
def calls(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The command lines that ``make`` would have run, in order; all succeed."""
    seen: list[list[str]] = []

    def run(*command: str) -> int:
        seen.append([Path(command[0]).name, *command[1:]])
        if command[1:3] == ("-m", "venv"):
            (project / ".venv").mkdir(exist_ok=True)
        if command[-1] in MADE:
            (project / MADE[command[-1]]).mkdir(parents=True, exist_ok=True)
        return 0

    monkeypatch.setattr(make, "run", run)
    monkeypatch.setattr(make, "become", run)
    return seen


def installs(calls: list[list[str]]) -> list[str]:
    """The base names of what was installed."""
    return [Path(part).name for call in calls if "install" in call for part in call if part.endswith(".lock")]


def test_first_time_installs_build_back_ends_before_the_rest(calls: list[list[str]]) -> None:
    make.environment(testing=False)
    assert installs(calls) == ["requirements-build.lock", "requirements.lock"]
    assert all("--require-hashes" in call for call in calls if any(part.endswith(".lock") for part in call))


def test_second_time_installs_nothing(calls: list[list[str]]) -> None:
    make.environment(testing=True)
    calls.clear()
    make.environment(testing=True)
    make.environment(testing=False)
    assert calls == []


def test_testing_adds_to_what_running_installed(calls: list[list[str]]) -> None:
    make.environment(testing=False)
    calls.clear()
    make.environment(testing=True)
    assert installs(calls) == ["requirements.lock", "requirements-dev.lock"]
    assert not any("venv" in call for call in calls)


def test_changed_run_lock_starts_afresh(project: Path, calls: list[list[str]]) -> None:
    make.environment(testing=True)
    calls.clear()
    (project / "requirements.lock").write_text("# other\n", encoding="utf-8")
    make.environment(testing=True)
    assert calls[0][1:4] == ["-m", "venv", "--clear"]
    assert installs(calls)[-1] == "requirements-dev.lock"


def test_changed_pyproject_reinstalls_the_project_alone(project: Path, calls: list[list[str]]) -> None:
    make.environment(testing=True)
    calls.clear()
    (project / "pyproject.toml").write_text("# other\n", encoding="utf-8")
    make.environment(testing=True)
    assert installs(calls) == []
    assert [call[-2:] for call in calls] == [["-e", str(project)]]


def scripts(calls: list[list[str]]) -> list[str]:
    """The steps that were run for the scripts of the pages."""
    return [call[-1] for call in calls if call[-1] in MADE]


def test_scripts_are_built_again_only_where_their_sources_change(
    project: Path, calls: list[list[str]]
) -> None:
    make.environment(testing=False)
    assert scripts(calls) == ["build"]
    make.environment(testing=True)
    assert scripts(calls) == ["build", "test-tools"]
    calls.clear()
    make.environment(testing=True)
    assert calls == []
    (project / "api" / "frontend" / "src" / "site.ts").write_text("// other\n", encoding="utf-8")
    make.environment(testing=True)
    assert [call[-1] for call in calls] == ["build"]
    calls.clear()
    (project / MADE["build"]).rmdir()
    make.environment(testing=True)
    assert [call[-1] for call in calls] == ["build"]


def test_without_npm_the_service_starts_and_says_what_is_missing(
    project: Path, calls: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    succeed = make.run

    def run(*command: str) -> int:
        return succeed(*command) or int(command[-1] == "build")

    monkeypatch.setattr(make, "run", run)
    make.environment(testing=False)
    assert "没有脚本，网页照常可用" in capsys.readouterr().out
    make.environment(testing=False)
    assert scripts(calls) == ["build", "build"]
    monkeypatch.setenv("CI", "true")
    with pytest.raises(make.MakeError, match="没有建成"):
        make.environment(testing=False)


def test_failed_install_is_tried_again(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*command: str) -> int:
        (project / ".venv").mkdir(exist_ok=True)
        return 1 if "install" in command else 0

    monkeypatch.setattr(make, "run", run)
    for _ in range(2):
        with pytest.raises(make.MakeError, match=r"命令失败（1）"):
            make.environment(testing=False)


def test_damaged_stamp_counts_as_none(project: Path, calls: list[list[str]]) -> None:
    make.environment(testing=False)
    for damaged in ("", "[]", "{"):
        calls.clear()
        (project / ".venv" / "stamp.json").write_text(damaged, encoding="utf-8")
        make.environment(testing=False)
        assert installs(calls) == ["requirements-build.lock", "requirements.lock"]
    assert "running" in json.loads((project / ".venv" / "stamp.json").read_text(encoding="utf-8"))


def test_serve_loads_the_sample_then_serves_that_store(project: Path, calls: list[list[str]]) -> None:
    assert make.main(["serve", "--port", "9000"]) == 0
    load, serve = calls[-2:]
    store = ["--store", str(project / ".gongbao")]
    assert load[1:] == ["load", "--sample", *store]
    assert serve[1:] == ["serve", *store, "--port", "9000"]


def test_serve_keeps_to_the_store_the_user_named(
    calls: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GONGBAO_STORE", "/elsewhere")
    make.main(["serve"])
    assert all(call[call.index("--store") + 1] == "/elsewhere" for call in calls[-2:])


def test_test_runs_every_check_and_tells_all_that_failed(
    calls: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    succeed = make.run

    def run(*command: str) -> int:
        succeed(*command)
        return int("--check" in command or "pytest" in command)

    monkeypatch.setattr(make, "run", run)
    assert make.main(["test", "-k", "one"]) == 1
    tools = [call for call in calls if "install" not in call and "venv" not in call]
    assert [call[0].removesuffix(".exe") for call in tools] == [
        *("python", "python", "ruff", "ruff", "mypy", "lint-imports", "python", "bandit", "python"),
    ]
    assert tools[-1][1:] == ["-m", "pytest", "-n", "auto", "-k", "one"]
    assert "ruff format, pytest" in capsys.readouterr().err


def test_test_passes_where_all_pass(calls: list[list[str]]) -> None:
    assert make.main(["test"]) == 0


def test_python_below_the_floor_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 9))
    assert make.main(["serve"]) == 2
    assert "Python 3.11" in capsys.readouterr().err


def test_python_without_ensurepip_is_told_what_to_install(
    calls: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert make.main(["serve"]) == 1
    assert "-venv" in capsys.readouterr().err
    assert calls == []


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["--help"], 0), (["nonsense"], 2)])
def test_usage_lists_every_command(
    arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make.main(arguments) == code
    captured = capsys.readouterr()
    assert all(f"make.py {name}" in captured.out + captured.err for name in make.COMMANDS)


def test_clean_leaves_the_files_of_the_project(project: Path, calls: list[list[str]]) -> None:
    make.environment(testing=True)
    (project / ".gongbao").mkdir()
    assert make.main(["clean"]) == 0
    assert sorted(path.suffix for path in project.iterdir()) == ["", ".lock", ".lock", ".lock", ".toml"]
    assert not any((project / folder).exists() for folder in MADE.values())
    assert (project / "api" / "frontend" / "src" / "site.ts").exists()


def test_development_lock_drops_only_what_running_pins_alike() -> None:
    base = "click==8.1 \\\n    --hash=sha256:aa\n    # via gongbao\nzipp==4 ; x \\\n    --hash=sha256:bb\n"
    lock = "# head\nclick==8.1 \\\n    --hash=sha256:aa\n    # via dev\nzipp==4 \\\n    --hash=sha256:bb\n"
    assert make.added(lock, base) == "# head\nzipp==4 \\\n    --hash=sha256:bb\n"
