"""Tables that assign matters: who leads, who is responsible, who joins, until when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders import lexicon
from loaders.columns import matter_kind
from loaders.dates import parse_period
from loaders.readers.base import Context
from loaders.readers.listings import tasks_of_cells
from loaders.records import AssignmentRecord, MatterRecord, Span
from loaders.tables import Cell, Row, Table, find_tables


def read(context: Context) -> Iterator[MatterRecord]:
    """The matters of all tables that have a column for the matter and one for who answers for it."""
    for table in find_tables(context):
        roles = [
            c for c in table.columns if c is not None and c.holds in ("unit", "person") and c.role != "unit"
        ]
        if table.of("matter") and roles and not tasks_of_cells(table):
            kind = matter_kind(table.title, table.part.title, *table.heads)
            for position, row in enumerate(table.rows, 1):
                if not row.is_total and row.cells[table.of("matter")[0]].raw:
                    yield _matter(table, row, position, kind)


def _matter(table: Table, row: Row, position: int, kind: str) -> MatterRecord:
    title = "".join(row.cells[i].text for i in table.of("matter"))
    schedule = "".join(row.cells[i].text for i in table.of("schedule")) or None
    start, deadline = parse_period(schedule) if schedule else (None, None)
    key = str(row.ordinal) if row.ordinal is not None else str(position)
    return MatterRecord(
        span=Span(row.block.first, row.block.last),
        part=table.part.path,
        kind=kind,
        key=f"{key}.{row.sub}" if row.sub else key,
        title=title,
        assignments=tuple(_assignments(table, row)),
        item_number=row.ordinal,
        sub_item=row.sub or None,
        schedule_text=schedule,
        start=start,
        deadline=deadline,
        level="".join(row.cells[i].text for i in table.of("level")) or None,
    )


def _assignments(table: Table, row: Row) -> Iterator[AssignmentRecord]:
    units: list[str] = []
    for index, head in enumerate(table.columns):
        if head is None or head.role == "unit" or head.holds not in ("unit", "person"):
            continue
        cell = row.cells[index]
        if head.holds == "unit":
            names = lexicon.split_units(cell.raw)
            if head.role in ("lead", "responsibleUnit", "undertaker"):
                units = names
            for name in names:
                kind = "collective" if lexicon.is_collective(name) else "unit"
                yield _assignment(table, cell, name, kind, head.role, None)
        else:
            people = lexicon.split_names(cell.raw)
            for position, name in enumerate(people):
                on_behalf = None
                if head.role == "responsiblePerson" and units:
                    on_behalf = units[0] if len(units) == 1 else None
                    if len(units) == len(people):
                        on_behalf = units[position]
                yield _assignment(table, cell, name, "person", head.role, on_behalf)


def _assignment(
    table: Table, cell: Cell, name: str, kind: str, role: str, on_behalf_of: str | None
) -> AssignmentRecord:
    return AssignmentRecord(
        span=Span(cell.first, cell.last),
        part=table.part.path,
        text=re.sub(r"\s+", "", name),
        kind=kind,
        role=role,
        inherited=cell.inherited,
        on_behalf_of=on_behalf_of,
    )
