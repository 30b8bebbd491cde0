"""The names of the vocabulary as plain strings: a mapper uses them a million times."""

from __future__ import annotations

from ontology import namespaces


class Names:
    """``Names(base).term`` is ``base + "term"``, made once."""

    def __init__(self, base: str) -> None:
        """``base`` is the IRI of a namespace."""
        self._base = base

    def __getattr__(self, name: str) -> str:
        iri = f"{self._base}{name}"
        setattr(self, name, iri)
        return iri

    def __getitem__(self, name: str) -> str:
        return str(getattr(self, name))


GB = Names(str(namespaces.GB))
GBR = Names(str(namespaces.GBR))
DCTERMS = Names(str(namespaces.DCTERMS))
ELI = Names(str(namespaces.ELI))
FOAF = Names(str(namespaces.FOAF))
ORG = Names(str(namespaces.ORG))
PROV = Names(str(namespaces.PROV))
RDF = Names(str(namespaces.RDF))
RDFS = Names(str(namespaces.RDFS))
SKOS = Names(str(namespaces.SKOS))
XSD = Names(str(namespaces.XSD))
ROLES = namespaces.ROLES
