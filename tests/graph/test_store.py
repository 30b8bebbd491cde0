"""What every store does, in a folder or behind a SPARQL endpoint: the contract of ``graph.store``."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import pytest
from pyoxigraph import Literal, NamedNode, QueryBoolean, QuerySolutions, QueryTriples, RdfFormat, parse

from graph.errors import BadQuads, FormatNotOffered, QuerySyntaxError, StoreError
from graph.store import Store

G1, G2, D = (
    "https://example.org/青山/issue/1",
    "https://example.org/青山/issue/2",
    "https://example.org/derived",
)
EX = "https://example.org/"
ALL = "SELECT DISTINCT ?s ?o WHERE { ?s <https://example.org/says> ?o }"


def quads(*pairs: str) -> bytes:
    """``"a 1"`` → ``ex:a ex:says "1"``."""
    lines = (pair.split(" ", 1) for pair in pairs)
    return "".join(f'<{EX}{s}> <{EX}says> "{o}" .\n' for s, o in lines).encode()


def said(store: Store, graph: str | None = None) -> set[str]:
    """The pairs that the store, or one graph of it, holds."""
    pattern = f"GRAPH <{graph}> {{ ?s <{EX}says> ?o }}" if graph else f"?s <{EX}says> ?o"
    rows = store.rows(f"SELECT ?s ?o WHERE {{ {pattern} }}")
    return {f"{row['s'].value.removeprefix(EX)} {row['o'].value}" for row in rows}


def load(store: Store, graph: str, source: str, *pairs: str) -> bool:
    with store.change("test") as change:
        return change.put(graph, source, quads(*pairs))


# --- putting and removing ---------------------------------------------------------------------------


def test_an_empty_store_answers(store: Store) -> None:
    assert store.rows(ALL) == []
    assert store.graphs() == {}
    assert store.generation == "0"


def test_what_is_put_is_seen_by_the_union_and_in_its_graph(store: Store) -> None:
    assert load(store, G1, "001.txt", "a 1", "b 2")
    assert said(store) == said(store, G1) == {"a 1", "b 2"}
    assert said(store, G2) == set()
    assert store.graphs() == {G1: 2}


def test_putting_again_replaces_what_the_source_said_and_nothing_else(store: Store) -> None:
    load(store, G1, "001.txt", "a 1", "b 2", "shared 0")
    load(store, G1, "002.txt", "c 3", "shared 0")
    load(store, G2, "001.txt", "d 4")
    load(store, G1, "001.txt", "a 9")
    assert said(store, G1) == {"a 9", "c 3", "shared 0"}
    assert said(store, G2) == {"d 4"}
    assert store.graphs() == {G1: 3, G2: 1}


def test_a_quad_goes_with_the_last_source_that_says_it(store: Store) -> None:
    load(store, G1, "001.txt", "shared 0")
    load(store, G1, "002.txt", "shared 0")
    load(store, G1, "001.txt", "a 1")
    assert said(store, G1) == {"a 1", "shared 0"}
    load(store, G1, "002.txt", "b 2")
    assert said(store, G1) == {"a 1", "b 2"}


def test_the_same_again_changes_nothing(store: Store) -> None:
    load(store, G1, "001.txt", "a 1", "b 2")
    before = store.generation
    assert not load(store, G1, "001.txt", "b 2", "a 1", "a 1")
    assert store.generation == before


def test_every_change_has_a_generation_of_its_own(open_it: Callable[[], Store]) -> None:
    writer, reader = open_it(), open_it()
    seen = {reader.generation}
    for number in range(3):
        load(writer, G1, "001.txt", f"a {number}")
        assert reader.refresh()
        assert not reader.refresh()
        assert reader.generation == writer.generation
        seen.add(reader.generation)
        assert said(reader) == {f"a {number}"}
    assert len(seen) == 4


def test_remove_takes_one_source_or_the_whole_graph(store: Store) -> None:
    load(store, G1, "001.txt", "a 1", "shared 0")
    load(store, G1, "002.txt", "b 2", "shared 0")
    load(store, G2, "001.txt", "c 3")
    with store.change() as change:
        assert change.remove(G1, "001.txt")
        assert not change.remove(G1, "001.txt")
        assert not change.remove(G2, "009.txt")
        assert not change.remove("https://example.org/none")
    assert said(store, G1) == {"b 2", "shared 0"}
    with store.change() as change:
        assert change.remove(G1)
    assert store.graphs() == {G2: 1}
    assert said(store) == {"c 3"}


def test_an_exception_drops_the_whole_change(store: Store) -> None:
    load(store, G1, "001.txt", "a 1")
    before = store.generation
    with pytest.raises(RuntimeError, match="stop"), store.change() as change:
        change.put(G1, "001.txt", quads("a 2"))
        change.remove(G1, "001.txt")
        raise RuntimeError("stop")
    store.refresh()
    assert store.generation == before
    assert said(store) == {"a 1"}
    assert load(store, G1, "001.txt", "a 2")


def test_put_and_taken_back_within_one_change_is_no_change(store: Store) -> None:
    load(store, G1, "001.txt", "a 1")
    before = store.generation
    with store.change() as change:
        change.put(G1, "001.txt", quads("a 2"))
        change.put(G2, "002.txt", quads("b 1"))
        change.remove(G2)
        change.put(G1, "001.txt", quads("a 1"))
    assert store.generation == before
    assert said(store) == {"a 1"}


def test_many_puts_at_once(store: Store) -> None:
    load(store, f"{EX}g/7", "7.txt", "s7 value")
    with store.change() as change:
        many = ((f"{EX}g/{n}", f"{n}.txt", quads(f"s{n} value")) for n in range(60))
        assert change.put_many(many) == 59
    assert len(said(store)) == 60
    assert sum(store.graphs().values()) == 60


def test_a_source_may_say_nothing(store: Store) -> None:
    load(store, G1, "001.txt", "a 1")
    assert load(store, G1, "001.txt")
    assert store.graphs() == {}
    assert not load(store, G1, "001.txt")


@pytest.mark.parametrize(
    ("nquads", "why"),
    [
        (b"this is no N-Quads", "N-Quads"),
        (f"<{EX}a> <{EX}b> <{EX}c> <{EX}another-graph> .".encode(), "图"),
        (b"<relative> <https://example.org/b> <https://example.org/c> .", "IRI"),
        (f'<{EX}a> <{EX}b> "青" .'.encode("gb18030"), "N-Quads"),
    ],
)
def test_what_cannot_be_stored_is_refused_and_the_rest_goes_on(store: Store, nquads: bytes, why: str) -> None:
    with store.change() as change:
        with pytest.raises(BadQuads, match=why) as caught:
            change.put(G1, "001.txt", nquads)
        assert "001.txt" in caught.value.zh and "001.txt" in caught.value.en
        change.put(G1, "002.txt", quads("a 1"))
    assert said(store) == {"a 1"}


def test_a_graph_name_must_be_an_iri(store: Store) -> None:
    with pytest.raises(BadQuads), store.change() as change:
        change.put("no iri", "001.txt", quads("a 1"))


@pytest.mark.parametrize(
    "text",
    [
        "青山市",
        'a "quoted" word',
        "two\nlines\r\tand a tab",
        "back\\slash",
        r"C:\users\u4e2d",
        r"\\u0041 and \\\u0042 and \U0001F600",
        "\u0001 control \u0085 next line \u2028 separator",
        "_:no blank node",
        "<b>&amp;</b> { } . ; # no comment",
        "𠮷野家",
        "",
    ],
)
def test_text_survives_both_ways(store: Store, text: str) -> None:
    line = f"<{EX}a> <{EX}says> {Literal(text)} .".encode()
    other = f"<{EX}b> <{EX}says> {Literal(text, language='zh')} .".encode()
    with store.change() as change:
        change.put(G1, "001.txt", line + b"\n" + other)
    assert {row["o"] for row in store.rows(ALL)} == {Literal(text), Literal(text, language="zh")}
    load(store, G1, "001.txt", "c 3")
    assert said(store) == {"c 3"}


def test_values_that_the_engine_cannot_tell_apart_are_one(store: Store) -> None:
    xsd = "http://www.w3.org/2001/XMLSchema#"
    one = f'<{EX}a> <{EX}says> "007"^^<{xsd}integer> .\n'.encode()
    two = f'<{EX}a> <{EX}says> "7"^^<{xsd}integer> .\n<{EX}b> <{EX}says> "x" .\n'.encode()
    with store.change() as change:
        change.put(G1, "001.txt", one)
        change.put(G1, "002.txt", two)
    assert store.graphs() == {G1: 2}
    with store.change() as change:
        change.remove(G1, "001.txt")
    assert said(store) == {"a 7", "b x"}


def test_blank_nodes_keep_apart_by_source_and_go_with_it(store: Store) -> None:
    blank = f'_:x <{EX}says> _:y .\n_:y <{EX}says> "1" .\n'.encode()
    with store.change() as change:
        change.put(G1, "001.txt", blank)
        change.put(G1, "002.txt", blank)
    before = store.generation
    assert store.graphs() == {G1: 4}
    with store.change() as change:
        # The same graph under other labels.
        assert not change.put(G1, "001.txt", blank.replace(b"_:x", b"_:other"))
    assert store.generation == before
    with store.change() as change:
        change.remove(G1, "001.txt")
    assert store.graphs() == {G1: 2}
    with store.change() as change:
        change.put(G1, "002.txt", quads("a 1"))
    assert said(store) == {"a 1"}


# --- derived graphs ------------------------------------------------------------------------------------

TWICE = f"""
PREFIX ex: <{EX}>
INSERT {{ GRAPH <{D}> {{ ?s ex:twice ?o }} }}
WHERE {{ GRAPH ?a {{ ?s ex:says ?o }} ?s ex:says ?o }}
"""


def derived(store: Store) -> set[str]:
    rows = store.rows(f"SELECT ?s ?p ?o WHERE {{ GRAPH <{D}> {{ ?s ?p ?o }} }}")
    return {" ".join(row[name].value.removeprefix(EX) for name in "spo") for row in rows}


def test_a_derived_graph_is_made_from_the_union_and_made_anew(store: Store) -> None:
    with store.change() as change:
        change.put(G1, "001.txt", quads("a 1"))
        change.put(G2, "002.txt", quads("b 2"))
        change.derive(D, TWICE)
    assert derived(store) == {"a twice 1", "b twice 2"}
    assert store.graphs() == {D: 2, G1: 1, G2: 1}
    with store.change() as change:
        change.remove(G1)
        change.derive(D, TWICE)
    assert derived(store) == {"b twice 2"}
    before = store.generation
    with store.change() as change:
        change.derive(D, TWICE)
    assert store.generation == before


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ("INSERT { ?s ex:p ?o } WHERE { ?s ex:says ?o }", {"a p 1", "b p 2"}),
        ("CONSTRUCT { ?s ex:p ?o } WHERE { ?s ex:says ?o } ORDER BY ?s LIMIT 5", {"a p 1", "b p 2"}),
        ("INSERT DATA { GRAPH ex:derived { ex:x ex:p 'y' } }", {"x p y"}),
        (
            "INSERT DATA { ex:x ex:p 'y' } ; DELETE DATA { ex:x ex:p 'y' } ; INSERT DATA "
            "{ ex:z ex:p '{}' } ;",
            {"z p {}"},
        ),
        (
            "INSERT { ?s ex:p ?o } WHERE { ?s ex:says ?o } ;"
            "DELETE { ?s ex:p ?o } INSERT { ?s ex:q ?o . GRAPH ex:derived { ?s ex:r ?o } ?s ex:t ?o } "
            "WHERE { ?s ex:p ?o FILTER(?o < '2' ) }",
            {"a q 1", "a r 1", "a t 1", "b p 2"},
        ),
        (
            "INSERT { ?s ex:p ?o } WHERE { ?s ex:says ?o } ; PREFIX e: <https://example.org/> "
            "DELETE { GRAPH e:derived { ?s e:p ?o } } WHERE { ?s e:p ?o . ?s ex:says '1' }",
            {"b p 2"},
        ),
        (
            "INSERT { ?s ex:p ?n } { SELECT ?s (COUNT(*) AS ?n) { ?s ex:says ?o } GROUP BY ?s }",
            {"a p 1", "b p 1"},
        ),
    ],
)
def test_forms_of_updates(store: Store, update: str, expected: set[str]) -> None:
    if isinstance(update, str) and update.startswith("CONSTRUCT") and store.location.startswith("http"):
        update = update.partition("ORDER")[0]  # an update has no solution modifiers
    with store.change() as change:
        change.put(G1, "001.txt", quads("a 1"))
        change.put(G2, "002.txt", quads("b 2"))
        change.derive(D, f"PREFIX ex: <{EX}> # declared once\n{update}")
    assert derived(store) == expected


@pytest.mark.parametrize(
    "update",
    [
        f"INSERT {{ GRAPH <{G1}> {{ ?s ?p ?o }} }} WHERE {{ ?s ?p ?o }}",
        f"CLEAR GRAPH <{G1}>",
        "LOAD <http://example.org/>",
        f"WITH <{G1}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}",
        f"INSERT {{ ?s ?p ?o }} USING <{G1}> WHERE {{ ?s ?p ?o }}",
        "DELETE WHERE { ?s ?p ?o }",
        "INSERT { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }",
    ],
)
def test_an_update_that_would_do_more_is_refused(store: Store, update: str) -> None:
    load(store, G1, "001.txt", "a 1")
    with pytest.raises(BadQuads), store.change() as change:
        change.derive(D, update)
    assert store.graphs() == {G1: 1}


@pytest.mark.parametrize(
    "update", ["", "INSERT { ?s ?p ?o } WHERE { ?s ?p ?o", "INSERT ?s", "INSERT { { } } WHERE { }"]
)
def test_an_update_that_is_none_is_refused(store: Store, update: str) -> None:
    with pytest.raises(QuerySyntaxError), store.change() as change:
        change.derive(D, update)


def test_derived_graphs_and_sources_do_not_mix(store: Store) -> None:
    load(store, G1, "001.txt", "a 1")
    with pytest.raises(BadQuads), store.change() as change:
        change.derive(G1, TWICE)
    with store.change() as change:
        change.derive(D, TWICE)
    with pytest.raises(BadQuads), store.change() as change:
        change.put(D, "001.txt", quads("b 2"))
    with store.change() as change:
        assert change.remove(D)
    assert store.graphs() == {G1: 1}
    assert load(store, D, "001.txt", "b 2")


# --- asking ---------------------------------------------------------------------------------------------


@pytest.fixture
def filled(store: Store) -> Store:
    with store.change() as change:
        change.put(G1, "001.txt", quads("a 1"))
        change.put(G2, "002.txt", quads("b 2"))
    return store


def test_results_are_the_engines(filled: Store) -> None:
    assert isinstance(filled.query(ALL), QuerySolutions)
    asked = filled.query(f'ASK {{ <{EX}a> ?p "1" }}')
    assert isinstance(asked, QueryBoolean) and bool(asked)
    built = filled.query(f"CONSTRUCT {{ ?s <{EX}p> ?o }} WHERE {{ ?s <{EX}says> ?o }}")
    assert isinstance(built, QueryTriples)
    assert {str(triple.object) for triple in built} == {'"1"', '"2"'}
    assert isinstance(filled.query(f"DESCRIBE <{EX}a>"), QueryTriples)


def test_rows_leave_out_what_is_unbound(filled: Store) -> None:
    rows = filled.rows(f"SELECT ?s ?none WHERE {{ ?s <{EX}says> '1' OPTIONAL {{ ?s <{EX}none> ?none }} }}")
    assert rows == [{"s": NamedNode(f"{EX}a")}]
    with pytest.raises(FormatNotOffered):
        filled.rows("ASK {}")


def test_from_takes_the_place_of_the_union(filled: Store) -> None:
    def seen(head: str) -> set[str]:
        return {row["o"].value for row in filled.rows(f"SELECT ?o {head} WHERE {{ ?s <{EX}says> ?o }}")}

    assert seen("") == {"1", "2"}
    assert seen(f"FROM <{G1}>") == {"1"}
    assert seen(f"FROM<{G2}>") == {"2"}
    assert seen(f"FROM <{G1}> FROM <{G2}>") == {"1", "2"}
    assert seen(f"FROM NAMED <{G1}>") == set()
    assert seen("# FROM <https://example.org/none>\n") == {"1", "2"}


@pytest.mark.parametrize(
    ("default", "named", "plain", "in_graphs"),
    [
        ((), (), {"1", "2"}, {"1", "2"}),
        ((G1,), (), {"1"}, set()),
        ((), (G2,), set(), {"2"}),
        ((G1,), (G2,), {"1"}, {"2"}),
        ((G1, G2), (G1, G2), {"1", "2"}, {"1", "2"}),
    ],
)
def test_the_dataset_of_the_protocol(
    filled: Store, default: tuple[str, ...], named: tuple[str, ...], plain: set[str], in_graphs: set[str]
) -> None:
    def seen(pattern: str) -> set[str]:
        query = f"SELECT ?o WHERE {{ {pattern} }}"
        written = filled.serialise(query, "text/csv", default_graphs=default, named_graphs=named)
        return {row["o"] for row in csv.DictReader(io.StringIO(written.decode()))}

    assert seen(f"?s <{EX}says> ?o") == plain
    assert seen(f"GRAPH ?g {{ ?s <{EX}says> ?o }}") == in_graphs


@pytest.mark.parametrize(
    ("sparql", "line", "column"),
    [("SELECT * WHERE { ?s ?p", 1, 23), ("SELECT *\nWHERE { ?s nope:p ?o }", 2, 18), ("", 1, 1)],
)
def test_a_syntax_error_says_where(filled: Store, sparql: str, line: int, column: int) -> None:
    for ask in (filled.query, filled.rows, lambda text: filled.serialise(text, "text/csv")):
        with pytest.raises(QuerySyntaxError) as caught:
            ask(sparql)
        assert caught.value.line == line
        assert caught.value.column == column
        assert caught.value.http_status == 400
        assert f"第{line}行" in caught.value.zh and "[" not in str(caught.value).replace('"["', "")


def test_a_query_cannot_change_anything(filled: Store) -> None:
    with pytest.raises((QuerySyntaxError, StoreError)):
        filled.query(f"INSERT DATA {{ GRAPH <{G1}> {{ <{EX}x> <{EX}says> '9' }} }}")
    assert said(filled) == {"a 1", "b 2"}


# --- writing results ---------------------------------------------------------------------------------------


def test_solutions_in_each_format(filled: Store) -> None:
    query = f"SELECT ?s ?o WHERE {{ ?s <{EX}says> ?o }} ORDER BY ?o"
    found = json.loads(filled.serialise(query, "application/sparql-results+json; charset=utf-8"))
    assert [row["o"]["value"] for row in found["results"]["bindings"]] == ["1", "2"]
    assert filled.serialise(query, "text/csv").decode().splitlines() == ["s,o", f"{EX}a,1", f"{EX}b,2"]
    assert filled.serialise(query, "text/tab-separated-values").decode().splitlines()[1] == f'<{EX}a>\t"1"'
    assert b"<sparql" in filled.serialise(query, "application/sparql-results+xml")
    assert json.loads(filled.serialise("ASK {}", "application/sparql-results+json"))["boolean"] is True
    assert b"true" in filled.serialise("ASK {}", "application/sparql-results+xml")
    with pytest.raises(FormatNotOffered) as caught:
        filled.serialise(query, "text/turtle")
    assert caught.value.http_status == 406 and "text/csv" in str(caught.value)


@pytest.mark.parametrize(
    ("media_type", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/trig", RdfFormat.TRIG),
        ("application/n-quads", RdfFormat.N_QUADS),
    ],
)
def test_graphs_in_each_format(filled: Store, media_type: str, form: RdfFormat) -> None:
    written = filled.serialise(f"CONSTRUCT WHERE {{ ?s <{EX}says> ?o }}", media_type)
    assert {str(quad.triple) for quad in parse(written, format=form)} == {
        f'<{EX}a> <{EX}says> "1"',
        f'<{EX}b> <{EX}says> "2"',
    }
    with pytest.raises(FormatNotOffered):
        filled.serialise("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv")


def test_turtle_uses_our_prefixes(filled: Store) -> None:
    written = filled.serialise(
        f"CONSTRUCT {{ <{filled.base}doc/青山市/1> a <https://w3id.org/gongbao/ns#Document> }} WHERE {{}}",
        "text/turtle",
    ).decode()
    assert "a gb:Document" in written
    assert f"@prefix id: <{filled.base}>" in written


def test_export_keeps_the_graphs_apart_or_gives_their_union(filled: Store) -> None:
    def exported(media_type: str, form: RdfFormat) -> set[str]:
        out = io.BytesIO()
        filled.export(media_type, out)
        return {str(quad) for quad in parse(out.getvalue(), format=form)}

    a, b = f'<{EX}a> <{EX}says> "1"', f'<{EX}b> <{EX}says> "2"'
    apart = {f"{a} <{G1}>", f"{b} <{G2}>"}
    assert exported("application/n-quads", RdfFormat.N_QUADS) == apart
    assert exported("application/trig", RdfFormat.TRIG) == apart
    for media_type, form in (
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/rdf+xml", RdfFormat.RDF_XML),
    ):
        assert exported(media_type, form) == {a, b}
    with pytest.raises(FormatNotOffered):
        filled.export("text/csv", io.BytesIO())
