"""Audit findings about an entity, from the audit of the day where it is known.

An audit takes longer than a reader of a page waits: a page shows what the audit of the day found where that
is known (the audit's own page computes it once for each content of the store), and else leads there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import current_app

from api import audits
from api.marks import evidence_marks
from api.service import service
from queries import reviews
from queries.audit import Finding

_INDEX = "gongbao.findings"


@dataclass(frozen=True, slots=True)
class _Index:
    """The findings of one audit by the nodes and documents that prove them."""

    of: list[Finding]
    by_node: dict[str, list[Finding]]


def about(iris: Collection[str], on: date) -> tuple[list[Finding], bool]:
    """The findings that one of ``iris`` (documents, matters, other nodes) proves, as reviewers left them, and
    whether the audit of the day is still to be made."""
    known = audits.findings_known(on)
    if known is None:
        return [], True
    index = _index(known)
    found = {one.id: one for iri in iris for one in index.get(iri, ())}
    if not found:
        return [], False
    store = service().store
    judged, _ = reviews.judged(list(found.values()), reviews.last_audit(store), reviews.reviews(store))
    return judged, False


def shown(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """Findings for a template, with the printed lines of their proof as source marks."""
    listed = list(findings)
    proofs = [[e.as_dict() for e in one.evidence] for one in listed]
    marks = iter(
        evidence_marks(service().store, service().addresses, [e for several in proofs for e in several])
    )
    return [
        {
            "id": one.id,
            "severity": one.severity,
            "state": one.state,
            "zh": one.message_zh,
            "en": one.message_en,
            "marks": [mark for mark in (next(marks) for _ in several) if mark],
        }
        for one, several in zip(listed, proofs, strict=True)
    ]


def _index(known: list[Finding]) -> dict[str, list[Finding]]:
    index: _Index | None = current_app.extensions.get(_INDEX)
    if index is None or index.of is not known:
        by_node: dict[str, list[Finding]] = {}
        for one in known:
            nodes = {*one.nodes, *(e.document for e in one.evidence)}
            # A responsibility is about its matter, whose path it continues by a role and a name.
            nodes |= {node.rsplit("/", 2)[0] for node in one.nodes if "/matter/" in node}
            for node in nodes:
                by_node.setdefault(node, []).append(one)
        index = current_app.extensions[_INDEX] = _Index(known, by_node)
    return index.by_node
