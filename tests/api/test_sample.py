"""From the shipped sample to an answer on a page: every room at once, as a first user does it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from api.app import create_app
from api.cli import main
from api.settings import Settings
from graph.store import open_store


def run(*arguments: str | Path) -> Result:
    """The program with these arguments, in process."""
    return CliRunner().invoke(main, [str(one) for one in arguments])


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Result]:
    """A store into which the sample was loaded by the command, and what the command said."""
    folder = tmp_path_factory.mktemp("sample") / "store"
    return folder, run("load", "--sample", "--store", folder, "--jobs", "1")


def test_the_summary_tells_what_was_read_and_where_it_is(loaded: tuple[Path, Result]):
    folder, result = loaded
    assert result.exit_code == 0, result.output
    for word in ("issues: ", "documents: ", "citations: ", "responsibilities: ", "triples: "):
        line = next(line for line in result.stdout.splitlines() if word in line)
        assert int(line.split(word)[1].split()[0]) > 0, line
    assert str(folder) in result.stdout


def test_loading_again_changes_nothing(loaded: tuple[Path, Result]):
    folder, _ = loaded
    before = open_store(folder).generation
    again = json.loads(run("load", "--sample", "--store", folder, "--jobs", "1", "--json").stdout)
    assert again["loaded"] == []
    assert again["unchanged"]
    assert again["store"] == str(folder)
    assert open_store(folder).generation == before


def test_the_examples_of_the_home_page_are_answered_with_evidence(loaded: tuple[Path, Result]):
    client = create_app(open_store(loaded[0]), Settings()).test_client()
    from api.examples import examples

    questions = examples(open_store(loaded[0]))
    assert len(questions) >= 3
    for question in questions:
        page = client.get("/", query_string={"q": question})
        assert page.status_code == 200
        assert "answer-answered" in page.text, question
        assert 'class="evidence" href="/source/' in page.text, question


def test_every_evidence_link_leads_to_the_quoted_line(loaded: tuple[Path, Result]):
    client = create_app(open_store(loaded[0]), Settings()).test_client()
    from api.answer_view import answer_lines
    from api.examples import examples
    from api.service import Service

    service = Service.build(open_store(loaded[0]), Settings())
    questions = examples(service.store)
    assert questions
    for question in questions:
        for line in answer_lines(service.answerer().ask(question), service):
            assert line.quotes
            for quote in line.quotes:
                assert quote.href is not None
                page = client.get(quote.href.partition("#")[0])
                assert page.status_code == 200
                assert 'class="marked"' in page.text


def test_every_kind_of_node_has_a_page_and_data(loaded: tuple[Path, Result]):
    store = open_store(loaded[0])
    client = create_app(store, Settings()).test_client()
    base = Settings().entity_base()
    rows = store.rows("SELECT ?t (SAMPLE(?s) AS ?one) { ?s a ?t } GROUP BY ?t")
    locals_ = [row["one"].value[len(base) :] for row in rows if row["one"].value.startswith(base)]
    assert len(locals_) > 10
    for local in locals_:
        plain = local.partition("#")[0]
        for address in (f"/page/{plain}", f"/data/{plain}.ttl", f"/data/{plain}.jsonld"):
            assert client.get(address).status_code == 200, address


def test_a_file_that_cannot_be_read_is_named_and_does_not_stop_the_rest(tmp_path: Path):
    gazettes = tmp_path / "gazettes"
    gazettes.mkdir()
    (gazettes / "bad.txt").write_bytes(b"\x00\x01\x02" * 400)
    (gazettes / "photo.png").write_bytes(b"\x89PNG")
    result = run("load", gazettes, "--store", tmp_path / "store", "--jobs", "1")
    assert result.exit_code == 1
    assert "bad.txt" in result.stderr
    assert "skipped, unknown format: 1" in result.stdout


@pytest.mark.parametrize("arguments", [[], ["/no/such/folder"]])
def test_nothing_to_load_is_a_wrong_use_and_makes_no_store(tmp_path: Path, arguments: list[str]):
    result = run("load", *arguments, "--store", tmp_path / "store")
    assert result.exit_code == 2
    assert not (tmp_path / "store").exists()
