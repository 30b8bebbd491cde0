"""One answer as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from api.language import say

_QUOTED_LINES = 6
_QUOTES_SHOWN = 2
_ENTITY_CHARS = 40


def as_text(answer: Mapping[str, Any]) -> str:
    """The message, each answer with its printed lines, and how the question was read."""
    return "\n".join(_lines(answer))


def _lines(answer: Mapping[str, Any]) -> Iterator[str]:
    key = f"answer.{answer['status']}"
    yield f"【{say('zh', key)} / {say('en', key)}】 {answer.get('message') or ''}".rstrip()
    for number, one in enumerate(answer["answers"], start=1):
        note = f"  （{one['note']}）" if one.get("note") else ""
        yield f"{number}. {one['text']}{note}"
        evidence = one.get("evidence", [])
        for piece in evidence[:_QUOTES_SHOWN]:
            quoted = str(piece.get("quote", "")).split("\n")
            yield from (f"   │ {line}" for line in quoted[:_QUOTED_LINES])
            if len(quoted) > _QUOTED_LINES:
                yield "   │ …"
            yield f"   └ {_place(piece)}"
        if len(evidence) > _QUOTES_SHOWN:
            yield f"   + {len(evidence) - _QUOTES_SHOWN}"
    reading = answer.get("reading") or {}
    if reading.get("intent"):
        entities = "、".join(_entity(one) for one in reading.get("entities", []))
        yield f"读法 / read as: {reading['intent']}" + (f"（{entities}）" if entities else "")
    if answer.get("suggestions"):
        yield "相近的问题 / similar questions:"
        yield from (f"  · {one}" for one in answer["suggestions"])


def _place(piece: Mapping[str, Any]) -> str:
    first, last = piece["first_line"], piece["last_line"]
    return f"{piece['source']}:{first}" if first == last else f"{piece['source']}:{first}–{last}"


def _entity(one: object) -> str:
    text = str(one.get("text") or one.get("iri") or "") if isinstance(one, Mapping) else str(one)
    return shortened(text, _ENTITY_CHARS)


def shortened(text: str, limit: int) -> str:
    """``text``, cut to ``limit`` characters with an ellipsis where it is longer."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def bare(sparql: str) -> str:
    """A query without the comment lines it begins with (the header of a saved query)."""
    lines = sparql.split("\n")
    first = next((at for at, line in enumerate(lines) if line.strip() and not line.startswith("#")), 0)
    return "\n".join(lines[first:])
