"""Word documents (.docx, ECMA-376): paragraphs, tables, and the numbers of automatic lists."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.errors import UnreadableFile
from loaders.formats import bounded, grid
from loaders.formats.base import Lines
from loaders.source import is_running_head

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

    from loaders.formats.numbering import Numbering

SUFFIXES = (".docx",)

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# An old .doc, or an encrypted document, is an OLE file.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(path: Path) -> Lines:
    """The lines of a Word document: a paragraph (or what stands between its line breaks) or a table row each.

    Raises UnreadableFile where it is no Word document, is encrypted, damaged, too large when unpacked, or
    holds no text; OSError as ``open`` does.
    """
    from loaders.formats.numbering import Numbering

    document = _open(path)
    numbering = Numbering(document)
    # Behind the last text of a row stand its empty cells.
    lines = [
        line if "\t" in line else line.rstrip() for line in _block_lines(document.element.body, numbering)
    ]
    while lines and not lines[-1]:
        lines.pop()
    lines += _running_heads(document)
    if not lines:
        raise UnreadableFile(path.name, "文档中没有文字 / the document has no text")
    return Lines(tuple(lines))


def _running_heads(document: Document) -> list[str]:
    """The page heads that name the gazette and its issue, each once; other heads are no text."""
    heads = [h for s in document.sections for h in (s.header, s.even_page_header, s.first_page_header)]
    # Asking a head that a section does not have for its paragraphs would make one.
    texts = (p.text.strip() for head in heads if not head.is_linked_to_previous for p in head.paragraphs)
    return [text for text in dict.fromkeys(texts) if is_running_head(text)]


def _open(path: Path) -> Document:
    import docx

    with path.open("rb") as stream:
        if stream.read(len(_OLE)) == _OLE:
            raise UnreadableFile(
                path.name,
                "旧版或已加密的 Word 文档，请另存为 .docx / an old or encrypted document: save it as .docx",
            )
    try:
        with zipfile.ZipFile(path) as container:
            bounded.check(container.infolist(), path.name)
        return docx.Document(str(path))
    except (UnreadableFile, OSError, MemoryError):
        raise
    except Exception as error:  # python-docx, lxml, zipfile and zlib each raise their own
        raise UnreadableFile(
            path.name, "不是 Word 文档，或已损坏 / no Word document, or a damaged one"
        ) from error


def _block_lines(parent: BaseOxmlElement, numbering: Numbering) -> Iterator[str]:
    """The lines of a body, a cell or a text box."""
    for child in parent:
        if child.tag == f"{_W}p":
            for box in _boxes(child):
                yield from _block_lines(box, numbering)
            yield from _paragraph_lines(child, numbering)
        elif child.tag == f"{_W}tbl":
            yield from _table_lines(child, numbering)
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins", f"{_W}moveTo"):
            yield from _block_lines(child, numbering)


def _paragraph_lines(paragraph: BaseOxmlElement, numbering: Numbering) -> Iterator[str]:
    text = "".join(_run_text(paragraph))
    number = numbering.next_number(paragraph) if text.strip() else ""
    # A tab would make a row of it.
    yield from (number + text).replace("\t", "  ").split("\n")


def _run_text(element: BaseOxmlElement) -> Iterator[str]:
    """The text of a paragraph as it reads with all changes accepted; text boxes and comments left out."""
    for child in element:
        tag = child.tag
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag in (f"{_W}tab", f"{_W}ptab"):
            yield "\t"
        elif tag == f"{_W}br":
            yield "" if child.get(f"{_W}type") in ("page", "column") else "\n"
        elif tag == f"{_W}cr":
            yield "\n"
        elif tag == f"{_W}noBreakHyphen":
            yield "-"
        elif tag not in (f"{_W}del", f"{_W}moveFrom", f"{_W}pPr", f"{_W}rPr", f"{_W}txbxContent", _FALLBACK):
            yield from _run_text(child)


def _boxes(paragraph: BaseOxmlElement) -> list[BaseOxmlElement]:
    """The text boxes anchored in a paragraph; drawings carry a second copy for old programs."""
    boxes = []
    for box in paragraph.iter(f"{_W}txbxContent"):
        between = [ancestor.tag for ancestor in box.iterancestors()]
        between = between[: between.index(f"{_W}p")]
        if _FALLBACK not in between:
            boxes.append(box)
    return boxes


# --- tables ---------------------------------------------------------------------------------------


def _table_lines(table: BaseOxmlElement, numbering: Numbering) -> Iterator[str]:
    rows = [list(_row_cells(row)) for row in _children(table, "tr")]
    if max((len(row) for row in rows), default=0) == 1:
        # A frame around text, no table.
        for row in rows:
            for cell, _ in row:
                if cell is not None:
                    yield from _block_lines(cell, numbering)
        return
    cells = [
        [grid.Cell("" if cell is None else _cell_text(cell, numbering), columns) for cell, columns in row]
        for row in rows
    ]
    yield from (grid.line(row) for row in grid.expand(cells))


def _row_cells(row: BaseOxmlElement) -> Iterator[tuple[BaseOxmlElement | None, int]]:
    """The cells of a row: the cell (None where it continues the one above, or where the row is set in)
    and the columns it covers."""
    properties = next(iter(_children(row, "trPr")), None)
    before = _value(properties, "gridBefore")
    if before:
        yield None, before
    for cell in _children(row, "tc"):
        own = next(iter(_children(cell, "tcPr")), None)
        merge = own.find(f"{_W}vMerge") if own is not None else None
        continues = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
        yield (None if continues else cell), max(1, _value(own, "gridSpan"))


def _value(properties: BaseOxmlElement | None, name: str) -> int:
    element = properties.find(f"{_W}{name}") if properties is not None else None
    value = element.get(f"{_W}val", "") if element is not None else ""
    return int(value) if value.isdecimal() else 0


def _children(parent: BaseOxmlElement, name: str) -> Iterator[BaseOxmlElement]:
    """Children of a name, also inside content controls and accepted insertions."""
    for child in parent:
        if child.tag == f"{_W}{name}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}customXml", f"{_W}ins"):
            yield from _children(child, name)


def _cell_text(cell: BaseOxmlElement, numbering: Numbering) -> str:
    return " ".join(line.replace("\t", " ") for line in _block_lines(cell, numbering) if line.strip())
