"""Citations → quads: the mention, the document it names, and the short cut between the two."""

from __future__ import annotations

import re

from graph.mapping.registry import maps
from graph.mapping.scope import Scope
from graph.mapping.vocabulary import DCTERMS, ELI, GB
from loaders import lexicon
from loaders.records import CitationRecord

# Laws are made by the National People's Congress alone and are called 中华人民共和国…法 in full
# (立法法, 2023, article 10); texts often leave the country out.
_LAW = re.compile(r"(?!中华人民共和国)[\u4e00-\u9fff、]{1,30}(?:法典|(?<![办方做用算])法)")
_SHORTCUTS = {"basis": ELI.based_on, "repeals": ELI.repeals, "amends": ELI.amends}


@maps(CitationRecord)
def map_citation(scope: Scope, record: CitationRecord) -> None:
    """One mention of a document."""
    target = scope.target
    iri = scope.numbered("citation")
    cited = scope.iri if record.internal else cited_document(scope, record)
    target.type(iri, GB.Citation)
    target.label(iri, f"引用 {record.text}")
    target.link(iri, GB.citing, scope.iri)
    if record.part:
        target.link(iri, GB.citingPart, scope.part(record.part))
    target.link(iri, GB.cited, cited)
    target.text(iri, GB.citedTitle, record.title)
    target.text(iri, GB.citedNumber, record.number)
    target.text(iri, GB.citationText, record.text)
    target.text(iri, GB.issuerText, record.issuer)
    target.text(iri, GB.citedClause, record.clause)
    target.text(iri, GB.shortName, record.short_name)
    if record.target:
        target.link(iri, GB.citedProvision, scope.part(record.target))
    target.link(iri, GB.relation, GB[record.relation])
    if record.internal:
        target.flag(iri, GB.internal, True)
    else:
        target.link(scope.iri, ELI.cites, cited)
        if record.relation in _SHORTCUTS:
            target.link(scope.iri, _SHORTCUTS[record.relation], cited)
    scope.read(iri, record)


def cited_document(scope: Scope, record: CitationRecord) -> str:
    """The IRI of the document that a citation names, described as far as the citation does.

    An order (令第N号) promulgates a rule and does not name it: the title does. Else the number
    names the document, with the jurisdiction of whoever issued it.
    """
    target, identity = scope.target, scope.identity
    number, title = record.number, record.title
    by_title = record.title is not None and (number is None or "令第" in number)
    if by_title:
        title = full_name(record.title or "")
        jurisdiction = title_jurisdiction(title, record.issuer)
        iri = identity.document(jurisdiction, title)
    else:
        jurisdiction = (
            lexicon.number_jurisdiction(
                number or "", line=scope.jurisdiction, issuer=record.issuer or record.title
            )
            or "-"
        )
        iri = identity.document(jurisdiction, number or "")
    target.type(iri, GB.Document)
    target.label(iri, title or number or "")
    target.text(iri, DCTERMS.title, title)
    target.text(iri, GB.documentNumber, number)
    target.text(iri, GB.jurisdiction, jurisdiction)
    return iri


def full_name(title: str) -> str:
    """A law's title with the country before it (公司法 → 中华人民共和国公司法); any other title as it is."""
    return "中华人民共和国" + title if _LAW.fullmatch(title) else title


def title_jurisdiction(title: str, issuer: str | None = None) -> str:
    """The jurisdiction whose document a title names: of the issuer named beside it, or named in
    the title itself; ``-`` where neither tells."""
    for text in (issuer, title):
        if text and (division := lexicon.find_jurisdiction(text)):
            return lexicon.jurisdiction_name(division)
    return "-"
