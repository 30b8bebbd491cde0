"""What a question names: numbers, titles, dates, places, units and people, found by dictionary and pattern.

Longer names win over shorter ones and earlier kinds over later ones; the result never overlaps. Nothing
is guessed here: a title or a unit described in other words is looked for later, by the method that needs it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from loaders import lexicon
from queries import normalise
from queries.ask.entities import DocumentEntity, Entity, Mention
from queries.ask.index import Index
from queries.normalise import loose
from queries.periods import periods

_NUMERAL = r"(?:\d{1,4}|[零〇一二两三四五六七八九十百]{1,5})"
_SEPARATOR = r"\s*(?:、|，|,|和|与|及|或|还是|/|&|and)\s*(?:第)?\s*"
_LIST = rf"{_NUMERAL}(?:{_SEPARATOR}{_NUMERAL})*"
_DIGITS = rf"\d{{1,4}}(?:{_SEPARATOR}\d{{1,4}})*"
_ITEM_ZH = re.compile(
    rf"第\s*(?P<a>{_LIST})\s*(?:个|条)?\s*(?:激励|督查|决策|重大)?[^，。？]{{0,6}}?(?:项|(?<=激励)事项|号事项)"
    rf"|第\s*(?P<e>{_NUMERAL})\s*号(?=[^，。？]{{0,4}}(?:事项|激励))"
    r"|(?:激励事项|激励措施|督查激励事项|决策事项|事项|激励|序号)(?:第|序号|编号|：|:|为)?\s*"
    rf"(?:(?P<b>{_DIGITS})\s*(?:项|号)?(?![0-9年月个])"
    rf"|(?P<f>{_NUMERAL})\s*(?:项|号|(?=由|是|的|谁|归|$|[，,？?])))"
)
_ITEM_EN = re.compile(
    r"\bitems?\s*(?:numbers?|nos?\.?|#)?\s*(?P<c>\d{1,4}(?:\s*(?:,|and|&)\s*\d{1,4})*)\b(?!\s*(?:items?|agenda))"
    r"|\b(?P<d>\d{1,4})(?:st|nd|rd|th)\s+(?:incentive\s+)?item",
    re.IGNORECASE,
)
# The body that meets stands before the number: 市政府第5次常务会议.
_MEETING_ZH = re.compile(
    rf"(?:[市县区州省]?(?:人民)?政府(?:的)?)?第\s*(?P<a>{_NUMERAL}(?:{_SEPARATOR}{_NUMERAL})*)\s*次\s*(?:(?:人民)?政府)?\s*(?:常务|市长办公|全体|党组|办公|工作)?\s*(?:会议|会|纪要)"
    rf"|第\s*(?P<b>{_NUMERAL})\s*次(?=[^，。？]{{0,4}}(?:会|出席|列席|$))"
)
_MEETING_EN = re.compile(
    r"\b(?P<a>\d{1,4}(?:st|nd|rd|th)?(?:\s*(?:,|and|&|or)\s*(?:the\s*)?\d{1,4}(?:st|nd|rd|th)?)*)\s+(?:(?:government|executive|municipal|city|standing|plenary|routine)\s+|\(?常务(?:会议)?\)?\s*)*(?:meetings?|常务会议)"
    r"|\bmeetings?\s*(?:no\.?|number|#)?\s*(?P<b>\d{1,4})\b",
    re.IGNORECASE,
)
_QUOTED_TITLE = re.compile(r"《([^《》]*(?:《[^《》]*》[^《》]*)*)》")
_MIN_TITLE = 6
# Names that many units share: in a question part of another name or no name at all.
_GENERIC = frozenset({"办公室", "委员会", "领导小组", "指挥部", "管委会", "政府", "人民政府", "专班", "中心"})


def link(text: str, index: Index) -> list[Mention]:
    """The mentions in the normalised question ``text``, in order, without overlap."""
    found: list[Mention] = []

    def add(mentions: Iterable[Mention]) -> None:
        for mention in mentions:
            if all(mention.end <= other.start or mention.start >= other.end for other in found):
                found.append(mention)

    add(_quoted_titles(text, index))
    add(_document_numbers(text, index))
    add(_registrations(text, index))
    add(_numbered(text, _MEETING_ZH, "meeting"))
    add(_numbered(text, _MEETING_EN, "meeting"))
    add(_bare_titles(text, index, found))
    add(_meetings_of_a_day(text, index))
    add(_dates(text))
    add(_numbered(text, _ITEM_ZH, "item"))
    add(_numbered(text, _ITEM_EN, "item"))
    add(_names(text, index, _free(len(text), found)))
    add(_other_places(text, _free(len(text), found)))
    add(_other_units(text, index, _free(len(text), found)))
    return sorted(found, key=lambda mention: mention.start)


def mark(text: str, mentions: list[Mention]) -> str:
    """``text`` with every mention replaced by its mark, such as ``<unit>``."""
    out, position = [], 0
    for mention in mentions:
        out.append(text[position : mention.start].replace("<", "〈"))
        out.append(f"<{mention.kind}>")
        position = mention.end
    out.append(text[position:].replace("<", "〈"))
    return "".join(out)


def _free(length: int, taken: list[Mention]) -> list[bool]:
    free = [True] * length
    for mention in taken:
        for position in range(mention.start, mention.end):
            free[position] = False
    return free


def _quoted_titles(text: str, index: Index) -> Iterable[Mention]:
    for match in _QUOTED_TITLE.finditer(text):
        title = match.group(1)
        entities = titled(title, index)
        kind = "document" if entities else "title"
        yield Mention(kind, match.start(), match.end(), match.group(0), tuple(entities), title)


def titled(title: str, index: Index) -> list[Entity]:
    """The documents ``title`` names: by the whole title, else by nearly all of its characters."""
    exact = index.by_title.get(loose(title))
    if exact:
        return _printed_first(exact)
    hits = index.similar["cited"].find([title]) if "cited" in index.similar else []
    best = [hit for hit in hits if hit.asked >= 0.85 and hit.covered >= 0.5]
    if not best:
        return []
    top = [
        hit.entity
        for hit in best
        if hit.matched >= best[0].matched * 0.97 and hit.covered >= best[0].covered * 0.9
    ]
    return _printed_first([entity for entity in top if isinstance(entity, DocumentEntity)])


def _printed_first(entities: list[DocumentEntity]) -> list[Entity]:
    """One entity a document: an instrument and its notice are one, printed ones come first."""
    seen: set[str] = set()
    out: list[Entity] = []
    for entity in sorted(entities, key=lambda e: (not e.printed, e.notice == e.iri, e.iri)):
        if entity.notice not in seen:
            seen.add(entity.notice)
            out.append(entity)
    return out


def _document_numbers(text: str, index: Index) -> Iterable[Mention]:
    for start, end, number in normalise.document_numbers(text):
        known, shift = _known_number(number, index)
        entities: list[Entity] = list(index.by_number.get(known, []))
        yield Mention("document", start + shift, end, text[start + shift : end], tuple(entities), known)


def _known_number(number: str, index: Index) -> tuple[str, int]:
    """The number without words of the question before it: the longest tail that is known, else the tail after
    the last word that cannot be part of a number."""
    head = re.match(r"[\u3400-\u9fff]+", number)
    length = head.end() if head else 0
    for shift in range(0, max(0, length - 1)):
        if number[shift:] in index.by_number:
            return number[shift:], shift
    cut = 0
    for word in re.finditer(
        r"引用|依据|根据|按照|关于|文号|文件|规定|通知|哪些|什么|查询|请问|的|了|是|由|对|和|与|把|将|在|为",
        number[:length],
    ):
        if word.end() < length:
            cut = word.end()
    return number[cut:], cut


def _registrations(text: str, index: Index) -> Iterable[Mention]:
    for start, end, number in normalise.registration_numbers(text):
        yield Mention(
            "document", start, end, text[start:end], tuple(index.by_registration.get(number, [])), number
        )


def _numbered(text: str, pattern: re.Pattern[str], kind: str) -> Iterable[Mention]:
    for match in pattern.finditer(text):
        written = next(group for group in match.groupdict().values() if group is not None)
        numbers = [normalise.ordinal(n) for n in re.findall(_NUMERAL, written)]
        yield Mention(
            kind, match.start(), match.end(), match.group(0),
            value=",".join(str(n) for n in numbers if n is not None),
        )  # fmt: skip


def _dates(text: str) -> Iterable[Mention]:
    stretches = periods(text)
    days = [day for day in normalise.dates(text) if all(day[1] <= s[0] or day[0] >= s[1] for s in stretches)]
    for start, end, first, last in sorted((*stretches, *days)):
        yield Mention("date", start, end, text[start:end], value=first.isoformat(), days=(first, last))


def _bare_titles(text: str, index: Index, taken: list[Mention]) -> Iterable[Mention]:
    """Titles written without 《》, where (nearly) the whole of one stands in the question."""
    if any(mention.kind == "document" for mention in taken):
        return
    hits = index.similar["document"].find([text]) if "document" in index.similar else []
    for hit in hits:
        entity = hit.entity
        if hit.covered < 0.8 or not isinstance(entity, DocumentEntity):
            continue
        span = _span_of(text, entity.core)
        if span is not None and text[slice(*span)] not in index.units:
            same = [h.entity for h in hits if h.covered >= 0.8 and h.matched >= hit.matched * 0.97]
            documents = [e for e in same if isinstance(e, DocumentEntity)]
            yield Mention(
                "document", *span, text[slice(*span)], tuple(_printed_first(documents)), entity.core
            )
            return


def _span_of(text: str, title: str) -> tuple[int, int] | None:
    """Where in ``text`` all of ``title`` but a few characters stand in one piece, punctuation aside."""
    places = [i for i, c in enumerate(text) if loose(c)]
    plain, wanted = "".join(loose(text[i])[:1] for i in places), loose(title)
    if len(wanted) < _MIN_TITLE:
        return None
    for cut in range(0, max(1, len(wanted) // 5) + 1):
        for piece in {wanted[cut:], wanted[: len(wanted) - cut]}:
            at = plain.find(piece)
            if at >= 0 and len(piece) >= _MIN_TITLE:
                return places[at], places[at + len(piece) - 1] + 1
    return None


def _names(text: str, index: Index, free: list[bool]) -> list[Mention]:
    """Places, units and people, the longest name at each position first."""
    found: list[Mention] = []
    position = 0
    while position < len(text):
        best = _name_at(text, position, index, free)
        if best is None:
            position += 1
        else:
            found.append(best)
            position = best.end
    return found


_MEETING = re.compile(r"会议|\bmeetings?\b", re.IGNORECASE)
_WHICH_MEETING = re.compile(r"第几次|哪一?次|几次|\bwhich\b[^?]{0,20}\bmeetings?\b", re.IGNORECASE)


def _meetings_of_a_day(text: str, index: Index) -> Iterable[Mention]:
    """A day in a question about a meeting, where one was held on it, names that meeting."""
    if not _MEETING.search(text) or _WHICH_MEETING.search(text):
        return
    for date in _dates(text):
        if date.days and date.days[0] == date.days[1]:
            held = [m for m in index.meetings if m.held == date.days[0].isoformat()]
            if held:
                numbers = ",".join(str(m.number) for m in held)
                yield Mention("meeting", date.start, date.end, date.text, value=numbers)


# Names that any group may have: which one is meant the words before them say.
_ANY_GROUP = re.compile(r"(?:工作)?(?:领导小组|工作小组|小组|专班|指挥部|委员会|组委会)?(?:办公室|办)?")


def _name_at(text: str, start: int, index: Index, free: list[bool]) -> Mention | None:
    stop = start
    while stop < len(text) and stop - start < max(index.longest, 8) and free[stop]:
        stop += 1
    for end in range(stop, start + 1, -1):
        form = text[start:end]
        if form in index.places:
            if text[end : end + 1] == "长" and form[-1] in "市县区镇州" and form[:-1] in index.places:
                continue
            return Mention("place", start, end, form, value=index.places[form])
        if form in index.units and form not in _GENERIC and not _ANY_GROUP.fullmatch(form):
            entities = index.units[form]
            kind = "group" if all(entity.kind == "group" for entity in entities) else "unit"
            # 水利局长: the last character also begins the post.
            cut = end - 1 if _begins_post(text, end) else end
            return Mention(kind, start, cut, form, tuple(entities), form)
        if form in index.people:
            return Mention("person", start, end, form, tuple(index.people[form]), form)
    return None


def _other_places(text: str, free: list[bool]) -> Iterable[Mention]:
    """Places of the country that the corpus has no gazette of: official names, and short names of provinces
    and prefectures."""
    known = lexicon.divisions()
    position = 0
    while position < len(text) - 1:
        for end in range(min(len(text), position + 9), position + 1, -1):
            form = text[position:end]
            if not all(free[position:end]) or not "\u3400" <= form[0] <= "\u9fff":
                continue
            found = known.named(form) if len(form) >= 3 else ()
            if not found and text[end : end + 1] in ("的", "有", "公", "市", "") and len(form) >= 2:
                found = tuple(d for d in known.called(form) if d.level in ("省", "市州") and d.until is None)
            if found:
                yield Mention("place", position, end, form, value=lexicon.jurisdiction_name(found[0]))
                position = end - 1
                break
        position += 1


def _other_units(text: str, index: Index, free: list[bool]) -> Iterable[Mention]:
    """Units under a name new to the graph that the lexicon reads as one that it has (发改委 for 发改局)."""
    position = 0
    while position < len(text) - 1:
        for end in range(min(len(text), position + 14), position + 2, -1):
            if text[end - 1] not in _UNIT_ENDS or not all(free[position:end]):
                continue
            form = text[position:end]
            entities = index.units_called(form) if not _ANY_GROUP.fullmatch(form) else []
            if entities:
                cut = end - 1 if _begins_post(text, end) else end
                yield Mention("unit", position, cut, form, tuple(entities), form)
                position = end - 1
                break
        position += 1


_UNIT_ENDS = frozenset("局委办厅部院所处中心会司队行社镇乡站区府")


def _begins_post(text: str, end: int) -> bool:
    return text[end : end + 1] == "长" and text[end - 1] in "局厅部院校所处科镇县市区乡村站队"
