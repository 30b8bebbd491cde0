"""``gongbao status``: what the store holds."""

from __future__ import annotations

import click

from api.terminal import store_option


@click.command("status", short_help="图谱里有什么 / what is in the graph")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出 / print JSON")
@store_option
def command(as_json: bool, location: str) -> None:
    """显示图库位置、版本、各类数量和各图的大小。

    Show where the store is, its generation, how much of each class it holds and the size of each graph.
    """
    import json

    from api.search import counts
    from api.terminal import open_for, print_table

    store, settings = open_for(location)
    graphs, classes = store.graphs(), counts(store)
    if as_json:
        body = {
            "store": store.location,
            "generation": store.generation,
            "base": settings.entity_base(),
            "triples": sum(graphs.values()),
            "classes": dict(sorted(classes.items())),
            "graphs": graphs,
        }
        click.echo(json.dumps(body, ensure_ascii=False, indent=1))
        return
    click.echo(f"图库 / store: {store.location}")
    click.echo(f"版本 / generation: {store.generation}")
    click.echo(f"三元组 / triples: {sum(graphs.values())}")
    if classes:
        largest = sorted(classes.items(), key=lambda pair: (-pair[1], pair[0]))
        print_table(("类 / class", "数量 / number"), [(name, str(number)) for name, number in largest])
        print_table(
            ("图 / graph", "三元组 / triples"), [(graph, str(number)) for graph, number in graphs.items()]
        )
