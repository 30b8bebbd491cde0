"""The two ways gazettes come: tables with tabs and paragraphs unbroken, and hard-wrapped pages with
flattened tables, running heads and page numbers, as text comes out of a PDF."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.content import Document, Gazette, Line, Paragraph, Table

# Columns of full-width characters, and lines of print, of a page.
_COLUMN = 36.0
_PAGE = 40
_LONG_CELL = 18


def unbroken(gazette: Gazette) -> str:
    """A gazette with masthead and contents; a paragraph is one line, a table row one line with tabs."""
    name = f"{gazette.city.name}市人民政府"
    lines = [f"{name}公报", str(gazette.year), f"第 {gazette.number} 期"]
    lines += [f"{gazette.year} 年第 {gazette.number} 期", f"{2 * gazette.number} 月 22 日出版", "目 录"]
    for page, document in enumerate(gazette.documents, 1):
        number = f"（{_numbers(document)}）" if document.number else ""
        title = document.title if "纪要" in document.title else document.issuer + document.title
        lines.append(f"{title}{number} ({3 * page})")
    lines += ["主办：", f"{name}办公室", "责任编辑：" + gazette.city.leaders[-1][1]]
    for document in gazette.documents:
        if document.number:
            lines += [document.issuer, document.title, f"（{_numbers(document)}）"]
        else:
            lines.append(document.title)
        for element in document.elements:
            if isinstance(element, Table):
                lines += ["\t".join(row) for row in (element.heads, *element.rows)]
            else:
                lines.append(element.text)
    return "\n\n".join(lines) + "\n"


def broken(gazette: Gazette) -> str:
    """A gazette in pages: lines broken at a column, tables without cells, running heads, page numbers."""
    head = f"{gazette.city.name}市人民政府公报 {gazette.year} 年第 {gazette.number} 期"
    out: list[str] = []
    page = 1
    for document in gazette.documents:
        for line in _broken_document(document):
            out.append(line)
            if len(out) % _PAGE == 0:
                page += 1
                out.append(head if page % 2 else f"- {page} -")
    return "\n\n".join(out) + "\n"


def _numbers(document: Document) -> str:
    return f"{document.registration} {document.number}" if document.registration else document.number


def _broken_document(document: Document) -> Iterator[str]:
    if document.number:
        if document.registration:
            yield document.registration
        yield f" {document.number}"
        yield document.issuer
    yield from _wrapped(document.title, indent=0)
    for element in document.elements:
        if isinstance(element, Line):
            yield element.text
        elif isinstance(element, Paragraph):
            yield from _wrapped(element.text, indent=2)
        else:
            yield from _flattened(element)


def _flattened(table: Table) -> Iterator[str]:
    """The rows without cells: a line each, or a line for every cell where a cell is long."""
    if not any(len(cell) > _LONG_CELL for row in table.rows for cell in row):
        yield " ".join(table.heads)
        yield from (" ".join(filter(None, row)) for row in table.rows)
        return
    apart = len(table.heads) > 3
    yield from table.heads if apart else [" ".join(table.heads)]
    for row in table.rows:
        cells = [cell for cell in row if cell]
        if not apart:
            yield " ".join(cells[:-1])
            cells = cells[-1:]
        for cell in cells:
            yield from _wrapped(cell, indent=0)


def _wrapped(text: str, indent: int) -> Iterator[str]:
    """The printed lines of a paragraph; no line begins with a closing mark."""
    room = _COLUMN - indent
    start = 0
    used = 0.0
    for index, char in enumerate(text):
        size = 0.5 if char < "\u2000" else 1.0
        if used + size > room and char not in "，。；：、）》”":
            yield text[start:index]
            start, used, room = index, 0.0, _COLUMN
        used += size
    yield text[start:]
