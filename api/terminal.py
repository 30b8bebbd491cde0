"""What commands share: the ``--store`` option, opening stores, printing for people, writing files whole."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, BinaryIO, TypeVar, cast

import click

if TYPE_CHECKING:
    from api.settings import Settings
    from graph.store import Store

F = TypeVar("F", bound=Callable[..., Any])


def store_option(function: F) -> F:
    """``--store FOLDER|URL``; without it ``GONGBAO_STORE``, else the user's data directory."""
    option = click.option(
        "--store",
        "location",
        metavar="DIR|URL",
        default="",
        help="图谱所在的文件夹或 SPARQL 服务地址 / the graph: a folder or the address of a SPARQL service "
        "[GONGBAO_STORE, 否则用户数据目录 / else the user's data directory]",
    )
    return option(function)


def config_option(function: F) -> F:
    """``--config FILE``, the same as ``GONGBAO_CONFIG``; processes that are started inherit it."""

    def keep(_ctx: click.Context, _parameter: click.Parameter, value: str | None) -> None:
        if value:
            os.environ["GONGBAO_CONFIG"] = str(Path(value).absolute())

    option = click.option(
        "--config",
        metavar="FILE",
        type=click.Path(dir_okay=False),
        expose_value=False,
        is_eager=True,
        callback=keep,
        help="配置文件（TOML），环境变量优先于它 / configuration file (TOML); variables win over it "
        "[GONGBAO_CONFIG]",
    )
    return option(function)


def settings_for(location: str) -> Settings:
    """The settings of the environment, with ``location`` in place of its store where it is given."""
    from api.settings import Settings

    settings = Settings.from_environment()
    return replace(settings, store=location) if location else settings


def open_for(location: str) -> tuple[Store, Settings]:
    """The store that ``--store`` (or the environment) names, and the settings. Raises the store's errors."""
    from graph.store import open_store

    settings = settings_for(location)
    return open_store(settings.store_location(), base=settings.entity_base()), settings


def local_store(location: str) -> str:
    """The folder of the store that ``--store`` (or the environment) names.

    Raises ApiError for a remote store, which keeps its own history and backups.
    """
    from api.problems import ApiError

    folder = settings_for(location).store_location()
    if folder.startswith(("http://", "https://")):
        raise ApiError(
            f"{folder} 是远程图库，没有快照，请用它自己的备份。",
            f"{folder} is a remote store and has no snapshots; use its own backup.",
        )
    return folder


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table on standard output; Chinese characters take two columns. In a pipe it is not cut to a width."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(width=None if sys.stdout.isatty() else _width(columns, rows), soft_wrap=False)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(Text(column), overflow="fold")
    for row in rows:
        table.add_row(*(Text(value) for value in row))
    console.print(table)


def _width(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Terminal columns the widest row needs."""
    from rich.cells import cell_len

    widest = [max([cell_len(name), *(cell_len(row[at]) for row in rows)]) for at, name in enumerate(columns)]
    return max(80, sum(widest) + 3 * len(widest) + 2)


@contextmanager
def progress(title: str, *, shown: bool) -> Iterator[Callable[[int, int, str], None] | None]:
    """A progress bar on standard error: a function of (done, in all, name); None where nobody sees it."""
    if not shown or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn(title),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[name]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None, name="")

        def advance(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, name=Path(name).name)

        yield advance


@contextmanager
def whole_file(path: str | None) -> Iterator[BinaryIO]:
    """A binary file that appears under ``path`` only when it is complete; standard output for None or ``-``.

    What stood there before stays where the block fails. Raises OSError naming the file.
    """
    if path is None or path == "-":
        yield sys.stdout.buffer
        return
    target = Path(path)
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as out:
            yield cast("BinaryIO", cast("IO[bytes]", out))
            out.flush()
            os.fsync(out.fileno())
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    """The process's file mode mask; it can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
