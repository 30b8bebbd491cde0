"""``gongbao reason``: does the OWL reasoner find a contradiction."""

from __future__ import annotations

import click

from api.terminal import store_option


@click.command("reason", short_help="用 OWL 推理机查矛盾 / look for contradictions with the reasoner")
@click.option("--ontology-only", is_flag=True, help="只检查本体 / check the ontology without data")
@click.option(
    "--graph",
    "graphs",
    multiple=True,
    metavar="IRI",
    help="只检查这个图 / check this graph only (repeatable)",
)
@store_option
@click.pass_context
def command(ctx: click.Context, ontology_only: bool, graphs: tuple[str, ...], location: str) -> None:
    """用推理机 HermiT（需要 Java）检查本体，并逐个检查图谱中的图；发现矛盾时退出码为 1。

    Check the ontology, and each graph of the store with it, with HermiT (needs Java). Exits 1 on a
    contradiction.
    """
    from api.engines import graph_of
    from api.problems import ApiError
    from api.terminal import open_for
    from ontology.reason import ReasonerError, ReasonReport, check_consistency

    def told(name: str, report: ReasonReport) -> bool:
        verdict = "一致 / consistent" if report.consistent else "有矛盾 / inconsistent"
        click.echo(f"{name}: {verdict}  ({report.engine}, {report.seconds:.1f} s)")
        for one in report.unsatisfiable:
            click.echo(f"  不可能有成员的类 / class without possible members: {one}")
        for clash in report.clashes:
            click.echo(f"  {clash.node}: {clash.first} ≠ {clash.second}")
        return report.sound

    try:
        known: dict[str, int] = {}
        if not ontology_only:
            store, _ = open_for(location)
            known = store.graphs()
            for missing in set(graphs) - set(known):
                raise ApiError(f"没有图 {missing}。", f"There is no graph {missing}.")
        if known:
            # Each run has the whole ontology in it; every graph is judged, whatever the others are.
            verdicts = [told(graph, check_consistency(graph_of(store, graph))) for graph in graphs or known]
            sound = all(verdicts)
        else:
            sound = told("本体 / ontology", check_consistency())
    except ReasonerError as error:
        raise click.ClickException(str(error)) from error
    if not sound:
        ctx.exit(1)
