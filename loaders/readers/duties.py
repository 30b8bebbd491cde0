"""Duties in prose: 某局负责…, 由某局牵头…, 某局配合…: who must do what, also where the subject
stands earlier in the sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loaders import lexicon
from loaders.lists import split_spans, summed_up, without_etc
from loaders.posts import ENDING
from loaders.readers.base import Context
from loaders.records import AssignmentRecord, MatterRecord
from loaders.wordlist import alternatives

_ROLES = {
    "负责": "duty",
    "承担": "duty",
    "协调": "duty",
    "负全责": "duty",
    "牵头": "lead",
    "负责牵头": "lead",
    "配合": "coUnit",
    "协助": "coUnit",
    "负总责": "duty",
    "责任主体": "responsibleUnit",
    "第一责任人": "responsiblePerson",
}
_ENDINGS = ("责任主体", "第一责任人", "负总责", "负责")
_WORD = re.compile(
    r"(?P<word>牵头负责|负责牵头|负责(?!人|同志|的(?!制定|工作[^事])|制(?!定)|的(?:主管|领导|责任))|(?<!市)牵头(?!单位|部门|领导|人|[省市县区]级|[市县区]领导)|承担(?!责任|全部|的|风险|损失|相应|赔偿|法律|连带|\d)|"
    r"负(?:总责|全责)|承担(?=(?:主体|直接|监管|管理|领导|全面|首要|主要|属地)责任)|"
    r"协调(?=[，,。；\n]|$)|配合(?!单位|部门|做好|好|下|度)|配合(?=做好)|协助(?!的)|(?:是|作为|为)[^，。；]{0,30}?的?(?:责任主体|第一责任人))"
)
_CUE = re.compile("负责|负总责|负全责|牵头|承担|协调|配合|协助|责任主体|第一责任人")
_MARKS = re.compile("[（(）)。；\n]")
_ADVERBS = re.compile(
    r"(?:，|,)?(?:主要|具体|牵头|应当|应|要|须|必须|统一|依法|依规|全面|统筹|共同|分别|仍|各自|直接|积极|密切|严格|切实|主动|继续|重点|原则上|按(?:照)?(?:各自)?(?:职责|职能)(?:分工|范围)?|根据职责分工|在各自职责范围内)+$"
)
_BY = re.compile(r"(?:^|[，,：:]|仍|，由|登记|事项|工作)?由(?P<who>[^，。；由]{2,120})$")
_SUBJECT = re.compile(
    r"^(?:第[^条]{1,6}条|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])?(?P<who>[^，。；：]{2,80}?)(?:是|为|作为|应当|应|要|负责|牵头|设在|设于|按照|按|根据|依据|依法)"
)
_COLON_SUBJECT = re.compile(
    r"^(?:第[^条]{1,6}条|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．])*(?P<who>[^，。；：]{2,80})[:：]"
)
_AS = re.compile(r"由(?P<who>[^，。；由]{2,40}?)作为")
_TAKES_POST = re.compile(r"(?:兼任|担任|任)[^，。；]{2,20}[长任][，,](?:牵头)?$")
_SET_UP = re.compile(r"(?:下设|设立|组建|成立)(?P<who>[^，。；：]{2,30})[，,]$")
_GOES_ON = ("负责", "承担", "同时负责", "同时承担")
# 对某事承担主体责任, 对某事负总责: what it is about stands in front.
_MERE_RESPONSIBILITY = re.compile(r"^(?:[\u4e00-\u9fff]{0,4}责任)?$")
_FOR = re.compile(r"^(?P<who>[^，。；对]{2,60}?)(?:要|应当|应|必须)?(?=对[^，。；对]{2,60}$)")
_ABOUT = re.compile(r"(?P<what>对[^，。；对]{2,80})$")
_NUMBERING = re.compile(
    r"^(?:第[^条章]{1,6}条|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[.．、])\s*"
)
_UNIT_END = re.compile(
    rf"(?:{alternatives('unit_endings')}|司|署|部门|单位|机构|机关|街道\)|街道）|社区）|社区\)|小组|主体|金融机构|委员会|中心（[^）]*）|组织|企业|学校|方|人员|经营者|所有者|使用者|管理者|生产者|同志|窗口|一把手|主要领导|法定代表人)$"
)
_VERBS = re.compile(
    r"[的了将把向对按于被让使给]|依托|通过|利用|协调(?!小组|机制|办|组|会)|以(?![上下内外])|经(?![发信贸济开管营])|提出|进行|实行|开展|组织|完成|建立|制定|加强|推进|落实|做好|确保|实施|编制|报送"
)
_PERSON_POST = re.compile(rf"^(?P<name>[\u4e00-\u9fff]{{2,3}}?)(?P<post>(?:市委)?(?:常务|常委)?{ENDING})$")
_POST_PERSON = re.compile(rf"^(?P<post>[\u4e00-\u9fff、]{{0,30}}{ENDING})(?P<name>[\u4e00-\u9fff]{{2,3}})$")
_NOTE = re.compile(r"[（(](?:挂职|兼|主持工作|正[处科厅]级|副[处科厅]级)[)）]")
_SHORT_NAME = re.compile(r"[（(](?:以下)?简称[^（）()]*[)）]")
# 甲局会同乙局负责…; 由甲局牵头，会同乙局研究…; 甲局牵头乙局、丙局等部门，研究…; 甲局牵头，乙局参与.
_WITH = re.compile(r"会同|联合|协同|商(?=[\u4e00-\u9fff]{2,12}[厅局委办部])")
_BEFORE_PARTNERS = re.compile(rf"[，,]?(?P<with>{_WITH.pattern})?|[，,、]")
_TAKES_PART = re.compile(r"(?:共同)?(?:参与|参加|配合|协助)(?!单位|部门)的?")
_PARTNERS_END = re.compile(
    r"等?(?:\d{1,2}个)?(?:相关|有关)?(?:部门|单位)|[厅局委办部会院站所队社处]|政府|中心|公司"
)
_MAX_PARTNERS = 100
_POST_ONLY = re.compile(r"(?:书记|常委|工委委员|党组成员|[市县区州省镇乡]长|局长|部长|秘书长)$")
_MAX_TITLE = 120
_MAX_HEADING = 40


@dataclass(slots=True)
class _Who:
    """Offsets of an enumeration of units or of a person in the text; ``heading`` where the name is a
    sentence of its own."""

    start: int
    end: int
    heading: bool = False


def read(context: Context) -> Iterator[MatterRecord]:
    """The duties that the prose of a document gives to units and people it names."""
    document = context.document
    if document.body >= document.end:
        return
    text = context.text
    seen: dict[str, int] = {}
    for block in context.source.blocks_with(_CUE, document.body, document.end):
        if block.is_row:
            continue
        subject: _Who | None = None
        found: list[MatterRecord] = []
        for start, end in _sentences(text, block.start, block.end):
            subject = _of_sentence(context, start, end, subject, found, seen)
        yield from found


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    depth = 0
    for mark in _MARKS.finditer(text, start, end):
        char = mark[0]
        if char in "（(":
            depth += 1
        elif char in "）)":
            depth -= depth > 0
        elif not depth:
            yield at, mark.start()
            at = mark.end()
    if at < end:
        yield at, end


def _of_sentence(
    context: Context,
    start: int,
    end: int,
    subject: _Who | None,
    found: list[MatterRecord],
    seen: dict[str, int],
) -> _Who | None:
    """Adds the duties of a sentence to ``found``; returns whom a next sentence may go on about."""
    text = context.text
    heading = subject if subject is not None and subject.heading else None
    if not text.startswith((*_GOES_ON, "由") if heading else _GOES_ON, start, end):
        heading = None
        # 市公安局。负责…: a sentence that is a name is the subject of the next.
        bare = start + (lead.end() if (lead := _NUMBERING.match(text[start:end])) else 0)
        subject = _Who(bare, end, True) if end - bare <= _MAX_HEADING and _is_who(text[bare:end]) else None
    if not _CUE.search(text, start, end):
        return subject
    after = start
    for match in _WORD.finditer(text, start, end):
        if match.start() < after or _in_bracket(text, start, match.start()):
            continue
        word = match["word"]
        if "解释" in text[match.end() : match.end() + 8]:
            continue
        role = _ROLES[next((w for w in _ENDINGS if word.endswith(w)), word)]
        who, by, alone = _who_before(text, start, match.start())
        # 协调 alone is a verb like others; 由某委协调 gives the matter to somebody.
        if word == "协调" and not by:
            continue
        if who is None and role in ("duty", "responsiblePerson") and alone:
            who = heading or subject or _leading_subject(text, start, match.start())
            if who is not None and _TAKES_POST.search(text, who.end, match.start()):
                # 某某任专班主任，牵头…: that is what the person does.
                who = None
        if who is None:
            continue
        subject = heading or who
        partners = _partners(text, match.end(), end) if role in ("lead", "duty") else None
        names = [*_names(context, who, role), *(_names(context, partners[0], "coUnit") if partners else ())]
        after = partners[1] if partners else match.end()
        what = _what(context, start, who, match, after, _next_subject(text, after, end), by)
        if names and what:
            found.append(_matter(context, match.start(), who, names, what, seen))
    return subject


_NEXT_WORD = re.compile(r"[，,](?=[^，,]{2,60}?(?:负责|牵头|承担|配合|协助|是[^，,]{0,30}责任))")


def _next_subject(text: str, at: int, end: int) -> int:
    """Offset at which the sentence goes on with what somebody else has to do; ``end`` if it does not."""
    for comma in _NEXT_WORD.finditer(text, at, end):
        clause = re.split(r"[，,]", text[comma.end() : end])[0]
        for word in _WORD.finditer(clause):
            who, _, _ = _who_before(clause, 0, word.start())
            if who is not None and who.start == 0:
                return comma.start()
            break
    return end


def _in_bracket(text: str, start: int, at: int) -> bool:
    return text.count("（", start, at) + text.count("(", start, at) > text.count(
        "）", start, at
    ) + text.count(")", start, at)


def _who_before(text: str, start: int, at: int) -> tuple[_Who | None, bool, bool]:
    """Who stands right before the word at ``at``, whether 由 introduces it, and whether nothing
    stands there at all: then the subject stands earlier."""
    clause = (
        max(text.rfind("，", start, at), text.rfind("：", start, at), text.rfind(",", start, at), start - 1)
        + 1
    )
    end = at
    while adverbs := _ADVERBS.search(text[start:end]):
        end = start + adverbs.start()
    if end <= clause:
        return None, False, True
    if match := _BY.search(text[start:end]):
        who = _Who(start + match.start("who"), start + match.end("who"))
        return (who, True, False) if _is_who(text[who.start : who.end]) else (None, False, False)
    begin = clause
    if lead := _NUMBERING.match(text[begin:end]):
        begin += lead.end()
    while begin < end and text[begin] in "一二三四五六七八九十是要，、":
        begin += 1
    said = text[begin:end]
    if (about := _FOR.match(said)) and _is_who(about["who"]):
        return _Who(begin, begin + about.end("who")), False, False
    return (_Who(begin, end), False, False) if _is_who(said) else (None, False, False)


def _leading_subject(text: str, start: int, at: int) -> _Who | None:
    """The subject of the sentence: 甲局为主管部门，负责…; 项目由乙中心作为业主，负责…"""
    said = text[start:at]
    if (
        match := _AS.search(said)
        or _SET_UP.search(said)
        or _COLON_SUBJECT.match(said)
        or _SUBJECT.match(said)
    ):
        who = _Who(start + match.start("who"), start + match.end("who"))
        if _is_who(text[who.start : who.end]):
            return who
    return None


def _is_who(said: str) -> bool:
    """Whether a phrase is a list of units, or a person with a post."""
    if not 2 <= len(said) <= 160:
        return False
    bare = _NOTE.sub("", without_etc(said))
    last = split_spans(bare)[-1:] or [(0, len(bare))]
    item = bare[last[0][0] : last[0][1]]
    if _PERSON_POST.match(item) or _POST_PERSON.match(item):
        return True
    if not _UNIT_END.search(re.sub(r"[（(][^（）()]*[)）]$", "", item)) and not _UNIT_END.search(item):
        return False
    outside = re.sub(r"[（(][^（）()]*[)）]|一把手", "", said)
    return not _VERBS.search(outside)


def _partners(text: str, at: int, end: int) -> tuple[_Who, int] | None:
    """Whom it is done with, named behind the word that ends at ``at``, and where the text goes on."""
    for lead in filter(
        None, (_BEFORE_PARTNERS.match(text, at, end), re.compile("[，,、]").match(text, at, end))
    ):
        first = lead.end()
        stop = min(end, first + _MAX_PARTNERS)
        ends = [match.end() for match in _PARTNERS_END.finditer(text, first, stop)]
        for last in reversed(ends):
            said = text[first:last]
            if "，" in said or "," in said:
                continue
            part = _TAKES_PART.match(text, last, end)
            several = not lead[0] and ("、" in said or "等" in said) and text[last : last + 1] in ("，", ",")
            if (part or several or lead.groupdict().get("with")) and _is_who(said):
                return _Who(first, last), part.end() if part else last
    return None


def _names(context: Context, who: _Who, role: str) -> Iterator[AssignmentRecord]:
    text = context.text
    listed = text[who.start : who.end]
    if (partner := _WITH.search(listed)) and partner.start() >= 2:
        yield from _names(context, _Who(who.start, who.start + partner.start()), role)
        yield from _names(context, _Who(who.start + partner.end(), who.end), "coUnit")
        return
    stop, total = summed_up(listed)
    pieces = [piece for span in split_spans(listed[:stop]) for piece in _split_and(listed, *span)]
    # 市委副书记、市长张三 is one person: what is a post and no body goes with the name behind it.
    pieces = [(a, b) for a, b in pieces if not _is_post_only(listed[a:b])]
    for start, end in [*pieces, *([total] if total else [])]:
        item = _bare(_NOTE.sub("", _SHORT_NAME.sub("", listed[start:end])))
        kind = "collective" if lexicon.is_collective(item) else "unit"
        for pattern in (_PERSON_POST, _POST_PERSON):
            if (match := pattern.match(item)) and lexicon.looks_like_person(match["name"]):
                item, kind = match["name"], "person"
                break
        yield AssignmentRecord(
            context.span(who.start + start, who.start + end), context.path_at(who.start), item, kind, role
        )


def _is_post_only(item: str) -> bool:
    """Whether a piece of a list is a post whose holder stands behind it; 张三副市长 names its own."""
    if not _POST_ONLY.search(item):
        return False
    named = _PERSON_POST.match(item)
    return not (named and lexicon.looks_like_person(named["name"]) and not _POST_ONLY.search(named["name"]))


_GLUED = re.compile(r"^[\u4e00-\u9fff]{4,20}?(?P<unit>[市区县省][\u4e00-\u9fff]{2,14})$")


def _bare(name: str) -> str:
    """A name without the heading that a flattened page has glued before it."""
    if lexicon.is_collective(name) or not (match := _GLUED.match(name)):
        return name
    unit = match["unit"]
    known = lexicon.unit_names().known
    return (
        unit if known(unit[1:]) and not known(name) and not known(name[1:]) and _HEADING.match(name) else name
    )


_HEADING = re.compile(
    r"^(?:优化|强化|加强|完善|健全|推进|推动|深化|规范|严格|落实|加快|提升|做好|建立|明确|科学|合理|实施|开展|坚持|创新|扩大|保障|促进|构建|统筹|加大)"
)


def _split_and(listed: str, start: int, end: int) -> list[tuple[int, int]]:
    for match in re.finditer("和|及|与", listed[start:end]):
        left, right = listed[start : start + match.start()], listed[start + match.end() : end]
        if _UNIT_END.search(left) and _UNIT_END.search(right) and len(right) > 2:
            return [(start, start + match.start()), *_split_and(listed, start + match.end(), end)]
    return [(start, end)]


def _what(
    context: Context, start: int, who: _Who, match: re.Match[str], after: int, end: int, by: bool
) -> str:
    """What has to be done: the text from ``after``, behind the word and the partners; before 由 or in
    对…负责 where little stands behind."""
    if inside := re.match(r"(?:是|作为|为)(.*?)的?(?:责任主体|第一责任人)", match["word"]):
        return inside[1]
    text = context.text
    behind = text[after:end]
    clause = re.split(r"[，,]", behind)[0]
    if by and re.fullmatch(
        r"(?:和协调|落实|实施|组织实施|解决|管理|监管|监督|办理|维护|组织|承办|审批|审核|编制)?|.{0,4}外",
        clause,
    ):
        before = _NUMBERING.sub("", text[start : who.start].rstrip("由仍，,"))
        said = re.split(r"[，,]", before)[-1] or _heading(context, start) or behind.strip("，,：: ")
        return re.sub(r"^(?:除|涉及(?=.{0,4}$))", "", said)[:_MAX_TITLE]
    if _MERE_RESPONSIBILITY.match(clause) and (about := _ABOUT.search(text[who.end : match.start()])):
        return about["what"][:_MAX_TITLE]
    if match["word"] in ("负总责", "负全责"):
        return ""
    return behind.strip("，,：: ")[:_MAX_TITLE]


def _heading(context: Context, start: int) -> str:
    """What the paragraph is about: the sentence that opens it, where the one at ``start`` is a later one."""
    block = context.source.blocks[context.source.block_at(start)]
    opening = re.split(r"[。；]", context.text[block.start : start])[0]
    return _NUMBERING.sub("", opening).strip() if len(opening) <= _MAX_HEADING else ""


def _matter(
    context: Context, at: int, who: _Who, names: list[AssignmentRecord], what: str, seen: dict[str, int]
) -> MatterRecord:
    part = context.part_at(at)
    path = context.path_at(at).removeprefix(part.path).strip("/").replace("/", "")
    key = f"职责{path}"
    seen[key] = seen.get(key, 0) + 1
    text_end = at + len(what)
    return MatterRecord(
        span=context.span(min(who.start, at), min(max(at + 2, text_end), context.document.stop)),
        part=part.path,
        kind="Duty",
        key=f"{key}.{seen[key]}",
        title=what.replace("\n", ""),
        assignments=tuple(names),
        location=path or None,
    )
