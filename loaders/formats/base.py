"""What every format gives: lines, and pages where the format has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a file in reading order; cells of a table row are separated by tabs, and what a merged
    cell covers is empty cells.

    ``pages`` gives the page of each line (1-based) or is empty where the format has no pages. ``begins`` tells
    of each line whether it begins a paragraph or goes on with one (None: not told), or is empty.
    ``problems`` are (line, reason) of what was left out or could not be read; the line is 0 where none is
    to blame.
    """

    lines: tuple[str, ...]
    pages: tuple[int, ...] = ()
    problems: tuple[tuple[int, str], ...] = ()
    begins: tuple[bool | None, ...] = ()


Reader = Callable[[Path], Lines]
