"""The head of a document at the beginning of a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.heads import NUMBER
from loaders.pagedump.addressees import addressees_end
from loaders.pagedump.cutter import Cutter
from loaders.pagedump.titles import ADOPTED, HEAD_NUMBER, title_end

# 青山市人民政府文件: the name over the red line of the print (GB/T 9704-2012, 7.2.4).
_MASTHEAD = re.compile(rf"\s?[\u4e00-\u9fff]{{2,30}}文件(?=\s|{NUMBER})")


@dataclass(frozen=True, slots=True)
class Head:
    """Offset behind the head of a document; ``complete`` if it has so much of one that it is nothing else."""

    end: int
    complete: bool


def cut_head(cutter: Cutter) -> Head:
    """Cut the head with which the document begins: number, title, addressees, in the orders in use.

    Sets the cutter's title.
    """
    text, at, numbered = cutter.text, cutter.begin, False
    if masthead := _MASTHEAD.match(text, at, cutter.end):
        at = masthead.end()
        cutter.cut(at)
    for _ in range(2):
        if number := HEAD_NUMBER.match(text, at, cutter.end):
            at, numbered = number.end(), True
            cutter.cut(at)
        if not cutter.title and (end := title_end(text, at, cutter.end)):
            cutter.title = text[at:end].replace(" ", "")
            at = end
            cutter.cut(at)
    adopted = ADOPTED.match(text, at, cutter.end) if cutter.title else None
    if adopted:
        at = adopted.end()
        cutter.cut(at)
    addressed = addressees_end(text, at, cutter.end)
    if addressed:
        at = addressed
        cutter.cut(at)
    titled = bool(cutter.title) and bool(numbered or addressed or adopted)
    return Head(at, titled or (numbered and bool(addressed)))
