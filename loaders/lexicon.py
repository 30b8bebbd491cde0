"""The door to the lexicons of names: places, bodies, people, posts, document numbers.

The data are in ``lexicons/``, read once when first needed. What is here depends on them alone: no state,
no network, no order of loading.
"""

from __future__ import annotations

from loaders.names.classify import classify
from loaders.names.collectives import is_collective
from loaders.names.divisions import (
    LEVELS,
    NATION,
    Division,
    Divisions,
    division_of,
    divisions,
    jurisdiction_name,
)
from loaders.names.issuers import find_jurisdiction, number_jurisdiction
from loaders.names.people import looks_like_person, split_names
from loaders.names.places import Place, place
from loaders.names.ranks import Post, modifiers, ranks, split_post, split_posts
from loaders.names.reading import UnitReading, has_brand, read_unit
from loaders.names.splitting import split_units
from loaders.names.units import UnitKind, UnitName, UnitNames, name_key, unit_names

__all__ = [
    "LEVELS",
    "NATION",
    "Division",
    "Divisions",
    "Place",
    "Post",
    "UnitKind",
    "UnitName",
    "UnitNames",
    "UnitReading",
    "classify",
    "division_of",
    "divisions",
    "find_jurisdiction",
    "has_brand",
    "is_collective",
    "jurisdiction_name",
    "looks_like_person",
    "modifiers",
    "name_key",
    "number_jurisdiction",
    "place",
    "ranks",
    "read_unit",
    "split_names",
    "split_post",
    "split_posts",
    "split_units",
    "unit_names",
]
