"""What the repository promises about itself: locks, hosts, commands, documents, the wheel."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import click
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

import make

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("ontology", "loaders", "graph", "queries", "api")
BUILT = "api/static/built"
LOCKS = ("requirements.lock", "requirements-build.lock", "requirements-dev.lock")


def pyproject() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def project_files() -> list[Path]:
    """Every file of the project that git does or would track; without git, all but what tools leave."""
    listed = subprocess.run(
        ["git", "-c", "core.quotePath=off", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if listed.returncode == 0:
        files = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        left = {".venv", ".gongbao", "build", "dist", "node_modules", "__pycache__"}
        left |= {".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis"}
        files = [path for path in ROOT.rglob("*") if not left & set(path.relative_to(ROOT).parts)]
    return sorted(path for path in files if path.is_file())


def text_of(path: Path) -> str | None:
    """The file's text; None where it is not text."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


# --- locks ------------------------------------------------------------------------------------------------


def entries(lock: str) -> list[str]:
    """The requirements of a lock file, each with its hashes."""
    text = (ROOT / lock).read_text(encoding="utf-8")
    return re.findall(r"^[a-z0-9].*\n(?:[ \t].*\n)*", text, flags=re.MULTILINE)


def pins(*locks: str) -> dict[str, list[str]]:
    """Canonical name → pinned versions over ``locks``."""
    found: dict[str, list[str]] = {}
    for lock in locks:
        for entry in entries(lock):
            one = Requirement(entry.partition("\n")[0].rstrip(" \\"))
            (specifier,) = one.specifier
            assert specifier.operator == "==", entry
            found.setdefault(canonicalize_name(one.name), []).append(specifier.version)
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_of_a_lock_is_pinned_and_hashed(lock: str) -> None:
    assert entries(lock)
    for entry in entries(lock):
        assert re.match(r"[\w.\-\[\]]+==\S+ (; .+ )?\\\n", entry), entry
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_options_for_hashes_only_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert set(re.findall(r"(?<![\w-])--[a-z-]+", text)) == {"--hash"}


def test_locks_are_universal() -> None:
    # A package with compiled parts has a wheel for each system, interpreter and processor.
    (engine,) = [entry for entry in entries("requirements.lock") if entry.startswith("pyoxigraph==")]
    assert engine.count("--hash=") > 10
    # What only Windows needs is there, though the locks are made elsewhere.
    assert any("sys_platform == 'win32'" in entry for lock in LOCKS for entry in entries(lock))


@pytest.mark.parametrize(
    ("group", "locks"),
    [(None, LOCKS[:1]), ("build", LOCKS[1:2]), ("dev", (LOCKS[2], LOCKS[0], LOCKS[1]))],
)
def test_locks_match_pyproject(group: str | None, locks: tuple[str, ...]) -> None:
    data = pyproject()
    wanted = data["project"]["dependencies"] if group is None else data["dependency-groups"][group]
    pinned = pins(*locks)
    for text in wanted:
        one = Requirement(text)
        versions = pinned.get(canonicalize_name(one.name), [])
        assert versions, f"{text} is in none of {locks}: run `python3 make.py lock`"
        assert all(one.specifier.contains(version) for version in versions), (text, versions)


def test_building_needs_nothing_that_is_not_locked() -> None:
    pinned = pins("requirements-build.lock")
    assert {
        canonicalize_name(Requirement(one).name) for one in pyproject()["build-system"]["requires"]
    } <= set(pinned)


def test_development_lock_only_adds() -> None:
    dev, run = (
        (ROOT / name).read_text(encoding="utf-8") for name in ("requirements-dev.lock", "requirements.lock")
    )
    assert make.added(dev, run) == dev


def test_locks_agree_with_each_other() -> None:
    run, rest = pins("requirements.lock"), pins(*LOCKS[1:])
    assert {
        name: versions for name, versions in rest.items() if name in run and set(versions) != set(run[name])
    } == {}


def test_there_is_no_second_kind_of_lock() -> None:
    assert not (ROOT / "uv.lock").exists()


# Put together here so that this file does not name them either.
HOSTS = [
    ".".join(parts)
    for parts in (
        *(("pypi", "org"), ("pythonhosted", "org"), ("anaconda", "org"), ("npmjs", "org"), ("npmjs", "com")),
        *(("yarnpkg", "com"), ("npmmirror", "com"), ("jsdelivr", "net"), ("unpkg", "com"), ("cdnjs", "com")),
        *(("deb", "debian", "org"), ("archive", "ubuntu", "com"), ("maven", "org"), ("crates", "io")),
    )
]
OPTIONS = [
    rf"(?:extra-|default-)?index-{'url'}\b",
    rf"\b(?:PIP|UV)_\w*(?:{'INDEX'}|{'LINKS'})",
    rf"\bfind-{'links'}\b",
    rf"\btrusted-{'host'}\b",
    rf'"{"resolved"}"\s*:\s*"\w+:',
    rf"^\s*(?:@[\w-]+:)?{'registry'}\s*=\s*\S?\w+:",
]
REGISTRY = re.compile("|".join([*map(re.escape, HOSTS), *OPTIONS]), flags=re.IGNORECASE | re.MULTILINE)


@pytest.mark.parametrize(
    "line",
    [
        "--index-" + "url https://mirror.example/simple",
        "--extra-index-" + "url=https://mirror.example/simple",
        '"resol' + 'ved": "https://mirror.example/x.tgz"',
        "regis" + "try=https://mirror.example/",
        "https://files.python" + "hosted.org/packages/x.whl",
    ],
)
def test_a_registry_is_recognised(line: str) -> None:
    assert REGISTRY.search(line)


def test_no_file_names_a_registry() -> None:
    found = []
    for path in project_files():
        text = text_of(path)
        if text is not None:
            found += [f"{path.relative_to(ROOT)}: {hit.group()}" for hit in REGISTRY.finditer(text)]
    assert found == []


# --- dependencies ------------------------------------------------------------------------------------------


def imported(*folders: str) -> dict[str, Path]:
    """Top-level module → a file that imports it, over the Python files of ``folders``."""
    found: dict[str, Path] = {}
    for path in project_files():
        relative = path.relative_to(ROOT)
        if path.suffix != ".py" or relative.parts[0] not in folders:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            elif isinstance(node, ast.Call) and ast.unparse(node.func).endswith("import_module"):
                # Imported by name: late, because it is slow.
                names = [str(one.value) for one in node.args if isinstance(one, ast.Constant)]
            elif isinstance(node, ast.Dict):
                # Named in a configuration of logging, which imports what "()" says.
                names = [
                    value.value
                    for key, value in zip(node.keys, node.values, strict=True)
                    if isinstance(key, ast.Constant)
                    and key.value == "()"
                    and isinstance(value, ast.Constant)
                    and isinstance(value.value, str)
                ]
            else:
                continue
            found.update({name.partition(".")[0]: relative for name in names})
    own = {*PACKAGES, *sys.stdlib_module_names}
    return {name: path for name, path in found.items() if name not in own}


def declared() -> set[str]:
    return {canonicalize_name(Requirement(one).name) for one in pyproject()["project"]["dependencies"]}


def test_every_library_in_use_is_declared() -> None:
    distributions = packages_distributions()
    undeclared = {
        name: str(path)
        for name, path in imported(*PACKAGES).items()
        if not declared() & {canonicalize_name(one) for one in distributions.get(name, [])}
    }
    assert undeclared == {}


def test_every_library_of_the_tests_is_declared() -> None:
    distributions = packages_distributions()
    wanted = declared() | {
        canonicalize_name(Requirement(one).name) for one in pyproject()["dependency-groups"]["dev"]
    }
    undeclared = {
        name: str(path)
        for name, path in imported("tests", "make.py").items()
        if name not in ("tests", "make", "benchmarks", "hatch_build", "hatchling")
        and not wanted & {canonicalize_name(one) for one in distributions.get(name, [])}
    }
    assert undeclared == {}


# Libraries that another one takes up where they are installed, without asking for them.
THROUGH_ANOTHER = {"scipy": "networkx"}


def test_every_declared_library_is_in_use() -> None:
    distributions = packages_distributions()
    used = {canonicalize_name(one) for name in imported(*PACKAGES) for one in distributions.get(name, [])}
    assert declared() - used - {name for name, user in THROUGH_ANOTHER.items() if user in used} == set()


def test_every_dependency_says_why() -> None:
    lines = [line.strip() for line in (ROOT / "pyproject.toml").read_text(encoding="utf-8").splitlines()]
    data = pyproject()
    # Stubs share the reason of the first of them.
    for one in [
        *data["project"]["dependencies"],
        *data["dependency-groups"]["build"],
        *data["dependency-groups"]["dev"],
    ]:
        before = lines[lines.index(f'"{one}",') - 1]
        assert before.startswith("# ") or before.startswith('"types-'), one


# --- documents ---------------------------------------------------------------------------------------------


def documents() -> list[Path]:
    return [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        ROOT / "CHANGELOG.md",
        *sorted((ROOT / "docs").rglob("*.md")),
    ]


def test_readme_sets_up_with_two_commands_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    first = re.search(r"^```\w*\n(.*?)^```", readme, flags=re.MULTILINE | re.DOTALL)
    assert first is not None
    commands = re.findall(r"^python3 make\.py (\w+)", first.group(1), flags=re.MULTILINE)
    assert commands == ["serve", "test"]
    assert set(re.findall(r"make\.py (\w+)", readme)) <= set(make.COMMANDS)


def test_readme_names_the_python_it_needs() -> None:
    floor = ".".join(map(str, make.FLOOR))
    assert pyproject()["project"]["requires-python"] == f">={floor}"
    assert f"Python {floor}" in (ROOT / "README.md").read_text(encoding="utf-8")


def command_lines(group: click.Group, spoken: str) -> Iterator[str]:
    """Every command below ``group`` as it is typed, groups themselves left out."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        if isinstance(command, click.Group):
            yield from command_lines(command, f"{spoken} {name}")
        else:
            yield f"{spoken} {name}"


def test_every_command_is_documented() -> None:
    from api.cli import main

    assert isinstance(main, click.Group)
    written = "\n".join(
        path.read_text(encoding="utf-8") for path in documents() if path.name != "CHANGELOG.md"
    )
    spoken = list(command_lines(main, "gongbao"))
    assert spoken
    assert [one for one in spoken if not re.search(rf"\b{one}\b", written)] == []


def test_documents_mention_no_command_that_is_not_there() -> None:
    from api.cli import main

    names = set(main.list_commands(click.Context(main)))
    for path in documents():
        for block in re.findall(r"^```\w*\n(.*?)^```", path.read_text(encoding="utf-8"), flags=re.M | re.S):
            for name in re.findall(r"(?:^|/)gongbao ([a-z][\w-]*)", block, flags=re.MULTILINE):
                assert name in names, f"{path.relative_to(ROOT)}: gongbao {name}"


def test_changelog_has_a_heading_for_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    version = re.escape(pyproject()["project"]["version"])
    assert re.search(rf"^## (\[?Unreleased\]?|\[?{version}\]?)", changelog, flags=re.MULTILINE)


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for path in documents():
        for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
            place = target.partition("#")[0]
            if place and "://" not in place and not (path.parent / place).exists():
                broken.append(f"{path.relative_to(ROOT)}: {target}")
    assert broken == []


def test_every_document_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for path in sorted((ROOT / "docs").glob("*.md")):
        assert path.name == "README.md" or f"({path.name})" in index, path.name


def test_ci_runs_the_test_command_of_the_readme() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert re.search(
        r"^[^#\n]*python3 make\.py test$", script.read_text(encoding="utf-8"), flags=re.MULTILINE
    )


# --- the wheel ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a wheel, built without the network by the back-end that is installed."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("*.whl")
    return built


def test_wheel_holds_every_file_of_the_five_folders_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if ".dist-info/" not in name}
    relative = (path.relative_to(ROOT) for path in project_files())
    sources = {path.as_posix() for path in relative if path.parts[0] in PACKAGES}
    built = {path.relative_to(ROOT).as_posix() for path in (ROOT / BUILT).rglob("*") if path.is_file()}
    # Of the scripts of the pages it has what was built, not what it was built from.
    assert packed == {name for name in sources if not name.startswith("api/frontend/")} | built


def test_wheel_holds_the_scripts_of_the_pages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert {f"{BUILT}/site.js", f"{BUILT}/editor.js", f"{BUILT}/stamp.txt"} <= set(archive.namelist())


# --- the scripts of the pages ------------------------------------------------------------------------------


def test_nothing_that_is_built_or_comes_from_npm_is_committed() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in project_files()}
    assert not {name for name in names if name.startswith(f"{BUILT}/") or "node_modules" in name}


def test_every_npm_package_is_pinned_by_its_hash() -> None:
    lock = json.loads((ROOT / "api" / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert packages
    for name, one in packages.items():
        assert one["integrity"].startswith("sha512-"), name
        assert "resolved" not in one, name


def test_npm_packages_are_locked_for_every_system() -> None:
    lock = json.loads((ROOT / "api" / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    for platform in ("linux-x64", "linux-arm64", "darwin-arm64", "win32-x64"):
        assert f"node_modules/@esbuild/{platform}" in lock["packages"]


@pytest.mark.parametrize(
    "data",
    [
        r"ontology/.+\.ttl",
        r"ontology/.+\.jsonld",
        r"loaders/lexicons/.+",
        r"loaders/examples/.+\.txt",
        r"queries/library/.*\.rq",
        r"api/templates/.+\.html",
        r"api/static/.+",
    ],
)
def test_wheel_holds_the_data_files(wheel: Path, data: str) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert any(re.fullmatch(data, name) for name in archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment of its own with the wheel in it; the libraries are those of the running environment."""
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    scheme = {"base": str(folder), "platbase": str(folder)}
    programs = Path(sysconfig.get_path("scripts", "venv", vars=scheme))
    site = Path(sysconfig.get_path("purelib", "venv", vars=scheme))
    python = programs / Path(sys.executable).name
    subprocess.run(
        [
            *(sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", str(python)),
            *("install", "--no-deps", "--no-index", str(wheel)),
        ],
        check=True,
        capture_output=True,
    )
    # A folder named in a .pth file is searched, but its own .pth files (this checkout's) are not read.
    borrowed = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (site / "borrowed.pth").write_text("\n".join(sorted(borrowed)) + "\n", encoding="utf-8")
    return programs


def outside(program: Path, *arguments: str, cwd: Path) -> str:
    """What ``program`` prints when it is run in ``cwd`` with nothing that leads back to the checkout."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [str(program), *arguments],
        cwd=cwd,
        env={**env, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_installed_packages_are_those_of_the_wheel(installed: Path, tmp_path: Path) -> None:
    python = installed / Path(sys.executable).name
    places = outside(
        python, "-c", f"import {', '.join(PACKAGES)}; print({', '.join(PACKAGES)})", cwd=tmp_path
    )
    assert str(ROOT / PACKAGES[0]) not in places
    assert places.count(str(installed.parent)) == len(PACKAGES)


def test_installed_program_runs_elsewhere(installed: Path, tmp_path: Path) -> None:
    assert "load" in outside(installed / "gongbao", "--help", cwd=tmp_path)


def test_installed_program_loads_the_sample_and_knows_its_queries(installed: Path, tmp_path: Path) -> None:
    outside(installed / "gongbao", "load", "--sample", "--store", "store", cwd=tmp_path)
    assert (tmp_path / "store" / "CURRENT").is_file()
