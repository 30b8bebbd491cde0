"""Patterns that are slow to fail, run only where a cheap one says that they may match.

The regular expression engine skips quickly to the next place where a pattern may begin only if it begins with
a character or a set of them. A pattern that begins with anything else (an optional word, a look-behind, a run
of Chinese characters) is tried at every character. Each function here gives exactly what the slow pattern's
``finditer`` over the whole text would, given a *cue*: a pattern that begins with a character or set, and that
matches wherever the slow one does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator


def matches(
    pattern: re.Pattern[str], cue: re.Pattern[str], text: str, begin: int, end: int
) -> Iterator[re.Match[str]]:
    """The matches of ``pattern`` in ``text[begin:end]``, each of which begins where one of ``cue`` does.

    A match of ``cue`` should be one character (with a look-ahead), so that none hides the next.
    """
    reached = begin
    for hit in cue.finditer(text, begin, end):
        if hit.start() >= reached and (match := pattern.match(text, hit.start(), end)):
            yield match
            reached = match.end()


def matches_behind(
    pattern: re.Pattern[str], cue: re.Pattern[str], longest: int, text: str, begin: int, end: int
) -> Iterator[re.Match[str]]:
    """The matches of ``pattern`` in ``text[begin:end]``, which begins with up to ``longest`` Chinese
    characters and goes on, blanks aside, with what ``cue`` matches."""
    reached = begin
    for hit in cue.finditer(text, begin, end):
        at = hit.start()
        while at > reached and text[at - 1].isspace():
            at -= 1
        start, lowest = at, max(reached, at - longest)
        while start > lowest and "\u4e00" <= text[start - 1] <= "\u9fff":
            start -= 1
        if start < at and (match := pattern.match(text, start, end)):
            yield match
            reached = match.end()


def sentences_with(
    cue: re.Pattern[str], marks: str, text: str, begin: int, end: int
) -> Iterator[tuple[int, int]]:
    """Start and end of the sentences of ``text[begin:end]`` in which ``cue`` matches; a sentence ends at any
    of ``marks`` and at a line feed."""
    stop = _breaks(marks)
    reached = begin
    for hit in cue.finditer(text, begin, end):
        at = hit.start()
        if at < reached:
            continue
        start = max(begin, text.rfind("\n", begin, at) + 1)
        start = max(start, *(text.rfind(mark, start, at) + 1 for mark in marks))
        behind = stop.search(text, at, end)
        reached = behind.start() if behind else end
        yield start, reached


def _breaks(marks: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(marks)}\n]")
