"""``gongbao snapshots``: the generations of a local store."""

from __future__ import annotations

import click

from api.terminal import store_option


@click.group(
    "snapshots",
    invoke_without_command=True,
    short_help="版本：列出、恢复、核对、清理 / the store's generations",
)
@store_option
@click.pass_context
def command(ctx: click.Context, location: str) -> None:
    """每次装入产生一个版本，旧版本保留，可随时恢复。不带子命令时列出全部版本。

    Every load makes a generation; earlier ones stay and can be restored. Without a subcommand, list them.
    """
    ctx.obj = location
    if ctx.invoked_subcommand is None:
        _list(location)


@command.command("list")
@store_option
@click.pass_context
def list_command(ctx: click.Context, location: str) -> None:
    """列出全部版本 / list the generations; * marks the published one."""
    _list(location or ctx.obj)


@command.command("restore")
@click.argument("name")
@store_option
@click.pass_context
def restore_command(ctx: click.Context, name: str, location: str) -> None:
    """把版本 NAME 的内容重新发布为新版本 / publish the content of generation NAME again."""
    from api.terminal import local_store
    from graph.snapshots import restore

    new = restore(local_store(location or ctx.obj), name)
    click.echo(
        f"版本 {name} 的内容已发布为版本 {new} / the content of generation {name} is published as {new}"
    )


@command.command("rebuild")
@click.argument("name", required=False)
@store_option
@click.pass_context
def rebuild_command(ctx: click.Context, name: str | None, location: str) -> None:
    """由 shards 重建版本，用于数据库打不开时 / make a generation anew from its shards."""
    from api.terminal import local_store
    from graph.snapshots import rebuild

    new = rebuild(local_store(location or ctx.obj), name)
    click.echo(f"已重建并发布为版本 {new} / rebuilt and published as {new}")


@command.command("verify")
@click.argument("name", required=False)
@store_option
@click.pass_context
def verify_command(ctx: click.Context, name: str | None, location: str) -> None:
    """核对三元组数和校验和，有误时退出码为 1 / check a generation; exits 1 if wrong."""
    from api.terminal import local_store
    from graph.snapshots import verify

    problems = verify(local_store(location or ctx.obj), name)
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        ctx.exit(1)
    click.echo("完好 / whole")


@command.command("prune")
@click.option(
    "--keep",
    type=click.IntRange(1),
    required=True,
    metavar="N",
    help="保留最新的 N 个版本 / keep the newest N",
)
@store_option
@click.pass_context
def prune_command(ctx: click.Context, keep: int, location: str) -> None:
    """只保留最新的若干版本 / delete all but the newest generations."""
    from api.terminal import local_store
    from graph.snapshots import prune

    gone = prune(local_store(location or ctx.obj), keep)
    click.echo(f"已删除 / deleted: {', '.join(gone) if gone else '—'}")


def _list(location: str) -> None:
    """Print the generations."""
    from api.terminal import local_store, print_table
    from graph.snapshots import list_generations

    rows = [
        (one.name + ("*" if one.current else ""), one.created, str(one.triples), str(one.graphs), one.reason)
        for one in list_generations(local_store(location))
    ]
    heads = ("版本 / name", "时间 / created", "三元组 / triples", "图 / graphs", "缘由 / reason")
    print_table(heads, rows)
