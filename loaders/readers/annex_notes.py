"""What the text says of its annexes: the list of those to come, and references to them (详见附件3).

Observations (``kind``): ``annex-announced`` (``ordinal``, ``found`` the title) and ``annex-reference``
(``ordinal``). A lone 附件 without a number is ordinal 1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.readers.base import Context
from loaders.records import ObservationRecord
from loaders.source import compact

_HEAD = re.compile(r"^[-*\s]*附\s*(?:件|表)?\s*[：:]\s*")
_ITEM = re.compile(r"^[-*\s]*(?P<n>\d{1,2})\s*[.．、]\s*(?P<title>.+?)[；;。\s]*$")
_REFERENCE = re.compile(
    r"(?:详见|见|参见|按|依照|附后的)\s*(?:本通知|本办法|本方案)?附\s*件\s*(?P<n>\d{1,2})"
)


def read(context: Context) -> Iterator[ObservationRecord]:
    """The annexes that the document announces, and its references to them, in the order of print."""
    count = 0
    blocks = context.source.blocks
    for index in sorted(context.structure.listing):
        block = blocks[index]
        rest = _HEAD.sub("", block.text)
        for piece in re.split(r"(?=(?<![\d.])\d{1,2}[.．、](?!\d))", rest):
            if not piece.strip():
                continue
            count += 1
            match = _ITEM.match(piece)
            title = compact(match["title"] if match else piece.strip("；;。 "))
            yield ObservationRecord(
                span=context.span(block.start, block.end),
                part=context.path_at(block.start),
                kind="annex-announced",
                text=piece.strip(),
                found=title,
                ordinal=int(match["n"]) if match else count,
            )
    for match in _REFERENCE.finditer(context.text, context.document.start, context.document.stop):
        yield ObservationRecord(
            span=context.span(match.start(), match.end()),
            part=context.path_at(match.start()),
            kind="annex-reference",
            text=match.group(),
            ordinal=int(match["n"]),
        )
