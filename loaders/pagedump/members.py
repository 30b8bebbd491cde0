"""Lists of members inside a line: ``组长：林一山 市财政局局长副组长：…``."""

from __future__ import annotations

import re

from loaders.pagedump.cutter import Cutter

_ROLE = re.compile(
    r"(?:(?:常务)?副?\s?组\s?长|成\s?员(?:单位)?|(?:常务)?副?\s?主\s?任(?:委员)?|委\s?员|副?\s?总\s?指\s?挥(?:长)?|"
    r"副\s?指\s?挥(?:长)?|指\s?挥\s?长|顾\s?问|副?召集人)\s?[:：]"
)
_NO_ROLE = re.compile(r"(?:[、，（(的]|[兼担出]任)$")
_POST_END = "长员任记席监师授理）)"
_NAME = r"(?:[\u4e00-\u9fff]{2,4}\s[\u4e00-\u9fff]|[\u4e00-\u9fff]\s[\u4e00-\u9fff]\s)"
_MEMBER = re.compile(rf"(?<=[{_POST_END}])\s?(?={_NAME})")
_GROUP = r"(?:小组|委员会|指挥部|联席会议)(?:成员|下设|办公室|负责)"
_GROUP_TEXT = re.compile(rf"(?<=[{_POST_END}])\s?(?=[\u4e00-\u9fff]{{0,16}}?{_GROUP})")


def cut_members(cutter: Cutter, at: int) -> None:
    """Cut the lists of members behind ``at``: each role with its colon, each name with the post behind it,
    and the text that goes on behind the last post."""
    text = cutter.text
    roles = [
        role
        for role in _ROLE.finditer(text, at, cutter.end)
        if not _NO_ROLE.search(text[max(0, role.start() - 2) : role.start()])
    ]
    for role in roles:
        cutter.cut(role.start())
    for role in roles:
        end = cutter.block_end(role.start())
        full_stop = text.find("。", role.end(), end)
        behind = _GROUP_TEXT.search(text, role.end(), full_stop if full_stop >= 0 else end)
        if behind:
            cutter.cut(behind.end())
            end = behind.start()
        for member in _MEMBER.finditer(text, role.end() + 2, end):
            cutter.cut(member.end())
