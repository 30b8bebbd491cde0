"""``gongbao queries``: the saved queries."""

from __future__ import annotations

import click


@click.command("queries", short_help="列出查询库 / list the saved queries")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出 / print JSON")
def command(as_json: bool) -> None:
    """列出查询库中的查询及其参数；带 * 的参数必填。

    List the saved queries with their parameters; those with * must be given.
    """
    import json

    from api.saved import library
    from api.saved_json import described
    from api.terminal import print_table

    if as_json:
        click.echo(
            json.dumps([described(query) for query in library().values()], ensure_ascii=False, indent=1)
        )
        return
    rows = [
        (
            query.name,
            f"{query.title.zh} / {query.title.en}",
            " ".join(one.name + ("*" if one.required else "") for one in query.parameters),
        )
        for query in library().values()
    ]
    print_table(("名称 / name", "内容 / what", "参数 / parameters"), rows)
