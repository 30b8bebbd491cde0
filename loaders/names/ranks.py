"""Posts: the unit and the rank that the label of a post names (市财政局副局长 → 市财政局, 副局长)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from loaders.names.tables import read_table
from loaders.names.units import unit_names

_NOTE = re.compile(r"[（(][^（）()]*[）)]$")
_MODIFIED = ("leader", "head", "company", "group", "post")
_LEVEL_WORDS = ("自治区", "省", "市", "县", "区", "州", "旗", "盟", "镇", "乡")


@dataclass(frozen=True, slots=True)
class Post:
    """A post: the unit it is in as a name of a unit (empty where the label names none), and the rank."""

    unit: str
    rank: str


@cache
def _table() -> tuple[dict[str, tuple[str, str]], tuple[str, ...], int]:
    ranks: dict[str, tuple[str, str]] = {}
    modifiers = []
    for rank, kind, unit in read_table("ranks.tsv"):
        if kind == "modifier":
            modifiers.append(rank)
        else:
            ranks[rank] = (kind, unit)
    modifiers.sort(key=len, reverse=True)
    return ranks, tuple(modifiers), max(map(len, ranks))


def ranks() -> tuple[str, ...]:
    """Every rank and post of the lexicon, without 副 and the like, longest first."""
    return tuple(sorted(_table()[0], key=lambda rank: (-len(rank), rank)))


def modifiers() -> tuple[str, ...]:
    """What may stand before a rank (副, 常务, 第一), longest first."""
    return _table()[1]


@lru_cache(maxsize=65536)
def split_post(text: str) -> Post | None:
    """The unit and the rank of the label of one post; None where the text does not end in a rank.

    Blanks and a note in brackets at the end (（正科级）) are left out. The rank of a leader stands for the
    government: ``青山市常务副市长`` gives 青山市人民政府 and 常务副市长. A unit that shares its last
    character with the rank gets it back: ``市财政局长`` gives 市财政局 and 局长.
    """
    text = _NOTE.sub("", re.sub(r"\s", "", text))
    table, modifiers, longest = _table()
    for length in range(min(longest, len(text)), 1, -1):
        base = text[-length:]
        entry = table.get(base)
        if entry is None:
            continue
        kind, tail = entry
        before, rank = text[:-length], base
        while kind in _MODIFIED:
            modifier = next((m for m in modifiers if before.endswith(m)), None)
            if modifier is None:
                break
            before, rank = before.removesuffix(modifier), modifier + rank
        if before.endswith("总"):
            continue
        before = before.rstrip("、兼")
        if kind == "leader":
            return Post(_government(before, base, tail), rank)
        return Post(_with_shared_character(before, rank), rank)
    return None


def _government(before: str, rank: str, tail: str) -> str:
    for ending in ("人民政府", "政府"):
        before = before.removesuffix(ending)
    level = next(word for word in _LEVEL_WORDS if rank.startswith(word))
    if level in "镇乡" and not before:
        return ""
    return (before if before.endswith(level) else before + level) + tail


def _with_shared_character(before: str, rank: str) -> str:
    if before and not before.endswith(rank[0]):
        whole = before + rank[0]
        names = unit_names()
        for start in range(0, min(len(whole) - 1, 8)):
            if names.known(before[start:]):
                return before
            if names.known(whole[start:]):
                return whole
    return before


def split_posts(text: str) -> list[Post]:
    """The posts of a label that names several: ``市统计局党组书记、局长`` gives two posts in 市统计局.

    A part without a unit of its own takes that of the part before it; one that ends in no rank is left out.
    """
    posts: list[Post] = []
    for piece in re.split(r"[、，,]|兼(?:任)?(?=[\u4e00-\u9fff]{2})", re.sub(r"\s", "", text)):
        post = split_post(piece) if piece else None
        if post is None:
            continue
        if not post.unit and posts:
            post = Post(posts[-1].unit, post.rank)
        posts.append(post)
    return posts
