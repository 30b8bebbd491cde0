"""The logical text of a source, with the line every character came from.

A gazette is printed for reading: paragraphs are wrapped, names are padded with
blanks, page heads and page numbers stand in the middle of sentences. Readers
work on ``SourceText``: blocks (paragraphs and table rows) with all that undone,
each knowing its source lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders import pagedump
from loaders.heads import ISSUER_LINE, is_number_line
from loaders.records import Span

_CJK = r"\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef○△□×“”‘’…—～·①-⑳"
# A blank means something only between two Latin words.
_PADDING = re.compile(rf"(?<=[{_CJK}])\s+|\s+(?=[{_CJK}])|(?<=\d)\s+(?=[\d.%])|\s{{2,}}")
_BLANKS = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]+")
_MARKUP = re.compile(r"^(?:#{1,6}\s+|[-*+]\s+(?=[（(《\u4e00-\u9fff]))|\*\*|__")

_NUMERAL = r"(?:\d{1,3}|[〇零一二三四五六七八九十百]{1,5})"
STRUCTURE = re.compile(
    rf"""^(?:
      第{_NUMERAL}[编章节](?![和的规至、]) | 第{_NUMERAL}条(?!规定|所列|所称|第|的|和|至|、) | [一二三四五六七八九十百]{{1,4}}[、．.] | [（(][一二三四五六七八九十百]{{1,4}}[)）]
    | \d{{1,3}}\s*[、．.](?!\d) | [（(]\d{{1,2}}[)）] | [①-⑳]
    | 附\s*[件表录]\s*{_NUMERAL}?\s*(?:[：:].*)?$ | 附\s*[件表]\s*[：:]
    | [\u4e00-\u9fff]{{2,6}}[：:]
    )""",
    re.VERBOSE,
)
_TERMINAL = re.compile(r"[。！？；：!?;:…]['\"”’）)】〕》」]*$")
_SENTENCE_END = re.compile(r"[。！？!?]['\"”’）)】]*$")
PAGE_NUMBER = re.compile(
    r"^(?:[-—－–·•]{1,2}\s*\d{1,4}\s*[-—－–·•]{1,2}|第\s*\d{1,4}\s*页(?:\s*[，,/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4})$"
)
RUNNING_HEAD = re.compile(
    r"^(?:[-—·]?\s*\d{0,4}\s*[-—·]?)\s*(?P<name>[\u4e00-\u9fff]{2,20}(?:政府公报|政报|公报))\s*"
    r"(?P<year>(?:19|20)\d\d)\s*年?\s*[第.·]?\s*(?P<number>\d{1,3})\s*期?\s*(?:[（(]?总第?\s*\d+\s*期[)）]?)?\s*(?:[-—·]?\s*\d{0,4}\s*[-—·]?)$"
)
_OPEN, _CLOSE = "《〈（(", "》〉）)"
_ADDRESSEES = re.compile(
    r"^(?:各|[\u4e00-\u9fff]{1,10}(?:直|管委会|政府|厅|局|委|部|办|院|单位))[^。；]{0,160}[：:]$"
)
_TITLE_END = re.compile(r"(?:号[)）]|(?:通知|通告|公告|决定|意见|批复|函|令|通报))$")
_CONTENTS_END = re.compile(r"(?:[）)]|[.…·]{2,})\s*[（(]?\d{1,4}[)）]?$")
_NEVER_BEFORE_BREAK = "“‘《〈（([【〔"
_MAX_OPEN = 400
# A paragraph is set in by two characters (GB/T 9704-2012, 7.3.3).
_INDENT = re.compile(r"^(?:\u3000{2}| {4})(?![\u3000 ]{3})")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def compact(text: str) -> str:
    """``text`` without any blanks."""
    return _BLANKS.sub("", text)


def tidy(text: str) -> str:
    """``text`` without padding: blanks stay, one each, only between Latin words."""
    return _PADDING.sub("", _BLANKS.sub(" ", text).strip())


def width(text: str) -> float:
    """Printed width in full-width characters: an ASCII character counts half."""
    return sum(0.5 if c < "\u2000" else 1.0 for c in text)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a table row of the logical text.

    ``start`` and ``end`` are its offsets in ``SourceText.text``; ``raw`` keeps the
    blanks of the print (one each), for rosters and signatures, where they separate.
    """

    text: str
    raw: str
    is_row: bool
    start: int
    first: int
    last: int

    @property
    def end(self) -> int:
        """Offset behind its last character."""
        return self.start + len(self.text)

    @property
    def cells(self) -> list[str]:
        """The cells of a table row, blanks of the print kept (one each)."""
        return [cell.strip() for cell in self.raw.split("\t")]


@dataclass(frozen=True, slots=True)
class SourceText:
    """A source file: its lines as given and its logical text.

    ``text`` is the blocks joined by line feeds. ``offsets``/``origins`` are parallel:
    from ``offsets[i]`` on, characters stand on source line ``origins[i]``.
    ``furniture`` is what was left out of flattened web pages, with its line: navigation, buttons, footers.
    """

    name: str
    lines: tuple[str, ...]
    blocks: tuple[Block, ...]
    text: str
    offsets: tuple[int, ...]
    origins: tuple[int, ...]
    running_heads: tuple[tuple[int, str], ...]
    pages: tuple[int, ...] = ()
    furniture: tuple[tuple[int, str], ...] = ()

    def line_at(self, offset: int) -> int:
        """The source line (1-based) of the character at ``offset``."""
        return self.origins[bisect_right(self.offsets, offset) - 1]

    def span(self, start: int, end: int) -> Span:
        """The source lines of ``text[start:end]``."""
        return Span(self.line_at(start), self.line_at(max(start, end - 1)))

    def block_at(self, offset: int) -> int:
        """Index of the block that holds ``offset``."""
        low, high = 0, len(self.blocks)
        while low < high:
            middle = (low + high) // 2
            if self.blocks[middle].start <= offset:
                low = middle + 1
            else:
                high = middle
        return low - 1


@dataclass(slots=True)
class _Line:
    number: int
    text: str
    raw: str
    is_row: bool
    width: float
    # A piece of a flattened page: no other line belongs to its paragraph.
    alone: bool = False
    indented: bool = False


@dataclass(slots=True)
class _Kept:
    """The lines that are text, and what was dropped: running heads and the furniture of web pages."""

    lines: list[_Line]
    heads: list[tuple[int, str]]
    furniture: list[tuple[int, str]]


def _clean(lines: Sequence[str]) -> _Kept:
    """Non-empty lines without markup, page numbers and running heads; flattened pages taken apart."""
    kept: list[_Line] = []
    heads: list[tuple[int, str]] = []
    furniture: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if not line or line.isspace():
            continue
        if "\t" in line.strip() or line.count("\t") > 1:
            cells = [tidy(cell) for cell in line.split("\t")]
            raw = "\t".join(_BLANKS.sub(" ", cell) for cell in line.split("\t"))
            kept.append(_Line(number, "\t".join(cells), raw, True, 0.0))
            continue
        raw = _BLANKS.sub(" ", _MARKUP.sub("", line.strip())).strip()
        if not raw or PAGE_NUMBER.match(raw):
            continue
        if kept and RUNNING_HEAD.match(raw):
            heads.append((number, raw))
            continue
        raw = raw.translate(_FULL_WIDTH)
        pieces = pagedump.split(raw)
        if len(pieces) > 1:
            for piece in pieces:
                part = raw[piece.start : piece.end]
                if piece.furniture:
                    furniture.append((number, part))
                else:
                    kept.append(_Line(number, tidy(part), part, False, 0.0, alone=True))
            continue
        text = tidy(raw)
        kept.append(_Line(number, text, raw, False, width(text), indented=bool(_INDENT.match(line))))
    return _Kept(kept, heads, furniture)


def _measures(lines: Sequence[_Line], reach: int = 12) -> list[float]:
    """For each line the column width of the print around it: the 80th percentile of the
    widths of the longer lines near by (documents of one issue are set differently)."""
    widths = [line.width for line in lines]
    measures: list[float] = []
    for index in range(len(lines)):
        near = sorted(w for w in widths[max(0, index - reach) : index + reach + 1] if w >= 18)
        measures.append(near[min(len(near) - 1, int(len(near) * 0.8))] if near else 0.0)
    return measures


def _is_wrapped(lines: Sequence[_Line]) -> bool:
    """Whether the file breaks its lines at a column: many lines of prose end in mid-sentence."""
    prose = [line for line in lines if not line.is_row and line.width >= 18]
    broken = sum(1 for line in prose if not _TERMINAL.search(line.text))
    return len(prose) >= 4 and broken > 0.3 * len(prose)


def _depth(text: str, depth: int) -> int:
    for char in text:
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE and depth:
            depth -= 1
    return depth


def _continues(
    current: list[_Line], following: _Line, depth: int, length: int, measure: float, wrapped: bool
) -> bool:
    """Whether ``following`` goes on with the paragraph made of ``current``."""
    last = current[-1]
    if following.is_row or last.is_row or following.alone or last.alone:
        return False
    if is_number_line(following.text) and not depth:
        return False
    if _CONTENTS_END.search(last.raw):
        return False
    if _TITLE_END.search(last.text) and _ADDRESSEES.match(following.text):
        return False
    structural = bool(STRUCTURE.match(following.text))
    if following.indented and not last.indented and not depth:
        return False
    if _TERMINAL.search(last.text) and len(following.text) <= 40 and ISSUER_LINE.match(following.text):
        return False
    if depth and length < _MAX_OPEN:
        return not (structural and re.match(r"第|附|[一二三四五六七八九十]{1,3}、", following.text))
    if structural:
        return False
    if last.text[-1] in _NEVER_BEFORE_BREAK or following.text[0] in "，。；、：）》”！？,;)":
        return True
    if wrapped:
        # The first line of a paragraph is set in by two characters.
        room = measure - (2 if len(current) == 1 else 0)
        full = last.width >= max(room - 3.6, 16)
        return full if not _TERMINAL.search(last.text) else full and last.width >= room - 0.6
    return last.width >= 30 and not _TERMINAL.search(last.text)


def _paragraphs(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    measures = _measures(lines)
    wrapped = _is_wrapped(lines)
    current: list[_Line] = []
    depth = length = 0
    for index, line in enumerate(lines):
        if current and _continues(current, line, depth, length, measures[index - 1], wrapped):
            current.append(line)
        else:
            if current:
                yield current
            current, depth, length = [line], 0, 0
        if not line.is_row:
            before = depth
            depth = _depth(line.text, depth)
            length = 0 if not depth else (length if before else 0) + len(line.text)
    if current:
        yield current


def build(name: str, lines: Sequence[str], pages: Sequence[int] = ()) -> SourceText:
    """The logical text of a source of the given lines (as a format reader gave them).

    ``name`` is the file's base name; ``pages`` the page of each line, if the format has pages.
    """
    kept = _clean(lines)
    blocks: list[Block] = []
    offsets: list[int] = []
    origins: list[int] = []
    at = 0
    for paragraph in _paragraphs(kept.lines):
        joined = _join([line.text for line in paragraph])
        raw = " ".join(line.raw for line in paragraph)
        at_line = at
        for piece, line in zip(joined, paragraph, strict=True):
            offsets.append(at_line)
            origins.append(line.number)
            at_line += len(piece)
        text = "".join(joined)
        first, last = paragraph[0].number, paragraph[-1].number
        blocks.append(Block(text, raw, paragraph[0].is_row, at, first, last))
        at += len(text) + 1
    return SourceText(
        name,
        tuple(lines),
        tuple(blocks),
        "\n".join(block.text for block in blocks),
        tuple(offsets),
        tuple(origins),
        tuple(kept.heads),
        tuple(pages),
        tuple(kept.furniture),
    )


def _join(texts: list[str]) -> list[str]:
    """The lines of a paragraph as they follow each other: a blank only between Latin words."""
    joined = list(texts)
    for index in range(1, len(joined)):
        if re.match(r"[A-Za-z]", joined[index]) and re.search(r"[A-Za-z,.]$", joined[index - 1]):
            joined[index] = " " + joined[index]
    return joined
