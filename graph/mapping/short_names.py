"""Short names of bodies: what they stand for in a document and in the rest of its issue."""

from __future__ import annotations

import re

from graph.mapping.registry import maps
from graph.mapping.scope import Scope
from graph.mapping.vocabulary import GB
from loaders.records import DocumentRecord, Reading, ShortNameRecord

# Short names that any document may give to a body of its own: they hold in that document only.
_COMMON = re.compile(
    r"^(?:市|县|区|省)?(?:领导小组|工作专班|专班|指挥部|委员会|办公室|管委会|中心|公司|平台|工作组)(?:办公室)?$"
)


@maps(ShortNameRecord)
def map_short_name(scope: Scope, record: ShortNameRecord) -> None:
    """The short name is one more name of the body."""
    unit = scope.unit(record.full)
    scope.unit(record.short)
    scope.target.text(unit, GB.shortName, record.short)


def short_names(document: DocumentRecord) -> dict[str, str]:
    """Short name → full name, as the document defines them; 办公室 alone is the issuer's where the
    issuer is an office."""
    found = {fact.short: fact.full for fact in document.facts if isinstance(fact, ShortNameRecord)}
    offices = [name for name in document.issuers if name.endswith("办公室")]
    if len(offices) == 1:
        found.setdefault("办公室", offices[0])
    return found


def shared_short_names(reading: Reading) -> dict[str, str]:
    """The distinctive short names that any document of the file defines, where all agree."""
    meanings: dict[str, set[str]] = {}
    for document in reading.documents:
        for fact in document.facts:
            if isinstance(fact, ShortNameRecord) and len(fact.short) >= 4 and not _COMMON.match(fact.short):
                meanings.setdefault(fact.short, set()).add(fact.full)
    return {short: min(full) for short, full in meanings.items() if len(full) == 1}
