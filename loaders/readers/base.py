"""What readers share: the context of a document, and the places in it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar

from loaders.documents import DocumentText
from loaders.parts import Part, Structure
from loaders.records import ProvisionRecord, Record, Span
from loaders.source import SourceText

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Context:
    """A document with its structure and provisions, as every reader gets it.

    ``marks`` are the offsets at which provisions and parts begin, ``paths`` their paths.
    """

    document: DocumentText
    structure: Structure
    provisions: tuple[ProvisionRecord, ...]
    marks: tuple[int, ...]
    paths: tuple[str, ...]

    @property
    def source(self) -> SourceText:
        """The text the document stands in."""
        return self.document.source

    @property
    def text(self) -> str:
        """The logical text of the whole source; offsets count in it."""
        return self.document.source.text

    def path_at(self, offset: int) -> str:
        """The path of the innermost provision, or the part, in which ``offset`` stands."""
        index = bisect_right(self.marks, offset) - 1
        return self.paths[index] if index >= 0 else ""

    def part_at(self, offset: int) -> Part:
        """The notice, instrument or annex in which ``offset`` stands."""
        return self.structure.at(self.source.block_at(offset))

    def span(self, start: int, end: int) -> Span:
        """The source lines of the text between two offsets."""
        return self.source.span(start, end)


def make_context(
    document: DocumentText, structure: Structure, provisions: Sequence[tuple[int, ProvisionRecord]]
) -> Context:
    """The context of a document of the given structure and provisions (with their offsets)."""
    blocks = document.source.blocks
    marks = [(blocks[part.first].start, 0, part.path) for part in structure.parts]
    articles = {p.part for _, p in provisions if p.kind == "条"}
    # The first paragraph of an article begins where the article does: the article stands for it.
    first_paragraphs = {f"{article}/1" for article in articles}
    for start, provision in provisions:
        if provision.part not in first_paragraphs:
            marks.append((start, 1, provision.part))
    for part in structure.parts:
        # Behind the signature nothing belongs to the last provision.
        if (
            part.kind == "notice"
            and document.signature is not None
            and part.body + 1 < document.signature < part.end
        ):
            marks.append((blocks[document.signature].start, 0, part.path))
    marks.sort()
    return Context(
        document,
        structure,
        tuple(provision for _, provision in provisions),
        tuple(mark for mark, _, _ in marks),
        tuple(path for _, _, path in marks),
    )


def per_context(find: Callable[[Context], Iterable[Found]]) -> Callable[[Context], Sequence[Found]]:
    """Keep what ``find`` gives for the context it was last asked about: several readers ask the same."""
    last: list[tuple[Context, Sequence[Found]]] = []

    @wraps(find)
    def kept(context: Context) -> Sequence[Found]:
        for known, found in last:
            if known is context:
                return found
        found = tuple(find(context))
        last[:] = [(context, found)]
        return found

    return kept


Reader = Callable[[Context], Iterable[Record]]
