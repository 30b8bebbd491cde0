"""Shares of a whole that can be checked against themselves.

Observations (``kind``):

- ``shares``: several bear one whole in per cent, in one sentence; ``numbers`` are their sum and how many.
- ``share-of``: a part of a stated number with its share in per cent; ``numbers`` are the part, the whole, the
  share, and half a unit of its last place. ``found`` is the unit counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from loaders.readers.base import Context
from loaders.records import ObservationRecord
from loaders.scanning import sentences_with

_CUE = re.compile(r"[%％]")
_PER_CENT = r"(?P<share>\d+(?:\.\d+)?)\s*[%％]"
# What says that those named bear all of it among them.
_WHOLE = re.compile(r"分担|分摊|共担|共同承担|共同负担|按(?:比例|以下比例|下列比例)|比例(?:分别)?为")
_BORNE = re.compile(rf"(?P<verb>承担|负担|分担|分摊|出资)(?:比例为|比例|的)?\s*{_PER_CENT}")
_RESPECTIVELY = re.compile(
    r"分别(?:按(?:照)?)?(?:承担|负担|分担|分摊|出资)?(?P<list>\d+(?:\.\d+)?[%％](?:[、，,和及]\s*\d+(?:\.\d+)?[%％])+)(?:的比例)?"
)
_EACH = re.compile(r"\d+(?:\.\d+)?(?=[%％])")
_PART = re.compile(
    rf"(?P<whole>\d+(?:\.\d+)?)\s*(?P<unit>[个户家人亩项件名处]|万元|亿元|万人|万亩|公里)[^。；;，,\d]{{0,12}}[，,]\s*其中[^。；;\d]{{0,16}}"
    rf"(?P<part>\d+(?:\.\d+)?)\s*(?P=unit)[^。；;，,\d]{{0,8}}[，,（(]\s*(?:约)?占(?:比|总数|全部|总量|总额)?(?:的|为|达)?\s*{_PER_CENT}"
)


def read(context: Context) -> Iterator[ObservationRecord]:
    """The shares of a document in the order of print."""
    for start, end in sentences_with(
        _CUE, "。；;！？", context.text, context.document.start, context.document.stop
    ):
        text = context.text[start:end]
        yield from _borne(context, start, text)
        yield from _parts(context, start, text)


def _borne(context: Context, start: int, text: str) -> Iterator[ObservationRecord]:
    if not _WHOLE.search(text):
        return
    if listed := _RESPECTIVELY.search(text):
        shares = [Decimal(one[0]) for one in _EACH.finditer(listed["list"])]
        first, last = listed.span()
    else:
        found = list(_BORNE.finditer(text))
        # Who bears 20% and who 80% is said with one word.
        if len(found) < 2 or len({match["verb"] for match in found}) > 1:
            return
        shares = [Decimal(match["share"]) for match in found]
        first, last = found[0].start(), found[-1].end()
    seen = ObservationRecord(
        context.span(start + first, start + last), context.path_at(start + first), "shares", text[first:last]
    )
    yield replace(seen, numbers=(str(sum(shares)), str(len(shares))))


def _parts(context: Context, start: int, text: str) -> Iterator[ObservationRecord]:
    for match in _PART.finditer(text):
        share = Decimal(match["share"])
        half = Decimal(1).scaleb(int(share.as_tuple().exponent)) / 2
        seen = ObservationRecord(
            context.span(start + match.start(), start + match.end()),
            context.path_at(start + match.start()),
            "share-of",
            match.group(),
        )
        yield replace(
            seen, found=match["unit"], numbers=(match["part"], match["whole"], match["share"], str(half))
        )
