"""Leading groups, committees and task forces: who is in them, in which role, where their office is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from loaders import lexicon
from loaders.lists import split_spans, without_etc
from loaders.posts import ENDING, ends_as_post
from loaders.readers.base import Context
from loaders.records import GroupMemberRecord, GroupRecord, PostHoldingRecord, Record, Span
from loaders.source import STRUCTURE, Block
from loaders.wordlist import alternatives, words

_KIND = r"(?:领导小组|工作小组|协调小组|专项小组|指导小组|工作专班|专班|指挥部|委员会|工作组|联席会议|推进机制|协调机制|领导组|专家组|领导机构|理事会)"
_FOUNDED = re.compile(
    rf"(?:成立|组建|建立|设立|调整|组成)(?:了|以)?(?P<name>[\u4e00-\u9fff\d“”\"（）()《》、·]{{2,60}}?{_KIND})(?=[，,（(。；：:]|\n|$)"
)
_ROLE = rf"(?:{alternatives('group_roles')})"
_GLUED_ROLE = re.compile(rf"^(?:.*(?:助理|{ENDING}))(?P<role>副?组长|组员|成员|委员)$")
_KINDS_OF_MEMBERS = "第[一二三四]|部门|专家|当然|特邀|特聘|兼职|专职|名誉|轮值|单位|企业|社会|常务|执行|候补"
_ROLE_COLON = re.compile(
    rf"[{''.join(sorted({role[-1] for role in words('group_roles')} | {'组', '长', '员'}))}](?=\s*[：:])"
)
_MEMBERS_ROLE = re.compile(rf"(?:{_KINDS_OF_MEMBERS})?{_ROLE}")
_POST_END = re.compile(rf"{ENDING}(?:[（(][^（）()]*[)）])?$")
_POST_OR_UNIT_END = re.compile(rf"(?:{ENDING}|{alternatives('unit_endings')}|单位|部门)$")
_PROSE = re.compile(
    rf"(?:^|[，,；;。]|由)(?:由)?(?P<who>[^。；]{{2,400}}?)(?:分别)?(?:兼任|担任|任|为)(?P<role>{_ROLE})(?:单位)?(?=[，,。；;（(]|$)"
)
_LEADS = re.compile(
    r"[，,](?P<who>[^，。；]{2,40}?)(?P<role>总牵头|牵头)(?:，|,)(?P<members>[^，。；]{2,40}?)(?:参与|参加)"
)
_DRAWN = re.compile(r"从(?P<who>[^。；]{4,300}?)(?:各)?抽调")
_OFFICE = re.compile(
    r"(?:办公室|办)[，,]?(?:设|设在|设立在|设于|挂靠|依托)(?:在)?(?P<unit>[\u4e00-\u9fff（）()]{2,40}?)(?=[，,。；;（(]|$)"
)
_OFFICE_LED = re.compile(
    r"(?:下设|设)办公室，由(?P<unit>[\u4e00-\u9fff]{2,30}?)(?:牵头)?(?:负责|承担)(?:领导小组)?(?:的)?日常工作"
)
_HEAD = re.compile(
    r"(?:^|[，,。；])(?:由)?(?P<who>[\u4e00-\u9fff（）()、]{2,40}?)(?:同志)?(?:兼任|担任|任)(?:领导小组)?(?:办公室)?主任(?=[，,。；;]|$)"
)
_ROSTER_ROLE = re.compile(r"^\s*(?P<role>(?:[\u4e00-\u9fff]\s*){1,8}?)\s*[：:]\s*(?P<rest>.*)$")
_OF_TITLE = re.compile(
    rf"(?:关于(?:成立|调整|组建|设立|公布|印发|明确)?)?(?P<name>[\u4e00-\u9fff\d“”（）()·]{{2,60}}?{_KIND})(?:及(?:其)?办公室)?(?:的?(?:成员|组成人员|组成|人员|成员单位|领导成员))?(?:名单|名册)?(?:的(?:通知|决定|函))?$"
)
_SHARED_HEAD = re.compile(r"(?P<bare>.+?)(?P<tail>(?:单位)?主要(?:负责人|负责同志|领导))$")
_NAME = re.compile(r"^[\u4e00-\u9fff]{2,4}$")
_POST_NAME = re.compile(rf"^(?P<post>.{{0,60}}?{ENDING})(?P<name>[\u4e00-\u9fff]{{2,3}})(?:同志)?$")


@dataclass(slots=True)
class _Group:
    name: str
    part: str
    first: int
    last: int
    members: list[GroupMemberRecord] = field(default_factory=list)
    office_at: str | None = None
    office_head: str | None = None

    def record(self) -> GroupRecord:
        """The group as a record."""
        return GroupRecord(
            Span(self.first, self.last),
            self.part,
            self.name,
            tuple(self.members),
            self.office_at,
            self.office_head,
        )


def read(context: Context) -> Iterator[Record]:
    """The groups of a document whose members it names, in prose or as a roster, and the posts
    that it says the members hold."""
    groups = [*_in_prose(context), *_rosters(context)]
    for group in groups:
        if group.members:
            yield group.record()
            for member in group.members:
                if member.person and member.post_text:
                    yield PostHoldingRecord(member.span, member.part, member.person, member.post_text)


# --- in prose ---------------------------------------------------------------------


def _in_prose(context: Context) -> Iterator[_Group]:
    document = context.document
    for block in context.source.blocks_with(_FOUNDED, document.first, document.end):
        if block.is_row:
            continue
        founded = list(_FOUNDED.finditer(block.text))
        starts = [_sentence_start(block.text, match) for match in founded]
        for position, match in enumerate(founded):
            end = starts[position + 1] if position + 1 < len(founded) else len(block.text)
            begin = max(starts[position], founded[position - 1].end() if position else 0)
            yield _founded(
                context,
                match["name"],
                block.start + begin,
                block.start + match.end("name"),
                block.start + end,
            )


def _sentence_start(text: str, match: re.Match[str]) -> int:
    """Where what is said of a group begins: 从甲、乙抽调人员组成专班 names the members first."""
    if not match[0].startswith("组成"):
        return match.start()
    return max(text.rfind(mark, 0, match.start()) for mark in "。；") + 1


def _founded(context: Context, name: str, before: int, start: int, end: int) -> _Group:
    """The group called ``name`` with what the text says of it up to ``end``; ``before`` is where
    the sentence that founds it begins, ``start`` stands behind its name."""
    text = context.text
    line = context.source.line_at(start)
    group = _Group(_bare_name(name), context.path_at(start), line, line)
    said = text[start:end]
    office = _OFFICE.search(said) or _OFFICE_LED.search(said)
    members_end = start + (office.start() if office else len(said))
    found = [*_LEADS.finditer(text, start, members_end), *_PROSE.finditer(text, start, members_end)]
    found += [*_DRAWN.finditer(text, before, start)]
    reached = start
    for match in found:
        reached = max(reached, match.end())
        parts = match.groupdict()
        group.members += _members(context, match.start("who"), match.end("who"), parts.get("role") or "成员")
        if parts.get("members"):
            group.members += _members(context, match.start("members"), match.end("members"), "成员")
    if office:
        group.office_at = office["unit"].removeprefix("在")
        reached = max(reached, start + office.end())
        rest = said[office.end() :].split("。")[0]
        if head := _HEAD.search(f"{rest}。"):
            group.office_head = _bare_head(head["who"])
            reached = max(reached, start + office.end() + head.end() - 1)
    group.last = context.source.line_at(max(reached - 1, start))
    return group


def _bare_name(name: str) -> str:
    return re.sub(r"^(?:由|了|以)", "", name)


def _bare_head(who: str) -> str:
    return re.sub(r"^(?:由|，)", "", re.split(r"[，,]", who)[-1]).removesuffix("同志")


def _members(context: Context, start: int, end: int, role: str) -> list[GroupMemberRecord]:
    """The members named in the text between two offsets: people with posts, posts, or units."""
    text = context.text
    if lead := re.match(r"(?:[（(][^（）()]*[)）])?[，,、 ]*由?", text[start:end]):
        start += lead.end()
    role = "成员" if role == "成员单位" else role
    listed = without_etc(text[start:end])
    if any(_titled(listed[a:b]) for a, b in split_spans(listed)):
        return _people(context, start, listed, role)
    if role == "成员":
        return _units(context, start, listed, role)
    return [
        GroupMemberRecord(context.span(start + a, start + b), context.path_at(start), role, listed[a:b])
        for a, b in _phrases(listed)
    ]


def _titled(item: str) -> re.Match[str] | None:
    match = _POST_NAME.match(item)
    return match if match and lexicon.looks_like_person(match["name"]) else None


def _people(context: Context, start: int, listed: str, role: str) -> list[GroupMemberRecord]:
    """People with their posts: a post without a name belongs to the name behind it."""
    members = []
    pending: list[str] = []
    begin: int | None = None
    for a, b in split_spans(listed):
        item = listed[a:b]
        begin = a if begin is None else begin
        if match := _titled(item):
            post = "、".join([*pending, match["post"]])
            span = context.span(start + begin, start + b)
            members.append(GroupMemberRecord(span, context.path_at(start), role, post, match["name"], post))
            pending, begin = [], None
        elif _NAME.match(item) and lexicon.looks_like_person(item) and not pending:
            span = context.span(start + a, start + b)
            members.append(GroupMemberRecord(span, context.path_at(start), role, item, item))
            begin = None
        else:
            pending.append(item)
    return members


def _phrases(listed: str) -> list[tuple[int, int]]:
    """Phrases parted by commas and 和; posts joined by 、 are one person's, units are not."""
    phrases: list[tuple[int, int]] = []
    for a, b in split_spans(listed, "，,；;"):
        for c, d in _split_and(listed, a, b):
            pieces = split_spans(listed[c:d], "、")
            if all(ends_as_post(listed[c + x : c + y]) for x, y in pieces):
                phrases.append((c, d))
            else:
                phrases += [(c + x, c + y) for x, y in pieces]
    return phrases


def _split_and(listed: str, start: int, end: int) -> list[tuple[int, int]]:
    """The text cut at a 和 that stands between two posts or units, not inside a name."""
    for match in re.finditer("和|及|以及", listed[start:end]):
        left, right = listed[start : start + match.start()], listed[start + match.end() : end]
        if len(right) > 1 and _POST_OR_UNIT_END.search(left):
            return [(start, start + match.start()), *_split_and(listed, start + match.end(), end)]
    return [(start, end)]


def _units(context: Context, start: int, listed: str, role: str) -> list[GroupMemberRecord]:
    """Units, or their heads: 甲局、乙局和丙镇主要负责人 are the heads of all three."""
    members: list[GroupMemberRecord] = []
    tail = ""
    items = [(c + x, c + y) for c, d in _split_all(listed) for x, y in split_spans(listed[c:d], "、")]
    for a, b in reversed(items):
        item = listed[a:b]
        if shared := _SHARED_HEAD.match(item):
            tail = shared["tail"]
        elif _POST_END.search(item):
            tail = ""
        else:
            item += tail
        span = context.span(start + a, start + b)
        members.insert(0, GroupMemberRecord(span, context.path_at(start), role, item))
    return members


def _split_all(listed: str) -> list[tuple[int, int]]:
    return [piece for a, b in split_spans(listed, "，,；;") for piece in _split_and(listed, a, b)]


# --- rosters ----------------------------------------------------------------------


def _rosters(context: Context) -> Iterator[_Group]:
    for part in context.structure.parts:
        blocks = context.source.blocks[part.body : part.end]
        if not blocks or not _ROLE_COLON.search(context.text, blocks[0].start, blocks[-1].end):
            continue
        group: _Group | None = None
        role: str | None = None
        title = part.title or context.document.title
        for number, line in _printed_lines(context, blocks):
            match = _ROSTER_ROLE.match(line) if "：" in line or ":" in line else None
            printed = re.sub(r"\s", "", match["role"]) if match else ""
            # On a flattened page the end of the post before is glued to the role.
            if group is not None and (glued := _GLUED_ROLE.match(printed)):
                printed = glued["role"]
            if match and _MEMBERS_ROLE.fullmatch(printed):
                role = "成员" if printed == "成员单位" else printed
                line = match["rest"].strip()
                if group is None:
                    group = _Group(_name_of_title(title, context), part.path, number, number)
                if not line:
                    continue
            elif group is None:
                continue
            people = _roster_line(line) if role is not None else []
            if role is None or not people:
                if office := _OFFICE.search(line):
                    group.office_at = office["unit"].removeprefix("在")
                    group.last = number
                    group.members += _office_people(line, Span(number, number), part.path)
                    head = _HEAD.search(line)
                    if head and not any(m.role == "办公室主任" for m in group.members):
                        group.office_head = _bare_head(head["who"])
                # A note or a post that runs on is no end of the roster; a sentence is.
                headed = len(line) < 25 and re.search(_ROLE, line)
                if re.search(r"[。；]", line) or (STRUCTURE.match(line) and not headed):
                    role = None
                continue
            group.last = number
            for name, post in people:
                span = Span(number, number)
                group.members.append(GroupMemberRecord(span, part.path, role, post or name, name, post))
        if group is not None:
            yield group


_BY_NAME = re.compile(
    r"(?P<role>(?:办公室)?(?:常务)?副?主任)(?:分别)?由(?P<who>[^，。；由]{2,60}?)(?:同志)?(?:分别)?(?:兼任|担任|兼)"
)
_TAKES_OFFICE = re.compile(
    r"(?:^|[，,；;。])(?:由)?(?P<who>[^，,；;。]{2,60}?)(?:同志)?(?:分别)?(?:兼任|担任|兼|任)(?:领导小组)?(?P<role>办公室(?:常务)?副主任)"
)
_UNIT_NAME_RANK = re.compile(
    rf"(?:^|[，,、])(?P<unit>[\u4e00-\u9fff]{{2,20}}?(?:{alternatives('unit_endings')}))(?P<name>[\u4e00-\u9fff]{{2,3}}?)(?P<rank>副?(?:局长|主任|行长|处长|科长|部长))"
    r"(?=[、，和及]|担任|兼任|任)"
)
_OFFICE_ROLE = re.compile(r"(?:担任|兼任|任)(?P<role>办公室(?:常务)?副?主任)")


def _office_people(line: str, span: Span, part: str) -> list[GroupMemberRecord]:
    """Who heads the office: 办公室主任由张三同志兼任; 某局李四副局长担任办公室主任."""
    members = []
    for match in [*_BY_NAME.finditer(line), *_TAKES_OFFICE.finditer(line)]:
        role = "办公室主任" if match["role"] == "主任" else match["role"]
        for name, post in _named(match["who"]):
            members.append(GroupMemberRecord(span, part, role, post or name, name, post))
    start = 0
    for found in _OFFICE_ROLE.finditer(line):
        for match in _UNIT_NAME_RANK.finditer(line, start, found.end()):
            if lexicon.looks_like_person(match["name"]):
                post = match["unit"] + match["rank"]
                members.append(GroupMemberRecord(span, part, found["role"], post, match["name"], post))
        start = found.end()
    return members


def _named(who: str) -> Iterator[tuple[str, str | None]]:
    """The people in 甲局局长张三、乙局局长李四 or 张三、李四, with their posts."""
    for a, b in split_spans(who, "、和"):
        item = who[a:b].removesuffix("同志")
        if match := _titled(item):
            yield match["name"], match["post"]
        elif _NAME.match(item) and lexicon.looks_like_person(item):
            yield item, None


def _printed_lines(context: Context, blocks: Sequence[Block]) -> Iterator[tuple[int, str]]:
    """The lines of a roster with the blanks that part names and posts: a block may hold several
    printed lines, and a page that came as one line has several blocks on it. A sentence is one line."""
    for block in blocks:
        if block.first == block.last:
            yield block.first, block.raw
        elif "。" in block.text and not _roster_line(context.source.lines[block.first - 1].strip()):
            yield block.first, block.text
        else:
            for number in range(block.first, block.last + 1):
                if line := context.source.lines[number - 1].strip():
                    yield number, line


def _name_of_title(title: str, context: Context) -> str:
    for text in (title, context.document.title):
        if match := _OF_TITLE.search(text):
            return re.sub(r"^.*?关于(?:成立|调整|组建|设立|公布|明确)?", "", match["name"])
    return title


_IN_BRACKETS = re.compile(
    r"^(?P<name>[\u4e00-\u9fff](?:\s*[\u4e00-\u9fff]){1,3})\s*[（(](?P<post>[^（）()]{2,60}(?:[（(][^（）()]*[)）])?[^（）()]*)[)）]$"
)


def _roster_line(line: str) -> list[tuple[str, str | None]]:
    """The people of a line of a roster: ``张 三 某局局长``, ``张三（某局）``, ``张三、李四``."""
    if len(line) > 80 or re.search(r"[。；：]", line):
        return []
    people: list[tuple[str, str | None]] = []
    names = _tokens(line)
    if len(names) > 1 and all(len(n) <= 3 and lexicon.looks_like_person(n) for n in names):
        return [(name, None) for name in names]
    for a, b in split_spans(line, "、，"):
        item = line[a:b]
        if match := _IN_BRACKETS.match(item):
            people.append((re.sub(r"\s", "", match["name"]), match["post"]))
        elif found := _name_and_post(item):
            people.append(found)
        elif people and people[-1][1] and _POST_END.search(item):
            people[-1] = (people[-1][0], f"{people[-1][1]}、{item}")
        else:
            return []
    return people


def _tokens(item: str) -> list[str]:
    """The pieces between blanks, a name of two characters that is set wide as one piece."""
    tokens: list[str] = []
    for token in item.split():
        if tokens and len(tokens[-1]) == 1 and len(token) <= 2:
            tokens[-1] += token
        else:
            tokens.append(token)
    return tokens


def _name_and_post(item: str) -> tuple[str, str | None] | None:
    tokens = _tokens(item)
    if not tokens:
        return None
    name, post = tokens[0], "".join(tokens[1:]) or None
    if 2 <= len(name) <= 4 and lexicon.looks_like_person(name) and not ends_as_post(name):
        return name, post
    return None
