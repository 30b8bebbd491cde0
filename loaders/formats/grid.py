"""Tables with merged cells → rows of cells separated by tabs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_BLANKS = re.compile(r"[\s\u00a0]+")
# Broken or hostile spans must not make a table larger than its text.
MAX_COLUMNS = 1000


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as the file has it: its text, and how many columns and rows it covers."""

    text: str
    columns: int = 1
    rows: int = 1


def expand(rows: Sequence[Sequence[Cell]]) -> list[list[str]]:
    """The rows of a table as equally long lists: text stands in the first of the cells that a merged one
    covers, the others are empty. A span that runs over the last row or ``MAX_COLUMNS`` ends there."""
    grid: list[dict[int, str]] = [{} for _ in rows]
    for index, row in enumerate(rows):
        column = 0
        for cell in row:
            while column in grid[index]:
                column += 1
            if column >= MAX_COLUMNS:
                break
            last = min(column + max(1, cell.columns), MAX_COLUMNS)
            for below in range(index, min(index + max(1, cell.rows), len(rows))):
                for covered in range(column, last):
                    grid[below].setdefault(covered, "")
            grid[index][column] = cell.text
            column = last
    width = max((max(row, default=-1) + 1 for row in grid), default=0)
    return [[row.get(column, "") for column in range(width)] for row in grid]


def line(cells: Iterable[str]) -> str:
    """A row as a line: blanks and line breaks inside a cell are one blank, cells are separated by tabs."""
    return "\t".join(_BLANKS.sub(" ", cell).strip() for cell in cells)
