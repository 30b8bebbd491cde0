"""The library: every file has a sound header and finds something; parameters are typed and bound safely."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from queries.errors import (
    HeaderError,
    IllTypedParameter,
    MissingParameter,
    UnknownParameter,
    UnknownQuery,
)
from queries.header import parse
from queries.library import SavedQuery, filled, load_library, run
from queries.parameters import TYPES

LIBRARY = load_library()
QUERIES = list(LIBRARY.values())
NAMES = list(LIBRARY)

MINIMAL = """# name = "{name}"
# title.zh = "甲"
# title.en = "A"
# description.zh = "乙"
# description.en = "B"
# [[columns]]
# name = "x"
# use = "answer"
# title.zh = "丙"
# title.en = "C"

SELECT ?x WHERE {{ ?x ?p ?o }} LIMIT 1
"""


def test_there_are_enough_queries() -> None:
    assert len(LIBRARY) >= 40


@pytest.mark.parametrize("query", QUERIES, ids=NAMES)
def test_example_finds_something(query: SavedQuery, invented) -> None:
    """Every query answers its own example: with all parameters, and with the required ones alone."""
    full = {p.name: p.example for p in query.parameters}
    needed = {p.name: p.example for p in query.parameters if p.required}
    for params in (full, needed):
        table = run(invented, query, params)
        assert table.rows, f"{query.name} finds nothing with {params}"
        assert any(name in row for row in table.rows for name in query.columns_for("answer"))


@pytest.mark.parametrize("query", QUERIES, ids=NAMES)
def test_columns_are_what_the_query_selects(query: SavedQuery, invented) -> None:
    solutions = invented.engine.query(query.sparql, use_default_graph_as_union=True)
    assert [variable.value for variable in solutions.variables] == [column.name for column in query.columns]


@pytest.mark.parametrize("query", QUERIES, ids=NAMES)
def test_evidence_columns_hold_nodes_with_lines(query: SavedQuery, invented) -> None:
    table = run(invented, query, {p.name: p.example for p in query.parameters if p.required})
    for name in query.columns_for("evidence"):
        nodes = {str(row[name]) for row in table.rows if name in row}
        found = invented.rows(
            "PREFIX gb: <https://w3id.org/gongbao/ns#> SELECT DISTINCT ?node WHERE { VALUES ?node { "
            + " ".join(nodes)
            + " } { ?node gb:firstLine ?first } UNION { ?citation gb:cited ?node }"
            + " UNION { ?node a gb:Issue } }"
        )
        assert nodes and {str(row["node"]) for row in found} == nodes


@pytest.mark.parametrize("query", QUERIES, ids=NAMES)
def test_every_query_runs_on_the_real_gazettes(query: SavedQuery, real) -> None:
    run(real, query, {p.name: p.example for p in query.parameters if p.required})


def test_a_new_file_is_a_new_query(tmp_path: Path, invented) -> None:
    (tmp_path / "my-own.rq").write_text(MINIMAL.format(name="my-own"), "utf-8")
    library = load_library([tmp_path])
    assert run(invented, library["my-own"], {}).texts("x")
    assert set(library) == {*LIBRARY, "my-own"}


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(HeaderError):
        load_library([tmp_path / "absent"])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (('# title.zh = "甲"\n', ""), "title"),
        (('# name = "it"', '# name = "other"'), "file name"),
        (("[[columns]]", "[[column]]"), "unknown key"),
        (('# use = "answer"', '# use = "nothing"'), "use"),
        (('# use = "answer"\n', ""), "answer"),
        (('# title.en = "A"', "# title.en = "), "TOML"),
        (
            (
                "# [[columns]]",
                '# [[parameters]]\n# name = "p"\n# type = "colour"\n# example = "1"\n# [[columns]]',
            ),
            "type",
        ),
        (
            (
                "# [[columns]]",
                '# [[parameters]]\n# name = "p"\n# type = "text"\n# example = "1"\n# label.zh = "一"\n'
                '# label.en = "p"\n# [[columns]]',
            ),
            "@values",
        ),
    ],
)
def test_a_bad_header_says_what_is_wrong(change: tuple[str, str], reason: str) -> None:
    source = MINIMAL.format(name="it").replace(*change, 1)
    with pytest.raises(HeaderError, match=reason):
        parse(source, "it", frozenset(TYPES))


def test_an_unknown_query_says_so_in_both_languages() -> None:
    with pytest.raises(UnknownQuery) as caught:
        LIBRARY["no-such-query"]
    assert "no-such-query" in caught.value.zh and "no-such-query" in caught.value.en


def test_a_missing_parameter_is_named(invented) -> None:
    with pytest.raises(MissingParameter) as caught:
        run(invented, LIBRARY["item-leads"], {})
    assert "item" in caught.value.zh and "item" in caught.value.en


def test_an_unknown_parameter_is_named(invented) -> None:
    with pytest.raises(UnknownParameter, match="colour"):
        run(invented, LIBRARY["item-leads"], {"item": "1", "colour": "red"})


@pytest.mark.parametrize(
    ("query", "name", "value"),
    [
        ("item-leads", "item", "第十七"),
        ("item-leads", "item", "seventeen"),
        ("item-leads", "item", "0"),
        ("tasks-due-before", "date", "2021-02-30"),
        ("tasks-due-before", "date", "tomorrow"),
        ("document-by-number", "number", "三号"),
        ("document-by-registration", "registration", "QSDR"),
        ("cited-by", "relation", "likes"),
        ("schedules", "matter", "not an address"),
    ],
)
def test_an_ill_typed_value_is_refused(query: str, name: str, value: str, invented) -> None:
    params = {p.name: p.example for p in LIBRARY[query].parameters if p.required} | {name: value}
    if value == "第十七":  # an ordinal without its noun is still an ordinal
        assert run(invented, LIBRARY[query], params).rows == ()
        return
    with pytest.raises(IllTypedParameter) as caught:
        run(invented, LIBRARY[query], params)
    assert name in caught.value.zh and name in caught.value.en


@pytest.mark.parametrize(
    ("query", "params", "answers"),
    [
        ("item-leads", {"item": "1"}, ["市数据局", "市财政局"]),
        ("item-leads", {"item": "第一项"}, ["市数据局", "市财政局"]),
        ("item-leads", {"item": "２"}, ["市自然资源局", "市农业农村局"]),
        (
            "document-by-number",
            {"number": "青政办发[2021] 4号"},
            ["青山市人民政府办公室关于落实激励措施的通知"],
        ),
        ("cited-by", {"document": "国办发（2020）9号"}, ["白政办发〔2021〕6号", "青政办发〔2021〕3号"]),
        (
            "cited-by",
            {"document": "《国务院办公厅关于数字化项目的通知》"},
            ["白政办发〔2021〕6号", "青政办发〔2021〕3号"],
        ),
        ("tasks-due-before", {"date": "2021年12月31日"}, ["滨河路路灯改造工程", "完善政务地图"]),
        ("items-of-unit", {"unit": "市财政局"}, ["1"]),
        ("items-of-unit", {"unit": "没有的局"}, []),
        ("interpreters", {"document": "青山市政务数字化项目管理办法"}, ["市数据局"]),
        (
            "in-force-on",
            {"date": "2022-01-01"},
            ["青山市政务数字化项目管理办法", "白河市政务信息化项目管理办法"],
        ),
        ("in-force-on", {"date": "2024-01-01"}, ["白河市政务信息化项目管理办法"]),
        ("post-holders-on", {"post": "副局长", "date": "2021-06-01"}, ["王小川"]),
        ("registration-code-unit", {"code": "-02"}, ["财政局"]),
    ],
)
def test_parameters_take_what_people_write(
    query: str, params: dict[str, str], answers: list[str], invented
) -> None:
    table = run(invented, LIBRARY[query], params)
    column = LIBRARY[query].columns_for("answer")[0]
    assert sorted(set(table.texts(column))) == sorted(answers)


def test_several_values_of_a_parameter_are_alternatives(invented) -> None:
    table = run(invented, LIBRARY["item-leads"], {"item": ["1", "3"]})
    assert set(table.texts("assigneeText")) == {"市数据局", "市财政局", "市民政局"}


@given(st.text(min_size=1, max_size=60))
def test_no_text_breaks_out_of_its_literal(text: str) -> None:
    """Whatever a user writes stays one literal of the query that is run."""
    store = _Fake()
    query = LIBRARY["provisions-with-words"]
    try:
        sparql = filled(store, query, {"keyword": text})
    except (IllTypedParameter, MissingParameter):
        assert not text.strip() or "\x00" in text
        return
    bound = sparql.split("VALUES ?keyword { ")[1].split(" }\n")[0]
    assert bound == str(Literal(text.strip()))


@pytest.mark.parametrize("value", ['x" } DROP ALL #', "<http://x> } UNION { ?a ?b ?c", "\\", "}\n{"])
def test_hostile_text_finds_nothing_and_harms_nothing(value: str, invented) -> None:
    before = len(invented.engine)
    assert run(invented, LIBRARY["provisions-with-words"], {"keyword": value}).rows == ()
    assert run(invented, LIBRARY["items-of-unit"], {"unit": value}).rows == ()
    assert len(invented.engine) == before


def test_an_address_is_taken_as_it_is(invented) -> None:
    unit = "https://w3id.org/gongbao/id/org/青山市/财政局"
    table = run(invented, LIBRARY["items-of-unit"], {"unit": unit})
    assert table.texts("item") == ["1"] and str(NamedNode(unit)) in table.sparql


class _Fake:
    generation = "0"

    def rows(self, sparql: str) -> list[dict[str, object]]:
        return []
