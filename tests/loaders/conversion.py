"""A gazette's text set as a government office would set it: PDF, Word, a web page, Markdown.

``items_of`` undoes the pages of a text (paragraphs, tables over all their pages), the ``write_…`` functions
set it again, each in its format's own way: GB/T 9704-2012 for pages (28 characters of 16 points a line,
paragraphs set in by two characters, page numbers at the foot), real tables with merged cells, heads repeated
over pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Table

from loaders.columns import column
from loaders.dates import DATE_LINE
from loaders.source import STRUCTURE, Block, SourceText, build, compact, width

# Between the paragraphs of a cell, in a text whose tables have tabs.
BREAK = "\v"
_FONT = "STSong-Light"
_SIDE = 73.7
_MEASURE = A4[0] - 2 * _SIDE
_TITLE = re.compile(r"^[\u4e00-\u9fff]{2,20}(?:政府|办公室|办公厅)\s*关于[^。；]{4,120}$")
# The font has but one of the dots between words.
_DOTS = re.compile("[·•・]")
_ISSUER = re.compile(r"[\u4e00-\u9fff]{2,20}(?:政府|办公室|办公厅|委员会|局|厅)$")


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; ``style`` ∈ prose heading title signature. A heading may have several printed lines."""

    lines: tuple[str, ...]
    style: str


@dataclass(slots=True)
class Grid:
    """A table, its head first. None is a cell that the one above covers, ``LEFT`` one that the cell to its
    left does; a line break parts the paragraphs of a cell."""

    rows: list[list[str | None]]

    def rows_covered(self, row: int, at: int) -> int:
        """How many rows the cell covers."""
        below = row + 1
        while below < len(self.rows) and self.rows[below][at] is None:
            below += 1
        return below - row

    def columns_covered(self, row: int, at: int) -> int:
        """How many columns the cell covers."""
        right = at + 1
        while right < len(self.rows[row]) and self.rows[row][right] == LEFT:
            right += 1
        return right - at

    def cells(self, row: int) -> Iterator[tuple[int, str]]:
        """The cells that begin in a row, with their columns."""
        for at, cell in enumerate(self.rows[row]):
            if cell is not None and cell != LEFT:
                yield at, cell


LEFT = "←"
Item = Words | Grid


# --- a text → what its office wrote ---------------------------------------------------------------


def items_of(lines: Sequence[str]) -> list[Item]:
    """The paragraphs and tables of a text, without its pages: a table that goes on over pages under the same
    head is one."""
    source = build("gazette.txt", lines)
    items: list[Item] = []
    rows: list[list[str]] = []
    for block in source.blocks:
        if block.is_row:
            rows.append([cell.strip() for cell in source.lines[block.first - 1].split("\t")])
            continue
        if rows:
            _add_table(items, rows)
            rows = []
        items.extend(_words(source, block))
    if rows:
        _add_table(items, rows)
    return items


def _words(source: SourceText, block: Block) -> Iterator[Words]:
    printed = [source.lines[n - 1].strip() for n in range(block.first, block.last + 1)]
    printed = [re.sub(r"[\s\u3000]+", " ", line) for line in printed if line.strip()]
    if len(printed) == 1 or block.first == block.last:
        yield Words((block.raw,), _style(block.raw))
    elif len(block.text) <= 90 and not re.search(r"[。；：]", block.text) and not STRUCTURE.match(block.text):
        yield Words(tuple(printed), "title" if _TITLE.search(block.text) else "heading")
    elif _is_roster(printed):
        yield from (Words((line,), _style(line)) for line in printed)
    else:
        yield Words((block.text,), "prose")


def _is_roster(printed: Sequence[str]) -> bool:
    """Whether the lines are an entry each, with blanks behind the names."""
    entry = re.compile(r"^[^。；]*[：:]\S(?: ?\S){1,2} [^。；]*$|^\S(?: ?\S){1,2} [^。；]*$")
    return all(entry.match(line) for line in printed)


def _style(text: str) -> str:
    if DATE_LINE.match(text) or _ISSUER.match(text):
        return "signature"
    if _TITLE.search(text) and not STRUCTURE.match(text):
        return "title"
    short = len(text) <= 60 and not re.search(r"[。；：:，,]", text) and not STRUCTURE.match(text)
    return "heading" if short else "prose"


def _add_table(items: list[Item], rows: Sequence[Sequence[str]]) -> None:
    wide = max(len(row) for row in rows)
    head = [*rows[0], *[""] * (wide - len(rows[0]))]
    before = next((item for item in reversed(items) if isinstance(item, Grid)), None)
    if before is not None and before.rows[0] == _head(head):
        at = items.index(before)
        # The title may be printed again above the head.
        if all(item in items[:at] for item in items[at + 1 :]):
            del items[at + 1 :]
            grid = before
        else:
            grid = Grid([_head(head)])
            items.append(grid)
    else:
        grid = Grid([_head(head)])
        items.append(grid)
    for row in rows[1:]:
        grid.rows.append(_row(grid, [*row, *[""] * (wide - len(row))]))


def _head(cells: Sequence[str]) -> list[str | None]:
    return [LEFT if at and not cell else cell for at, cell in enumerate(cells)]


def _row(grid: Grid, cells: Sequence[str]) -> list[str | None]:
    """The cells of a row: what is empty goes on from above where the row has no number of its own, or where
    its column must hold something; what stands under a merged head is merged alike."""
    head = grid.rows[0]
    total = any(re.match(r"合\s*计|总\s*计", cell) for cell in cells[:2])
    row: list[str | None] = []
    for at, cell in enumerate(cells):
        found = column(head[at] or "")
        from_above = len(grid.rows) > 1 and not total and (not cells[0] or (found and found.required))
        if cell:
            row.append(cell.replace(BREAK, "\n"))
        elif head[at] == LEFT and grid.rows[-1][at] in (LEFT, "") and row[-1]:
            row.append(LEFT)
        else:
            row.append(None if from_above and grid.rows[-1][at] != LEFT else "")
    return row


def with_real_tables(lines: Sequence[str], gold: Mapping[str, Any]) -> list[str]:
    """A text whose tables came out of their cells, with those in rows of cells that the reading made of it by
    hand (``tests/readings``) has: codes, certificates, tasks per unit, figures per unit."""
    changes: list[tuple[int, int, list[list[str]]]] = []
    if codes := gold.get("registration_codes"):
        rows = [[str(code["ordinal"]), code["unit"], code["code"], ""] for code in codes]
        head = ["序号", "单位名称", "登记号", "备注"]
        changes.append((_head_line(lines, codes[0]["line"]), codes[-1]["line"], [head, *rows]))
    if found := gold.get("certificates"):
        rows = [[str(row["ordinal"]), row["title"], row["unit"], row["level"]] for row in found]
        head = ["序号", "证照类型名称", "汇聚部门", "颁发层级"]
        changes.append((_head_line(lines, found[0]["first_line"]), found[-1]["first_line"], [head, *rows]))
    if found := gold.get("unit_tasks"):
        starts = [row["first_line"] for row in found]
        ends = [*(start - 1 for start in starts[1:]), _table_end(lines, starts[-1])]
        rows = [
            [str(row["ordinal"]), row["unit"], BREAK.join(_items(lines[start - 1 : end]))]
            for row, start, end in zip(found, starts, ends, strict=True)
        ]
        head = ["序号", "责任单位", "主要工作任务"]
        changes.append((_head_line(lines, starts[0]), ends[-1], [head, *rows]))
    for name in dict.fromkeys(t["table"] for t in gold.get("targets", ()) if "value_line" in t):
        targets = [t for t in gold["targets"] if t["table"] == name]
        rows = [["单位名称", *(t["unit"] for t in targets)], [targets[0]["measure"]]]
        rows[1] += [t["value"] for t in targets]
        first = _head_line(lines, targets[0]["first_line"], "单位名称")
        changes.append((first, targets[0]["value_line"], rows))
    text = list(lines)
    for first, last, rows in sorted(changes, key=lambda change: -change[0]):
        text[first - 1 : last] = ["\t".join(row) for row in rows]
    return text


def _head_line(lines: Sequence[str], first: int, head: str = "序") -> int:
    """The line on which the head of a table begins whose first row stands on line ``first``."""
    return next(n for n in range(first - 1, 0, -1) if compact(lines[n - 1]).startswith(head))


def _table_end(lines: Sequence[str], last: int) -> int:
    """The last line of a table whose last row begins on line ``last``."""
    stop = next(n for n in range(last, len(lines)) if re.match(r"附\s*件|[^\d].*公报", lines[n - 1].strip()))
    return stop - 1


def _items(lines: Sequence[str]) -> list[str]:
    """The numbered items of a row whose lines also hold its number and its unit."""
    items: list[str] = []
    for line in filter(None, (line.strip() for line in lines)):
        if re.match(rf"{len(items) + 1}\s*(?:[.．、]|(?=[\u4e00-\u9fff]{{3}}))", line):
            if items or not re.match(r"\d+\s+[\u4e00-\u9fff]", line):
                items.append(line)
        elif items and not line.startswith("序"):
            items[-1] += line
    return items


# --- what it wrote → files ------------------------------------------------------------------------


def _with_head(items: Sequence[Item], running: str) -> list[Item]:
    """The items with the running head where the first page of a text ends."""
    return [*items[:1], Words((running,), "heading"), *items[1:]] if running else list(items)


def write_text(items: Sequence[Item], path: Path, running: str = "") -> None:
    """As text: a paragraph a line, cells separated by tabs."""
    lines: list[str] = []
    for item in _with_head(items, running):
        if isinstance(item, Words):
            lines += item.lines
            continue
        for row in item.rows:
            lines.append(
                "\t".join("" if cell in (None, LEFT) else str(cell).replace("\n", " ") for cell in row)
            )
    path.write_text("\n".join(lines), "utf-8")


def write_markdown(items: Sequence[Item], path: Path, running: str = "") -> None:
    """As Markdown: headings as headings, tables as tables of GitHub, which cannot merge cells."""
    parts: list[str] = []
    for item in _with_head(items, running):
        if isinstance(item, Words):
            parts.append("\n\n".join(line.replace("*", "\\*").replace("_", "\\_") for line in item.lines))
            continue
        shown = [["" if c in (None, LEFT) else str(c).replace("\n", "<br>") for c in r] for r in item.rows]
        head, *rows = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in shown]
        parts.append("\n".join([head, "|---" * len(item.rows[0]) + "|", *rows]))
    path.write_text("\n\n".join(parts), "utf-8")


def write_html(items: Sequence[Item], path: Path, running: str = "") -> None:
    """As a page of an office's web site, with navigation and footer around the text."""
    body: list[str] = []
    for item in _with_head(items, running):
        if isinstance(item, Grid):
            body += _html_table(item)
        else:
            text = "<br>".join(map(escape, item.lines))
            align = {"title": "center", "heading": "center", "signature": "right"}.get(item.style, "")
            style = f"text-align:{align}" if align else "text-indent:2em"
            body.append(f'<p style="{style}"><span>{text}</span></p>')
    page = [
        '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>政府公报</title></head><body>',
        '<nav><a href="/">首页</a> <a href="/zw">政务公开</a> <a href="/fw">办事服务</a></nav>',
        '<div class="article">',
        *body,
        "</div>",
        "<footer>版权所有：青山市人民政府 网站标识码：0000000000</footer></body></html>",
    ]
    path.write_text("\n".join(page), "utf-8")


def _html_table(grid: Grid) -> Iterator[str]:
    yield '<table border="1" cellspacing="0">'
    for row in range(len(grid.rows)):
        cells = []
        for at, cell in grid.cells(row):
            down, right = grid.rows_covered(row, at), grid.columns_covered(row, at)
            spans = f' rowspan="{down}"' * (down > 1) + f' colspan="{right}"' * (right > 1)
            paragraphs = "".join(f"<p>{escape(part)}</p>" for part in cell.split("\n"))
            cells.append(f"<td{spans}>{paragraphs}</td>")
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</table>"


def write_docx(items: Sequence[Item], path: Path, running: str = "") -> None:
    """As a Word document: indents and centring by style, merged cells, heads that repeat over pages."""
    document = docx.Document()
    aligned = {
        "title": WD_ALIGN_PARAGRAPH.CENTER,
        "heading": WD_ALIGN_PARAGRAPH.CENTER,
        "signature": WD_ALIGN_PARAGRAPH.RIGHT,
    }
    for item in items:
        if isinstance(item, Grid):
            _docx_table(document, item)
            continue
        paragraph = document.add_paragraph()
        for number, line in enumerate(item.lines):
            run = paragraph.add_run(line)
            if number + 1 < len(item.lines):
                run.add_break()
        paragraph.alignment = aligned.get(item.style, WD_ALIGN_PARAGRAPH.JUSTIFY)
        if item.style == "prose":
            paragraph.paragraph_format.first_line_indent = Pt(32)
    if running:
        document.sections[0].header.paragraphs[0].text = running
    document.save(str(path))


def _docx_table(document: Any, grid: Grid) -> None:
    """Cell by cell in XML: python-docx looks every cell up again, which takes minutes for large tables."""
    table = document.add_table(0, len(grid.rows[0]))
    for row, cells in enumerate(grid.rows):
        tr = table._tbl.add_tr()
        if not row:
            tr.get_or_add_trPr().append(tr.makeelement(qn("w:tblHeader"), {}))
        for at, cell in enumerate(cells):
            if cell == LEFT:
                continue
            tc = tr._add_tc()
            right = grid.columns_covered(row, at)
            if right > 1:
                tc.grid_span = right
            if cell is None or grid.rows_covered(row, at) > 1:
                tc.vMerge = "continue" if cell is None else "restart"
            for text in (cell or "").split("\n"):
                tc.add_p().add_r().text = text


def write_pdf(items: Sequence[Item], path: Path, running: str = "") -> None:
    """As pages of A4: running heads ``running`` from the second page on, page numbers at the foot."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    font: dict[str, Any] = {"fontName": _FONT, "wordWrap": "CJK"}
    styles = {
        "prose": ParagraphStyle("prose", fontSize=16, leading=28, firstLineIndent=32, **font),
        "heading": ParagraphStyle("heading", fontSize=16, leading=28, alignment=1, **font),
        "title": ParagraphStyle("title", fontSize=22, leading=34, alignment=1, spaceBefore=28, **font),
        "signature": ParagraphStyle(
            "signature", fontSize=16, leading=28, alignment=2, rightIndent=64, **font
        ),
    }
    in_cell = ParagraphStyle("cell", fontSize=10.5, leading=15, **font)
    story: list[Any] = []
    for item in items:
        if isinstance(item, Grid):
            story.append(_pdf_table(item, in_cell))
        else:
            story.append(
                Paragraph(_DOTS.sub("・", "<br/>".join(map(escape, item.lines))), styles[item.style])
            )

    def furnish(canvas: Any, page: Any) -> None:
        canvas.setFont(_FONT, 9)
        canvas.drawRightString(A4[0] - _SIDE, 64, "政务服务热线 12345")
        canvas.setFont(_FONT, 14)
        canvas.drawCentredString(A4[0] / 2, 40, f"— {page.page} —")
        if running and page.page > 1:
            canvas.setFont(_FONT, 10.5)
            canvas.drawString(_SIDE, A4[1] - 60, running)
            canvas.line(_SIDE, A4[1] - 64, A4[0] - _SIDE, A4[1] - 64)

    frame = Frame(_SIDE, 99, _MEASURE, A4[1] - 99 - 105, 0, 0, 0, 0)
    pages = BaseDocTemplate(str(path), pagesize=A4)
    pages.addPageTemplates(PageTemplate(frames=[frame], onPage=furnish))
    pages.build(story)


def _pdf_table(grid: Grid, in_cell: ParagraphStyle) -> Table:
    style: list[Any] = [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 2),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ]
    shown: list[list[Any]] = []
    for row in range(len(grid.rows)):
        line: list[Any] = [""] * len(grid.rows[0])
        for at, cell in grid.cells(row):
            down, right = grid.rows_covered(row, at), grid.columns_covered(row, at)
            if down > 1 or right > 1:
                style.append(("SPAN", (at, row), (at + right - 1, row + down - 1)))
            line[at] = [Paragraph(_DOTS.sub("・", escape(part)), in_cell) for part in cell.split("\n")]
        shown.append(line)
    return Table(shown, colWidths=_widths(grid), style=style, repeatRows=1)


def _widths(grid: Grid) -> list[float]:
    """Narrow columns as wide as what they hold, the rest for those with prose."""
    longest = [
        max((width(part) for row in grid.rows for part in (row[at] or "").split("\n")), default=1.0)
        for at in range(len(grid.rows[0]))
    ]
    wanted = [min(max(most, 2.0), 30.0) * 10.5 + 6 for most in longest]
    scale = _MEASURE / sum(wanted)
    if scale >= 1:
        return wanted
    least = [min(w, 4 * 10.5 + 6 if len(wanted) < 12 else 18.0) for w in wanted]
    spare = (_MEASURE - sum(least)) / max(1.0, sum(w - x for w, x in zip(wanted, least, strict=True)))
    return [x + (w - x) * spare for w, x in zip(wanted, least, strict=True)]


WRITERS: Mapping[str, Callable[[Sequence[Item], Path, str], None]] = {
    "txt": write_text,
    "md": write_markdown,
    "html": write_html,
    "docx": write_docx,
    "pdf": write_pdf,
}
