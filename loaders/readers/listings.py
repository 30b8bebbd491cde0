"""Numbered lists: registration codes, certificates, tasks per unit; with cells or without."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from loaders import lexicon
from loaders.aligning import align
from loaders.columns import Column, matter_kind
from loaders.dates import parse_period
from loaders.flat_tables import FlatRow, FlatTable, find_flat_tables, split_cells
from loaders.lists import split_list, without_etc
from loaders.readers.base import Context
from loaders.records import AssignmentRecord, MatterRecord, Record, RegistrationCodeRecord, Span
from loaders.source import compact, tidy
from loaders.tables import Row, Table, find_tables

_NONE = ("/", "／", "—", "-", "无")
_CODE = re.compile(r"^[A-Z]{2,10}[-—－–]?\S*$")
_ITEM = re.compile(r"^(?P<n>\d{1,2})\s*(?:[.．、]|(?=[\u4e00-\u9fff]))\s*(?P<text>.+)$")
_ITEM_IN_CELL = re.compile(
    r"(?:^|(?<=[\s。；]))(?P<n>\d{1,2})\s*(?:(?P<mark>[.．、])(?!\d)|[.．、]|(?=[\u4e00-\u9fff]))"
)
_ENDED = re.compile(r"(?:^|[。；])\s*$")


@dataclass(frozen=True, slots=True)
class UnitTasks:
    """A row that says what a unit has to do: its tasks, each with its number and its lines."""

    ordinal: int
    unit: str
    span: Span
    items: Sequence[tuple[int, Span, str]]


def read(context: Context) -> Iterator[Record]:
    """The rows of all numbered lists whose heads tell what they hold. Matters in cells that have no tasks of
    their own are left to ``assignments``."""
    for cells in find_tables(context):
        if cells.of("code"):
            yield from _codes_of_cells(cells)
        yield from _unit_tasks(cells.part.path, _role(cells.columns), tasks_of_cells(cells))
    for table in find_flat_tables(context):
        roles = table.roles()
        if "code" in roles:
            yield from _codes(table)
        elif roles[-1] == "matter" and len(roles) >= 2 and _is_unit(table, -2):
            yield from _unit_tasks(table.part.path, _role(table.columns), map(_tasks_of, table.rows))
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
    columns = [c for c in table.columns if c is None or c.role != "ordinal"]
    kind = matter_kind(table.part.title, *table.heads)
    for row in table.rows:
        pieces = row.tokens()
        spans = align(columns, [text for _, text in pieces])
        if spans is None:
            continue
        cells = [pieces[start:end] for start, end in spans]
        yield from _matter_of(table, row, kind, columns, cells, str(row.ordinal), None)


def _matters_of_lines(table: FlatTable) -> Iterator[MatterRecord]:
    """Matters of a table whose cells stand on a line each; a row may have several."""
    last_matter = max(i for i, role in enumerate(table.roles()) if role == "matter")
    columns = table.columns[last_matter + 1 :]
    heads = [next(c for c in table.columns if c is not None and c.role == "matter"), *columns]
    kind = matter_kind(table.part.title, *table.heads)
    for row in table.rows:
        subs = split_cells(row, len(columns))
        several = len(subs) > 1
        for position, (matter, lines) in enumerate(subs, 1):
            spans = align(columns, [text for _, text in lines]) or [(i, i + 1) for i in range(len(lines))]
            cells = [matter, *(lines[start:end] for start, end in spans)]
            key = f"{row.ordinal}.{position}" if several else str(row.ordinal)
            yield from _matter_of(table, row, kind, heads, cells, key, position if several else None)


def _matter_of(
    table: FlatTable,
    row: FlatRow,
    kind: str,
    columns: Sequence[Column | None],
    cells: Sequence[Sequence[tuple[int, str]]],
    key: str,
    sub: int | None,
) -> Iterator[MatterRecord]:
    """The matter of a row, or of a part of one, by its cells: lines and texts of each. Where what it is about
    has several cells, the last says what is done and the others of what that is a part."""
    matters: list[str] = []
    assignments: list[AssignmentRecord] = []
    level = schedule = None
    for head, cell in zip(columns, cells, strict=False):
        text = "".join(said for _, said in cell)
        if head is None or not cell:
            continue
        if head.role == "matter":
            matters += [said for _, said in cell] if table.cell_a_line else [text]
        elif head.role == "level":
            level = text
        elif head.holds == "period":
            schedule = text
        elif head.holds == "unit" and head.role != "unit":
            assignments += [
                AssignmentRecord(
                    Span(cell[0][0], cell[-1][0]),
                    table.part.path,
                    name,
                    "collective" if lexicon.is_collective(name) else "unit",
                    head.role,
                )
                for name in split_list(without_etc(text))
                if name not in _NONE
            ]
    if matters:
        start, deadline = parse_period(schedule) if schedule else (None, None)
        lines = [line for cell in cells for line, _ in cell]
        yield MatterRecord(
            Span(min(row.first, lines[0]) if sub is None else lines[0], lines[-1]),
            table.part.path,
            kind,
            key,
            matters[-1],
            tuple(assignments),
            row.ordinal,
            sub,
            schedule_text=schedule,
            start=start,
            deadline=deadline,
            level=level,
            description="".join(matters[:-1]) or None,
        )


def _role(columns: Sequence[Column | None]) -> str:
    """The role of the units of a table in whose last column their tasks stand."""
    head = next((c for c in columns if c is not None and c.holds == "unit"), None)
    return head.role if head is not None and head.role != "unit" else "responsibleUnit"


def _unit_tasks(part: str, role: str, rows: Iterable[UnitTasks]) -> Iterator[MatterRecord]:
    """What each unit has to do: a matter a task."""
    for row in rows:
        for position, (number, span, text) in enumerate(row.items, 1):
            assignments = [
                AssignmentRecord(
                    row.span, part, unit, "collective" if lexicon.is_collective(unit) else "unit", role
                )
                for unit in split_list(row.unit)
            ]
            yield MatterRecord(
                span=span,
                part=part,
                kind="Task",
                key=f"{row.ordinal}.{position}",
                title=text,
                assignments=tuple(assignments),
                item_number=row.ordinal,
                sub_item=position,
                location=f"{row.ordinal}.{number}",
            )


def _tasks_of(row: FlatRow) -> UnitTasks:
    name, items = _name_and_items(row)
    last = max(row.first, items[0][1].first - 1) if items else row.last
    return UnitTasks(row.ordinal, name, Span(row.first, last), items)


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


# --- with cells ---------------------------------------------------------------------------


def _codes_of_cells(table: Table) -> Iterator[RegistrationCodeRecord]:
    units = [i for i, c in enumerate(table.columns) if c is not None and c.holds == "unit"]
    for row in table.rows:
        code = compact(row.cells[table.of("code")[0]].raw)
        if units and row.ordinal is not None and _CODE.match(code):
            yield RegistrationCodeRecord(
                span=Span(row.block.first, row.block.last),
                part=table.part.path,
                ordinal=row.ordinal,
                unit_text=compact(row.cells[units[0]].raw),
                code_pattern=code,
            )


def tasks_of_cells(table: Table) -> list[UnitTasks]:
    """The rows of a table of units and their numbered tasks (the column behind); a row that goes on over a
    page is one. Empty for other tables, and where a cell of tasks has no numbers."""
    matters = table.of("matter")
    if len(matters) != 1 or not matters[0]:
        return []
    unit, matter = matters[0] - 1, matters[0]
    head = table.columns[unit]
    if head is None or head.holds != "unit":
        return []
    found: list[UnitTasks] = []
    for rows in _rows_of_units(table, unit):
        items: list[tuple[int, Span, str]] = []
        for row in rows:
            _add_items(items, row.cells[matter].raw, Span(row.block.first, row.block.last))
        if not items or rows[0].ordinal is None:
            return []
        name = compact(rows[0].cells[unit].raw)
        first = rows[0].block
        found.append(UnitTasks(rows[0].ordinal, name, Span(first.first, first.last), items))
    return found


def _rows_of_units(table: Table, unit: int) -> list[list[Row]]:
    groups: list[list[Row]] = []
    for row in table.rows:
        if groups and row.cells[unit].inherited:
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def _add_items(items: list[tuple[int, Span, str]], raw: str, span: Span) -> None:
    """Add the numbered items of a cell; text in front of the first goes on with the last one added."""
    begin = 0
    number: int | None = None
    for match in _ITEM_IN_CELL.finditer(raw):
        expected = number + 1 if number else items[-1][0] + 1 if items else 1
        # A number may be skipped; without its full stop, or with a digit behind (3.3月底前), it is one only
        # where a sentence has ended.
        if not expected <= int(match["n"]) <= expected + 1:
            continue
        if not match["mark"] and not _ENDED.search(raw[: match.start()]):
            continue
        _close(items, number, tidy(raw[begin : match.start()]), span)
        number, begin = int(match["n"]), match.end()
    _close(items, number, tidy(raw[begin:]), span)


def _close(items: list[tuple[int, Span, str]], number: int | None, text: str, span: Span) -> None:
    if number is not None:
        items.append((number, span, text))
    elif items and text:
        last, where, said = items[-1]
        items[-1] = (last, Span(where.first, span.last), said + text)
