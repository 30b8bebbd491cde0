"""The header of a ``.rq`` file: TOML in the comment lines it begins with.

Schema (checked here; anything else is an error)::

    # name = "item-leads"                      the file name without .rq
    # tags = ["responsibility"]                free words for grouping
    # title.zh / title.en                      one line each
    # description.zh / description.en          one or two sentences each
    # [[parameters]]                           any number
    # name = "item"                            the SPARQL variable it binds
    # type = "item_number"                     see queries.parameters.TYPES
    # required = true                          default true
    # example = "3"                            a value that parses
    # label.zh / label.en
    # [[columns]]                              at least one, in printing order
    # name = "unit"                            a variable of the SELECT
    # use = "answer"                           answer | evidence | context (default)
    # title.zh / title.en

A column of use ``evidence`` holds nodes with ``gb:firstLine`` and ``gb:lastLine``. A parameter is bound
by the line ``# @values item`` in the body, which the runner replaces by ``VALUES ?item { … }`` with RDF
terms serialised by the engine; left out, the line is a comment and the query is not narrowed. So every
file is plain SPARQL 1.1 as it stands and can be pasted into any endpoint.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from typing import Any

from queries.errors import HeaderError

USES = ("answer", "evidence", "context")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_VALUES = re.compile(r"^[ \t]*#[ \t]*@values[ \t]+(\w+)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Text:
    """The same in Chinese and English."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter: its variable, type name (``queries.parameters.TYPES``), whether it must be given."""

    name: str
    type: str
    required: bool
    example: str
    label: Text


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the result; ``use`` ∈ answer, evidence, context."""

    name: str
    use: str
    title: Text


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A saved query: header and SPARQL text (header included, as in the file)."""

    name: str
    title: Text
    description: Text
    parameters: tuple[Parameter, ...]
    columns: tuple[Column, ...]
    sparql: str
    tags: tuple[str, ...] = ()
    path: str = field(default="", compare=False)

    def parameter(self, name: str) -> Parameter | None:
        """The parameter of that name, or ``None``."""
        return next((p for p in self.parameters if p.name == name), None)

    def columns_for(self, use: str) -> tuple[str, ...]:
        """Names of the columns of that use, in order."""
        return tuple(c.name for c in self.columns if c.use == use)


def bind(sparql: str, values: dict[str, str]) -> str:
    """``sparql`` with each ``# @values name`` line replaced by ``VALUES ?name { … }``.

    ``values``: parameter name → terms already serialised, separated by blanks. Names not in ``values``
    leave their line a comment.
    """

    def line(match: re.Match[str]) -> str:
        name = match.group(1)
        return f"  VALUES ?{name} {{ {values[name]} }}" if name in values else match.group(0)

    return _VALUES.sub(line, sparql)


def parse(source: str, stem: str, types: frozenset[str], path: str = "") -> SavedQuery:
    """Read one ``.rq`` file.

    ``source`` is its text, ``stem`` its file name without ``.rq``, ``types`` the known parameter types.
    Raises ``HeaderError`` with the reason.
    """
    lines = []
    for line in source.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line[1:].removeprefix(" "))
    try:
        data = tomllib.loads("\n".join(lines))
    except tomllib.TOMLDecodeError as error:
        raise _bad(stem, f"header is not TOML: {error}") from error
    return _build(data, source, stem, types, path)


def _build(data: dict[str, Any], source: str, stem: str, types: frozenset[str], path: str) -> SavedQuery:
    _only(stem, data, {"name", "title", "description", "tags", "parameters", "columns"})
    if data.get("name") != stem or not _NAME.fullmatch(stem):
        raise _bad(stem, "name must be the file name, in lower case with hyphens")
    parameters = tuple(_parameter(stem, entry, types) for entry in data.get("parameters", []))
    columns = tuple(_column(stem, entry) for entry in data.get("columns", []))
    if not columns or not any(c.use == "answer" for c in columns):
        raise _bad(stem, "at least one column must have use = 'answer'")
    for names in ([p.name for p in parameters], [c.name for c in columns]):
        if len(set(names)) != len(names):
            raise _bad(stem, "a name is used twice")
    bound = set(_VALUES.findall(source))
    if bound != {p.name for p in parameters}:
        raise _bad(stem, f"@values lines {sorted(bound)} do not match the parameters")
    tags = data.get("tags", [])
    if not isinstance(tags, list) or not all(isinstance(t, str) for t in tags):
        raise _bad(stem, "tags must be a list of words")
    return SavedQuery(
        name=stem,
        title=_text(stem, data.get("title"), "title"),
        description=_text(stem, data.get("description"), "description"),
        parameters=parameters,
        columns=columns,
        sparql=source,
        tags=tuple(tags),
        path=path,
    )


def _parameter(stem: str, entry: dict[str, Any], types: frozenset[str]) -> Parameter:
    _only(stem, entry, {"name", "type", "required", "example", "label"})
    name, kind, example = entry.get("name"), entry.get("type"), entry.get("example")
    if not isinstance(name, str) or not _VARIABLE.fullmatch(name):
        raise _bad(stem, "a parameter needs a name that is a SPARQL variable")
    if kind not in types:
        raise _bad(stem, f"parameter '{name}' has the unknown type '{kind}'")
    if not isinstance(example, str) or not example:
        raise _bad(stem, f"parameter '{name}' needs an example")
    required = entry.get("required", True)
    if not isinstance(required, bool):
        raise _bad(stem, f"parameter '{name}': required must be true or false")
    return Parameter(
        name, str(kind), required, example, _text(stem, entry.get("label"), f"label of '{name}'")
    )


def _column(stem: str, entry: dict[str, Any]) -> Column:
    _only(stem, entry, {"name", "use", "title"})
    name, use = entry.get("name"), entry.get("use", "context")
    if not isinstance(name, str) or not _VARIABLE.fullmatch(name):
        raise _bad(stem, "a column needs a name that is a SPARQL variable")
    if use not in USES:
        raise _bad(stem, f"column '{name}' has the unknown use '{use}'")
    return Column(name, str(use), _text(stem, entry.get("title"), f"title of '{name}'"))


def _text(stem: str, value: object, what: str) -> Text:
    if isinstance(value, dict) and set(value) == {"zh", "en"}:
        zh, en = value["zh"], value["en"]
        if isinstance(zh, str) and isinstance(en, str) and zh.strip() and en.strip():
            return Text(zh, en)
    raise _bad(stem, f"{what} needs .zh and .en")


def _only(stem: str, data: dict[str, Any], known: set[str]) -> None:
    extra = set(data) - known
    if extra:
        raise _bad(stem, f"unknown key {sorted(extra)[0]!r}")


def _bad(stem: str, reason: str) -> HeaderError:
    return HeaderError(
        f"查询文件“{stem}.rq”的头部不合规：{reason}。", f"The header of '{stem}.rq' is wrong: {reason}."
    )
