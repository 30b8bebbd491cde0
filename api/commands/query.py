"""``gongbao query``: a saved query by name, a ``.rq`` file, or SPARQL from standard input."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from api.terminal import store_option

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.store import Store
    from queries.header import SavedQuery

_FORMATS = ("table", "csv", "tsv", "json", "xlsx")


def _parameter(_ctx: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """``k=v`` texts as a dictionary."""
    found = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"应写作 名称=值 / must be NAME=VALUE: {one}")
        found[name] = value
    return found


@click.command("query", short_help="运行查询 / run a query")
@click.argument("query", metavar="NAME|FILE|-")
@click.option(
    "-p",
    "--param",
    "parameters",
    multiple=True,
    callback=_parameter,
    metavar="K=V",
    help="参数 / a parameter",
)
@click.option(
    "-f",
    "--format",
    "wanted",
    type=click.Choice(_FORMATS),
    default="table",
    show_default=True,
    help="输出格式 / output format",
)
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="写入文件 / write to this file")
@click.option(
    "--lang",
    type=click.Choice(("zh", "en")),
    default="zh",
    show_default=True,
    help="表头语言 / language of the head",
)
@store_option
def command(
    query: str, parameters: dict[str, str], wanted: str, output: str | None, lang: str, location: str
) -> None:
    """运行查询库中的查询（NAME）、文件中的 SPARQL（FILE）或标准输入（-）。

    Run a saved query by name, the SPARQL in a file, or that on standard input. A file may begin with the
    header of a saved query and then takes parameters.
    """
    from api.terminal import open_for

    if wanted == "xlsx" and output is None:
        raise click.UsageError("xlsx 格式需要 -o 指定文件 / xlsx needs a file: -o FILE")
    saved, text = _read(query)
    store, settings = open_for(location)
    if saved is not None:
        _run_saved(saved, parameters, store, settings, wanted, output, lang)
    elif parameters:
        raise click.UsageError("--param 只用于带文件头的查询 / --param needs a query with a header")
    else:
        _run_free(text, store, settings, wanted, output)


def _read(name: str) -> tuple[SavedQuery | None, str]:
    """The saved query that is meant, or the SPARQL text."""
    import sys
    from pathlib import Path

    from api.saved import library
    from queries.header import parse
    from queries.parameters import TYPES

    if name == "-":
        return None, sys.stdin.buffer.read().decode("utf-8-sig")
    if name in library():
        return library()[name], ""
    path = Path(name)
    if not path.is_file():
        if path.suffix or "/" in name:
            raise click.BadParameter(f"没有文件 / no such file: {name}", param_hint="NAME|FILE|-")
        return library()[name], ""
    text = path.read_text(encoding="utf-8-sig")
    has_header = text.startswith(("# name =", "#name ="))
    return (parse(text, path.stem, frozenset(TYPES), str(path)) if has_header else None), text


def _run_saved(
    saved: SavedQuery,
    given: dict[str, str],
    store: Store,
    settings: Settings,
    wanted: str,
    output: str | None,
    lang: str,
) -> None:
    """Run a saved query and write its result."""
    import json

    from api.addresses import Addresses
    from api.saved import run_saved
    from api.saved_json import result as as_json

    result = run_saved(store, Addresses(settings.entity_base()), saved, given)
    if wanted == "json":
        text = json.dumps(as_json(result, given), ensure_ascii=False, indent=1) + "\n"
        _write(text.encode(), output)
    else:
        _write_table(result.titles(lang), result.rows(lang), wanted, output)


def _run_free(text: str, store: Store, settings: Settings, wanted: str, output: str | None) -> None:
    """Evaluate free-hand SPARQL: tables in the format asked for, yes or no as a word, RDF as Turtle."""
    from pyoxigraph import QueryBoolean, QueryResultsFormat, parse_query_results

    from api import graph_text as gt
    from api.evaluate import Query, admit, evaluate

    query = Query(text, settings.entity_base())
    form = admit(query, settings.max_query_chars, store.graphs())
    if form in ("CONSTRUCT", "DESCRIBE"):
        if wanted not in ("table", "json"):
            raise click.UsageError(
                f"{form} 的结果只有 Turtle（table）或 JSON-LD（json） / {form} gives Turtle or JSON-LD only"
            )
        _write(evaluate(store, query, "application/ld+json" if wanted == "json" else "text/turtle"), output)
        return
    body = evaluate(store, query, "application/sparql-results+json")
    if wanted == "json":
        _write(body + b"\n", output)
        return
    parsed = parse_query_results(body, format=QueryResultsFormat.JSON)
    if isinstance(parsed, QueryBoolean):
        _write(b"true\n" if bool(parsed) else b"false\n", output)
        return
    columns = [variable.value for variable in parsed.variables]
    _write_table(columns, [[gt.text(term) for term in solution] for solution in parsed], wanted, output)


def _write_table(columns: list[str], rows: list[list[str]], wanted: str, output: str | None) -> None:
    """The table on the terminal, or in a file format."""
    from api.tables import WRITERS
    from api.terminal import print_table

    if wanted != "table":
        _write(WRITERS[wanted][1](columns, rows), output)
    elif output is None:
        print_table(columns, rows)
    else:
        raise click.UsageError(
            "-o 需要 csv、tsv、json 或 xlsx 格式 / -o needs --format csv, tsv, json or xlsx"
        )


def _write(body: bytes, output: str | None) -> None:
    from api.terminal import whole_file

    with whole_file(output) as out:
        out.write(body)
