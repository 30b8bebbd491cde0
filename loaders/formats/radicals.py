"""Characters that programs write as radicals: many a PDF gives ⼈⺠政府 for 人民政府.

Fonts have one glyph for a radical and the character that looks the same, and what is copied out of a page is
the code of either. Kangxi radicals (U+2F00 to U+2FD5) have the character as their compatibility
decomposition; those of the CJK Radicals Supplement (U+2E80 to U+2EF3) that are whole characters are listed
here, after EquivalentUnifiedIdeograph.txt of the Unicode Character Database.
"""

from __future__ import annotations

import re
import unicodedata

_SUPPLEMENT = {
    **{0x2E81: "厂", 0x2E84: "乙", 0x2E8B: "㔾", 0x2E8E: "兀", 0x2E92: "巳", 0x2E93: "幺", 0x2E95: "彐"},
    **{0x2E9B: "旡", 0x2E9C: "日", 0x2E9D: "月", 0x2E9E: "歺", 0x2E9F: "母", 0x2EA0: "民", 0x2EA9: "王"},
    **{0x2EAA: "疋", 0x2EAC: "示", 0x2EAE: "竹", 0x2EB6: "羊", 0x2EB7: "羊", 0x2EBB: "聿", 0x2EBC: "肉"},
    **{0x2EBD: "臼", 0x2EC1: "虎", 0x2EC4: "西", 0x2EC5: "见", 0x2EC6: "角", 0x2EC7: "角", 0x2EC9: "贝"},
    **{0x2ECA: "足", 0x2ECB: "车", 0x2ECF: "邑", 0x2ED1: "長", 0x2ED3: "长", 0x2ED4: "门", 0x2ED5: "阜"},
    **{0x2ED7: "雨", 0x2ED8: "青", 0x2ED9: "韦", 0x2EDA: "页", 0x2EDB: "风", 0x2EDC: "飞", 0x2EDD: "食"},
    **{0x2EE1: "首", 0x2EE2: "马", 0x2EE3: "骨", 0x2EE4: "鬼", 0x2EE5: "鱼", 0x2EE6: "鸟", 0x2EE7: "卤"},
    **{0x2EE8: "麦", 0x2EE9: "黄", 0x2EEA: "黾", 0x2EEC: "齐", 0x2EEE: "齿", 0x2EF0: "龙", 0x2EF3: "龟"},
}
# The decomposition is the traditional character; in simplified print the radical stands for this one.
_SIMPLIFIED = {0x2F3E: "户"}
# Of dashes and brackets that look the same the one that GB/T 15834-2011 prints.
_MARKS = {0x2015: "—", 0x301C: "～", 0x2329: "〈", 0x232A: "〉"}
_CHARACTERS = (
    {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    | _SUPPLEMENT
    | _SIMPLIFIED
    | _MARKS
)
_RADICAL = re.compile("[\u2e80-\u2fd5\u2015\u301c\u2329\u232a]")


def without_radicals(text: str) -> str:
    """``text`` with the characters that its radicals stand for, one for one, and one kind of dashes and brackets."""
    return text.translate(_CHARACTERS) if _RADICAL.search(text) else text
