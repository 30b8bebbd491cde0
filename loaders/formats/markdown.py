"""Markdown (CommonMark with the tables of GitHub): text without its marks, line for line as in the source."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from loaders.formats import grid
from loaders.formats.base import Lines
from loaders.formats.text import decode
from loaders.formats.webpage import main_text

SUFFIXES = (".md", ".markdown")


def read(path: Path) -> Lines:
    """The lines of a Markdown file, each on the line of the source on which it stands.

    Raises UnreadableFile as ``text.decode`` does; OSError as ``open`` does.
    """
    return Lines(plain_lines(decode(path.read_bytes(), path.name)))


def plain_lines(text: str) -> tuple[str, ...]:
    """The lines of a Markdown text without marks: as many as ``text`` has, those without text empty;
    table rows as cells separated by tabs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    # Chinese paragraphs are set in by blanks: that is no code.
    parser = MarkdownIt("commonmark").enable("table").disable("code")
    lines = [""] * (text.count("\n") + 1)
    for number, line in _lines(parser.parse(text)):
        if number < len(lines):
            lines[number] = f"{lines[number]} {line}".strip(" ") if lines[number] else line
    while lines and not lines[-1]:
        lines.pop()
    return tuple(lines)


def _lines(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Line numbers (0-based) and lines."""
    marker, row = "", 0
    cells: list[str] | None = None
    for token in tokens:
        start = token.map[0] if token.map else 0
        if token.type == "list_item_open":
            # The number of a numbered list is part of the text; a bullet is not.
            marker = f"{token.info}{token.markup}" if token.info else ""
        elif token.type == "tr_open":
            row, cells = start, []
        elif token.type == "tr_close" and cells is not None:
            yield row, grid.line(cells)
            cells = None
        elif token.type == "inline":
            texts = _inline(token)
            if cells is not None:
                cells.append(" ".join(texts))
                continue
            if marker and texts[0][:1].isdigit():
                # 2. 2024年 is not 2.2024年.
                marker += " "
            for offset, text in enumerate(texts):
                yield start + offset, (marker + text if not offset else text)
            marker = ""
        elif token.type in ("fence", "code_block"):
            inside = start + (1 if token.type == "fence" else 0)
            yield from ((inside + offset, line) for offset, line in enumerate(token.content.splitlines()))
        elif token.type == "html_block":
            kept, _ = main_text(token.content)
            yield from ((start + paragraph.line - 1, paragraph.text) for paragraph in kept)


def _inline(token: Token) -> list[str]:
    """The text of a paragraph without marks, line by line of the source."""
    texts = [""]
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            texts.append("")
        elif child.type in ("text", "code_inline", "text_special"):
            texts[-1] += child.content
        elif child.type == "html_inline" and child.content.lower().startswith("<br"):
            texts[-1] += " "
        elif child.type == "image":
            texts[-1] += child.content
    return texts
