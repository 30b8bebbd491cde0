"""The line that is taken apart, and the offsets at which its blocks begin."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

_QUOTES = re.compile("[《“》”]")
SENTENCE_END = re.compile(r"[。；！？]")


@dataclass(slots=True)
class Cutter:
    """A line: its document stands between ``begin`` and ``end``; ``cuts`` are the offsets found so far at
    which a block begins, in order, ``title`` the document's title (blanks taken out), ``listed`` the offsets of the
    list of annexes in front of the signature."""

    text: str
    begin: int
    end: int
    cuts: list[int] = field(default_factory=list)
    title: str = ""
    listed: tuple[int, int] = (0, 0)

    def cut(self, offset: int) -> None:
        """Let a block begin at ``offset``."""
        if self.begin < offset < self.end:
            at = bisect_left(self.cuts, offset)
            if at == len(self.cuts) or self.cuts[at] != offset:
                self.cuts.insert(at, offset)

    def block_start(self, offset: int) -> int:
        """Where the block that holds ``offset`` begins, by the cuts made so far."""
        at = bisect_right(self.cuts, offset)
        return self.cuts[at - 1] if at else self.begin

    def block_end(self, offset: int) -> int:
        """Where the block that holds ``offset`` ends, by the cuts made so far."""
        at = bisect_right(self.cuts, offset)
        return self.cuts[at] if at < len(self.cuts) else self.end


def blotted(text: str, start: int, end: int) -> str:
    """``text[start:end]`` with what stands in 《》 and “” blotted out, offsets kept."""
    run = text[start:end]
    if "《" not in run and "“" not in run:
        return run
    out, depth, done = [], 0, 0
    for mark in _QUOTES.finditer(run):
        if mark[0] in "《“":
            if not depth:
                out.append(run[done : mark.start()])
                done = mark.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                out.append("＿" * (mark.end() - done))
                done = mark.end()
    out.append("＿" * (len(run) - done) if depth else run[done:])
    return "".join(out)


def behind_blanks(text: str, at: int, end: int) -> int:
    """The first offset from ``at`` on that holds no blank, at most ``end``."""
    while at < end and text[at].isspace():
        at += 1
    return at


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Start and end of ``text[start:end]`` without the blanks around it."""
    start = behind_blanks(text, start, end)
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
