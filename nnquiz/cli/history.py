"""history, history export, history import."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nnquiz import NNQuizError
from nnquiz.cli.app import STUDY, GroupedHelp, app, run_of

if TYPE_CHECKING:
    from nnquiz.store.reviews import Stored

history_app = typer.Typer(
    cls=GroupedHelp,
    invoke_without_command=True,
    rich_markup_mode=None,
)
app.add_typer(history_app, name="history", rich_help_panel=STUDY)
_FAULTS_SHOWN = 20


@history_app.callback()
def history(
    context: typer.Context,
    limit: Annotated[int, typer.Option(min=1, help="The last so many answers.")] = 20,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Show your answers, the last first; move them between machines.

    \b
    Examples:
      nnquiz history
      nnquiz history --limit 100 --json
      nnquiz history export answers.jsonl
    """
    if context.invoked_subcommand is not None:
        return
    with run_of(context).store_to_read() as store:
        reviews = store.history(limit)
    if json:
        from nnquiz.cli.output import emit_json, reviewed

        emit_json([reviewed(review) for review in reviews])
        return
    from nnquiz.terminal.tables import history as show

    if not reviews:
        typer.echo("No answer yet: nnquiz drill", err=True)
    show(reviews)


@history_app.command("export")
def export_history(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="Where to; '-' is stdout.")],
) -> None:
    """Write all answers as JSON Lines, with those taken back.

    The schedule and the points missed follow from them. A plan, the reports of interviews and what
    'nnquiz tune' fitted stay here; 'nnquiz backup' copies everything.

    \b
    Example:
      nnquiz history export answers.jsonl
    """
    from nnquiz.history_lines import lines
    from nnquiz.replacing import replacing

    with run_of(context).store_to_read() as store:
        if str(file) == "-":
            for line in lines(store.everything()):
                sys.stdout.write(line + "\n")
            return
        count = 0
        with replacing(file) as target:
            for line in lines(store.everything()):
                target.write(line.encode() + b"\n")
                count += 1
    typer.echo(f"{count} answers written to {file}", err=True)


@history_app.command("import")
def import_history(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="From where; '-' is stdin.")],
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Leave bad lines out and take the others.")
    ] = False,
) -> None:
    """Add the answers of another machine; those that are here already stay as they are.

    \b
    Example:
      nnquiz history import answers.jsonl
    """
    faults: list[str] = []
    from nnquiz.terminal.progress import progress

    with progress("reading", None) as tick:
        stored = list(_parsed(_lines_of(file), faults, tick))
    for fault in faults[:_FAULTS_SHOWN]:
        typer.echo(fault, err=True)
    if len(faults) > _FAULTS_SHOWN:
        typer.echo(f"and {len(faults) - _FAULTS_SHOWN} more", err=True)
    if faults and not skip_bad:
        raise NNQuizError(f"nothing imported: {len(faults)} bad lines; --skip-bad leaves them out")
    questions = len({each.review.question for each in stored})
    with run_of(context).store() as store, progress("scheduling", questions, 1) as tick:
        added = store.merge(stored, tick)
    typer.echo(f"{added} new of {len(stored)} answers", err=True)


def _lines_of(file: Path) -> Iterator[str]:
    try:
        if str(file) == "-":
            yield from sys.stdin
            return
        with file.open(encoding="utf-8-sig", errors="surrogateescape") as lines:
            yield from lines
    except OSError as error:
        raise NNQuizError(f"{file}: cannot be read: {error.strerror}") from None


def _parsed(
    lines: Iterator[str], faults: list[str], tick: Callable[[], None]
) -> "Iterator[Stored]":
    from nnquiz.history_lines import parse
    from nnquiz.terminal.plain import printable

    for number, line in enumerate(lines, 1):
        tick()
        if line.strip():
            try:
                yield parse(line)
            except ValueError as error:
                faults.append(printable(f"line {number}: {error}"))
