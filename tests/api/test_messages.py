"""The catalogues of the two languages agree, and the pages use nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.language import LANGUAGES, catalogue, say
from api.search import KINDS
from queries.library import load_library

_USED = re.compile(r'(?:\bt\(|else )"([a-z_]+\.[a-z0-9_]+)"(?! ~)')
_PLACES = re.compile(r"\{(\w+)\}")
_STATUSES = ("answered", "no_match", "ambiguous", "not_stated", "not_understood")


def test_both_languages_say_the_same_things():
    zh, en = catalogue("zh"), catalogue("en")
    assert zh.keys() == en.keys()
    for key in zh:
        assert set(_PLACES.findall(zh[key])) == set(_PLACES.findall(en[key])), key
        assert zh[key].strip()
        assert en[key].strip()


def test_every_message_of_a_template_is_there(repository: Path):
    templates = sorted((repository / "api" / "templates").rglob("*.html"))
    used = {key for path in templates for key in _USED.findall(path.read_text(encoding="utf-8"))}
    assert len(used) > 40
    assert used <= catalogue("zh").keys()


def test_messages_whose_names_are_put_together_are_there():
    keys = catalogue("zh").keys()
    assert {f"answer.{status}" for status in _STATUSES} <= keys
    assert {f"kind.{kind}" for kind in (*KINDS, "other")} <= keys
    tags = {query.tags[0] if query.tags else "" for query in load_library().values()}
    assert {f"queries.tag_{tag}" for tag in tags} <= keys


def test_no_template_has_words_of_its_own(repository: Path):
    """Chinese in a template would stay Chinese on the English page."""
    for path in (repository / "api" / "templates").rglob("*.html"):
        assert not re.search(r"[\u4e00-\u9fff]", path.read_text(encoding="utf-8")), path.name


def test_places_are_filled():
    assert say("zh", "entity.page", n=3) == "第 3 页"
    assert say("en", "entity.page", n=3) == "Page 3"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_unknown_message_is_an_error(language: str):
    with pytest.raises(KeyError):
        say(language, "home.nonsense")
