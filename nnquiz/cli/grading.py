"""grade."""

import sys
from contextlib import AbstractContextManager, nullcontext
from io import BufferedReader
from pathlib import Path
from typing import Annotated, cast

import typer

from nnquiz import NNQuizError, UsageError
from nnquiz.cli import completion
from nnquiz.cli.app import STUDY, Run, app, run_of


@app.command(rich_help_panel=STUDY)
def grade(
    context: typer.Context,
    ref: Annotated[
        str | None, typer.Argument(help="Number, slug or demo.", autocompletion=completion.refs)
    ] = None,
    answer: Annotated[
        str | None, typer.Option(metavar="TEXT", help="The answer; else it is read from stdin.")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
    batch: Annotated[
        str | None,
        typer.Option(metavar="FILE|-", help='Grade JSON Lines, {"q": REF, "answer": TEXT}.'),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Processes for --batch.")] = 1,
) -> None:
    """Grade one answer, or a file of them, without storing anything.

    \b
    Examples:
      nnquiz grade dropout --answer 'it switches off random neurons in training'
      nnquiz grade 6 --json < answer.txt
      nnquiz grade --batch answers.jsonl --jobs 2 > grades.jsonl
    """
    if (ref is None) == (batch is None):
        raise UsageError("name one question, or a file of answers with --batch")
    run = run_of(context)
    run.keep_prepared()
    if batch is not None:
        if not _grade_batch(run, batch, jobs):
            raise typer.Exit(1)
        return
    from nnquiz.grading import grader

    question = run.bank.find(str(ref))
    if answer is None:
        answer = _from_stdin()
    answer = answer.encode(errors="replace").decode()  # an argument may hold any bytes
    verdict = grader.grade(question, answer, run.bank)
    if json:
        from nnquiz.cli.output import emit_json, graded

        emit_json(graded(question, verdict))
        return
    from nnquiz.terminal.console import make_console
    from nnquiz.terminal.grade_page import show_grade

    show_grade(make_console(), verdict, verdict.rating)


def _grade_batch(run: Run, source: str, jobs: int) -> bool:
    """Write a line for each line of *source*; False if any was bad."""
    from json import dumps

    from nnquiz.batch import grade_lines
    from nnquiz.cli.output import graded

    sound = True
    with _opened(source) as answers:
        for results in grade_lines(answers, run.bank, graded, jobs):
            sound = sound and not any("error" in result for result in results)
            sys.stdout.write("".join([f"{dumps(result)}\n" for result in results]))
            sys.stdout.flush()
    return sound


def _opened(source: str) -> AbstractContextManager[BufferedReader]:
    if source == "-":
        if sys.stdin is None or sys.stdin.closed:
            raise NNQuizError("standard input is closed: name a file with --batch")
        return nullcontext(cast(BufferedReader, sys.stdin.buffer))
    try:
        return Path(source).open("rb")
    except OSError as error:
        raise NNQuizError(f"{source}: cannot be read: {error.strerror}") from None


def _from_stdin() -> str:
    if sys.stdin is None or sys.stdin.closed:
        raise NNQuizError("standard input is closed: give the answer with --answer")
    if sys.stdin.isatty():
        typer.echo("Type the answer; Ctrl-D on a new line ends it.", err=True)
    return sys.stdin.read()
