"""interview."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nnquiz import NNQuizError, UsageError
from nnquiz.cli import completion
from nnquiz.cli.app import STUDY, Run, app, run_of
from nnquiz.cli.study import grader_of

if TYPE_CHECKING:
    from nnquiz.interview.report import Report
    from nnquiz.interview.session import Options, Session
    from nnquiz.store.reviews import Store


@app.command(rich_help_panel=STUDY)
def interview(
    context: typer.Context,
    count: Annotated[
        int | None, typer.Option(min=1, help="So many questions (else 6, or as --minutes allows).")
    ] = None,
    minutes: Annotated[
        int | None, typer.Option(min=1, help="For the whole (else 5 for each question).")
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(help="Only questions with this tag.", autocompletion=completion.tags),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(help="Draw the questions by this number (else by the time).")
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.(md|html|json)",
            help="Write the report to a file, too.",
        ),
    ] = None,
    resume: Annotated[
        bool | None,
        typer.Option(
            "--resume/--new",
            help="Go on with one that was broken off, or don't (else you are asked).",
        ),
    ] = None,
) -> None:
    """Sit a mock interview: against the clock, told how it went at the end.

    Questions across topics, rather those that are often asked or that you are weak in, each with a
    follow-up. Your answers count as reviews. Ctrl-C keeps them, and you can go on later.

    \b
    Examples:
      nnquiz interview
      nnquiz interview --count 3 --tag gradients
      nnquiz interview --minutes 45 --report interview.html
    """
    from nnquiz import demo_catalog
    from nnquiz.clock import local_now
    from nnquiz.interview import report_file
    from nnquiz.interview.session import Options
    from nnquiz.terminal.interview import hold_interview

    options = Options(count, minutes, tuple(tag or ()), seed)
    if resume and options != Options():
        raise UsageError("--resume goes on with an interview as it was begun: leave the rest out")
    if report is not None:
        report_file.refuse_impossible(report)
    run = run_of(context)
    run.keep_prepared()
    with run.store() as store:
        session = _session(run, store, options, resume)
        interrupted = hold_interview(session, local_now)
        came_to = session.report(demo_catalog.names())
    _tell(came_to, report)
    if interrupted:
        raise typer.Exit(130)


def _session(run: Run, store: "Store", options: "Options", resume: bool | None) -> "Session":
    """The interview to go on with, or a new one; a person is asked which unless it was said."""
    from nnquiz.clock import local_now
    from nnquiz.interview.session import Session, begin, broken_off
    from nnquiz.terminal.interview import asks_to_go_on
    from nnquiz.terminal.typists import is_terminal

    waiting = broken_off(run.bank, store)
    if waiting is None and resume:
        raise NNQuizError("no interview was broken off: nnquiz interview begins one")
    if waiting is not None and resume is None and is_terminal():
        try:
            resume = asks_to_go_on(waiting, local_now)
        except EOFError:
            raise typer.Exit from None
    if waiting is not None and resume:
        return Session(run.bank, store, local_now, grader_of(run.bank), waiting)
    return begin(run.bank, store, local_now, grader_of(run.bank), options)


def _tell(came_to: "Report | None", file: Path | None) -> None:
    """Write the report to *file* first: whoever leaves while reading shall have it."""
    from nnquiz.interview import report_file
    from nnquiz.terminal.interview_report import show_report

    if came_to is None:
        typer.echo("Nothing answered.", err=True)
        return
    if file is not None:
        report_file.write(came_to, file)
        typer.echo(f"Report written to {file}", err=True)
    show_report(came_to)
    if came_to.finished is None:
        note = "What was answered is stored. nnquiz interview offers to go on; --resume goes on."
        typer.echo(note, err=True)
