"""One small gazette as text, Markdown, HTML, DOCX, PDF and a ZIP: the same facts, lines and pages aside."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any

import docx
import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from loaders.errors import UnreadableFile
from loaders.reading import read_file, read_files
from loaders.records import (
    AssignmentRecord,
    CitationRecord,
    ClauseRecord,
    InstrumentRecord,
    MatterRecord,
    PersonnelRecord,
    Reading,
)

# A line, or the rows of a table; None is a cell that the one above covers.
Item = str | list[list[str | None]]

GAZETTE: list[Item] = [
    "青山市人民政府公报",
    "2021年第3期",
    "青政办发〔2021〕3号",
    "青山市人民政府办公室关于印发《青山市真抓实干督查激励工作方案》的通知",
    "各县区人民政府，市直各单位：",
    "《青山市真抓实干督查激励工作方案》已经市人民政府同意，现印发给你们，请认真组织实施。",
    "青山市人民政府办公室",
    "2021年3月5日",
    "青山市真抓实干督查激励工作方案",
    "为落实《某省人民政府办公厅关于真抓实干督查激励的通知》（国办发〔2018〕117号）要求，制定本方案。",
    "一、加强领导。各牵头单位要明确专人负责，按时报送情况，确保各项激励措施落到实处、取得成效。",
    "二、本方案自2021年4月1日起施行，有效期5年。",
    [
        ["序号", "激励措施事项", "牵头单位", "责任人"],
        ["1", "推动高质量发展成效明显的县区", "市发改委", "林一山"],
        [None, "扩大有效投资成效明显的县区", "市财政局", "李三河"],
        ["2", "河道管理成效明显的县区", "市水利局", "赵四平"],
    ],
    "青政人〔2021〕2号",
    "青山市人民政府关于林一山等同志职务任免的通知",
    "各县区人民政府，市直各单位：",
    "经研究决定：",
    "任命林一山为青山市水利局局长。",
    "免去李三河的青山市财政局副局长职务。",
    "青山市人民政府",
    "2021年3月8日",
]


def write_text(path: Path) -> None:
    lines = []
    for item in GAZETTE:
        lines += [item] if isinstance(item, str) else ["\t".join(cell or "" for cell in row) for row in item]
    path.write_text("\n".join(lines), "utf-8")


def write_markdown(path: Path) -> None:
    parts = []
    for item in GAZETTE:
        if isinstance(item, str):
            parts.append(item)
        else:
            head, *rows = [f"| {' | '.join(cell or '' for cell in row)} |" for row in item]
            parts.append("\n".join([head, "|---" * len(item[0]) + "|", *rows]))
    path.write_text("\n\n".join(parts), "utf-8")


def _spans(rows: list[list[str | None]], row: int, column: int) -> int:
    """How many rows the cell covers."""
    below = row + 1
    while below < len(rows) and rows[below][column] is None:
        below += 1
    return below - row


def write_html(path: Path) -> None:
    body = []
    for item in GAZETTE:
        if isinstance(item, str):
            body.append(f"<p>{escape(item)}</p>")
            continue
        body.append("<table>")
        for number, row in enumerate(item):
            cells = [
                f'<td rowspan="{_spans(item, number, column)}">{escape(cell)}</td>'
                for column, cell in enumerate(row)
                if cell is not None
            ]
            body.append(f"<tr>{''.join(cells)}</tr>")
        body.append("</table>")
    page = "\n".join(
        [
            '<html><head><meta charset="gbk"><title>公报</title><script>var a = "。";</script></head><body>',
            '<div><a href="/">首页</a> <a href="/zw">政务公开</a> <a href="/fw">办事服务</a></div>',
            '<div class="body">',
            *body,
            "</div>",
            "<div>版权所有：青山市人民政府 某ICP备00000号</div>",
            "</body></html>",
        ]
    )
    path.write_bytes(page.encode("gbk"))


def write_docx(path: Path) -> None:
    document = docx.Document()
    for item in GAZETTE:
        if isinstance(item, str):
            document.add_paragraph(item)
            continue
        table = document.add_table(len(item), len(item[0]))
        for number, row in enumerate(item):
            for column, cell in enumerate(row):
                if cell is None:
                    table.cell(number - 1, column).merge(table.cell(number, column))
                else:
                    table.cell(number, column).text = cell
    document.save(str(path))


def write_pdf(path: Path) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    font: dict[str, Any] = {"fontName": "STSong-Light", "wordWrap": "CJK"}
    prose = ParagraphStyle("prose", fontSize=12, leading=22, firstLineIndent=24, **font)
    heading = ParagraphStyle("heading", fontSize=12, leading=22, alignment=1, **font)
    in_cell = ParagraphStyle("cell", fontSize=10, leading=14, **font)
    story: list[Any] = []
    for item in GAZETTE:
        if isinstance(item, str):
            story.append(Paragraph(escape(item), prose if "。" in item else heading))
            continue
        style: list[Any] = [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
        style += [
            ("SPAN", (column, row), (column, row + _spans(item, row, column) - 1))
            for row, cells in enumerate(item)
            for column, cell in enumerate(cells)
            if cell is not None and _spans(item, row, column) > 1
        ]
        cells = [[Paragraph(escape(cell or ""), in_cell) for cell in row] for row in item]
        story.append(Table(cells, colWidths=[40, 200, 90, 80], style=style))

    def furnish(canvas: Any, page: Any) -> None:
        canvas.setFont("STSong-Light", 9)
        canvas.drawCentredString(A4[0] / 2, 30, f"— {page.page} —")
        if page.page > 1:
            canvas.drawCentredString(A4[0] / 2, A4[1] - 40, "青山市人民政府公报 2021年第3期")

    SimpleDocTemplate(str(path), pagesize=A4, leftMargin=90, rightMargin=90).build(
        story, onFirstPage=furnish, onLaterPages=furnish
    )


WRITERS: Mapping[str, Callable[[Path], None]] = {
    "txt": write_text,
    "md": write_markdown,
    "html": write_html,
    "docx": write_docx,
    "pdf": write_pdf,
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The gazette in every format, by suffix."""
    folder = tmp_path_factory.mktemp("gazette")
    made = {suffix: folder / f"gazette.{suffix}" for suffix in WRITERS}
    for suffix, path in made.items():
        WRITERS[suffix](path)
    return made


@pytest.fixture(scope="module")
def from_text(files: dict[str, Path]) -> Reading:
    """What is read from the gazette as text."""
    return read_file(files["txt"])


def facts(reading: Reading) -> list[Any]:
    """Everything read, without lines, pages and what depends on them (a row's key may be its line)."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: bare(v) for k, v in value.items() if k not in ("span", "page", "first", "last")}
        if isinstance(value, (list, tuple)):
            return [bare(v) for v in value]
        return value

    issue = bare(asdict(reading.issue)) if reading.issue else None
    documents = []
    for document in reading.documents:
        told = bare(asdict(document))
        told["facts"] = sorted((type(fact).__name__, repr(bare(asdict(fact)))) for fact in document.facts)
        documents.append(told)
    return [issue, *documents]


def test_the_text_itself_is_read(from_text: Reading) -> None:
    assert from_text.issue is not None
    assert (from_text.issue.year, from_text.issue.number) == (2021, 3)
    first, second = from_text.documents
    assert (first.number, second.number) == ("青政办发〔2021〕3号", "青政人〔2021〕2号")
    kinds = {type(fact) for fact in first.facts}
    assert {InstrumentRecord, CitationRecord, ClauseRecord, MatterRecord} <= kinds
    matters = [fact for fact in first.facts if isinstance(fact, MatterRecord)]
    assigned = [a.text for matter in matters for a in matter.assignments]
    assert ("市财政局" in assigned, len(matters)) == (True, 3)
    assert all(isinstance(a, AssignmentRecord) for matter in matters for a in matter.assignments)
    assert sum(isinstance(fact, PersonnelRecord) for fact in second.facts) == 2


@pytest.mark.parametrize("suffix", [suffix for suffix in WRITERS if suffix != "txt"])
def test_every_format_gives_the_same_facts(files: dict[str, Path], from_text: Reading, suffix: str) -> None:
    assert facts(read_file(files[suffix])) == facts(from_text)


def test_every_line_of_a_pdf_has_its_page(files: dict[str, Path]) -> None:
    reading = read_file(files["pdf"])
    assert reading.documents[0].page == 1
    assert "— 1 —" in reading.lines


def test_an_archive_gives_the_facts_of_each_member(
    files: dict[str, Path], from_text: Reading, tmp_path: Path
) -> None:
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for suffix, path in files.items():
            out.write(path, f"2021/{suffix}/gazette.{suffix}")
    read = dict(read_files(archive))
    assert sorted(read) == sorted(f"all.zip/2021/{suffix}/gazette.{suffix}" for suffix in files)
    for reading in read.values():
        assert isinstance(reading, Reading)
        assert facts(reading) == facts(from_text)


def test_a_member_without_a_document_is_an_error_of_its_own(files: dict[str, Path], tmp_path: Path) -> None:
    archive = tmp_path / "mixed.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("prose.txt", "今天天气很好，我们去公园玩。\n公园里有很多花。")
        out.write(files["txt"], "gazette.txt")
    found = dict(read_files(archive))
    assert isinstance(found["mixed.zip/prose.txt"], UnreadableFile)
    assert isinstance(found["mixed.zip/gazette.txt"], Reading)
