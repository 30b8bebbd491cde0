"""``gongbao ask``: a question, or a file of them."""

from __future__ import annotations

from pathlib import Path

import click

from api.terminal import store_option


@click.command("ask", short_help="用中文或英文提问 / ask a question")
@click.argument("question", required=False)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出 / print JSON")
@click.option(
    "--file", "path", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="每行一个问题的文件，逐行输出 JSON / a file of one question a line; prints one JSON line each",
)  # fmt: skip
@store_option
def command(question: str | None, as_json: bool, path: Path | None, location: str) -> None:
    """用中文或英文提问，答案附原文行。图谱中没有答案时也会说明，退出码仍为 0。

    Ask in Chinese or English; answers come with their printed lines. Exits 0 also where there is no answer.
    """
    import json

    if (question is None) == (path is None):
        raise click.UsageError("请给出一个问题，或用 --file 指定文件 / give either a question or --file")
    from api.answers import as_text
    from api.queryable import kept_beside, queryable
    from api.terminal import open_for
    from queries.ask import Answerer

    store, _ = open_for(location)
    answerer = Answerer(queryable(store), kept=kept_beside(store))
    if path is not None:
        for line in path.read_text(encoding="utf-8-sig").splitlines():
            if line.strip():
                click.echo(json.dumps(answerer.ask(line.strip()), ensure_ascii=False))
        return
    answer = answerer.ask(str(question))
    click.echo(json.dumps(answer, ensure_ascii=False, indent=1) if as_json else as_text(answer))
