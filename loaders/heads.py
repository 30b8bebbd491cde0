"""What stands in the heads and signatures of documents, as patterns.

The parts of a head and their order follow GB/T 9704-2012, 7.2-7.3: number, title (issuer + 关于 +
matter + kind), addressees, body, annexes announced, signature, date, notes.
"""

from __future__ import annotations

import re

from loaders.numbers import CLOSING, NUMERAL, OPENING
from loaders.wordlist import alternatives

REGISTRATION = r"[A-Z]{2,8}R\s*[—－–-]+\s*\d{4}\s*[—－–-]+\s*\d{3,6}"
NUMBER = rf"[\u4e00-\u9fff]{{2,14}}\s?[{OPENING}]\s?(?:19|20)\d\d\s?[{CLOSING}]\s?第?\s*\d{{0,5}}\s*号"
ANNOUNCEMENT = r"[\u4e00-\u9fff、 ]{0,40}?(?:公告)?(?:19|20)\d\d年第\d{1,4}号"
ORDER = rf"(?:[\u4e00-\u9fff]{{0,24}}令)?第{NUMERAL}号令?"
NUMBER_LINE = re.compile(
    rf"^[（(]?(?:(?P<reg>{REGISTRATION})[\s,，；;]*)?(?P<number>{NUMBER}|{ORDER}|{ANNOUNCEMENT})?[）)]?$"
)
_LAST_OF_NUMBER = frozenset("号令）),，；;")
TITLE_TYPES = r"通知|通告|公告|决定|决议|命令|令|意见|批复|函|报告|请示|议案|公报|通报|会议纪要|纪要"
_NOTES = r"(?:[（(][^（）()]{1,12}[）)])*$"
TITLE_TYPE = re.compile(rf"(?:的)?(?P<type>{TITLE_TYPES}){_NOTES}")
DOCUMENT_TYPE = re.compile(rf"(?P<type>{alternatives('document_types')}){_NOTES}")
ISSUER = (
    r"[\u4e00-\u9fff·、 （）()]{2,60}?(?:人民政府|政府|办公室|办公厅|委员会|管委会|局|厅|部|委|院|党组|党工委|指挥部|"
    r"领导小组|法院|检察院|公司|中心|办事处|办|会)"
)
ISSUER_LINE = re.compile(rf"^{ISSUER}$")
TITLE_WITH_ISSUER = re.compile(
    rf"^(?P<issuer>{ISSUER})(?:等\d*(?:个)?(?:部门|单位))?(?=关于|印发|转发|批转|公布|发布|废止)"
)
TITLE_START = re.compile(rf"^(?:{ISSUER})?(?:等\d*(?:个)?(?:部门|单位))?(?:关于|印发|转发|批转)")
# An order is signed by the head of the government (GB/T 9704-2012, 10.2): 市长 李一.
PERSON_SIGNED = re.compile(
    r"^(?:代)?(?:总理|主席|省长|州长|市长|区长|县长|旗长|乡长|镇长|部长|厅长|局长|主任|行长|署长)\s?[:：]?\s?"
    r"[\u4e00-\u9fff](?:\s?[\u4e00-\u9fff]){1,3}$"
)


def number_line(text: str) -> re.Match[str] | None:
    """The match of ``NUMBER_LINE`` if a line is a document number (in brackets or not) and nothing else."""
    # Most lines end like no number: the last character tells at once.
    last = text[-1:]
    if last not in _LAST_OF_NUMBER and not last.isdecimal() and not last.isspace():
        return None
    match = NUMBER_LINE.match(text)
    return match if match and (match["number"] or match["reg"]) else None


def is_number_line(text: str) -> bool:
    """Whether a line is a document number (in brackets or not) and nothing else."""
    return number_line(text) is not None
