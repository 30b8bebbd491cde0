"""What a method finds: findings, or the reason why there are none."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from queries.ask.entities import Entity
from queries.ask.grammar import Intent
from queries.ask.question import Question
from queries.header import Text

STATUSES = ("answered", "no_match", "ambiguous", "not_stated", "not_understood")


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer: ``text`` as printed, ``iri`` of the thing, ``note`` beside it, ``nodes`` that prove it.

    ``group`` is the thing asked about that it belongs to (for 分别 and comparisons), ``place`` its
    jurisdiction, ``number`` its value where it is a figure. ``look_for`` are texts that show which of the
    lines of a long node matter; ``from_start`` takes the lines before them too (the head of a document).
    ``about`` is what else is printed about it: the title of its table.
    """

    text: str
    iri: str = ""
    note: str = ""
    nodes: tuple[str, ...] = ()
    group: str = ""
    place: str = ""
    number: Decimal | None = None
    look_for: tuple[str, ...] = ()
    from_start: bool = False
    about: str = ""


@dataclass(slots=True)
class Outcome:
    """The result of one method: a status, findings, and what the message is to say.

    ``message`` is the key of a template in the grammar, ``values`` fill it; ``choices`` are what an
    ambiguous name may mean; ``used`` the entities the question was read to mean; ``asked`` says what is
    asked for where that is more exact than what the grammar says; ``proof`` are nodes that show that
    something is not so. A ``settled`` outcome is left as it is: the method has said 是 or 否.
    """

    status: str = "answered"
    findings: list[Finding] = field(default_factory=list)
    message: str = ""
    values: dict[str, str] = field(default_factory=dict)
    choices: list[str] = field(default_factory=list)
    used: list[Entity] = field(default_factory=list)
    subject: str = ""
    proof: tuple[str, ...] = ()
    asked: Text | None = None
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """One part of a question, the intent it was read to have, and what came of it."""

    question: Question
    intent: Intent
    outcome: Outcome


def nothing(message: str, status: str = "no_match", **values: str) -> Outcome:
    """An outcome without findings: the message's key and what fills it."""
    return Outcome(status=status, message=message, values=values)
