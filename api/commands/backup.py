"""``gongbao backup``: the graph in one archive."""

from __future__ import annotations

import click

from api.terminal import store_option


@click.command("backup", short_help="备份为一个文件 / everything in one archive")
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
@click.option(
    "--generation", "name", metavar="N", help="备份哪个版本 / which generation [已发布的 / published]"
)
@store_option
def command(file: str, name: str | None, location: str) -> None:
    """把图谱备份到 FILE（tar，带校验和），写完即核对；服务照常运行。FILE 为 - 时写到标准输出。

    Write the graph to FILE, a tar with checksums, and check what was written; the service runs on. FILE may
    be - for standard output. 'gongbao restore' brings it back, under any later version too.
    """
    from api.terminal import local_store, settings_for, whole_file
    from graph.backup import back_up, check_backup

    folder = local_store(location)
    with whole_file(file) as out:
        made = back_up(folder, settings_for(location).entity_base(), out, name)
    if file == "-":
        return
    check_backup(file)
    click.echo(
        f"已备份版本 {made.generation}：{made.sources} 个来源，{made.triples} 条三元组，已核对 / generation "
        f"{made.generation}: {made.sources} sources, {made.triples} triples, checked: {file}"
    )
