"""PDF with a text layer: lines in reading order, tables by their rules into rows, pages kept.

Page heads and page numbers stay lines: what they are is decided where all formats meet. A PDF without a text
layer is refused, because what is not read must not look like an empty document.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from loaders.errors import UnreadableFile
from loaders.formats import columns, grid
from loaders.formats.base import Lines

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

SUFFIXES = (".pdf",)

# Fewer characters on a page are a stamp or a page number, no text.
_MIN_TEXT = 8
# The slope from which on a character is tilted, and how much of a page may be a watermark.
_TILT = 0.1
_MAX_TILTED = 0.5
# Fonts without a map to Unicode come out as (cid:123); so many make the text worthless.
_UNMAPPED = re.compile(r"\(cid:\d+\)")
_MAX_UNMAPPED = 0.1


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line or a table row, and how far from the top of its page it stands, in points."""

    top: float
    text: str


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
    lines: list[str] = []
    pages: list[int] = []
    problems: list[tuple[int, str]] = []
    try:
        with pdfplumber.open(path) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                found, problem = _page_lines(page)
                if sum(len(line.strip()) for line in found) < _MIN_TEXT and page.images:
                    problem = "没有文字层，未读 / no text layer, not read"
                if problem:
                    problems.append((max(1, len(lines)), f"第{number}页 / page {number}: {problem}"))
                lines += found
                pages += [number] * len(found)
                page.close()
    except (PDFException, PdfminerException) as error:
        cause = type(error.args[0] if error.args else error).__name__ + type(error).__name__
        if "Password" in cause or "Encryption" in cause:
            raise UnreadableFile(path.name, "PDF 已加密 / the PDF is encrypted") from error
        raise UnreadableFile(path.name, "不是 PDF，或已损坏 / no PDF, or a damaged one") from error
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        # What pdfminer raises on damaged objects.
        raise UnreadableFile(path.name, "PDF 已损坏 / the PDF is damaged") from error
    _refuse_unreadable(path.name, lines)
    return Lines(tuple(lines), tuple(pages), tuple(problems))


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


def _page_lines(page: Page) -> tuple[list[str], str]:
    """The lines and table rows of a page in reading order, and what is wrong with it, if anything."""
    # Bold is often the same character printed twice.
    plain, problem = _without_watermark(page.dedupe_chars(tolerance=1))
    tables = [table for table in plain.find_tables() if len(table.columns) > 1]
    outside = plain.filter(lambda item: item.get("object_type") != "char" or not _is_inside(item, tables))
    placed = [line for part in columns.parts(outside) for line in _text_lines(part)]
    for table in sorted(tables, key=lambda table: table.bbox[1]):
        rows = [_Placed(row.bbox[1], text) for row, text in zip(table.rows, _rows(table), strict=True)]
        at = next((i for i, line in enumerate(placed) if line.top > table.bbox[1]), len(placed))
        placed[at:at] = rows
    return [line.text for line in placed], problem


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


def _is_inside(item: dict[str, Any], tables: Sequence[Table]) -> bool:
    x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return any(t.bbox[0] <= x <= t.bbox[2] and t.bbox[1] <= y <= t.bbox[3] for t in tables)


def _text_lines(page: Page) -> list[_Placed]:
    return [
        _Placed(line["top"], line["text"])
        for line in page.extract_text_lines(return_chars=False, strip=True)
        if line["text"].strip()
    ]


def _rows(table: Table) -> list[str]:
    """The rows of a table. A merged cell has its text in the first row and column it covers."""
    return [grid.line(cell or "" for cell in row) for row in table.extract()]
