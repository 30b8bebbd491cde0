"""``gongbao search``: words in the printed text, with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.terminal import store_option

if TYPE_CHECKING:
    from api.settings import Settings
    from queries.fulltext import Found


@click.command("search", short_help="在原文中检索字词 / search the printed text")
@click.argument("words", nargs=-1, required=True)
@click.option("--city", multiple=True, metavar="NAME", help="地区 / place")
@click.option("--year", multiple=True, type=click.IntRange(1900, 2999), help="年份 / year")
@click.option("--type", "types", multiple=True, metavar="TYPE", help="文种 / type of document")
@click.option("--document", "documents", multiple=True, metavar="IRI", help="文件 / document")
@click.option(
    "--sort", type=click.Choice(("rank", "newest", "oldest")), default="rank", show_default=True,
    help="排序 / order",
)  # fmt: skip
@click.option(
    "-n", "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, help="条数 / hits"
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出 / print JSON")
@store_option
def command(
    words: tuple[str, ...],
    city: tuple[str, ...],
    year: tuple[int, ...],
    types: tuple[str, ...],
    documents: tuple[str, ...],
    sort: str,
    limit: int,
    as_json: bool,
    location: str,
) -> None:
    """在全部原文中检索字词；各词须在同一段中都出现，-词 排除。

    Search all printed text. All words must occur in one passage; -word excludes (put -- before the words).
    """
    from api.terminal import open_for, progress
    from graph.indexes import open_text
    from queries.fulltext import Filters, read_words, search

    read = read_words(" ".join(words))
    if not read.wanted:
        raise click.UsageError("没有可检索的字词 / there are no words to look for")
    store, settings = open_for(location)
    with progress("建立索引 / indexing", shown=not as_json) as advance:
        index = open_text(store, advance)
    found = search(index, read, Filters(city, year, types, (), documents), limit=limit, sort=sort)
    if as_json:
        import json

        from api.search_result import as_json as hit_as_json

        body = {"total": found.total, "hits": [hit_as_json(hit) for hit in found.hits]}
        click.echo(json.dumps(body, ensure_ascii=False, indent=1))
    else:
        _print(found, settings)


def _print(found: Found, settings: Settings) -> None:
    """The hits for people: place and lines, then the passage with what was found marked."""
    click.echo(f"共 {found.total} 处 / {found.total} passages")
    for hit in found.hits:
        entry = hit.entry
        name = " ".join(filter(None, (entry.title, entry.number)))
        click.echo()
        click.secho(name or entry.document.removeprefix(settings.entity_base()), bold=True)
        file = entry.source.rsplit("/", 1)[-1]
        click.echo("  ".join(filter(None, (entry.part, entry.place, f"{file}:{hit.line}"))))
        click.echo(
            "  "
            + "".join(
                click.style(one.text, fg="red", bold=True) if one.hit else one.text for one in hit.snippet
            )
        )
    for word, count in found.alone:
        click.echo(f"  {word}: {count}")
