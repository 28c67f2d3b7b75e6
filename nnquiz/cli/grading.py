"""grade."""

import sys
from typing import Annotated

import typer

from nnquiz import NNQuizError
from nnquiz.cli import completion
from nnquiz.cli.app import STUDY, app, run_of


@app.command(rich_help_panel=STUDY)
def grade(
    context: typer.Context,
    ref: Annotated[
        str, typer.Argument(help="Number, slug or demo.", autocompletion=completion.refs)
    ],
    answer: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The answer; else it is read from stdin.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Grade one answer without storing it.

    \b
    Examples:
      nnquiz grade dropout --answer 'it switches off random neurons in training'
      nnquiz grade 6 --json < answer.txt
    """
    from nnquiz.grading import grader

    question = run_of(context).bank.find(ref)
    if answer is None:
        answer = _from_stdin()
    answer = answer.encode(errors="replace").decode()  # an argument may hold any bytes
    verdict = grader.grade(question, answer)
    if json:
        from nnquiz.cli.output import emit_json, graded

        emit_json(graded(question, verdict))
        return
    from nnquiz.terminal.console import make_console
    from nnquiz.terminal.grade_page import show_grade

    show_grade(make_console(), verdict, verdict.rating)


def _from_stdin() -> str:
    if sys.stdin is None or sys.stdin.closed:
        raise NNQuizError("standard input is closed: give the answer with --answer")
    if sys.stdin.isatty():
        typer.echo("Type the answer; Ctrl-D on a new line ends it.", err=True)
    return sys.stdin.read()
