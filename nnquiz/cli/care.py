"""backup, restore, doctor, reset."""

from pathlib import Path
from typing import Annotated

import typer

from nnquiz import NNQuizError, UsageError
from nnquiz.cli.app import FILES, app, run_of


@app.command(rich_help_panel=FILES)
def backup(
    context: typer.Context,
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="Where to (else into the folder of backups)."),
    ] = None,
) -> None:
    """Copy your history to a file. One is also made after the first session of each day.

    \b
    Examples:
      nnquiz backup
      nnquiz backup stick/history.db
    """
    from nnquiz.clock import local_now
    from nnquiz.store import backups

    with run_of(context).store() as store:
        if file is None:
            file = backups.make(store, local_now())
        else:
            backups.write(store, file)
    typer.echo(f"Your history is copied to {file}", err=True)


@app.command(rich_help_panel=FILES)
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A backup.")],
) -> None:
    """Put a backup in place of your history, which is backed up itself first.

    \b
    Example:
      nnquiz restore stick/history.db
    """
    from nnquiz.clock import local_now
    from nnquiz.store import backups

    with run_of(context).store() as store:
        kept = backups.restore(store, file, local_now())
    typer.echo(f"Restored from {file}; what was there before is in {kept}", err=True)


@app.command(rich_help_panel=FILES)
def doctor(
    context: typer.Context,
    repair: Annotated[
        bool, typer.Option("--repair", help="Mend what can be mended; nothing is thrown away.")
    ] = False,
) -> None:
    """Say where things lie and whether they are sound; exit 1 if something isn't.

    \b
    Examples:
      nnquiz doctor
      nnquiz doctor --repair
    """
    from nnquiz.clock import local_now
    from nnquiz.doctor import examine, mend

    run = run_of(context)
    settings = run.settings
    if repair:
        for done in mend(settings.data_dir, run.scheduler, local_now()):
            typer.echo(done, err=True)
    faults = 0
    for finding in examine(settings.bank, settings.data_dir, settings.cache_dir, run.scheduler):
        typer.echo(f"{'ok   ' if finding.sound else 'FAULT'}  {finding.text}")
        faults += not finding.sound
    if faults:
        raise typer.Exit(1)


@app.command(rich_help_panel=FILES)
def reset(
    context: typer.Context,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask.")] = False,
) -> None:
    """Begin anew with an empty history, plan and interviews included; a backup is kept.

    \b
    Example:
      nnquiz reset
    """
    from nnquiz.clock import local_now
    from nnquiz.store import backups
    from nnquiz.terminal.typists import is_terminal

    if not yes and not is_terminal():
        raise UsageError("reset asks first, which takes a terminal; --yes goes ahead without")
    with run_of(context).store() as store:
        count = len(store.history())
        if not yes:
            typed = typer.prompt(f"Forget {count} answers? Type reset to go ahead", default="")
            if typed.strip().lower() != "reset":
                raise NNQuizError("nothing was changed")
        kept = backups.empty(store, local_now())
    typer.echo(f"Your history is empty; what was there is in {kept}", err=True)
