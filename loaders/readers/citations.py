"""Citations: every other document the text names, by title, by number or by a short name.

A title stands in 《》, titles inside it in 〈〉 (GB/T 15834-2011, 4.15); the number follows in
brackets. Which titles are documents at all is decided by how they end (a word list) or by
a number beside them: contracts, forms and songs stand in 《》 too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
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
from loaders.scanning import matches
from loaders.source import compact
from loaders.wordlist import alternatives

_MAX_TITLE = 220
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
_BASIS = re.compile(r"根据|依据|按照|依照|遵照|参照|贯彻|落实|执行")
_REPEALED_AFTER = re.compile(r"^[^。]{0,60}?(?:废止|停止执行|失去效力|失效|不再执行)")
_REPEALED_AT_ONCE = re.compile(r"[^，。；《]{0,12}(?:废止|停止执行|失效)")
_REPEAL_BEFORE = re.compile(r"(?:废止|停止执行|宣布失效)[^。；：《]{0,24}(?:《[^》]*》[^。；《]{0,30})*$")
_ITEM_NUMBER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,3}[.．、])?"
)
_REPEALS_LIST = re.compile(r"(?:废止|停止执行|宣布失效)[^。；]{0,30}[：:]$")
_AMEND_BEFORE = re.compile(r"(?:修改|修订|修正|调整)(?:的|了)?$|对$|将$|就$")
_AMEND_AFTER = re.compile(
    r"^[^。；]{0,60}?(?:作(?:出)?(?:如下|以下)?(?:修改|补充)|(?:补充(?:通知|规定|意见)|修改|修订)如下|修改为|进行修改|修订如下|调整为|改为|予以修改)"
)
_QUOTES = str.maketrans("〈〉<>()‘’", "《》《》（）“”")
_BRACKETS = re.compile("[《〈〉》\n\t]")
_MAX_PREAMBLE = 6
_CITABLE = re.compile(rf"(?:{alternatives('citable_endings')})$")
_STOP = re.compile("[。；]")
_BASIS_COLUMN = re.compile(r"依据")
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
        if not named.number and not _is_citable(named.title):
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
    found.extend(_internal(context, begin))
    yield from (record for _, record in sorted(found, key=lambda item: item[0]))


def _same(title: str) -> str:
    return compact(title).translate(_QUOTES)


def _own_titles(context: Context) -> set[str]:
    """The document's own title, the instruments it prints, its annexes: naming them is no citation."""
    titles = {context.document.title}
    titles.update(part.title for part in context.structure.parts)
    titles.update(annex.title for annex in context.structure.annexes)
    if re.search(r"印发|转发|公布|发布|修订|修改", context.document.title):
        titles.update(re.findall(r"《([^《》]+(?:《[^《》]*》[^《》]*)*)》", context.document.title))
    if context.structure.instruments or context.document.document_type:
        for kind in ("办法", "细则", "规定", "方案", "条例", "措施", "通知", "通告", "意见", "规则"):
            if any(title.rstrip("）)").endswith(kind) or f"{kind}（" in title for title in titles):
                titles.add(kind)
    return {_same(title) for title in titles if title}


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
        orderer = re.sub(r"^.*(?:根据|依据|按照|依照|以|见|和|与|及)", "", match["orderer"])
        if orderer != "令" and (
            number := normalise_document_number(orderer + match[0][len(match["orderer"]) :].strip("（()）"))
        ):
            yield match.start() + len(match["orderer"]) - len(orderer), match.end(), number


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


# --- relation -------------------------------------------------------------------------


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
        number=number,
        relation=_relation(context, named.start, named.end),
        text=text[named.start : named.end],
        issuer=issuer,
        clause=named.clause,
        short_name=short,
    )


def _relation(context: Context, start: int, end: int) -> str:
    text = context.text
    block = context.source.blocks[context.source.block_at(start)]
    before = text[
        max(
            block.start, text.rfind("。", block.start, start) + 1, text.rfind("；", block.start, start) + 1
        ) : start
    ]
    stop = _STOP.search(text, end, block.end)
    after = text[end : stop.start() if stop else block.end]
    part = context.part_at(start)
    basis = bool(_BASIS.search(before))
    if _REPEAL_BEFORE.search(before) or (
        not basis and _REPEALED_AFTER.match(after) and not re.match(r"^[^，]*(?:需要|应当|可以)", after)
    ):
        return "repeals"
    if "废止" in (part.title or context.document.title) and (
        not before or re.fullmatch(r"[\d一二三四五六七八九十（）()、．.\t]*", before)
    ):
        return "repeals"
    if _AMEND_AFTER.match(after) and _AMEND_BEFORE.search(before):
        return "amends"
    if (
        _ITEM_NUMBER.fullmatch(before)
        and (lead := _lead_of_list(context, start))
        and _REPEALS_LIST.search(lead)
    ):
        return "repeals"
    if block.is_row:
        return "basis" if _BASIS_COLUMN.search(_column_head(context, start)) else "mentions"
    return "basis" if basis and _in_preamble(context, start) else "mentions"


def _lead_of_list(context: Context, start: int) -> str:
    """The sentence that opens the list in which the item at ``start`` stands: the nearest block above that
    is no item and ends in a colon; "" if there is none."""
    blocks = context.source.blocks
    for at in range(context.source.block_at(start) - 1, max(context.document.first, 0) - 1, -1):
        text = blocks[at].text
        if text.endswith(("：", ":")):
            return re.split(r"[。；]", text)[-1]
        if blocks[at].is_row or not (_ITEM_NUMBER.match(text) or text.startswith("《")):
            return ""
    return ""


def _in_preamble(context: Context, start: int) -> bool:
    """Before the first numbered provision of its part and near its beginning, or in its first article."""
    path = context.path_at(start)
    part = context.part_at(start)
    own = path.removeprefix(part.path).strip("/")
    if own == "":
        # A part without provisions (a table kept as text) is not all preamble.
        return context.source.block_at(start) < part.body + _MAX_PREAMBLE
    return own.split("/")[0] in ("第一条", "第1条")


def _column_head(context: Context, start: int) -> str:
    """The head of the table column in which ``start`` stands."""
    blocks = context.source.blocks
    index = context.source.block_at(start)
    column = context.text.count("\t", blocks[index].start, start)
    for at in range(index - 1, max(context.document.first, index - 60), -1):
        cells = blocks[at].text.split("\t")
        if blocks[at].is_row and re.match(r"序\s*号", cells[0]):
            return cells[column] if column < len(cells) else ""
    return ""


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
