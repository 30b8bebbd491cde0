"""Tables that leave the process: JSON, CSV, TSV and XLSX, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence

BOM = "\ufeff"
# A cell that starts with one of these is a formula to a spreadsheet (OWASP, CSV injection).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_SHEET_TITLE_LIMIT = 31
_CELL_LIMIT = 32_767
_SHEET_ROWS = 1_048_576
_ILLEGAL = dict.fromkeys([*range(9), 11, 12, *range(14, 32)])
Rows = Iterable[Sequence[str]]


def harmless(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet would run it; numbers stay numbers."""
    if not text.startswith(_FORMULA_STARTS):
        return text
    try:
        float(text)
    except ValueError:
        return "'" + text
    return text


def to_csv(columns: Sequence[str], rows: Rows) -> bytes:
    """RFC 4180 in UTF-8 with a byte order mark, so that Excel reads Chinese; formulas made harmless."""
    out = io.StringIO(newline="")
    out.write(BOM)
    writer = csv.writer(out)
    writer.writerow([harmless(name) for name in columns])
    writer.writerows([harmless(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8")


def to_tsv(columns: Sequence[str], rows: Rows) -> bytes:
    """Tab-separated lines in UTF-8, no mark, for pipes; line ends and tabs in a value become blanks."""
    lines = ["\t".join(" ".join(value.split()) for value in row) for row in (columns, *rows)]
    return ("\n".join(lines) + "\n").encode("utf-8")


def to_json(columns: Sequence[str], rows: Rows) -> bytes:
    """``{"columns": […], "rows": [{column: value, …}]}`` in UTF-8."""
    body = {"columns": list(columns), "rows": [dict(zip(columns, row, strict=True)) for row in rows]}
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def to_xlsx(columns: Sequence[str], rows: Rows, title: str = "gongbao") -> bytes:
    """An Office Open XML workbook of one sheet, its head bold and frozen; every cell is text, no formula."""
    from openpyxl import Workbook
    from openpyxl.cell import Cell, WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_title(title))
    sheet.freeze_panes = "A2"

    def cells(values: Sequence[str], bold: bool = False) -> list[Cell]:
        made = []
        for value in values:
            one = WriteOnlyCell(sheet, value=value.translate(_ILLEGAL)[:_CELL_LIMIT])
            one.data_type = "s"
            if bold:
                one.font = Font(bold=True)
            made.append(one)
        return made

    sheet.append(cells(columns, bold=True))
    for number, row in enumerate(rows, start=2):
        if number > _SHEET_ROWS:
            break
        sheet.append(cells(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WRITERS: dict[str, tuple[str, Callable[[Sequence[str], Rows], bytes]]] = {
    "json": ("application/json", to_json),
    "csv": ("text/csv", to_csv),
    "tsv": ("text/tab-separated-values", to_tsv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", to_xlsx),
}


def _sheet_title(title: str) -> str:
    cleaned = "".join("_" if char in "[]:*?/\\" else char for char in title)
    return cleaned[:_SHEET_TITLE_LIMIT] or "gongbao"
