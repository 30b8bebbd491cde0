"""Appointments, removals, posts held and leading groups → quads."""

from __future__ import annotations

import re

from graph.mapping.registry import maps
from graph.mapping.scope import Scope
from graph.mapping.vocabulary import DCTERMS, GB, ORG
from loaders import lexicon
from loaders.records import GroupMemberRecord, GroupRecord, PersonnelRecord, PostHoldingRecord

_ACTIONS = {"appointment": (GB.Appointment, "任"), "removal": (GB.Removal, "免")}


def map_posts(scope: Scope, subject: str, text: str) -> None:
    """Each single post of a printed post text, as the post of ``subject``."""
    target = scope.target
    # 常委副市长 are two posts, written as one.
    printed = re.sub(r"^((?:[市县区州]委)?常委)(?=副?[市县区州]长)", r"\1、", text)
    labels = [post.unit + post.rank for post in lexicon.split_posts(printed)]
    for label in labels if len(labels) > 1 else [text]:
        post = scope.identity.post(label, scope.jurisdiction)
        target.type(post.iri, GB.Post)
        target.label(post.iri, label)
        target.text(post.iri, GB.rank, post.rank)
        if post.unit:
            target.link(post.iri, ORG.postIn, scope.describe(post.unit))
        target.link(subject, GB.post, post.iri)


@maps(PersonnelRecord)
def map_personnel(scope: Scope, record: PersonnelRecord) -> None:
    """An appointment or a removal."""
    target = scope.target
    iri = scope.numbered("personnel")
    kind, word = _ACTIONS[record.action]
    person = scope.person(record.person)
    target.type(iri, kind, GB.PersonnelAction)
    target.label(iri, f"{record.person}：{word}{record.post_text}")
    target.link(iri, GB.official, person)
    target.text(iri, GB.postText, record.post_text)
    target.date(iri, GB.effectiveDate, scope.issued)
    target.duration(iri, GB.probation, record.probation)
    target.text(iri, GB.rankNote, record.rank_note)
    target.text(person, GB.gender, record.gender)
    map_posts(scope, iri, record.post_text)
    scope.read(iri, record)


@maps(PostHoldingRecord)
def map_post_holding(scope: Scope, record: PostHoldingRecord) -> None:
    """A statement that somebody holds a post, as of the date of the document."""
    target = scope.target
    iri = scope.numbered("holding")
    target.type(iri, GB.PostHolding)
    target.label(iri, f"{record.person}：{record.post_text}")
    target.link(iri, GB.official, scope.person(record.person))
    target.text(iri, GB.postText, record.post_text)
    target.date(iri, GB.asOf, scope.issued)
    map_posts(scope, iri, record.post_text)
    scope.read(iri, record)


@maps(GroupRecord)
def map_group(scope: Scope, record: GroupRecord) -> None:
    """A leading group with its members and its office."""
    target = scope.target
    group = scope.unit(record.name)
    target.type(group, GB.Group)
    target.text(group, DCTERMS.title, record.name)
    scope.read(group, record)
    if record.office_at:
        target.link(group, GB.officeAt, scope.unit(record.office_at))
    for member in record.members:
        map_membership(scope, group, record.name, member)
    if record.office_head:
        head = GroupMemberRecord(record.span, record.part, "办公室主任", record.office_head)
        map_membership(scope, group, record.name, head)


def map_membership(scope: Scope, group: str, name: str, record: GroupMemberRecord) -> None:
    """One member: a person, or a post or unit as printed."""
    target = scope.target
    iri = scope.numbered("member")
    target.type(iri, GB.GroupMembership)
    target.label(iri, f"{name}{record.role}：{record.person or record.text}")
    target.link(iri, GB.group, group)
    target.text(iri, GB.groupRole, record.role)
    target.text(iri, GB.memberText, record.text)
    if record.person:
        target.link(iri, GB.official, scope.person(record.person))
    target.text(iri, GB.postText, record.post_text)
    scope.read(iri, record)
