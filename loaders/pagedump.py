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
from loaders.heads import DOCUMENT_TYPE, ISSUER_LINE, NUMBER, REGISTRATION, TITLE_TYPES, TITLE_WITH_ISSUER
from loaders.numbers import chinese_to_int
from loaders.wordlist import alternatives

# A line below this is a dump only if it holds a whole document, signature included.
LONG = 400
SHORTEST = 60
_HEAD_ZONE = 600


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
    begin, heading = _navigation(text)
    end = _footer(text, begin)
    cutter = _Cutter(text, begin, end)
    at = _head(cutter, begin)
    if heading and not cutter.title:
        cutter.title = text[slice(*heading)]
    elif heading:
        heading = None
    signatures = list(_signatures(cutter, at))
    if len(text) < LONG and not begin and not signatures:
        return [Piece(0, len(text))]
    for signature in signatures:
        _signature(cutter, signature)
    _provisions(cutter, at)
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


# --- navigation and footer -----------------------------------------------------------

_BREADCRUMBS = re.compile(
    r"\s*(?:(?:您|你)?(?:现在|当前|目前)?(?:所在)?的?(?:位置|栏目)(?:是)?\s*[:：]|(?:网站|本站)?首\s*页(?=\s|[>＞»›/|]|[\u4e00-\u9fff]))"
)
_TIME = r"(?:19|20)\d\d\s?[-./年]\s?\d{1,2}\s?[-./月]\s?\d{1,2}\s?日?(?:\s?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?"
_STAMP = (
    rf"(?:(?:发布|发文|更新|录入|成文|公开|编辑|上传|添加|生成|生效)?(?:时间|日期)\s?[:：]\s?{_TIME}"
    r"|(?:19|20)\d\d[-./]\d{1,2}[-./]\d{1,2}\s\d{1,2}:\d{2}(?::\d{2})?"
    r"|(?:浏览|点击|访问|阅读)(?:次数|人数|量|数)\s?[:：]?\s?\d*\s?次?"
    r"|[【\[(（]?\s?(?:字号|字体|文字大小)\s?[:：]?(?:\s?[【\[(（]?\s?(?:特大|超大|大|中|小|默认|[A+-]{1,2})\s?[】\])）]?){0,5}"
    r"|分享(?:到|至|本文)?\s?[:：]?|QQ\s?(?:空间|好友)|(?:新浪|腾讯)微博|[【\[]\s?(?:打印|关闭|收藏)[^】\]]{0,6}\s?[】\]])"
)
_BUTTON = (
    r"(?:微信|微博|朋友圈|人人网|豆瓣|收藏|打印(?:本页|页面|文章)?|关闭(?:窗口|本页)?|复制链接|保存|下载|纠错|朗读|"
    r"扫一扫\S{0,16}|(?:信息|文章|稿件)?(?:来源|出处|作者|责任编辑|编辑|审核|供稿)\s?[:：]\s?\S{1,24})"
)
# The table of particulars that pages of government information begin with (政府信息公开条例, 2019).
_PARTICULAR = (
    r"(?:信息)?(?:索\s?引\s?号|主题分类|主\s?题\s?词|主\s?题|体裁分类|服务对象|组配分类|发文机关|发文单位|发布机构|发布单位|公开机构|"
    r"发文字号|文\s?号|标\s?题|信息名称|名\s?称|有\s?效\s?性|效力状态|公开方式|公开范围|公开时限|关\s?键\s?词|内容概述)\s?[:：]"
)
_MARK = re.compile(rf"\s?(?:{_STAMP}|{_BUTTON}|[|｜>＞»›])(?=\s|$|[\u4e00-\u9fff【\[|｜>＞»›〔（(])")
_STRONG = re.compile(rf"(?:^|(?<=[\s】\]|｜])){_STAMP}")
_PARTICULARS = re.compile(rf"\s?{_PARTICULAR}(?:(?!{_PARTICULAR}|{_STAMP})[^。；])*?(?=\s?{_PARTICULAR}|\s?{_STAMP}|\s)")
_SENTENCE = re.compile(r"[。；！？]")


def _navigation(text: str) -> tuple[int, tuple[int, int] | None]:
    """Offset behind the page's navigation (0 if it has none), and the page's heading in it."""
    start = match.end() if (match := _BREADCRUMBS.match(text)) else 0
    at, heading = start, None
    while at < _HEAD_ZONE:
        if mark := _MARK.match(text, at) or _PARTICULARS.match(text, at):
            at = mark.end()
            continue
        strong = _STRONG.search(text, at, at + 260)
        if not strong or _SENTENCE.search(text, at, strong.start()) or (at and _is_head(text, at)):
            break
        if not heading:
            heading = _heading(text, at, strong.start(), bool(match))
        at = strong.end()
    return (at if at > start else 0), (heading if at > start else None)


def _is_head(text: str, at: int) -> bool:
    """Whether a document number, or a title with addressees, begins at ``at``: no navigation follows it."""
    return bool(_HEAD_NUMBER.match(text, at))


def _heading(text: str, start: int, end: int, crumbs: bool) -> tuple[int, int] | None:
    """The page's heading among the words between the breadcrumbs and the first stamp, if it reads like a title."""
    words = [(match.start(), match.end()) for match in re.finditer(r"\S+", text[:end][start:])]
    # The first word behind 首页 is the rest of the breadcrumbs.
    for first, _ in words[1 if crumbs and len(words) > 1 else 0 :]:
        candidate = text[start + first : end].strip()
        if _HEADING.search(candidate) and candidate[0] not in ">＞»›|｜/":
            return start + first, start + first + len(candidate)
    return None


_FOOT = (
    r"(?:(?:信息|文章|稿件)?(?:来源|作者|责任编辑|编辑|审核|供稿|撰稿|签发)\s?[:：]\s?\S{1,30}|附件下载|相关(?:附件|链接|文档|阅读|文件|新闻|解读|稿件)\S{0,60}|"
    r"(?:政策|图文|一图)(?:解读|读懂)\S{0,60}|打印(?:本页|页面)?|关闭(?:窗口|本页)?|返回(?:顶部|首页|列表)|分享到?[:：]?|微信|微博|QQ空间|收藏|"
    r"上一[篇条]\S{0,80}|下一[篇条]\S{0,80}|扫一扫\S{0,30}|[【\[](?:打印|关闭|收藏|返回|字体)[^】\]]{0,8}[】\]]|\S{1,60}\.(?:docx?|xlsx?|pdf|wps|zip|rar))"
)
_FOOTER = re.compile(rf"(?:\s+{_FOOT})+\s*$")
_SITE_FOOT = re.compile(
    r"\s(?:版权所有|Copyright|©|网站地图|网站标识码|技术支持|联系我们|关于我们|上一[篇条]|下一[篇条]|扫一扫|返回顶部|[\u4e00-\u9fff]ICP备|友情链接)"
)


def _footer(text: str, begin: int) -> int:
    """Offset at which the page's footer begins (the length of the text if it has none)."""
    end = len(text)
    for match in _SITE_FOOT.finditer(text, begin):
        if not _SENTENCE.search(text, match.start()) and not DATE.search(text, match.start()):
            end = match.start()
            break
    match = _FOOTER.search(text, begin, end)
    return match.start() if match else end


# --- head ----------------------------------------------------------------------------

_HEAD_NUMBER = re.compile(rf"\s?[（(]?(?:{REGISTRATION}[\s,，；;]*)?{NUMBER}[）)]?")
_TYPE = re.compile(rf"(?:{TITLE_TYPES})(?:[（(][^（）()]{{1,12}}[）)])*")
_HEADING = re.compile(rf"(?:关于|印发|转发|公布|发布).+(?:{TITLE_TYPES}|{alternatives('document_types')})(?:[（(][^（）()]{{1,12}}[）)])?$")
_ABOUT = re.compile(r"关于|印发|转发|批转|公布|发布|废止|修改")
_OPENER = re.compile(
    r"\s?(?:为(?!的)|根据|按照|依据|依照|遵照|经(?!济|营)|现(?:将|就|对|决定|印发)|自|因|由于|鉴于|随着|近|截至|今年|目前|最近|"
    r"你[局委办部厅院区县市单]|《|第一[章条]|一、|总\s?则|各|特|兹|对|本|在|以|20\d\d年)"
)
_UNIT_END = re.compile(
    r"(?:局|委|办|部|厅|院|处|府|会|组|司|队|团|校|园|所|站|场|社|行|区|县|市|镇|乡|街道|单位|部门|机构|企业|公司|集团|中心|党群|群团|"
    r"团体|组织|机关|工委|人员|同志|等|直属机构|开发区|管委会|指挥部)(?:[（(][^（）()]{1,30}[）)])?$"
)
_NO_ADDRESSEE = re.compile(r"关于|通知|如下|决定|根据|按照|现将|经研究|的[^的]{0,3}$|[《》“”。；\d]")
_MAX_ADDRESSEES = 400


def _head(cutter: _Cutter, at: int) -> int:
    """Cut the head that begins at ``at`` (number, title, addressees, in the orders in use);
    the offset behind it."""
    text = cutter.text
    for _ in range(2):
        if match := _HEAD_NUMBER.match(text, at, cutter.end):
            at = match.end()
            cutter.cut(at)
        if not cutter.title and (end := _title_end(text, at, cutter.end)):
            cutter.title = text[at:end].replace(" ", "")
            at = end
            cutter.cut(at)
    if colon := _addressees_end(text, at, cutter.end):
        at = colon
        cutter.cut(at)
    return at


def _outside(text: str, start: int, end: int) -> str:
    """``text[start:end]`` with what stands in brackets and quotes blotted out, offsets kept."""
    out, depth = [], 0
    for char in text[start:end]:
        depth += char in "《“"
        out.append("＿" if depth else char)
        depth -= depth > 0 and char in "》”"
    return "".join(out)


def _title_end(text: str, at: int, end: int) -> int | None:
    """Offset behind the title that begins at ``at``, None if there is none: the first kind of document
    behind which something begins that may follow a title."""
    run = _outside(text, at, min(end, at + 700))
    if stop := re.search(r"[。；：:！？]", run):
        run = run[: stop.start() + 1]
    about = _ABOUT.search(run)
    if not about or about.start() > 80:
        return None
    for match in _TYPE.finditer(run, about.end()):
        behind = at + match.end()
        if text.startswith("的", behind):
            continue
        if (
            behind == end
            or text[behind].isspace()
            or _HEAD_NUMBER.match(text, behind, end)
            or _addressees_end(text, behind, end)
            or _OPENER.match(text, behind)
        ):
            return behind
    return None


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
    floor = at
    for match in DATE.finditer(text, at, cutter.end):
        if _AFTER_DATE.match(text, match.end()):
            continue
        start = _signer_start(text, floor, match.start(), known)
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
    # The list of annexes stands in front of the signature.
    announced: list[str] = []
    for match in _ANNOUNCED.finditer(text, cutter.begin, signed.start):
        if not re.search(r"[。！？]", text[match.end() : signed.start]):
            cutter.cut(match.start())
            announced = _annex_titles(text[match.end() : signed.start])
            break
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
    if _ANNEX.match(text, at, cutter.end):
        _annex_heads(cutter, at, announced)
    elif end := _instrument_title_end(text, at, cutter.end, titles):
        cutter.cut(end)
        if passed := re.compile(r"\s?[（(][^（）()]{0,10}\d{4}年[^（）()]{4,80}[）)]").match(text, end, cutter.end):
            cutter.cut(passed.end())


def _annex_titles(text: str) -> list[str]:
    items = re.split(r"(?<![\d.])\d{1,2}\s?[.．、](?!\d)", text)
    return [item.strip(" ；;，。") for item in items if item.strip(" ；;，。")]


def _annex_heads(cutter: _Cutter, at: int, announced: Sequence[str]) -> None:
    """Cut the heads of the annexes behind a signature: label and title, each a block of its own."""
    text = cutter.text
    for match in _ANNEX.finditer(text, at, cutter.end):
        before = text[at : match.start()]
        if match.start() > at and not re.search(r"[。；！？”）)》\s\d]$", before):
            continue
        label_end, end = match.end(), _instrument_title_end(text, match.end(), cutter.end, announced)
        if end is None:
            # 附件2021年…计划: the digit belongs to the title.
            label = re.compile(r"附\s?(?:件|表|录)\s?").match(text, match.start())
            if label and (end := _instrument_title_end(text, label.end(), cutter.end, announced)):
                label_end = label.end()
        if end is None and match.start() > at:
            continue
        cutter.cut(match.start())
        cutter.cut(label_end)
        if end is not None:
            cutter.cut(end)


_RULE_TYPE = re.compile(rf"(?:{alternatives('document_types')}|[^，。]表|名册)(?:[（(][^（）()]{{1,12}}[）)])*")


def _instrument_title_end(text: str, at: int, end: int, titles: Sequence[str]) -> int | None:
    """Offset behind the title of an instrument or annex that begins at ``at``: one of those announced,
    else the first kind of document behind which a text begins."""
    while at < end and text[at].isspace():
        at += 1
    for title in sorted(titles, key=len, reverse=True):
        pattern = re.compile(r"\s?".join(re.escape(char) for char in title if not char.isspace()))
        if title and (match := pattern.match(text, at, end)):
            return match.end()
    run = _outside(text, at, min(end, at + 120))
    if stop := re.search(r"[，。；：:！？]", run):
        run = run[: stop.start()]
    for match in _RULE_TYPE.finditer(run, 4):
        behind = at + match.end()
        if behind == end or text[behind].isspace() or _OPENER.match(text, behind):
            return behind
        if re.compile(r"[（(][^（）()]{0,10}\d{4}年[^（）()]{4,80}[）)]").match(text, behind, end):
            return behind
    return None


# --- provisions -------------------------------------------------------------------------

_CHINESE = "一二三四五六七八九十百"
_LEVELS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (0, re.compile(rf"第(?P<n>[{_CHINESE}]{{1,5}})编(?![号制写入])")),
    (1, re.compile(rf"第(?P<n>[{_CHINESE}]{{1,5}})章(?!规定|的|所)")),
    (2, re.compile(rf"第(?P<n>[{_CHINESE}]{{1,5}})节(?!规定|的|所|[目日能约课])")),
    (3, re.compile(rf"第(?P<n>[{_CHINESE}]{{1,5}})条(?!规定|的|所|至|和|、|，|。|之|第|款|件|例|线)")),
    (4, re.compile(rf"(?<![{_CHINESE}第（(])(?P<n>[{_CHINESE}]{{1,3}})、(?![{_CHINESE}]{{1,2}}[、级类等])")),
    (5, re.compile(rf"[（(](?P<n>[{_CHINESE}]{{1,3}})[)）](?!项|款|目)")),
    (6, re.compile(r"(?<![\d.A-Za-z〔第-])(?P<n>\d{1,3})\s?[.．、](?!\d)")),
    (7, re.compile(r"[（(](?P<n>\d{1,2})[)）](?!项|款|目)")),
)
_ENDED = "。；！？：:;!?"
_HEADING_START = re.compile(rf"(?:第[{_CHINESE}]{{1,5}}[编章节]|[{_CHINESE}]{{1,3}}、|[（(][{_CHINESE}]{{1,3}}[)）]|附\s?[件表录])")
_ROLE = re.compile(r"(?:组\s?长|(?:常务)?副\s?组\s?长|成\s?员(?:单位)?|主\s?任(?:委员)?|(?:常务)?副\s?主\s?任(?:委员)?|委\s?员|总\s?指\s?挥|副\s?总?\s?指\s?挥|顾\s?问|召集人|副召集人)\s?[:：]")


def _provisions(cutter: _Cutter, at: int) -> None:
    """Cut chapters, articles and numbered items, the roles of a list of members, and paragraphs that
    the page had set apart by a blank."""
    text = cutter.text
    last: dict[int, int] = {}
    for offset, level, ordinal in _candidates(text, at, cutter.end):
        previous = text[offset - 1]
        before = text[cutter.begin : offset].rstrip()[-1:]
        start = max((cut for cut in cutter.cuts if cut <= offset), default=cutter.begin)
        segment = text[start:offset].strip()
        expected = last.get(level, 0) + 1
        if not (
            not segment
            or before in _ENDED
            or (ordinal == expected and ordinal > 1 and (before in "）)》”’" or previous.isspace()))
            or ((ordinal == 1 or (level == 3 and ordinal == expected)) and _is_heading(text, segment, start, cutter))
        ):
            continue
        cutter.cut(offset)
        last[level] = ordinal
        for deeper in [other for other in last if other > level and not (level < 3 and other == 3)]:
            del last[deeper]
    for match in _ROLE.finditer(text, at, cutter.end):
        if text[match.start() - 1] not in "、，（(的任":
            cutter.cut(match.start())
    for match in re.compile(r"(?<=[。！？])\s(?=\S)").finditer(text, at, cutter.end):
        cutter.cut(match.end())
    for match in _TRAILER.finditer(text, at, cutter.end):
        cutter.cut(match.start())


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
