"""Tables whose cells are known (rows with tabs): heads, merged cells, rows continued over pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loaders.columns import Column, column
from loaders.parts import Part
from loaders.readers.base import Context, per_context
from loaders.source import Block, tidy

_ORDINAL = re.compile(r"^\d{1,4}$")
_TOTAL = re.compile(r"^(?:合|总|小)\s*计$|^总\s*数$")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: ``raw`` with the blanks of the print; ``line`` where it is printed;
    ``inherited`` where the row has it from a merged cell above."""

    raw: str
    first: int
    last: int
    inherited: bool = False

    @property
    def text(self) -> str:
        """The cell without padding."""
        return tidy(self.raw)


@dataclass(slots=True)
class Row:
    """A row: its block and its cells by column index of the table."""

    block: Block
    cells: list[Cell]
    ordinal: int | None = None
    sub: int = 0
    is_total: bool = False


@dataclass(slots=True)
class Table:
    """A table of one part, over all its pages."""

    part: Part
    title: str
    heads: list[str]
    columns: list[Column | None]
    rows: list[Row] = field(default_factory=list)

    def of(self, role: str) -> list[int]:
        """Indexes of the columns of a role."""
        return [i for i, c in enumerate(self.columns) if c is not None and c.role == role]


@per_context
def find_tables(context: Context) -> Iterator[Table]:
    """The tables of a document that have a head; repeated heads over pages are one table."""
    for part in context.structure.parts:
        yield from _tables_of(context, part)


def _tables_of(context: Context, part: Part) -> Iterator[Table]:
    table: Table | None = None
    spans: list[list[int]] = []
    title = part.title
    blocks = context.source.blocks[part.body : part.end]
    if not any(block.is_row for block in blocks):
        return
    for block in blocks:
        if not block.is_row:
            if len(block.text) <= 60 and "。" not in block.text and "；" not in block.text:
                title = block.text
            continue
        cells = block.cells
        if _is_head(cells):
            heads, spans = _groups(cells)
            if table is not None and table.heads == heads:
                continue
            if table is not None:
                yield table
            table = Table(part, title or part.title, heads, [column(head) for head in heads])
        elif table is not None:
            _add(table, block, [_joined(cells, group) for group in spans])
    if table is not None:
        yield table


def _is_head(cells: Sequence[str]) -> bool:
    if any(_ORDINAL.match(cell) for cell in cells):
        return False
    return sum(1 for cell in cells if column(cell)) >= 2


def _groups(cells: Sequence[str]) -> tuple[list[str], list[list[int]]]:
    """Heads and the cell indexes under each: a nameless head cell belongs to the one before it."""
    heads: list[str] = []
    groups: list[list[int]] = []
    for index, cell in enumerate(cells):
        if cell or not heads:
            heads.append(tidy(cell))
            groups.append([index])
        else:
            groups[-1].append(index)
    return heads, groups


def _joined(cells: Sequence[str], group: Sequence[int]) -> str:
    return " ".join(cells[i] for i in group if i < len(cells) and cells[i])


def _add(table: Table, block: Block, raws: list[str]) -> None:
    above = table.rows[-1] if table.rows else None
    ordinals = table.of("ordinal")
    number = tidy(raws[ordinals[0]]) if ordinals else ""
    ordinal = int(number) if _ORDINAL.match(number) else None
    is_total = any(_TOTAL.match(tidy(raw)) for raw in raws[:2])
    numbered = ordinal is not None or is_total or not ordinals
    cells = []
    for index, raw in enumerate(raws):
        head = table.columns[index]
        fill = (
            not raw
            and above is not None
            and not is_total
            and not above.is_total
            and head is not None
            and head.holds not in ("ordinal", "matter", "figure")
            and (not numbered or head.required)
            and above.cells[index].raw
        )
        if fill and above is not None:
            cells.append(
                Cell(above.cells[index].raw, above.cells[index].first, above.cells[index].last, True)
            )
        else:
            cells.append(Cell(raw, block.first, block.last))
    row = Row(block, cells, ordinal, 0, is_total)
    if ordinal is None and above is not None and ordinals and not is_total:
        row.ordinal = above.ordinal
        above.sub = above.sub or 1
        row.sub = above.sub + 1
    table.rows.append(row)
