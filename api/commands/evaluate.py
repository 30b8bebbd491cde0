"""``gongbao evaluate``: how well the readers do, against readings made by hand."""

from __future__ import annotations

import click


@click.command("evaluate", short_help="对照人工阅读，量准确率与召回率 / measure the readers")
@click.argument("readings", type=click.Path(exists=True))
@click.argument("sources", type=click.Path(exists=True, file_okay=False))
@click.option(
    "--show", type=click.IntRange(0), default=0, help="每类列出的差异条数 / differences to list per kind"
)
def command(readings: str, sources: str, show: int) -> None:
    """对照人工阅读 READINGS（JSON 文件或文件夹），量 SOURCES 文件夹中原文的读取。

    Read the files that READINGS (a JSON file or a folder of them, as in tests/readings) were made of, from
    the folder SOURCES, and print precision, recall and F1 of every kind of fact.
    """
    from pathlib import Path

    from graph.identity_measure import NAME, Forms, averages, measure
    from loaders.errors import UnreadableFile
    from loaders.evaluation import Score, evaluate, load_readings, together
    from loaders.reading import read_file

    totals: dict[str, list[Score]] = {}
    forms: list[Forms] = []
    refused = 0
    for gold in load_readings(Path(readings)):
        path = Path(sources) / gold["file"]
        if named := measure(gold):
            forms.append(named)
            for mark, clusters in (("-", named.apart), ("+", named.together)):
                for cluster in clusters[:show]:
                    click.echo(f"{mark} {gold['file']} {NAME}: {cluster}", err=True)
        try:
            reading = read_file(path)
        except (UnreadableFile, OSError) as error:
            refused += 1
            click.echo(f"{gold['file']}: {error}", err=True)
            continue
        for score in evaluate(gold, reading):
            totals.setdefault(score.kind, []).append(score)
            for mark, facts in (("-", score.missed), ("+", score.wrong)):
                for fact in facts[:show]:
                    click.echo(f"{mark} {gold['file']} {score.kind}: {fact}", err=True)
    click.echo(f"{'事实 / facts':<36}{'准确 P':>8}{'召回 R':>8}{'F1':>8}{'条 n':>8}")
    for kind, scores in totals.items():
        total = together(scores)
        count = total.right + len(total.missed)
        click.echo(f"{kind:<36}{total.precision:>8.3f}{total.recall:>8.3f}{total.f1:>8.3f}{count:>8}")
    if forms:
        precision, recall, f1, count = averages(forms)
        click.echo(f"{NAME:<36}{precision:>8.3f}{recall:>8.3f}{f1:>8.3f}{count:>8}")
    if refused:
        click.echo(f"未能读取的文件 / files refused: {refused}")
