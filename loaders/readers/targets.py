"""Figures of tables per unit: quotas, totals, indicators."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.columns import Column, column
from loaders.flat_tables import FlatTable, find_flat_tables, may_begin, part_lines
from loaders.parts import Part
from loaders.readers.base import Context
from loaders.records import Span, TargetRecord
from loaders.source import compact
from loaders.tables import Row, Table, find_tables
from loaders.wordlist import alternatives

_FIGURE = re.compile(r"^[-+]?\d[\d,，]*(?:\.\d+)?%?$")
_TOTAL = re.compile(r"^(?:合|总|小)计$|^总数$")
_UNIT_NOTE = re.compile(r"^[（(]?(?:计量)?单位\s*[：:]\s*(?P<unit>[\u4e00-\u9fff/%]{1,8})[）)]?$")
_HEAD_UNIT = re.compile(r"[（(](?P<unit>[\u4e00-\u9fff/%]{1,6})[)）]$")
_FIGURES_LINE = re.compile(r"^[-\d.,%]+(?:\s+[-\d.,%]+){2,}$")
_NAMES_BEGIN = ("单", "镇", "乡", "部", "地", "县", "名", "指", "\u200b", "\ufeff")
_NAMES_HEAD = re.compile(r"^(?:单位名称|单位|镇街|乡镇|镇（街道）|部门|地区|县市区|名称|指标)$")


def read(context: Context) -> Iterator[TargetRecord]:
    """The figures of all tables that give them per unit: units down or across, with cells, without, or with
    heads broken over lines."""
    for table in find_tables(context):
        yield from _of_cells(context, table)
    for flat in find_flat_tables(context):
        yield from _of_flat_cells(context, flat)
    for part in context.structure.parts:
        yield from _of_rows(context, part)
        yield from _of_broken_heads(context, part)


# --- tables with cells --------------------------------------------------------------


def _of_cells(context: Context, table: Table) -> Iterator[TargetRecord]:
    names = [i for i, c in enumerate(table.columns) if _names_units(c)]
    if not names:
        return
    note = _unit_note(context, table.part)
    figures = [i for i in range(len(table.heads)) if i not in names and _is_figures(table, i)]
    for row in table.rows:
        name = compact(row.cells[names[0]].raw)
        if row.is_total and not name:
            name = compact(next((c.raw for c in row.cells if _TOTAL.match(compact(c.raw))), "合计"))
        for index in figures:
            if _FIGURE.match(value := compact(row.cells[index].raw)):
                yield _target(table, row, name, table.heads[index], value, note)


# The total of a table without cells has no ordinal: it stands behind the last row.
_FLAT_TOTAL = re.compile(r"^(?:[合总小]\s*计|总\s*数)\s+(?P<figures>\S.*)$")


def _of_flat_cells(context: Context, table: FlatTable) -> Iterator[TargetRecord]:
    """Rows that lost their cells, where every word is a cell: ``1 青山镇 200 180``."""
    names = [i for i, c in enumerate(table.columns) if _names_units(c)]
    if len(names) != 1 or names[0] != 1 or table.cell_a_line:
        return
    measures = table.heads[2:]
    note = _unit_note(context, table.part)
    for flat in table.rows:
        for at, (line, text) in enumerate(flat.lines):
            total = _FLAT_TOTAL.match(text)
            name, *values = ["合计", *total["figures"].split()] if total else text.split() or [""]
            if (at and not total) or len(values) != len(measures):
                continue
            for measure, value in zip(measures, values, strict=True):
                if _FIGURE.match(value):
                    ordinal = None if total else flat.ordinal
                    yield _figure(Span(line, line), table.part, name, measure, value, note, ordinal)


def _names_units(found: Column | None) -> bool:
    return found is not None and found.holds == "unit"


def _is_figures(table: Table, index: int) -> bool:
    found = table.columns[index]
    if found is not None and found.holds == "ordinal":
        return False
    values = [compact(row.cells[index].raw) for row in table.rows]
    filled = [value for value in values if value]
    return bool(filled) and sum(bool(_FIGURE.match(v)) for v in filled) >= 0.8 * len(filled)


def _unit_note(context: Context, part: Part) -> str | None:
    for block in context.source.blocks[part.body : part.end]:
        if match := _UNIT_NOTE.match(block.text):
            return match["unit"]
    return None


def _target(table: Table, row: Row, name: str, measure: str, value: str, note: str | None) -> TargetRecord:
    head_unit = _HEAD_UNIT.search(measure)
    return TargetRecord(
        span=Span(row.block.first, row.block.last),
        part=table.part.path,
        unit_text="合计" if row.is_total else name,
        measure=measure,
        value=value.replace(",", "").replace("，", "").rstrip("%"),
        value_unit="%" if value.endswith("%") else head_unit["unit"] if head_unit else note,
        is_total=row.is_total,
        ordinal=row.ordinal,
    )


# --- units across, measures down ------------------------------------------------------


def _of_rows(context: Context, part: Part) -> Iterator[TargetRecord]:
    """A row of units, then rows of figures, a measure each."""
    if not any(block.is_row for block in context.source.blocks[part.body : part.end]):
        return
    names: list[str] = []
    note = _unit_note(context, part)
    for block in context.source.blocks[part.body : part.end]:
        cells = [compact(cell) for cell in block.cells] if block.is_row else []
        filled = [cell for cell in cells[1:] if cell]
        figures = [cell for cell in filled if _FIGURE.match(cell)]
        if len(filled) >= 2 and _NAMES_HEAD.match(cells[0]) and not figures and not column(cells[1]):
            names = cells[1:]
        elif names and cells[0:1] and filled and len(figures) >= 0.8 * len(filled):
            for name, value in zip(names, cells[1:], strict=False):
                if name and _FIGURE.match(value):
                    yield _figure(Span(block.first, block.last), part, name, cells[0], value, note)
        else:
            names = []


def _figure(
    span: Span,
    part: Part,
    name: str,
    measure: str,
    value: str,
    note: str | None,
    ordinal: int | None = None,
) -> TargetRecord:
    head_unit = _HEAD_UNIT.search(measure)
    return TargetRecord(
        span=span,
        part=part.path,
        unit_text=name,
        measure=measure,
        value=value.replace(",", "").replace("，", "").rstrip("%"),
        value_unit="%" if value.endswith("%") else head_unit["unit"] if head_unit else note,
        is_total=bool(_TOTAL.match(name)),
        ordinal=ordinal,
    )


# --- heads broken over lines ----------------------------------------------------------


def _of_broken_heads(context: Context, part: Part) -> Iterator[TargetRecord]:
    """Names of units set one over the other, character by character; then the measure; then
    all figures on one line."""
    if not may_begin(context, part, _NAMES_BEGIN):
        return
    lines = part_lines(context, part)
    begin = None
    for index, (_, text) in enumerate(lines):
        if _NAMES_HEAD.match(compact(text)):
            begin = index + 1
        elif begin is not None and _FIGURES_LINE.match(text):
            yield from _broken(part, lines[begin:index], lines[index])
            begin = None


def _broken(part: Part, heads: list[tuple[int, str]], figures: tuple[int, str]) -> Iterator[TargetRecord]:
    line, text = figures
    values = text.split()
    names = _names(heads)
    if len(names) < len(values):
        return
    measure = "".join(compact(t) for _, t in heads[sum(len(lines) for _, lines in names[: len(values)]) :])
    for (name, _), value in zip(names, values, strict=False):
        yield _figure(Span(line, line), part, name, measure, value, None)


def _names(heads: list[tuple[int, str]]) -> list[tuple[str, list[int]]]:
    """The names that the broken pieces make, each with the lines of its pieces: a name ends
    where a piece ends as names of units do."""
    ending = re.compile(rf"(?:{alternatives('broken_name_endings')})$")
    names: list[tuple[str, list[int]]] = []
    pieces, where = "", []
    for line, text in heads:
        pieces += compact(text)
        where.append(line)
        if ending.search(pieces):
            names.append((pieces, where))
            pieces, where = "", []
    return names
