"""``gongbao validate``: the graph against the SHACL shapes."""

from __future__ import annotations

import click

from api.terminal import store_option

_SHOWN = 100


@click.command("validate", short_help="用 SHACL 校验图谱 / check the graph against the shapes")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出 / print JSON")
@store_option
@click.pass_context
def command(ctx: click.Context, as_json: bool, location: str) -> None:
    """用词表的 SHACL 形状校验整个图谱；有违反时退出码为 1。

    Check the whole graph against the vocabulary's SHACL shapes; exits 1 where it breaks them.
    """
    import json
    from dataclasses import asdict

    from api.engines import engine_of
    from api.terminal import open_for
    from ontology.validate import validate

    store, _ = open_for(location)
    report = validate(engine_of(store))
    if as_json:
        body = {
            "conforms": report.conforms,
            "unknown_terms": list(report.unknown_terms),
            "results": [asdict(one) for one in report.results],
        }
        click.echo(json.dumps(body, ensure_ascii=False, indent=1))
    else:
        lines = str(report).splitlines()
        click.echo("\n".join(lines[: _SHOWN + 1]))
        if len(lines) > _SHOWN + 1:
            click.echo(
                f"… 另有 {len(lines) - _SHOWN - 1} 条，见 --json / {len(lines) - _SHOWN - 1} more, see --json"
            )
    if not report.conforms:
        ctx.exit(1)
