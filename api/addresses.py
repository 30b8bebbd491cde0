"""Where an IRI of the graph is found on this service, and back.

Entities are served under the service's own host whatever the base of their
IRIs is: ``<base>doc/x`` at ``/id/doc/x``. Roles and ontology terms have
``/role/…`` and ``/ns#…``; everything else is a link to the outside.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import NamedNode

from ontology.namespaces import GB, GBR
from ontology.terms import compact

_LINES = re.compile(r"^line=(?P<start>\d+)(?:,(?P<end>\d+))?$")
# RFC 3986 path characters stay readable; Chinese is percent-encoded as UTF-8.
_PATH_SAFE = "/:@!$&'()*+,;=-._~"
SOURCE = "source/"


@dataclass(frozen=True, slots=True)
class SourceMark:
    """Where a fact is printed: local path of its source, first and last line (1-based, inclusive)."""

    path: str
    first: int
    last: int

    @property
    def file(self) -> str:
        """Base name of the source file."""
        return self.path.rsplit("/", 1)[-1]

    @property
    def text(self) -> str:
        """``name.txt:411–425``, as a reader would cite it."""
        return (
            f"{self.file}:{self.first}"
            if self.first == self.last
            else f"{self.file}:{self.first}–{self.last}"
        )

    @property
    def href(self) -> str:
        """Address of the lines in the source view."""
        return (
            f"/source/{quote(self.path, safe=_PATH_SAFE)}?first={self.first}&last={self.last}#L{self.first}"
        )


class Addresses:
    """The two-way map between IRIs and paths for one base."""

    def __init__(self, base: str) -> None:
        """``base``: IRI every entity starts with, its last slash included."""
        self.base = base

    def iri(self, local: str) -> str | None:
        """The IRI of the entity with this decoded local path; None where that is no IRI (RFC 3987)."""
        if not local:
            return None
        try:
            return str(NamedNode(self.base + local).value)
        except ValueError:
            return None

    def local(self, iri: str) -> str | None:
        """The local path of an entity's IRI, None for anything outside the base."""
        return iri[len(self.base) :] if iri.startswith(self.base) and len(iri) > len(self.base) else None

    def href(self, iri: str) -> str | None:
        """Where an IRI is found: a path on this service, the IRI itself where it is on the web, else None."""
        mark = self.mark(iri)
        if mark is not None:
            return mark.href
        local = self.local(iri)
        if local is not None:
            return "/id/" + quote(local, safe=_PATH_SAFE)
        for namespace, path in ((str(GBR), "/role/"), (str(GB), "/ns#")):
            if iri.startswith(namespace):
                return path + quote(iri[len(namespace) :], safe=_PATH_SAFE)
        return iri if iri.startswith(("http://", "https://")) else None

    def mark(self, iri: str) -> SourceMark | None:
        """The printed lines an RFC 5147 fragment ``<source>#line=N-1,M`` points to; None for other IRIs.

        The RFC counts the positions between lines, so ``line=410,425`` is lines 411 to 425.
        """
        whole, _, fragment = iri.partition("#")
        local = self.local(whole)
        lines = _LINES.match(fragment)
        if local is None or not lines or not local.startswith(SOURCE):
            return None
        start = int(lines["start"])
        return SourceMark(local[len(SOURCE) :], start + 1, max(int(lines["end"] or start), start + 1))


def curie(iri: str) -> str:
    """A short name for an IRI of a known namespace (``gb:cited``); its last part otherwise."""
    short = compact(iri)
    if short != iri and "/" not in short:
        return short
    return re.split(r"[/#]", iri.rstrip("/#"))[-1] or iri
