"""Numbered lists without cells: registration codes, certificates, tasks per unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders import lexicon
from loaders.columns import matter_kind
from loaders.flat_tables import FlatRow, FlatTable, find_flat_tables, split_cells, split_row
from loaders.lists import split_list
from loaders.readers.base import Context
from loaders.records import AssignmentRecord, MatterRecord, Record, RegistrationCodeRecord, Span
from loaders.source import tidy

_NONE = ("/", "／", "—", "-", "无")
_CODE = re.compile(r"^[A-Z]{2,10}[-—－–]?\S*$")
_ITEM = re.compile(r"^(?P<n>\d{1,2})\s*(?:[.．、]|(?=[\u4e00-\u9fff]))\s*(?P<text>.+)$")


def read(context: Context) -> Iterator[Record]:
    """The rows of all numbered lists whose heads tell what they hold."""
    for table in find_flat_tables(context):
        roles = table.roles()
        if "code" in roles:
            yield from _codes(table)
        elif roles[-1] == "matter" and len(roles) >= 2 and _is_unit(table, -2):
            yield from _unit_tasks(table)
        elif table.cell_a_line and "matter" in roles and len(roles) > 3:
            yield from _matters_of_lines(table)
        elif "matter" in roles and any(
            c is not None and c.holds == "unit" and c.role != "unit" for c in table.columns
        ):
            yield from _matters(table)


def _is_unit(table: FlatTable, index: int) -> bool:
    found = table.columns[index]
    return found is not None and found.holds == "unit"


def _codes(table: FlatTable) -> Iterator[RegistrationCodeRecord]:
    for row in table.rows:
        pieces = row.tokens()
        codes = [i for i, (_, token) in enumerate(pieces) if _CODE.match(token)]
        if codes and codes[0] > 0:
            yield RegistrationCodeRecord(
                span=Span(row.first, row.last),
                part=table.part.path,
                ordinal=row.ordinal,
                unit_text="".join(token for _, token in pieces[: codes[0]]),
                code_pattern=pieces[codes[0]][1],
            )


def _matters(table: FlatTable) -> Iterator[MatterRecord]:
    """One matter a row, its units in the columns behind it."""
    columns = [c for c in table.columns if c is None or c.role not in ("ordinal", "text")]
    kind = matter_kind(table.part.title, *table.heads)
    for row in table.rows:
        cells = split_row(row, len(columns))
        if cells is None:
            continue
        span = Span(row.first, row.last)
        assignments = []
        title, level = "", None
        for head, cell in zip(columns, cells, strict=True):
            if head is None:
                continue
            if head.role == "matter":
                title = cell
            elif head.role == "level":
                level = cell
            elif head.holds == "unit":
                assignments += [
                    AssignmentRecord(span, table.part.path, name, "unit", head.role)
                    for name in split_list(cell)
                    if name not in _NONE
                ]
        if title:
            yield MatterRecord(
                span,
                table.part.path,
                kind,
                str(row.ordinal),
                title,
                tuple(assignments),
                row.ordinal,
                level=level,
            )


def _matters_of_lines(table: FlatTable) -> Iterator[MatterRecord]:
    """Matters of a table whose cells stand on a line each; a row may have several."""
    last_matter = max(i for i, role in enumerate(table.roles()) if role == "matter")
    columns = table.columns[last_matter + 1 :]
    kind = matter_kind(table.part.title, *table.heads)
    for row in table.rows:
        subs = split_cells(row, len(columns))
        for position, (matter, cells) in enumerate(subs, 1):
            assignments = [
                AssignmentRecord(Span(line, line), table.part.path, name, "unit", head.role)
                for head, (line, cell) in zip(columns, cells, strict=False)
                if head is not None and head.holds == "unit"
                for name in split_list(cell)
                if name not in _NONE
            ]
            several = len(subs) > 1
            yield MatterRecord(
                span=Span(matter[0][0], cells[-1][0]),
                part=table.part.path,
                kind=kind,
                key=f"{row.ordinal}.{position}" if several else str(row.ordinal),
                title=matter[-1][1],
                assignments=tuple(assignments),
                item_number=row.ordinal,
                sub_item=position if several else None,
            )


def _unit_tasks(table: FlatTable) -> Iterator[MatterRecord]:
    """What each unit has to do: its name, then numbered tasks."""
    head = table.columns[-2]
    role = head.role if head is not None and head.role != "unit" else "responsibleUnit"
    for row in table.rows:
        name, items = _name_and_items(row)
        for position, (number, span, text) in enumerate(items, 1):
            assignments = [
                AssignmentRecord(
                    Span(row.first, max(row.first, items[0][1].first - 1)),
                    table.part.path,
                    unit,
                    "collective" if lexicon.is_collective(unit) else "unit",
                    role,
                )
                for unit in split_list(name)
            ]
            yield MatterRecord(
                span=span,
                part=table.part.path,
                kind="Task",
                key=f"{row.ordinal}.{position}",
                title=text,
                assignments=tuple(assignments),
                item_number=row.ordinal,
                sub_item=position,
                location=f"{row.ordinal}.{number}",
            )


def _name_and_items(row: FlatRow) -> tuple[str, list[tuple[int, Span, str]]]:
    """The unit's name (lines before the first item) and the items with number, lines and text."""
    name: list[str] = []
    items: list[tuple[int, Span, str]] = []
    for line, printed in row.lines:
        text = tidy(printed)
        match = _ITEM.match(text)
        expected = items[-1][0] + 1 if items else 1
        # A number may be skipped or lack its full stop; one that goes back is part of the text.
        if match and expected <= int(match["n"]) <= expected + 1:
            items.append((int(match["n"]), Span(line, line), match["text"]))
        elif items:
            number, span, said = items[-1]
            items[-1] = (number, Span(span.first, line), said + text)
        else:
            name.append(text)
    return "".join(name).replace(" ", ""), items
