"""The fields of the full-text index (tantivy), and how an entry becomes one of its documents."""

from __future__ import annotations

from pathlib import Path

import tantivy

from graph.fulltext.entries import Entry
from graph.fulltext.folding import fold

BODY = "body"
FACETS = {"city": "city", "year": "year", "type": "type", "kind": "kind"}
_CHARACTERS = "characters"


def schema() -> tantivy.Schema:
    """``body``: the folded text, a token a character; filters as they are; ``shown``: the entry itself."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field(BODY, tokenizer_name=_CHARACTERS, index_option="position")
    for name in ("graph", "document"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("city", "type", "kind"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_integer_field("year", indexed=True, fast=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_bytes_field("shown", stored=True)
    return builder.build()


def opened(folder: Path, *, create: bool = False) -> tantivy.Index:
    """The index in ``folder``; with ``create`` a new one. Raises ValueError where there is none."""
    index = tantivy.Index(schema(), path=str(folder)) if create else tantivy.Index.open(str(folder))
    characters = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.regex(r"\S")).build()
    index.register_tokenizer(_CHARACTERS, characters)
    return index


def indexed(entry: Entry, graph: str) -> tantivy.Document:
    """``entry`` of the named graph ``graph`` as the index takes it."""
    document = tantivy.Document()
    document.add_text(BODY, fold(entry.text))
    for name, value in (
        ("graph", graph),
        ("document", entry.document),
        ("city", entry.city),
        ("type", entry.type),
        ("kind", entry.kind),
    ):
        document.add_text(name, value)
    document.add_integer("year", entry.year)
    document.add_integer("day", int(entry.date.replace("-", "") or entry.year * 10_000))
    document.add_bytes("shown", entry.dump())
    return document
