"""Figures of tables, registration codes and quantities → quads."""

from __future__ import annotations

import re

from graph.mapping.documents import shorten
from graph.mapping.registry import maps
from graph.mapping.scope import Scope
from graph.mapping.vocabulary import DCTERMS, GB
from loaders.records import QuantityRecord, RegistrationCodeRecord, TargetRecord

_TOTAL = re.compile(r"^(?:合|总|小)计$")


@maps(TargetRecord)
def map_target(scope: Scope, record: TargetRecord) -> None:
    """A figure of a table for a unit."""
    target = scope.target
    iri = scope.numbered("target")
    target.type(iri, GB.Target)
    target.label(iri, f"{record.unit_text} {record.measure} {record.value}{record.value_unit or ''}")
    target.text(iri, GB.unitText, record.unit_text)
    if not record.is_total and not _TOTAL.match(record.unit_text):
        target.link(iri, GB.forUnit, scope.unit(record.unit_text))
    target.text(iri, GB.measure, record.measure)
    target.decimal(iri, GB.value, record.value)
    target.text(iri, GB.valueUnit, record.value_unit)
    target.flag(iri, GB.isTotal, record.is_total)
    target.integer(iri, GB.ordinal, record.ordinal)
    target.link(iri, DCTERMS.isPartOf, scope.part(record.part))
    scope.read(iri, record)


@maps(RegistrationCodeRecord)
def map_code(scope: Scope, record: RegistrationCodeRecord) -> None:
    """The code under which a body's binding rules are registered."""
    target = scope.target
    iri = scope.numbered("code")
    target.type(iri, GB.RegistrationCode)
    target.label(iri, f"{record.unit_text} {record.code_pattern}")
    target.integer(iri, GB.ordinal, record.ordinal)
    target.text(iri, GB.unitText, record.unit_text)
    target.link(iri, GB.forUnit, scope.unit(record.unit_text))
    target.text(iri, GB.codePattern, record.code_pattern)
    target.link(iri, DCTERMS.isPartOf, scope.part(record.part))
    scope.read(iri, record)


@maps(QuantityRecord)
def map_quantity(scope: Scope, record: QuantityRecord) -> None:
    """A quantity stated in a provision."""
    target = scope.target
    iri = scope.numbered("quantity")
    target.type(iri, GB.Quantity)
    target.label(iri, f"{record.text}（{shorten(record.context, 30)}）")
    target.text(iri, GB.quantityText, record.text)
    target.decimal(iri, GB.value, record.value)
    target.text(iri, GB.valueUnit, record.value_unit)
    target.text(iri, GB.bound, record.bound)
    target.text(iri, GB.context, record.context)
    target.link(iri, DCTERMS.isPartOf, scope.part(record.part))
    scope.read(iri, record)
