"""What an audit looks at again → quads."""

from __future__ import annotations

from graph.mapping.documents import shorten
from graph.mapping.registry import maps
from graph.mapping.scope import Scope
from graph.mapping.vocabulary import GB
from loaders.records import ObservationRecord

_FIGURES = (GB.firstFigure, GB.secondFigure, GB.thirdFigure, GB.fourthFigure)

# Where the document itself says who and when it is.
_OF_DOCUMENT = {"head": GB.headAt, "dated": GB.dateAt}


@maps(ObservationRecord)
def map_observation(scope: Scope, record: ObservationRecord) -> None:
    """Something seen in the wording: its kind, the wording, and what was compared."""
    target = scope.target
    iri = scope.numbered("observation")
    target.type(iri, GB.Observation)
    target.label(iri, shorten(record.text))
    target.text(iri, GB.observationKind, record.kind)
    target.text(iri, GB.observedText, record.text)
    target.text(iri, GB.observedFound, record.found)
    target.text(iri, GB.observedExpected, record.expected)
    target.integer(iri, GB.ordinal, record.ordinal)
    target.date(iri, GB.observedStart, record.start)
    target.date(iri, GB.observedEnd, record.end)
    for term, value in zip(_FIGURES, record.numbers, strict=False):
        target.decimal(iri, term, value)
    scope.read(iri, record)
    target.link(scope.iri, _OF_DOCUMENT.get(record.kind, ""), iri if record.kind in _OF_DOCUMENT else None)
