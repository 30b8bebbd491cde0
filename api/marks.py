"""Source marks for many at once: where nodes, and pieces of evidence that name only a file, are printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from api import graph_text as gt
from api.addresses import SOURCE, Addresses, SourceMark
from graph.store import Store

_BATCH = 500


def marks(store: Store, addresses: Addresses, iris: Iterable[str]) -> dict[str, SourceMark]:
    """The first place each of the nodes ``iris`` was read from; nodes without one are left out."""
    wanted = sorted({iri for iri in iris if addresses.local(iri) is not None})
    found: dict[str, SourceMark] = {}
    for start in range(0, len(wanted), _BATCH):
        query = f"""{gt.prologue()}
            SELECT ?n ?quote WHERE {{
              {gt.values("n", wanted[start : start + _BATCH])} ?n prov:wasQuotedFrom ?quote
            }}"""
        for row in store.rows(query):
            node, mark = gt.text(row["n"]), addresses.mark(gt.text(row["quote"]))
            if mark and (node not in found or mark.first < found[node].first):
                found[node] = mark
    return found


def evidence_marks(
    store: Store, addresses: Addresses, evidence: Sequence[Mapping[str, Any]]
) -> list[SourceMark | None]:
    """Where each piece of evidence (``source`` base name, ``document`` IRI, lines) is in the source view.

    The source of that name in a graph that speaks of the document is meant; where no such graph is, the only
    source of that name. None where neither decides.
    """
    files = sorted({str(one.get("source", "")) for one in evidence} - {""})
    if not files:
        return [None for _ in evidence]
    listed = " ".join(gt.literal(file) for file in files)
    documents = sorted(
        {str(one["document"]) for one in evidence if addresses.local(str(one.get("document", "")))}
    )
    by_file: dict[str, set[str]] = {}
    query = f"""{gt.prologue()}
        SELECT DISTINCT ?source ?file WHERE {{
          VALUES ?file {{ {listed} }} ?source gb:sourceFile ?file ; rdf:type gb:Source
        }}"""
    for row in store.rows(query):
        by_file.setdefault(gt.text(row["file"]), set()).add(gt.text(row["source"]))
    by_document: dict[tuple[str, str], str] = {}
    if documents and any(len(sources) > 1 for sources in by_file.values()):
        query = f"""{gt.prologue()}
            SELECT DISTINCT ?source ?file ?document WHERE {{
              {gt.values("document", documents)}
              GRAPH ?g {{ ?document gb:sourceFile ?file . ?source gb:sourceFile ?file ; rdf:type gb:Source }}
            }}"""
        for row in store.rows(query):
            by_document[gt.text(row["document"]), gt.text(row["file"])] = gt.text(row["source"])
    return [_one(one, addresses, by_file, by_document) for one in evidence]


def _one(
    one: Mapping[str, Any],
    addresses: Addresses,
    by_file: Mapping[str, set[str]],
    by_document: Mapping[tuple[str, str], str],
) -> SourceMark | None:
    file = str(one.get("source", ""))
    known = by_file.get(file, set())
    source = by_document.get((str(one.get("document", "")), file)) or (
        next(iter(known)) if len(known) == 1 else None
    )
    local = addresses.local(source) if source else None
    if local is None or not local.startswith(SOURCE):
        return None
    return SourceMark(local[len(SOURCE) :], int(one["first_line"]), int(one["last_line"]))
