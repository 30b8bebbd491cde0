"""Namespace objects and prefixes: the only place where an IRI of a vocabulary is written in Python.

``GB.Document``, ``GBR.lead``, ``ELI.cites`` … are ``rdflib.URIRef``; W3C and Dublin Core vocabularies are the
namespaces that rdflib ships, which know their own terms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

from rdflib.namespace import (
    DCAT,
    DCTERMS,
    FOAF,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SDO,
    SH,
    SKOS,
    VOID,
    XSD,
    Namespace,
)

__all__ = [
    "DCAT",
    "DCTERMS",
    "DEFAULT_BASE",
    "ELI",
    "FOAF",
    "GB",
    "GBR",
    "GBS",
    "ORG",
    "OWL",
    "PREFIXES",
    "PROV",
    "RDF",
    "RDFS",
    "ROLES",
    "SCHEMA",
    "SH",
    "SKOS",
    "VOID",
    "XSD",
]

GB: Final = Namespace("https://w3id.org/gongbao/ns#")
GBR: Final = Namespace("https://w3id.org/gongbao/role/")
GBS: Final = Namespace("https://w3id.org/gongbao/shapes#")
ELI: Final = Namespace("http://data.europa.eu/eli/ontology#")
SCHEMA: Final = SDO

DEFAULT_BASE: Final = "https://w3id.org/gongbao/id/"
"""Base of every entity's IRI where the configuration names no other."""

PREFIXES: Final[Mapping[str, str]] = {
    "gb": str(GB),
    "gbr": str(GBR),
    "gbs": str(GBS),
    "id": DEFAULT_BASE,
    "eli": str(ELI),
    "org": str(ORG),
    "prov": str(PROV),
    "skos": str(SKOS),
    "dcterms": str(DCTERMS),
    "foaf": str(FOAF),
    "schema": str(SCHEMA),
    "dcat": str(DCAT),
    "void": str(VOID),
    "sh": str(SH),
    "owl": str(OWL),
    "rdfs": str(RDFS),
    "rdf": str(RDF),
    "xsd": str(XSD),
}
"""Prefix → IRI, for SPARQL prologues, Turtle and compact display."""


class _Roles(Mapping[str, str]):
    """Local name of a role → its Chinese name, read from ``roles.ttl`` on first use."""

    @cached_property
    def _names(self) -> dict[str, str]:
        from ontology.terms import list_roles

        return {role.name: role.label_zh for role in list_roles()}

    def __getitem__(self, key: str) -> str:
        return self._names[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


ROLES: Final[Mapping[str, str]] = _Roles()
"""The roles of a responsibility: local name in ``gbr:`` → Chinese name (``lead`` → 牵头单位)."""
