"""What is loaded, for people: counts, sources, graphs, what could not be read."""

from __future__ import annotations

from flask import Blueprint, render_template

from api import graph_text as gt
from api.addresses import SourceMark
from api.language import current_language
from api.service import service
from api.terms import term_name
from ontology.namespaces import GB

blueprint = Blueprint("status_page", __name__)

_SOURCES_LIMIT = 500
_PROBLEMS_LIMIT = 200


@blueprint.get("/status")
def show() -> str:
    """The page: classes with their numbers, the first sources, the first problems."""
    one, language = service(), current_language()
    classes = sorted(((term_name(str(GB) + name, language), number) for name, number in one.counts().items()))
    return render_template(
        "status.html",
        generation=one.store.generation,
        triples=sum(one.graphs().values()),
        classes=sorted(classes, key=lambda pair: (-pair[1], pair[0])),
        sources=_sources(),
        problems=_problems(),
        limit=_SOURCES_LIMIT,
    )


def _sources() -> list[dict[str, object]]:
    one = service()
    query = f"""{gt.prologue()}
        SELECT ?source ?file ?lines ?g ?name WHERE {{
          GRAPH ?g {{ ?source rdf:type gb:Source ; gb:sourceFile ?file ; gb:lineCount ?lines
                      OPTIONAL {{ ?g rdfs:label ?name }} }}
        }} ORDER BY ?file LIMIT {_SOURCES_LIMIT}"""
    return [
        {
            "file": gt.text(row["file"]),
            "href": one.addresses.href(gt.text(row["source"])),
            "lines": int(gt.text(row["lines"])),
            "graph": gt.text(row.get("name")) or one.addresses.local(gt.text(row["g"])) or gt.text(row["g"]),
            "graph_href": one.addresses.href(gt.text(row["g"])),
        }
        for row in one.store.rows(query)
    ]


def _problems() -> list[dict[str, object]]:
    one = service()
    query = f"""{gt.prologue()}
        SELECT ?source ?line ?text WHERE {{
          ?problem rdf:type gb:Problem ; gb:problemText ?text ; dcterms:isPartOf ?source .
          OPTIONAL {{ ?problem gb:firstLine ?line }}
        }} ORDER BY ?source ?line LIMIT {_PROBLEMS_LIMIT}"""
    found: list[dict[str, object]] = []
    for row in one.store.rows(query):
        local = one.addresses.local(gt.text(row["source"])) or ""
        line = int(gt.text(row["line"])) if "line" in row else 0
        mark = SourceMark(local.removeprefix("source/"), line, line)
        text = mark.text if line else mark.file
        found.append({"text": gt.text(row["text"]), "place": text, "href": mark.href if line else None})
    return found
