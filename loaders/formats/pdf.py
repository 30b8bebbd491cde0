"""PDF with a text layer: lines in reading order, tables by their rules into rows, pages kept.

Page numbers and page heads that name the issue stay lines: what they are is decided where all formats meet.
A PDF without a text layer is refused, because what is not read must not look like an empty document.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from loaders.errors import UnreadableFile
from loaders.formats import columns, grid, layout
from loaders.formats.base import Lines
from loaders.formats.layout import Printed

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

SUFFIXES = (".pdf",)

# Fewer characters on a page are a stamp or a page number, no text.
_MIN_TEXT = 8
# The slope from which on a character is tilted, and how much of a page may be a watermark.
_TILT = 0.1
_MAX_TILTED = 0.5
_HANGING = "、，。；：,.;:！？"
# Fonts without a map to Unicode come out as (cid:123); so many make the text worthless.
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_MAX_UNMAPPED = 0.1


def read(path: Path) -> Lines:
    """The lines of a PDF with the page of each.

    Raises UnreadableFile where it is no PDF, is encrypted or damaged, has no text layer, or its fonts do not
    say which characters they print; OSError as ``open`` does. A page without text among others is a problem.
    """
    import pdfplumber
    from pdfminer.pdfexceptions import PDFException
    from pdfplumber.utils.exceptions import PdfminerException

    # pdfminer reports every oddity of a font.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    path.open("rb").close()
    lines: list[Printed] = []
    odd_pages: list[tuple[int, str]] = []
    try:
        with pdfplumber.open(path) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                found, problem = _page_lines(page)
                if sum(len(line.text.strip()) for line in found) < _MIN_TEXT and page.images:
                    problem = "没有文字层，未读 / no text layer, not read"
                if problem:
                    odd_pages.append((number, problem))
                lines += found
                page.close()
    except (PDFException, PdfminerException) as error:
        cause = type(error.args[0] if error.args else error).__name__ + type(error).__name__
        if "Password" in cause or "Encryption" in cause:
            raise UnreadableFile(path.name, "PDF 已加密 / the PDF is encrypted") from error
        raise UnreadableFile(path.name, "不是 PDF，或已损坏 / no PDF, or a damaged one") from error
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        # What pdfminer raises on damaged objects.
        raise UnreadableFile(path.name, "PDF 已损坏 / the PDF is damaged") from error
    problems: list[tuple[int, str]] = []
    if heads := layout.repeated(lines):
        problems.append(
            (0, f"略去各页重复的页眉页脚 {len(heads)} 行 / {len(heads)} page heads and feet left out")
        )
        lines = [line for index, line in enumerate(lines) if index not in heads]
    for number, problem in odd_pages:
        before = sum(1 for line in lines if line.page < number)
        problems.append((max(1, before), f"第{number}页 / page {number}: {problem}"))
    texts = tuple(line.text for line in lines)
    _refuse_unreadable(path.name, texts)
    return Lines(texts, tuple(line.page for line in lines), tuple(problems), layout.begins(lines))


def _refuse_unreadable(source: str, lines: Sequence[str]) -> None:
    text = "".join(lines)
    if len(text.strip()) < _MIN_TEXT:
        raise UnreadableFile(
            source,
            "PDF 没有文字层（扫描件），请先用 OCR 识别（如 ocrmypdf -l chi_sim）"
            " / no text layer (a scan): recognise it first, e.g. with ocrmypdf -l chi_sim",
        )
    unmapped = sum(len(match[0]) for match in _UNMAPPED.finditer(text))
    if unmapped > _MAX_UNMAPPED * len(text):
        raise UnreadableFile(
            source,
            "PDF 字体没有字符对照表，须用 OCR 识别 / fonts without a map to characters: needs OCR",
        )


def _page_lines(page: Page) -> tuple[list[Printed], str]:
    """The lines and table rows of a page in reading order, and what is wrong with it, if anything."""
    # Bold is often the same character printed twice.
    plain, problem = _without_watermark(page.dedupe_chars(tolerance=1))
    tables = [table for table in plain.find_tables() if len(table.columns) > 1]
    for table in tables:
        _pull_in(plain.chars, table)
    outside = plain.filter(lambda item: item.get("object_type") != "char" or not _is_inside(item, tables))
    placed = [line for part in columns.parts(outside) for line in _text_lines(part)]
    for table in sorted(tables, key=lambda table: table.bbox[1]):
        rows = [
            Printed(text, page.page_number, row.bbox[1])
            for row, text in zip(table.rows, _rows(table), strict=True)
        ]
        at = next((i for i, line in enumerate(placed) if line.top > table.bbox[1]), len(placed))
        placed[at:at] = rows
    return placed, problem


def _without_watermark(page: Page) -> tuple[Page, str]:
    """The page without the text that does not stand upright, unless that is most of it."""
    tilted = sum(1 for char in page.chars if _is_tilted(char))
    if not tilted:
        return page, ""
    if tilted > _MAX_TILTED * len(page.chars):
        return page, "文字不是正向排列，可能读错 / its text does not stand upright and may be misread"
    return page.filter(lambda item: not _is_tilted(item)), (
        f"略去斜排文字（水印）{tilted} 字 / {tilted} tilted characters (a watermark) left out"
    )


def _is_tilted(item: dict[str, Any]) -> bool:
    if item.get("object_type") != "char":
        return False
    a, b = item["matrix"][:2]
    return bool(abs(b) > _TILT * abs(a))


def _pull_in(chars: Sequence[dict[str, Any]], table: Table) -> None:
    """Put marks back into the cell of the character they follow: at the end of a full line they are printed
    over its rule (hanging punctuation)."""
    for before, char in pairwise(chars):
        if char["text"] not in _HANGING or abs(char["top"] - before["top"]) > 2:
            continue
        middle, own = (before["x0"] + before["x1"]) / 2, (char["x0"] + char["x1"]) / 2
        if abs(char["x0"] - before["x1"]) > 0.3 * char["size"]:
            continue
        for left, top, right, bottom in table.cells:
            if left <= middle < right <= own and top <= (before["top"] + before["bottom"]) / 2 <= bottom:
                char["x0"], char["x1"] = right - 0.2, right - 0.1


def _is_inside(item: dict[str, Any], tables: Sequence[Table]) -> bool:
    x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return any(t.bbox[0] <= x <= t.bbox[2] and t.bbox[1] <= y <= t.bbox[3] for t in tables)


def _text_lines(page: Page) -> list[Printed]:
    """The lines of a page or of one of its columns."""
    return [
        Printed(
            line["text"],
            page.page_number,
            line["top"],
            line["x0"],
            line["x1"],
            median(char["size"] for char in line["chars"]),
            (round(page.bbox[0]), round(page.bbox[2])),
        )
        for line in page.extract_text_lines(strip=True)
        if line["text"].strip()
    ]


def _rows(table: Table) -> list[str]:
    """The rows of a table. A merged cell has its text in the first row and column it covers."""
    return [grid.line(cell or "" for cell in row) for row in table.extract()]
