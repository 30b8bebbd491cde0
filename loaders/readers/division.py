"""The division of work of a leadership (领导班子分工): who is in charge of what, who assists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.lists import split_spans
from loaders.posts import Titled, titled_person
from loaders.readers.base import Context
from loaders.records import AssignmentRecord, MatterRecord, PostHoldingRecord, Span
from loaders.source import Block

_ROLES = {
    "负责": "inChargeArea",
    "分管": "inCharge",
    "联系": "liaison",
    "协助负责": "assistArea",
    "协助分管": "assistInCharge",
    "协助联系": "assistLiaison",
}
_OF_UNITS = {"inCharge", "liaison", "assistInCharge", "assistLiaison"}
_LINE = re.compile(
    rf"^(?:[①-⑨\d一二三四五六七八九十]{{1,2}}[.、．])?(?P<word>{'|'.join(sorted(_ROLES, key=len, reverse=True))})(?:单位|部门|工作)?[：:](?P<items>.+)$",
    re.DOTALL,
)
_LEADS = re.compile(r"^(?P<duty>(?:领导|主持|负责(?:处理)?)[^：:。；]{2,40}?(?:全面工作|日常工作))")
_TAIL = re.compile(r"(?:等)?(?:方面|领域)?的?(?:各项)?工作[。；]?$|等[。；]?$|[。；]$")


@dataclass(slots=True)
class _Area:
    """One area or unit, with everybody who has to do with it."""

    title: str
    of_unit: bool
    span: Span
    part: str
    assignments: list[AssignmentRecord] = field(default_factory=list)


def read(context: Context) -> Iterator[MatterRecord | PostHoldingRecord]:
    """The areas and units of a division of work with their leaders, and the posts these hold."""
    document = context.document
    if "分工" not in document.title and not any("分工" in part.title for part in context.structure.parts):
        return
    areas: dict[str, _Area] = {}
    leader: Titled | None = None
    for block in document.blocks:
        if block.is_row:
            continue
        if found := titled_person(block.raw):
            leader = found
            yield PostHoldingRecord(
                context.span(block.start, block.end), context.path_at(block.start), found.name, found.title
            )
            continue
        if leader is None:
            continue
        if match := _LINE.match(block.text):
            _collect(context, areas, leader, block, match)
        elif _LEADS.match(block.text):
            yield from _at_large(context, areas, leader, block)
    yield from _matters(areas)


def _collect(
    context: Context, areas: dict[str, _Area], leader: Titled, block: Block, match: re.Match[str]
) -> None:
    role = _ROLES[match["word"]]
    offset = block.start + match.start("items")
    items = match["items"]
    tail = _TAIL.search(items)
    listed = items[: tail.start()] if tail else items
    for start, end in split_spans(listed):
        title = listed[start:end].rstrip("。")
        span = context.span(offset + start, offset + end)
        part = context.part_at(block.start).path
        area = areas.setdefault(title, _Area(title, role in _OF_UNITS, span, part))
        area.assignments.append(AssignmentRecord(span, part, leader.name, "person", role))


def _at_large(
    context: Context, areas: dict[str, _Area], leader: Titled, block: Block
) -> Iterator[MatterRecord]:
    """领导…全面工作 is a duty; 负责处理…日常工作 an area."""
    part = context.part_at(block.start).path
    for clause in re.finditer(r"[^，。；]+", block.text):
        match = re.match(r"^(?P<verb>领导|主持|负责)(?P<rest>.{2,40}?(?:全面工作|日常工作))$", clause[0])
        if not match:
            continue
        span = context.span(block.start + clause.start(), block.start + clause.end())
        if match["verb"] == "负责":
            area = areas.setdefault(match["rest"], _Area(match["rest"], False, span, part))
            area.assignments.append(AssignmentRecord(span, part, leader.name, "person", "inChargeArea"))
        else:
            assignment = AssignmentRecord(span, part, leader.name, "person", "duty")
            yield MatterRecord(span, part, "Duty", match[0], match[0], (assignment,))


def _matters(areas: dict[str, _Area]) -> Iterator[MatterRecord]:
    for area in areas.values():
        yield MatterRecord(
            span=area.span,
            part=area.part,
            kind="Area",
            key=area.title,
            title=area.title,
            assignments=tuple(area.assignments),
            for_unit=area.title if area.of_unit else None,
        )
