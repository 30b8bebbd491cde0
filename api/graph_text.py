"""Building blocks of the fixed queries the pages run: prefixes and terms, escaped by the engine."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode

from ontology.namespaces import PREFIXES


@lru_cache(maxsize=1)
def prologue() -> str:
    """``PREFIX`` lines for every namespace the project uses."""
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())


def iri(value: str) -> str:
    """``<value>`` for a query. Raises ValueError where ``value`` is no IRI."""
    return str(NamedNode(value))


def literal(value: str) -> str:
    """``value`` as a quoted, escaped string for a query."""
    return str(Literal(value))


def values(variable: str, iris: Iterable[str]) -> str:
    """``VALUES ?variable { <…> <…> }``. Raises ValueError where one is no IRI."""
    return f"VALUES ?{variable} {{ {' '.join(iri(one) for one in iris)} }}"


def text(term: object) -> str:
    """The text of a result term: an IRI, a literal's lexical form, or ``""`` for a missing one."""
    if isinstance(term, (NamedNode, Literal)):
        return term.value
    return f"_:{term.value}" if isinstance(term, BlankNode) else ""
