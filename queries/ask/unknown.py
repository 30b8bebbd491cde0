"""Names in a question that the graph does not have: a person, a unit that is not in the corpus."""

from __future__ import annotations

import re
from collections.abc import Sequence

from loaders import lexicon
from queries.ask.choose import nearly
from queries.ask.context import Context
from queries.ask.outcome import Answered, nothing
from queries.ask.question import Question

_UNIT = re.compile(r"[\u3400-\u9fff]{2,14}?(?:局|委员会|办公室|中心|公司|大队|厅|街道|镇|乡)(?!长)")
_TOWN_OR_BUREAU = re.compile(r"[\u3400-\u9fff]{2,6}?(?:镇|街道|乡|局)(?![长级村区镇])")
# Words of business that begin like a name.
_NO_NAMES = frozenset(
    {"任命", "任职", "解除", "管理", "安排", "应急", "时间", "高考", "成立", "项目", "方案"}
)
_WHO_IS = re.compile(r"([\u3400-\u9fff]{2,3}?)(?:同志)?(?:是谁|是什么人|是干什么的)")
# Already says what is missing.
_SAID = frozenset({"no_item", "no_document", "no_title", "no_meeting", "no_place"})


def unknown_named(ctx: Context, question: Question, answered: Sequence[Answered]) -> list[Answered]:
    """The outcome “there is no such person (or unit)” in place of an unfound one, where the words that were
    not recognised look like a name; empty where they do not.

    A town or bureau that the graph does not have goes before any answer: what was found is of something else.
    """
    if not answered:
        return _missing(ctx, question)
    first = answered[0]
    kinds = {*first.intent.needs, *first.intent.uses}
    about_units = "unit" in kinds and not question.has("unit")
    strange = _strange_unit(question) if about_units else ""
    if strange:
        return [Answered(first.question, first.intent, nothing("no_unit", name=strange))]
    if any(a.outcome.status in ("answered", "ambiguous", "not_stated") for a in answered):
        return []
    if first.outcome.message in _SAID:
        return []
    about_people = ("person" in kinds or first.intent.method in ("posts", "holders")) and not question.has(
        "person"
    )
    alone = _WHO_IS.match(question.text)
    person = _person(question) if about_people else ""
    if alone and lexicon.looks_like_person(alone.group(1)):
        person = alone.group(1)
    if person:
        return [Answered(first.question, first.intent, nothing("no_person", name=person))]
    unit = _UNIT.search("\n".join(question.words)) if about_units else None
    if unit and not unit.group(0).startswith("小组"):
        return [Answered(first.question, first.intent, nothing("no_unit", name=unit.group(0)))]
    return []


def _missing(ctx: Context, question: Question) -> list[Answered]:
    """Where nothing fits: an intent that would, if a person or a unit were known that the question names."""
    for intent in nearly(question, ctx.grammar):
        if "person" in intent.needs and not question.has("person"):
            name = _person(question)
            if name:
                return [Answered(question, intent, nothing("no_person", name=name))]
        if "unit" in intent.needs and not question.has("unit"):
            unit = _UNIT.search("\n".join(question.words))
            if unit:
                return [Answered(question, intent, nothing("no_unit", name=unit.group(0)))]
    return []


def _person(question: Question) -> str:
    """The first of the words left over that is built like a person's name; empty where none is."""
    bare = (re.sub(r"[任当被担]+$", "", word) for word in question.words)
    return next((word for word in bare if word not in _NO_NAMES and lexicon.looks_like_person(word)), "")


def _strange_unit(question: Question) -> str:
    """The name of a town or bureau at the start of the words left over, which the graph does not have."""
    for word in question.words:
        match = _TOWN_OR_BUREAU.match(word)
        name = match.group(0) if match else ""
        if name and lexicon.classify(name) is not None and not lexicon.is_collective(name):
            return name
    return ""
