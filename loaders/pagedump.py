"""A whole page that came as one line: where its blocks begin, and what of it is no document.

Web pages are often kept as flattened text: navigation, title, time, share buttons, document number, title
again, addressees, paragraphs, signature, annexes and the page's foot run together, sometimes with a blank
between them, mostly without. The grammar of an official document (GB/T 9704-2012, 7.2-7.3) says what may
follow what; ``split`` cuts the line by it. What it cannot know it leaves together: a heading and the
sentence behind it, the cells of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loaders.dates import DATE
from loaders.furniture import footer, navigation
from loaders.heads import (
    DOCUMENT_TYPE,
    ISSUER_LINE,
    NUMBER,
    PERSON_SIGNED,
    REGISTRATION,
    TITLE_TYPES,
    TITLE_WITH_ISSUER,
)
from loaders.numbers import NUMERAL, chinese_to_int
from loaders.wordlist import alternatives

# A line below this is a dump only if it holds a whole document, signature included.
LONG = 400
SHORTEST = 60
_SENTENCE = re.compile(r"[。；！？]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters ``start`` to ``end`` (exclusive) of a line; ``furniture`` is what the page has around
    the document: navigation, buttons, footer."""

    start: int
    end: int
    furniture: bool = False


@dataclass(slots=True)
class _Cutter:
    """The line, and the offsets found so far at which a block begins."""

    text: str
    begin: int
    end: int
    cuts: set[int] = field(default_factory=set)
    title: str = ""
    # The list of annexes: its items are cut already.
    listed: tuple[int, int] = (0, 0)

    def cut(self, offset: int) -> None:
        if self.begin < offset < self.end:
            self.cuts.add(offset)


def split(text: str) -> list[Piece]:
    """The blocks of a line, in order, without the blanks between them; the line as one piece if it is
    an ordinary one.

    ``text`` has its blanks reduced to one each. A line is taken apart if it is longer than any paragraph
    is likely to be, or if it ends in a signature and begins like a document or a page.
    """
    if len(text) < SHORTEST:
        return [Piece(0, len(text))]
    begin, heading = navigation(text)
    cutter = _Cutter(text, begin, footer(text, begin))
    head = _head(cutter, begin)
    if heading and not cutter.title:
        cutter.title = text[slice(*heading)].replace(" ", "")
    else:
        heading = None
    signatures = list(_signatures(cutter, head.end))
    whole = begin or signatures or (head.complete and _SENTENCE.search(text, head.end))
    if len(text) < LONG and not whole:
        return [Piece(0, len(text))]
    for signature in signatures:
        _signature(cutter, signature)
    _provisions(cutter, head.end)
    _members(cutter, head.end)
    return list(_pieces(cutter, heading))


def _pieces(cutter: _Cutter, heading: tuple[int, int] | None) -> Iterator[Piece]:
    text = cutter.text
    if heading:
        yield from _trimmed(text, 0, heading[0], True)
        yield from _trimmed(text, *heading, False)
        yield from _trimmed(text, heading[1], cutter.begin, True)
    else:
        yield from _trimmed(text, 0, cutter.begin, True)
    marks = [cutter.begin, *sorted(cutter.cuts), cutter.end]
    for first, last in zip(marks, marks[1:], strict=False):
        yield from _trimmed(text, first, last, False)
    yield from _trimmed(text, cutter.end, len(text), True)


def _trimmed(text: str, start: int, end: int, furniture: bool) -> Iterator[Piece]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield Piece(start, end, furniture)


# --- head ----------------------------------------------------------------------------

_HEAD_NUMBER = re.compile(
    rf"\s?[（(]?(?:{REGISTRATION}[\s,，；;]*)?(?:{NUMBER}|[\u4e00-\u9fff]{{2,24}}令\s?第\s?{NUMERAL}\s?号)[）)]?(?!公布|发布)"
)
# 青山市人民政府文件: the name over the red line of the print (GB/T 9704-2012, 7.2.4).
_MASTHEAD = re.compile(rf"\s?[\u4e00-\u9fff]{{2,30}}文件(?=\s|{NUMBER})")
_TYPE = re.compile(rf"(?:{TITLE_TYPES})(?:[（(][^（）()]{{1,12}}[）)])*")
_RULE_TYPE = re.compile(rf"(?:{alternatives('document_types')}|[^，。]表|名册)(?:[（(][^（）()]{{1,12}}[）)])*")
_ADOPTED = re.compile(r"\s?[（(]\s?(?:19|20)\d\d年[^（）()。；]{4,200}?(?:通过|公布|发布|批准|修订|修正)[^（）()]{0,200}[）)]")
_ABOUT = re.compile(r"关于|印发|转发|批转|公布|发布|废止|修改")
_OPENER = re.compile(
    r"\s?(?:为(?!的)|根据|按照|依据|依照|遵照|经(?!济|营)|现(?:将|就|对|决定|印发)|自|因|由于|鉴于|随着|近|截至|今年|目前|最近|"
    r"你[局委办部厅院区县市单]|《|第一[章条]|一、|总\s?则|各|特|兹|对|本|在|以|20\d\d年)"
)
_RULE_OPENER = re.compile(r"为(?:了|进一步|贯彻|加快|加强|深入|切实|认真|全面|推进|规范|做好|落实)|根据|按照|第一[章条]|一、|总则|各[^项类种]")
_UNIT_END = re.compile(
    r"(?:局|委|办|部|厅|院|处|府|会|组|司|队|团|校|园|所|站|场|社|行|区|县|市|镇|乡|街道|单位|部门|机构|企|企业|公司|集团|中心|党群|群团|"
    r"团体|组织|机关|工委|人员|同志|等|直属机构|开发区|管委会|指挥部)(?:[（(][^（）()]{1,30}[）)])?$"
)
_NO_ADDRESSEE = re.compile(r"关于|通知|如下|决定|根据|按照|现将|经研究|的[^的]{0,3}$|[《》“”。；\d]")
_MAX_ADDRESSEES = 400


@dataclass(frozen=True, slots=True)
class _Head:
    """Offset behind the head of a document; ``complete`` if it cannot be anything else."""

    end: int
    complete: bool


def _head(cutter: _Cutter, at: int) -> _Head:
    """Cut the head that begins at ``at``: number, title, addressees, in the orders in use."""
    text = cutter.text
    numbered = False
    if masthead := _MASTHEAD.match(text, at, cutter.end):
        at = masthead.end()
        cutter.cut(at)
    for _ in range(2):
        if match := _HEAD_NUMBER.match(text, at, cutter.end):
            at, numbered = match.end(), True
            cutter.cut(at)
        if not cutter.title and (end := _title_end(text, at, cutter.end)):
            cutter.title = text[at:end].replace(" ", "")
            at = end
            cutter.cut(at)
    adopted = _ADOPTED.match(text, at, cutter.end) if cutter.title else None
    if adopted:
        at = adopted.end()
        cutter.cut(at)
    colon = _addressees_end(text, at, cutter.end)
    if colon:
        at = colon
        cutter.cut(at)
    return _Head(at, bool((cutter.title and (numbered or colon or adopted)) or (numbered and colon)))


def _outside(text: str, start: int, end: int) -> str:
    """``text[start:end]`` with what stands in brackets and quotes blotted out, offsets kept."""
    out, depth = [], 0
    for char in text[start:end]:
        depth += char in "《“"
        out.append("＿" if depth else char)
        depth -= depth > 0 and char in "》”"
    return "".join(out)


# A law is known by the note of its adoption behind the title (行政法规制定程序条例, art. 29).
_RULE_TITLE = re.compile(rf"\s?[^，。；：:！？（）()]{{2,50}}(?:法|法典|{alternatives('document_types')})(?:[（(][^（）()\d]{{1,12}}[）)])?(?=\s?[（(])")


def _title_end(text: str, at: int, end: int) -> int | None:
    """Offset behind the title that begins at ``at``, None if there is none: the first kind of document
    behind which something begins that may follow a title."""
    run = _outside(text, at, min(end, at + 700))
    if stop := re.search(r"[。；：:！？]", run):
        run = run[: stop.start() + 1]
    if adopted := _RULE_TITLE.match(run):
        behind = at + adopted.end()
        if _ADOPTED.match(text, behind, end):
            return behind
    about = _ABOUT.search(run)
    if not about or about.start() > 80:
        return _rule_title_end(text, run, at, end)
    # Official documents first (通知, 意见); rules and plans carry such titles too (关于…的若干措施).
    for kind, opener in ((_TYPE, _OPENER), (_RULE_TYPE, _RULE_OPENER)):
        for match in kind.finditer(run, about.end()):
            behind = at + match.end()
            if text.startswith("的", behind):
                continue
            if (
                behind == end
                or text[behind].isspace()
                or _HEAD_NUMBER.match(text, behind, end)
                or _addressees_end(text, behind, end)
                or opener.match(text, behind)
            ):
                return behind
    # Whatever stands behind it: the last 的通知 of the run.
    ends = [match.end() for match in _LAST_TYPE.finditer(run, about.end())]
    return at + ends[-1] if ends and at + ends[-1] < end else None


def _rule_title_end(text: str, run: str, at: int, end: int) -> int | None:
    """Offset behind the title of a rule or plan, which has no 关于: its text or its number follows."""
    for match in _RULE_TYPE.finditer(run[:60], 4):
        behind = at + match.end()
        if _HEAD_NUMBER.match(text, behind, end) or _RULE_TEXT.match(text, behind, end):
            return behind
    return None


_RULE_TEXT = re.compile(r"\s?(?:第一[编章条]|总\s?则|目\s?录\s?第|(?<=\s)(?:为了?|根据|一、))")
_LAST_TYPE = re.compile(rf"的[^，、的]{{0,4}}(?:{TITLE_TYPES})(?:[（(][^（）()]{{1,12}}[）)])?(?![的、，,和与及》”精要规])")


def _addressees_end(text: str, at: int, end: int) -> int | None:
    """Offset behind the colon of the addressees that begin at ``at``; None if none do."""
    match = re.compile(r"[^:：]{2,400}[:：]").match(text, at, min(end, at + _MAX_ADDRESSEES))
    if not match:
        return None
    names = [name.strip() for name in re.split(r"[，、,]", re.sub(r"[（(][^（）()]*[）)]", "", match[0][:-1]))]
    if _NO_ADDRESSEE.search(match[0][:-1]) or any(len(name) > 28 for name in names):
        return None
    ended = sum(1 for name in names if _UNIT_END.search(name))
    return match.end() if ended and ended >= 0.6 * len(names) and _UNIT_END.search(names[-1]) else None


# --- signature and what follows it -----------------------------------------------------

_AFTER_DATE = re.compile(r"[，。；、：,;:》）)”]|\s?(?:起|前|以[前后来]|至|到|[—～~-]|止|在|的|会议|召开|第[^一]|印发|公布|发布|施行|实施|执行|通过|修[订正])")
_ANNEX = re.compile(r"附\s?(?:件|表|录)\s?(?P<number>\d{1,2}(?!\d|年)|[一二三四五六七八九十]{1,2}(?![、年]))?\s?[:：]?\s?")
_ANNOUNCED = re.compile(r"附\s?(?:件|表)?\s?[:：]\s?")
_TRAILER = re.compile(
    r"[（(][^（）()]{0,8}此件[^（）()]{0,16}公开[^（）()]{0,8}[）)]|[（(](?:联系人|联系科室|联系电话|主动公开)[^（）()]{0,60}[）)]|抄\s?送\s?[:：]|主\s?题\s?词\s?[:：]|"
    r"(?:信息)?公开(?:方式|属性|类别)\s?[:：]"
)
_LAST_WORD = re.compile(rf"\s*(?:$|{_TRAILER.pattern}|附\s?件)")
_PREPOSITIONS = frozenset("经由以按据被受向对与和及为")
_END_OF_TEXT = re.compile(r"(?:[。！？；”）)》]|此复|特此(?:通知|通告|公告|批复|函复)|(?:施行|实施|执行|生效))\s?$")


@dataclass(frozen=True, slots=True)
class _Signed:
    start: int
    date: int
    end: int


def _signatures(cutter: _Cutter, at: int) -> Iterator[_Signed]:
    """Where somebody signed: issuer and date behind the end of a text, nothing of a sentence behind them."""
    text = cutter.text
    known = _known_issuers(cutter)
    own = TITLE_WITH_ISSUER.match(cutter.title)
    floor = at
    for match in DATE.finditer(text, at, cutter.end):
        if _AFTER_DATE.match(text, match.end()):
            continue
        start = _signer_start(text, floor, match.start(), known)
        if start is None and _LAST_WORD.match(text[match.end() : cutter.end]):
            # At the very end of the text: the issuer that the title names, or nobody.
            before = text[: match.start()].rstrip()
            if own and before.endswith(own["issuer"]) and before[: -len(own["issuer"])][-1:] not in _PREPOSITIONS:
                start = len(before) - len(own["issuer"])
            elif before[-1:] in "。！）)”":
                start = match.start()
        if start is not None:
            floor = match.end()
            yield _Signed(start, match.start(), match.end())


def _known_issuers(cutter: _Cutter) -> tuple[str, ...]:
    """Bodies that issue documents in this text: of its own title, else of any title it names."""
    own = TITLE_WITH_ISSUER.match(cutter.title)
    names = {own["issuer"]} if own else set()
    for match in re.finditer(r"[《〈\s](?=[\u4e00-\u9fff])", cutter.text):
        if cited := TITLE_WITH_ISSUER.match(cutter.text[match.end() : match.end() + 60]):
            names.add(cited["issuer"])
    return tuple(sorted(names, key=len, reverse=True))


def _signer_start(text: str, floor: int, date: int, known: Sequence[str]) -> int | None:
    """Offset of the first signer in front of the date at ``date``; None if nobody signed there."""
    segment = text[max(floor, date - 160) : date]
    base = date - len(segment)
    bare = segment.rstrip()
    boundary = max((m.end() for m in re.finditer(r"[。！？；：:”）)》]", bare)), default=0)
    signer = bare[boundary:].lstrip()
    first = base + len(bare) - len(signer)
    sentence_end = boundary == 0 or not bare[:boundary].endswith((":", "：")) or _opens_annexes(bare[:boundary])
    # Behind the end of a sentence whatever is left must be names, one or several.
    if boundary and not bare[:boundary].endswith((":", "：")) and _are_names(signer):
        return first
    # Behind a blank likewise: the last words in front of the date.
    words = [m.start() for m in re.finditer(r"\S+", signer)]
    for index in words[1:]:
        if _are_names(signer[index:]) and (len(words) > 1 and sentence_end):
            return first + index
    # Without any boundary only a body known from elsewhere tells where the text ends.
    for name in known:
        if bare.endswith(name) and sentence_end:
            before = text[floor : base + len(bare) - len(name)]
            if _END_OF_TEXT.search(before) or _announces(before):
                return base + len(bare) - len(name)
    return None


def _are_names(text: str) -> bool:
    """Whether a text is one or several names of bodies, with blanks between them."""
    words = text.split()
    joined = "".join(words)
    if not joined or len(joined) > 40 * max(1, len(words)) or re.search(r"[，。；：、:《》“”\d]|关于|根据|经|由|及其|按照", joined):
        return False
    if PERSON_SIGNED.match(text):
        return True
    return all(ISSUER_LINE.match(word) for word in words) or bool(ISSUER_LINE.match(joined))


def _opens_annexes(text: str) -> bool:
    return bool(re.search(r"附\s?(?:件|表)\s?\d{0,2}\s?[:：]$", text))


def _announces(before: str) -> bool:
    """Whether a text ends in a list of annexes, which has no full stop."""
    starts = list(_ANNOUNCED.finditer(before))
    return bool(starts) and not re.search(r"[。！？]", before[starts[-1].end() :])


def _signature(cutter: _Cutter, signed: _Signed) -> None:
    """Cut signer, date, and what stands behind: notes, annexes, the instrument the notice prints."""
    text = cutter.text
    cutter.cut(signed.start)
    cutter.cut(signed.date)
    cutter.cut(signed.end)
    announced = _announced(cutter, signed.start)
    at = signed.end
    while True:
        while at < cutter.end and text[at].isspace():
            at += 1
        trailer = _TRAILER.match(text, at, cutter.end)
        if not trailer or not trailer[0].endswith(("）", ")")):
            break
        at = trailer.end()
        cutter.cut(at)
    titles = [*announced, *re.findall(r"《([^《》]+(?:《[^《》]*》[^《》]*)*)》", cutter.title)]
    if not _ANNEX.match(text, at, cutter.end) and (end := _instrument_title_end(text, at, cutter.end, titles)):
        cutter.cut(end)
        if adopted := _ADOPTED.match(text, end, cutter.end):
            cutter.cut(adopted.end())
    _annex_heads(cutter, at, announced)


def _announced(cutter: _Cutter, end: int) -> list[str]:
    """Cut the list of annexes that stands in front of the signature at ``end``; the titles in it."""
    text = cutter.text
    for match in _ANNOUNCED.finditer(text, cutter.begin, end):
        listed = text[match.end() : end]
        if re.search(r"[。！？]", listed):
            continue
        cutter.cut(match.start())
        items = list(_ITEM.finditer(listed))
        due: list[re.Match[str]] = []
        for item in items:
            if int(item["n"]) == len(due) + 1:
                due.append(item)
        if not due or due[0].start():
            return [listed.strip(" ；;，。")]
        # The first item stays with 附件：, as it is printed.
        for item in due[1:]:
            cutter.cut(match.end() + item.start())
        stops = [m.start() for m in due[1:]] + [len(listed)]
        cutter.listed = (match.start(), end)
        return [listed[m.end() : stop].strip(" ；;，。") for m, stop in zip(due, stops, strict=True)]
    return []


_ITEM = re.compile(r"(?<![\d.])(?P<n>\d{1,2})\s?[.．、]\s?(?!\d)")


def _annex_heads(cutter: _Cutter, at: int, announced: Sequence[str]) -> None:
    """Cut the heads of the annexes behind a signature: label and title, each a block of its own."""
    text = cutter.text
    for match in _ANNEX.finditer(text, at, cutter.end):
        # 附件2021年…计划: the digits belong to the title.
        label = _ANNEX_WORD.match(text, match.start())
        ends = [match.end()] + ([label.end()] if label else [])
        known = [(end, stop) for end in ends if (stop := _announced_end(text, end, cutter.end, announced))]
        if not known:
            first = not text[at : match.start()].strip()
            if not first and not re.search(r"[。；！？”）)》\s]$", text[at : match.start()]):
                continue
            known = [(end, stop) for end in ends if (stop := _instrument_title_end(text, end, cutter.end, ()))]
            if not known and not first:
                continue
        cutter.cut(match.start())
        cutter.cut(known[0][0] if known else match.end())
        if known:
            cutter.cut(known[0][1])


_ANNEX_WORD = re.compile(r"附\s?(?:件|表|录)\s?")
def _instrument_title_end(text: str, at: int, end: int, titles: Sequence[str]) -> int | None:
    """Offset behind the title of an instrument or annex that begins at ``at``: one of those announced,
    else the first kind of document behind which a text begins."""
    while at < end and text[at].isspace():
        at += 1
    if known := _announced_end(text, at, end, titles):
        return known
    run = _outside(text, at, min(end, at + 120))
    if stop := re.search(r"[，。；：:！？]", run):
        run = run[: stop.start()]
    for match in _RULE_TYPE.finditer(run, 4):
        behind = at + match.end()
        if behind == end or text[behind].isspace() or _OPENER.match(text, behind):
            return behind
        if _ADOPTED.match(text, behind, end):
            return behind
    return None


def _announced_end(text: str, at: int, end: int, titles: Sequence[str]) -> int | None:
    """Offset behind the one of ``titles`` that stands at ``at``, blanks aside."""
    while at < end and text[at].isspace():
        at += 1
    for title in sorted(titles, key=len, reverse=True):
        pattern = re.compile(r"\s?".join(re.escape(char) for char in title if not char.isspace()))
        if title and (match := pattern.match(text, at, end)):
            return match.end()
    return None


# --- provisions -------------------------------------------------------------------------

_CHINESE = "一二三四五六七八九十百"
_LEVELS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, re.compile(rf"第(?P<n>[{_CHINESE}]{{1,5}})编(?![号制写入])")),
    (1, re.compile(rf"第(?P<n>[{_CHINESE}]{{1,5}})章(?!规定|的|所)")),
    (2, re.compile(rf"第(?P<n>[{_CHINESE}]{{1,5}})节(?!规定|的|所|[目日能约课])")),
    (3, re.compile(rf"第(?P<n>[{_CHINESE}]{{1,5}})条(?!规定|的|所|至|和|、|，|。|之|第|款|件|例|线)")),
    (4, re.compile(rf"(?<![{_CHINESE}第（(])(?P<n>[{_CHINESE}]{{1,3}})、")),
    (5, re.compile(rf"[（(](?P<n>[{_CHINESE}]{{1,3}})[)）](?!项|款|目)")),
    (6, re.compile(r"(?<![\d.A-Za-z〔第-])(?P<n>\d{1,3})\s?[.．、](?!\d)")),
    (7, re.compile(r"[（(](?P<n>\d{1,2})[)）](?!项|款|目)")),
)
_ENDED = "。；！？：:;!?"
_HEADING_START = re.compile(rf"(?:第[{_CHINESE}]{{1,5}}[编章节]|[{_CHINESE}]{{1,3}}、|[（(][{_CHINESE}]{{1,3}}[)）]|附\s?[件表录])")


def _provisions(cutter: _Cutter, at: int) -> None:
    """Cut chapters, articles and numbered items, and paragraphs that the page had set apart by a blank."""
    text = cutter.text
    last: dict[int, int] = {}
    for offset, level, ordinal in _candidates(text, at, cutter.end):
        if cutter.listed[0] <= offset < cutter.listed[1]:
            continue
        start = max((cut for cut in cutter.cuts if cut <= offset), default=cutter.begin)
        segment = text[start:offset].strip()
        before = segment[-1:] or "。"
        follows = ordinal == last.get(level, 0) + 1
        if before in _ENDED:
            # "；三、四级": a list of numerals, unless it is the next number due.
            begins = follows or not _NUMERALS.match(text, offset)
        elif ordinal > 1 and (level > 3 or not _is_heading(text, segment, start, cutter)):
            begins = follows and (before in "）)》”’" or text[offset - 1].isspace())
        else:
            begins = (ordinal == 1 or follows) and _is_heading(text, segment, start, cutter)
        if not begins:
            continue
        cutter.cut(offset)
        last[level] = ordinal
        # Articles are numbered through the chapters; everything else begins anew.
        for deeper in [other for other in last if other > level and not (level < 3 and other == 3)]:
            del last[deeper]
    for pattern in (_PARAGRAPH, _CLOSING_WORDS):
        for match in pattern.finditer(text, at, cutter.end):
            cutter.cut(match.end())
    for match in _TRAILER.finditer(text, at, cutter.end):
        cutter.cut(match.start())


_NUMERALS = re.compile(rf"[{_CHINESE}]{{1,3}}、[{_CHINESE}]{{1,2}}[、级类等]")
_PARAGRAPH = re.compile(r"(?<=[。！？])\s(?=\S)")
_CLOSING_WORDS = re.compile(r"(?<=[。！？])(?=(?:此复|特此(?:通知|通告|公告|批复|函复|函告|报告|请示))[。！])")


# --- lists of members ----------------------------------------------------------------------

_ROLE = re.compile(
    r"(?:(?:常务)?副?\s?组\s?长|成\s?员(?:单位)?|(?:常务)?副?\s?主\s?任(?:委员)?|委\s?员|"
    r"副?\s?总\s?指\s?挥(?:长)?|副\s?指\s?挥(?:长)?|指\s?挥\s?长|顾\s?问|副?召集人)\s?[:：]"
)
_POST_END = "长员任记席监师授理）)"
_MEMBER = re.compile(rf"(?<=[{_POST_END}])\s?(?=[\u4e00-\u9fff]{{2,4}}\s[\u4e00-\u9fff]|[\u4e00-\u9fff]\s[\u4e00-\u9fff]\s)")
_GROUP_TEXT = re.compile(
    rf"(?<=[{_POST_END}])\s?(?=[\u4e00-\u9fff]{{0,16}}?(?:小组|委员会|指挥部|联席会议)(?:成员|下设|办公室|负责))"
)


def _members(cutter: _Cutter, at: int) -> None:
    """Cut a list of members: each role with its colon, each name with the post behind it (``林一山 市财政局局长``),
    and the text that goes on behind the last post."""
    text = cutter.text
    roles = [m for m in _ROLE.finditer(text, at, cutter.end) if not re.search(r"[、，（(的]|[兼担出]任", text[m.start() - 2 : m.start()][-2:])]
    for role in roles:
        cutter.cut(role.start())
    for role in roles:
        end = min((cut for cut in cutter.cuts if cut > role.start()), default=cutter.end)
        stop = text.find("。", role.end(), end)
        if (behind := _GROUP_TEXT.search(text, role.end(), end)) and (stop < 0 or behind.end() < stop):
            cutter.cut(behind.end())
            end = behind.start()
        for member in _MEMBER.finditer(text, role.end() + 2, end):
            cutter.cut(member.end())


def _candidates(text: str, at: int, end: int) -> list[tuple[int, int, int]]:
    """Offset, level and ordinal of whatever looks like the number of a provision."""
    found = []
    for level, pattern in _LEVELS:
        for match in pattern.finditer(text, max(at, 1), end):
            try:
                found.append((match.start(), level, chinese_to_int(match["n"])))
            except ValueError:
                continue
    return sorted(found)


def _is_heading(text: str, segment: str, start: int, cutter: _Cutter) -> bool:
    """Whether what stands in front of a first item is a heading, which has no full stop: numbered itself,
    or the title of an annex."""
    if len(segment) > 60 or re.search(r"[，。；：:！？,;]", segment):
        return False
    titled = start > cutter.begin and bool(_ANNEX.fullmatch(text[:start].rstrip()[-4:].strip()))
    return bool(_HEADING_START.match(segment) or titled or DOCUMENT_TYPE.search(segment))
