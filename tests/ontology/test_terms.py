"""The data files are found, and read as documentation pages need them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from ontology.namespaces import ROLES
from ontology.terms import compact, list_roles, list_terms, read_text


@pytest.mark.parametrize(
    ("iri", "short"),
    [
        ("https://w3id.org/gongbao/ns#Document", "gb:Document"),
        ("https://w3id.org/gongbao/role/lead", "gbr:lead"),
        ("https://w3id.org/gongbao/id/doc/青山市/一", "id:doc/青山市/一"),
        ("http://www.w3.org/2000/01/rdf-schema#label", "rdfs:label"),
        ("https://w3id.org/gongbao/ns#", "https://w3id.org/gongbao/ns#"),
        ("https://example.org/x", "https://example.org/x"),
    ],
)
def test_compact(iri: str, short: str) -> None:
    assert compact(iri) == short


def test_terms_are_ordered_by_kind_and_name_without_repeats() -> None:
    terms = list_terms()
    kinds = ["class", "object property", "datatype property", "individual"]
    assert list(terms) == sorted(terms, key=lambda term: (kinds.index(term.kind), term.curie))
    assert len({term.iri for term in terms}) == len(terms)


def test_reused_terms_come_on_request_with_labels() -> None:
    everything = list_terms(reused=True)
    assert set(list_terms()) == {term for term in everything if not term.reused}
    reused = {term.curie: term for term in everything if term.reused}
    assert {"eli:cites", "eli:first_date_entry_in_force", "dcterms:isPartOf", "org:postIn"} <= set(reused)
    assert all(term.label_zh and term.label_en for term in reused.values())
    assert reused["eli:cites"].inverse == "eli:cited_by"
    assert reused["eli:date_document"].ranges == ("xsd:date",)


def test_a_term_has_what_a_page_shows() -> None:
    terms = {term.curie: term for term in list_terms()}
    assert terms["gb:basis"].parents == ("gb:CitationRelation",)
    assert terms["gb:assignee"].functional and not terms["gb:post"].functional
    assert "schema:Legislation" in terms["gb:Document"].matches
    assert {role.name: role for role in list_roles()}["provincialLead"].parents == ("gbr:lead",)


def test_roles_are_a_mapping() -> None:
    assert ROLES["lead"] == "牵头单位"
    assert "nobody" not in ROLES and len(ROLES) == len(list(ROLES))
    with pytest.raises(KeyError):
        ROLES["nobody"]


def test_an_unknown_data_file_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        read_text("nothing.ttl")


def test_the_files_are_found_from_anywhere_and_read_only_when_asked(repository: Path, tmp_path: Path) -> None:
    # Importing names must stay cheap: no Turtle is parsed, no reasoner or validator imported.
    program = (
        "import sys; import ontology.namespaces, ontology.terms, ontology.validate, ontology.reason; "
        "assert not {'pyshacl', 'owlready2'} & set(sys.modules), 'imported too early'; "
        "assert ontology.terms._parsed.cache_info().currsize == 0, 'parsed too early'; "
        "print(len(ontology.terms.list_terms()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(repository), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, str(len(list_terms()))), done.stderr
