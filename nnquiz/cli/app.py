"""The root of the command line: options for every command, grouped help, the home screen."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from nnquiz import __version__
from nnquiz.cli.commands import ORDER

if TYPE_CHECKING:
    from nnquiz.bank.model import Bank
    from nnquiz.scheduling import Scheduler
    from nnquiz.settings import Settings
    from nnquiz.store.reviews import Store

STUDY, BANK, FILES = "Study", "The bank", "Out and in"


class GroupedHelp(TyperGroup):
    """Lists commands under the headings that they were registered with."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The commands in the order of the table, those of a group in that of its file."""
        return sorted(self.commands, key=lambda name: ORDER.index(name) if name in ORDER else 0)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write a section for each heading."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for name in self.list_commands(ctx):
            command: Any = self.get_command(ctx, name)
            if command is not None and not command.hidden:
                heading = getattr(command, "rich_help_panel", None) or "Commands"
                groups.setdefault(heading, []).append((name, command.get_short_help_str(64)))
        for heading, rows in groups.items():
            with formatter.section(heading):
                formatter.write_dl(rows)


app = typer.Typer(
    cls=GroupedHelp,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,  # plain help: 65 ms faster, and safe for pipes and screen readers
    pretty_exceptions_enable=False,
)


@dataclass
class Run:
    """What the options for every command lead to, made when first asked for."""

    bank_flag: Path | None = None
    data_dir_flag: Path | None = None

    @cached_property
    def settings(self) -> "Settings":
        """The settings of this run."""
        from nnquiz.settings import resolve

        return resolve(self.bank_flag, self.data_dir_flag)

    @cached_property
    def bank(self) -> "Bank":
        """The bank of this run."""
        from nnquiz.bank.load import load

        return load(self.settings.bank, self.settings.cache_dir)

    @cached_property
    def scheduler(self) -> "Scheduler":
        """The scheduler at the desired retention."""
        from nnquiz.scheduling import Scheduler

        return Scheduler(self.settings.desired_retention)

    def keep_prepared(self) -> None:
        """Have the grader keep what it prepares in the cache folder."""
        from nnquiz.grading import kept

        kept.keep_in(self.settings.cache_dir)

    def store(self) -> "Store":
        """The history, to be written to."""
        from nnquiz.store.reviews import Store

        return Store.open(self.settings.data_dir, self.scheduler)

    def store_to_read(self) -> "Store":
        """The history, to be read; nothing is made where there is none."""
        from nnquiz.store.reviews import Store

        return Store.open_to_read(self.settings.data_dir, self.scheduler)


def run_of(context: typer.Context) -> Run:
    """The run that a command belongs to."""
    run = context.find_root().obj
    if not isinstance(run, Run):  # completing a word: the root command itself didn't run
        flags = context.find_root().params
        run = Run(flags.get("bank"), flags.get("data_dir"))
    return run


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"nnquiz {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    bank: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A bank of your own (also: NNQUIZ_BANK)."),
    ] = None,
    data_dir: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where your history lies (also: NNQUIZ_DATA_DIR)."),
    ] = None,
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Prepare for an interview on neural networks: typed answers, graded at once.

    \b
    Examples:
      nnquiz drill              what is due, then new questions
      nnquiz show backprop      one question with its answer
      nnquiz --bank my.yaml drill
    """
    context.obj = Run(bank, data_dir)
    if context.invoked_subcommand is None:
        from nnquiz.terminal.home import show_home
        from nnquiz.terminal.typists import is_terminal

        if is_terminal():
            show_home(context.obj.bank, context.obj.store_to_read())
        else:
            typer.echo(context.get_help())
