"""The document that records belong to, and the naming of what they name."""

from __future__ import annotations

from graph.identity import Identity
from graph.mapping.target import Target
from loaders.records import DocumentRecord, Record
from ontology.namespaces import FOAF, GB, ORG, SKOS


class Scope:
    """Names units, people, posts and parts of one document and describes each once."""

    def __init__(self, target: Target, identity: Identity, document: DocumentRecord, iri: str) -> None:
        """``iri`` is the document's, whose records are mapped into ``target``."""
        self.target = target
        self.identity = identity
        self.document = document
        self.iri = iri
        self.jurisdiction = document.jurisdiction
        self._counters: dict[str, int] = {}

    def part(self, path: str) -> str:
        """The IRI of the part of the document at ``path`` (the document itself for an empty path)."""
        return self.identity.part(self.iri, path)

    def numbered(self, kind: str) -> str:
        """A new node of the document: its IRI + ``/kind/`` + the next number."""
        self._counters[kind] = self._counters.get(kind, 0) + 1
        return f"{self.iri}/{kind}/{self._counters[kind]}"

    def read(self, subject: str, record: Record) -> None:
        """Where ``subject`` was read: lines, document, and part if it is not the document itself."""
        self.target.lines(subject, record.span)
        self.target.link(subject, str(GB.statedIn), self.iri)
        if record.part and self.part(record.part) != subject:
            self.target.link(subject, str(GB.statedInPart), self.part(record.part))

    def unit(self, surface: str, *, collective: bool | None = None) -> str:
        """The IRI of the unit that ``surface`` names in this document, described with this name."""
        target = self.target
        unit = self.identity.unit(surface, self.jurisdiction)
        key = f"{unit.iri}\0{surface}"
        if key in target.described:
            return unit.iri
        target.described.add(key)
        target.type(unit.iri, str(GB.Group) if unit.kind == "group" else str(GB.Unit))
        target.label(unit.iri, unit.pref_label)
        target.zh(unit.iri, str(SKOS.prefLabel), unit.pref_label)
        if surface != unit.pref_label:
            target.zh(unit.iri, str(SKOS.altLabel), surface)
        target.text(unit.iri, str(GB.jurisdiction), unit.jurisdiction)
        target.text(unit.iri, str(GB.level), unit.level)
        if unit.collective if collective is None else collective:
            target.flag(unit.iri, str(GB.collective), True)
        if unit.sub_of:
            target.link(unit.iri, str(ORG.subOrganizationOf), self.unit(unit.sub_of))
        return unit.iri

    def person(self, name: str) -> str:
        """The IRI of the official of that name in this jurisdiction."""
        target = self.target
        iri = self.identity.person(name, self.jurisdiction)
        if iri not in target.described:
            target.described.add(iri)
            target.type(iri, str(GB.Official))
            target.label(iri, name)
            target.text(iri, str(FOAF.name), name)
            target.text(iri, str(GB.jurisdiction), self.jurisdiction)
        return iri
