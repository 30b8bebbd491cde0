"""The page of an annex: its tables in full, else its text."""

from __future__ import annotations

from typing import Any

from api.entities import whole_text
from api.entities.reader import Reader
from api.entities.shape import Kind

_TEXT_SIZE = 1_000
_TABLE_ROWS = 2_000


def gather(reader: Reader) -> dict[str, Any]:
    """The document it belongs to and its contents."""
    document = reader.value("gb:statedIn") or reader.value("dcterms:isPartOf")
    mark = reader.own_mark()
    reader.mention(document)
    parts = tuple(part for part in whole_text.read_parts(reader, document) if part.iri == reader.iri)
    pieces = whole_text.read(reader, document, mark, parts) if mark else None
    reader.settle()
    whole = whole_text.cut(whole_text.build(reader, pieces), 1, _TEXT_SIZE)[0] if pieces else None
    return {
        "notice": reader.document(document),
        "notice_title": reader.name(document),
        "text": whole,
        "table_rows": _TABLE_ROWS,
    }


KIND = Kind(name="annex", classes=("gb:Annex",), gather=gather)
