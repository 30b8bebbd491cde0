"""Web pages: the main text of a page, its tables as rows, without navigation, buttons and footers.

Line numbers are those of the HTML source where every paragraph begins on a line of its own there;
otherwise (several on one line) the paragraphs are numbered in their order.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from loaders.errors import UnreadableFile
from loaders.formats.base import Lines
from loaders.formats.markup import Paragraph
from loaders.formats.text import decode
from loaders.formats.webpage import main_text

SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_SNIFFED = 4096
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


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
    """The text of a page: UTF-8 where it can be, whatever the page says (Chinese text in another encoding
    hardly ever is good UTF-8); else in the encoding that it names (``gb2312`` and ``gbk`` are read as
    GB 18030, as the WHATWG Encoding Standard has it); else as ``text.decode`` finds.

    Raises UnreadableFile as that does.
    """
    declared = _CHARSET.search(data[:_SNIFFED])
    if declared and not data.startswith(_BOMS):
        name = declared[1].decode("ascii").lower()
        for encoding in ("utf-8", "gb18030" if name in ("gb2312", "gbk", "gb_2312-80") else name):
            try:
                return data.decode(encoding)
            except (LookupError, UnicodeDecodeError):
                continue
    return decode(data, source)


def place(paragraphs: Sequence[Paragraph], count: int) -> tuple[str, ...]:
    """The paragraphs as lines: each on its own line of the ``count`` lines of the source if no two share
    one, else one after the other."""
    numbers = [paragraph.line for paragraph in paragraphs]
    if any(b <= a for a, b in pairwise(numbers)) or not 1 <= numbers[0] <= numbers[-1] <= count:
        return tuple(paragraph.text for paragraph in paragraphs)
    lines = [""] * count
    for paragraph in paragraphs:
        lines[paragraph.line - 1] = paragraph.text
    return tuple(lines)
