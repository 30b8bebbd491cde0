"""``gongbao audit``: what in the loaded gazettes contradicts itself or is left open, with its proof."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from api.terminal import store_option

if TYPE_CHECKING:
    from api.audit_report import Report
    from graph.store import Store
    from queries.audit import Rule

_SEVERITIES = ("error", "warning", "info")
_STATES = ("accepted", "rejected", "fixed", "open")


@click.command("audit", short_help="审计 / audit the gazettes")
@click.option(
    "--on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="审计日期，默认今天 / day of the audit, default today",
)
@click.option(
    "--rule",
    "names",
    multiple=True,
    metavar="RULE|GROUP",
    help="只用这些规则或类别 / only these rules or groups",
)
@click.option("--rules", "list_rules", is_flag=True, help="列出全部规则 / list the rules")
@click.option("--json", "form", flag_value="json", help="JSON")
@click.option("--csv", "form", flag_value="csv", help="CSV")
@click.option("--xlsx", "form", flag_value="xlsx", help="XLSX（需 -o / needs -o）")
@click.option("--html", "form", flag_value="html", help="单独的网页 / a page that stands alone")
@click.option("--sarif", "form", flag_value="sarif", help="SARIF 2.1.0")
@click.option("--ttl", "form", flag_value="ttl", help="SHACL 结果 / SHACL results (Turtle)")
@click.option("-o", "--output", type=click.Path(dir_okay=False), help="写入文件 / write to this file")
@click.option(
    "--fail-on",
    type=click.Choice(_SEVERITIES),
    help="有此级别或更重的发现（已驳回的除外）时以 1 退出 / exit 1 on findings of this severity or worse, "
    "rejected ones aside",
)
@click.option("--lang", type=click.Choice(("zh", "en")), default="zh", show_default=True, help="语言")
@click.option("--no-record", is_flag=True, help="不记录本次结果 / do not remember what this audit found")
@click.option(
    "--review",
    "reviewed",
    multiple=True,
    metavar="ID",
    help="给发现作标记，与 --state 合用 / mark findings, with --state",
)
@click.option("--state", type=click.Choice(_STATES), help="标记，open 撤销 / the mark; open withdraws it")
@click.option("--remark", default="", help="备注 / a remark")
@click.option("--by", "reviewer", default="", help="审核人 / who reviewed")
@store_option
@click.pass_context
def command(
    ctx: click.Context,
    on: datetime | None,
    names: tuple[str, ...],
    list_rules: bool,
    form: str | None,
    output: str | None,
    fail_on: str | None,
    lang: str,
    no_record: bool,
    reviewed: tuple[str, ...],
    state: str | None,
    remark: str,
    reviewer: str,
    location: str,
) -> None:
    """审计已装入的公报：自相矛盾、悬而未决之处，逐条附原文。

    Audit the loaded gazettes: what contradicts itself or is left open, each finding with its printed lines.
    A later audit says what is new, still open and gone. Marks survive reloading and are exported with the
    graph: gongbao audit --review ID --state rejected --remark TEXT.
    """
    from datetime import date

    from api.audit_report import Report, write
    from api.queryable import queryable
    from api.terminal import open_for, whole_file
    from queries import reviews
    from queries.audit import audit, choose

    rules = choose(names)
    if list_rules:
        _list(rules, lang)
        return
    if form == "xlsx" and output is None:
        raise click.UsageError("xlsx 格式需要 -o 指定文件 / xlsx needs a file: -o FILE")
    if bool(reviewed) != (state is not None):
        raise click.UsageError("--review 与 --state 须同时给出 / --review and --state go together")
    store, _ = open_for(location)
    day = on.date() if on else date.today()
    if reviewed and state:
        _mark(store, reviewed, "" if state == "open" else state, remark, reviewer, day)
        return
    before = reviews.last_audit(store)
    findings, gone = reviews.judged(audit(queryable(store), day, rules), before, reviews.reviews(store))
    if names:
        gone = []
    report = Report(day, findings, gone)
    if form:
        with whole_file(output) as out:
            out.write(write(report, form, lang, store))
    elif output:
        raise click.UsageError("-o 需要一种格式 / -o needs a format: --json --csv --html …")
    else:
        _print(report, lang)
    if not names and not no_record and {one.id for one in findings} != before.keys():
        reviews.record(store, findings)
    if fail_on:
        grave = _SEVERITIES[: _SEVERITIES.index(fail_on) + 1]
        if any(one.severity in grave and one.state != "rejected" for one in findings):
            ctx.exit(1)


def _mark(store: Store, ids: tuple[str, ...], state: str, remark: str, reviewer: str, day: object) -> None:
    """Keep what a reviewer says of findings that the last audit knows."""
    from datetime import date

    from queries import reviews

    known = reviews.last_audit(store).keys() | reviews.reviews(store).keys()
    for one in ids:
        if one not in known:
            raise click.BadParameter(
                f"没有发现 {one}，请先运行 gongbao audit / no finding {one}; run an audit first",
                param_hint="--review",
            )
    assert isinstance(day, date)
    reviews.save(store, [reviews.Review(one, state, remark, reviewer, day) for one in ids])
    click.echo(f"已标记 / marked: {len(ids)}")


def _list(rules: list[Rule], lang: str) -> None:
    from api.terminal import print_table
    from queries.audit import GROUPS

    zh = lang == "zh"
    head = ["规则", "级别", "类别", "名称"] if zh else ["rule", "severity", "group", "title"]
    print_table(
        head,
        [
            [
                rule.name,
                rule.severity,
                GROUPS[rule.group].zh if zh else GROUPS[rule.group].en,
                rule.title.zh if zh else rule.title.en,
            ]
            for rule in rules
        ],
    )


def _print(report: Report, lang: str) -> None:
    """Findings by rule with their places, then the numbers."""
    from api.audit_report import grouped, place
    from api.language import say

    for rule in grouped(report.findings, lang):
        severity = say(lang, f"audit.{rule['severity']}")
        click.echo(f"\n[{severity}] {rule['title']} · {rule['name']}")
        for one in rule["findings"]:
            mark = "" if one.state == "open" else f" ({say(lang, f'audit.{one.state}')})"
            click.echo(f"  {one.id}{mark} {one.message_zh if lang == 'zh' else one.message_en}")
            for e in one.evidence[:6]:
                quote = " ".join(e.quote.split())
                shown = quote if len(quote) <= 60 else quote[:59] + "…"
                click.echo(f"      {place(e.source, e.first_line, e.last_line)}: {shown}")
            if len(one.evidence) > 6:
                click.echo(f"      … +{len(one.evidence) - 6}")
    for known in report.gone:
        text = known.message_zh if lang == "zh" else known.message_en
        click.echo(f"  {say(lang, 'audit.gone')}: {known.id} {text}")
    counts = report.counts()
    listed = ", ".join(f"{say(lang, f'audit.{key}')} {number}" for key, number in counts.items())
    click.echo(f"\n{say(lang, 'audit.on')} {report.on}: {listed}")
