"""Names of kinds of units: 各镇人民政府, 市直有关单位, 财政部门."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from loaders.names.tables import read_table
from loaders.names.units import unit_names

_LEVEL_WORDS = "[省市州县区旗镇乡村]"
_BODIES = "(?:单位|部门|机关|主体|机构|组成部门|工作部门|职能部门|责任单位|成员单位|政府部门|站所)"
_SOMEWHERE = (
    r"(?:[\u4e00-\u9fff]{2,8}(?:省|市|县|区|州)|[全本我]?[省市州县区旗镇乡]"
    r"|驻[\u4e00-\u9fff]{1,4}|所属|下属|直属|所辖|辖区|周边|沿线|相关|有关|其他|其它|涉及|国家|中央|上级|下级|)"
)
_BRACKETS = str.maketrans("（）", "()")


@cache
def _pattern() -> re.Pattern[str]:
    patterns = "|".join(f"(?:{row[0]})" for row in read_table("collective.tsv"))
    for mark, meaning in (("{层}", _LEVEL_WORDS), ("{单位}", _BODIES), ("{处}", _SOMEWHERE)):
        patterns = patterns.replace(mark, meaning)
    return re.compile(patterns)


@lru_cache(maxsize=65536)
def is_collective(name: str) -> bool:
    """Whether ``name`` is a kind of units named together (各镇人民政府, 财政部门), not one unit."""
    text = re.sub(r"\s", "", name).translate(_BRACKETS)
    names = unit_names()
    if not text or names.known(text) or (text[0] in "省市县区州盟旗" and names.known(text[1:])):
        return False
    return _pattern().fullmatch(text) is not None
