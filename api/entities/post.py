"""The page of a post: whose it is, who held it when."""

from __future__ import annotations

from typing import Any

from api import graph_text as gt
from api.entities.careers import current
from api.entities.reader import Reader
from api.entities.shape import DATED, DOCUMENT, MARK, Column, Kind, Section


def gather(reader: Reader) -> dict[str, Any]:
    """Who holds the post on the day of the page."""
    holders = current(reader.ask("holders"), reader.on)
    reader.mention(*(gt.text(row["official"]) for row in holders))
    return {"holders": holders}


KIND = Kind(
    name="post",
    classes=("gb:Post",),
    head=("org:postIn", "gb:rank"),
    lists=(
        Section(
            "holders",
            "holders",
            (
                DATED,
                Column("action", "action", "term"),
                Column("official", "official", "name"),
                Column("post", "postText"),
                DOCUMENT,
                MARK,
            ),
            view="timeline",
            shown=30,
            whole=True,
        ),
    ),
    gather=gather,
)
