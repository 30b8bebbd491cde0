"""``gongbao load``: files and folders into the graph."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.terminal import store_option

if TYPE_CHECKING:
    from graph.ingest import LoadReport
    from graph.store import Store

_PROBLEMS_SHOWN = 20
_WANTED_SHOWN = 5


@click.command("load", short_help="装入公报文件或文件夹 / load gazettes")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--jobs", type=click.IntRange(1), help="读取所用的进程数 / processes that read [处理器数 / processors]"
)
@click.option("--sample", is_flag=True, help="装入自带的样例 / load the sample that comes with the program")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出结果 / print the report as JSON")
@store_option
@click.pass_context
def command(
    ctx: click.Context, paths: tuple[str, ...], jobs: int | None, sample: bool, as_json: bool, location: str
) -> None:
    """装入公报：文件，或整个文件夹。重复装入同一文件不会重复；读不出的内容会列出文件和行号。

    Load gazettes: files, or folders with all that is in them. Loading a file again changes nothing; what
    cannot be read is listed with its file and line. Exits 1 only if nothing could be loaded.
    """
    from pathlib import Path

    from api.terminal import progress, settings_for
    from graph.ingest import ingest
    from graph.store import open_store

    wanted = [*paths, *([str(_sample())] if sample else [])]
    if not wanted:
        raise click.UsageError("请给出文件或文件夹，或用 --sample / name files or folders, or use --sample")
    if not any(Path(path).exists() for path in wanted):
        # A slip in a path should not leave an empty store behind.
        raise click.UsageError(f"路径不存在 / no such path: {', '.join(wanted)}")
    settings = settings_for(location)
    store = open_store(settings.store_location(), base=settings.entity_base(), create=True)
    with progress("读取 / reading", shown=not as_json) as advance:
        report = ingest(wanted, store, jobs, advance)
    if report.changed:
        _index(store, as_json)
    _print(report, store.location, as_json)
    if not report.loaded and not report.unchanged:
        ctx.exit(1)


def _index(store: Store, as_json: bool) -> None:
    """Make the full-text index at once, so that no reader waits for it; without it the load stands all the
    same. A server's index is made where the pages are served."""
    from api.terminal import progress
    from graph.indexes import open_text
    from graph.local import LocalStore

    if isinstance(store, LocalStore):
        try:
            with progress("建立全文索引 / indexing", shown=not as_json) as advance:
                open_text(store, advance)
        except (OSError, ValueError) as error:
            click.echo(f"全文索引未能建立 / the full-text index was not made: {error}", err=True)


def _sample() -> object:
    """The folder of the packaged sample."""
    from importlib.resources import files

    return files("loaders").joinpath("examples")


def _print(report: LoadReport, place: str, as_json: bool) -> None:
    """The summary: what was read, what was not and why, where the graph is."""
    import json
    from dataclasses import asdict

    if as_json:
        click.echo(json.dumps(asdict(report) | {"store": place}, ensure_ascii=False, indent=1))
        return
    lines = [
        ("文件 / files", len(report.loaded), f"未变 / unchanged {len(report.unchanged)}"),
        ("公报期次 / issues", report.issues, ""),
        ("文件篇数 / documents", report.documents, ""),
        ("引用 / citations", report.citations, ""),
        ("责任 / responsibilities", report.responsibilities, ""),
        ("三元组 / triples", report.triples, ""),
    ]
    click.echo(f"装入完成 / loaded in {report.seconds:.1f} s")
    for name, number, more in lines:
        click.echo(f"  {name}: {number}" + (f"  ({more})" if more else ""))
    for path, withdrawn in report.replaced:
        click.echo(f"  {path} 取代了 / takes the place of {withdrawn}")
    if report.skipped:
        click.echo(f"  格式不识别而跳过 / skipped, unknown format: {len(report.skipped)}")
    total = sum(report.resolution.values())
    if total:
        held = report.resolution.get("held", 0)
        click.echo(
            "  全库引用中库内有原文的 / citations whose document is held: "
            f"{held}/{total} ({held / total:.0%})"
        )
    if report.wanted:
        click.echo("  引用最多而库中没有的文件 / most cited and not held:")
        for name, count in report.wanted[:_WANTED_SHOWN]:
            click.echo(f"    {count} × {name}")
    if report.problems:
        click.echo(f"没有读出的内容 / could not be read: {len(report.problems)}", err=True)
        for one in report.problems[:_PROBLEMS_SHOWN]:
            where = f"{one.source}:{one.line}" if one.line else one.source
            click.echo(f"  {where}: {one.reason}", err=True)
        if len(report.problems) > _PROBLEMS_SHOWN:
            hidden = len(report.problems) - _PROBLEMS_SHOWN
            click.echo(f"  … 另有 {hidden} 处，见 --json / {hidden} more, see --json", err=True)
    click.echo(f"图库 / store: {place}")
