"""``gongbao config``: every setting with its value, where it comes from, and its reason."""

from __future__ import annotations

import click

from api.terminal import config_option


@click.command("config", short_help="列出全部设置及其来源 / list every setting and where it comes from")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出 / print JSON")
@click.option("--markdown", is_flag=True, help="输出 docs/settings.md / print docs/settings.md")
@config_option
def command(as_json: bool, markdown: bool) -> None:
    """列出全部设置：环境变量、当前值、来自哪里、为什么有它。口令只显示是否已设。

    List every setting: its variable, its value, where the value comes from, and its reason. Of a secret only
    whether it is set is shown. In a configuration file (TOML) the key of GONGBAO_PORT is port.
    """
    import json
    from dataclasses import fields

    from api.configuration import read
    from api.settings import Settings, described, value_of
    from api.terminal import print_table

    if markdown:
        from api.settings_document import document

        click.echo(document(), nl=False)
        return
    found = read()
    origins = [found.origins[one.name] for one in fields(Settings)]
    rows = [
        (name, value_of(found.settings, name), origin, reason)
        for (name, _, reason), origin in zip(described(), origins, strict=True)
    ]
    if as_json:
        names = ("variable", "value", "from", "why")
        click.echo(
            json.dumps([dict(zip(names, row, strict=True)) for row in rows], ensure_ascii=False, indent=1)
        )
    else:
        print_table(("变量 / variable", "值 / value", "来自 / from", "用途 / what for"), rows)
    for name in found.unknown:
        click.echo(f"没有这个设置，未起作用 / no such setting, ignored: {name}", err=True)
