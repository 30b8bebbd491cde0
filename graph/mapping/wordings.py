"""What articles are compared by → quads."""

from __future__ import annotations

from graph.mapping.registry import maps
from graph.mapping.scope import Scope
from graph.mapping.vocabulary import GB
from loaders.records import WordingRecord


@maps(WordingRecord)
def map_wording(scope: Scope, record: WordingRecord) -> None:
    """The key is a property of the provision."""
    scope.target.text(scope.part(record.part), GB.comparedAs, record.key)
