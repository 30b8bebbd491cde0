"""Appointments and removals (任免): who is given which post, and who is relieved of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders import lexicon
from loaders.dates import parse_duration
from loaders.readers.base import Context
from loaders.records import PersonnelRecord

_BRACKET = r"(?:[（(](?P<{0}>[男女])[^（）()]{{0,12}}[)）])?"
_COMRADE = (
    r"(?:(?P<name>[\u4e00-\u9fff]{1,4}?(?:·[\u4e00-\u9fff]{1,8})*)"
    + _BRACKET.format("gender")
    + "同志"
    + _BRACKET.format("gender2")
    + "|(?P<he>其))"
)
# Without 同志 a name can only be told where a word ends it.
_BARE = (
    r"(?P<name>[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,8})*)" + _BRACKET.format("gender") + r"(?P<gender2>)"
)
_TAKES = r"(?:试用期满|按期转正|转正)?[，,]?(?:正式)?(?:兼任|担任|续任|连任|任|晋升为|晋升|聘为)"
_APPOINTS = r"(?:任命|聘任|聘用|提名|推荐|决定任命)"
_REMOVES = r"(?:免去|免除|解聘|撤销)"
_OF = r"(?:的|原任的?|担任的|所任的|兼任的)?"
_POST = r"(?P<post>[^；;。\n]+)"
_DUTY = r"(?P<post>[^；;。\n]+?)(?:职务|职级|一职)?$"
_APPOINTMENTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_APPOINTS}{_COMRADE}(?:为|担任){_POST}",
        rf"{_COMRADE}{_TAKES}{_POST}",
        rf"^{_APPOINTS}{_BARE}(?:为|担任){_POST}",
        rf"^{_BARE}(?:兼任|任(?!务|何|意|命)|担任){_POST}",
    )
)
_REMOVALS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_REMOVES}{_COMRADE}{_OF}{_DUTY}",
        rf"{_COMRADE}(?:不再担任|不再兼任|辞去)的?{_DUTY}",
        rf"^{_REMOVES}{_BARE}的{_DUTY}",
        rf"^{_BARE}(?:不再担任|不再兼任|辞去)的?{_DUTY}",
    )
)
_FOLLOWING = re.compile(
    r"[，,](?=免去|免除|不再|同时免去|并免去|兼(?!职|管|顾)|(?:并)?提名|(?:列|主持|分管|试用期|任职时间|聘期|享受|保留|工资|待遇|级别|时间从|自))"
)
_PROBATION = re.compile(r"试用期(?:为|限)?(?P<period>[\d一二两三四五六七八九十]{1,3}个?(?:年|月))")
_TRAILING_BRACKET = re.compile(r"[（(](?P<note>[^（）()]{1,40})[)）]$")
_CLAUSE = re.compile(r"[；;。\n\t：:]")
_STRAY = re.compile(r"^(?:同时|并|决定|研究|经[^，]{0,20}，|任免[:：]?)")


@dataclass(frozen=True, slots=True)
class _Act:
    name: str | None
    gender: str | None
    action: str
    post: str


def read(context: Context) -> Iterator[PersonnelRecord]:
    """The acts of appointment and removal of a document, in the order of print.

    A post is given as printed, several posts of one act together; 其 is whoever was named last.
    """
    document = context.document
    text = context.text
    begin = context.source.blocks[document.body].start if document.body < document.end else document.stop
    if not re.search(r"任免|任命|免去|任职|职务|聘任", document.title + text[begin : begin + 400]):
        return
    at = begin
    while at < document.stop:
        cut = _CLAUSE.search(text, at, document.stop)
        end = cut.start() if cut else document.stop
        if re.search(r"任|免|聘|辞|晋升", text[at:end]):
            yield from _acts_of_clause(context, at, end)
        at = end + 1


def _acts_of_clause(context: Context, start: int, end: int) -> Iterator[PersonnelRecord]:
    text = context.text
    person: str | None = None
    gender: str | None = None
    at = start
    for piece in _pieces(text[start:end]):
        act = _act(piece, person)
        if act is not None and act.post:
            if act.name:
                person, gender = act.name, None
            gender = act.gender or gender
            if person:
                post, notes = _plain_post(act.post)
                probation = _PROBATION.search("；".join(notes) or piece)
                if _is_post(post):
                    yield PersonnelRecord(
                        span=context.span(at, at + len(piece)),
                        part=context.path_at(at),
                        person=person,
                        action=act.action,
                        post_text=post,
                        gender=gender,
                        probation=parse_duration(probation["period"]) if probation else None,
                        rank_note="；".join(n for n in notes if "试用期" not in n) or None,
                    )
        at += len(piece) + 1


def _pieces(clause: str) -> list[str]:
    """A clause cut where another act begins: ``…任甲局局长，免去其乙局局长职务``."""
    return _FOLLOWING.split(clause)


def _act(piece: str, person: str | None) -> _Act | None:
    bare = _STRAY.sub("", piece.strip())
    for action, patterns in (("removal", _REMOVALS), ("appointment", _APPOINTMENTS)):
        for pattern in patterns:
            if (match := pattern.search(bare)) and _is_name(match["name"], bare):
                gender = match["gender"] or match["gender2"]
                return _Act(match["name"], gender, action, match["post"])
    if match := re.match(r"不再(?:担任|兼任)(?P<post>.+?)(?:职务|职级)?$", bare):
        return _Act(None, None, "removal", match["post"])
    if person and (match := re.match(r"(?:并)?兼(?:任)?(?P<post>.+)$", bare)):
        return _Act(None, None, "appointment", match["post"])
    return None


def _is_name(name: str | None, clause: str) -> bool:
    """A name before 同志 is one; any other must look like one."""
    return name is None or "同志" in clause or lexicon.looks_like_person(name)


def _plain_post(post: str) -> tuple[str, list[str]]:
    """The post without brackets behind it, and what they said."""
    notes: list[str] = []
    post = post.strip("，, ")
    while match := _TRAILING_BRACKET.search(post):
        if re.search(r"[局委办厅处室院会队所站部]$", match["note"]) and not re.search(
            "级|试用|挂职|借调", match["note"]
        ):
            break
        notes.insert(0, match["note"])
        post = post[: match.start()]
    return re.sub(r"(?:的)?(?:职务|职级|一职)$", "", post), notes


def _is_post(post: str) -> bool:
    return 2 <= len(post) <= 90 and not re.search(r"任免|规定|办理|手续|下列|以下|如下", post)
