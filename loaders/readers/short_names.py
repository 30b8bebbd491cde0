"""Short names that a document gives to bodies: 某某有限公司（以下简称“某某公司”）."""

from __future__ import annotations

import re
from collections.abc import Iterator

from loaders import lexicon
from loaders.readers.base import Context
from loaders.records import ShortNameRecord
from loaders.scanning import matches_behind

_DEFINED = re.compile(
    r"(?P<full>[\u4e00-\u9fff]{4,40})[（(](?:以下|下文|下)?(?:统)?简称[：:]?(?:为)?[“\"‘]?(?P<short>[\u4e00-\u9fff]{2,16}?)[”\"’]?[)）]"
)
_CALLED = re.compile(r"[（(](?=(?:以下|下文|下)?(?:统)?简称)")
# Words of the sentence before a name.
_LEAD = re.compile(
    r"^.*(?:^第[^条]{1,6}条|办公室设(?:在)?|成立|设立|组建|由|会同|和|与|及|向|对|经|鉴于|为|在|的|是)(?=[\u4e00-\u9fff]{4})"
)


def read(context: Context) -> Iterator[ShortNameRecord]:
    """The bodies for which a document defines a short name. Projects, funds and the like that get one are left out."""
    document = context.document
    for match in matches_behind(_DEFINED, _CALLED, 40, context.text, document.start, document.stop):
        full = _LEAD.sub("", match["full"])
        if (
            lexicon.classify(full) is not None
            and full != match["short"]
            and not full.endswith(("企业", "机构", "主体"))
        ):
            yield ShortNameRecord(
                span=context.span(match.start(), match.end()),
                part=context.path_at(match.start()),
                full=full,
                short=match["short"],
            )
