"""What a document says of its own force: from when, how long, and who interprets it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from loaders.dates import DATE, add_duration, parse_date, parse_duration
from loaders.readers.base import Context
from loaders.records import ClauseRecord

_OWN = r"(?:本|该|上述|以上)?(?:《[^《》]{2,60}》|办法|细则|规定|方案|条例|措施|通知|通告|公告|意见|决定|制度|规则|标准|文件|法|章程|办法和细则)?"
_START = (
    rf"自(?:(?P<date>{DATE.pattern})|(?P<event>(?:{_OWN})?(?:公布|发布|印发|下发|发文|颁布|签发|批准|通过|公告)之?日?(?:满?\d{{1,2}}日后)?))"
    r"(?:起|开始)?(?:正式)?(?:施行|实施|执行|生效|起效|试行|有效)"
)
_EFFECT = re.compile(_START)
_EFFECT_LOOSE = re.compile(
    rf"自(?P<date>{DATE.pattern})(?:起)?(?:至|到)(?P<until>{DATE.pattern})(?:止)?(?:试行|施行|实施|执行|有效)?|"
    rf"(?:于|从)(?P<date2>{DATE.pattern})起?(?:正式)?(?:施行|实施|执行|生效)"
)
# A decision that repeals others from its own publication on takes effect by that.
_REPEAL_EFFECT = re.compile(
    r"自(?P<event>本(?:决定|通知|公告|通告|意见|文件?)(?:公布|发布|印发|下发|颁布|施行|实施)之?日?)(?:起|开始)?[，,]?[^，。；]{0,12}?"
    r"(?:停止执行|停止使用|废止|失效|失去效力|不再执行|不再施行|不再作为)"
)
_UNTIL = re.compile(rf"(?:执行|施行|实施|试行|有效)(?:期)?(?:至|到)(?P<until>{DATE.pattern})")
_TRIAL = re.compile(r"试行期(?:限)?(?:为)?(?P<period>[\d一二三四五六七八九十两]{1,3}个?(?:年|月))")
_VALIDITY = re.compile(
    r"有效期(?:限)?(?:暂定)?(?:为|是)?(?:自[^，。；]{0,30}起)?(?P<period>[\d一二三四五六七八九十两]{1,3}个?(?:年|月|日)|长期)|"
    rf"有效期(?:限)?(?:至|到)(?P<until>{DATE.pattern})"
)
_INTERPRETS = re.compile(
    r"(?P<own>本(?:办法|细则|规定|方案|条例|措施|通知|通告|意见|决定|制度|规则|标准|法)?|《[^《》]{2,60}》)?[^。；，]{0,16}?"
    r"(?:由|授权|委托)(?P<unit>[\u4e00-\u9fff（）()、和]{2,50}?)(?:负责|承担)?(?:进行|的)?(?:具体)?(?:应用)?(?:的)?(?:负责)?(?:解释|解释工作)(?=[。，；\n]|$|和)"
)
_INTERPRETS_WORK = re.compile(
    r"(?P<own>本(?:办法|细则|规定|方案|条例|措施|通知|通告|意见))(?:的)?(?:具体)?解释(?:工作)?由(?P<unit>[\u4e00-\u9fff（）()、和]{2,40}?)(?:负责|承担)"
)
_INTERPRETS_ACTIVE = re.compile(
    r"(?P<unit>[\u4e00-\u9fff（）()、]{2,40}?)负责(?:对)?(?P<own>本(?:办法|细则|规定|方案|条例|措施|通知|通告|意见))[^。；，]{0,10}解释"
)
_NUMBERING = re.compile(
    r"^(?:第[^条]{1,6}条|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[)）]|\d+[.．、])\s*"
)
_PUBLICATION = re.compile(r"公布|发布|印发|下发|发文|颁布|签发|公告")


def read(context: Context) -> Iterator[ClauseRecord]:
    """Effect, validity and interpretation clauses of the document and its instruments."""
    text = context.text
    document = context.document
    begin = (
        context.source.blocks[document.head.last].end
        if document.head.last >= document.first
        else document.start
    )
    for part in context.structure.parts:
        blocks = context.source.blocks
        start, end = max(begin, blocks[part.first].start), blocks[part.end - 1].end
        yield from _force(context, part.path, text, start, end)
        yield from _interpreters(context, part.path, text, start, end)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets of the sentence around a match."""
    first = max(text.rfind(mark, 0, start) for mark in "。；\n\t") + 1
    last = min((at for mark in "。；\n\t" if (at := text.find(mark, end)) >= 0), default=end)
    return first, last


def _force(context: Context, path: str, text: str, start: int, end: int) -> Iterator[ClauseRecord]:
    issued = context.document.issued
    for pattern in (_EFFECT, _EFFECT_LOOSE, _REPEAL_EFFECT):
        for match in pattern.finditer(text, start, end):
            first, last = _sentence(text, match.start(), match.end())
            sentence = text[first:last]
            if pattern is not _REPEAL_EFFECT and not _is_own(sentence, match.start() - first):
                continue
            yield _clause(context, path, first, last, match, issued)
            return
    for match in _VALIDITY.finditer(text, start, end):
        first, last = _sentence(text, match.start(), match.end())
        if re.search(r"本(?:办法|细则|规定|方案|条例|措施|通知|通告|意见|文件)", text[first:last]):
            yield _clause(context, path, first, last, None, issued)
            return


def _is_own(sentence: str, at: int) -> bool:
    """The clause speaks of the document, not of a contract, a fee or another document's term."""
    before = sentence[:at]
    if re.search(
        r"本(?:办法|细则|规定|方案|条例|措施|通知|通告|公告|意见|决定|制度|规则|标准|法|章程|文件|目录|清单|《)",
        before,
    ):
        return True
    if re.search(r"《[^》]+》[^，。]{0,6}$", before):
        return True
    return len(_NUMBERING.sub("", before)) <= 12 and not re.search(
        r"合同|协议|费|补贴|待遇|奖|证|标准", before
    )


def _clause(
    context: Context, path: str, first: int, last: int, match: re.Match[str] | None, issued: date | None
) -> ClauseRecord:
    sentence = context.text[first:last]
    effective: date | None = None
    expires: date | None = None
    if match is not None:
        groups = match.groupdict()
        printed = groups.get("date") or groups.get("date2")
        if printed:
            effective = parse_date(printed)
        elif groups.get("event") and _PUBLICATION.search(groups["event"]):
            effective = issued
        if groups.get("until"):
            expires = _day_after(parse_date(groups["until"]))
    line_end = context.text.find("\n", last)
    following = context.text[last : line_end if line_end >= 0 else len(context.text)]
    validity_match = _VALIDITY.search(sentence) or _VALIDITY.search(following[:60]) or _TRIAL.search(sentence)
    validity = None
    if validity_match:
        groups = validity_match.groupdict()
        if groups.get("period"):
            validity = parse_duration(groups["period"])
        elif groups.get("until"):
            expires = _day_after(parse_date(groups["until"]))
    if not expires and (until := _UNTIL.search(sentence)):
        expires = _day_after(parse_date(until["until"]))
    if effective and validity and not expires:
        expires = add_duration(effective, validity)
    return ClauseRecord(
        span=context.span(first, last),
        part=path,
        kind="effect" if match is not None else "validity",
        text=_NUMBERING.sub("", sentence.strip()),
        effective=effective,
        validity=validity,
        expires=expires,
    )


def _day_after(day: date | None) -> date | None:
    return add_duration(day, "P1D") if day else None


def _interpreters(context: Context, path: str, text: str, start: int, end: int) -> Iterator[ClauseRecord]:
    # Looked for where the word stands, not all over the text.
    places = [m.start() for m in re.finditer("解释", text[start:end])]
    if not places:
        return
    start = max(start, start + places[0] - 160)
    for pattern in (_INTERPRETS, _INTERPRETS_WORK, _INTERPRETS_ACTIVE):
        for match in pattern.finditer(text, start, end):
            first, last = _sentence(text, match.start("unit"), match.end())
            named = _NUMBERING.sub("", match["unit"].removesuffix("负责"))
            for unit in re.split(r"、|(?<=[局委办部厅院心会])(?:和|会同|与)", named):
                if unit:
                    yield ClauseRecord(
                        span=context.span(match.start("unit"), match.end()),
                        part=path,
                        kind="interpretation",
                        text=_NUMBERING.sub("", text[first:last].strip()),
                        unit=unit,
                    )
            return
