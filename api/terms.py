"""Names of classes and properties for readers, from the ontology files; the grouping from ``groups.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from api.addresses import curie
from api.language import LANGUAGES
from ontology.namespaces import PREFIXES
from ontology.terms import list_roles, list_terms


@dataclass(frozen=True, slots=True)
class Grouping:
    """One group of the entity page: its title, outgoing properties, incoming ones with their names."""

    titles: dict[str, str]
    outgoing: tuple[str, ...]
    incoming: dict[str, dict[str, str]]


@lru_cache(maxsize=1)
def _labels() -> dict[str, dict[str, str]]:
    """IRI → language → label, of every term of the ontology, every one it reuses and every role."""
    return {
        term.iri: {
            language: label for language, label in (("zh", term.label_zh), ("en", term.label_en)) if label
        }
        for term in (*list_terms(reused=True), *list_roles())
    }


def term_label(iri: str, language: str) -> str | None:
    """The ontology's label of a class, property or role in ``language``, else in the other, else None."""
    labels = _labels().get(iri, {})
    return labels.get(language) or next((labels[other] for other in LANGUAGES if other in labels), None)


def term_name(iri: str, language: str) -> str:
    """As :func:`term_label`, with the short name (``eli:cites``) where the ontology is silent."""
    return term_label(iri, language) or curie(iri)


@lru_cache(maxsize=1)
def groupings() -> tuple[Grouping, ...]:
    """The groups of the entity page in order, property names expanded to IRIs."""
    return tuple(
        Grouping(
            {language: one[language] for language in LANGUAGES},
            tuple(expand(name) for name in one.get("out", [])),
            {
                expand(entry["p"]): {language: entry[language] for language in LANGUAGES}
                for entry in one.get("in", [])
            },
        )
        for one in _file()["group"]
    )


@lru_cache(maxsize=1)
def head_properties() -> frozenset[str]:
    """IRIs of the properties the head of the page shows, so that no group repeats them."""
    return frozenset(expand(name) for name in _file()["head"]["properties"])


def expand(name: str) -> str:
    """``gb:cited`` → its IRI. Raises KeyError for an unknown prefix."""
    prefix, _, local = name.partition(":")
    return f"{PREFIXES[prefix]}{local}"


def _file() -> dict:  # type: ignore[type-arg]
    return tomllib.loads(files("api").joinpath("groups.toml").read_text(encoding="utf-8"))
