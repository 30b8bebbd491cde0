"""What every format gives: lines, and pages where the format has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a file in reading order; cells of a table row are separated by tabs.

    ``pages`` gives the page of each line (1-based) or is empty where the format has no pages.
    """

    lines: tuple[str, ...]
    pages: tuple[int, ...] = ()


Reader = Callable[[Path], Lines]
