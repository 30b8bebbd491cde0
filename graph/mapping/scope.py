"""The document that records belong to, and the naming of what they name."""

from __future__ import annotations

from datetime import date

from graph.identity import Identity, UnitIdentity
from graph.mapping.target import Target
from graph.mapping.vocabulary import FOAF, GB, ORG, SKOS
from loaders.lexicon import UnitKind
from loaders.records import Record

_ATTACHED = ("办公室", "办")


class Scope:
    """Names units, people, posts and parts of one document (or issue) and describes each once."""

    def __init__(
        self, target: Target, identity: Identity, iri: str, jurisdiction: str, issued: date | None = None
    ) -> None:
        """``iri`` is the document's, whose records are mapped into ``target``; ``jurisdiction``
        whose it is, ``issued`` its date."""
        self.target = target
        self.identity = identity
        self.iri = iri
        self.jurisdiction = jurisdiction
        self.issued = issued
        self.aliases: dict[str, str] = {}
        self._counters: dict[str, int] = {}
        self._used: set[str] = set()

    def part(self, path: str) -> str:
        """The IRI of the part of the document at ``path`` (the document itself for an empty path)."""
        return self.identity.part(self.iri, path)

    def numbered(self, kind: str) -> str:
        """A new node of the document: its IRI + ``/kind/`` + the next number."""
        self._counters[kind] = self._counters.get(kind, 0) + 1
        return f"{self.iri}/{kind}/{self._counters[kind]}"

    def unique(self, iri: str) -> str:
        """``iri``, marked where the document has used it before."""
        while iri in self._used:
            iri += "′"
        self._used.add(iri)
        return iri

    def read(self, subject: str, record: Record) -> None:
        """Where ``subject`` was read: lines, document, and part if it is not the document itself."""
        self.target.lines(subject, record.span)
        self.target.link(subject, GB.statedIn, self.iri)
        if record.part and self.part(record.part) != subject:
            self.target.link(subject, GB.statedInPart, self.part(record.part))

    def unit(self, surface: str, *, collective: bool | None = None) -> str:
        """The IRI of the unit that ``surface`` names in this document, described with this name."""
        return self.describe(
            self.identity.unit(self.full_name(surface), self.jurisdiction), surface, collective
        )

    def full_name(self, surface: str) -> str:
        """The name that ``surface`` is short for in this document (以下简称), or itself. What is
        joined to a short name (领导小组办公室) goes with it."""
        if surface in self.aliases:
            return self.aliases[surface]
        for ending in _ATTACHED:
            if surface.endswith(ending) and (full := self.aliases.get(surface.removesuffix(ending))):
                return full + ending
        return surface

    def describe(self, unit: UnitIdentity, surface: str | None = None, collective: bool | None = None) -> str:
        """The IRI of a unit, described once per name it is printed under."""
        target = self.target
        key = f"{unit.iri}\0{surface or ''}"
        if key in target.described:
            return unit.iri
        target.described.add(key)
        target.type(unit.iri, GB.Unit)
        if unit.kind is UnitKind.GROUP:
            target.type(unit.iri, GB.Group)
        target.label(unit.iri, unit.pref_label)
        target.zh(unit.iri, SKOS.prefLabel, unit.pref_label)
        if surface and surface != unit.pref_label:
            target.zh(unit.iri, SKOS.altLabel, surface)
        target.text(unit.iri, GB.jurisdiction, unit.jurisdiction)
        target.text(unit.iri, GB.level, unit.level)
        if unit.collective if collective is None else collective:
            target.flag(unit.iri, GB.collective, True)
        if unit.sub_of:
            upper = self.identity.unit(unit.sub_of, self.jurisdiction)
            if upper.iri != unit.iri:
                target.link(unit.iri, ORG.subOrganizationOf, self.describe(upper))
        return unit.iri

    def person(self, name: str) -> str:
        """The IRI of the official of that name in this jurisdiction."""
        target = self.target
        iri = self.identity.person(name, self.jurisdiction)
        if iri not in target.described:
            target.described.add(iri)
            target.type(iri, GB.Official)
            target.label(iri, name)
            target.text(iri, FOAF.name, name)
            target.text(iri, GB.jurisdiction, self.jurisdiction)
        return iri
