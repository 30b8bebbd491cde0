"""What kind of body a name stands for."""

from __future__ import annotations

import re
from functools import lru_cache

from loaders.names.collectives import is_collective
from loaders.names.people import looks_like_person
from loaders.names.places import place
from loaders.names.ranks import split_post
from loaders.names.reading import read_unit
from loaders.names.units import UnitKind, ending_of, is_ending, unit_names

_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
_MARK = re.compile(r"^[本我全该]?(?:自治区|[省市县区州盟旗])(?=[\u4e00-\u9fff]{2})")


@lru_cache(maxsize=65536)
def classify(name: str) -> UnitKind | None:
    """The kind of the unit that ``name`` is; None where it is none: a person, a post, running text.

    Decided by the lexicon of units and, for names outside it, by their ending.
    """
    name = re.sub(r"\s", "", _BRACKETS.sub("", name))
    if len(name) < 2 or len(name) > 60 or re.search(r"[，。；：！？]", name):
        return None
    if unit_names().known(name):
        return read_unit(name, place("-")).kind
    if is_collective(name):
        return UnitKind.COLLECTIVE
    if is_ending(name) and len(name) < 4:
        return None
    if looks_like_person(name):
        return None
    mark = _MARK.match(name)
    if mark is not None:
        inner = read_unit(name[mark.end() :], place("-"))
        if inner.known:
            return inner.kind
    reading = read_unit(name, place("-"))
    if reading.known:
        return reading.kind
    post = split_post(name)
    ending = ending_of(name)
    if post is not None and (ending is None or len(post.rank) > len(ending.suffix)):
        return None
    return reading.kind
