"""Posts and the names beside them: ``市委常委、常务副市长 张 三``, ``市财政局局长张三``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders import lexicon
from loaders.source import tidy
from loaders.wordlist import alternatives

ENDING = rf"(?:{alternatives('post_endings')})"
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
            if not re.search(rf"{ENDING}$", name) and lexicon.looks_like_person(name):
                return Titled(name, tidy(match["title"]))
    match = _longest_title(tidy(line))
    return Titled(match["name"], match["title"]) if match and lexicon.looks_like_person(match["name"]) else None


def _longest_title(line: str) -> re.Match[str] | None:
    """Title and name without a blank between: the longest title that leaves a name."""
    for length in (2, 3, 4):
        if len(line) > length and re.search(rf"{ENDING}$", line[:-length]):
            return _JOINED.match(line)
    return None


def split_posts(text: str) -> list[str]:
    """The single posts of ``市政协副主席兼统计局局长`` or ``市委常委、常务副市长``; a part that is no
    post of its own stays with the one before it."""
    posts: list[str] = []
    for piece in re.split(r"、|，|,|兼(?:任)?(?=[\u4e00-\u9fff]{2})", text):
        if posts and not re.search(rf"{ENDING}(?:[（(][^（）()]*[)）])?$", posts[-1]):
            posts[-1] += f"、{piece}"
        elif piece:
            posts.append(piece)
    return posts


# 某局党组书记 is a post in the bureau.
_PARTY_GROUP = re.compile(r"^(?P<unit>.+(?:局|厅|部|办|办公室|中心|公司|集团|院|校|会|联社|银行))(?P<party>党组|党委|党总支)$")
_HEADS_OF_GOVERNMENT = re.compile(r"^(?:常务)?副?[省市州盟县旗区乡镇]长$")


def split_post(text: str) -> tuple[str | None, str]:
    """The unit and the rank of one post: ``市财政局副局长`` → (市财政局, 副局长); a head of
    government (市长) belongs to the government: (市人民政府, 市长). The unit is None where the
    post names none."""
    bare = re.sub(r"[（(][^（）()]*[)）]$", "", text)
    match = re.search(rf"{ENDING}$", bare)
    if not match:
        return None, bare
    start = match.start()
    # The longest rank: 常务副市长, not 副市长.
    while start and (longer := re.search(rf"{ENDING}$", bare[start - 1 :])) and longer.start() == 0:
        start -= 1
    for begin in range(start):
        if re.fullmatch(ENDING, bare[begin:]):
            start = begin
            break
    unit, rank = bare[:start], bare[start:]
    if party := _PARTY_GROUP.match(unit):
        unit, rank = party["unit"], party["party"] + rank
    if not unit and _HEADS_OF_GOVERNMENT.match(rank):
        return f"{rank[-2]}人民政府", rank
    return unit or None, rank
