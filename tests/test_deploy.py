"""What is given to operators holds together: files, settings, commands and paths that it names exist."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from dataclasses import fields
from pathlib import Path

import click
import pytest
import yaml

from api.cli import main
from api.configuration import read
from api.settings import Settings, variable

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
VARIABLES = {variable(one.name) for one in fields(Settings)} | {"GONGBAO_CONFIG"}


def test_every_variable_that_is_named_is_a_setting():
    named = {
        (path.name, name)
        for path in [*DEPLOY.iterdir(), ROOT / "docs" / "operations.md"]
        for name in re.findall(r"\bGONGBAO_[A-Z_]+", path.read_text(encoding="utf-8"))
    }
    assert {one for one in named if one[1] not in VARIABLES} == set()
    assert len(named) > 5


def test_the_example_of_the_configuration_is_one():
    file = DEPLOY / "gongbao.toml"
    settings = read({"GONGBAO_CONFIG": str(file)}).settings
    assert settings.store == "/var/lib/gongbao/store"
    assert set(tomllib.loads(file.read_text(encoding="utf-8"))) <= {one.name for one in fields(Settings)}


# --- the image -----------------------------------------------------------------------------------------


def instructions() -> list[tuple[str, str]]:
    """(instruction, rest) of every line of the Dockerfile, continued lines joined."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE)
    lines = re.sub(r"\\\n", " ", text).splitlines()
    return [(name, rest.strip()) for name, _, rest in (line.partition(" ") for line in lines if line.strip())]


def test_what_is_copied_into_the_image_exists_and_is_sent_to_the_builder():
    sent = [
        line[1:]
        for line in (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    ]
    for name in sent:
        assert list(ROOT.glob(name)), name
    copied = [part for name, rest in instructions() if name == "COPY" for part in rest.split()[:-1]]
    for part in copied:
        assert part == "." or (ROOT / part).is_file(), part
        assert part == "." or any(Path(part).match(name) for name in sent), part
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    needed = {*project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"], "hatch_build.py"}
    needed |= {project["project"]["readme"], *project["project"]["license-files"], "pyproject.toml"}
    assert needed <= set(sent)


def test_the_image_runs_as_nobody_in_particular_and_tells_its_health():
    found = dict(instructions())
    assert found["USER"] == "gongbao"
    assert "/healthz" in found["HEALTHCHECK"]
    assert found["EXPOSE"] in found["ENV"]
    assert found["VOLUME"] in found["ENV"]
    assert found["ENTRYPOINT"] == '["gongbao"]'
    command = re.search(r'"(\w+)"', found["CMD"])
    assert command and main.get_command(click.Context(main), command.group(1))
    floor = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    version = re.search(r"python:3\.(\d+)", found["FROM"])
    assert version and int(version.group(1)) >= int(floor.rpartition(".")[2])


def test_compose_builds_and_keeps_what_the_image_says():
    service = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))["services"]["gongbao"]
    assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).resolve() == (
        DEPLOY / "Dockerfile"
    )
    found = dict(instructions())
    assert any(volume.endswith(":" + found["VOLUME"]) for volume in service["volumes"])
    assert service["ports"] == [f"127.0.0.1:{found['EXPOSE']}:{found['EXPOSE']}"]
    assert int(service["stop_grace_period"].rstrip("s")) > Settings().stop_seconds
    assert service["read_only"] and service["cap_drop"] == ["ALL"]


@pytest.mark.skipif(shutil.which("docker") is None, reason="no docker here")
def test_docker_understands_the_compose_file():
    done = subprocess.run(
        ["docker", "compose", "-f", str(DEPLOY / "compose.yaml"), "config", "--quiet"],
        capture_output=True,
        text=True,
        check=False,
    )
    if "is not a docker command" in done.stderr or "unknown shorthand flag" in done.stderr:
        pytest.skip("docker has no compose here")
    assert done.returncode == 0, done.stderr


# --- the unit ------------------------------------------------------------------------------------------


def unit() -> dict[str, list[str]]:
    """Key → values of the systemd unit."""
    found: dict[str, list[str]] = {}
    for line in (DEPLOY / "gongbao.service").read_text(encoding="utf-8").splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


def test_the_unit_runs_a_command_that_is_there_and_waits_long_enough():
    (start,) = unit()["ExecStart"]
    assert main.get_command(click.Context(main), start.split()[1])
    assert int(unit()["TimeoutStopSec"][0]) > Settings().stop_seconds
    assert unit()["User"] == ["gongbao"] and unit()["ProtectSystem"] == ["strict"]
    store = read({"GONGBAO_CONFIG": str(DEPLOY / "gongbao.toml")}).settings.store
    assert store.startswith(f"/var/lib/{unit()['StateDirectory'][0]}/")


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd here")
def test_systemd_understands_the_unit(tmp_path: Path):
    text = (DEPLOY / "gongbao.service").read_text(encoding="utf-8")
    # Neither the program nor the user is on the machine of the tests.
    text = text.replace("/opt/gongbao/bin/gongbao", "/bin/true").replace("=gongbao\n", "=root\n")
    (tmp_path / "gongbao.service").write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / "gongbao.service")],
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line for line in done.stderr.splitlines() if "gongbao.service" in line]
    assert told == []
