"""``gongbao export``: the whole graph as one RDF file."""

from __future__ import annotations

import click

from api.terminal import store_option

_FORMATS = {
    "nquads": "application/n-quads",
    "trig": "application/trig",
    "turtle": "text/turtle",
    "jsonld": "application/ld+json",
}


@click.command("export", short_help="导出整个图谱 / export the graph")
@click.option(
    "-f", "--format", "wanted", type=click.Choice(tuple(_FORMATS)), default="nquads", show_default=True,
    help="nquads 和 trig 保留具名图 / nquads and trig keep the named graphs apart",
)  # fmt: skip
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False),
    help="写入文件；写完才出现 / write to this file, whole or not at all",
)
@store_option
def command(wanted: str, output: str | None, location: str) -> None:
    """把整个图谱导出为 RDF，写到标准输出或文件。

    Export the whole graph as RDF to standard output or a file.
    """
    from api.terminal import open_for, whole_file

    store, _ = open_for(location)
    with whole_file(output) as out:
        store.export(_FORMATS[wanted], out)
    if output is not None and output != "-":
        click.echo(f"已导出 / exported: {output}", err=True)
