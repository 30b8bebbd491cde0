"""Sets up the environment and runs what the README names: ``make.py serve`` and ``make.py test``.

Needs nothing but Python 3.11 and its standard library. The environment is ``.venv`` beside this file; it is
installed from the committed locks, each download checked against its hash, and kept until a lock changes.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Sequence
from pathlib import Path

FLOOR = (3, 11)
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "gongbao-stamp.json"
STORE = ROOT / ".gongbao"
BUILD_LOCK = ROOT / "requirements-build.lock"
RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
CODE = ("ontology", "loaders", "graph", "queries", "api", "make.py", "tools")


class MakeError(Exception):
    """What stops the work, told to the person at the terminal in Chinese and English."""


# --- the environment --------------------------------------------------------------------------------------


def tool(name: str) -> str:
    """Path of the program ``name`` in ``.venv``, as text for a command line."""
    windows = sys.platform == "win32"
    return str(VENV / ("Scripts" if windows else "bin") / (f"{name}.exe" if windows else name))


def surroundings() -> dict[str, str]:
    """The environment without other Python installations that it points to: only ``.venv`` counts."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}


def run(*command: str) -> int:
    """Run ``command`` in the project's folder and return its exit code."""
    with subprocess.Popen(command, cwd=ROOT, env=surroundings()) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                # Ctrl-C reached the program too; it may have something to finish or to say.
                continue


def become(*command: str) -> int:
    """Run ``command`` in the place of this process, so that whoever stops this process stops it.

    Returns its exit code where processes cannot be replaced (Windows).
    """
    if os.name != "posix":
        return run(*command)
    sys.stdout.flush()
    os.chdir(ROOT)
    os.execve(command[0], command, surroundings())


def must(*command: str) -> None:
    """Run ``command``; raise MakeError where it fails (it has said why itself)."""
    code = run(*command)
    if code:
        shown = " ".join(command)
        raise MakeError(f"命令失败（{code}）：{shown}\nCommand failed ({code}): {shown}")


def digest(*files: Path) -> str:
    """SHA-256 over ``files``, the interpreter and the folder: what an installation depends on."""
    seen = hashlib.sha256(f"{sys.version}\n{sysconfig.get_platform()}\n{ROOT}\n".encode())
    for file in files:
        seen.update(hashlib.sha256(file.read_bytes()).digest())
    return seen.hexdigest()


def environment(*, testing: bool) -> None:
    """Bring ``.venv`` to what the locks say: what running needs, with ``testing`` also what testing adds.

    Does nothing where that was installed from the same locks before. A changed lock starts afresh, so that a
    package which left the locks leaves the environment too. Raises MakeError where it cannot be installed.
    """
    done = _stamps()
    running = digest(BUILD_LOCK, RUN_LOCK)
    if done.get("running") != running:
        done = {}
        _create()
        _say("安装运行所需的包 | Installing what running needs")
        _install("--require-hashes", "-r", str(BUILD_LOCK))
        # The back-ends are pinned and installed by now; without isolation pip fetches no others.
        _install("--require-hashes", "--no-build-isolation", "-r", str(RUN_LOCK))
        done["running"] = running
        _stamp(done)
    tested = digest(DEV_LOCK)
    if testing and done.get("testing") != tested:
        _say("安装测试所需的包 | Installing what testing adds")
        _install("--require-hashes", "-r", str(RUN_LOCK), "-r", str(DEV_LOCK))
        done["testing"] = tested
        _stamp(done)
    _scripts(done, testing=testing)
    project = digest(ROOT / "pyproject.toml")
    if done.get("project") != project:
        _install("--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT))
        done["project"] = project
        _stamp(done)


def _scripts(done: dict[str, str], *, testing: bool) -> None:
    """Build the scripts of the pages where their sources changed; ``testing`` also installs what checks them.

    Where npm cannot be reached the pages work without scripts: that is said, and tried again the next time.
    Under CI it raises MakeError.
    """
    folder = ROOT / "api" / "frontend"
    steps = {"build": sorted([*folder.glob("*.*"), *(folder / "src").rglob("*.*")])}
    if testing:
        steps["test-tools"] = [folder / "package-lock.json"]
    results = {"build": ROOT / "api" / "static" / "built", "test-tools": folder / "node_modules"}
    for step, files in steps.items():
        wanted = digest(BUILD_LOCK, *(path for path in files if path.is_file()))
        if done.get(step) == wanted and results[step].is_dir():
            continue
        _say("网页脚本 | Scripts of the web pages")
        if not run(tool("python"), str(ROOT / "hatch_build.py"), step):
            done[step] = wanted
            _stamp(done)
        elif os.environ.get("CI", "").lower() in ("1", "true"):
            raise MakeError("网页脚本没有建成。\nThe scripts of the web pages were not built.")
        else:
            _say(
                "没有脚本，网页照常可用，只是没有输入提示和查询编辑器；下次启动再试 | "
                "Without scripts the pages work, but neither suggest nor have the query editor; "
                "tried again next time"
            )


def _create() -> None:
    """A new, empty ``.venv``."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise MakeError(
            f"这个 Python 缺少 venv 或 ensurepip 模块。Debian、Ubuntu：apt-get install python{version}-venv；"
            "其他系统请安装完整的 Python。\n"
            "This Python lacks the module venv or ensurepip. "
            f"Debian, Ubuntu: apt-get install python{version}-venv; elsewhere install a complete Python."
        )
    _say(f"新建环境 | Creating {VENV.name}")
    must(sys.executable, "-m", "venv", "--clear", str(VENV))


def _install(*arguments: str) -> None:
    must(tool("python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *arguments)


def _stamps() -> dict[str, str]:
    """What was installed from which digest; empty where nothing is known."""
    try:
        found = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in found.items()} if isinstance(found, dict) else {}


def _stamp(done: dict[str, str]) -> None:
    STAMP.write_text(json.dumps(done, indent=1), encoding="utf-8")


def _say(message: str) -> None:
    print(f"— {message}", flush=True)


# --- the commands -----------------------------------------------------------------------------------------


def serve(arguments: Sequence[str]) -> int:
    """Load the shipped sample into ``.gongbao`` (or ``GONGBAO_STORE``) and serve the page until stopped.

    ``arguments`` go to ``gongbao serve``, which takes the place of this process.
    """
    environment(testing=False)
    gongbao = tool("gongbao")
    store = ["--store", os.environ.get("GONGBAO_STORE") or str(STORE)]
    must(gongbao, "load", "--sample", *store)
    return become(gongbao, "serve", *store, *arguments)


def test(arguments: Sequence[str]) -> int:
    """Run every check and every test; ``arguments`` go to pytest. Returns 0 where all passed, else 1.

    A failed check does not keep the tests from running: one run tells everything that is wrong.
    """
    environment(testing=True)
    failed = _checks()
    code = run(tool("python"), "-m", "pytest", "-n", "auto", *arguments)
    return _verdict([*failed, "pytest"] if code else failed)


def lint(_arguments: Sequence[str]) -> int:
    """Run the checks without the tests. Returns 0 where all passed, else 1."""
    environment(testing=True)
    return _verdict(_checks())


def _checks() -> list[str]:
    """Run every static check; return the names of those that failed."""
    checks = {
        "ruff check": [tool("ruff"), "check"],
        "ruff format": [tool("ruff"), "format", "--check", "--output-format", "concise"],
        "mypy": [tool("mypy")],
        "lint-imports": [tool("lint-imports"), "--no-logo"],
        "tsc": [tool("python"), str(ROOT / "hatch_build.py"), "check"],
        "bandit": [tool("bandit"), "--quiet", "--configfile", "pyproject.toml", "--recursive", *CODE],
    }
    failed = []
    for name, command in checks.items():
        _say(name)
        if run(*command):
            failed.append(name)
    return failed


def _verdict(failed: Sequence[str]) -> int:
    if failed:
        print(f"未通过 | Failed: {', '.join(failed)}", file=sys.stderr, flush=True)
    return 1 if failed else 0


def lock(arguments: Sequence[str]) -> int:
    """Write the locks anew from pyproject.toml, for every platform; ``arguments`` go to uv. Returns 0.

    Pins stay as they are where they still fit; ``--upgrade`` takes the newest.
    Raises MakeError where uv fails.
    """
    environment(testing=True)
    compiled = [
        (RUN_LOCK, ["pyproject.toml"], []),
        (BUILD_LOCK, ["--group", "build"], [RUN_LOCK]),
        (DEV_LOCK, ["pyproject.toml", "--group", "dev"], [RUN_LOCK, BUILD_LOCK]),
    ]
    for target, sources, constraints in compiled:
        _say(target.name)
        must(
            *(tool("uv"), "pip", "compile", "--quiet", "--no-config", "--universal", "--generate-hashes"),
            *("--python-version", ".".join(map(str, FLOOR))),
            *("--custom-compile-command", "python3 make.py lock", "--output-file", target.name),
            *(part for one in constraints for part in ("--constraint", one.name)),
            *sources,
            *arguments,
        )
    text = DEV_LOCK.read_text(encoding="utf-8")
    DEV_LOCK.write_text(added(text, RUN_LOCK.read_text(encoding="utf-8")), encoding="utf-8")
    return 0


def added(lock: str, base: str) -> str:
    """The text of ``lock`` without the requirements that ``base`` pins alike and for the same platforms."""
    known = {_requirement(entry) for entry in _entries(base)}
    return "".join(entry for entry in _entries(lock) if entry[0] == "#" or _requirement(entry) not in known)


def _entries(lock: str) -> list[str]:
    """The comment lines and the requirements (each with its hashes) of a lock, in order."""
    return re.findall(r"^(?:#.*\n|[^\s#].*\n(?:[ \t].*\n)*)", lock, flags=re.MULTILINE)


def _requirement(entry: str) -> str:
    """The first line of an entry: name, version and marker."""
    return entry.partition("\n")[0]


def clean(_arguments: Sequence[str]) -> int:
    """Remove what this file and the tools leave behind: environment, sample's graph, caches. Returns 0."""
    caches = (".pytest_cache", ".mypy_cache", ".ruff_cache", ".import_linter_cache", ".hypothesis")
    scripts = (ROOT / "api" / "static" / "built", ROOT / "api" / "frontend" / "node_modules")
    for folder in (VENV, STORE, ROOT / "build", ROOT / "dist", *scripts, *(ROOT / name for name in caches)):
        shutil.rmtree(folder, ignore_errors=True)
    return 0


COMMANDS: dict[str, tuple[Callable[[Sequence[str]], int], str]] = {
    "serve": (serve, "读入自带样例，打开网页服务 | load the shipped sample and serve the page"),
    "test": (test, "检查并测试 | run the checks and the tests"),
    "lint": (lint, "只做检查 | run the checks only"),
    "lock": (lock, "重写锁文件 | write the dependency locks anew"),
    "clean": (
        clean,
        "删除环境、样例图谱、脚本和缓存 | remove environment, sample's graph, scripts and caches",
    ),
}


def usage() -> str:
    """What can be asked for, one line a command."""
    lines = [f"  python3 make.py {name:<6} {told}" for name, (_, told) in COMMANDS.items()]
    return "\n".join(["用法 | Usage:", *lines])


def main(arguments: Sequence[str]) -> int:
    """Run the command named first in ``arguments`` with the rest; return the exit code."""
    # Nothing has checked before this file runs, so it says so itself.
    if sys.version_info < FLOOR:
        found, floor = sys.version.split()[0], ".".join(map(str, FLOOR))
        print(
            f"需要 Python {floor} 或更高版本，当前是 {found}。例如：python{floor} make.py serve\n"
            f"Python {floor} or later is needed; this is {found}. For example: python{floor} make.py serve",
            file=sys.stderr,
        )
        return 2
    if not arguments or arguments[0] in ("-h", "--help"):
        print(usage())
        return 0 if arguments else 2
    if arguments[0] not in COMMANDS:
        print(f"没有这个命令 | No such command: {arguments[0]}\n{usage()}", file=sys.stderr)
        return 2
    try:
        return COMMANDS[arguments[0]][0](arguments[1:])
    except MakeError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
