"""Tables that lost their cells: every row one or more lines, cells parted by blanks or line breaks.

That is how tables come out of a PDF. A row begins where its ordinal stands; what follows is put
under the heads by what the heads hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loaders.columns import Column, column, head_words
from loaders.parts import Part
from loaders.readers.base import Context
from loaders.source import compact, is_page_number, is_running_head

_ROW = re.compile(r"^(?P<n>\d{1,4})(?:\s+(?P<rest>\S.*))?$")
_HEAD_START = re.compile(r"^序\s*号|^序$|^编\s*号")
_MAX_HEAD_LINES = 12
_SECTION = re.compile(
    r"^(?:第[一二三四五六七八九十百]{1,4}[章节条]\s*\S|[一二三四五六七八九十]{1,3}、|附\s*[件表录]\s*\d{0,2}\s*[：:]?$)"
)


@dataclass(slots=True)
class FlatRow:
    """A row: its ordinal and its lines (number in the source, text without the ordinal)."""

    ordinal: int
    lines: list[tuple[int, str]] = field(default_factory=list)

    @property
    def first(self) -> int:
        """Its first source line."""
        return self.lines[0][0]

    @property
    def last(self) -> int:
        """Its last source line."""
        return self.lines[-1][0]

    def tokens(self) -> list[tuple[int, str]]:
        """The pieces between blanks and line breaks, each with its line."""
        return [(line, token) for line, text in self.lines for token in text.split()]


@dataclass(slots=True)
class FlatTable:
    """A table without cells: its heads in order, and its rows over all pages. ``cell_a_line``
    tells that every head, and so every cell, stands on a line of its own."""

    part: Part
    heads: list[str]
    columns: list[Column | None]
    rows: list[FlatRow] = field(default_factory=list)
    cell_a_line: bool = False

    def says_who(self) -> bool:
        """Whether a column is of units or people, so that it is a table and no list of paragraphs."""
        return any(c is not None and c.holds in ("unit", "person") for c in self.columns)

    def roles(self) -> list[str | None]:
        """The roles of the columns, in order."""
        return [c.role if c else None for c in self.columns]


def find_flat_tables(context: Context) -> Iterator[FlatTable]:
    """The tables of a document that have heads and numbered rows but no cells."""
    for part in context.structure.parts:
        yield from _tables_of(context, part)


def rows_at(context: Context) -> list[tuple[int, int]]:
    """First and last line of each row of the tables without cells that say who does what: what is numbered
    in their cells is no provision."""
    tables = (table for table in find_flat_tables(context) if len(table.rows) > 1 and table.says_who())
    return [(row.first, row.last) for table in tables for row in table.rows]


def part_lines(context: Context, part: Part) -> list[tuple[int, str]]:
    """The printed lines of a part that are not table rows with cells: number and text."""
    blocks = context.source.blocks[part.body : part.end]
    if not blocks:
        return []
    first, last = blocks[0].first, blocks[-1].last
    lines = []
    for number, printed in enumerate(context.source.lines[first - 1 : last], first):
        line = printed.strip()
        if line and "\t" not in line and not is_page_number(line) and not is_running_head(line):
            lines.append((number, line))
    return lines


def may_begin(context: Context, part: Part, beginnings: tuple[str, ...]) -> bool:
    """Whether any printed line of a part begins with one of ``beginnings``, blanks aside."""
    blocks = context.source.blocks[part.body : part.end]
    if not blocks:
        return False
    lines = context.source.lines[blocks[0].first - 1 : blocks[-1].last]
    return any(line.lstrip().startswith(beginnings) for line in lines)


def _tables_of(context: Context, part: Part) -> Iterator[FlatTable]:
    if not may_begin(context, part, ("序", "编")):
        return
    lines = part_lines(context, part)
    table: FlatTable | None = None
    at = 0
    while at < len(lines):
        number, text = lines[at]
        head = _head(lines, at) if _HEAD_START.match(text) else None
        if head:
            first, (heads, at) = at, head
            if table is None or table.heads != heads:
                if table is not None and table.rows:
                    yield table
                alone = at - first == len(heads)
                table = FlatTable(part, heads, [column(h) for h in heads], cell_a_line=alone)
            continue
        if table is not None and table.rows and _SECTION.match(text):
            # A chapter or an article: the text goes on behind the table.
            yield table
            table = None
        if table is not None:
            expected = table.rows[-1].ordinal + 1 if table.rows else 1
            match = _ROW.match(text)
            if match and int(match["n"]) == expected:
                table.rows.append(FlatRow(expected, [(number, match["rest"] or "")]))
            elif table.rows:
                table.rows[-1].lines.append((number, text))
        at += 1
    if table is not None and table.rows:
        yield table


def _head(lines: Sequence[tuple[int, str]], at: int) -> tuple[list[str], int] | None:
    """The heads that begin at line ``at``, and the index of the first line behind them."""
    tokens: list[str] = []
    for index in range(at, min(at + _MAX_HEAD_LINES, len(lines))):
        text = lines[index][1]
        if _ROW.match(text) or re.search(r"[。；：]", text) or len(compact(text)) > 60:
            heads = _split_heads(tokens)
            return (heads, index) if len(heads) >= 2 else None
        tokens += text.split()
    return None


def _split_heads(tokens: Sequence[str]) -> list[str]:
    """The heads that the printed pieces make: pieces are joined until they are a known head,
    and a piece that is none by itself or with the next is a head of its own."""
    heads: list[str] = []
    index = 0
    while index < len(tokens):
        for length in range(min(6, len(tokens) - index), 0, -1):
            joined = "".join(tokens[index : index + length])
            if joined in head_words() or (length == 1 and column(joined)):
                heads.append(joined)
                index += length
                break
        else:
            heads.append(tokens[index])
            index += 1
    return heads


_LONG_CELL = 25


def split_cells(row: FlatRow, count: int) -> list[tuple[list[tuple[int, str]], list[tuple[int, str]]]]:
    """The sub-rows of a row whose cells stand on a line each: of each the lines of what it is
    about and the ``count`` cells behind. What a matter is is said at length, who answers for it is not."""
    subs: list[tuple[list[tuple[int, str]], list[tuple[int, str]]]] = []
    matter: list[tuple[int, str]] = []
    cells: list[tuple[int, str]] = []
    for line, text in row.lines:
        if not text:
            continue
        is_long = len(text) >= _LONG_CELL or text.endswith("。")
        if cells and (is_long or len(cells) == count):
            subs.append((matter, cells))
            matter, cells = [], []
        if is_long or not any(len(t) >= _LONG_CELL or t.endswith("。") for _, t in matter):
            matter.append((line, text))
        else:
            cells.append((line, text))
    if matter and cells:
        subs.append((matter, cells))
    return subs
