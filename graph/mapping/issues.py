"""Issues, tables of contents and source files → quads."""

from __future__ import annotations

from graph.mapping.scope import Scope
from graph.mapping.target import Target
from graph.mapping.vocabulary import DCTERMS, GB
from loaders.records import Reading, Span

SEGMENT_LINES = 100


def map_source(target: Target, reading: Reading) -> None:
    """The source file: its name and checksum, its lines in segments, what could not be read."""
    source = target.source
    target.type(source, GB.Source)
    target.label(source, reading.source)
    target.text(source, GB.sourceFile, reading.source)
    target.text(source, GB.sha256, reading.sha256)
    target.integer(source, GB.lineCount, len(reading.lines))
    for first in range(0, len(reading.lines), SEGMENT_LINES):
        last = min(first + SEGMENT_LINES, len(reading.lines))
        segment = f"{source}#line={first},{last}"
        target.type(segment, GB.SourceSegment)
        target.integer(segment, GB.firstLine, first + 1)
        target.integer(segment, GB.lastLine, last)
        # An empty text is a text: lines count.
        target.text(segment, GB.text, "\n".join(reading.lines[first:last]) or "\n")
        target.link(segment, DCTERMS.isPartOf, source)
    for number, problem in enumerate(reading.problems, 1):
        iri = f"{source}/problem/{number}"
        target.type(iri, GB.Problem)
        target.label(iri, problem.reason)
        target.text(iri, GB.problemText, problem.reason)
        target.text(iri, GB.severity, problem.severity)
        target.integer(iri, GB.firstLine, problem.line or None)
        target.link(iri, DCTERMS.isPartOf, source)
    for line, text in reading.running_heads:
        iri = f"{source}/head/{line}"
        target.type(iri, GB.RunningHead)
        target.label(iri, text)
        target.lines(iri, Span(line, line))
        target.link(iri, DCTERMS.isPartOf, source)


def map_issue(scope: Scope, reading: Reading, documents: dict[str, str]) -> None:
    """The issue and its table of contents. ``documents`` gives the IRI of each printed document
    by its number and by its title."""
    issue = reading.issue
    if issue is None:
        return
    target, iri = scope.target, scope.iri
    target.type(iri, GB.Issue)
    target.label(iri, issue.title)
    target.text(iri, DCTERMS.title, issue.title)
    target.integer(iri, GB.year, issue.year)
    target.integer(iri, GB.issueNumber, issue.number)
    target.integer(iri, GB.totalNumber, issue.total_number)
    target.date(iri, DCTERMS.issued, issue.issued)
    target.text(iri, GB.jurisdiction, issue.jurisdiction)
    target.text(iri, GB.sourceFile, reading.source)
    target.lines(iri, issue.span)
    if issue.publisher:
        target.link(iri, DCTERMS.publisher, scope.unit(issue.publisher))
    for entry in issue.toc:
        node = f"{iri}/toc/{entry.ordinal}"
        target.type(node, GB.TocEntry)
        target.label(node, entry.title)
        target.text(node, DCTERMS.title, entry.title)
        target.text(node, GB.documentNumber, entry.document_number)
        target.text(node, GB.registrationNumber, entry.registration_number)
        target.text(node, GB.heading, entry.heading)
        target.integer(node, GB.page, entry.page)
        target.integer(node, GB.ordinal, entry.ordinal)
        target.link(node, DCTERMS.isPartOf, iri)
        target.lines(node, entry.span)
        target.link(
            node, GB.refersTo, documents.get(entry.title) or documents.get(entry.document_number or "")
        )
