"""IRIs and the paths they are served at, both ways."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from api.addresses import Addresses, SourceMark, curie
from ontology.namespaces import DEFAULT_BASE, ELI, GB, GBR

ADDRESSES = Addresses(DEFAULT_BASE)


@pytest.mark.parametrize(
    "local",
    [
        "doc/青山市/青政办发〔2021〕3号",
        "doc/青山市/青政办发〔2021〕3号/青山市“一网通办”管理办法（试行）",
        "org/-/青山市人民政府（办公室）",
        "doc/青山市/a+b&c=d;e,f@g:h!i'j(k)*~",
    ],
)
def test_an_entity_s_path_leads_back_to_its_iri(local: str):
    iri = ADDRESSES.iri(local)
    assert iri == DEFAULT_BASE + local
    assert ADDRESSES.local(iri) == local
    href = ADDRESSES.href(iri)
    assert href is not None
    assert href.isascii()
    assert unquote(href) == "/id/" + local


@pytest.mark.parametrize(
    "local", ["", "doc/a b", "doc/<x>", 'doc/"', "doc/a\nb", "doc/{x}", "doc/a\\b", "doc/a`"]
)
def test_what_is_no_iri_is_no_entity(local: str):
    assert ADDRESSES.iri(local) is None


def test_terms_roles_and_the_outside():
    assert ADDRESSES.href(str(GBR.lead)) == "/role/lead"
    assert ADDRESSES.href(str(GB.cited)) == "/ns#cited"
    assert ADDRESSES.href(str(ELI.cites)) == str(ELI.cites)
    assert ADDRESSES.href("urn:x:y") is None
    assert ADDRESSES.href("javascript:alert(1)") is None
    assert ADDRESSES.local(DEFAULT_BASE) is None


def test_a_base_of_ones_own_changes_no_path():
    own = Addresses("https://data.example/gazette/")
    assert own.href("https://data.example/gazette/doc/x") == "/id/doc/x"
    assert own.local(DEFAULT_BASE + "doc/x") is None


@pytest.mark.parametrize(
    ("fragment", "first", "last"),
    # RFC 5147 counts the positions between lines.
    [("line=410,425", 411, 425), ("line=0,1", 1, 1), ("line=7", 8, 8)],
)
def test_a_fragment_of_a_source_is_a_mark(fragment: str, first: int, last: int):
    path = "issue/青山市/2021/3/公报.txt"
    assert ADDRESSES.mark(f"{DEFAULT_BASE}source/{path}#{fragment}") == SourceMark(path, first, last)


def test_other_iris_are_no_marks():
    for other in ("source/x.txt", "source/x.txt#char=1,2", "doc/x#line=1,2"):
        assert ADDRESSES.mark(DEFAULT_BASE + other) is None


def test_a_mark_reads_as_file_and_lines():
    mark = SourceMark("issue/青山市/2021/3/公报 一.txt", 411, 425)
    assert mark.text == "公报 一.txt:411–425"
    assert mark.href.endswith("%20%E4%B8%80.txt?first=411&last=425#L411")
    assert SourceMark("a/b.txt", 3, 3).text == "b.txt:3"


def test_short_names():
    assert curie(str(ELI.cites)) == "eli:cites"
    assert curie("http://www.example/ns#thing") == "thing"
