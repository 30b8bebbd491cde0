"""A whole page that came as one line: where its blocks begin, and what of it is no document.

Web pages are often kept as flattened text: navigation, title, time, share buttons, document number, title
again, addressees, paragraphs, signature, annexes and the page's foot run together, sometimes with a blank
between them, mostly without. The grammar of an official document (GB/T 9704-2012, 7.2-7.3) says what may
follow what; ``split`` cuts the line by it. What it cannot know it leaves together: a heading and the
sentence behind it, the cells of a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from loaders.pagedump.annexes import cut_around
from loaders.pagedump.cutter import SENTENCE_END, Cutter, trimmed
from loaders.pagedump.furniture import footer, navigation
from loaders.pagedump.head import cut_head
from loaders.pagedump.members import cut_members
from loaders.pagedump.provisions import cut_provisions
from loaders.pagedump.signature import cut_signature, find_signatures

# A line longer than any paragraph is likely to be. A shorter one is taken apart only if it holds a whole
# document.
LONG = 400
SHORTEST = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters ``start`` to ``end`` (exclusive) of a line; ``furniture`` is what the page has around
    the document: navigation, buttons, footer."""

    start: int
    end: int
    furniture: bool = False


def split(text: str) -> list[Piece]:
    """The blocks of a line in order, without the blanks between them; an ordinary line is one piece.

    ``text`` is a line whose blanks are reduced to one each.
    """
    if len(text) < SHORTEST:
        return [Piece(0, len(text))]
    begin, heading = navigation(text)
    cutter = Cutter(text, begin, footer(text, begin))
    head = cut_head(cutter)
    if heading and not cutter.title:
        # The page names its document only in its own heading.
        cutter.title = text[slice(*heading)].replace(" ", "")
    else:
        heading = None
    signatures = find_signatures(cutter, head.end)
    whole = begin or signatures or (head.complete and SENTENCE_END.search(text, head.end))
    if len(text) < LONG and not whole:
        return [Piece(0, len(text))]
    before = head.end
    for number, signature in enumerate(signatures, 1):
        behind = signatures[number].start if number < len(signatures) else cutter.end
        cut_signature(cutter, signature)
        cut_around(cutter, (before, signature.start), (signature.end, behind))
        before = signature.end
    cut_provisions(cutter, head.end)
    cut_members(cutter, head.end)
    return list(_pieces(cutter, heading))


def _pieces(cutter: Cutter, heading: tuple[int, int] | None) -> Iterator[Piece]:
    before = [(0, heading[0], True), (*heading, False), (heading[1], cutter.begin, True)] if heading else []
    blocks = [(a, b, False) for a, b in pairwise([cutter.begin, *cutter.cuts, cutter.end])]
    behind = (cutter.end, len(cutter.text), True)
    for start, end, furniture in [*(before or [(0, cutter.begin, True)]), *blocks, behind]:
        start, end = trimmed(cutter.text, start, end)
        if start < end:
            yield Piece(start, end, furniture)
