"""Everything in the graph that a question can name, in plain dictionaries: reading a question costs no query.

``building`` reads it from a store once per generation, ``persist`` keeps it in a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from graph.identity import Identity
from queries.ask.entities import DocumentEntity, Entity, MatterEntity, MeetingEntity, PostFact
from queries.ask.similar import Similar
from queries.normalise import plain

_INNER_TITLE = re.compile(r"[《](.+)[》]")
_ABOUT = re.compile(
    r"^.{0,40}?关于(?:印发|转发|公布|发布|批转|调整|下达)?(.+?)(?:的)?(?:通知|通告|公告|决定|意见|批复|函|公报)?$"
)


@dataclass
class Index:
    """What the graph names, by kind; ``generation`` says of which state of the store."""

    generation: str
    jurisdictions: tuple[str, ...] = ()
    places: dict[str, str] = field(default_factory=dict)
    documents: dict[str, DocumentEntity] = field(default_factory=dict)
    by_number: dict[str, list[DocumentEntity]] = field(default_factory=dict)
    by_registration: dict[str, list[DocumentEntity]] = field(default_factory=dict)
    by_title: dict[str, list[DocumentEntity]] = field(default_factory=dict)
    units: dict[str, list[Entity]] = field(default_factory=dict)
    units_by_iri: dict[str, Entity] = field(default_factory=dict)
    identity: Identity = field(default_factory=Identity)
    groups: dict[str, Entity] = field(default_factory=dict)
    people: dict[str, list[Entity]] = field(default_factory=dict)
    matters: dict[str, list[MatterEntity]] = field(default_factory=dict)
    meetings: list[MeetingEntity] = field(default_factory=list)
    posts: dict[str, list[PostFact]] = field(default_factory=dict)
    measures: tuple[str, ...] = ()
    measure_words: frozenset[str] = frozenset()
    forms: dict[str, set[str]] = field(default_factory=dict)
    longest: int = 0
    similar: dict[str, Similar[Entity]] = field(default_factory=dict)
    derived: dict[str, object] = field(default_factory=dict)

    def units_called(self, form: str) -> list[Entity]:
        """The units that the lexicon reads ``form`` as, in the places the corpus has gazettes of."""
        found: dict[str, Entity] = {}
        for place in self.jurisdictions:
            entity = self.units_by_iri.get(self.identity.unit(form, place).iri)
            if entity is not None:
                found[entity.iri] = entity
        return list(found.values())

    def jurisdiction_of(self, document: str) -> str:
        """The place a printed document belongs to; empty where it is not known."""
        found = self.documents.get(document)
        return found.jurisdiction if found else ""


def core_title(title: str) -> str:
    """What a title is about: the instrument's title of 关于印发《…》的通知, the … of 关于…的通知."""
    inner = _INNER_TITLE.search(title)
    if inner and re.search(r"印发|转发|公布|发布|批转", title):
        return inner.group(1)
    about = _ABOUT.match(title)
    return about.group(1) if about and about.group(1) else title


def without_issuer(title: str, issuers: Iterable[str]) -> str:
    """``title`` without the issuing body printed before 关于 (GB/T 9704-2012, 7.3.1)."""
    for issuer in sorted(issuers, key=len, reverse=True):
        rest = title.removeprefix(plain(issuer))
        if rest != title and rest.startswith("关于"):
            return rest
    return title


def unit_forms(form: str, jurisdiction: str) -> set[str]:
    """How else a unit may be written: with and without the place and the 市 before it, without a bracket."""
    forms = {form, re.sub(r"[（(].*?[）)]", "", form)}
    short = re.sub(r"(?:市|县|区|省)$", "", jurisdiction)
    for known in list(forms):
        for prefix in (jurisdiction, short, "市", "县", "区", "省"):
            rest = known.removeprefix(prefix) if prefix else known
            if rest != known and len(rest) >= 3 and not (prefix == "市" and rest.startswith("场")):
                forms.add(rest)
                more = rest.removeprefix("市")
                if prefix == short and more != rest and len(more) >= 3 and not more.startswith("场"):
                    forms.add(more)
    return {f for f in forms if len(f) >= 2}
