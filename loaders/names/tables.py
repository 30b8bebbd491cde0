"""The data files of the lexicons: tab-separated, UTF-8, ``#`` starts a comment line."""

from __future__ import annotations

import gzip
from functools import cache
from importlib.resources import files


@cache
def read_table(name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of ``lexicons/<name>``, heading and comments left out, every row as wide as the heading.

    ``name`` carries its ending (``units.tsv``, ``divisions.tsv.gz``). Raises FileNotFoundError for an
    unknown table and ValueError for a row that is wider than the heading.
    """
    data = files("loaders").joinpath("lexicons", name).read_bytes()
    if name.endswith(".gz"):
        data = gzip.decompress(data)
    lines = [line for line in data.decode("utf-8").splitlines() if line and not line.startswith("#")]
    width = lines[0].count("\t") + 1
    rows = []
    for line in lines[1:]:
        row = line.split("\t")
        if len(row) > width:
            raise ValueError(f"{name}: {len(row)} columns where the heading has {width}: {line!r}")
        rows.append(tuple(row) + ("",) * (width - len(row)))
    return tuple(rows)


def names_in(cell: str) -> tuple[str, ...]:
    """The names of a cell, which commas part."""
    return tuple(cell.split(",")) if cell else ()
