"""What a free-hand query may not ask for, decided before it is evaluated.

The engine resolves ``SERVICE`` and ``LOAD`` over the network and offers no
switch against it, so the text itself is judged. Judging must not be fooled:

- The engine needs no blank between a keyword and a name (``SERVICEex:x {``,
  ``trueSERVICE<…>``), so a word is looked for inside words and prefixes.
- Codepoint escapes may be undone before parsing or not (SPARQL 1.1 Query
  Language, 19.2), so both readings are judged.
- ``?a<?b#>`` is a comparison and a comment, or an IRI, depending on where it
  stands. Where that matters the query is refused with a hint how to write it.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from graph.errors import QueryRefused
from graph.sparql_text import Token, dataset_clauses, expand_codepoints, read_prologue, tokens

_UPDATES = ("insert", "delete", "clear", "create", "drop", "copy", "move", "add", "with", "load")
_FETCHED = re.compile(r"(?i)(https?|ftps?|file):")
_CERTAIN_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://")


def check_query(sparql: str, known_graphs: Collection[str] | None = None) -> None:
    """Raise QueryRefused where ``sparql`` is not to be evaluated; return None where the engine may have it.

    ``known_graphs`` are the named graphs of the store: ``FROM`` may name those, because nothing is
    fetched for them. Without it every ``FROM`` of an ``http:``, ``ftp:`` or ``file:`` IRI is refused.
    Texts that are no SPARQL at all pass: their error comes from the parser.
    """
    readings = {sparql, expand_codepoints(sparql)}
    for reading in readings:
        _check_form(reading)
    if any("service" in reading.lower() for reading in readings):
        for reading in readings:
            _check_service(tokens(reading))
    for reading in readings:
        for clause in dataset_clauses(reading):
            if clause.iri and _FETCHED.match(clause.iri) and clause.iri not in (known_graphs or ()):
                raise QueryRefused(
                    f"FROM 指定的 {clause.iri} 不是本库中的图；不会从网络或文件读取数据。",
                    f"FROM names {clause.iri}, which is no graph of this store; nothing is fetched from "
                    "elsewhere",
                )


def _check_form(reading: str) -> None:
    """Refuse updates: the first word after the prologue tells, and so does a ``LOAD`` after it."""
    found = tokens(reading)
    rest = found[read_prologue(found).end :]
    if not rest or rest[0].kind != "word":
        return
    first = rest[0].lower
    if not first.startswith(_UPDATES):
        return
    if any(token.kind == "word" and token.lower.startswith("load") for token in rest):
        raise QueryRefused("不允许使用 LOAD 读取外部数据。", "LOAD reads from elsewhere and is not allowed")
    raise QueryRefused(
        "这是更新语句，不是查询；此处只接受 SELECT、ASK、CONSTRUCT、DESCRIBE。",
        "this is an update, not a query; only SELECT, ASK, CONSTRUCT and DESCRIBE are taken here",
        400,
    )


def _check_service(found: list[Token]) -> None:
    for index, token in enumerate(found):
        following = found[index + 1].text if index + 1 < len(found) else ""
        before = found[index - 1].lower if index else ""
        in_word = token.kind == "word" and "service" in token.lower
        in_prefix = (
            token.kind == "pname"
            and "service" in token.lower.partition(":")[0]
            and following == "{"
            and before != "graph"
        )
        if in_word or in_prefix:
            raise QueryRefused(
                "不允许使用 SERVICE：查询不得访问其他服务器。",
                "SERVICE is not allowed: queries must not reach other servers",
            )
    for token in found:
        doubtful_iri = (
            token.kind == "iri" and re.search("[#']", token.text) and not _CERTAIN_IRI.match(token.text)
        )
        if token.kind == "error" or doubtful_iri:
            raise QueryRefused(
                f"查询中出现 service 字样，而“{token.text}”有两种读法，无法确定是否访问其他服务器；"
                "请在“<”两侧加空格，或写出完整的 IRI。",
                f"the query has the word 'service', and {token.text!r} can be read in two ways, so that it "
                "may reach "
                "other servers; put blanks around '<', or write the IRI in full",
            )
