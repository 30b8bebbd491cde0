"""Web pages: the main text of a page, its tables as rows, without navigation, buttons and footers.

Line numbers are those of the HTML source where every paragraph begins on a line of its own there;
otherwise (several on one line) the paragraphs are numbered in their order.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from loaders.errors import UnreadableFile
from loaders.formats import grid
from loaders.formats.base import Lines
from loaders.formats.text import decode
from loaders.numbers import int_to_chinese
from loaders.pagedump.furniture import is_furniture
from loaders.source import STRUCTURE

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_SNIFFED = 4096
# No text of the page, wherever it stands.
_UNSEEN = frozenset(
    "script style noscript template iframe object embed svg math canvas video audio head title input button "
    "select textarea map datalist".split()
)
# Landmarks around the text (HTML 4.3; WAI-ARIA 1.2, 5.3.4).
_AROUND = frozenset("nav footer aside dialog menu".split())
_ROLES_AROUND = frozenset("navigation banner contentinfo complementary search menu menubar toolbar dialog".split())
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr html li legend main nav ol p pre section summary table tbody td tfoot "
    "th thead tr ul".split()
)
_SPACE = re.compile(r"[ \t\r\n\f]+")
# A page whose text is mostly links is a list of pages: so much of a block's text makes it navigation.
_LINKED = 0.6
_MIN_LINKS = 2
# The main text is the smallest element that holds so much of the page's prose.
_MAIN_SHARE = 0.85
_LAYOUT_PROSE = 500


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or a table row of a page: its text and the line of the source on which it begins."""

    line: int
    text: str
    is_row: bool = False


def read(path: Path) -> Lines:
    """The main text of a web page, a paragraph or table row a line.

    Raises UnreadableFile where the page cannot be decoded or holds no text; OSError as ``open`` does.
    """
    text = decode_page(path.read_bytes(), path.name)
    kept, left_out = main_text(text)
    if not kept:
        raise UnreadableFile(path.name, "网页中没有正文 / the page has no text")
    problems: tuple[tuple[int, str], ...] = ()
    if left_out:
        size = sum(len(paragraph.text) for paragraph in left_out)
        problems = ((0, f"略去网页导航、按钮等共 {size} 字 / page furniture left out: {size} characters"),)
    return Lines(place(kept, text.count("\n") + 1), problems=problems)


def decode_page(data: bytes, source: str) -> str:
    """The text of a page: in the encoding it names (``gb2312`` and ``gbk`` are read as GB 18030, as browsers
    do), else as ``text.decode`` finds. Raises UnreadableFile as that does."""
    declared = _CHARSET.search(data[:_SNIFFED])
    if declared and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        name = declared[1].decode("ascii").lower()
        try:
            return data.decode("gb18030" if name in ("gb2312", "gbk", "gb_2312-80") else name)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, source)


def main_text(text: str) -> tuple[list[Paragraph], list[Paragraph]]:
    """The paragraphs of a page's main text, and those left out, both in their order."""
    from lxml import html as parser

    if not text.strip():
        return [], []
    root = parser.document_fromstring(text.encode(), parser=parser.HTMLParser(encoding="utf-8"))
    body = next(iter(root.iter("body")), root)
    around = list(_remove_around(body))
    main = _main(body)
    inside = list(_paragraphs(main))
    outside = [] if main is body else [p for p in _paragraphs(body) if p not in set(inside)]
    kept = [p for p in inside if not is_furniture(p.text)]
    dropped = [p for p in inside if is_furniture(p.text)]
    return kept, sorted([*around, *outside, *dropped], key=lambda p: p.line)


def place(paragraphs: Sequence[Paragraph], count: int) -> tuple[str, ...]:
    """The paragraphs as lines: each on its own line of the ``count`` lines of the source if no two share
    one, else one after the other."""
    numbers = [paragraph.line for paragraph in paragraphs]
    if any(b <= a for a, b in zip(numbers, numbers[1:], strict=False)) or not 1 <= numbers[0] <= numbers[-1] <= count:
        return tuple(paragraph.text for paragraph in paragraphs)
    lines = [""] * count
    for paragraph in paragraphs:
        lines[paragraph.line - 1] = paragraph.text
    return tuple(lines)


# --- what is the main text ---------------------------------------------------------------------


def _remove_around(body: HtmlElement) -> Iterator[Paragraph]:
    """Take landmarks and blocks of links out of the page; the paragraphs that go with them."""
    doomed = [
        element
        for element in body.iter()
        if isinstance(element.tag, str)
        and element is not body
        and (
            element.tag in _AROUND
            or (element.get("role") or "").lower() in _ROLES_AROUND
            or "hidden" in element.attrib
            or re.search(r"display\s*:\s*none", element.get("style") or "", re.IGNORECASE)
            or (element.tag == "header" and not any(True for _ in element.iterancestors("article", "main")))
            or (element.tag in ("ul", "ol", "dl", "div", "table", "p") and _is_linked(element))
        )
    ]
    for element in doomed:
        if element.getparent() is None or not _belongs(element, body):
            continue
        # A header with the only heading of the page is its title.
        if element.tag == "header" and any(True for _ in element.iter("h1")) and _headings(body) == _headings(element):
            continue
        if element.tag not in _UNSEEN:
            yield from _paragraphs(element)
        element.drop_tree()


def _belongs(element: HtmlElement, body: HtmlElement) -> bool:
    return any(ancestor is body for ancestor in element.iterancestors())


def _headings(element: HtmlElement) -> int:
    return sum(1 for _ in element.iter("h1"))


def _is_linked(element: HtmlElement) -> bool:
    """Whether an element is a list of links: most of its text is linked, and no link is an annex."""
    links = [link for link in element.iter("a") if link.get("href")]
    if len(links) < _MIN_LINKS:
        return False
    text = len("".join(_words(element)))
    linked = sum(len("".join(_words(link))) for link in links)
    annexes = sum(1 for link in links if re.match(r"\s*附\s*[件表]", "".join(_words(link))))
    return bool(text) and linked >= _LINKED * text and not annexes


def _words(element: HtmlElement) -> Iterator[str]:
    """The visible text of an element, blanks and all."""
    if element.tag in _UNSEEN or not isinstance(element.tag, str):
        return
    yield element.text or ""
    for child in element:
        yield from _words(child)
        yield child.tail or ""


def _prose(element: HtmlElement) -> int:
    """How much of an element's text is prose: characters of stretches that have punctuation, and of tables."""
    return sum(
        len(paragraph.text)
        for paragraph in _paragraphs(element)
        if paragraph.is_row or re.search(r"[。；，：]", paragraph.text) or len(paragraph.text) >= 40
    )


def _main(body: HtmlElement) -> HtmlElement:
    """The element that holds the main text: what is marked as such, else the smallest one with most of
    the page's prose, grown until it holds the page's heading too."""
    whole = _prose(body)
    if not whole:
        return body
    marked = [*body.iter("main"), *body.iter("article"), *body.xpath(".//*[@role='main']")]
    for element in marked:
        if _prose(element) >= _MAIN_SHARE * whole:
            return element
    main = body
    while True:
        inner = [child for child in main if isinstance(child.tag, str) and child.tag in _BLOCKS]
        best = max(inner, key=_prose, default=None)
        if best is None or best.tag in ("tr", "tbody", "td", "p", "li") or _prose(best) < _MAIN_SHARE * whole:
            break
        if best.tag == "table" and not _is_layout(best, whole):
            break
        main = best
    while main is not body and not _has_title(main):
        parent = main.getparent()
        if parent is None:
            break
        main = parent
        if _has_title(main):
            break
    return main


_TITLE = re.compile(
    r"(?:关于|印发|转发|公布).{2,}(?:通知|通告|公告|决定|意见|批复|函|令|通报|办法|方案|规定|细则|措施|规划|计划)(?:[（(][^）)]*[）)])?$"
    r"|(?:办法|条例|规定|细则|规则|法|令|公报|政报|纪要|报告)(?:[（(][^）)]*[）)])?$"
)


def _has_title(element: HtmlElement) -> bool:
    """Whether one of the first paragraphs of an element reads like a title, or is a heading of the page."""
    if any(True for _ in element.iter("h1")):
        return True
    first = [paragraph for paragraph, _ in zip(_paragraphs(element), range(12), strict=False)]
    return any(not p.is_row and len(p.text) <= 120 and _TITLE.search(p.text) for p in first)


# --- paragraphs and rows --------------------------------------------------------------------


def _paragraphs(element: HtmlElement) -> Iterator[Paragraph]:
    """The paragraphs and table rows of an element, in the order of the page."""
    buffer: list[tuple[int, str]] = []
    for line, text, breaks in _flow(element, element.sourceline or 1, False):
        if isinstance(text, list):
            yield from _flushed(buffer)
            yield Paragraph(line, grid.line(text), True)
            continue
        if breaks:
            yield from _flushed(buffer)
        if text:
            buffer.append((line, text))
    yield from _flushed(buffer)


def _flushed(buffer: list[tuple[int, str]]) -> Iterator[Paragraph]:
    text = _SPACE.sub(" ", "".join(piece for _, piece in buffer)).strip()
    if text and not text.isspace():
        line = next(line for line, piece in buffer if piece.strip())
        yield Paragraph(line, text)
    buffer.clear()


_Flow = tuple[int, str | list[str], bool]


def _flow(element: HtmlElement, line: int, preformatted: bool) -> Iterator[_Flow]:
    """Text, rows (lists of cells) and breaks of an element: line, text, whether a new paragraph begins
    in front of it."""
    if not isinstance(element.tag, str) or element.tag in _UNSEEN:
        return
    line = element.sourceline or line
    if element.tag == "br":
        yield line, "", True
        return
    if element.tag == "table" and not _is_layout(element, 0):
        yield from _rows(element)
        return
    block = element.tag in _BLOCKS
    preformatted = preformatted or element.tag == "pre"
    if block:
        yield line, "", True
    if element.tag == "li" and (number := _item_number(element)):
        yield line, number, False
    yield from _text(element.text, line, preformatted)
    for child in element:
        yield from _flow(child, line, preformatted)
        after = (child.sourceline or line) + "".join(child.itertext()).count("\n")
        yield from _text(child.tail, after, preformatted)
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
    lead = len(text) - len(text.lstrip())
    yield line + text[:lead].count("\n"), text, False


_MARKS = {"a": "abcdefghijklmnopqrstuvwxyz", "A": "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def _item_number(item: HtmlElement) -> str:
    """The number that a browser puts in front of an item of a numbered list; "" where it puts none, or
    where the item's text brings its own."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or STRUCTURE.match("".join(_words(item)).strip()):
        return ""
    number = _integer(parent.get("start"), 1)
    for sibling in parent.iterchildren("li"):
        number = _integer(sibling.get("value"), number)
        if sibling is item:
            break
        number += 1
    style = (parent.get("style") or "") + (item.get("style") or "")
    if re.search(r"list-style(?:-type)?\s*:[^;]*none", style):
        return ""
    if re.search(r"cjk-|chinese|hebrew-none", style) and 0 < number < 10000:
        return f"{int_to_chinese(number)}、"
    marks = _MARKS.get(parent.get("type") or "")
    return f"{marks[number - 1]}." if marks and 0 < number <= len(marks) else f"{number}."


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,6}\s*", text) else default


# --- tables -----------------------------------------------------------------------------------


def _own_rows(table: HtmlElement) -> list[HtmlElement]:
    return [row for row in table.iter("tr") if next(iter(row.iterancestors("table")), None) is table]


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [cell for cell in row if cell.tag in ("td", "th")]


def _is_layout(table: HtmlElement, _whole: int) -> bool:
    """Whether a table only arranges the page: it has one column, one cell with a page of text, or tables inside."""
    if any(True for _ in table.iter("table") if _ is not table):
        return True
    rows = [_cells(row) for row in _own_rows(table)]
    if max((len(cells) for cells in rows), default=0) < 2:
        return True
    return any(
        len("".join(_words(cell))) > _LAYOUT_PROSE and sum(1 for _ in cell.iter("p", "br", "div")) >= 3
        for cells in rows
        for cell in cells
    )


def _rows(table: HtmlElement) -> Iterator[_Flow]:
    captions = [c for c in table.iterchildren("caption")]
    for caption in captions:
        yield caption.sourceline or 1, "", True
        yield caption.sourceline or 1, "".join(_words(caption)), False
        yield caption.sourceline or 1, "", True
    rows = _own_rows(table)
    below = len(rows)
    cells = [
        [
            grid.Cell(_cell_text(cell), _span(cell.get("colspan"), 1), _span(cell.get("rowspan"), below))
            for cell in _cells(row)
        ]
        for row in rows
    ]
    for row, texts in zip(rows, grid.expand(cells), strict=True):
        yield row.sourceline or 1, texts, True


def _span(text: str | None, zero: int) -> int:
    """A span; 0 means to the end (HTML 4.9.11), anything unreadable 1."""
    value = _integer(text, 1)
    return zero if value == 0 else max(1, value)


def _cell_text(cell: HtmlElement) -> str:
    return " ".join(paragraph.text for paragraph in _paragraphs_of(cell))


def _paragraphs_of(cell: HtmlElement) -> Iterable[Paragraph]:
    return [p for p in _paragraphs(cell) if p.text.strip()]
