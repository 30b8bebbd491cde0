"""The provisions of a document in the order of print, each with all that stands under it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from api import graph_text as gt
from graph.store import Store
from queries.compare import Block

_LIMIT = 5_000
_CHAPTERS = ("编", "章", "节")


@dataclass(frozen=True, slots=True)
class _Provision:
    iri: str
    parent: str
    number: str
    kind: str
    text: str
    line: int


def blocks(store: Store, iri: str) -> list[Block]:
    """The articles of a document or instrument, each with its paragraphs and items; where it has no articles,
    all its numbered provisions. One query, at most five thousand provisions."""
    query = f"""{gt.prologue()}
        SELECT DISTINCT ?p ?parent ?number ?kind ?text ?line WHERE {{
          {{ BIND({gt.iri(iri)} AS ?document) }} UNION {{ {gt.iri(iri)} gb:statedIn ?document }}
          ?p gb:statedIn ?document ; rdf:type gb:Provision ; gb:text ?text ; gb:firstLine ?line .
          FILTER(STRSTARTS(STR(?p), {gt.literal(iri + "/")}))
          OPTIONAL {{ ?p dcterms:isPartOf ?parent }} OPTIONAL {{ ?p gb:number ?number }}
          OPTIONAL {{ ?p gb:provisionKind ?kind }}
        }} LIMIT {_LIMIT}"""
    found: dict[str, _Provision] = {}
    for row in store.rows(query):
        own, parent, number, kind, text = (
            gt.text(row.get(name)) for name in ("p", "parent", "number", "kind", "text")
        )
        found[own] = _Provision(own, parent, number, kind, text, int(gt.text(row["line"])))
    ordered = sorted(found.values(), key=lambda one: (one.line, len(one.iri), one.iri))
    children: defaultdict[str, list[_Provision]] = defaultdict(list)
    for one in ordered:
        children[one.parent].append(one)
    if any(one.kind == "条" for one in ordered):
        heads = [one for one in ordered if one.kind == "条" or not _within_article(one, found)]
        return [
            Block(one.iri, _place(one, found), "\n".join(_lines(one, children)))
            for one in heads
            if one.kind not in _CHAPTERS and (one.kind == "条" or one.parent not in found)
        ]
    return [Block(one.iri, _place(one, found), one.text) for one in ordered if not _repeats(one, found)]


def _within_article(one: _Provision, found: dict[str, _Provision]) -> bool:
    above = found.get(one.parent)
    return above is not None and (above.kind == "条" or _within_article(above, found))


def _repeats(one: _Provision, found: dict[str, _Provision]) -> bool:
    """Whether this is a first paragraph, whose text the provision above it has too."""
    above = found.get(one.parent)
    return above is not None and one.kind == "款" and above.text == one.text


def _lines(one: _Provision, children: defaultdict[str, list[_Provision]]) -> list[str]:
    lines = [one.text]
    for child in children[one.iri]:
        below = _lines(child, children)
        if child.kind == "款":
            lines += below[1:] if child.text == one.text else below
        else:
            lines += [f"{child.number}{below[0]}", *below[1:]]
    return lines


def _place(one: _Provision, found: dict[str, _Provision]) -> str:
    """第三条; 二（一）2 where there are no articles."""
    chain = [one]
    while (above := found.get(chain[-1].parent)) is not None and len(chain) < 12:
        chain.append(above)
    return "".join(step.number for step in reversed(chain) if step.kind not in _CHAPTERS or step is one)
