"""The page of an issue: its contents, the documents printed in it, its colophon, what could not be read."""

from __future__ import annotations

from typing import Any

from api import graph_text as gt
from api.addresses import SOURCE, SourceMark
from api.entities import asking
from api.entities.reader import Reader
from api.entities.shape import DATED, MARK, Column, Kind, Section

_READ_LIMIT = 200


def gather(reader: Reader) -> dict[str, Any]:
    """The contents by heading, and what could not be read in the files of the issue."""
    local = reader.addresses.local(reader.iri) or ""
    files = reader.values("gb:sourceFile")
    sources = [f"{reader.addresses.base}{SOURCE}{local}/{file}" for file in files]
    problems = (
        asking.rows(reader.store, "problems", {"source": asking.iris(sources)}, _READ_LIMIT)
        if sources
        else []
    )
    return {
        "files": [SourceMark(f"{local}/{file}", 1, 1) for file in files],
        "problems": [
            {
                "text": gt.text(row["problem"]),
                "line": gt.text(row.get("line")),
                "severity": gt.text(row.get("severity")),
                "mark": reader.mark(_at(gt.text(row["source"]), gt.text(row.get("line")))),
            }
            for row in problems
        ],
    }


def _at(source: str, line: str) -> str:
    return f"{source}#line={int(line) - 1},{line}" if line else ""


KIND = Kind(
    name="issue",
    classes=("gb:Issue",),
    head=(
        "gb:jurisdiction",
        "gb:year",
        "gb:issueNumber",
        "gb:totalNumber",
        "dcterms:issued",
        "dcterms:publisher",
    ),
    lists=(
        Section(
            "contents",
            "contents",
            (
                Column("ordinal", "ordinal", "number"),
                Column("heading", "heading"),
                Column("title", "title", "long", link="target"),
                Column("number", "number"),
                Column("page", "page", "number"),
                MARK,
            ),
            shown=200,
        ),
        Section(
            "documents",
            "documents-of-issue",
            (
                Column("title", "title", "long", link="document"),
                Column("number", "document", "numbered"),
                Column("type", "kind"),
                DATED,
                MARK,
            ),
            shown=200,
        ),
        Section(
            "staff",
            "staff",
            (Column("post", "postText"), Column("official", "official", "name"), MARK),
            shown=50,
        ),
    ),
    gather=gather,
)
