"""``gongbao serve``: the web service, or one request of it."""

from __future__ import annotations

import click

from api.terminal import config_option, store_option


@click.command("serve", short_help="启动网页与接口服务 / run the web service")
@store_option
@config_option
@click.option("--host", help="监听地址 / address to listen on [GONGBAO_HOST, 127.0.0.1]")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    help="端口，0 为任一空闲端口 / port; 0 for a free one [GONGBAO_PORT, 8000]",
)
@click.option(
    "--threads", type=click.IntRange(1), help="同时处理的请求数 / requests at once [GONGBAO_THREADS, 32]"
)
@click.option(
    "--get",
    "path",
    metavar="/PATH",
    help="只执行这一个请求，打印结果后退出 / answer one request, print it, exit",
)
@click.pass_context
def command(
    ctx: click.Context,
    location: str,
    host: str | None,
    port: int | None,
    threads: int | None,
    path: str | None,
) -> None:
    """启动网页、SPARQL 端点和接口；按 Ctrl-C 停止。

    Serve the web pages, the SPARQL endpoint and the API; stop with Ctrl-C.
    """
    from api.server import answer_once, run
    from api.terminal import settings_for

    settings = settings_for(location)
    if path is not None:
        ctx.exit(answer_once(settings, path))
    changes = {"host": host, "port": port, "threads": threads}
    run(settings, {name: value for name, value in changes.items() if value is not None})
