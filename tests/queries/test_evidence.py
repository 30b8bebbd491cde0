"""Evidence: the printed lines of nodes, across segments and for many nodes at once."""

from __future__ import annotations

from pyoxigraph import NamedNode

from queries.library import Segments, evidence

BASE = "https://w3id.org/gongbao/id/"


def test_a_node_has_its_lines_its_file_and_its_document(invented) -> None:
    node = NamedNode(BASE + "doc/青山市/青政办发〔2021〕4号/matter/-/1.1/lead/市数据局")
    [place] = evidence(invented, [node])[node]
    assert (place.source, place.first_line, place.last_line) == ("qingshan-2021-01.txt", 18, 18)
    assert place.quote.startswith("1 推进数字政府建设")
    assert place.document == BASE + "doc/青山市/青政办发〔2021〕4号"
    assert set(place.as_dict()) == {"source", "first_line", "last_line", "quote", "document"}


def test_a_quote_runs_over_the_border_of_two_segments(invented) -> None:
    node = NamedNode(BASE + "doc/青山市/青政办发〔2021〕4号")
    [place] = evidence(invented, [node])[node]
    assert (place.first_line, place.last_line) == (15, 21)
    assert len(place.quote.split("\n")) == 7 and place.quote.split("\n")[-1].startswith("3 推进养老服务")


def test_nodes_without_lines_are_left_out(invented) -> None:
    unknown = NamedNode(BASE + "doc/-/无")
    unit = NamedNode(BASE + "org/青山市/财政局")
    assert evidence(invented, [unknown, unit]) == {}


def test_many_nodes_cost_a_few_queries(invented) -> None:
    nodes = [
        row["n"]
        for row in invented.rows(
            "PREFIX gb: <https://w3id.org/gongbao/ns#> SELECT ?n WHERE { ?n a gb:Responsibility }"
        )
    ]
    invented.asked.clear()
    found = evidence(invented, nodes)
    assert len(found) == len(nodes) > 20 and len(invented.asked) == 3


def test_segments_that_were_read_are_not_read_again(invented) -> None:
    node = NamedNode(BASE + "doc/青山市/青政办发〔2021〕4号")
    segments = Segments()
    first = evidence(invented, [node], segments)
    invented.asked.clear()
    assert evidence(invented, [node], segments) == first
    assert len(invented.asked) == 1


def test_segments_of_an_older_generation_are_forgotten(invented) -> None:
    node = NamedNode(BASE + "doc/青山市/青政办发〔2021〕4号")
    segments = Segments()
    evidence(invented, [node], segments)
    segments.generation = "0"
    invented.asked.clear()
    evidence(invented, [node], segments)
    assert len(invented.asked) == 3
