"""bank check, bank init, bank import."""

from pathlib import Path
from typing import Annotated

import typer

from nnquiz import NNQuizError
from nnquiz.cli.app import BANK, GroupedHelp, app, run_of

bank_app = typer.Typer(
    cls=GroupedHelp,
    help="Check a bank, begin one of your own, or make one from a file.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(bank_app, name="bank", rich_help_panel=BANK)


@bank_app.command()
def check(
    context: typer.Context,
    file: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="A bank; else the one in use.")
    ] = None,
) -> None:
    """Name every fault of a bank, with its line.

    \b
    Examples:
      nnquiz bank check
      nnquiz bank check my.yaml
    """
    from nnquiz.bank.load import read_text
    from nnquiz.grading.rubric_check import check as check_bank
    from nnquiz.terminal.plain import printable

    path = file or run_of(context).settings.bank
    report = check_bank(read_text(path))
    for note in report.notes:
        typer.echo(printable(f"{path}:{note.line}: note: {note.message}"), err=True)
    for fault in report.faults:
        typer.echo(printable(f"{path}:{fault.line}: {fault.message}"))
    if report.faults:
        raise typer.Exit(1)
    typer.echo(f"{path}: {len(report.questions)} questions, no fault")


@bank_app.command()
def init(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The bank to be written.")],
) -> None:
    """Write a small bank with comments, to make your own from.

    \b
    Example:
      nnquiz bank init my.yaml
    """
    from nnquiz.bank.template import TEMPLATE

    try:
        with file.open("x", encoding="utf-8") as target:
            target.write(TEMPLATE)
    except FileExistsError:
        raise NNQuizError(f"{file}: exists already; name a new file") from None
    except OSError as error:
        raise NNQuizError(f"{file}: cannot be written: {error.strerror}") from None
    typer.echo(f"{file}: written. Edit it, then: nnquiz --bank {file} drill")


@bank_app.command("import")
def import_bank(
    file: Annotated[Path, typer.Argument(metavar="FILE.(json|csv|tsv)", help="What to read.")],
    output: Annotated[
        Path | None, typer.Option(metavar="FILE.yaml", help="The bank to be written.")
    ] = None,
) -> None:
    """Make a bank from JSON, or from a table with the columns question and answer.

    \b
    Examples:
      nnquiz bank import cards.csv
      nnquiz bank import exported.json --output my.yaml
    """
    from nnquiz.bank.convert import to_yaml
    from nnquiz.bank.load import read_text

    text, count = to_yaml(file, read_text(file))
    target = output or file.with_suffix(".yaml")
    try:
        with target.open("x", encoding="utf-8") as bank:
            bank.write(text)
    except FileExistsError:
        raise NNQuizError(f"{target}: exists already; name a new file with --output") from None
    except OSError as error:
        raise NNQuizError(f"{target}: cannot be written: {error.strerror}") from None
    typer.echo(f"{target}: {count} questions written. Check it: nnquiz bank check {target}")
