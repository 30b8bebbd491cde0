"""Full-text search: what a reader types → ranked passages with their places, and counts to narrow by.

Words are parted by blanks and all must occur in one passage (a title, a provision, a block of other printed
lines); ``"…"`` keeps blanks inside a phrase together, ``-word`` excludes. A word matches where its characters
stand one after another, line breaks and padding aside, and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import tantivy

from graph.fulltext.entries import Entry
from graph.fulltext.folding import fold, tokens
from graph.fulltext.schema import BODY, FACETS

_WORD = re.compile(r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_MOST_WORDS = 12
_FACET_VALUES = 40
_SNIPPET = 160
_LEAD = 36
_FRAGMENTS = 3
_TITLE_BOOST = 2.0
SORTS = ("rank", "newest", "oldest")


@dataclass(frozen=True, slots=True)
class Words:
    """What was typed, taken apart: folded phrases that must occur and such that must not."""

    wanted: tuple[str, ...]
    unwanted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is narrowed to; several values of one field mean any of them.

    ``cities``, ``years``, ``types`` (文种) and ``kinds`` (``title``, ``provision``, ``lines``) as the index
    has them; ``documents`` are IRIs.
    """

    cities: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    types: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a snippet; ``hit`` where it is what was looked for."""

    text: str
    hit: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with its score and the parts of it around what was found.

    ``line`` is the line of the source on which the first hit stands, as far as the passage keeps its lines.
    """

    entry: Entry
    score: float
    snippet: tuple[Piece, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits; ``total`` counts all. ``facets``: field → (value, passages), most first, each counted
    without its own filter. ``alone``: where there is no hit, how many passages have each word by itself."""

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    alone: tuple[tuple[str, int], ...] = ()


def read_words(text: str) -> Words:
    """What ``text`` asks for; empty where it has nothing to look for. At most twelve words are read."""
    wanted: list[str] = []
    unwanted: list[str] = []
    for found in _WORD.finditer(fold(text)):
        word = (found["phrase"] if found["phrase"] is not None else found["word"]).strip()
        if any(char.isalnum() for char in word):
            (unwanted if found["minus"] else wanted).append(word)
    if not wanted:
        return Words(())
    return Words(tuple(dict.fromkeys(wanted))[:_MOST_WORDS], tuple(dict.fromkeys(unwanted))[:_MOST_WORDS])


def search(
    index: tantivy.Index,
    words: Words,
    filters: Filters | None = None,
    *,
    limit: int = 20,
    offset: int = 0,
    sort: str = "rank",
) -> Found:
    """Passages of ``index`` that have all the words, ``limit`` of them from ``offset`` on.

    ``sort`` ∈ rank newest oldest. Nothing to look for finds nothing.
    """
    chosen = filters or Filters()
    if not words.wanted:
        return Found(0, ())
    searcher, schema = index.searcher(), index.schema
    text = _text_query(schema, words)
    query = _narrowed(schema, text, chosen)
    if sort == "rank":
        result = searcher.search(query, limit, count=True, offset=offset)
    else:
        order = tantivy.Order.Desc if sort == "newest" else tantivy.Order.Asc
        result = searcher.search(query, limit, count=True, offset=offset, order_by_field="day", order=order)
    hits = []
    for score, address in result.hits:
        entry = Entry.load(bytes(searcher.doc(address)["shown"][0]))
        spans = _spans(entry.text, words.wanted)
        line = entry.first + (
            entry.text.count("\n", 0, spans[0][0]) if spans and entry.kind == "lines" else 0
        )
        hits.append(Hit(entry, float(score) if sort == "rank" else 0.0, _snippet(entry.text, spans), line))
    total = _total(result)
    alone: tuple[tuple[str, int], ...] = ()
    if not total and len(words.wanted) > 1:
        alone = tuple((word, _count(searcher, schema, word, chosen)) for word in words.wanted)
    return Found(total, tuple(hits), _facets(searcher, schema, text, chosen), alone)


# --- queries ----------------------------------------------------------------------------------------


def _phrase(schema: tantivy.Schema, word: str) -> tantivy.Query:
    chars = tokens(word)
    if len(chars) == 1:
        return tantivy.Query.term_query(schema, BODY, chars[0])
    return tantivy.Query.phrase_query(schema, BODY, list(chars))


def _text_query(schema: tantivy.Schema, words: Words) -> tantivy.Query:
    must = [(tantivy.Occur.Must, _phrase(schema, word)) for word in words.wanted]
    must_not = [(tantivy.Occur.MustNot, _phrase(schema, word)) for word in words.unwanted]
    title = tantivy.Query.term_query(schema, "kind", "title", "basic")
    favour = (tantivy.Occur.Should, tantivy.Query.const_score_query(title, _TITLE_BOOST))
    return tantivy.Query.boolean_query([*must, *must_not, favour])


def _narrowed(schema: tantivy.Schema, query: tantivy.Query, filters: Filters, but: str = "") -> tantivy.Query:
    """``query`` within the filters, that of the field ``but`` aside."""
    wanted: dict[str, Sequence[object]] = {
        "city": filters.cities,
        "year": filters.years,
        "type": filters.types,
        "kind": filters.kinds,
        "document": filters.documents,
    }
    parts = [
        tantivy.Query.const_score_query(tantivy.Query.term_set_query(schema, name, list(values)), 0.0)
        for name, values in wanted.items()
        if values and name != but
    ]
    if not parts:
        return query
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in (query, *parts)])


def _facets(
    searcher: tantivy.Searcher, schema: tantivy.Schema, text: tantivy.Query, filters: Filters
) -> dict[str, list[tuple[str, int]]]:
    found = {}
    for name, column in FACETS.items():
        query = _narrowed(schema, text, filters, but=name)
        request = {"values": {"terms": {"field": column, "size": _FACET_VALUES}}}
        buckets = searcher.aggregate(query, request)["values"]["buckets"]
        counted = [(_key(bucket["key"]), int(bucket["doc_count"])) for bucket in buckets]
        found[name] = [(key, number) for key, number in counted if key not in ("", "0")]
    return found


def _key(value: object) -> str:
    """A year comes back as ``2021.0``."""
    return str(int(value)) if isinstance(value, float) else str(value)


def _count(searcher: tantivy.Searcher, schema: tantivy.Schema, word: str, filters: Filters) -> int:
    query = _narrowed(schema, _text_query(schema, Words((word,))), filters)
    return _total(searcher.search(query, 1, count=True))


def _total(result: tantivy.SearchResult) -> int:
    return int(result.count)  # type: ignore[attr-defined]  # there, but missing in the library's stubs


# --- snippets ---------------------------------------------------------------------------------------


def _spans(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where the words stand in ``text``: (start, end), in order, without overlaps."""
    places = [at for at, char in enumerate(text) if not char.isspace()]
    bare = "".join(tokens(fold(text)))
    found = []
    for word in words:
        sought = "".join(tokens(word))
        start = bare.find(sought)
        while start >= 0:
            found.append((places[start], places[start + len(sought) - 1] + 1))
            start = bare.find(sought, start + len(sought))
    return _merged(sorted(found))


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _snippet(text: str, spans: Sequence[tuple[int, int]]) -> tuple[Piece, ...]:
    """``text`` around its first hits: up to three stretches, what is left out shown as …"""
    if len(text) <= _SNIPPET + 2 * _LEAD:
        windows = [(0, len(text))]
    else:
        size = _SNIPPET // min(max(len(spans), 1), _FRAGMENTS)
        windows = _merged([_window(span, size, len(text)) for span in spans[:_FRAGMENTS]]) or [(0, _SNIPPET)]
    pieces: list[Piece] = []
    for start, end in windows:
        if start > 0:
            pieces.append(Piece(" … " if pieces else "… ", False))
        at = start
        for first, last in spans:
            if start <= first and last <= end:
                pieces += [Piece(text[at:first], False), Piece(text[first:last], True)]
                at = last
        pieces.append(Piece(text[at:end], False))
    if windows[-1][1] < len(text):
        pieces.append(Piece(" …", False))
    return tuple(replace(piece, text=_flat(piece.text)) for piece in pieces if piece.text)


def _window(span: tuple[int, int], size: int, length: int) -> tuple[int, int]:
    start = max(span[0] - _LEAD, 0)
    return start, min(max(start + size, span[1]), length)


def _flat(text: str) -> str:
    """Line breaks inside Chinese are no blanks."""
    return re.sub(r"(?<=[^\x00-\x7f])[ \t]*\n[ \t]*|[ \t]*\n[ \t]*(?=[^\x00-\x7f])", "", text).replace(
        "\n", " "
    )
