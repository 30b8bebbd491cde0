"""The logical text of a source, with the line every character came from.

A gazette is printed for reading: paragraphs are wrapped, names are padded with
blanks, page heads and page numbers stand in the middle of sentences. Readers
work on ``SourceText``: blocks (paragraphs and table rows) with all that undone,
each knowing its source lines.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from loaders import pagedump
from loaders.dates import DATE_LINE
from loaders.heads import ISSUER_LINE, TITLE_TYPE, TITLE_WITH_ISSUER, is_number_line
from loaders.records import Span

_CJK = r"\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\uff00-\uffef○△□×“”‘’…—～·①-⑳"
# A blank means something only between two Latin words. Blanks are single by then.
_PADDING = re.compile(rf" (?:(?<=[{_CJK}] )|(?=[{_CJK}])|(?<=\d )(?=[\d.%]))")
_BLANKS = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]+")
_MARKUP = re.compile(r"^(?:#{1,6}\s+|[-*+]\s+(?=[（(《\u4e00-\u9fff]))|\*\*|__|<!--.*?-->")

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
_TERMINALS, _CLOSERS = "。！？；：!?;:…", "'\"”’）)】〕》」"
_BRACKET_BEHIND = re.compile(
    r"[。！？；][（(【\[][^（）()【】\[\]]{4,}(?:[（(][^（）()]*[)）][^（）()]*)*[)）】\]]$"
)
_SENTENCE_END = re.compile(r"[。！？!?]['\"”’）)】]*$")
# A numbered line without a clause.
_HEADING = re.compile(
    r"^(?:[一二三四五六七八九十百]{1,4}[、．.]|[（(][一二三四五六七八九十百]{1,4}[)）])[^，。；：]*$"
)
PAGE_NUMBER = re.compile(
    r"^(?:[-—－–·•]{1,2}\s*\d{1,4}\s*[-—－–·•]{1,2}|第\s*\d{1,4}\s*页(?:\s*[，,/]?\s*共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4})$"
)
RUNNING_HEAD = re.compile(
    r"^(?:[-—·]?\s*\d{0,4}\s*[-—·]?)\s*(?P<name>[\u4e00-\u9fff]{2,20}(?:政府公报|政报|公报))\s*"
    r"(?P<year>(?:19|20)\d\d)\s*年?\s*[第.·]?\s*(?P<number>\d{1,3})\s*期?\s*(?:[（(]?总第?\s*\d+\s*期[)）]?)?\s*(?:[-—·]?\s*\d{0,4}\s*[-—·]?)$"
)
_OPEN, _CLOSE = "《〈（(", "》〉）)"
_BRACKETS = re.compile(rf"[{_OPEN}{_CLOSE}]")
_ADDRESSEES = re.compile(
    r"^(?:各|[\u4e00-\u9fff]{1,10}(?:直|管委会|政府|厅|局|委|部|办|院|单位))[^。；]{0,160}[：:]$"
)
_TITLE_ENDS = ("号)", "号）", "通知", "通告", "公告", "决定", "意见", "批复", "函", "令", "通报")
_CONTENTS_END = re.compile(r"(?:[）)]|[.…·]{2,})\s*[（(]?\d{1,4}[)）]?$")
_WHOLE_TITLE = re.compile(r"^《[^《》]*关于[^《》]*(?:通知|通告|公告|决定|意见|批复|函|办法)》$")
_NO_TITLE = re.compile(r"[，。；：]|^(?:根据|按照|依据|依照|参照|为|经|原)")
_NEVER_BEFORE_BREAK = "“‘《〈（([【〔"
_MAX_OPEN = 400
# No print has so many characters on a line: a file with such lines has a paragraph on each.
_WIDEST_COLUMN = 60
# A paragraph is set in by two characters (GB/T 9704-2012, 7.3.3).
_INDENT = re.compile(r"^(?:\u3000{2}| {4})(?![\u3000 ]{3})")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_FULL_WIDTH_DIGIT = re.compile("[０-９]")


def compact(text: str) -> str:
    """``text`` without any blanks."""
    return "".join(_words(text))


def single_blanks(text: str) -> str:
    """``text`` with its blanks reduced to one each, none at its ends."""
    return " ".join(_words(text))


def _words(text: str) -> list[str]:
    if "\u200b" in text or "\ufeff" in text:
        text = text.replace("\u200b", " ").replace("\ufeff", " ")
    return text.split()


def tidy(text: str) -> str:
    """``text`` without padding: blanks stay, one each, only between Latin words."""
    return _unpadded(single_blanks(text))


def _unpadded(text: str) -> str:
    return _PADDING.sub("", text) if " " in text else text


_WIDE = bytes(range(0x20, 0x100))


_HALF_WIDTH = re.compile(
    "(?<=[\u4e00-\u9fff）)》”’%‰]) ?[,;:](?=[ \u3000]?(?:[\u4e00-\u9fff（(《“‘]|\\d(?!\\d*[:,]\\d)|$))"
)
# A full stop behind a word, not behind a number (一.总则).
_FULL_STOP = re.compile("(?<=[\u4e00-\u9fff]{4})\\.(?=[\u4e00-\u9fff]|$)")
_FULL_WIDTH_MARK = {",": "，", ";": "；", ":": "："}


def full_width(text: str) -> str:
    """``text`` with commas, semicolons, colons and full stops between Chinese characters as GB/T 15834-2011 has
    them: web pages often print them in half width."""
    if "." in text:
        text = _FULL_STOP.sub("。", text)
    if "," not in text and ";" not in text and ":" not in text:
        return text
    return _HALF_WIDTH.sub(lambda mark: _FULL_WIDTH_MARK[mark[0][-1]], text)


def width(text: str) -> float:
    """Printed width in full-width characters: an ASCII character counts half."""
    # Narrow is what lies below U+2000, told by the upper bytes of UTF-16.
    narrow = len(text.encode("utf-16-le", "surrogatepass")[1::2].translate(None, _WIDE))
    return len(text) - 0.5 * narrow


def is_page_number(line: str) -> bool:
    """Whether a line, without blanks at its ends, is a page number and nothing else."""
    last = line[-1:]
    return bool(last) and (last in "-—－–·•页" or last.isdecimal()) and bool(PAGE_NUMBER.match(line))


def is_running_head(line: str) -> bool:
    """Whether a line, without blanks at its ends, is the running head of a gazette."""
    return "报" in line and bool(RUNNING_HEAD.match(line))


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


_start = attrgetter("start")


@lru_cache(maxsize=65536)
def _span(first: int, last: int) -> Span:
    """One and the same span for the same lines: most facts of a line share it."""
    return Span(first, last)


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
        return _span(self.line_at(start), self.line_at(max(start, end - 1)))

    def block_at(self, offset: int) -> int:
        """Index of the block that holds ``offset``."""
        return bisect_right(self.blocks, offset, key=_start) - 1

    def blocks_with(self, cue: re.Pattern[str], first: int, end: int) -> Iterator[Block]:
        """The blocks from index ``first`` to ``end`` (exclusive) in which ``cue`` matches, in order."""
        if first >= end:
            return
        reached = self.blocks[first].start
        for hit in cue.finditer(self.text, reached, self.blocks[end - 1].end):
            if hit.start() >= reached:
                block = self.blocks[self.block_at(hit.start())]
                reached = block.end
                yield block


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
    # Whether it begins a paragraph, where its place on the page tells.
    begins: bool | None = None


@dataclass(slots=True)
class _Kept:
    """The lines that are text, and what was dropped: running heads and the furniture of web pages."""

    lines: list[_Line]
    heads: list[tuple[int, str]]
    furniture: list[tuple[int, str]]


def _clean(lines: Sequence[str], begins: Sequence[bool | None]) -> _Kept:
    """Non-empty lines without markup, page numbers and running heads; flattened pages taken apart."""
    kept: list[_Line] = []
    heads: list[tuple[int, str]] = []
    furniture: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if not line or line.isspace():
            continue
        if "\t" in line and ("\t" in line.strip() or line.count("\t") > 1):
            printed = [full_width(cell) for cell in line.split("\t")]
            cells = [tidy(cell) for cell in printed]
            raw = "\t".join(_BLANKS.sub(" ", cell) for cell in printed)
            kept.append(_Line(number, "\t".join(cells), raw, True, 0.0))
            continue
        raw = line.strip()
        if raw[0] in "#-*+<" or "**" in raw or "__" in raw:
            raw = _MARKUP.sub("", raw)
        raw = full_width(single_blanks(raw))
        if not raw or is_page_number(raw):
            continue
        if kept and is_running_head(raw):
            heads.append((number, raw))
            continue
        if _FULL_WIDTH_DIGIT.search(raw):
            raw = raw.translate(_FULL_WIDTH)
        pieces = pagedump.split(raw) if len(raw) >= pagedump.SHORTEST else ()
        if len(pieces) > 1:
            for piece in pieces:
                part = raw[piece.start : piece.end]
                if piece.furniture:
                    furniture.append((number, part))
                else:
                    kept.append(_Line(number, _unpadded(part), part, False, 0.0, alone=True))
            continue
        text = _unpadded(raw)
        told = begins[number - 1] if begins else None
        indented = line[0] in " \u3000" and bool(_INDENT.match(line))
        kept.append(_Line(number, text, raw, False, width(text), False, indented, told))
    return _Kept(kept, heads, furniture)


def _measures(lines: Sequence[_Line], reach: int = 12) -> list[float]:
    """For each line the column width of the print around it: the 80th percentile of the
    widths of the longer lines near by (documents of one issue are set differently)."""
    widths = [line.width for line in lines]
    measures: list[float] = []
    near = sorted(w for w in widths[:reach] if w >= 18)
    for index in range(len(widths)):
        if index + reach < len(widths) and (entering := widths[index + reach]) >= 18:
            insort(near, entering)
        if index > reach and (leaving := widths[index - reach - 1]) >= 18:
            del near[bisect_left(near, leaving)]
        measures.append(near[min(len(near) - 1, int(len(near) * 0.8))] if near else 0.0)
    return measures


def _is_wrapped(lines: Sequence[_Line]) -> bool:
    """Whether the file breaks its lines at a column: many lines of prose end in mid-sentence."""
    prose = [line for line in lines if not line.is_row and line.width >= 18]
    broken = sum(1 for line in prose if not _is_ended(line.text))
    if sum(1 for line in prose if line.width > _WIDEST_COLUMN) > 0.1 * len(prose):
        return False
    return len(prose) >= 4 and broken > 0.3 * len(prose)


def _is_ended(text: str) -> bool:
    """Whether a line ends as sentences and headings with a colon do, or with a bracket behind one."""
    bare = text.rstrip(_CLOSERS)
    return bool(bare) and (bare[-1] in _TERMINALS or bool(_BRACKET_BEHIND.search(text)))


def _ends_contents(raw: str) -> bool:
    """Whether a line ends as entries of a table of contents do, with dots and a page number."""
    digit = raw[-1:] if raw[-1:] not in ")）" else raw[-2:-1]
    return digit.isdecimal() and bool(_CONTENTS_END.search(raw))


def _depth(text: str, depth: int) -> int:
    for char in _BRACKETS.findall(text):
        if char in _OPEN:
            depth += 1
        elif depth:
            depth -= 1
    return depth


def _continues(
    current: list[_Line], following: _Line, depth: int, length: int, measure: float, wrapped: bool
) -> bool:
    """Whether ``following`` goes on with the paragraph made of ``current``."""
    last = current[-1]
    if following.is_row or last.is_row or following.alone or last.alone:
        return False
    if following.begins is not None:
        return not following.begins
    in_brackets = depth > 0 and length < _MAX_OPEN
    if not in_brackets and not _runs_on(current, following, measure, wrapped):
        return False
    if not depth and ((following.indented and not last.indented) or is_number_line(following.text)):
        return False
    if _ends_contents(last.raw):
        return False
    if last.text.endswith(_TITLE_ENDS) and _ADDRESSEES.match(following.text):
        return False
    if _is_ended(last.text) and DATE_LINE.match(following.text):
        return False
    if len(current) == 1 and following.text[0] not in _OPEN and _is_whole_title(last.text):
        return False
    if "|" in last.text and "|" in following.text:
        return False
    if last.text.endswith(("》", "号")) and _WHOLE_TITLE.match(following.text):
        return False
    if len(following.text) <= 40 and _is_ended(last.text) and ISSUER_LINE.match(following.text):
        return False
    structural = bool(STRUCTURE.match(following.text))
    if in_brackets:
        return not (structural and re.match(r"第|附|[一二三四五六七八九十]{1,3}、", following.text))
    return not structural


def _is_whole_title(text: str) -> bool:
    """Whether a line is the title of a document from the issuer to its kind."""
    return (
        "关于" in text
        and bool(TITLE_TYPE.search(text))
        and bool(TITLE_WITH_ISSUER.match(text))
        and not _NO_TITLE.search(text)
    )


def _runs_on(current: list[_Line], following: _Line, measure: float, wrapped: bool) -> bool:
    """Whether the paragraph made of ``current`` is not at its end, by its last mark and its width."""
    last = current[-1]
    if last.text[-1] in _NEVER_BEFORE_BREAK or following.text[0] in "，。；、：）》”！？,;)":
        return True
    if wrapped:
        # The first line of a paragraph is set in by two characters.
        room = measure - (2 if len(current) == 1 else 0)
        full = last.width >= max(room - 3.6, 16)
        return full and (last.width >= room - 0.6 or not _is_ended(last.text))
    if last.width < 30 or _is_ended(last.text):
        return False
    return len(current) > 1 or not _HEADING.match(last.text)


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


def build(
    name: str, lines: Sequence[str], pages: Sequence[int] = (), begins: Sequence[bool | None] = ()
) -> SourceText:
    """The logical text of a source of the given lines (as a format reader gave them).

    ``name`` is the file's base name; ``pages`` the page of each line, if the format has pages; ``begins``
    whether each line begins a paragraph, where the format tells (``Lines``).
    """
    kept = _clean(lines, begins)
    blocks: list[Block] = []
    offsets: list[int] = []
    origins: list[int] = []
    at = 0
    for paragraph in _paragraphs(kept.lines):
        joined = _join([line.text for line in paragraph])
        raw = " ".join([line.raw for line in paragraph])
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
        first = joined[index][:1]
        if first.isascii() and first.isalpha() and re.search(r"[A-Za-z,.]$", joined[index - 1]):
            joined[index] = " " + joined[index]
    return joined
