"""How registration numbers are to be written, where a document says so, and how they are printed.

Observations (``kind``):

- ``registration-rule``: ``found`` is ``authority-digits`` or ``serial-digits`` (``numbers``: how many) or
  ``connector`` (``expected``: ``-`` or ``—``).
- ``registration-printed``: the number of a document as printed; ``found`` is its connector, ``expected`` the
  number as the graph writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders.numbers import chinese_to_int, normalise_registration_number
from loaders.readers.base import Context
from loaders.records import ObservationRecord, Span

_DIGITS = re.compile(
    r"(?P<what>代号|代码|编号|流水号|顺序号)(?:统一)?(?:为|用|由|采用|占)(?P<n>[一二两三四五六七八九十\d]{1,2})位(?:阿拉伯)?数"
)
_CONNECTOR = re.compile(
    r"用[^。；]{0,20}?(?P<what>短横杠|短横线|连字符|半字线|一字线|长横线|破折号)[^。；]{0,6}?连接"
)
_SHORT = ("短横杠", "短横线", "连字符", "半字线")
_PRINTED = re.compile(
    r"(?<![A-Z])[A-Z]{2,6}\s*(?P<line>[-—－–―]{1,2})\s*(?:19|20)\d\d\s*[-—－–―]{1,2}\s*\d{3,8}"
)


def read(context: Context) -> Iterator[ObservationRecord]:
    """The rules on registration numbers that a document states, and its own number as printed."""
    yield from _rules(context)
    wanted = context.document.registration_number
    if not wanted:
        return
    first = context.source.blocks[context.document.first].first
    last = context.source.span(context.document.start, context.document.stop).last
    for number in range(first, last + 1):
        line = context.source.lines[number - 1]
        match = _PRINTED.search(line)
        if match and normalise_registration_number(re.sub(r"\s", "", match.group())) == wanted:
            yield ObservationRecord(
                span=Span(number, number),
                part="",
                kind="registration-printed",
                text=match.group(),
                found=match["line"],
                expected=wanted,
            )
            return


def _rules(context: Context) -> Iterator[ObservationRecord]:
    start, stop = context.document.start, context.document.stop
    if "登记号" not in context.text[start:stop]:
        return
    for match in _DIGITS.finditer(context.text, start, stop):
        serial = match["what"] in ("流水号", "顺序号")
        yield ObservationRecord(
            span=context.span(match.start(), match.end()),
            part=context.path_at(match.start()),
            kind="registration-rule",
            text=match.group(),
            found="serial-digits" if serial else "authority-digits",
            numbers=(str(chinese_to_int(match["n"].replace("两", "二"))),),
        )
    for match in _CONNECTOR.finditer(context.text, start, stop):
        yield ObservationRecord(
            span=context.span(match.start(), match.end()),
            part=context.path_at(match.start()),
            kind="registration-rule",
            text=match.group(),
            found="connector",
            expected="-" if match["what"] in _SHORT else "—",
        )
