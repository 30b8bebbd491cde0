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
    return (paragraph for _, paragraph in placed_paragraphs(element))


def placed_paragraphs(element: HtmlElement) -> Iterator[tuple[HtmlElement, Paragraph]]:
    """The paragraphs and table rows of an element, each with the element in which it begins."""
    buffer: list[_Text] = []
    for piece in _pieces(element):
        if piece.breaks or piece.cells is not None:
            yield from _flushed(buffer)
        if piece.cells is None:
            buffer.append(piece)
        else:
            yield piece.element, Paragraph(piece.line, grid.line(piece.cells), True)
    yield from _flushed(buffer)


def words(element: HtmlElement) -> str:
    """The visible text of an element, blanks and all."""
    return "".join(_words(element))


def _words(element: HtmlElement) -> Iterator[str]:
    stack: list[HtmlElement | str] = [element]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
        elif isinstance(item.tag, str) and item.tag not in UNSEEN:
            yield item.text or ""
            for child in reversed(item):
                stack += [child.tail or "", child]


@dataclass(frozen=True, slots=True)
class _Text:
    """A piece of text (or the cells of a row), the element and the line in which it stands, and whether a
    new paragraph begins in front of it."""

    element: HtmlElement
    line: int
    text: str = ""
    breaks: bool = False
    cells: list[str] | None = None


def _flushed(buffer: list[_Text]) -> Iterator[tuple[HtmlElement, Paragraph]]:
    text = _SPACE.sub(" ", "".join(piece.text for piece in buffer)).strip()
    if text:
        first = next(piece for piece in buffer if piece.text.strip())
        yield first.element, Paragraph(first.line, text)
    buffer.clear()


def _pieces(root: HtmlElement) -> Iterator[_Text]:
    """The text of an element piece by piece. Pages nest deeply: no recursion."""
    numbers: dict[HtmlElement, int] = {}
    # What is still to be visited: elements, and pieces that are known.
    stack: list[tuple[HtmlElement, int, bool] | _Text] = [(root, root.sourceline or 1, False)]
    while stack:
        item = stack.pop()
        if isinstance(item, _Text):
            yield item
            continue
        element, line, preformatted = item
        if not isinstance(element.tag, str) or element.tag in UNSEEN:
            continue
        line = element.sourceline or line
        if element.tag == "br":
            yield _Text(element, line, breaks=True)
            continue
        if element.tag == "table" and not is_layout(element):
            yield from _rows(element)
            continue
        preformatted = preformatted or element.tag == "pre"
        block = element.tag in BLOCKS
        if block:
            yield _Text(element, line, breaks=True)
            stack.append(_Text(element, line, breaks=True))
        if element.tag == "li":
            number = _item_number(element, numbers)
            # 2. 2024年 is not 2.2024年.
            apart = " " if number and words(element).lstrip()[:1].isdigit() else ""
            yield _Text(element, line, number + apart)
        yield from _text(element, element.text, line, preformatted)
        for child in reversed(element):
            if child.tail:
                # Blanks between elements begin no paragraph: their line does not matter.
                behind = (child.sourceline or line) + (_newlines_in(child) if child.tail.strip() else 0)
                stack += reversed(list(_text(element, child.tail, behind, preformatted)))
            stack.append((child, line, preformatted))


def _newlines_in(element: HtmlElement) -> int:
    """Line breaks of the source inside an element: of its text only, tags on several lines aside."""
    # Text rarely follows a large element; where it does, its line need not be exact.
    if len(element) > 20:
        last = element[-1]
        return max(0, (last.sourceline or 0) - (element.sourceline or 0))
    inside = element.itertext() if isinstance(element.tag, str) else (element.text or "",)
    return "".join(inside).count("\n")


def _text(element: HtmlElement, text: str | None, line: int, preformatted: bool) -> Iterator[_Text]:
    if not text:
        return
    if preformatted:
        for offset, part in enumerate(text.split("\n")):
            yield _Text(element, line + offset, part, breaks=offset > 0)
        return
    # The blanks in front of the words may be line breaks of the source.
    blanks = text[: len(text) - len(text.lstrip())]
    yield _Text(element, line + blanks.count("\n"), text)


# --- numbered lists ----------------------------------------------------------------------------

_LETTERS = {"a": "abcdefghijklmnopqrstuvwxyz", "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def _item_number(item: HtmlElement, numbers: dict[HtmlElement, int]) -> str:
    """The number that a browser puts in front of an item of a numbered list; "" where it puts none, or
    where the item's text brings its own. ``numbers`` holds the last number of each list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    following = numbers[parent] + 1 if parent in numbers else _integer(parent.get("start"), 1)
    number = numbers[parent] = _integer(item.get("value"), following)
    if STRUCTURE.match(words(item).strip()):
        return ""
    style = f"{parent.get('style') or ''};{item.get('style') or ''}"
    if re.search(r"list-style(?:-type)?\s*:[^;]*none", style):
        return ""
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


def _rows(table: HtmlElement) -> Iterator[_Text]:
    for caption in table.iterchildren("caption"):
        yield _Text(caption, caption.sourceline or 1, words(caption), breaks=True)
        yield _Text(caption, caption.sourceline or 1, breaks=True)
    rows = list(table.iter("tr"))
    cells = [
        [
            grid.Cell(_cell_text(cell), _span(cell.get("colspan"), 1), _span(cell.get("rowspan"), len(rows)))
            for cell in _cells(row)
        ]
        for row in rows
    ]
    for row, texts in zip(rows, grid.expand(cells), strict=True):
        yield _Text(row, row.sourceline or 1, breaks=True, cells=texts)


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _span(text: str | None, zero: int) -> int:
    """A span; 0 means to the end (HTML 4.9.11), anything unreadable 1."""
    value = _integer(text, 1)
    return zero if value == 0 else max(1, value)


def _cell_text(cell: HtmlElement) -> str:
    return " ".join(paragraph.text for paragraph in paragraphs(cell))
