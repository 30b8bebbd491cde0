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
_TAKES = r"(?:(?:任职)?试用期满|按期转正|转正)?[，,]?(?:正式|挂职)?(?:兼任|担任|续任|连任|任(?!职)|晋升为|晋升|聘为)"
# The shortest name in front of a verb: 张三挂职任 is not about 张三挂职.
_LAZY = _BARE.replace("{2,4}", "{2,4}?")
_APPOINTS = r"(?:(?:决定|批准|通过)*(?:任命|聘任|聘用|提名|推荐))"
_REMOVES = r"(?:(?:决定|批准|同意)*(?:免去|免除|解聘|撤销))"
_OF = r"(?:的|原任的?|担任的|所任的|兼任的)?"
_POST = r"(?P<post>[^；;。\n]+)"
_DUTY = r"(?P<post>[^；;。\n]+?)(?:职务|职级|一职)?(?:，退休|，另有任用)?$"
_APPOINTMENTS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_APPOINTS}{_COMRADE}(?:为|担任){_POST}",
        rf"{_COMRADE}{_TAKES}{_POST}",
        rf"^{_APPOINTS}{_BARE}(?:为|担任){_POST}",
        rf"^任{_BARE}(?:同志)?为{_POST}",
        rf"^{_LAZY}{_TAKES.replace('任(?!职)', '任(?!务|何|意|命|职)')}{_POST}",
    )
)
_REMOVALS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_REMOVES}{_COMRADE}{_OF}{_DUTY}",
        rf"{_COMRADE}(?:不再担任|不再兼任|辞去)的?{_DUTY}",
        rf"^{_REMOVES}{_BARE}的{_DUTY}",
        rf"^{_BARE}(?:不再担任|不再兼任|辞去)的?{_DUTY}",
        rf"^接受{_BARE}(?:同志)?(?:关于)?(?:请求)?辞去(?P<post>.+?)(?:职务)?的?(?:请求|申请)$",
        rf"^{_COMRADE}的(?P<post>.+?)(?:职务|职级)?(?:予以|依法)?(?:免去|免除)$",
    )
)
# Under 任命： and 免去： the verb stands once, over the names.
_HEADINGS = (
    (re.compile(r"(?:任命|聘任|任职|提名|推荐)(?:以下|下列)?(?:同志|人员)?$"), "appointment"),
    (re.compile(r"(?:免去|免职|免除|解聘)(?:以下|下列)?(?:同志|人员)?(?:的?职务)?$"), "removal"),
)
_UNDER_HEADING = {
    "appointment": re.compile(rf"^{_BARE}(?:同志)?(?:为|任|担任){_POST}"),
    "removal": re.compile(rf"^{_BARE}(?:同志的?|的){_DUTY}"),
}
# 张三、李四和王五3名同志: what is said of them is said of each.
_NAME = r"[\u4e00-\u9fff]{2,4}?(?:·[\u4e00-\u9fff]{1,8})*(?:[（(][男女][）)])?"
_NAMES = re.compile(
    rf"(?:^|(?<=任命)|(?<=聘任)|(?<=聘用)|(?<=免去)|(?<=免除)|(?<=提名)|(?<=推荐)|(?<=解聘)|(?<=接受))"
    rf"(?P<names>{_NAME}(?:[、和]{_NAME})+)(?:等)?(?:[\d两二三四五六七八九十]{{1,2}}[名位人])?(?P<comrade>同志)?"
    r"(?=为|的|任|担任|兼任|不再|辞去|挂职|晋升|试用|[（(])"
)
_WHO = re.compile(r"^(?P<name>[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,8})*)同志")
_INNER_NOTE = re.compile(r"[（(][^（）()]*试用期[^（）()]*[)）](?=、)")
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
    heading: str | None = None
    while at < document.stop:
        cut = _CLAUSE.search(text, at, document.stop)
        end = cut.start() if cut else document.stop
        said = text[at:end].strip()
        over = next((action for pattern, action in _HEADINGS if pattern.search(said)), None)
        if over and "予以" not in said:
            heading = over
        elif heading or re.search(r"任|免|聘|辞|晋升|提名|推荐|撤销", said):
            acts = [
                act for one in _each(text[at:end]) for act in _acts_of_clause(context, at, end, one, heading)
            ]
            yield from acts
            heading = heading if acts or not said else None
        at = end + 1


def _each(clause: str) -> list[str]:
    """A clause that speaks of several people, once for each of them."""
    match = _NAMES.search(clause)
    if not match:
        return [clause]
    names = re.split("[、和]", match["names"])
    if not all(lexicon.looks_like_person(re.sub(r"[（(].[）)]", "", name)) for name in names):
        return [clause]
    comrade = match["comrade"] or ""
    return [f"{clause[: match.start()]}{name}{comrade}{clause[match.end() :]}" for name in names]


def _acts_of_clause(
    context: Context, start: int, end: int, clause: str, heading: str | None
) -> Iterator[PersonnelRecord]:
    """The acts in a clause between two offsets, as it reads for one person."""
    person: str | None = None
    gender: str | None = None
    at = start
    for piece in _pieces(clause):
        act = _act(piece, person, heading)
        if act is None and (who := _WHO.match(piece.strip())):
            person = who["name"]
        if act is not None and act.post:
            if act.name:
                person, gender = act.name, None
            gender = act.gender or gender
            if person:
                post, notes = _plain_post(act.post)
                probation = _PROBATION.search("；".join(notes) or piece)
                if _is_post(post):
                    yield PersonnelRecord(
                        span=context.span(min(at, end - 1), min(at + len(piece), end)),
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


def _act(piece: str, person: str | None, heading: str | None) -> _Act | None:
    bare = _STRAY.sub("", piece.strip())
    if heading and (match := _UNDER_HEADING[heading].search(bare)) and _is_name(match["name"], ""):
        return _Act(match["name"], match["gender"], heading, match["post"])
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
    first, comma, rest = post.partition("，")
    if comma and not re.search(r"[长员任记师任席监事]", rest):
        post = first
    for note in _INNER_NOTE.findall(post):
        notes.append(note.strip("（）()"))
        post = post.replace(note, "")
    while match := _TRAILING_BRACKET.search(post):
        if re.search(r"[局委办厅处室院会队所站部]$", match["note"]) and not re.search(
            "级|试用|挂职|借调", match["note"]
        ):
            break
        notes.insert(0, match["note"])
        post = post[: match.start()]
    return re.sub(r"(?:的)?(?:职务|职级|一职|人选)$", "", post), notes


def _is_post(post: str) -> bool:
    return 2 <= len(post) <= 90 and not re.search(r"任免|规定|办理|手续|下列|以下|如下", post)
