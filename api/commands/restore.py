"""``gongbao restore``: a backup into a store."""

from __future__ import annotations

import click

from api.terminal import store_option


@click.command("restore", short_help="从备份恢复 / bring a backup back")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--check", is_flag=True, help="只核对备份，不恢复 / only check the archive")
@store_option
def command(file: str, check: bool, location: str) -> None:
    """核对 gongbao backup 写的 FILE，再恢复为新版本；图库不存在则新建，原有版本保留。

    Check FILE, made by 'gongbao backup', and publish what it holds as a new generation. A store that is not
    there is made; what the store held before stays. A damaged archive changes nothing.
    """
    from api.terminal import local_store, settings_for
    from graph.backup import check_backup, restore_backup

    held = check_backup(file)
    if held.base != settings_for(location).entity_base():
        click.echo(
            f"注意：备份的 IRI 以 {held.base} 开头，与设置 GONGBAO_BASE 不同 / "
            f"note: IRIs in the backup start with {held.base}, the setting GONGBAO_BASE says otherwise",
            err=True,
        )
    if check:
        click.echo(
            f"完好 / whole: {held.created}, {held.sources} 个来源 / sources, "
            f"{held.triples} 条三元组 / triples"
        )
        return
    name = restore_backup(file, local_store(location))
    click.echo(f"已恢复并发布为版本 {name} / restored and published as generation {name}")
