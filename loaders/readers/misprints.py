"""Slips of the wording: words printed twice, numbers left blank, times that contradict their word, a
document that calls itself what it is not.

Observations (``kind``):

- ``doubled``: ``found`` is the word or character printed twice in a row.
- ``blank-number``: a document number without its serial; ``found`` is the number as printed.
- ``clock``: ``found`` is the part of the day named, ``numbers`` the hour at the start and, of a span, at the end.
- ``self-name``: ``found`` is the kind of document that the text calls itself (本办法 → 办法).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from loaders.readers.base import Context
from loaders.records import ObservationRecord
from loaders.scanning import matches, matches_behind

_HAN = r"[\u4e00-\u9fff]"
_TWICE = re.compile(rf"({_HAN}{{2,8}}?)\1")
# Said twice on purpose: 一步一步, 研究研究; the rest are lists of measures and reduplicated verbs.
_ON_PURPOSE = re.compile(
    r"^(?:[一逐每][\u4e00-\u9fff]|商量|讨论|研究|考虑|了解|学习|休息|打扫|整理|反复|多次|(.)\1|滴答|哗啦)$"
)
# Particles that are never doubled; the look-arounds leave words that end or begin with them (许可可以, 为了了解).
_PARTICLE = re.compile(
    r"的的(?!确)|(?<![许认])可可(?![西豆粉乐])|(?<!为)了了(?![解如])|将将|须须|被被|按按|各各|于于|(?<!为)之之"
)
# Two characters said twice may be the end of one word and the beginning of the next (转移就业、就业技能);
# these are neither.
_WHOLE_WORDS = re.compile(
    "完成|进行|开展|加强|推进|负责|按照|根据|落实|实施|制定|制订|应当|可以|不得|必须|"
    "以及|或者|相关|有关|关于|对于|其他|各级|提供|建立|做好|确保|由于|为了|通过|予以|"
    "需要|采取|抓好|提高|促进|推动|严格|及时|积极|认真|切实|办理|审核|报送|印发|结合|"
    "明确|健全|完善|统筹|协调|组织|充分|不断|全面|深入|主动|依法|如果|但是|并且|同时|"
    "其中|我们|本市|全市|使用|属于|包括|作为"
)
_PARTICLE_CUE = re.compile("([的可了将须被按各于之])(?=\\1)")
_YEAR_IN_BRACKETS = re.compile(r"[〔\[［](?=(?:19|20)\d\d)")
_BLANK = re.compile(rf"(?P<number>{_HAN}{{2,10}}[〔\[［](?:19|20)\d\d[〕\]］]\s*(?:第)?[\s_＿]*号)")
_DAYTIME = r"凌晨|清晨|早晨|早上|上午|中午|正午|下午|傍晚|晚上|夜间"
_HOUR = r"(?P<{0}>[01]?\d|2[0-4])\s*(?:[:：时点]\s*(?:[0-5]\d)?\s*分?)"
_CLOCK = re.compile(
    rf"(?P<word>{_DAYTIME})\s*{_HOUR.format('start')}"
    rf"(?:\s*[～~—–\-至到]{{1,2}}\s*(?P<later>次日|翌日|第二天|{_DAYTIME})?\s*{_HOUR.format('end')})?"
)
_KINDS = "办法|规定|细则|条例|方案|意见|规则|通告|公告|通知|决定|制度|预案|规程|准则|章程"
_SELF = re.compile(
    rf"(?<![\u4e00-\u9fff])本(?:(?:实施|工作|暂行|试行|管理|行动|应急){{0,2}})(?P<kind>{_KINDS})|"
    rf"(?<=[按依照据据合反违由自在与对于])本(?:(?:实施|工作|暂行|试行|管理|行动|应急){{0,2}})(?P<kind2>{_KINDS})"
)
_SELF_CUE = re.compile("本")
_QUOTED = re.compile(r"《[^《》]*》|〈[^〈〉]*〉")


def read(context: Context) -> Iterator[ObservationRecord]:
    """The slips of a document, kind by kind, each in the order of print."""
    yield from _doubled(context)
    yield from _blank(context)
    yield from _clock(context)
    yield from _self_names(context)


def _at(context: Context, start: int, end: int, kind: str, text: str, found: str) -> ObservationRecord:
    return ObservationRecord(context.span(start, end), context.path_at(start), kind, text, found)


def _doubled(context: Context) -> Iterator[ObservationRecord]:
    text, stop = context.text, context.document.stop
    start = context.document.start
    twice = _TWICE.finditer(text, start, stop)
    particles = matches(_PARTICLE, _PARTICLE_CUE, text, start, stop)
    for found, group in ((twice, 1), (particles, 0)):
        for match in found:
            word = match.group(group) if group else match.group()[0]
            if not _ON_PURPOSE.match(word) and (len(word) != 2 or _WHOLE_WORDS.fullmatch(word)):
                around = text[max(context.document.start, match.start() - 6) : min(stop, match.end() + 6)]
                yield _at(
                    context, match.start(), match.end(), "doubled", around.replace("\n", ""), found=word
                )


def _blank(context: Context) -> Iterator[ObservationRecord]:
    start, stop = context.document.start, context.document.stop
    for match in matches_behind(_BLANK, _YEAR_IN_BRACKETS, 10, context.text, start, stop):
        yield _at(context, match.start(), match.end(), "blank-number", match["number"], found=match["number"])


def _clock(context: Context) -> Iterator[ObservationRecord]:
    for match in _CLOCK.finditer(context.text, context.document.start, context.document.stop):
        # A second part of the day speaks for the end itself.
        ends = match["end"] if match["end"] and not match["later"] else None
        numbers = (match["start"], ends) if ends else (match["start"],)
        seen = _at(context, match.start(), match.end(), "clock", match.group(), match["word"])
        yield replace(seen, numbers=numbers)


def _self_names(context: Context) -> Iterator[ObservationRecord]:
    """Each name a part of the document calls itself, where it first does."""
    start, stop = context.document.start, context.document.stop
    text = context.text[start:stop]
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    seen: set[tuple[str, str]] = set()
    for match in matches(_SELF, _SELF_CUE, text, 0, len(text)):
        if any(begin <= match.start() < end for begin, end in quoted):
            continue
        kind = match["kind"] or match["kind2"]
        key = (context.part_at(start + match.start()).path, kind)
        if key not in seen:
            seen.add(key)
            yield _at(context, start + match.start(), start + match.end(), "self-name", match.group(), kind)
