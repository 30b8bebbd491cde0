"""Tables for spreadsheets: nothing runs, nothing is lost."""

from __future__ import annotations

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from api.tables import BOM, harmless, to_csv, to_json, to_tsv, to_xlsx

COLUMNS = ("名称", "值")
ROWS = [["市发改局", "0012"], ["=HYPERLINK(1)", "-1.5"], ["a\tb\nc", 'say "x", y']]


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("＝1", "'＝1"),
        # Numbers stay numbers; ordinary text stays as it is.
        ("-3", "-3"),
        ("+86", "+86"),
        ("一般公共预算", "一般公共预算"),
        ("", ""),
    ],
)
def test_a_formula_is_made_harmless(text: str, safe: str):
    assert harmless(text) == safe


def test_csv_has_the_mark_excel_needs_and_reads_back():
    body = to_csv(COLUMNS, ROWS).decode("utf-8")
    assert body.startswith(BOM)
    read = list(csv.reader(io.StringIO(body.removeprefix(BOM))))
    assert read == [
        list(COLUMNS),
        ["市发改局", "0012"],
        ["'=HYPERLINK(1)", "-1.5"],
        ["a\tb\nc", 'say "x", y'],
    ]


def test_tsv_has_one_line_a_row():
    lines = to_tsv(COLUMNS, ROWS).decode("utf-8").splitlines()
    assert lines == ["名称\t值", "市发改局\t0012", "=HYPERLINK(1)\t-1.5", 'a b c\tsay "x", y']


def test_json_names_every_value():
    body = json.loads(to_json(COLUMNS, ROWS))
    assert body["columns"] == ["名称", "值"]
    assert body["rows"][0] == {"名称": "市发改局", "值": "0012"}


def test_xlsx_keeps_text_as_text():
    book = load_workbook(io.BytesIO(to_xlsx(COLUMNS, [*ROWS, ["a\x01b", "x"]], "某/事项:*?[牵头]" * 5)))
    sheet = book.active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [list(COLUMNS), *ROWS, ["ab", "x"]]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert sheet.freeze_panes == "A2"
    assert len(sheet.title) <= 31
