"""Addresses of scripts and style sheets, and whether the scripts have been built (``hatch_build.py``)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from flask import url_for

_BUILT = "built"


@cache
def _stamp() -> str:
    """The stamp of the built scripts, the same as long as the server runs; empty where there are none."""
    try:
        return files("api").joinpath("static", _BUILT, "stamp.txt").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def has_scripts() -> bool:
    """Whether the scripts of the pages were built. Without them every page works, only less comfortably."""
    return bool(_stamp())


def built(name: str) -> str:
    """Address of ``built/<name>``, another one for every build."""
    return url_for("static", filename=f"{_BUILT}/{name}", v=_stamp()[:12])
