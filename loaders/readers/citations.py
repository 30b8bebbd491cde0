"""Citations: every other document the text names, by title, by number or by a short name.

A title stands in 《》, titles inside it in 〈〉 (GB/T 15834-2011, 4.15); the number follows in
brackets. Which titles are documents at all is decided by how they end (a word list) or by
a number beside them: contracts, forms and songs stand in 《》 too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from loaders.lexicon import unit_names
from loaders.numbers import (
    CLOSING,
    NUMERAL,
    OPENING,
    chinese_to_int,
    document_numbers,
    find_document_number,
    find_standard_number,
    int_to_chinese,
    normalise_document_number,
    order_numbers,
    standard_numbers,
    trim_code,
)
from loaders.readers.base import Context
from loaders.records import CitationRecord, ProvisionRecord
from loaders.relations import relation
from loaders.scanning import matches
from loaders.source import compact
from loaders.wordlist import alternatives

_MAX_TITLE = 220
# What the title says the document prints, or does to another one.
_PRINTED_BY_TITLE = re.compile(
    r"(?:印发|转发|批转|公布|发布|下发|》[和、及]?)[^《》，]{0,12}《(?P<title>[^《》]+(?:《[^《》]*》[^《》]*)*)》(?=$|的|等|[和、及《（(])"
)
_DONE_BY_TITLE = re.compile(
    r"关于(?P<verb>修改|修订|修正|废止|停止执行|宣布失效)?[^《》]{0,20}《(?P<title>[^《》]+(?:《[^《》]*》[^《》]*)*)》(?P<more>的补充)?"
)
_PRINTED = re.compile(r"(?:予以|现予)?(?:印发|公布|发布|下发)")
_AGREED_AND_PRINTED = re.compile(
    r"(?:已|业|经)[^。；《]{2,50}(?:同意|通过|审定|批准)[^。；《]{0,20}(?:印发|公布|发布|下发)"
)
# The number in front of a title: 1998年3月4日市人民政府令第12号公布的《…》.
_NUMBER_BEFORE = re.compile(
    rf"(?:(?:19|20)\d\d年(?:\d{{1,2}}月(?:\d{{1,2}}日)?)?)?[（(]?(?P<number>[\u4e00-\u9fff]{{2,24}}令\s*[（(]?第\s*{NUMERAL}\s*号[）)]?|"
    rf"[\u4e00-\u9fff]{{2,12}}[{OPENING}](?:19|20)\d\d[{CLOSING}]第?\d{{1,5}}号)[)）]?(?:文件|文)?(?:印发|公布|发布|颁布|下发|转发)的$"
)
_BRACKET = re.compile(
    r"\s*[（(](?P<inside>[^（）()]{2,80}(?:[（(][^（）()]{0,30}[)）][^（）()]{0,40})?)[)）]"
)
_BARE_NUMBER = re.compile(
    rf"\s*(?P<number>[\u4e00-\u9fff]{{2,12}}[{OPENING}](?:19|20)\d\d[{CLOSING}]第?\d{{1,5}}号)"
)
# A public notice is numbered by the year; the bracket leaves out whose notice it is.
_NOTICE_OF_YEAR = re.compile(r"(?:公告)?(?P<number>(?:19|20)\d\d年第\d{1,4}号)")
_CUES = re.compile(
    r"^.*(?:根据|依据|按照|依照|遵照|参照|贯彻落实|贯彻|落实|执行|以及|由|对|将|学习)(?=[\u4e00-\u9fff]{2})"
)
_CONJUNCTION = re.compile(r"[和与及](?=[\u4e00-\u9fff]{2})")
_OUTER_TAIL = re.compile(r"^的?(?:通知|决定|公告|意见|函|批复|通告)")
_CLAUSE = re.compile(
    rf"^(?:的)?(?P<clause>第{NUMERAL}条(?:之{NUMERAL})?(?:第{NUMERAL}款)?(?:第?[（(]{NUMERAL}[)）]项|第{NUMERAL}项)?)"
)
_ISSUER_BEFORE = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff、（）()]{2,60}?(?:人民政府|政府|办公厅|办公室|委员会|省委|市委|县委|区委|中央|国务院|管委会|厅|局|部|委|院|会))"
    r"(?:等?[\d一二三四五六七八九十]{0,3}(?:个)?(?:部门|单位|部委)?)?(?:联合)?(?:下发|印发|发布|出台|制定)?的?"
    r"(?P<verb>关于(?:印发|转发|公布|下发|批转))?$"
)
_SENTENCE = re.compile(r"[。；\n\t]")
_SHORT = re.compile(
    r"(?:以下|下)?(?:统称|简称)(?:为)?[：:]?[^“《（）()]{0,4}[“\"《](?P<name>[^”\"》]{2,30})[”\"》]"
)
_REPEALED_AT_ONCE = re.compile(r"[^，。；《]{0,12}(?:废止|停止执行|失效)")
_QUOTES = str.maketrans("〈〉<>()‘’", "《》《》（）“”")
_BRACKETS = re.compile("[《〈〉》\n\t]")
_CITABLE = re.compile(rf"(?:{alternatives('citable_endings')})$")
_INTERNAL = re.compile(
    rf"(?:(?P<own>本(?:办法|规定|条例|细则|方案|通知|通告|意见|措施|法|规则|章程))(?P<clause>第{NUMERAL}条(?:第{NUMERAL}款)?(?:第?[（(]{NUMERAL}[)）]项)?)"
    rf"|(?P<near>前(?:款|条|项)|本条(?:第{NUMERAL}款)?|第{NUMERAL}章(?:和第{NUMERAL}章)?(?=规定)))(?:规定|所述|所列|的规定)?"
)
_INTERNAL_CUE = re.compile(rf"本|前(?=[款条项])|第(?={NUMERAL}章)")


@dataclass(slots=True)
class _Named:
    """A title in 《》 with what stands around it, by offsets in the text."""

    start: int
    end: int
    title: str
    number: str | None
    issuer: str | None
    clause: str | None


def read(context: Context) -> Iterator[CitationRecord]:
    """All citations of a document in the order of print, one per mention."""
    text = context.text
    document = context.document
    begin = (
        context.source.blocks[document.head.last].end
        if document.head.last >= document.first
        else document.start
    )
    own = _own_titles(context)
    shorts: dict[str, tuple[str, str | None, str | None]] = {}
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, CitationRecord]] = []
    for named in _titles(text, begin, document.stop):
        taken.append((named.start, named.end))
        key = _same(named.title)
        if key in shorts:
            title, number, issuer = shorts[key]
            if title:
                found.append((named.start, _record(context, named, title, number, issuer, named.title)))
            continue
        if key in own and _REPEALED_AT_ONCE.match(text, named.end):
            pass  # its predecessor of the same name
        elif key in own or text[max(0, named.start - 1) : named.start] == "本":
            continue
        if not named.number and (not _is_citable(named.title) or _is_printed_here(text, named)):
            continue
        found.append((named.start, _record(context, named, named.title, named.number, named.issuer)))
        # Only the bracket right behind a title gives that title its short name.
        bracket = (
            text[named.start : named.end].rpartition("》")[2]
            or text[named.start + len(named.title) : named.end]
        )
        if (short := _SHORT.search(bracket) or _SHORT.search(text[named.start : named.end])) and _same(
            short["name"]
        ) != key:
            shorts.setdefault(_same(short["name"]), (named.title, named.number, named.issuer))
    # Short names of bodies, projects and the instrument itself are no documents.
    for start, end, number in _numbers(text, begin, document.stop):
        if number == document.number or any(a <= start < b for a, b in taken):
            continue
        plain_title, at = _unbracketed_title(text, start)
        named = _Named(at, end, plain_title or "", number, None, None)
        found.append((at, _record(context, named, plain_title, number, None)))
    _add_what_the_title_does(context, found)
    found.extend(_internal(context, begin))
    yield from (record for _, record in sorted(found, key=lambda item: item[0]))


def _same(title: str) -> str:
    return compact(title).translate(_QUOTES)


def _own_titles(context: Context) -> set[str]:
    """The document's own title, the instruments it prints, its annexes: naming them is no citation."""
    titles = {context.document.title}
    titles.update(part.title for part in context.structure.parts)
    titles.update(annex.title for annex in context.structure.annexes)
    titles.update(match["title"] for match in _PRINTED_BY_TITLE.finditer(context.document.title))
    if context.structure.instruments or context.document.document_type:
        for kind in ("办法", "细则", "规定", "方案", "条例", "措施", "通知", "通告", "意见", "规则"):
            if any(title.rstrip("）)").endswith(kind) or f"{kind}（" in title for title in titles):
                titles.add(kind)
    return {_same(title) for title in titles if title}


def _add_what_the_title_does(context: Context, found: list[tuple[int, CitationRecord]]) -> None:
    """关于修改《…》的决定 amends, 关于废止《…》的通知 repeals, whatever the text says more of it."""
    document = context.document
    match = _DONE_BY_TITLE.search(document.title)
    if not match or not (match["verb"] or match["more"]) or document.head.last < document.first:
        return
    does = "amends" if match["more"] or match["verb"].startswith("修") else "repeals"
    key = _same(match["title"])
    for position, (at, record) in enumerate(found):
        if _same(record.title or "") == key:
            if record.relation not in ("amends", "repeals"):
                found[position] = (at, replace(record, relation=does))
            return
    blocks = context.source.blocks
    span = context.span(blocks[document.head.first].start, blocks[document.head.last].end)
    found.append(
        (
            blocks[document.head.first].start,
            CitationRecord(span, "", match["title"], None, does, f"《{match['title']}》"),
        )
    )


def _is_printed_here(text: str, named: _Named) -> bool:
    """现将《…》印发给你们, 《…》已经同意，现印发给你们: what a notice prints, under a title of its own, is no other document."""
    handed_on = text[named.start - 1 : named.start] in ("将", "把") and _PRINTED.match(text, named.end)
    return bool(handed_on or _AGREED_AND_PRINTED.match(text, named.end))


def _is_citable(title: str) -> bool:
    if title.endswith(("政府公报", "日报", "晚报", "杂志")):
        return False
    bare = re.sub(r"[（(][^（）()]*[)）]$", "", title.rstrip('”"’'))
    return bool(_CITABLE.search(bare)) and len(bare) > 1


# --- titles in brackets ------------------------------------------------------------


def _titles(text: str, begin: int, end: int) -> Iterator[_Named]:
    at = text.find("《", begin, end)
    while at >= 0:
        close = _closing(text, at, end)
        if close < 0:
            at = text.find("《", at + 1, end)
            continue
        named = _with_surroundings(text, at, close, begin)
        yield named
        at = text.find("《", max(named.end, close + 1), end)


def _closing(text: str, opening: int, end: int) -> int:
    """Offset of the 》 that closes the 《 at ``opening``, or -1."""
    depth = inner = 0
    limit = min(end, opening + _MAX_TITLE)
    first = -1
    for mark in _BRACKETS.finditer(text, opening, limit):
        index, char = mark.start(), mark[0]
        if char == "《":
            depth += 1
        elif char == "〈":
            inner += 1
        elif char == "〉" and inner:
            inner -= 1
        elif char in "》〉":
            # 《…〉 is a slip of the print for 《…》.
            depth -= 1
            first = index if first < 0 else first
            if not depth:
                return index
        elif char in "\n\t":
            break
    return first


def _with_surroundings(text: str, opening: int, close: int, begin: int) -> _Named:
    inner = re.sub(r"\s+(?=\S)", _blank, text[opening + 1 : close])
    before = _SENTENCE.split(text[max(begin, opening - 80) : opening])[-1]
    before = re.split(r"[，》：）)]、?|》", before)[-1]
    issuer_match = _ISSUER_BEFORE.search(before)
    issuer = _strip_cue(issuer_match["issuer"]) if issuer_match else None
    title, start, end = inner, opening, close + 1
    if (
        issuer
        and issuer_match
        and issuer_match["verb"]
        and (tail := _OUTER_TAIL.match(text[close + 1 : close + 8]))
    ):
        # 某市人民政府办公室关于印发《…》的通知（…）: the notice is cited, not what it prints.
        title = f"{issuer}{issuer_match['verb']}《{inner}》{tail[0]}"
        start = opening - len(issuer) - len(issuer_match["verb"])
        end = close + 1 + len(tail[0])
    number, clause = None, None
    if bracket := _BRACKET.match(text, end):
        number = _number_inside(bracket["inside"]) or _number_of_year(bracket["inside"], title, issuer)
        if number or re.match(r"(?:以下|下称|\d{4}年)", bracket["inside"]):
            end = bracket.end()
            if not number and (second := _BRACKET.match(text, end)):
                number = _number_inside(second["inside"])
                end = second.end() if number else end
    elif bare := _BARE_NUMBER.match(text, end):
        number, end = normalise_document_number(bare["number"]), bare.end()
    if not number and (ahead := _NUMBER_BEFORE.search(text, max(begin, opening - 60), opening)):
        number = _number_inside(ahead["number"])
        start = ahead.start() if number else start
    if match := _CLAUSE.match(text[end : end + 40]):
        clause = match["clause"]
    return _Named(start, end, title, number, issuer, clause)


def _blank(match: re.Match[str]) -> str:
    return " "


def _number_inside(bracket: str) -> str | None:
    """The number of a document or a standard in a bracket behind a title."""
    return find_document_number(compact(bracket), in_sentence=False) or find_standard_number(bracket)


def _number_of_year(bracket: str, title: str, issuer: str | None) -> str | None:
    """某部《关于…的公告》（2016年第4号): 某部公告2016年第4号."""
    match = _NOTICE_OF_YEAR.fullmatch(compact(bracket))
    return f"{issuer or ''}公告{match['number']}" if match and title.endswith("公告") else None


def _strip_cue(issuer: str) -> str | None:
    """The body's name without the words of the sentence before it."""
    stripped = _CUES.sub("", issuer)
    for match in reversed(list(_CONJUNCTION.finditer(stripped))):
        if not _in_unit_name(stripped, match.start()):
            stripped = stripped[match.end() :]
            break
    return stripped.lstrip("、") or None


@lru_cache(maxsize=4096)
def _in_unit_name(text: str, at: int) -> bool:
    """Whether the character at ``at`` is inside a unit's name: 工业和信息化部, 住房和城乡建设局."""
    names = unit_names()
    return any(
        names.known(text[first:last])
        for first in range(max(0, at - 8), at)
        for last in range(at + 2, min(len(text), at + 14) + 1)
    )


# --- numbers without a title in brackets ----------------------------------------------


def _numbers(text: str, begin: int, end: int) -> Iterator[tuple[int, int, str]]:
    for match in document_numbers(text, begin, end):
        # Right behind a bracket or at the beginning of a line the code begins where the text does.
        before = text[match.start() - 1 : match.start()]
        code = trim_code(match["code"], in_sentence=before not in ("（", "(", "", "\n", "\t", "》"))
        number = normalise_document_number(code + match[0][len(match["code"]) :])
        # A page footer (…2021年12月6日印发) or the blank of a form has no number to cite.
        if number and len(code) >= 2:
            yield match.start() + len(match["code"]) - len(code), match.end(), number
    for match in standard_numbers(text, begin, end):
        if number := find_standard_number(match[0]):
            yield match.start(), match.end(), number
    for match in order_numbers(text, begin, end):
        orderer = _strip_cue(re.sub(r"^(?:见|以)", "", match["orderer"].removesuffix("令"))) or ""
        number = normalise_document_number(f"{orderer}令" + match[0][len(match["orderer"]) :].strip("（()）"))
        if orderer and number:
            yield match.start("orderer") + len(match["orderer"]) - 1 - len(orderer), match.end(), number


_UNBRACKETED = re.compile(
    r"(?:^|(?<=[，。；：、\s]))(?P<title>[^，。；：、《》（）()\s]{0,60}关于[^，。；：《》（）()\n\t]{4,90}(?:通知|意见|决定|批复|函|公告|通告|办法|方案|规定))[（(]$"
)


def _unbracketed_title(text: str, start: int) -> tuple[str | None, int]:
    """A title printed without 《》 right before the bracket of its number, and where it begins."""
    before = text[max(0, start - 160) : start]
    if match := _UNBRACKETED.search(before):
        title = _strip_cue(match["title"]) or match["title"]
        return title, start - len(before) + match.end("title") - len(title)
    return None, start


# --- records -------------------------------------------------------------------------


def _record(
    context: Context,
    named: _Named,
    title: str | None,
    number: str | None,
    issuer: str | None,
    short: str | None = None,
) -> CitationRecord:
    text = context.text
    return CitationRecord(
        span=context.span(named.start, named.end),
        part=context.path_at(named.start),
        title=title,
        number=_whole_number(context, number),
        relation=relation(context, named.start, named.end),
        text=text[named.start : named.end],
        issuer=issuer,
        clause=named.clause,
        short_name=short,
    )


_OF_GOVERNMENT = re.compile(r"^(?P<level>[省市州县区旗])(?:人民)?政府(?=令)")


def _whole_number(context: Context, number: str | None) -> str | None:
    """市政府令第5号 in a document of 青山市人民政府: its own order, so 青山市人民政府令第5号."""
    if number and (match := _OF_GOVERNMENT.match(number)):
        for issuer in context.document.issuers:
            if issuer.endswith(f"{match['level']}人民政府"):
                return issuer + number[match.end() :]
    return number


# --- inside the document ----------------------------------------------------------------


def _internal(context: Context, begin: int) -> Iterator[tuple[int, CitationRecord]]:
    """References of the document to its own provisions: 本办法第八条, 前款, 第三章."""
    known = {provision.part: provision for provision in context.provisions}
    for match in matches(_INTERNAL, _INTERNAL_CUE, context.text, begin, context.document.stop):
        clause = match["clause"] or match["near"]
        yield (
            match.start(),
            CitationRecord(
                span=context.span(match.start(), match.end()),
                part=context.path_at(match.start()),
                title=None,
                number=None,
                relation="mentions",
                text=match[0],
                clause=clause,
                internal=True,
                target=_target(context, known, match.start(), clause),
            ),
        )


_PIECES = re.compile(
    rf"第(?P<article>{NUMERAL})条(?:第(?P<paragraph>{NUMERAL})款)?(?:第?[（(](?P<item>{NUMERAL})[)）]项)?"
)


def _target(context: Context, known: dict[str, ProvisionRecord], at: int, clause: str) -> str | None:
    """The path of the provision that ``clause`` means, said at offset ``at``; None where there is none such."""
    part = context.part_at(at).path
    base = f"{part}/" if part else ""
    if match := _PIECES.match(clause):
        path = f"{base}第{match['article']}条"
        for name, value in (("paragraph", match["paragraph"]), ("item", match["item"])):
            if value:
                longer = f"{path}/{chinese_to_int(value)}" if name == "paragraph" else f"{path}/（{value}）"
                path = longer if longer in known else path
        return path if path in known else None
    here = known.get(context.path_at(at))
    if chapter := re.match(rf"第{NUMERAL}章", clause):
        return base + chapter[0] if base + chapter[0] in known else None
    article = here
    while article is not None and article.kind != "条":
        article = known.get(article.parent)
    if here is None or article is None:
        return None
    if clause.startswith("本条"):
        return article.part
    if clause == "前条":
        before = f"{base}第{int_to_chinese(article.ordinal - 1)}条" if article.ordinal > 1 else ""
        return before if before in known else None
    if clause == "前款":
        paragraph = here if here.kind == "款" else None
        before = (
            f"{article.part}/{paragraph.ordinal - 1}" if paragraph and paragraph.ordinal > 1 else article.part
        )
        return before if before in known else article.part
    return None
