"""Documents, their instruments, annexes, provisions and clauses of force → quads."""

from __future__ import annotations

from graph.mapping.registry import maps
from graph.mapping.scope import Scope
from graph.mapping.vocabulary import DCTERMS, ELI, GB, GBR
from loaders.records import AnnexRecord, ClauseRecord, DocumentRecord, InstrumentRecord, ProvisionRecord

_LABEL_LENGTH = 40


def shorten(text: str, length: int = _LABEL_LENGTH) -> str:
    """The beginning of a text, as a label."""
    return text if len(text) <= length else text[: length - 1] + "…"


def map_document(scope: Scope, document: DocumentRecord, source_name: str, issue: str | None) -> None:
    """The document itself; ``issue`` is the IRI of the issue it is part of, if it is of one."""
    target, iri = scope.target, scope.iri
    target.type(iri, GB.Document)
    title = document.title or document.number or ""
    target.label(iri, title)
    target.text(iri, DCTERMS.title, title)
    target.text(iri, GB.documentNumber, document.number)
    target.text(iri, GB.registrationNumber, document.registration_number)
    target.text(iri, GB.documentType, document.document_type)
    target.text(iri, GB.jurisdiction, document.jurisdiction)
    target.date(iri, ELI.date_document, document.issued)
    target.text(iri, GB.addresseeText, document.addressee_text)
    target.flag(iri, GB.printed, True)
    target.text(iri, GB.sourceFile, source_name)
    target.integer(iri, GB.page, document.page)
    target.lines(iri, document.span)
    for issuer in document.issuers:
        target.link(iri, ELI.passed_by, scope.unit(issuer))
    for addressee in document.addressees:
        target.link(iri, GB.addressee, scope.unit(addressee))
    target.link(iri, DCTERMS.isPartOf, issue)


@maps(InstrumentRecord)
def map_instrument(scope: Scope, record: InstrumentRecord) -> None:
    """An instrument printed with the notice."""
    target, iri = scope.target, scope.part(record.part)
    target.type(iri, GB.Instrument, GB.Document)
    target.label(iri, record.title)
    target.text(iri, DCTERMS.title, record.title)
    target.text(iri, GB.documentType, record.document_type)
    target.text(iri, GB.jurisdiction, scope.jurisdiction)
    target.link(iri, DCTERMS.isPartOf, scope.iri)
    target.link(scope.iri, GB.attaches, iri)
    scope.read(iri, record)


@maps(AnnexRecord)
def map_annex(scope: Scope, record: AnnexRecord) -> None:
    """An annex, printed or only announced."""
    target, iri = scope.target, scope.part(record.part)
    target.type(iri, GB.Annex)
    target.label(iri, f"{record.label} {record.title}".strip())
    target.text(iri, GB.annexLabel, record.label)
    target.text(iri, DCTERMS.title, record.title)
    target.integer(iri, GB.ordinal, record.ordinal)
    target.flag(iri, GB.printed, record.printed)
    if record.head_only:
        target.flag(iri, GB.headOnly, True)
    target.link(iri, DCTERMS.isPartOf, scope.iri)
    target.link(scope.iri, GB.hasAnnex, iri)
    scope.read(iri, record)


@maps(ProvisionRecord)
def map_provision(scope: Scope, record: ProvisionRecord) -> None:
    """A chapter, article, paragraph or numbered item."""
    target, iri = scope.target, scope.part(record.part)
    target.type(iri, GB.Provision)
    target.label(iri, f"{record.number} {record.heading or shorten(record.text)}".strip())
    target.text(iri, GB.number, record.number)
    target.integer(iri, GB.ordinal, record.ordinal if record.ordinal > 0 else None)
    target.text(iri, GB.provisionKind, record.kind)
    target.text(iri, GB.heading, record.heading)
    target.text(iri, GB.text, record.text or record.number)
    target.link(iri, DCTERMS.isPartOf, scope.part(record.parent))
    scope.read(iri, record)


_CLAUSES = {"effect": "施行", "validity": "有效期", "interpretation": "解释", "repeal": "废止"}


@maps(ClauseRecord)
def map_clause(scope: Scope, record: ClauseRecord) -> None:
    """A clause of force: a node with its lines, and what it says on the document or instrument."""
    target = scope.target
    subject = scope.part(record.part)
    iri = scope.numbered("clause")
    target.type(iri, GB.Clause)
    target.label(iri, f"{_CLAUSES[record.kind]}：{shorten(record.text)}")
    target.text(iri, GB.clauseKind, record.kind)
    target.text(iri, GB.text, record.text)
    target.link(iri, DCTERMS.isPartOf, subject)
    scope.read(iri, record)
    for place in (iri, subject):
        if record.kind in ("effect", "validity"):
            target.text(place, GB.effectText, record.text)
        target.date(place, ELI.first_date_entry_in_force, record.effective)
        target.duration(place, GB.validity, record.validity)
        target.date(place, ELI.date_no_longer_in_force, record.expires)
        if record.unit:
            target.link(place, GB.interpretedBy, scope.unit(record.unit))
    if record.unit:
        _interpretation(scope, record, subject)


def _interpretation(scope: Scope, record: ClauseRecord, subject: str) -> None:
    """Who interprets a document is responsible for that."""
    target = scope.target
    matter = scope.identity.matter(scope.iri, record.part, "解释")
    target.type(matter, GB.Matter)
    name = f"解释《{record.part}》" if record.part else "解释本文件"
    target.label(matter, name)
    target.text(matter, DCTERMS.title, name)
    scope.read(matter, record)
    assert record.unit is not None
    unit = scope.unit(record.unit)
    iri = scope.identity.responsibility(matter, "interprets", record.unit)
    target.type(iri, GB.Responsibility)
    target.label(iri, f"{record.unit}：{name}")
    target.link(iri, GB.matter, matter)
    target.link(iri, GB.assignee, unit)
    target.text(iri, GB.assigneeText, record.unit)
    target.link(iri, GB.role, GBR.interprets)
    scope.read(iri, record)
