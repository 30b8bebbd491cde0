"""The document of the settings, ``docs/settings.md``, made from their declarations."""

from __future__ import annotations

from dataclasses import fields

from api.settings import Settings, variable

_HEAD = """# 设置 · Settings

本页由 `gongbao config --markdown` 生成。`gongbao config` 显示每项的当前值和来源。
This page is made by `gongbao config --markdown`. `gongbao config` shows the value of each
and where it comes from.

设置写成环境变量，或写进一个 TOML 文件（`--config 文件` 或 `GONGBAO_CONFIG`）；两处都有时以环境变量为准。
文件里的键就是下表的第二列，例如 `port = 8000`；有不认识的键，程序拒绝启动并指出是哪个键。
A setting is an environment variable, or a key in one TOML file (`--config FILE`, or the variable
`GONGBAO_CONFIG`); the variable wins. The key is the second column, for example `port = 8000`.
A key that is no setting is an error that names it.

| 变量 variable | 键 key | 默认 default | 用途 why |
| --- | --- | --- | --- |
"""


def document() -> str:
    """The whole document, Markdown."""
    rows = []
    for one in fields(Settings):
        default = f"`{one.default}`" if one.default != "" else ""
        choices = " / ".join(one.metadata["choices"])
        why = one.metadata["why"] + (f" ({choices})" if choices else "")
        rows.append(f"| `{variable(one.name)}` | `{one.name}` | {default} | {why} |\n")
    return _HEAD + "".join(rows)
