"""``gongbao settings``: every environment variable with its value and its reason."""

from __future__ import annotations

import click


@click.command("settings", short_help="列出全部设置 / list every setting")
def command() -> None:
    """列出全部设置（环境变量）、当前值和用途。

    List every setting (an environment variable), its value and what it is for.
    """
    from api.settings import Settings, described, value_of
    from api.terminal import print_table

    settings = Settings.from_environment()
    rows = [(name, value_of(settings, name), reason) for name, _, reason in described()]
    print_table(("变量 / variable", "值 / value", "用途 / what for"), rows)
