"""What a free-hand query may not ask for, however it is written; and what only looks like it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.errors import QueryRefused
from graph.refuse import check_query
from graph.sparql_text import dataset_clauses, tokens


class Trap:
    """A web server that only notes that somebody came."""

    def __init__(self) -> None:
        trap = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                trap.visits += 1
                self.send_error(500)

            do_GET = do_POST

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.visits = 0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def is_reached_by(self, sparql: str) -> bool:
        """Whether the engine goes there when it evaluates the text."""
        before = self.visits
        engine = ox.Store()
        engine.update("INSERT DATA { <x:s> <x:p> true , 1 , 'SERVICE' }")
        try:
            result = engine.query(sparql)
            if not isinstance(result, ox.QueryBoolean):
                list(result)
        except (SyntaxError, OSError, RuntimeError, ValueError):
            pass
        return self.visits > before


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    trap = Trap()
    yield trap
    trap.server.shutdown()


REACHES = {
    "plain": "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
    "small letters": "select * { service <URL> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
    "glued to the IRI": "SELECT*{SERVICE<URL>{?s?p?o}}",
    "glued to a prefix": "PREFIX ex: <URL> SELECT * { ?s ?p ?o SERVICEex:{ ?s ?p ?o } }",
    "looks like a prefix": "PREFIX : <URL> SELECT * { ?s ?p ?o service:x { ?s ?p ?o } }",
    "glued to what is before": "SELECT * { ?s ?p trueSERVICE<URL>{ ?s ?p ?o } }",
    "glued to a prefix and to what is before": "PREFIX : <URL> SELECT * { ?s ?p trueSERVICE:x { ?s ?p ?o } }",
    "after a comment": "SELECT * { # nothing here\n SERVICE <URL> { ?s ?p ?o } }",
    "after a comment that ends the old way": "SELECT * { #'\r SERVICE <URL> { ?s ?p ?o } #'\n }",
    "after a string with a quote in it": "SELECT * { FILTER('\\'' = \"'\") SERVICE <URL> { ?s ?p ?o } }",
    "after a string with an escaped quote": (
        "SELECT * { FILTER('\\u0027' = \"'\") SERVICE <URL> { ?s ?p ?o } #'\n }"
    ),
    "in a subquery": "SELECT * { { SELECT * { SERVICE <URL> { ?s ?p ?o } } } }",
    "in a filter": "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
    "behind a comparison that looks like an IRI": (
        "SELECT * { VALUES (?a ?b) {(1 2)} FILTER(?a<?b#>'''\n) SERVICE <URL> { ?s ?p ?o } #'''\n }"
    ),
    "behind a comparison with a prefixed name": (
        "PREFIX x: <x:> SELECT * { FILTER(1<x:b#>'''\n||true) SERVICE <URL> { ?s ?p ?o } #'''\n }"
    ),
    "behind a comparison with a string": (
        "SELECT * { FILTER(1<'>'||true) SERVICE <URL> { ?s ?p ?o } FILTER('a'<'>'||true) }"
    ),
    "construct": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
    "describe": "DESCRIBE ?s WHERE { SERVICE <URL> { ?s ?p ?o } }",
}


@pytest.mark.parametrize("sparql", REACHES.values(), ids=REACHES)
def test_what_reaches_other_servers_is_refused(trap: Trap, sparql: str) -> None:
    sparql = sparql.replace("URL", trap.url)
    assert trap.is_reached_by(sparql), "the engine does not go there: the example proves nothing"
    with pytest.raises(QueryRefused) as caught:
        check_query(sparql)
    assert caught.value.http_status == 403


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT * { \\u0053ERVICE <http://example.org/> { ?s ?p ?o } }",
        'SELECT * { FILTER(?x = "\\u0022) SERVICE <http://example.org/> {} FILTER(?y = \\u0022") }',
        "SELECT * { #\\u000ASERVICE <http://example.org/> { ?s ?p ?o }\n }",
        "SELECT * { ?s ?p 'unclosed SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { BIND(<http://example.org/> AS ?e) SERVICE ?e { ?s ?p ?o } }",
        "SELECT * { BIND(<http://example.org/> AS ?e) SERVICE?e{ ?s ?p ?o } }",
        "SELECT * { SERVICESILENT <http://example.org/> { ?s ?p ?o } }",
    ],
)
def test_what_another_engine_might_read_as_service_is_refused(sparql: str) -> None:
    with pytest.raises(QueryRefused):
        check_query(sparql)


HARMLESS = {
    "in a string": "SELECT * { ?s ?p 'SERVICE <http://example.org/> { }' }",
    "in a long string": "SELECT * { ?s ?p '''a 'SERVICE' <http://example.org/> \n { ''' }",
    "in a string with an apostrophe": 'SELECT * { ?s ?p "it\'s SERVICE <http://example.org/> { }" }',
    "in a comment": "SELECT * { # SERVICE <http://example.org/> { }\n ?s ?p ?o }",
    "in an IRI": "SELECT * { ?s <http://example.org/SERVICE/> ?o }",
    "in an IRI after a hash": "SELECT * { ?s <http://example.org/a#SERVICE> ?o . ?s <http://x.org/#b> 'b' }",
    "a variable": "SELECT ?service $SERVICE { ?service ?p $SERVICE }",
    "a local name": "PREFIX ex: <http://example.org/> SELECT * { ?s ex:service ?o ; ex:SERVICE.service ?o }",
    "a prefix": "PREFIX service: <http://example.org/> SELECT * { ?s service:x ?o ; a service:y }",
    "a prefix of a graph": "PREFIX service: <http://example.org/> SELECT * { GRAPH service:x { ?s ?p ?o } }",
    "a blank node": "SELECT * { _:service ?p ?o }",
    "a language": "SELECT * { ?s ?p 'x'@en-SERVICE }",
    "LOAD in a string": "SELECT * { ?s ?p 'LOAD <http://example.org/>' }",
    "insert as a name": "PREFIX insert: <http://example.org/> SELECT ?drop { ?drop insert:x 'DROP ALL' }",
    "FROM in a pattern": "PREFIX from: <http://example.org/> SELECT * { ?from from:x 'FROM <file:x>' }",
    "FROM in a comment": "SELECT * # FROM <http://example.org/>\n { ?s ?p ?o }",
    "no SPARQL": "SELEKT *",
    "nothing": "",
    "Chinese": "SELECT ?单位 { ?单位 <http://example.org/名称> '青山市service中心' }",
}


@pytest.mark.parametrize("sparql", HARMLESS.values(), ids=HARMLESS)
def test_what_only_looks_like_it_passes(trap: Trap, sparql: str) -> None:
    check_query(sparql)
    assert not trap.is_reached_by(sparql.replace("http://example.org/", trap.url))


@pytest.mark.parametrize(
    "sparql",
    [
        "INSERT DATA { <x:a> <x:b> <x:c> }",
        "delete where { ?s ?p ?o }",
        "PREFIX ex: <http://example.org/> # a comment\nWITH ex:g DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "CLEAR ALL",
        "DROP GRAPH <x:g>",
        "CREATE GRAPH <x:g>",
        "COPY <x:g> TO <x:h>",
        "MOVE <x:g> TO <x:h>",
        "ADD <x:g> TO <x:h>",
        "BASE <http://example.org/> CLEAR DEFAULT",
        "DROPALL",
    ],
)
def test_updates_are_no_queries(sparql: str) -> None:
    with pytest.raises(QueryRefused) as caught:
        check_query(sparql)
    assert caught.value.http_status == 400
    assert "更新" in caught.value.zh and "update" in caught.value.en


@pytest.mark.parametrize(
    "sparql",
    [
        "LOAD <http://example.org/>",
        "load<http://example.org/>",
        "CLEAR ALL ; LOAD SILENT <http://example.org/>",
    ],
)
def test_load_is_forbidden(sparql: str) -> None:
    with pytest.raises(QueryRefused, match="LOAD") as caught:
        check_query(sparql)
    assert caught.value.http_status == 403


@pytest.mark.parametrize(
    "clause",
    [
        "FROM <http://example.org/g>",
        "FROM<https://example.org/g>",
        "from named <file:///etc/passwd>",
        "FROMNAMED<ftp://example.org/g>",
        "FROM ex:g",
        "FROMex:g",
        "FROM NAMED ex:g",
        "FROM <x:y> FROM <HTTP://example.org/g>",
        "FROM <g>",
    ],
)
def test_from_may_name_only_what_the_store_has(clause: str) -> None:
    text = (
        f"BASE <http://example.org/> PREFIX ex: <http://example.org/> SELECT * {clause} WHERE {{ ?s ?p ?o }}"
    )
    with pytest.raises(QueryRefused, match="FROM") as caught:
        check_query(text)
    assert caught.value.http_status == 403
    graphs = {named for found in dataset_clauses(text) if (named := found.iri)}
    assert len(graphs) == clause.upper().count("FROM")
    check_query(text, known_graphs=graphs)
    with pytest.raises(QueryRefused):
        check_query(text, known_graphs={"http://example.org/another"})


def test_from_a_name_that_nobody_could_fetch_passes() -> None:
    check_query("SELECT * FROM <urn:x:g> { ?s ?p ?o }")


def test_tokens_know_their_places() -> None:
    text = "SELECT ?a # note\n{ ?a ex:b.c 'x'@zh . <http://x.org/#1> ?b 1.5e3 }"
    found = tokens(text)
    assert all(text[token.start : token.end] == token.text for token in found)
    assert [(token.kind, token.text) for token in found] == [
        ("word", "SELECT"),
        ("var", "?a"),
        ("punct", "{"),
        ("var", "?a"),
        ("pname", "ex:b.c"),
        ("string", "'x'"),
        ("langtag", "@zh"),
        ("punct", "."),
        ("iri", "<http://x.org/#1>"),
        ("var", "?b"),
        ("number", "1.5e3"),
        ("punct", "}"),
    ]


# Pieces that matter to a lexer; put together at random they make the odd text that nobody thought of.
PIECES = (
    *("SERVICE", "service", "SERVICE SILENT", "<URL>", "x:", "x:y", ":", "{ ?s ?p ?o }", "{", "}", "(", ")"),
    *(
        "FILTER(?a<?b",
        "FILTER(1<2)",
        "FILTER(",
        "||true)",
        "?a",
        "?s ?p ?o",
        ".",
        "<",
        ">",
        "<x:p#>",
        "#",
        "\n",
        "\r",
    ),
    *(
        "'",
        '"',
        "'''",
        '"""',
        "''",
        "\\'",
        "\\u0027",
        "true",
        "1",
        "'a'",
        "@en",
        " ",
        "BIND(",
        "AS ?z)",
        "OPTIONAL",
    ),
)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=14),
    end=st.sampled_from(("", "#'''\n", "'''", "'")),
)
def test_no_text_that_passes_reaches_another_server(trap: Trap, pieces: list[str], end: str) -> None:
    middle = " SERVICE <URL> { ?s ?p ?o } "
    body = "".join(pieces)
    for text in (body, body + middle + end, middle + body + end):
        sparql = f"PREFIX x: <URL> PREFIX : <URL> SELECT * {{ {text} }}".replace("URL", trap.url)
        try:
            check_query(sparql)
        except QueryRefused:
            continue
        assert not trap.is_reached_by(sparql)
