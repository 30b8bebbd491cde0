"""The networks and what is read off them, on graphs small enough to be worked out by hand."""

from __future__ import annotations

import io
import json
from pathlib import Path

import networkx as nx
import pytest

from graph.networks import (
    Network,
    brokers,
    citation_network,
    citations_around,
    load_by_role,
    most_relied_on,
    neighbourhood,
    responsibilities_around,
    responsibility_network,
    to_graphml,
    to_json,
)
from graph.store import Store, open_store

ID = "https://w3id.org/gongbao/id/"
G = ID + "issue/青山市/2021/3"
PREFIX = {
    "gb": "https://w3id.org/gongbao/ns#",
    "gbr": "https://w3id.org/gongbao/role/",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "id": ID,
}


def nquads(text: str) -> bytes:
    """``id:a gb:citing id:b`` per line → N-Quads; what is in quotes is a literal."""

    def term(word: str) -> str:
        if word.startswith('"'):
            return word
        prefix, _, local = word.partition(":")
        return f"<{PREFIX[prefix]}{local}>"

    lines = [line.split(maxsplit=2) for line in text.strip().splitlines()]
    return "".join(" ".join(map(term, line)) + " .\n" for line in lines).encode()


def filled(folder: Path, *sources: str) -> Store:
    store = open_store(folder, create=True)
    with store.change() as change:
        for number, text in enumerate(sources):
            change.put(f"{G}/{number}", f"{number}.txt", nquads(text))
    return store


# 甲 cites 乙 twice and 丙 once; 丁 cites 乙 and 丙; 乙 rests on 丙; 丙 mentions itself.
CITATIONS = [
    ("1", "甲", "乙", "basis"),
    ("2", "甲", "乙", "mentions"),
    ("3", "甲", "丙", "basis"),
    ("4", "丁", "乙", "repeals"),
    ("5", "丁", "丙", "basis"),
    ("6", "乙", "丙", "amends"),
    ("7", "丙", "丙", "mentions"),
]


@pytest.fixture
def cited(tmp_path: Path) -> Store:
    facts = [
        f"id:c/{n} rdf:type gb:Citation\nid:c/{n} gb:citing id:doc/{a}\nid:c/{n} gb:cited id:doc/{b}\n"
        f"id:c/{n} gb:relation gb:{relation}"
        for n, a, b, relation in CITATIONS
    ]
    facts += [
        'id:doc/甲 rdfs:label "甲通知"',
        'id:doc/甲 gb:printed "true"',
        'id:doc/乙 dcterms:title "乙办法"',
        'id:doc/乙 gb:documentNumber "青政办发〔2021〕3号"',
        'id:doc/丙 rdfs:label "丙意见"',
        'id:doc/丙 rdfs:label "丙条例"',
        'id:doc/无关 rdfs:label "无人引用"',
    ]
    # Half of it is said again in another graph: nothing may count twice.
    return filled(tmp_path, "\n".join(facts), "\n".join(facts[::2]))


@pytest.fixture
def citations(cited: Store) -> Network:
    return citation_network(cited)


def test_citations_are_edges_between_documents(citations: Network) -> None:
    assert {
        (
            a.removeprefix(ID + "doc/"),
            b.removeprefix(ID + "doc/"),
            key.removeprefix(ID + "c/"),
            data["relation"],
        )
        for a, b, key, data in citations.edges(keys=True, data=True)
    } == {(a, b, n, relation) for n, a, b, relation in CITATIONS}
    assert citations.number_of_edges() == 7
    nodes = {node.removeprefix(ID + "doc/"): data for node, data in citations.nodes(data=True)}
    assert nodes == {
        "甲": {"kind": "document", "label": "甲通知", "number": "", "printed": True},
        "乙": {"kind": "document", "label": "乙办法", "number": "青政办发〔2021〕3号", "printed": False},
        # Two labels: the first in the alphabet, whatever the order of rows.
        "丙": {"kind": "document", "label": min("丙意见", "丙条例"), "number": "", "printed": False},
        "丁": {"kind": "document", "label": "丁", "number": "", "printed": False},
    }


def test_most_relied_on(citations: Network) -> None:
    first, second = most_relied_on(citations)
    assert (first.document, first.documents, first.citations) == (ID + "doc/丙", 3, 3)
    assert (second.document, second.documents, second.citations) == (ID + "doc/乙", 2, 3)
    assert (second.label, second.number, second.printed) == ("乙办法", "青政办发〔2021〕3号", False)
    # PageRank by hand, d = 0.85: 甲 and 丁 get (1-d)/4 and their share of what 丙, citing nobody, spreads:
    # a = s + d·c/4, b = a + d·a, c = a + d·a + d·b with s = 0.15/4 and 2a + b + c = 1.
    share = 1 / (2 + 1.85 + (1.85 + 0.85 * 1.85))
    assert first.rank == pytest.approx((1.85 + 0.85 * 1.85) * share, abs=1e-5)
    assert second.rank == pytest.approx(1.85 * share, abs=1e-5)
    assert [one.document for one in most_relied_on(citations, limit=1)] == [ID + "doc/丙"]


# 发改局 shares a matter with 财政局, and another with 交通局 and 住建局; 教育局 works alone with an official.
RESPONSIBILITIES = [
    ("1", "m1", "发改局", "lead"),
    ("2", "m1", "财政局", "coUnit"),
    ("3", "m2", "交通局", "lead"),
    ("4", "m2", "发改局", "coUnit"),
    ("5", "m2", "住建局", "coUnit"),
    ("6", "m3", "发改局", "lead"),
    ("7", "m3", "教育局", "lead"),
    ("8", "m3", "张三", "cityLeader"),
    ("9", "m4", "张三", "cityLeader"),
    ("10", "m4", "专班", "coUnit"),
    ("11", "m4", "教育局", "lead"),
    ("12", "m4", "教育局", "duty"),
]


@pytest.fixture
def responsible(tmp_path: Path) -> Store:
    facts = []
    for n, matter, assignee, role in RESPONSIBILITIES:
        facts += [
            f"id:r/{n} rdf:type gb:Responsibility",
            f"id:r/{n} gb:matter id:{matter}",
            f"id:r/{n} gb:assignee id:{assignee}",
            f"id:r/{n} gb:role gbr:{role}",
            f"id:{matter} rdf:type gb:Task",
            f'id:{matter} dcterms:title "事项{matter[1]}"',
        ]
    facts += [
        'id:发改局 rdfs:label "市发展和改革局"',
        "id:发改局 rdf:type gb:Unit",
        "id:张三 rdf:type gb:Official",
        "id:专班 rdf:type gb:Unit",
        "id:专班 rdf:type gb:Group",
    ]
    return filled(tmp_path, "\n".join(facts), "\n".join(facts[::3]))


@pytest.fixture
def responsibilities(responsible: Store) -> Network:
    return responsibility_network(responsible)


def test_responsibilities_are_edges_from_assignee_to_matter(responsibilities: Network) -> None:
    assert {
        (a.removeprefix(ID), b.removeprefix(ID), data["id"].removeprefix(ID + "r/"), data["role"])
        for a, b, data in responsibilities.edges(data=True)
    } == {(assignee, matter, n, role) for n, matter, assignee, role in RESPONSIBILITIES}
    nodes = {node.removeprefix(ID): data for node, data in responsibilities.nodes(data=True)}
    assert nodes["m2"] == {"kind": "matter", "label": "事项2"}
    assert nodes["发改局"] == {"kind": "unit", "label": "市发展和改革局"}
    assert {name: nodes[name]["kind"] for name in ("财政局", "张三", "专班")} == {
        "财政局": "unit",
        "张三": "official",
        "专班": "group",
    }


def test_load_per_assignee_and_role(responsibilities: Network) -> None:
    loads = load_by_role(responsibilities)
    found = {(one.assignee.removeprefix(ID), one.role): one.matters for one in loads}
    assert found == {
        ("发改局", "lead"): 2,
        ("教育局", "lead"): 2,
        ("张三", "cityLeader"): 2,
        ("发改局", "coUnit"): 1,
        ("财政局", "coUnit"): 1,
        ("交通局", "lead"): 1,
        ("住建局", "coUnit"): 1,
        ("专班", "coUnit"): 1,
        ("教育局", "duty"): 1,
    }
    assert [one.matters for one in loads] == sorted((one.matters for one in loads), reverse=True)
    assert {one.label for one in loads if one.assignee == ID + "发改局"} == {"市发展和改革局"}


def test_brokers_between_units(responsibilities: Network) -> None:
    # Units only: 财政局 – 发改局 – {交通局 – 住建局, 教育局 – 专班}. Without 发改局 there are 10 pairs.
    # It is on the only way of 8: 财政局 and four others; {交通局, 住建局} and {教育局, 专班}.
    # 教育局 is on the only way from 专班 to four others: 4. The official does not count as a connection.
    first, second = brokers(responsibilities)
    assert (first.unit, first.partners) == (ID + "发改局", 4)
    assert first.betweenness == pytest.approx(8 / 10)
    assert (second.unit, second.partners) == (ID + "教育局", 2)
    assert second.betweenness == pytest.approx(4 / 10)
    assert [one.unit for one in brokers(responsibilities, limit=1)] == [ID + "发改局"]
    assert brokers(responsibilities, sample=500) == brokers(responsibilities)
    assert brokers(responsibilities, sample=3) == brokers(responsibilities, sample=3)


def test_neighbourhood_is_limited_and_says_so(responsibilities: Network) -> None:
    around = neighbourhood(responsibilities, ID + "发改局")
    assert {node.removeprefix(ID) for node in around} == {"发改局", "m1", "m2", "m3"}
    assert around.graph["left_out"] == 0
    two = neighbourhood(responsibilities, ID + "发改局", depth=2, limit=6)
    names = [node.removeprefix(ID) for node in two]
    # The nearest first; of those two steps away the ones with most edges: 教育局 (3), 张三 (2).
    assert set(names) == {"发改局", "m1", "m2", "m3", "教育局", "张三"}
    assert two.graph["left_out"] == 3
    assert all(start in two and end in two for start, end in two.edges())
    with pytest.raises(KeyError):
        neighbourhood(responsibilities, "https://example.org/nobody")
    # The network itself is untouched.
    assert "left_out" not in responsibilities.graph


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_what_is_read_step_by_step_is_the_neighbourhood(cited: Store, depth: int) -> None:
    whole = citation_network(cited)
    for node in list(whole):
        assert to_json(citations_around(cited, node, depth)) == to_json(neighbourhood(whole, node, depth))
    with pytest.raises(KeyError):
        citations_around(cited, ID + "doc/无关", depth)


@pytest.mark.parametrize("depth", [1, 2, 3])
def test_responsibilities_step_by_step_too(responsible: Store, depth: int) -> None:
    whole = responsibility_network(responsible)
    for node in list(whole):
        found = responsibilities_around(responsible, node, depth)
        assert to_json(found) == to_json(neighbourhood(whole, node, depth))
    assert len(responsibilities_around(responsible, ID + "发改局", 2, limit=4)) == 4


def test_graphml_is_read_back(citations: Network) -> None:
    again = nx.read_graphml(io.BytesIO(to_graphml(citations)), force_multigraph=True)
    assert set(again.nodes) == set(citations.nodes)
    assert all(again.nodes[node] == citations.nodes[node] for node in citations)
    assert sorted(data["id"] for _, _, data in again.edges(data=True)) == sorted(
        data["id"] for _, _, data in citations.edges(data=True)
    )


def test_graphml_survives_text_that_xml_cannot_hold() -> None:
    network: Network = nx.MultiDiGraph(name="n")
    network.add_node("x:a", label="a\x00\x0b<&>\ufffe青", kind="matter")
    (node,) = nx.read_graphml(io.BytesIO(to_graphml(network))).nodes(data=True)
    assert node[1]["label"] == "a\ufffd\ufffd<&>\ufffd青"


def test_json_is_stable_and_complete(citations: Network) -> None:
    found = to_json(neighbourhood(citations, ID + "doc/丁"))
    assert json.loads(json.dumps(found)) == found
    assert found["name"] == "citations" and found["left_out"] == 0
    assert [node["id"].removeprefix(ID + "doc/") for node in found["nodes"]] == sorted(["丁", "乙", "丙"])
    assert [(e["source"], e["target"], e["id"], e["relation"]) for e in found["edges"]] == sorted(
        (ID + "doc/" + a, ID + "doc/" + b, f"{ID}c/{n}", relation)
        for n, a, b, relation in CITATIONS
        if "甲" not in (a, b)
    )


def test_networks_of_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path, create=True)
    assert most_relied_on(citation_network(store)) == []
    assert load_by_role(responsibility_network(store)) == []
    assert brokers(responsibility_network(store)) == []
    assert to_json(citation_network(store)) == {"name": "citations", "nodes": [], "edges": []}
    assert b"<graphml" in to_graphml(citation_network(store))
