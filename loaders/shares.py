"""Assignments in brackets without labels: （某局牵头，某局、某局配合，各县按职责分工负责，6月底前完成）."""

from __future__ import annotations

import re
from dataclasses import dataclass

from loaders.lists import split_spans, without_etc
from loaders.wordlist import alternatives

ROLES = {
    "牵头": "lead",
    "牵头负责": "lead",
    "负责牵头": "lead",
    "负责": "responsibleUnit",
    "落实": "responsibleUnit",
    "承办": "responsibleUnit",
    "实施": "responsibleUnit",
    "配合": "coUnit",
    "参与": "coUnit",
    "参加": "coUnit",
    "协助": "coUnit",
    "协同": "coUnit",
}
_SHARED = r"(?:(?:按|依|根据)(?:照|据)?(?:各自)?的?(?:职责|职能|任务|工作)*(?:分工|范围)?(?:权限)?|在各自职责范围内|分别|共同|具体|分头|各自|联合|组织|抓好|做好)*"
_PART = re.compile(
    rf"^(?:由)?(?P<units>.+?){_SHARED}(?P<word>牵头负责|负责牵头|{'|'.join(ROLES)})"
    rf"(?:(?:和)?(?:落实|实施|组织实施|组织|推进|推动|抓好落实|抓落实|做好相关工作|工作|负责))?$"
)
_UNIT = re.compile(
    rf"(?:{alternatives('unit_endings')}|署|银行|部门|单位|机构|机关|组织|企业|政府|区县|县市区|县区|各区|各县|各市|各地|镇街|乡镇|街道|园区)(?:[（(][^（）()]*[）)])?$"
)
_TIME = re.compile(
    r"^(?!.*[负牵])[^、]{0,12}?(?:\d{1,2}月|年底|年内|\d{4}年|长期|持续|常年|全年|即日|近期|每年|每月|每季度)[^、]{0,30}$"
)
_SEPARATORS = "，,；;。"


@dataclass(frozen=True, slots=True)
class Share:
    """Offsets of an enumeration of bodies and their role (a ``gbr:`` name), or of a time
    (``role`` is ``schedule``)."""

    start: int
    end: int
    role: str


def shares(inside: str) -> list[Share]:
    """What the text of a bracket says of who does a task and when; empty where it says anything else.

    Bodies without a word of their own go with the next that has one.
    """
    found: list[Share] = []
    waiting: list[tuple[int, int]] = []
    for start, end in split_spans(inside, _SEPARATORS):
        said = inside[start:end]
        if match := _PART.match(said):
            if not _are_bodies(match["units"]):
                return []
            role = ROLES[match["word"]]
            found += [Share(a, b, role) for a, b in waiting]
            found.append(Share(start + match.start("units"), start + match.end("units"), role))
            waiting = []
        elif _TIME.match(said) and found:
            found.append(Share(start, end, "schedule"))
        elif _are_bodies(said):
            waiting.append((start, end))
        else:
            return []
    return found


def _are_bodies(listed: str) -> bool:
    """Whether an enumeration is one of bodies: its last item ends as their names do."""
    items = [listed[a:b] for a, b in split_spans(without_etc(listed), "、")]
    return bool(items) and all(len(item) <= 40 for item in items) and bool(_UNIT.search(items[-1]))
