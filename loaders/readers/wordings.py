"""What an article is compared by with the same article of another place's rule of that name.

The key is ``name|opening|digest``: the rule's title without its place, the first nine characters of the article,
and eight hexadecimal digits of all of it, each without punctuation and without the words that only name the place
or the fashion of the day (数字化, 信息化).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from loaders.readers.base import Context
from loaders.records import WordingRecord

_FASHION = "数字化|信息化|智能化"
_PLACE = re.compile(rf"^[^市县区州]{{1,8}}[市县区州]|{_FASHION}")
# Who builds is 业主 in one place and 建设单位 in another; marks are the printer's.
_ALIKE = re.compile(rf"{_FASHION}|业主|建设单位|单位|[，。、“”《》〈〉（）()；：:;,.\s]")
# What every rule begins with, and a body alone, say nothing of the matter.
_COMMON = re.compile(r"^(?:本|为|根据|依据|按照)|(?:局|部门|中心|委|政府)应?$")
_OPENING = 9
_SHORTEST = 20
_SHORTEST_NAME = 6


def read(context: Context) -> Iterator[WordingRecord]:
    """The keys of the articles, sections and items of the rules and plans that a document prints."""
    names = {
        part.path: bare
        for part in context.structure.parts
        if part.kind == "instrument" and len(bare := _PLACE.sub("", part.title)) > _SHORTEST_NAME
    }
    for provision in context.provisions if names else ():
        name = names.get(provision.part.partition("/")[0], "")
        if not name or len(provision.text) <= _SHORTEST:
            continue
        said = _ALIKE.sub("", provision.text)
        if len(said) <= _SHORTEST or _COMMON.search(opening := said[:_OPENING]):
            continue
        key = f"{name}|{opening}|{zlib.crc32(said.encode()):08x}"
        yield WordingRecord(provision.span, provision.part, key)
