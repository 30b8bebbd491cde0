"""A file → everything read from it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from loaders import source as source_text
from loaders.documents import DocumentText, find_documents
from loaders.errors import UnreadableFile
from loaders.flat_tables import rows_at
from loaders.formats import expand, is_archive, read_lines, readers
from loaders.formats.base import Lines
from loaders.issue import FrontMatter, read_front_matter
from loaders.parts import read_provisions, read_structure
from loaders.readers import all_readers
from loaders.readers.base import make_context
from loaders.records import DocumentRecord, PostHoldingRecord, Problem, Reading, Record
from loaders.source import SourceText, compact


def read_file(path: Path) -> Reading:
    """Everything read from the file at ``path``.

    Raises UnreadableFile (with file, line and reason) where the file is empty, binary,
    in no known encoding or format, or holds no document; OSError where it cannot be opened.
    """
    return _read(path.name, read_lines(path))


def is_readable(path: Path) -> bool:
    """Whether a file is of a format that can be read, by its suffix."""
    return path.suffix.lower() in readers() or is_archive(path)


def read_files(path: Path) -> Iterator[tuple[str, Reading | UnreadableFile]]:
    """Everything read from a file, or from each member of an archive, with the name of each; a file that
    cannot be read comes as its error.

    Raises UnreadableFile where an archive as a whole cannot be read, OSError where the file cannot be opened.
    """
    for name, lines in expand(path):
        if isinstance(lines, UnreadableFile):
            yield name, lines
            continue
        try:
            yield name, _read(name, lines)
        except UnreadableFile as error:
            yield name, error


def _read(name: str, lines: Lines) -> Reading:
    source = source_text.build(name.rpartition("/")[2], lines.lines, lines.pages, lines.begins)
    sha256 = hashlib.sha256("\n".join(lines.lines).encode()).hexdigest()
    reading = read_source(source, sha256)
    problems = [Problem(name, line, reason) for line, reason in lines.problems]
    return replace(reading, problems=(*problems, *reading.problems))


def read_source(source: SourceText, sha256: str) -> Reading:
    """Everything read from a source text; ``sha256`` is of its lines.

    Raises UnreadableFile where it holds no document.
    """
    if not source.blocks:
        raise UnreadableFile(source.name, "文件中没有文字 / the file has no text")
    front = read_front_matter(source)
    jurisdiction = front.issue.jurisdiction if front.issue else "-"
    documents = find_documents(source, front.end, jurisdiction)
    if not documents:
        raise UnreadableFile(
            source.name,
            "不是公报或公文：找不到标题、文号或落款 / no gazette: no title, number or signature found",
            1,
        )
    return Reading(
        source=source.name,
        sha256=sha256,
        lines=source.lines,
        issue=front.issue,
        documents=tuple(_document(document) for document in documents),
        problems=tuple(_problems(source, front, documents)),
        running_heads=source.running_heads,
    )


def _document(document: DocumentText) -> DocumentRecord:
    structure = read_structure(document)
    rows = rows_at(make_context(document, structure, ()))
    provisions = [
        (at, provision)
        for at, provision in read_provisions(document, structure)
        if not any(first <= provision.span.first <= last for first, last in rows)
    ]
    context = make_context(document, structure, provisions)
    facts: list[Record] = [*structure.instruments, *structure.annexes, *context.provisions]
    for read in all_readers():
        facts.extend(read(context))
    facts = _without_repeats(facts)
    facts.sort(key=lambda record: (record.span.first, record.span.last))
    source = document.source
    first = source.blocks[document.first].first
    return DocumentRecord(
        span=source.span(document.start, document.stop),
        title=document.title,
        jurisdiction=document.jurisdiction,
        number=document.number,
        registration_number=document.registration_number,
        document_type=document.document_type,
        issuers=document.issuers,
        issued=document.issued,
        addressees=document.addressees,
        addressee_text=document.addressee_text,
        facts=tuple(facts),
        page=source.pages[first - 1] if source.pages else None,
    )


def _without_repeats(facts: list[Record]) -> list[Record]:
    """Two readers may read the same statement that somebody holds a post: it is kept once."""
    kept: list[Record] = []
    seen: set[tuple[str, str, int]] = set()
    for fact in facts:
        if isinstance(fact, PostHoldingRecord):
            key = (fact.person, fact.post_text, fact.span.first)
            if key in seen:
                continue
            seen.add(key)
        kept.append(fact)
    return kept


_ENDED = re.compile(r"[。；！？：:;.…”’）)】〕》」]$|[\d日号表版]$")


def _problems(source: SourceText, front: FrontMatter, documents: list[DocumentText]) -> list[Problem]:
    """What stands outside every document, documents that lack what every document has, documents
    that the table of contents promises, and an end in mid-sentence."""
    problems = list(_left_out(source))
    for block in source.blocks[front.end : documents[0].first]:
        if len(block.text) > 30:
            problems.append(
                Problem(source.name, block.first, "不属于任何文件的文字 / text that belongs to no document")
            )
    for document in documents:
        line = source.blocks[document.first].first
        if not document.title:
            problems.append(Problem(source.name, line, "文件没有标题 / a document without a title"))
        if document.issued is None:
            problems.append(
                Problem(
                    source.name, line, f"没有成文日期 / no date of issue: {document.number or document.title}"
                )
            )
    titles = {compact(document.title) for document in documents}
    numbers = {document.number for document in documents}
    for entry in front.issue.toc if front.issue else ():
        if compact(entry.title) not in titles and entry.document_number not in numbers:
            problems.append(
                Problem(
                    source.name,
                    entry.span.first,
                    f"目录所列文件未见 / in the table of contents but not found: {entry.title}",
                )
            )
    last = source.blocks[-1]
    if not last.is_row and len(last.text) > 30 and not _ENDED.search(last.text):
        problems.append(
            Problem(
                source.name,
                last.last,
                "文末句子不完整，文件可能被截断 / ends in mid-sentence, perhaps cut off",
            )
        )
    return problems


def _left_out(source: SourceText) -> Iterator[Problem]:
    """The furniture of flattened pages that was left out, counted line by line."""
    for line in dict.fromkeys(line for line, _ in source.furniture):
        size = sum(len(text) for at, text in source.furniture if at == line)
        yield Problem(
            source.name,
            line,
            f"略去网页导航、按钮等共 {size} 字 / page furniture left out: {size} characters",
        )
