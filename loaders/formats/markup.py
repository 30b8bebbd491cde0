"""HTML elements → paragraphs and table rows, as a browser would show them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from loaders.formats import grid
from loaders.numbers import int_to_chinese
from loaders.source import STRUCTURE

# What holds no text of the page, wherever it stands.
UNSEEN = frozenset(
    (
        *(
            "script",
            "style",
            "noscript",
            "template",
            "iframe",
            "object",
            "embed",
            "svg",
            "math",
            "canvas",
            "video",
        ),
        *("audio", "head", "title", "input", "button", "select", "textarea", "map", "datalist"),
    )
)
BLOCKS = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "div",
            "dl",
        ),
        *(
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
        ),
        *(
            "hgroup",
            "hr",
            "html",
            "legend",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "summary",
            "table",
        ),
        *("tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
    )
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_PARAGRAPHS = ("p", "br", "div", "li")
# A cell with so much text in several paragraphs arranges the page.
_LAYOUT_TEXT = 500
_LAYOUT_PARAGRAPHS = 3


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or a table row (cells separated by tabs), and the line of the source where it begins."""

    line: int
    text: str
    is_row: bool = False


def paragraphs(element: HtmlElement) -> Iterator[Paragraph]:
    """The paragraphs and table rows of an element, in the order of the page."""
    buffer: list[tuple[int, str]] = []
    for line, text, breaks in _flow(element, element.sourceline or 1, False):
        if breaks or not isinstance(text, str):
            yield from _flushed(buffer)
        if isinstance(text, str):
            buffer.append((line, text))
        else:
            yield Paragraph(line, grid.line(text), True)
    yield from _flushed(buffer)


def words(element: HtmlElement) -> str:
    """The visible text of an element, blanks and all."""
    return "".join(_words(element))


def _words(element: HtmlElement) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in UNSEEN:
        return
    yield element.text or ""
    for child in element:
        yield from _words(child)
        yield child.tail or ""


def _flushed(buffer: list[tuple[int, str]]) -> Iterator[Paragraph]:
    text = _SPACE.sub(" ", "".join(piece for _, piece in buffer)).strip()
    if text:
        yield Paragraph(next(line for line, piece in buffer if piece.strip()), text)
    buffer.clear()


_Flow = tuple[int, str | list[str], bool]


def _flow(element: HtmlElement, line: int, preformatted: bool) -> Iterator[_Flow]:
    """The text of an element piece by piece: its line, text (or the cells of a row), and whether a new
    paragraph begins in front of it."""
    if not isinstance(element.tag, str) or element.tag in UNSEEN:
        return
    line = element.sourceline or line
    if element.tag == "br":
        yield line, "", True
        return
    if element.tag == "table" and not is_layout(element):
        yield from _rows(element)
        return
    block = element.tag in BLOCKS
    preformatted = preformatted or element.tag == "pre"
    if block:
        yield line, "", True
    if element.tag == "li":
        yield line, _item_number(element), False
    yield from _text(element.text, line, preformatted)
    for child in element:
        yield from _flow(child, line, preformatted)
        inside = child.itertext() if isinstance(child.tag, str) else (child.text or "",)
        behind = (child.sourceline or line) + "".join(inside).count("\n")
        yield from _text(child.tail, behind, preformatted)
    if block:
        yield line, "", True


def _text(text: str | None, line: int, preformatted: bool) -> Iterator[_Flow]:
    if not text:
        return
    if preformatted:
        for offset, part in enumerate(text.split("\n")):
            yield line + offset, part, offset > 0
        return
    # The blanks in front of the words may be line breaks of the source.
    blanks = text[: len(text) - len(text.lstrip())]
    yield line + blanks.count("\n"), text, False


# --- numbered lists ----------------------------------------------------------------------------

_LETTERS = {"a": "abcdefghijklmnopqrstuvwxyz", "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def _item_number(item: HtmlElement) -> str:
    """The number that a browser puts in front of an item of a numbered list; "" where it puts none, or
    where the item's text brings its own."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or STRUCTURE.match(words(item).strip()):
        return ""
    style = f"{parent.get('style') or ''};{item.get('style') or ''}"
    if re.search(r"list-style(?:-type)?\s*:[^;]*none", style):
        return ""
    number = _integer(parent.get("start"), 1)
    for sibling in parent.iterchildren("li"):
        number = _integer(sibling.get("value"), number)
        if sibling is item:
            break
        number += 1
    if re.search(r"cjk-|chinese", style) and 0 < number < 10000:
        return f"{int_to_chinese(number)}、"
    letters = _LETTERS.get(parent.get("type") or "", "")
    return f"{letters[number - 1]}." if 0 < number <= len(letters) else f"{number}."


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,6}\s*", text) else default


# --- tables --------------------------------------------------------------------------------------


def is_layout(table: HtmlElement) -> bool:
    """Whether a table only arranges the page: it holds tables, has one column, or a cell with the
    paragraphs of a whole document."""
    if len(list(table.iter("table"))) > 1:
        return True
    rows = [_cells(row) for row in table.iter("tr")]
    least = _LAYOUT_TEXT if len(rows) > 1 else 0
    if max((sum(_span(cell.get("colspan"), 1) for cell in cells) for cells in rows), default=0) < 2:
        return True
    return any(
        len(words(cell)) > least and len(list(cell.iter(*_PARAGRAPHS))) >= _LAYOUT_PARAGRAPHS
        for cells in rows
        for cell in cells
    )


def _rows(table: HtmlElement) -> Iterator[_Flow]:
    for caption in table.iterchildren("caption"):
        yield caption.sourceline or 1, words(caption), True
        yield caption.sourceline or 1, "", True
    rows = list(table.iter("tr"))
    cells = [
        [
            grid.Cell(_cell_text(cell), _span(cell.get("colspan"), 1), _span(cell.get("rowspan"), len(rows)))
            for cell in _cells(row)
        ]
        for row in rows
    ]
    for row, texts in zip(rows, grid.expand(cells), strict=True):
        yield row.sourceline or 1, texts, True


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _span(text: str | None, zero: int) -> int:
    """A span; 0 means to the end (HTML 4.9.11), anything unreadable 1."""
    value = _integer(text, 1)
    return zero if value == 0 else max(1, value)


def _cell_text(cell: HtmlElement) -> str:
    return " ".join(paragraph.text for paragraph in paragraphs(cell))
