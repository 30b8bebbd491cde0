"""Posts that the running text says people hold: 市长张三主持, 由李四副市长牵头."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders import lexicon
from loaders.posts import ENDING, LAST, LONGEST
from loaders.readers.base import Context
from loaders.readers.meetings import MINUTES, is_opening, without_lists
from loaders.records import PostHoldingRecord
from loaders.source import Block, SourceText

_BEHIND = re.compile(
    r"(?=$|[，。、；：（）()\s]|同志|任(?!务|何|期|免|意|命)|担任|兼任|牵头|总牵头|主持|为(?!了)|作(?:了|总结|重要)|分别|就|带队|出席|参加|率|负责|等|在|到|批示|签发)"
)
_POST_FIRST = re.compile(rf"(?P<rank>{ENDING})(?P<name>[\u4e00-\u9fff]{{2,3}}?){_BEHIND.pattern}")
_BEFORE = re.compile(r"[^，。；：（）()“”\s]*$")
_POSTS = re.compile(rf"(?:[\u4e00-\u9fff]{{0,24}}{ENDING}、){{0,3}}[\u4e00-\u9fff]{{0,24}}$")
_NAME_FIRST = re.compile(
    r"(?:^|(?<=[，。、；：由和与及]))(?P<name>(?![由和与及经对向请])[\u4e00-\u9fff]{2,3}?)(?P<post>(?:常务|常委)?副?(?:市长|县长|区长|省长|镇长|乡长|书记|主任|局长|部长|秘书长|主席|常委副市长))(?=[，。、；：]|牵头|主持|负责|协助|相关|讲话|批示|等)"
)
_CUE = re.compile(
    rf"[{''.join(sorted(LAST))}](?:(?=[\u4e00-\u9fff]{{2,3}}?{_BEHIND.pattern})|(?=[，。、；：]|牵头|主持|负责|协助|相关|讲话|批示|等))"
)
_RANK = re.compile(rf"{ENDING}$")
# Words of the sentence that stand before a post.
_LEAD = re.compile(
    r"^.*?(?:会上|由|和|与|及|以及|经|向|对|请|邀请|最后|其中|下设|抽调)(?=[\u4e00-\u9fff]{2})"
)
_GENERIC = re.compile(r"^(?:各|本|有关|相关|主要|分管|其他|我|该|单位|部门|党组)")


def read(context: Context) -> Iterator[PostHoldingRecord]:
    """Statements in running text that somebody holds a post, once per person and post.

    Only names that begin with a surname and are bounded by the text count.
    """
    document = context.document
    if document.body >= document.end:
        return
    text = context.text
    seen: set[tuple[str, str]] = set()
    end = document.end
    if document.document_type in MINUTES:
        # The opening and the attendance lists are the business of the meeting's reader.
        end = document.body + len(without_lists(context.source.blocks[document.body : end]))
    for block in blocks_with_posts(context.source, document.body, end):
        if document.document_type in MINUTES and is_opening(block):
            continue
        if block.is_row or "任命" in block.text or "免去" in block.text or "同志任" in block.text:
            continue
        for start, end, post, name in _statements(text, block.start, block.end):
            bare = _LEAD.sub("", post)
            if not lexicon.looks_like_person(name) or _GENERIC.match(bare) or (name, bare) in seen:
                continue
            seen.add((name, bare))
            yield PostHoldingRecord(context.span(start, end), context.path_at(start), name, bare)


def blocks_with_posts(source: SourceText, first: int, end: int) -> Iterator[Block]:
    """The blocks from index ``first`` to ``end`` (exclusive) of which running text may say that somebody
    holds a post: with a rank and, behind it, what stands behind a name or behind a post."""
    blocks, text = source.blocks, source.text
    if first >= end:
        return
    reached = blocks[first].start
    for hit in _CUE.finditer(text, reached, blocks[end - 1].end):
        at = hit.end()
        if at > reached and _RANK.search(text, max(reached, at - LONGEST), at):
            block = blocks[source.block_at(hit.start())]
            reached = block.end
            yield block


def _statements(text: str, start: int, end: int) -> Iterator[tuple[int, int, str, str]]:
    """Post and name in either order, with their offsets."""
    for match in _POST_FIRST.finditer(text, start, end):
        before = _BEFORE.search(text, max(start, match.start() - 70), match.start())
        posts = _POSTS.search(before[0]) if before else None
        prefix = posts[0] if posts else ""
        yield match.start() - len(prefix), match.end(), prefix + match["rank"], match["name"]
    for match in _NAME_FIRST.finditer(text, start, end):
        yield match.start(), match.end(), match["post"], match["name"]
