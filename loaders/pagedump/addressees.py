"""Where the addressees end that nothing separates from what precedes and follows them."""

from __future__ import annotations

import re

_UNIT_END = re.compile(
    r"(?:局|委|办|部|厅|院|处|府|会|组|司|队|团|校|园|所|站|场|社|行|区|县|市|镇|乡|街道|单位|部门|机构|企|企业|公司|"
    r"集团|中心|党群|群团|团体|组织|机关|工委|人员|同志|等|直属机构|开发区|管委会|指挥部)(?:[（(][^（）()]{1,30}[）)])?$"
)
_NO_ADDRESSEE = re.compile(r"关于|通知|如下|决定|根据|按照|现将|经研究|的[^的]{0,3}$|[《》“”。；\d]")
_TO_COLON = re.compile(r"[^:：]{2,400}[:：]")
_MAX_NAME = 28
# So many of the names must end like a body: the rest are enumerations such as 区党工委各部、委、办.
_SHARE = 0.6


def addressees_end(text: str, at: int, end: int) -> int | None:
    """Offset behind the colon of the addressees that begin at ``at``; None if none do."""
    match = _TO_COLON.match(text, at, end)
    if not match or _NO_ADDRESSEE.search(match[0][:-1]):
        return None
    plain = re.sub(r"[（(][^（）()]*[）)]", "", match[0][:-1])
    names = [name.strip() for name in re.split(r"[，、,]", plain)]
    if any(len(name) > _MAX_NAME for name in names) or not _UNIT_END.search(names[-1]):
        return None
    ended = sum(1 for name in names if _UNIT_END.search(name))
    return match.end() if ended >= _SHARE * len(names) else None
