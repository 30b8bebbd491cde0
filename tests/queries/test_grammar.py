"""The grammar is data: its schema is checked, and an intent can be added without code."""

from __future__ import annotations

import copy
import tomllib

import pytest

from queries.ask import Answerer
from queries.ask.grammar import FILE, GLOSSARY, GrammarError, load_grammar, parse_grammar
from queries.ask.methods import METHODS
from queries.library import load_library

DATA = tomllib.loads(FILE.read_text("utf-8"))
TERMS = tomllib.loads(GLOSSARY.read_text("utf-8"))


@pytest.mark.parametrize("intent", load_grammar().intents, ids=lambda intent: intent.name)
def test_an_intent_names_a_method_and_a_saved_query(intent) -> None:
    library = load_library()
    assert intent.method in METHODS
    assert intent.query in library
    known = {parameter.name for parameter in library[intent.query].parameters}
    assert set(intent.params) <= known
    columns = {column.name for column in library[intent.query].columns}
    assert {*intent.answer, *intent.note} <= columns


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("colour", "red", "unknown key"),
        ("needs", ["colour"], "unknown kind"),
        ("signals", ["colour"], "unknown signal"),
        ("ask", [], "patterns"),
        ("ask", ["("], "pattern"),
        ("across", "some", "across"),
        ("asked", {"zh": "甲"}, "zh and .en"),
    ],
)
def test_a_bad_intent_says_what_is_wrong(key: str, value: object, reason: str) -> None:
    data = copy.deepcopy(DATA)
    data["intent"][0][key] = value
    with pytest.raises(GrammarError, match=reason):
        parse_grammar(data, TERMS)


def test_a_name_is_used_once() -> None:
    data = copy.deepcopy(DATA)
    data["intent"].append(copy.deepcopy(data["intent"][0]))
    with pytest.raises(GrammarError, match="twice"):
        parse_grammar(data, TERMS)


def test_an_intent_is_added_without_code(invented) -> None:
    data = copy.deepcopy(DATA)
    data["intent"].append(
        {
            "name": "issued",
            "method": "rows",
            "query": "documents-of-unit",
            "needs": ["unit"],
            "params": {"unit": "unit"},
            "answer": "number|title",
            "ask": ["出过哪些文"],
            "hint": [["出过", 3.0]],
            "asked": {"zh": "印发的文件", "en": "documents issued"},
            "example": {"zh": "{unit}出过哪些文？", "en": "What has {unit} issued?"},
        }
    )
    answerer = Answerer(invented, grammar=parse_grammar(data, TERMS))
    result = answerer.ask("青山市政府办公室出过哪些文")
    assert result["reading"]["intent"] == "issued"
    assert sorted(a["text"] for a in result["answers"]) == [
        "青政办函〔2021〕2号", "青政办发〔2021〕3号", "青政办发〔2021〕4号",
    ]  # fmt: skip
    assert all(a["evidence"] for a in result["answers"])


def test_terms_of_the_glossary_are_english_to_chinese() -> None:
    for section in TERMS.values():
        for english, chinese in section.items():
            assert english.isascii() and english == english.lower().strip()
            assert not chinese.isascii()
