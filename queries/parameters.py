"""Types of query parameters: what a user writes → RDF terms, serialised by the engine.

A value never reaches SPARQL as text: it is parsed, made a ``pyoxigraph`` term, and its N-Triples form
(escaped by the engine) stands in a ``VALUES`` block. Types that name a thing (document, unit, official)
are looked up in the store and bound to its IRI or IRIs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from pyoxigraph import Literal, NamedNode

from queries import normalise
from queries.errors import IllTypedParameter
from queries.header import Parameter

Term = NamedNode | Literal

GB = "https://w3id.org/gongbao/ns#"
GBR = "https://w3id.org/gongbao/role/"
_XSD_DATE = NamedNode("http://www.w3.org/2001/XMLSchema#date")
_IRI = re.compile(r"(?:https?|urn):[^\s<>\"{}|\\^`\x00-\x20]+")
_LOOKUP_LIMIT = 200


class Queryable(Protocol):
    """What the queries need of a store (see ``graph.store.Store``)."""

    @property
    def generation(self) -> str:
        """Changes whenever the content does."""

    def rows(self, sparql: str) -> list[dict[str, object]]:
        """Solutions of a SELECT as dictionaries of ``pyoxigraph`` terms; unbound variables left out."""


@dataclass(frozen=True, slots=True)
class ParameterType:
    """A type: how to read a value (``None`` where it is not of the type) and what to call it."""

    read: Callable[[str, Queryable], list[Term] | None]
    zh: str
    en: str


def terms(parameter: Parameter, raw: str, store: Queryable) -> list[Term]:
    """The RDF terms ``raw`` stands for; empty where it names a thing the store does not have.

    Raises ``IllTypedParameter`` where ``raw`` is not of the parameter's type.
    """
    kind = TYPES[parameter.type]
    found = kind.read(raw.strip(), store) if raw.strip() and len(raw) <= 2000 else None
    if found is None:
        raise IllTypedParameter(parameter.name, raw, kind.zh, kind.en)
    return found


def values(parameter_terms: Iterable[Term]) -> str:
    """The terms for a ``VALUES`` block, serialised by the engine."""
    return " ".join(str(term) for term in parameter_terms)


def iri(text: str) -> NamedNode | None:
    """``text`` as an absolute IRI (``<…>`` allowed), or ``None``."""
    bare = text[1:-1] if text.startswith("<") and text.endswith(">") else text
    if not _IRI.fullmatch(bare):
        return None
    try:
        return NamedNode(bare)
    except ValueError:
        return None


def both(text: str) -> list[Term]:
    """``text`` as a plain literal and as Chinese text: labels may be either."""
    return [Literal(text), Literal(text, language="zh")]


def _item_number(raw: str, _: Queryable) -> list[Term] | None:
    number = normalise.ordinal(raw)
    return None if number is None or number < 1 else [Literal(number)]


def _integer(raw: str, _: Queryable) -> list[Term] | None:
    text = normalise.plain(raw)
    if re.fullmatch(r"-?\d{1,15}", text):
        return [Literal(int(text))]
    number = normalise.ordinal(text)
    return None if number is None else [Literal(number)]


def _document_number(raw: str, _: Queryable) -> list[Term] | None:
    number = normalise.document_number(raw)
    return None if number is None else [Literal(number)]


def _registration_number(raw: str, _: Queryable) -> list[Term] | None:
    text = normalise.plain(raw)
    found = normalise.registration_numbers(text)
    return [Literal(found[0][2])] if len(found) == 1 and found[0][:2] == (0, len(text)) else None


def _date(raw: str, _: Queryable) -> list[Term] | None:
    day = normalise.one_date(raw)
    return None if day is None else [Literal(day.isoformat(), datatype=_XSD_DATE)]


def _text(raw: str, _: Queryable) -> list[Term] | None:
    text = raw.strip()
    return None if "\x00" in text else [Literal(text)]


def _node(raw: str, _: Queryable) -> list[Term] | None:
    node = iri(raw)
    return None if node is None else [node]


def _role(raw: str, store: Queryable) -> list[Term] | None:
    if re.fullmatch(r"[a-z][A-Za-z]{1,40}", raw):
        return [NamedNode(GBR + raw)]
    node = iri(raw)
    if node is not None:
        return [node]
    return (
        _lookup(
            store,
            f"""PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        SELECT DISTINCT ?found WHERE {{ VALUES ?form {{ {values(both(raw))} }}
          {{ ?found skos:prefLabel ?form }} UNION {{ ?found skos:altLabel ?form }}
          FILTER(STRSTARTS(STR(?found), "{GBR}")) }}""",
        )
        or None
    )


_RELATIONS = {
    "basis": "basis", "依据": "basis", "repeals": "repeals", "废止": "repeals",
    "amends": "amends", "修改": "amends", "mentions": "mentions", "提及": "mentions",
}  # fmt: skip


def _relation(raw: str, _: Queryable) -> list[Term] | None:
    name = _RELATIONS.get(raw.casefold())
    return [NamedNode(GB + name)] if name else None


def _jurisdiction(raw: str, _: Queryable) -> list[Term] | None:
    return [Literal(raw)] if "\x00" not in raw else None


def _unit(raw: str, store: Queryable) -> list[Term] | None:
    node = iri(raw)
    if node is not None:
        return [node]
    forms = values(both(normalise.plain(raw)))
    return _lookup(
        store,
        f"""PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        PREFIX gb: <{GB}>
        SELECT DISTINCT ?found WHERE {{ VALUES ?form {{ {forms} }}
          {{ ?found skos:prefLabel ?form }} UNION {{ ?found skos:altLabel ?form }}
          UNION {{ ?found rdfs:label ?form }}
          {{ ?found a gb:Unit }} UNION {{ ?found a gb:Group }} }}""",
    )


def _official(raw: str, store: Queryable) -> list[Term] | None:
    node = iri(raw)
    if node is not None:
        return [node]
    forms = values(both(re.sub(r"\s", "", normalise.plain(raw))))
    return _lookup(
        store,
        f"""PREFIX foaf: <http://xmlns.com/foaf/0.1/>
        SELECT DISTINCT ?found WHERE {{ VALUES ?form {{ {forms} }} ?found foaf:name ?form }}""",
    )


def _document(raw: str, store: Queryable) -> list[Term] | None:
    node = iri(raw)
    if node is not None:
        return [node]
    number = normalise.document_number(raw)
    if number is not None:
        return _lookup(store, _by("gb:documentNumber", values([Literal(number)])))
    text = normalise.plain(raw)
    registration = normalise.registration_numbers(text)
    if len(registration) == 1 and registration[0][:2] == (0, len(text)):
        return _lookup(store, _by("gb:registrationNumber", values([Literal(registration[0][2])])))
    title = text.strip("《》")
    exact = _lookup(store, _by("dcterms:title", values(both(title))))
    if exact:
        return exact
    return _lookup(
        store,
        _PREFIXES
        + f"""SELECT DISTINCT ?found WHERE {{ VALUES ?form {{ {Literal(title)} }}
          ?found gb:printed true ; dcterms:title ?title . FILTER(CONTAINS(STR(?title), ?form)) }}""",
    )


_PREFIXES = f"""PREFIX gb: <{GB}>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""


def _by(property_: str, forms: str) -> str:
    """Documents by a property, and the notice of an instrument found that way."""
    return (
        _PREFIXES
        + f"""SELECT DISTINCT ?found WHERE {{ VALUES ?form {{ {forms} }}
          {{ ?found {property_} ?form }} UNION {{ ?part {property_} ?form . ?found gb:attaches ?part }}
          ?found a gb:Document }}"""
    )


def _lookup(store: Queryable, sparql: str) -> list[Term]:
    found = [row["found"] for row in store.rows(f"{sparql}\nLIMIT {_LOOKUP_LIMIT}")]
    return [term for term in found if isinstance(term, NamedNode)]


TYPES: dict[str, ParameterType] = {
    "item_number": ParameterType(_item_number, "事项序号，如 17、第十七项", "an item number such as 17"),
    "integer": ParameterType(_integer, "整数", "a whole number"),
    "document_number": ParameterType(
        _document_number, "发文字号，如 青政办发〔2021〕3号", "a document number such as 青政办发〔2021〕3号"
    ),
    "registration_number": ParameterType(
        _registration_number, "登记号，如 QSDR-2021-01002", "a registration number such as QSDR-2021-01002"
    ),
    "document": ParameterType(
        _document, "文件的文号、标题或网址", "the number, title or address of a document"
    ),
    "title": ParameterType(_text, "标题中的字词", "words of a title"),
    "unit": ParameterType(_unit, "单位的名称或网址", "the name or address of a unit"),
    "official": ParameterType(_official, "人员的姓名或网址", "the name or address of a person"),
    "date": ParameterType(_date, "日期，如 2021-03-05 或 2021年3月5日", "a date such as 2021-03-05"),
    "text": ParameterType(_text, "文字", "some text"),
    "jurisdiction": ParameterType(
        _jurisdiction, "地区全称，如 青山市", "the full name of a place, such as 青山市"
    ),
    "role": ParameterType(_role, "角色，如 lead 或 牵头单位", "a role such as lead"),
    "relation": ParameterType(
        _relation, "引用关系：依据、废止、修改、提及", "one of basis, repeals, amends, mentions"
    ),
    "node": ParameterType(_node, "网址", "an address (IRI)"),
}
