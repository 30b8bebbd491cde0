"""The command line ``gongbao``: commands are the modules of ``api/commands``, found by their file names.

A module ``api/commands/ask.py`` holds one click command named ``command``; a
new file is a new command. Only click is imported here and at the top of the
modules, so that ``gongbao --help`` answers at once.
"""

from __future__ import annotations

import logging
from importlib import import_module
from pkgutil import iter_modules

import click

from api import commands
from api.terminal import config_option

_PACKAGE = "api.commands"


class _Failed(click.ClickException):
    """An expected error: one line on standard error, exit code 1."""

    def show(self, file: object = None) -> None:
        """Print the message without click's "Error:" in front of a Chinese sentence."""
        click.echo(f"gongbao: {self.format_message()}", err=True)


class Commands(click.Group):
    """A group whose members are the modules of a package, imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the command modules, in alphabetical order."""
        return sorted(
            found.name for found in iter_modules(commands.__path__) if not found.name.startswith("_")
        )

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The ``command`` of the module of that name; None where there is none."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command = import_module(f"{_PACKAGE}.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; an expected error becomes one line, any other its traceback."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except Exception as error:
            if ctx.params.get("debug") or not _expected(error):
                raise
            raise _Failed(_one_line(error)) from error


@click.command(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="政府公报知识图谱：装入、提问、查询、服务。\n\n"
    "A knowledge graph over government gazettes: load, ask, query, serve.",
    epilog="设置 / settings: GONGBAO_STORE …, gongbao config",
)
@config_option
@click.option("--debug", is_flag=True, help="出错时显示完整的调用栈 / show tracebacks")
@click.version_option(package_name="gongbao", message="%(prog)s %(version)s")
def main(debug: bool) -> None:
    """Entry point of the program ``gongbao``."""
    if debug:
        logging.basicConfig(level=logging.INFO)


def _expected(error: Exception) -> bool:
    """Whether a user can act on ``error``: our own errors, and the operating system's about files."""
    from loaders.errors import GongbaoError
    from queries.errors import QueryError

    return isinstance(error, (GongbaoError, QueryError)) or (
        isinstance(error, OSError) and bool(error.filename)
    )


def _one_line(error: Exception) -> str:
    """What the error says, on one line; an operating-system error names its file."""
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}"
    return " ".join(str(error).split())
