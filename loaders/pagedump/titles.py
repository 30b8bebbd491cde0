"""Where a title ends that nothing separates from what follows it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders.heads import NUMBER, REGISTRATION, TITLE_TYPES
from loaders.numbers import NUMERAL
from loaders.pagedump.addressees import addressees_end
from loaders.pagedump.cutter import behind_blanks, blotted
from loaders.wordlist import alternatives

_ORDER = rf"[\u4e00-\u9fff]{{2,24}}令\s?第\s?{NUMERAL}\s?号"
HEAD_NUMBER = re.compile(rf"\s?[（(]?(?:{REGISTRATION}[\s,，；;]*)?(?:{NUMBER}|{_ORDER})[）)]?(?!公布|发布)")
# When and by whom a rule was adopted stands in brackets under its title (行政法规制定程序条例, art. 29).
_ACTS = r"(?:通过|公布|发布|批准|修订|修正)"
ADOPTED = re.compile(rf"\s?[（(]\s?(?:19|20)\d\d年[^（）()。；]{{4,200}}?{_ACTS}[^（）()]{{0,200}}[）)]")

# （试行）, （2021年修订）, but no document number.
_NOTE = r"(?:[（(][^（）()〔〕［］\[\]号]{1,12}[）)])"
_OFFICIAL = re.compile(rf"(?:{TITLE_TYPES}){_NOTE}*")
_RULE = re.compile(rf"(?:{alternatives('document_types')}|[^，。]表|名册){_NOTE}*")
_LAW = re.compile(
    rf"\s?[^，。；：:！？（）()]{{2,50}}(?:法|法典|{alternatives('document_types')}){_NOTE}?(?=\s?[（(])"
)
_ABOUT = re.compile(r"关于|印发|转发|批转|公布|发布|废止|修改")
# What may stand in front of 关于: an issuer, several, or nothing.
_ISSUERS = re.compile(
    r"(?:[\u4e00-\u9fff（）()、 ]{2,80}(?:局|委|办|部|厅|院|处|府|会|组|队|团|公司|中心|室|党组|区|市)"
    r"(?:等\d{0,2}个?(?:部门|单位))?)?\s?$"
)
_NO_ISSUER = re.compile(r"为|根据|按照|依据|依照|遵照|经|现|自|由|对|在|因|请|要|各|学习|贯彻|落实|认真|严格")
_OPENER = re.compile(
    r"\s?(?:为(?!的)|根据|按照|依据|依照|遵照|经(?!济|营)|现(?:将|就|对|决定|印发)|自|因|由于|鉴于|随着|近|截至|"
    r"今年|目前|最近|你[局委办部厅院区县市单]|《|第一[章条]|一、|总\s?则|各|特|兹|对|本|在|以|20\d\d年)"
)
_RULE_OPENER = re.compile(
    r"为(?:了|进一步|贯彻|加快|加强|深入|切实|认真|全面|推进|规范|做好|落实)|根据|按照|第一[章条]|一、|总则|各[^项类种]"
)
_RULE_TEXT = re.compile(r"\s?(?:第一[编章条]|总\s?则|目\s?录\s?第|(?<=\s)(?:为了?|根据|一、))")
_LAST_OFFICIAL = re.compile(rf"的[^，、的]{{0,4}}(?:{TITLE_TYPES}){_NOTE}?(?![的、，,和与及》”精要规])")
_MAX_RUN = 700
_MAX_RULE_TITLE = 60
_MAX_PRINTED_TITLE = 120


def title_end(text: str, at: int, end: int) -> int | None:
    """Offset behind the document's title that begins at ``at``; None if there is none.

    It is the first kind of document behind which something begins that may follow a title.
    """
    run = _run(text, at, min(end, at + _MAX_RUN), r"[。；：:！？]")
    if (law := _LAW.match(run)) and ADOPTED.match(text, at + law.end(), end):
        return at + law.end()
    about = _ABOUT.search(run)
    if not about or not _may_issue(run[: about.start()]):
        return _rule_title_end(text, run, at, end)
    # Official documents first (通知, 意见); rules and plans carry such titles too (关于…的若干措施).
    for kind, opener in ((_OFFICIAL, _OPENER), (_RULE, _RULE_OPENER)):
        for match in kind.finditer(run, about.end()):
            behind = at + match.end()
            if text.startswith("的", behind):
                continue
            if (
                behind == end
                or text[behind].isspace()
                or HEAD_NUMBER.match(text, behind, end)
                or addressees_end(text, behind, end)
                or opener.match(text, behind)
            ):
                return behind
    # Whatever stands behind it: the last 的通知 of the run.
    ends = [at + match.end() for match in _LAST_OFFICIAL.finditer(run, about.end())]
    return ends[-1] if ends and ends[-1] < end else None


def _run(text: str, at: int, end: int, stop: str) -> str:
    """The text from ``at`` on up to the first of ``stop`` (with it), quotations blotted out."""
    run = blotted(text, at, end)
    found = re.search(stop, run)
    return run[: found.start() + 1] if found else run


def _may_issue(before: str) -> bool:
    return bool(_ISSUERS.match(before)) and not _NO_ISSUER.match(before.strip())


def _rule_title_end(text: str, run: str, at: int, end: int) -> int | None:
    """Offset behind the title of a rule or plan, which has no 关于: its text or its number follows."""
    for match in _RULE.finditer(run[:_MAX_RULE_TITLE], 4):
        behind = at + match.end()
        if HEAD_NUMBER.match(text, behind, end) or _RULE_TEXT.match(text, behind, end):
            return behind
    return None


def printed_title_end(text: str, at: int, end: int, announced: Sequence[str]) -> int | None:
    """Offset behind the title of an instrument or annex that begins at ``at``: one of those ``announced``,
    else the first kind of document behind which a text begins; None if there is no title."""
    at = behind_blanks(text, at, end)
    if known := announced_end(text, at, end, announced):
        return known
    run = _run(text, at, min(end, at + _MAX_PRINTED_TITLE), r"[，。；：:！？]")
    for match in _RULE.finditer(run, 4):
        behind = at + match.end()
        if (
            behind == end
            or text[behind].isspace()
            or _OPENER.match(text, behind)
            or ADOPTED.match(text, behind, end)
        ):
            return behind
    return None


def announced_end(text: str, at: int, end: int, titles: Sequence[str]) -> int | None:
    """Offset behind the longest of ``titles`` that stands at ``at``, blanks aside; None if none does."""
    at = behind_blanks(text, at, end)
    for title in sorted(titles, key=len, reverse=True):
        pattern = re.compile(r"\s?".join(re.escape(char) for char in title if not char.isspace()))
        if title and (match := pattern.match(text, at, end)):
            return match.end()
    return None
