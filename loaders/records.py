"""The records that loaders hand to the graph: frozen, plain, without RDF.

A record says *what was read* and *where*; it never says what the thing is
called in the graph. Names of units and people stay as they were printed
(padding and line breaks undone); ``graph.identity`` decides which surface
forms are the same thing.

Line numbers are 1-based and inclusive and count the lines of the source file
as given. Offsets (``start``/``end``) count characters of ``SourceText.text``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal


@dataclass(frozen=True, slots=True)
class Span:
    """Source lines ``first`` to ``last``, 1-based, inclusive."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read.

    ``severity`` is ``error`` where a file or a document was refused, ``warning``
    where a part of it was left out. ``line`` is 0 where no line is to blame.
    """

    source: str
    line: int
    reason: str
    severity: Literal["error", "warning"] = "warning"


@dataclass(frozen=True, slots=True)
class Record:
    """What every record has: where it stands.

    ``part`` is the path of the part of the document it stands in, relative to
    the document: ``""`` for the notice itself, ``"某某办法"`` for an
    instrument printed with it, ``"某某办法/第三条/2"`` for the second
    paragraph of its article 3, ``"附件1"`` for an annex.
    """

    span: Span
    part: str


@dataclass(frozen=True, slots=True)
class PostHoldingRecord(Record):
    """The text says that somebody holds a post."""

    person: str
    post_text: str


# --- issue -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TocEntryRecord(Record):
    """A line of the table of contents."""

    title: str
    document_number: str | None = None
    registration_number: str | None = None
    page: int | None = None
    ordinal: int = 0
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class IssueRecord:
    """One issue of a gazette, as its masthead or running heads give it; ``staff`` are the
    editors that its colophon names."""

    span: Span
    title: str
    jurisdiction: str
    year: int
    number: int
    total_number: int | None = None
    issued: date | None = None
    publisher: str | None = None
    toc: tuple[TocEntryRecord, ...] = ()
    staff: tuple[PostHoldingRecord, ...] = ()


# --- documents and their parts ----------------------------------------------


@dataclass(frozen=True, slots=True)
class InstrumentRecord(Record):
    """A 办法, 方案, 分工 … printed with a notice; ``part`` is its own path."""

    title: str
    document_type: str | None = None


@dataclass(frozen=True, slots=True)
class AnnexRecord(Record):
    """An annex. ``printed`` is false where it is announced but not there;
    ``head_only`` where nothing but its heading is printed."""

    label: str
    title: str
    ordinal: int
    printed: bool = True
    head_only: bool = False


@dataclass(frozen=True, slots=True)
class ProvisionRecord(Record):
    """A chapter, article, paragraph, numbered section or item.

    ``part`` is its own path; ``parent`` the path of what it belongs to.
    ``kind`` ∈ 章 节 条 款 项 目 段 (GB/T 9704-2012, 7.3.3 for 一、（一）1.（1）).
    """

    parent: str
    number: str
    ordinal: int
    kind: str
    text: str
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class WordingRecord(Record):
    """What the provision ``part`` is compared by with that of another place: ``name|opening|digest``."""

    key: str


@dataclass(frozen=True, slots=True)
class CitationRecord(Record):
    """A document named in the text.

    ``title`` and ``number`` as printed, the number normalised (full-width
    brackets, no blanks); ``issuer`` the issuing body named beside it, if any;
    ``relation`` ∈ basis repeals amends mentions; ``text`` the span cited, line
    breaks joined; ``clause`` like 第三条第二款; ``target`` the path of the provision cited
    where it is one of this document (前款, 本办法第八条).
    """

    title: str | None
    number: str | None
    relation: str
    text: str
    issuer: str | None = None
    clause: str | None = None
    short_name: str | None = None
    internal: bool = False
    target: str | None = None


@dataclass(frozen=True, slots=True)
class ClauseRecord(Record):
    """What a document says of its own force.

    ``kind`` ∈ effect validity interpretation repeal. For effect and validity
    ``text`` is the clause as printed and ``effective``, ``validity`` (ISO 8601
    duration, ``P2Y``) and ``expires`` (first day no longer in force) are set
    where the text fixes them. For interpretation ``unit`` is the interpreter.
    """

    kind: str
    text: str
    effective: date | None = None
    validity: str | None = None
    expires: date | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class ShortNameRecord(Record):
    """A short name that the document gives a body: 甲集团有限公司（以下简称“甲集团”）."""

    full: str
    short: str


# --- who is responsible for what ---------------------------------------------


@dataclass(frozen=True, slots=True)
class AssignmentRecord(Record):
    """One assignee in one role for the matter it belongs to.

    ``text`` as printed, joined over breaks, without padding; ``kind`` ∈ unit
    person group collective; ``role`` a local name of the ``gbr:`` scheme;
    ``on_behalf_of`` the unit a named person answers for.
    """

    text: str
    kind: str
    role: str
    inherited: bool = False
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class MatterRecord(Record):
    """Something somebody is responsible for, with its assignments.

    ``kind`` ∈ IncentiveItem DecisionItem Task Area CertificateType Duty.
    ``key`` tells matters of one part apart and is stable: ``"17"``, ``"17.2"``,
    ``"三（一）1"``. ``description`` is the text of the matter where ``title`` is only its heading.
    """

    kind: str
    key: str
    title: str
    assignments: tuple[AssignmentRecord, ...] = ()
    item_number: int | None = None
    sub_item: int | None = None
    location: str | None = None
    schedule_text: str | None = None
    start: date | None = None
    deadline: date | None = None
    for_unit: str | None = None
    level: str | None = None
    description: str | None = None


# --- people -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PersonnelRecord(Record):
    """An appointment or a removal; ``action`` ∈ appointment removal."""

    person: str
    action: str
    post_text: str
    gender: str | None = None
    probation: str | None = None
    rank_note: str | None = None


@dataclass(frozen=True, slots=True)
class GroupMemberRecord(Record):
    """A member of a leading group: a person, a post or a unit."""

    role: str
    text: str
    person: str | None = None
    post_text: str | None = None


@dataclass(frozen=True, slots=True)
class GroupRecord(Record):
    """A leading group or task force."""

    name: str
    members: tuple[GroupMemberRecord, ...] = ()
    office_at: str | None = None
    office_head: str | None = None


# --- figures, codes, meetings ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class TargetRecord(Record):
    """One figure of a table: ``value`` as printed without separators."""

    unit_text: str
    measure: str
    value: str
    value_unit: str | None = None
    is_total: bool = False
    ordinal: int | None = None


@dataclass(frozen=True, slots=True)
class RegistrationCodeRecord(Record):
    """A row of the table of bodies entitled to issue binding rules."""

    ordinal: int
    unit_text: str
    code_pattern: str


@dataclass(frozen=True, slots=True)
class QuantityRecord(Record):
    """A figure stated in running text; ``value`` normalised (元, 年, 日, %)."""

    text: str
    value: str
    value_unit: str
    bound: str | None
    context: str


@dataclass(frozen=True, slots=True)
class AttendanceRecord(Record):
    """Somebody at a meeting; ``kind`` ∈ 出席 列席 邀请列席 汇报 记录 主持."""

    person: str
    kind: str
    unit_text: str | None = None
    post_text: str | None = None


@dataclass(frozen=True, slots=True)
class ResolutionRecord(Record):
    """What a meeting decided under one agenda item."""

    agenda_item: int
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class MeetingRecord(Record):
    """A meeting, as its minutes report it."""

    number: int | None
    held_on: date | None
    chair: str | None
    title: str
    agenda: tuple[str, ...] = ()
    attendance: tuple[AttendanceRecord, ...] = ()
    resolutions: tuple[ResolutionRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One printed document with everything read from it.

    ``facts`` holds every other record of the document in the order of the
    text; the graph maps each by its type.
    """

    span: Span
    title: str
    jurisdiction: str
    number: str | None = None
    registration_number: str | None = None
    document_type: str | None = None
    issuers: tuple[str, ...] = ()
    issued: date | None = None
    addressees: tuple[str, ...] = ()
    addressee_text: str | None = None
    facts: tuple[Record, ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one file.

    ``lines`` are the decoded source lines (line *n* is ``lines[n - 1]``).
    ``running_heads`` are (line, text) of the page heads that were dropped.
    """

    source: str
    sha256: str
    lines: tuple[str, ...]
    issue: IssueRecord | None
    documents: tuple[DocumentRecord, ...]
    problems: tuple[Problem, ...] = ()
    running_heads: tuple[tuple[int, str], ...] = field(default=())


# --- what an audit looks at again -------------------------------------------------


@dataclass(frozen=True, slots=True)
class ObservationRecord(Record):
    """Something about the wording itself that an audit judges (the judgement is a query).

    ``kind`` names what was seen (``doubled``, ``numbering``, ``clock`` …; each reader documents its own),
    ``text`` is the wording as printed. ``found`` and ``expected`` are the two things compared, ``ordinal`` the
    number of a list item or annex, ``start`` and ``end`` dates it fixes, ``numbers`` its figures as decimals
    in the order the reader documents.
    """

    kind: str
    text: str
    found: str | None = None
    expected: str | None = None
    ordinal: int | None = None
    start: date | None = None
    end: date | None = None
    numbers: tuple[str, ...] = ()
