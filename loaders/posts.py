"""Posts and the names beside them: ``市委常委、常务副市长 张 三``, ``市财政局局长张三``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders import lexicon
from loaders.source import tidy
from loaders.wordlist import any_of

LAST = frozenset(rank[-1] for rank in lexicon.ranks())
"""The characters with which a rank ends."""
LONGEST = max(map(len, lexicon.ranks()))
"""The length of the longest rank without what may stand before it (副, 常务)."""

# How the name of a post ends: a rank of the lexicon, with 副, 常务 and the like before it.
_FIRST = "".join(sorted({word[0] for word in lexicon.modifiers() + lexicon.ranks()}))
ENDING = rf"(?:(?=[{_FIRST}])(?:{any_of(lexicon.modifiers())})*(?:{any_of(lexicon.ranks())}))"
_ENDS = re.compile(rf"{ENDING}$")
_NAME = r"[\u4e00-\u9fff](?:\s{0,3}[\u4e00-\u9fff]){1,3}"
_TITLE = rf"[\u4e00-\u9fff（）()、兼 ]{{0,60}}?{ENDING}(?:[（(][^（）()]{{1,12}}[)）])?"
_TITLE_THEN_NAME = re.compile(rf"^(?P<title>{_TITLE})\s+(?P<name>{_NAME})(?:\s*同志)?$")
_NAME_THEN_TITLE = re.compile(rf"^(?P<name>{_NAME})(?:\s*同志)?\s+(?P<title>{_TITLE})$")
_JOINED = re.compile(rf"^(?P<title>{_TITLE})(?P<name>[\u4e00-\u9fff]{{2,4}})(?:同志)?$")


@dataclass(frozen=True, slots=True)
class Titled:
    """A person and the post named beside the name (several posts as printed, with 、)."""

    name: str
    title: str


def ends_as_post(text: str) -> bool:
    """Whether a text ends as the name of a post does."""
    return text[-1:] in LAST and bool(_ENDS.search(text))


def titled_person(raw: str) -> Titled | None:
    """The person and post that make up a whole line; None where it is anything else.

    ``raw`` keeps the blanks of the print, which part name and post.
    """
    line = raw.strip().rstrip("：:")
    if len(line) > 70:
        return None
    for pattern in (_TITLE_THEN_NAME, _NAME_THEN_TITLE):
        if match := pattern.match(line):
            name = re.sub(r"\s", "", match["name"])
            if not ends_as_post(name) and lexicon.looks_like_person(name):
                return Titled(name, tidy(match["title"]))
    match = _longest_title(tidy(line))
    return (
        Titled(match["name"], match["title"]) if match and lexicon.looks_like_person(match["name"]) else None
    )


def _longest_title(line: str) -> re.Match[str] | None:
    """Title and name without a blank between: the longest title that leaves a name."""
    for length in (2, 3, 4):
        if len(line) > length and ends_as_post(line[:-length]):
            return _JOINED.match(line)
    return None
