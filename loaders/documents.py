"""Where the documents of a source begin and end, and what their heads say.

A document's head is a title with the issuing body, a document number, often a
registration number, in either order (GB/T 9704-2012, 7.2-7.3; gazettes print the
number in brackets under the title or, as the document itself does, above it).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loaders import lexicon
from loaders.dates import DATE, DATE_LINE, make_date, parse_date
from loaders.heads import (
    DOCUMENT_TYPE as DOCUMENT_TYPE,
)
from loaders.heads import (
    ISSUER_LINE,
    NUMBER,
    NUMBER_LINE,
    REGISTRATION,
    TITLE_START,
    TITLE_TYPE,
    TITLE_WITH_ISSUER,
    is_number_line,
    number_line,
)
from loaders.metadata import Metadata, metadata_of_furniture, read_metadata
from loaders.numbers import (
    NUMERAL,
    find_document_number,
    normalise_registration_number,
    trim_code,
)
from loaders.source import STRUCTURE, Block, SourceText, compact

_TITLE_THEN_NUMBER = re.compile(
    rf"^(?P<title>[^。；]{{6,260}}?)[（(](?P<reg>{REGISTRATION})?[\s,，；;]*(?P<number>{NUMBER})[）)]$"
)
_ADDRESSEES = re.compile(r"^[^。；《]{2,400}[：:]$")
_MEETING_NUMBER = re.compile(rf"^(?:第{NUMERAL}次|[\u4e00-\u9fff\d]{{0,40}}(?:会议|办公)?纪要)$")
_MEETING_OPENING = re.compile(r"主持召开[^。]{2,60}会|召开[^。]{2,40}(?:常务会议|办公会议|全体会议)")
_DATE_TAIL = re.compile(rf"^(?P<issuer>[\u4e00-\u9fff（）()、 ]{{4,60}}?)\s*(?P<date>{DATE.pattern})$")
_TRAILER = re.compile(
    r"^(?:[（(]?此件.{0,8}公开|公开方式|抄送|主题词|来源[:：]|附件下载|责任编辑|主办|编辑[:：]|[\u4e00-\u9fff]{2,30}\s*\d{4}年\d{1,2}月\d{1,2}日印发)"
)
_SIGNED_TAIL = re.compile(rf"(?P<issuer>[\u4e00-\u9fff]{{4,30}}?)\s*(?P<date>{DATE.pattern})\D{{0,40}}$")
_ABOUT = re.compile("关于|印发|转发|批转")
_MAX_HEAD = 7
# Lines of a web page between the title and the text.
_FURNITURE = re.compile(
    r"^(?:来源|发布时间|发布日期|时间|日期|字号|字体|视力保护色|浏览量|浏览次数|阅读次数|点击数|作者|分享到?|打印|信息来源)\s*[:：].{0,60}$"
)


@dataclass(slots=True)
class Head:
    """A document's head: blocks ``first`` to ``last`` (indexes, inclusive); ``last`` is ``first - 1`` where
    there is none. ``adopted`` is the note under the title of a law that says when and by whom it was adopted."""

    first: int
    last: int
    title: str = ""
    number: str | None = None
    registration_number: str | None = None
    adopted: str | None = None


@dataclass(slots=True)
class DocumentText:
    """A document as readers get it: blocks ``first`` to ``end`` (exclusive) of ``source``.

    ``body`` is the first block behind the head and the addressees. ``jurisdiction`` is
    the official name of the issuer's division (``-`` if unknown), ``division`` itself
    where the lexicon has it.
    """

    source: SourceText
    head: Head
    first: int
    end: int
    body: int
    title: str
    number: str | None
    registration_number: str | None
    document_type: str | None
    issuers: tuple[str, ...]
    issued: date | None
    addressees: tuple[str, ...]
    addressee_text: str | None
    jurisdiction: str
    division: lexicon.Division | None
    signature: int | None = None

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks of the document, head included."""
        return self.source.blocks[self.first : self.end]

    @property
    def start(self) -> int:
        """Offset of its first character in ``source.text``."""
        return self.source.blocks[self.first].start

    @property
    def stop(self) -> int:
        """Offset behind its last character."""
        return self.source.blocks[self.end - 1].end


def find_documents(source: SourceText, begin: int, jurisdiction: str = "-") -> list[DocumentText]:
    """The documents of ``source`` from block ``begin`` on, in the order of print.

    ``jurisdiction`` is the issue's, for documents whose issuer does not tell.
    A file without any head is one document if it has a title or a signature; else the
    list is empty.
    """
    heads = _without_repeats(_heads(source, begin), source.blocks)
    if not heads and (single := _single(source, begin)):
        heads = [single]
    card = None
    if len(heads) <= 1:
        furniture = [text for _, text in source.furniture]
        card = read_metadata(source.blocks, begin) or metadata_of_furniture(furniture, begin)
    if card and not heads and (card.title or card.number):
        heads = [Head(begin, card.end - 1, compact(card.title or ""))]
    documents = []
    for position, head in enumerate(heads):
        end = heads[position + 1].first if position + 1 < len(heads) else len(source.blocks)
        documents.append(_document(source, head, end, jurisdiction, card))
    return documents


def _without_repeats(heads: list[Head], blocks: Sequence[Block]) -> list[Head]:
    """Pages print a title several times over one text: the last of the same heads counts."""
    kept: list[Head] = []
    for head in heads:
        above = kept[-1] if kept else None
        if above is not None and _same_title(above.title, head.title):
            between = blocks[above.last + 1 : head.first]
            if not any(block.text.endswith(("。", "；")) for block in between):
                kept.pop()
                head.number = head.number or above.number
                head.registration_number = head.registration_number or above.registration_number
        kept.append(head)
    return kept


_TITLE_NOTE = re.compile(r"[（(][^（）()]{1,12}[）)]$")


def _same_title(one: str, other: str) -> bool:
    return _TITLE_NOTE.sub("", compact(one)) == _TITLE_NOTE.sub("", compact(other))


# --- heads ---------------------------------------------------------------------


def _heads(source: SourceText, begin: int) -> list[Head]:
    blocks = source.blocks
    heads: list[Head] = []
    index = begin
    announced: set[str] = set()
    while index < len(blocks):
        head = _head_at(source, index, heads[-1].last + 1 if heads else begin, announced)
        if head is None:
            index += 1
            continue
        heads.append(head)
        announced = set(re.findall(r"《([^《》]+)》", head.title)) | {_announced_title(head.title)}
        index = head.last + 1
    return heads


def _announced_title(title: str) -> str:
    match = re.search(r"(?:印发|转发|公布|发布|下发)(.+?)的(?:通知|公告|决定|命令)$", title)
    return match[1] if match else ""


def _head_at(source: SourceText, index: int, floor: int, announced: set[str]) -> Head | None:
    """The head that block ``index`` belongs to as its number line or its title, if it does."""
    blocks = source.blocks
    block = blocks[index]
    if block.is_row or len(block.text) > 300:
        return None
    text = block.text
    if text.endswith(("）", ")")) and (match := _TITLE_THEN_NUMBER.match(text)) and _is_title(match["title"]):
        first = _extend_back(blocks, index, floor)
        title = "".join(b.text for b in blocks[first:index]) + match["title"]
        return Head(
            first,
            index,
            title,
            find_document_number(match["number"], in_sentence=False),
            _registration(match["reg"]),
        )
    if match := number_line(text):
        return _head_of_number_line(source, index, floor, match)
    if (
        text.endswith(("次", "纪要"))
        and _MEETING_NUMBER.match(text)
        and any(_MEETING_OPENING.search(b.text[:200]) for b in blocks[index + 1 : index + 4])
    ):
        return Head(index, index, _minutes_title(text, blocks[index + 1 : index + 4]))
    if _ABOUT.search(text) and TITLE_START.match(text) and text not in announced:
        return _head_without_number(blocks, index, floor, announced)
    return None


_MEETING_NAME = re.compile(r"召开(?P<name>[^，。；]{2,60}?会议)")


def _minutes_title(printed: str, following: Sequence[Block]) -> str:
    """Minutes under a printed masthead have only their number as a title: the opening names the meeting."""
    if printed.endswith("纪要"):
        return printed
    names = [match["name"] for block in following if (match := _MEETING_NAME.search(block.text[:300]))]
    return f"{names[0]}纪要" if names else printed


def _registration(text: str | None) -> str | None:
    return normalise_registration_number(text) if text else None


def _is_title(text: str) -> bool:
    # A numbered title is an item of a list (of repealed documents, of annexes).
    return (
        bool(TITLE_TYPE.search(text))
        and not text.startswith(("《", "根据", "按照", "为"))
        and not STRUCTURE.match(text)
    )


def _head_of_number_line(source: SourceText, index: int, floor: int, match: re.Match[str]) -> Head | None:
    blocks = source.blocks
    number = match["number"]
    if number and trim_code(number) != number and not number.startswith("第"):
        return None
    registration = _registration(match["reg"])
    first = last = index
    if registration and not number:
        # A registration number alone belongs to a head only with a number line or a title next to it.
        following = blocks[index + 1] if index + 1 < len(blocks) else None
        if following is None or following.is_row:
            return None
        if (after := NUMBER_LINE.match(following.text)) and after["number"]:
            head = _head_of_number_line(source, index + 1, index + 1, after)
            if head:
                head.first, head.registration_number = index, registration
            return head
        return None
    if (
        index > floor
        and (before := NUMBER_LINE.match(blocks[index - 1].text))
        and before["reg"]
        and not before["number"]
    ):
        first, registration = index - 1, _registration(before["reg"])
    # Title below the number, as the document itself has it …
    title, last = _title_below(blocks, index + 1)
    if title:
        if number and number.startswith("第") and first > floor and ISSUER_LINE.match(blocks[first - 1].text):
            first -= 1
        return Head(first, last, title, _complete(number, title), registration)
    # … or above it, as tables of contents do.
    above = _extend_back(blocks, index, floor)
    title = "".join(b.text for b in blocks[above:index])
    if above < index and TITLE_TYPE.search(title):
        return Head(above, index, title, _complete(number, title), registration)
    return None


def _complete(number: str | None, title: str) -> str | None:
    """An order is numbered 第N号 under the name of its issuer: the name makes it whole."""
    if number is None:
        return None
    if number.startswith("第"):
        if title.endswith("令") and "关于" not in title:
            return find_document_number(title + number.rstrip("令"))
        match = TITLE_WITH_ISSUER.match(title)
        return find_document_number((match["issuer"] if match else "") + "令" + number.rstrip("令"))
    if re.match(r"\d{4}年第", number):
        # So is a notice to the public: 某部公告 2021年第3号.
        match = TITLE_WITH_ISSUER.match(title)
        name = (
            title
            if title.endswith("公告") and "关于" not in title
            else f"{match['issuer'] if match else ''}公告"
        )
        return find_document_number(name + number)
    return find_document_number(number, in_sentence=False)


def _title_below(blocks: Sequence[Block], index: int) -> tuple[str, int]:
    """The title that begins at block ``index`` and the index of its last block; "" if none does."""
    parts: list[str] = []
    for at in range(index, min(index + _MAX_HEAD, len(blocks))):
        text = blocks[at].text
        if blocks[at].is_row or len(text) > 160 or re.search(r"[。；：:|]", re.sub(r"《[^》]*》", "", text)):
            break
        if DATE_LINE.match(text) or (STRUCTURE.match(text) and not parts):
            break
        parts.append(text)
        joined = "".join(parts)
        if (TITLE_TYPE.search(joined) and "关于" in joined) or re.search(
            r"(?:印发|转发|公布|发布).+的?(?:通知|公告|决定|令)$", joined
        ):
            return joined, at
    return "", index


def _extend_back(blocks: Sequence[Block], index: int, floor: int) -> int:
    """Index of the first block of the title whose end stands at or before ``index``."""
    first = index
    while first > floor and index - first < _MAX_HEAD:
        if TITLE_WITH_ISSUER.match(blocks[first].text) and first != index:
            break
        candidate = blocks[first - 1]
        text = candidate.text
        if candidate.is_row or len(text) > 120 or DATE_LINE.match(text) or _TRAILER.match(text):
            break
        if re.search(r"[。；！：:，,]$", text) or STRUCTURE.match(text) or re.search(r"[：:|]", text):
            break
        title_so_far = "".join(b.text for b in blocks[first:index])
        if title_so_far and TITLE_WITH_ISSUER.match(title_so_far):
            break
        first -= 1
        if ISSUER_LINE.match(text) and "关于" not in text:
            # Joint issuers stand one above the other.
            while (
                first > floor
                and ISSUER_LINE.match(blocks[first - 1].text)
                and not DATE_LINE.match(blocks[first - 1].text)
            ):
                first -= 1
            break
    return first


def _head_without_number(blocks: Sequence[Block], index: int, floor: int, announced: set[str]) -> Head | None:
    """A title with its issuer, behind which a document begins."""
    title, last = _title_below(blocks, index)
    if not title or title in announced or len(title) < 8:
        return None
    first = index
    if not TITLE_WITH_ISSUER.match(title):
        if index == floor or not ISSUER_LINE.match(blocks[index - 1].text):
            return None
        first = index - 1
        title = blocks[first].text + title
    if (match := _TITLE_THEN_NUMBER.match(title)) and _is_title(match["title"]):
        # The number stands behind the title, on the last of its lines.
        number = find_document_number(match["number"], in_sentence=False)
        return Head(first, last, match["title"], number, _registration(match["reg"]))
    behind = blocks[last + 1 : last + 3]
    if behind and not behind[0].is_row and (match := NUMBER_LINE.match(behind[0].text)) and match["number"]:
        return Head(first, last + 1, title, _complete(match["number"], title), _registration(match["reg"]))
    if index > floor and not any(_ADDRESSEES.match(b.text) for b in behind):
        return None
    return Head(first, last, title)


_MAX_TITLE_BLOCK = 120
_IN_BRACKETS = re.compile(r"^《(?P<title>.*关于.*)》$")
_SINGLE_HEAD = 12
_SHORTEST_EXPLAINED = 10
_ADOPTING = rf"{DATE.pattern}[^。；]{{2,}}?(?:通过|公布|发布|批准|修订|修正)"
_ADOPTED = re.compile(rf"^(?:[（(]\s*{_ADOPTING}|(?:{_ADOPTING}\s*)+$)")
_ADOPTING_BODY = re.compile(
    r"(?:第[一二三四五六七八九十]{1,4}届(?P<congress>[\u4e00-\u9fff]{2,24}?人民代表大会(?:常务委员会)?)"
    r"|(?P<province>[\u4e00-\u9fff]{2,12})第[一二三四五六七八九十]{1,4}届(?P<local>人民代表大会(?:常务委员会)?)"
    r"|(?P<government>国务院|[\u4e00-\u9fff]{2,20}?(?:人民政府|委员会|部|厅|局))(?:第?[^）)，。]{0,16}会议|令第))"
)


def _single(source: SourceText, begin: int) -> Head | None:
    """The head of a file that is one document without a title beside its number: a law, a page of a
    web site, a page that lost its title."""
    blocks = source.blocks
    if law := _adopted(blocks, begin):
        return law
    number = NUMBER_LINE.match(blocks[begin].text) if begin < len(blocks) else None
    numbered = number and number["number"] and find_document_number(number["number"], in_sentence=False)
    signed = any(
        DATE_LINE.match(b.text) and ISSUER_LINE.match(a.text)
        for a, b in zip(blocks[begin:], blocks[begin + 1 :], strict=False)
    )
    for index in range(begin, min(begin + _SINGLE_HEAD, len(blocks))):
        text = blocks[index].text
        if (numbered or signed) and _opens_text(blocks[index]):
            # What looks like a title further down belongs to an annex.
            break
        if blocks[index].is_row or len(text) > _MAX_TITLE_BLOCK:
            continue
        title, last = _title_below(blocks, index)
        if title:
            return _with_number(blocks, begin, Head(index, last, title))
        if (whole := _IN_BRACKETS.match(text)) and TITLE_TYPE.search(whole["title"]):
            title = whole["title"].replace("〈", "《").replace("〉", "》")
            return _with_number(blocks, begin, Head(index, index, title))
        if _is_bare_title(text):
            return _with_number(blocks, begin, Head(index, index, text))
    if number and numbered:
        # An order has no title but its name: 青山市人民政府令.
        order = re.match(r"[\u4e00-\u9fff]+令(?=第)", number["number"])
        return Head(begin, begin, order[0] if order else "", numbered, _registration(number["reg"]))
    return Head(begin, begin - 1, "") if signed and begin < len(blocks) else None


def _is_bare_title(text: str) -> bool:
    """Whether a line is a title without an issuer; 政策解读 alone is a heading of the site."""
    if len(text) < 4 or re.search(r"[。；：:]", text) or not (match := DOCUMENT_TYPE.search(text)):
        return False
    return not match["type"].endswith("解读") or len(text) > _SHORTEST_EXPLAINED


def _with_number(blocks: Sequence[Block], begin: int, head: Head) -> Head:
    """The head with the number line right above or below its title, if there is one."""
    for index in (head.first - 1, head.last + 1):
        match = NUMBER_LINE.match(blocks[index].text) if begin <= index < len(blocks) else None
        if match and match["number"] and (number := find_document_number(match["number"], in_sentence=False)):
            head.number, head.registration_number = number, _registration(match["reg"])
            head.first, head.last = min(head.first, index), max(head.last, index)
            break
    return head


def _opens_text(block: Block) -> bool:
    """Whether the text of a document has begun: its addressees, or a sentence."""
    return block.is_row or bool(_ADDRESSEES.match(block.text)) or block.text.endswith("。")


def _adopted(blocks: Sequence[Block], begin: int) -> Head | None:
    """The head of a law or rule: a title, and under it, mostly in brackets, when and by whom it was adopted
    (行政法规制定程序条例, art. 29 on the note; 立法法, art. 58); what a higher body approved is a second
    note."""
    for index in range(begin + 1, min(begin + _SINGLE_HEAD, len(blocks))):
        if blocks[index].is_row or not _ADOPTED.match(blocks[index].text):
            continue
        first = index
        while first > begin and index - first < 3:
            text = blocks[first - 1].text
            if blocks[first - 1].is_row or len(text) > 60 or re.search(r"[。；：:，]", text):
                break
            first -= 1
            title = "".join(b.text for b in blocks[first:index])
            if TITLE_WITH_ISSUER.match(title) or title.startswith("中华人民共和国"):
                break
        title = "".join(b.text for b in blocks[first:index])
        if title and (DOCUMENT_TYPE.search(title) or re.search(r"法典?(?:[（(][^（）()]*[）)])?$", title)):
            note, last = blocks[index].text, index
            while last + 1 < len(blocks) and _ADOPTED.match(blocks[last + 1].text):
                last += 1
            return Head(first, last, title, _order_of(note), adopted=note)
    return None


def _order_of(note: str) -> str | None:
    """The number of the order by which a government published its rule; a law has no number of its own."""
    match = re.search(rf"[\u4e00-\u9fff]{{2,24}}令第{NUMERAL}号(?=公布|发布|修订|修正)", note)
    return (
        find_document_number(re.sub(r"^.*日", "", match[0])) if match and "主席令" not in match[0] else None
    )


def _adopters(note: str) -> tuple[str, ...]:
    """Who adopted a law or rule, by the note under its title."""
    behind = DATE.sub("", note, count=1).lstrip("（( ")
    if not (match := _ADOPTING_BODY.match(behind)):
        return ()
    if match["congress"]:
        return (match["congress"],)
    return (match["province"] + match["local"] if match["local"] else match["government"],)


# --- what the head and the signature say ------------------------------------------


def _document(
    source: SourceText, head: Head, end: int, issue_jurisdiction: str, card: Metadata | None = None
) -> DocumentText:
    blocks = source.blocks
    title = head.title or (compact(card.title) if card and card.title else "")
    start = max(head.last + 1, card.end if card and card.end < end else 0)
    if blocks[start : start + 1] and compact(blocks[start].text) == compact(title):
        start += 1
    addressees, addressee_text, body = _addressees(blocks, start, end)
    issuers = _issuers_of_title(title)
    signers, issued, signature = _signature(blocks, body, end)
    if card:
        head.number = head.number or card.number
        issued = issued or card.issued
        signers = signers or ((card.issuer,) if card.issuer else ())
    if head.adopted:
        issuers = _adopters(head.adopted) or issuers
        signers, issued = (), parse_date(head.adopted)
    if signers and (not issuers or len(signers) > len(issuers) or _is_more_of(signers, issuers)):
        issuers = signers
    if not issuers and head.first > 0 and head.title and ISSUER_LINE.match(blocks[head.first].text):
        issuers = (blocks[head.first].text,)
    division = next((d for name in (*issuers, title) if (d := lexicon.find_jurisdiction(name))), None)
    registration = head.registration_number or _loose_registration(blocks[head.last + 1 : end])
    document_type = DOCUMENT_TYPE.search(title)
    if title.endswith("会议纪要") or _MEETING_NUMBER.match(title):
        kind: str | None = "会议纪要"
    elif match := TITLE_TYPE.search(title):
        kind = match["type"]
    else:
        kind = document_type["type"] if document_type else None
    return DocumentText(
        source=source,
        head=head,
        first=head.first,
        end=end,
        body=body,
        title=title,
        number=head.number,
        registration_number=registration,
        document_type=kind,
        issuers=issuers,
        issued=issued,
        addressees=addressees,
        addressee_text=addressee_text,
        jurisdiction=lexicon.jurisdiction_name(division) if division else issue_jurisdiction,
        division=division or lexicon.find_jurisdiction(issue_jurisdiction),
        signature=signature,
    )


def _addressees(blocks: Sequence[Block], index: int, end: int) -> tuple[tuple[str, ...], str | None, int]:
    while (
        index < end
        and not blocks[index].is_row
        and (is_number_line(blocks[index].text) or _FURNITURE.match(blocks[index].text))
    ):
        index += 1
    if index < end and not blocks[index].is_row and _ADDRESSEES.match(blocks[index].text):
        text = blocks[index].text.rstrip("：:")
        if not STRUCTURE.match(blocks[index].text) and not re.search(r"如下|决定|通知", text):
            return tuple(part for part in re.split(r"[，、,]", text) if part), text, index + 1
    return (), None, index


def _is_more_of(signers: tuple[str, ...], issuers: tuple[str, ...]) -> bool:
    """Whether the signature has the whole names of what the title has in short: 市人民政府 is signed
    青山市人民政府."""
    return len(signers) == len(issuers) and all(
        signer != issuer and signer.endswith(issuer) for signer, issuer in zip(signers, issuers, strict=True)
    )


# A government's rules of its own work have its name, and nobody else's.
_RULE_OF = re.compile(
    r"^(?P<issuer>[\u4e00-\u9fff]{2,12}(?:人民政府|管委会|管理委员会|人民代表大会常务委员会|政府办公室|政府办公厅))"
    r"(?:[\u4e00-\u9fff]{2,12}(?:规则|制度|名单|公报|公告|通告))$"
)


def _issuers_of_title(title: str) -> tuple[str, ...]:
    if title.endswith("解读"):
        # Who issued what is explained, not the explanation.
        return ()
    if not (match := TITLE_WITH_ISSUER.match(title)):
        order = title.removesuffix("令")
        if order != title and (ISSUER_LINE.match(order) or order.endswith("国主席")):
            return (order,)
        rule = _RULE_OF.match(title)
        return (rule["issuer"],) if rule else ()
    names = re.split(r"[、 ]", match["issuer"])
    return tuple(name for name in names if name)


def _signature(
    blocks: Sequence[Block], body: int, end: int
) -> tuple[tuple[str, ...], date | None, int | None]:
    """Who signed and when: the first issuer line with a date behind it; index of the date's block."""
    for index in range(body, end):
        text = blocks[index].text
        if "日" not in text:
            continue
        if match := DATE_LINE.match(text):
            signers: list[str] = []
            at = index - 1
            if at > body and (broken := _broken_name(blocks[at - 1], blocks[at])):
                signers, at = [broken], at - 2
            while at >= body and ISSUER_LINE.match(blocks[at].text) and len(blocks[at].text) <= 60:
                signers[:0] = [name for name in re.split(r"[ \u3000]+", blocks[at].raw) if name]
                at -= 1
            if signers:
                return _whole_names(signers), make_date(match[1], match[2], match[3]), index
        elif len(text) < 80 and (match := _DATE_TAIL.match(text)) and ISSUER_LINE.match(match["issuer"]):
            return (match["issuer"],), parse_date(match["date"]), index
    for index in range(end - 1, body - 1, -1):
        text = blocks[index].text
        if "日" not in text:
            continue
        if match := DATE_LINE.match(text):
            return (), make_date(match[1], match[2], match[3]), index
        tail = _SIGNED_TAIL.search(text)
        if tail and ISSUER_LINE.match(tail["issuer"]):
            return (), parse_date(tail["date"]), index
    return (), None, None


def _broken_name(first: Block, second: Block) -> str | None:
    """The name of a signer that is printed on two lines, the second a mere 办公室; or None."""
    name = compact(first.text + second.text)
    if len(second.text) > 6 or ISSUER_LINE.match(second.text) or len(name) > 40:
        return None
    return name if ISSUER_LINE.match(name) and ISSUER_LINE.match(first.text) else None


def _whole_names(fragments: list[str]) -> tuple[str, ...]:
    """Names of signers whose print is spaced out: fragments without an ending go with the next."""
    names: list[str] = []
    for fragment in fragments:
        if names and not ISSUER_LINE.match(names[-1]):
            names[-1] += fragment
        else:
            names.append(fragment)
    return tuple(names)


def _loose_registration(blocks: Sequence[Block]) -> str | None:
    """A registration number printed alone on a page of the document."""
    for block in blocks:
        if (
            len(block.text) <= 40
            and (match := number_line(block.text))
            and match["reg"]
            and not match["number"]
        ):
            return normalise_registration_number(match["reg"])
    return None
