"""The grammar as data: loaded from ``grammar.toml``, checked, its patterns compiled.

Schema of an ``[[intent]]``::

    name      = "cited_by"            unique
    method    = "rows"                a function of queries.ask.methods
    query     = "cited-by"            the saved query it fills (some methods name theirs themselves)
    needs     = ["document"]          kinds of mention it cannot do without
    uses      = ["place", "role"]     further kinds it takes into account
    signals   = ["measure"]           what the words must show: measure (of a table the graph has)
    ask       = ["…"]                 patterns on the marked question; one must match
    hint      = [["…", 1.0]]          patterns that speak for (or, negative, against) it
    veto      = ["…"]                 patterns that rule it out
    params    = {document = "document"}   parameter of the saved query → slot
    answer    = "citingNumber|citingTitle"   column with the answer; | is "or else"
    note      = "citingTitle"
    as        = "text"                how to print it: see queries.ask.printing
    across    = "all"                 all | one: several places may answer, or one must be chosen
    countable = true                  may its answers be counted
    narrows   = false                 words left over narrow its findings to those on whose lines they stand
    options   = {…}                   whatever its method wants
    asked.zh / asked.en               what is asked for, a noun
    example.zh / example.en           a question it understands, {document} etc. filled from the graph
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from queries.errors import QueryError
from queries.header import Text

FILE = Path(__file__).with_name("grammar.toml")
GLOSSARY = Path(__file__).with_name("glossary.toml")
MARKS = frozenset(
    {"document", "title", "unit", "person", "place", "item", "meeting", "date", "group", "post", "role"}
)
SIGNALS = frozenset({"measure"})
_MACRO = re.compile(r"\{([a-z_]+)\}")


class GrammarError(QueryError):
    """``grammar.toml`` breaks its schema."""

    code = "bad_grammar"


@dataclass(frozen=True, slots=True)
class Role:
    """Words for roles of the vocabulary; ``asks`` ∈ unit, person; ``verb``: other words may tell more."""

    names: tuple[str, ...]
    asks: str
    words: re.Pattern[str]
    label: Text
    verb: bool = False


@dataclass(frozen=True, slots=True)
class Intent:
    """A kind of question (schema above)."""

    name: str
    method: str
    query: str
    needs: tuple[str, ...]
    uses: tuple[str, ...]
    signals: tuple[str, ...]
    ask: tuple[re.Pattern[str], ...]
    hint: tuple[tuple[re.Pattern[str], float], ...]
    veto: tuple[re.Pattern[str], ...]
    params: dict[str, str]
    answer: tuple[str, ...]
    note: tuple[str, ...]
    style: str
    across: str
    countable: bool
    options: dict[str, Any]
    asked: Text
    example: Text
    words: re.Pattern[str]
    characters: frozenset[str] = frozenset()
    narrows: bool = False


@dataclass(frozen=True)
class Grammar:
    """The whole grammar, compiled."""

    intents: tuple[Intent, ...]
    roles: tuple[Role, ...]
    classes: tuple[tuple[str, re.Pattern[str]], ...]
    operations: dict[str, re.Pattern[str]]
    stop: re.Pattern[str]
    cues: re.Pattern[str]
    form: re.Pattern[str]
    asking: re.Pattern[str]
    english: frozenset[str]
    messages: dict[str, Text]
    ranks: dict[str, tuple[str, ...]]
    glossary: dict[str, str] = field(default_factory=dict)
    glossary_words: re.Pattern[str] | None = None

    def intent(self, name: str) -> Intent:
        """The intent of that name; KeyError where there is none."""
        for intent in self.intents:
            if intent.name == name:
                return intent
        raise KeyError(name)


@lru_cache(maxsize=1)
def load_grammar() -> Grammar:
    """The grammar of this project. Raises ``GrammarError`` where its file breaks the schema."""
    return parse_grammar(tomllib.loads(FILE.read_text("utf-8")), tomllib.loads(GLOSSARY.read_text("utf-8")))


def parse_grammar(data: dict[str, Any], glossary: dict[str, Any]) -> Grammar:
    """Build a grammar from parsed TOML: ``data`` as in grammar.toml, ``glossary`` as in glossary.toml."""
    macros: dict[str, str] = data.get("macros", {})
    terms = {en.casefold(): zh for section in glossary.values() for en, zh in section.items()}
    words = sorted(terms, key=len, reverse=True)
    stop = data["stop"]
    zh = "|".join(map(re.escape, sorted(stop["zh"], key=len, reverse=True)))
    en = "|".join(map(re.escape, sorted(stop["en"], key=len, reverse=True)))
    cues = "|".join(map(re.escape, sorted(stop["cues"], key=len, reverse=True)))
    common = [entry["words"] for entry in (*data["role"], *data["class"])]
    common += [*data["operations"].values(), *macros.values()]
    intents = tuple(_intent(entry, macros) for entry in data["intent"])
    names = [intent.name for intent in intents]
    if len(set(names)) != len(names):
        raise _bad("an intent's name is used twice")
    return Grammar(
        intents=intents,
        roles=tuple(
            Role(
                names=tuple(entry["as"]),
                asks=entry["asks"],
                words=_compile(entry["words"], macros),
                label=_text(entry.get("label"), "role"),
                verb=bool(entry.get("verb", False)),
            )
            for entry in data["role"]
        ),
        classes=tuple((entry["name"], _compile(entry["words"], macros)) for entry in data["class"]),
        operations={name: _compile(words, macros) for name, words in data["operations"].items()},
        stop=re.compile(rf"{zh}|\b(?:{en})\b", re.IGNORECASE),
        cues=re.compile(cues),
        form=_compile(data["form"]["words"], macros),
        english=_english([*common, *_patterns(data)], macros)
        | _words_of((*terms, *stop["en"], *stop["asking_en"])),
        asking=_any_word((*stop["asking"], *_literals(common, macros))),
        messages={name: _text(entry, name) for name, entry in data["message"].items()},
        ranks={name: tuple(forms) for name, forms in data.get("ranks", {}).items()},
        glossary=terms,
        glossary_words=_any_of(words) if words else None,
    )


# What is no literal in a pattern: escapes, classes of characters, counts, what must not stand there.
_SYNTAX = re.compile(r"\(\?<?!(?:[^()]|\([^()]*\))*\)|\[(?:\\.|[^\]])*\]|\{[\d,]*\}|\\.")


def _literals(patterns: Iterable[str], macros: dict[str, str]) -> set[str]:
    """The Chinese words and single characters that stand in ``patterns``."""
    found: set[str] = set()
    for pattern in patterns:
        found.update(re.findall(r"[\u3400-\u9fff]+", _SYNTAX.sub("|", _expanded(pattern, macros))))
    return found


def _patterns(data: dict[str, Any]) -> list[str]:
    """Every pattern of the intents and the ranks."""
    patterns = [pattern for entry in data["intent"] for pattern in entry["ask"]]
    patterns += [pattern for entry in data["intent"] for pattern, _ in entry.get("hint", [])]
    return [*patterns, *data.get("ranks", {})]


def _english(patterns: Iterable[str], macros: dict[str, str]) -> frozenset[str]:
    """The English words and stems that stand in ``patterns``."""
    return _words_of(_SYNTAX.sub("|", _expanded(pattern, macros)) for pattern in patterns)


def _words_of(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word for text in texts for word in re.findall(r"[a-z]{3,}", text.casefold()))


def _any_word(words: Iterable[str]) -> re.Pattern[str]:
    longest = sorted({word for word in words if len(word) > 1}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest)) or r"(?!)")


def _any_of(words: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


_KEYS = {
    "name", "method", "query", "needs", "uses", "signals", "ask", "hint", "veto", "params", "answer", "note",
    "as", "across", "countable", "narrows", "options", "asked", "example",
}  # fmt: skip


def _intent(entry: dict[str, Any], macros: dict[str, str]) -> Intent:
    name = str(entry.get("name", "?"))
    extra = set(entry) - _KEYS
    if extra:
        raise _bad(f"intent '{name}' has the unknown key '{sorted(extra)[0]}'")
    if not entry.get("ask") or not entry.get("method"):
        raise _bad(f"intent '{name}' needs a method and patterns to ask by")
    if set(entry.get("signals", [])) - SIGNALS:
        raise _bad(f"intent '{name}' names an unknown signal")
    kinds = set(entry.get("needs", [])) | set(entry.get("uses", []))
    if kinds - MARKS:
        raise _bad(f"intent '{name}' names the unknown kind '{sorted(kinds - MARKS)[0]}'")
    if entry.get("across", "all") not in ("all", "one"):
        raise _bad(f"intent '{name}': across must be all or one")
    literals = _literals([*entry["ask"], *(pattern for pattern, _ in entry.get("hint", []))], macros)
    return Intent(
        name=name,
        method=entry["method"],
        query=entry.get("query", ""),
        needs=tuple(entry.get("needs", [])),
        uses=tuple(entry.get("uses", [])),
        signals=tuple(entry.get("signals", [])),
        ask=tuple(_compile(pattern, macros) for pattern in entry["ask"]),
        hint=tuple((_compile(pattern, macros), float(weight)) for pattern, weight in entry.get("hint", [])),
        veto=tuple(_compile(pattern, macros) for pattern in entry.get("veto", [])),
        params=dict(entry.get("params", {})),
        answer=tuple(filter(None, entry.get("answer", "").split("|"))),
        note=tuple(filter(None, entry.get("note", "").split("|"))),
        style=entry.get("as", "text"),
        across=entry.get("across", "all"),
        countable=bool(entry.get("countable", True)),
        options=dict(entry.get("options", {})),
        asked=_text(entry.get("asked"), name),
        example=_text(entry.get("example"), name),
        narrows=bool(entry.get("narrows", False)),
        words=_any_word(literals),
        characters=frozenset(word for word in literals if len(word) == 1),
    )


def _expanded(pattern: str, macros: dict[str, str]) -> str:
    text = pattern
    for _ in range(4):
        text = _MACRO.sub(lambda m: f"(?:{macros[m.group(1)]})" if m.group(1) in macros else m.group(0), text)
    return text


# The edge of a word, but not that of the word in a mark: "unit" does not stand in <unit>.
_EDGE = r"\b(?<!<)(?!>)"


def _compile(pattern: str, macros: dict[str, str]) -> re.Pattern[str]:
    text = _expanded(pattern, macros).replace(r"\b", _EDGE)
    try:
        return re.compile(text, re.IGNORECASE)
    except re.error as error:
        raise _bad(f"pattern {pattern!r}: {error}") from error


def _text(value: object, where: str) -> Text:
    if isinstance(value, dict) and set(value) == {"zh", "en"}:
        return Text(str(value["zh"]), str(value["en"]))
    raise _bad(f"'{where}' needs .zh and .en")


def _bad(reason: str) -> GrammarError:
    return GrammarError(f"问题语法不合规：{reason}。", f"The grammar of questions is wrong: {reason}.")
