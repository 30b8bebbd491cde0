"""Which of the four query forms a SPARQL text is, without evaluating it.

The protocol chooses the result format before evaluation, and that depends on
the form (SPARQL 1.1 Protocol, 2.1.6). Only the first word behind the prologue
is looked at; everything else is the engine's business.
"""

from __future__ import annotations

from typing import Literal

from graph.sparql_text import read_prologue, tokens

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
_FORMS: tuple[Form, ...] = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


def form(query: str) -> Form | None:
    """The query form; None where the text is an update or nothing the prologue explains.

    The engine wants no blank behind a keyword (``ASK{}``, ``DESCRIBEex:x``), so its beginning decides.

    >>> form("PREFIX a: <http://a/> # select\\n ask{}")
    'ASK'
    """
    found = tokens(query)
    rest = found[read_prologue(found).end :]
    first = rest[0].text.upper() if rest and rest[0].kind in ("word", "pname") else ""
    return next((known for known in _FORMS if first.startswith(known)), None)
