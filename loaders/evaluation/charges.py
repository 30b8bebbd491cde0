"""Measure of responsibilities in single documents: who answers for what.

A reading names a matter by its first characters, a role by the word in print, and stops after
``CAP`` entries a document; what was read has whole matters and roles of the vocabulary. So roles are
compared by what they mean, a matter is the same where the words of the reading stand in it, and
of a reading that was stopped only the matters that it names count.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from loaders.evaluation import Gold, Kind
from loaders.evaluation.documents import plain
from loaders.lists import split_list, without_etc
from loaders.records import ClauseRecord, MatterRecord, Reading

CAP = 25
_LENGTH = 4
# Further on in a matter so many characters tell that the same is meant.
_PIECE = 8
# The words of readings and the roles of the vocabulary by what they mean.
_MEANINGS = {
    "lead": ("牵头单位", "牵头", "lead", "provincialLead", "cityLeader"),
    "with": ("配合单位", "配合", "协助", "参与", "coUnit"),
    "answers": (
        *("负责", "承担", "责任单位", "责任主体", "第一责任人", "分管", "主管"),
        *("duty", "responsibleUnit", "responsiblePerson", "inCharge", "inChargeArea", "interprets"),
    ),
}
_MEANING = {word: meaning for meaning, words in _MEANINGS.items() for word in words}


@dataclass(frozen=True, slots=True)
class _Charge:
    """Who answers how for what; ``about`` is all that is said of the matter."""

    who: str
    meaning: str
    title: str
    about: str

    @property
    def key(self) -> Hashable:
        """What a charge is compared by."""
        return self.who, self.meaning, self.title[:_LENGTH]


def _wanted(gold: Gold) -> Iterator[_Charge]:
    """An enumeration of bodies is one charge each: the graph keeps them apart."""
    for item in gold["responsibilities"]:
        title = _bare(item["matter_start"])
        for name in split_list(without_etc(item["assignee"])):
            yield _Charge(plain(name), _MEANING.get(item["role"], item["role"]), title, title)


def _bare(matter: str) -> str:
    return re.sub(r"^(?:做好|对|关于)", "", plain(matter))


def _read(reading: Reading) -> Iterator[_Charge]:
    for document in reading.documents:
        for fact in document.facts:
            if isinstance(fact, MatterRecord):
                title = _bare(fact.title)
                about = plain(fact.title + (fact.description or ""))
                for assignment in fact.assignments:
                    meaning = _MEANING.get(assignment.role, assignment.role)
                    yield _Charge(plain(assignment.text), meaning, title, about)
            elif isinstance(fact, ClauseRecord) and fact.unit:
                yield _Charge(plain(fact.unit), "answers", "解释", "解释")


def _gold_keys(gold: Gold) -> Iterator[Hashable]:
    yield from (charge.key for charge in _wanted(gold))


def _found_keys(reading: Reading) -> Iterator[Hashable]:
    yield from (charge.key for charge in _read(reading))


def _aligned_keys(gold: Gold, reading: Reading) -> Iterator[Hashable]:
    wanted = {charge.key: charge for charge in _wanted(gold)}
    read = list(_read(reading))
    left = {key: charge for key, charge in wanted.items() if key not in {charge.key for charge in read}}
    keys = [charge.key if charge.key in wanted else _inside(charge, left) for charge in read]
    stopped = len(gold["responsibilities"]) >= CAP
    for charge, key in zip(read, keys, strict=True):
        if key is not None or not stopped or any(w.title[:_PIECE] in charge.about for w in wanted.values()):
            yield key or charge.key


def _inside(read: _Charge, left: dict[Hashable, _Charge]) -> Hashable | None:
    """The key of a charge whose matter is said to begin further on in the one that was read."""
    for key, wanted in left.items():
        same = wanted.who == read.who and wanted.meaning == read.meaning
        if same and wanted.title[:_PIECE] in read.about:
            return key
    return None


KINDS = {
    "page: responsibilities": Kind("responsibilities", _gold_keys, _found_keys, "doc_no", _aligned_keys),
}
