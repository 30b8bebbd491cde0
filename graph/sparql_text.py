"""SPARQL 1.1 text cut into tokens (SPARQL 1.1 Query Language, section 19.8, terminals), with their places.

Comments and white space are dropped. This is no parser: it serves to decide
what a text contains (``graph.refuse``) and to cut updates into their parts
(``graph.derive``). The engine parses; it has no boundaries between keywords
and names, so neither caller may rely on a word standing alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urljoin


class Token(NamedTuple):
    """``kind`` ∈ iri pname bnode var string number langtag word punct error; ``start`` counts characters."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """The place after the last character."""
        return self.start + len(self.text)

    @property
    def lower(self) -> str:
        """The text in lower case: SPARQL keywords know no case."""
        return self.text.lower()


_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = _BASE + "_"
_MORE = _NAME + "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_CHAR = _MORE + r"\-"
_PREFIX = rf"[{_BASE}](?:[{_CHAR}.]*[{_CHAR}])?"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = rf"(?:[{_NAME}:0-9]|{_PLX})(?:(?:[{_CHAR}.:]|{_PLX})*(?:[{_CHAR}:]|{_PLX}))?"

_TOKEN = re.compile(
    "|".join(
        (
            r"(?P<skip>[ \t\r\n]+|#[^\r\n]*)",
            r"(?P<iri><(?:[^\x00-\x20<>\"{}|^`\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)",
            r"(?P<string>'''(?:'{0,2}(?:[^'\\]|\\.))*'''|\"\"\"(?:\"{0,2}(?:[^\"\\]|\\.))*\"\"\""
            r"|'(?:[^'\\\r\n]|\\[^\r\n])*'|\"(?:[^\"\\\r\n]|\\[^\r\n])*\")",
            rf"(?P<var>[?$][{_NAME}0-9][{_MORE}]*)",
            rf"(?P<bnode>_:[{_NAME}0-9](?:[{_CHAR}.]*[{_CHAR}])?)",
            rf"(?P<pname>(?:{_PREFIX})?:(?:{_LOCAL})?)",
            r"(?P<langtag>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)",
            r"(?P<number>[0-9]*\.?[0-9]+(?:[eE][+-]?[0-9]+)?)",
            r"(?P<word>[A-Za-z_][A-Za-z0-9_]*)",
            r"(?P<punct>\^\^|&&|\|\||!=|<=|>=|<<|>>|[{}()\[\];,.|/^*+?!=<>\-~@])",
            r"(?P<error>.)",
        )
    ),
    re.DOTALL,
)

_REMEMBERED_CHARS = 10_000
_CODEPOINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


def tokens(sparql: str) -> list[Token]:
    """The tokens of ``sparql`` in order; what fits no terminal is one ``error`` token per character."""
    return _cut(sparql) if len(sparql) > _REMEMBERED_CHARS else list(_remembered(sparql))


@lru_cache(maxsize=64)
def _remembered(sparql: str) -> tuple[Token, ...]:
    """A request looks at its query several times."""
    return tuple(_cut(sparql))


def _cut(sparql: str) -> list[Token]:
    return [
        Token(str(match.lastgroup), match.group(), match.start())
        for match in _TOKEN.finditer(sparql)
        if match.lastgroup != "skip"
    ]


def expand_codepoints(sparql: str) -> str:
    r"""``\uXXXX`` and ``\UXXXXXXXX`` replaced everywhere, as section 19.2 lets an engine do before it
    parses."""

    def replace(match: re.Match[str]) -> str:
        number = int(match.group(1) or match.group(2), 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"

    return _CODEPOINT.sub(replace, sparql)


@dataclass
class Prologue:
    """``BASE`` and ``PREFIX`` declarations met so far; ``end`` is the index of the first token after them."""

    base: str
    prefixes: dict[str, str]
    end: int

    def resolve(self, token: Token) -> str | None:
        """The IRI an ``iri`` or ``pname`` token stands for; None for an undeclared prefix or another
        token."""
        if token.kind == "iri":
            return _absolute(self.base, expand_codepoints(token.text[1:-1]))
        if token.kind == "pname":
            prefix, _, local = token.text.partition(":")
            if prefix in self.prefixes:
                return self.prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)
        return None


def read_prologue(found: list[Token], start: int = 0, outer: Prologue | None = None) -> Prologue:
    """Read declarations from token index ``start``; those of ``outer`` (an earlier operation's) stay in
    force."""
    prologue = Prologue(outer.base if outer else "", dict(outer.prefixes) if outer else {}, start)
    while prologue.end < len(found):
        rest = found[prologue.end : prologue.end + 3]
        kinds = [token.kind for token in rest]
        if rest[0].lower == "base" and kinds[:2] == ["word", "iri"]:
            prologue.base = prologue.resolve(rest[1]) or ""
            prologue.end += 2
        elif rest[0].lower == "prefix" and kinds == ["word", "pname", "iri"]:
            prologue.prefixes[rest[1].text.partition(":")[0]] = prologue.resolve(rest[2]) or ""
            prologue.end += 3
        elif rest[0].lower == "version" and kinds[:2] == ["word", "string"]:  # SPARQL 1.2
            prologue.end += 2
        else:
            break
    return prologue


@dataclass(frozen=True)
class DatasetClause:
    """``FROM`` or ``FROM NAMED``; ``iri`` is None where its prefix is not declared."""

    named: bool
    iri: str | None


def dataset_clauses(sparql: str) -> list[DatasetClause]:
    """The ``FROM`` clauses of a query. They stand before the first brace, glued to what follows or not."""
    if "from" not in sparql.lower():
        return []
    found = tokens(sparql)
    prologue = read_prologue(found)
    clauses = []
    for index in range(prologue.end, len(found)):
        token = found[index]
        if token.text == "{":
            break
        if token.kind == "word" and token.lower in ("from", "fromnamed"):
            rest = found[index + 1 : index + 3]
            named = token.lower == "fromnamed" or bool(rest and rest[0].lower == "named")
            target = rest[-1] if named and token.lower == "from" else (rest[0] if rest else token)
            clauses.append(DatasetClause(named, prologue.resolve(target)))
        elif token.kind == "pname" and (glued := re.match(r"(?i)from(named)?(?=.*:)", token.text)):
            if token.text.partition(":")[0] in prologue.prefixes:
                continue
            inner = Token("pname", token.text[glued.end() :], token.start)
            clauses.append(DatasetClause(bool(glued.group(1)), prologue.resolve(inner)))
    return clauses


def _absolute(base: str, iri: str) -> str:
    """RFC 3986 resolution; ``urljoin`` leaves schemes it does not know alone, as we need."""
    return urljoin(base, iri) if base else iri
