"""What people said of findings, and what the last audit found.

Both live in the store, in the named graph ``<base>audit/reviews``, each under a source of its own: loading,
replacing or withdrawing gazettes does not touch them, an export holds them, and every kind of store keeps
them. Going back to an earlier generation goes back to the reviews of then.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pyoxigraph as ox

from graph.store import REMARKS
from queries.audit import Finding, with_states
from queries.parameters import GB

if TYPE_CHECKING:
    from graph.store import Store

STATES = ("accepted", "rejected", "fixed")
_LAST = "last-audit"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_XSD_DATE = ox.NamedNode("http://www.w3.org/2001/XMLSchema#date")


@dataclass(frozen=True, slots=True)
class Review:
    """What a reviewer said of the finding ``finding``: ``state`` ∈ accepted rejected fixed, a remark, who
    and when."""

    finding: str
    state: str
    remark: str = ""
    reviewer: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """A finding of an earlier audit: its id and what it said."""

    id: str
    message_zh: str
    message_en: str

    def as_dict(self) -> dict[str, str]:
        """As plain JSON values."""
        return {"id": self.id, "message_zh": self.message_zh, "message_en": self.message_en}


def reviews(store: Store) -> dict[str, Review]:
    """All reviews by finding id."""
    rows = store.rows(
        f"""PREFIX gb: <{GB}>
        SELECT ?id ?state ?remark ?who ?on WHERE {{ GRAPH <{store.base}{REMARKS}> {{
          ?review a gb:Review ; gb:findingId ?id ; gb:reviewState ?state
          OPTIONAL {{ ?review gb:reviewRemark ?remark }} OPTIONAL {{ ?review gb:reviewerName ?who }}
          OPTIONAL {{ ?review gb:reviewedOn ?on }} }} }}"""
    )
    found = {}
    for row in rows:
        text = {name: term.value for name, term in row.items()}
        on = date.fromisoformat(text["on"]) if "on" in text else None
        found[text["id"]] = Review(text["id"], text["state"], text.get("remark", ""), text.get("who", ""), on)
    return found


def save(store: Store, given: Sequence[Review]) -> None:
    """Keep reviews, each in place of an earlier one of the same finding; an empty state withdraws it.

    Raises ValueError for a state that is none, and the store's errors.
    """
    for one in given:
        if one.state and one.state not in STATES:
            raise ValueError(one.state)
    graph = store.base + REMARKS
    with store.change("review") as change:
        for one in given:
            if one.state:
                change.put(graph, one.finding, _quads(graph, _described(store.base, one)))
            else:
                change.remove(graph, one.finding)


def last_audit(store: Store) -> dict[str, Known]:
    """What the last recorded audit found, by id; empty where there was none."""
    rows = store.rows(
        f"""PREFIX gb: <{GB}> PREFIX rdfs: <{_RDFS}>
        SELECT ?id ?zh ?en WHERE {{ GRAPH <{store.base}{REMARKS}> {{
          ?finding a gb:KnownFinding ; gb:findingId ?id ; rdfs:label ?zh , ?en
          FILTER(LANG(?zh) = "zh" && LANG(?en) = "en") }} }}"""
    )
    found = (Known(row["id"].value, row["zh"].value, row["en"].value) for row in rows)
    return {one.id: one for one in found}


def record(store: Store, findings: Iterable[Finding]) -> None:
    """Remember ``findings`` as what this audit found; the next one compares itself with them."""
    graph = store.base + REMARKS
    triples: list[tuple[str, str, ox.NamedNode | ox.Literal]] = []
    for one in findings:
        node = f"{store.base}audit/known/{one.id}"
        triples += [
            (node, _TYPE.value, ox.NamedNode(f"{GB}KnownFinding")),
            (node, f"{GB}findingId", ox.Literal(one.id)),
            (node, f"{_RDFS}label", ox.Literal(one.message_zh, language="zh")),
            (node, f"{_RDFS}label", ox.Literal(one.message_en, language="en")),
        ]
    with store.change("audit") as change:
        change.put(graph, _LAST, _quads(graph, triples))


def judged(
    findings: Sequence[Finding], before: Mapping[str, Known], said: Mapping[str, Review]
) -> tuple[list[Finding], list[Known]]:
    """The findings with their states, and what an earlier audit found and this one does not.

    A finding is what its reviewer said; else ``open`` where the audit ``before`` had it, else ``new``.
    """
    states = {one.id: ("open", "") for one in findings if one.id in before}
    states |= {one.finding: (one.state, one.remark) for one in said.values()}
    now = {one.id for one in findings}
    return with_states(findings, states), [one for key, one in sorted(before.items()) if key not in now]


def _described(base: str, one: Review) -> list[tuple[str, str, ox.NamedNode | ox.Literal]]:
    node = f"{base}audit/review/{one.finding}"
    triples: list[tuple[str, str, ox.NamedNode | ox.Literal]] = [
        (node, _TYPE.value, ox.NamedNode(f"{GB}Review")),
        (node, f"{_RDFS}label", ox.Literal(f"{one.finding} {one.state}")),
        (node, f"{GB}findingId", ox.Literal(one.finding)),
        (node, f"{GB}reviewState", ox.Literal(one.state)),
    ]
    if one.remark:
        triples.append((node, f"{GB}reviewRemark", ox.Literal(one.remark)))
    if one.reviewer:
        triples.append((node, f"{GB}reviewerName", ox.Literal(one.reviewer)))
    if one.on:
        triples.append((node, f"{GB}reviewedOn", ox.Literal(one.on.isoformat(), datatype=_XSD_DATE)))
    return triples


def _quads(graph: str, triples: Iterable[tuple[str, str, ox.NamedNode | ox.Literal]]) -> bytes:
    name = ox.NamedNode(graph)
    quads = [ox.Quad(ox.NamedNode(s), ox.NamedNode(p), o, name) for s, p, o in triples]
    return ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
