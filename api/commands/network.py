"""``gongbao network``: the networks of citations and of responsibilities, measured or handed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.terminal import store_option

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from graph.networks import Network

    Table = tuple[str, Sequence[str], list[list[str]]]


@click.command("network", short_help="引用网络与责任网络 / the networks of citations and responsibilities")
@click.argument("which", metavar="NETWORK", type=click.Choice(("citations", "responsibilities")))
@click.option(
    "-f", "--format", "wanted", type=click.Choice(("table", "graphml", "json")), default="table",
    show_default=True,
    help="table 列出度量；graphml、json 导出网络 / table measures it, graphml and json hand it on",
)  # fmt: skip
@click.option("--around", metavar="IRI", help="只取某实体的邻近部分 / only what lies around this entity")
@click.option(
    "--depth", type=click.IntRange(1, 6), default=1, show_default=True, help="几步以内 / within these steps"
)
@click.option(
    "--limit", type=click.IntRange(1), default=20, show_default=True, help="每表的行数 / rows of each table"
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="写入文件 / write to this file")
@store_option
def command(
    which: str, wanted: str, around: str | None, depth: int, limit: int, output: str | None, location: str
) -> None:
    """citations：最受依赖的文件；responsibilities：各单位承担的事项数、联系各单位的枢纽。

    citations: the documents others rest on most. responsibilities: how many matters each unit answers for,
    and the units that connect others. As GraphML the network opens in Gephi, yEd and Cytoscape.
    """
    import json

    from api.terminal import open_for, print_table, whole_file
    from graph import networks

    if wanted == "table" and output is not None:
        raise click.UsageError("-o 需要 graphml 或 json 格式 / -o needs --format graphml or json")
    store, _ = open_for(location)
    network = (
        networks.citation_network(store) if which == "citations" else networks.responsibility_network(store)
    )
    if around is not None:
        try:
            network = networks.neighbourhood(network, around, depth)
        except KeyError as error:
            raise click.BadParameter(
                f"网络中没有它 / the network does not hold it: {around}", param_hint="--around"
            ) from error
        if network.graph["left_out"]:
            click.echo(f"另有未取 / left out: {network.graph['left_out']}", err=True)
    if wanted != "table":
        body = (
            networks.to_graphml(network)
            if wanted == "graphml"
            else json.dumps(networks.to_json(network), ensure_ascii=False, indent=1).encode() + b"\n"
        )
        with whole_file(output) as out:
            out.write(body)
        return
    click.echo(f"节点 / nodes: {len(network)}  边 / edges: {network.number_of_edges()}")
    tables = _of_citations(network, limit) if which == "citations" else _of_duties(network, limit)
    for title, columns, rows in tables:
        click.echo(f"\n{title}")
        print_table(columns, rows)


def _of_citations(network: Network, limit: int) -> Iterator[Table]:
    """What a network of citations tells."""
    from graph.networks import most_relied_on

    yield (
        "最受依赖的文件（PageRank）/ documents most relied on",
        (
            "文件 document",
            "文号 number",
            "引用它的文件 cited by",
            "次数 citations",
            "权重 rank",
            "已收录 held",
        ),
        [
            [
                one.label,
                one.number,
                str(one.documents),
                str(one.citations),
                f"{one.rank:.4f}",
                _yes(one.printed),
            ]
            for one in most_relied_on(network, limit)
        ],
    )


def _of_duties(network: Network, limit: int) -> Iterator[Table]:
    """What a network of responsibilities tells."""
    from api.terms import term_label
    from graph.networks import brokers, load_by_role
    from ontology.namespaces import PREFIXES

    yield (
        "承担的事项 / matters by role",
        ("单位或人员 assignee", "角色 role", "事项数 matters"),
        [
            [one.label, term_label(PREFIXES["gbr"] + one.role, "zh") or one.role, str(one.matters)]
            for one in load_by_role(network)[:limit]
        ],
    )
    yield (
        "联系各单位的枢纽（中介中心性）/ units that connect others (betweenness)",
        ("单位 unit", "共事单位数 partners", "中介中心性 betweenness"),
        [[one.label, str(one.partners), f"{one.betweenness:.4f}"] for one in brokers(network, limit, 400)],
    )


def _yes(value: bool) -> str:
    return "是" if value else ""
