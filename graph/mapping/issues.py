"""Issues, tables of contents and source files → quads."""

from __future__ import annotations

from graph.mapping.scope import Scope
from graph.mapping.target import Target
from loaders.records import Reading, Span
from ontology.namespaces import DCTERMS, GB

SEGMENT_LINES = 100


def map_source(target: Target, reading: Reading) -> None:
    """The source file: its name and checksum, its lines in segments, what could not be read."""
    source = target.source
    target.type(source, str(GB.Source))
    target.label(source, reading.source)
    target.text(source, str(GB.sourceFile), reading.source)
    target.text(source, str(GB.sha256), reading.sha256)
    target.integer(source, str(GB.lineCount), len(reading.lines))
    for first in range(0, len(reading.lines), SEGMENT_LINES):
        last = min(first + SEGMENT_LINES, len(reading.lines))
        segment = f"{source}#line={first},{last}"
        target.type(segment, str(GB.SourceSegment))
        target.integer(segment, str(GB.firstLine), first + 1)
        target.integer(segment, str(GB.lastLine), last)
        # An empty text is a text: lines count.
        target.text(segment, str(GB.text), "\n".join(reading.lines[first:last]) or "\n")
        target.link(segment, str(DCTERMS.isPartOf), source)
    for number, problem in enumerate(reading.problems, 1):
        iri = f"{source}/problem/{number}"
        target.type(iri, str(GB.Problem))
        target.label(iri, problem.reason)
        target.text(iri, str(GB.problemText), problem.reason)
        target.text(iri, str(GB.severity), problem.severity)
        target.integer(iri, str(GB.firstLine), problem.line or None)
        target.link(iri, str(DCTERMS.isPartOf), source)
    for line, text in reading.running_heads:
        iri = f"{source}/head/{line}"
        target.type(iri, str(GB.RunningHead))
        target.label(iri, text)
        target.lines(iri, Span(line, line))
        target.link(iri, str(DCTERMS.isPartOf), source)


def map_issue(scope: Scope, reading: Reading, documents: dict[str, str]) -> None:
    """The issue and its table of contents. ``documents`` gives the IRI of each printed document
    by its number and by its title."""
    issue = reading.issue
    if issue is None:
        return
    target, iri = scope.target, scope.iri
    target.type(iri, str(GB.Issue))
    target.label(iri, issue.title)
    target.text(iri, str(DCTERMS.title), issue.title)
    target.integer(iri, str(GB.year), issue.year)
    target.integer(iri, str(GB.issueNumber), issue.number)
    target.integer(iri, str(GB.totalNumber), issue.total_number)
    target.date(iri, str(DCTERMS.issued), issue.issued)
    target.text(iri, str(GB.jurisdiction), issue.jurisdiction)
    target.text(iri, str(GB.sourceFile), reading.source)
    target.lines(iri, issue.span)
    if issue.publisher:
        target.link(iri, str(DCTERMS.publisher), scope.unit(issue.publisher))
    for entry in issue.toc:
        node = f"{iri}/toc/{entry.ordinal}"
        target.type(node, str(GB.TocEntry))
        target.label(node, entry.title)
        target.text(node, str(DCTERMS.title), entry.title)
        target.text(node, str(GB.documentNumber), entry.document_number)
        target.text(node, str(GB.registrationNumber), entry.registration_number)
        target.text(node, str(GB.heading), entry.heading)
        target.integer(node, str(GB.page), entry.page)
        target.integer(node, str(GB.ordinal), entry.ordinal)
        target.link(node, str(DCTERMS.isPartOf), iri)
        target.lines(node, entry.span)
        target.link(node, str(GB.refersTo), documents.get(entry.title) or documents.get(entry.document_number or ""))


