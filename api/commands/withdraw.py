"""``gongbao withdraw``: takes back what was loaded."""

from __future__ import annotations

import click

from api.terminal import store_option


@click.command("withdraw", short_help="撤回装入的图或来源 / take back what was loaded")
@click.argument("graph")
@click.option("--source", metavar="NAME", help="只撤回这个文件所说的 / only what the file of this name says")
@store_option
def command(graph: str, source: str | None, location: str) -> None:
    """撤回图 GRAPH（IRI，见 gongbao status）；发布为新版本，之前的版本仍可恢复。

    Take back the graph GRAPH (an IRI, see 'gongbao status'), or what one file says in it. This publishes a
    new generation; the one before can be restored.
    """
    from api.terminal import open_for
    from graph.withdraw import withdraw

    store, _ = open_for(location)
    withdraw(store, graph, source)
    click.echo(f"已撤回，发布为版本 {store.generation} / withdrawn, published as {store.generation}")
