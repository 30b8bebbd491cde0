"""The methods an intent can name: each fills saved queries from a question and returns an ``Outcome``."""

from __future__ import annotations

from collections.abc import Callable

from queries.ask.context import Context
from queries.ask.grammar import Intent
from queries.ask.methods import (
    citations,
    documents,
    figures,
    force,
    groups,
    interpretation,
    listed,
    meetings,
    passages,
    people,
    rankings,
    responsibility,
    schedules,
)
from queries.ask.methods import rows as generic
from queries.ask.outcome import Outcome
from queries.ask.question import Question

Method = Callable[[Context, Question, Intent], Outcome]

METHODS: dict[str, Method] = {
    "rows": generic.rows,
    "attendance": meetings.attendance,
    "agenda": meetings.agenda,
    "meeting_fact": meetings.fact,
    "which_meeting": meetings.which,
    "assignees": responsibility.assignees,
    "matters": responsibility.matters,
    "assignees_of_document": interpretation.interpreters,
    "in_charge": responsibility.in_charge,
    "schedule": schedules.schedule,
    "tasks_due": schedules.tasks_due,
    "matter_basis": listed.matter_basis,
    "matter_level": listed.matter_level,
    "items": listed.items,
    "item_text": listed.item_text,
    "citing": citations.citing,
    "cited": citations.cited,
    "common": citations.common,
    "cites_check": citations.cites_check,
    "attribute": documents.attribute,
    "annexes": documents.annexes,
    "document_list": documents.listing,
    "force": force.attribute,
    "in_force": force.in_force,
    "effect_list": force.with_effect,
    "in_force_list": force.listing,
    "posts": people.posts,
    "holds_post": people.holds_post,
    "holders": people.holders,
    "personnel": people.personnel,
    "figure": figures.figure,
    "code": figures.code,
    "code_unit": figures.code_unit,
    "figure_units": figures.figure_units,
    "group": groups.members,
    "items_by_size": rankings.items_by_size,
    "ranking": rankings.ranking,
    "passage": passages.passage,
    "leader_in_text": passages.leader_in_text,
    "who_in_text": passages.who_in_text,
    "quantity": passages.quantity,
}
