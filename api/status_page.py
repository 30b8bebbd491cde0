"""What is loaded, for people: from which files, with what problems, how much; what was there before."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template, request

from api import graph_text as gt
from api import listing
from api.addresses import SOURCE, SourceMark
from api.generation import generations, made_at
from api.language import current_language
from api.problems import TooLarge
from api.service import Service, service
from api.terms import term_name
from ontology.namespaces import GB

blueprint = Blueprint("status_page", __name__)

_SOURCES_LIMIT = 100_000
_GENERATIONS_SHOWN = 20
_PROBLEMS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was read: what it holds, how long it is, how many problems it had."""

    iri: str
    file: str
    href: str | None
    lines: int
    digest: str
    graph: str
    graph_href: str | None
    problems: int


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """What could not be read in a file: in words, and where."""

    text: str
    place: str
    href: str | None


@blueprint.get("/status")
def show() -> str:
    """The page; ``q`` narrows the files by name, ``problems=1`` to those that had any, ``page`` turns."""
    one, language = service(), current_language()
    words = request.args.get("q", "").strip().lower()
    if len(words) > one.settings.max_question_chars:
        raise TooLarge("文件名", "name of a file", one.settings.max_question_chars)
    only = request.args.get("problems") == "1"
    every = one.per_generation("sources", lambda: _sources(one))
    chosen = [
        source
        for source in every
        if (not only or source.problems) and (words in source.file.lower() or words in source.graph.lower())
    ]
    number, size = listing.page_number(), one.settings.page_size
    shown = chosen[(number - 1) * size : number * size]
    classes = [(term_name(str(GB) + name, language), count) for name, count in one.counts().items()]
    return render_template(
        "status.html",
        generation=one.store.generation,
        made=made_at(one.store),
        triples=sum(one.graphs().values()),
        total=len(every),
        lines=sum(source.lines for source in every),
        with_problems=sum(1 for source in every if source.problems),
        classes=sorted(classes, key=lambda pair: (-pair[1], pair[0])),
        sources=shown,
        problems=_problems(one, [source.iri for source in shown if source.problems], language),
        pages=listing.Pages(number, size, len(chosen)),
        words=request.args.get("q", "").strip(),
        only=only,
        only_href=listing.with_changes(problems=None if only else "1"),
        generations=generations(one.store)[:_GENERATIONS_SHOWN],
        limit=_SOURCES_LIMIT,
    )


def _sources(one: Service) -> list[SourceFile]:
    """The files of this generation by name, up to a limit; two queries."""
    problems = {
        gt.text(row["source"]): int(gt.text(row["n"]))
        for row in one.store.rows(
            f"""{gt.prologue()} SELECT ?source (COUNT(DISTINCT ?problem) AS ?n) WHERE {{
              ?problem rdf:type gb:Problem ; dcterms:isPartOf ?source }} GROUP BY ?source"""
        )
        if "source" in row
    }
    query = f"""{gt.prologue()}
        SELECT ?source ?file ?lines ?sha ?g ?name WHERE {{
          GRAPH ?g {{ ?source rdf:type gb:Source ; gb:sourceFile ?file ; gb:lineCount ?lines
                      OPTIONAL {{ ?source gb:sha256 ?sha }} OPTIONAL {{ ?g rdfs:label ?name }} }}
        }} ORDER BY ?file ?source LIMIT {_SOURCES_LIMIT}"""
    found: dict[str, SourceFile] = {}
    for row in one.store.rows(query):
        iri, graph = gt.text(row["source"]), gt.text(row["g"])
        found.setdefault(
            iri,
            SourceFile(
                iri,
                gt.text(row["file"]),
                one.addresses.href(iri),
                int(gt.text(row["lines"])),
                gt.text(row.get("sha")),
                gt.text(row.get("name")) or one.addresses.local(graph) or graph,
                one.addresses.href(graph),
                problems.get(iri, 0),
            ),
        )
    return list(found.values())


def _problems(one: Service, sources: list[str], language: str) -> dict[str, list[SourceProblem]]:
    """The first problems of each of ``sources``; one query."""
    if not sources:
        return {}
    query = f"""{gt.prologue()}
        SELECT DISTINCT ?source ?line ?text WHERE {{
          {gt.values("source", sources)}
          ?problem dcterms:isPartOf ?source ; rdf:type gb:Problem ; gb:problemText ?text .
          OPTIONAL {{ ?problem gb:firstLine ?line }}
        }} ORDER BY ?source ?line"""
    found: dict[str, list[SourceProblem]] = {}
    for row in one.store.rows(query):
        iri = gt.text(row["source"])
        listed = found.setdefault(iri, [])
        if len(listed) < _PROBLEMS_SHOWN:
            line = int(gt.text(row["line"])) if "line" in row else 0
            mark = SourceMark((one.addresses.local(iri) or "").removeprefix(SOURCE), line, line)
            zh, slash, en = gt.text(row["text"]).partition(" / ")
            text = en if slash and language == "en" else zh
            listed.append(SourceProblem(text, mark.text if line else mark.file, mark.href if line else None))
    return found
