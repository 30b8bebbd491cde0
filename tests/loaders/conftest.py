"""Minimal printed documents around a body, so that a test shows only what it is about.

``context_of`` and ``facts_of`` wrap a body into a notice of 青山市人民政府办公室:

    line 1  青政办发〔2021〕3号
    line 2  the title
    line 3  各县区人民政府，市直各单位：
    line 4  the body …
    then    青山市人民政府办公室
            2021年3月5日

``behind`` is printed behind the signature: instruments, annexes, tables.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Protocol

import pytest

from loaders.documents import DocumentText, find_documents
from loaders.issue import read_front_matter
from loaders.parts import read_provisions, read_structure
from loaders.readers.base import Context, make_context
from loaders.reading import read_source
from loaders.records import Reading, Record
from loaders.source import build

TITLE = "青山市人民政府办公室关于做好有关工作的通知"
NUMBER = "青政办发〔2021〕3号"


def printed(body: str, behind: str = "", title: str = TITLE, number: str = NUMBER) -> str:
    """The lines of a whole notice."""
    signature = "青山市人民政府办公室\n2021年3月5日"
    return "\n".join(
        part for part in (number, title, "各县区人民政府，市直各单位：", body, signature, behind) if part
    )


def _documents(text: str) -> list[DocumentText]:
    source = build("qingshan.txt", text.split("\n"))
    front = read_front_matter(source)
    return find_documents(source, front.end, front.issue.jurisdiction if front.issue else "-")


def _context(body: str, behind: str = "", title: str = TITLE) -> Context:
    document = _documents(printed(body, behind, title))[0]
    structure = read_structure(document)
    return make_context(document, structure, read_provisions(document, structure))


class ContextOf(Protocol):
    def __call__(self, body: str, behind: str = "", title: str = TITLE) -> Context: ...


class FactsOf(Protocol):
    def __call__(self, reader: Any, body: str, behind: str = "", title: str = TITLE) -> list[Any]: ...


@pytest.fixture
def documents_of() -> Callable[[str], list[DocumentText]]:
    """The documents of a text given as one string."""
    return _documents


@pytest.fixture
def reading_of() -> Callable[[str], Reading]:
    """Everything read from a text given as one string."""

    def read(text: str) -> Reading:
        return read_source(build("qingshan.txt", text.split("\n")), "0" * 64)

    return read


@pytest.fixture
def context_of() -> ContextOf:
    """The context that readers get for a notice with the given body."""
    return _context


@pytest.fixture
def facts_of() -> FactsOf:
    """What one reader (a module with ``read``) finds in a notice with the given body."""

    def facts(reader: Any, body: str, behind: str = "", title: str = TITLE) -> list[Record]:
        found: Iterable[Record] = reader.read(_context(body, behind, title))
        return list(found)

    return facts
