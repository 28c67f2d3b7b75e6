"""drill, undo."""

from typing import TYPE_CHECKING, Annotated

import typer

from nnquiz.cli import completion
from nnquiz.cli.app import STUDY, app, run_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nnquiz.bank.model import Bank, Question
    from nnquiz.drill import Plan
    from nnquiz.grading.grade import Grade, Grader
    from nnquiz.store.plans import Goal
    from nnquiz.store.reviews import Store


@app.command(rich_help_panel=STUDY)
def drill(
    context: typer.Context,
    limit: Annotated[int | None, typer.Option(min=1, help="Ask at most so many questions.")] = None,
    new: Annotated[
        int | None,
        typer.Option(min=0, help="At most so many new questions (else 10 a day, or --limit)."),
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(help="Only questions with this tag.", autocompletion=completion.tags),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="REF", help="Only this question, due or not.", autocompletion=completion.refs
        ),
    ] = None,
    ahead: Annotated[bool, typer.Option("--ahead", help="Go on with what is not due yet.")] = False,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Think, see the answer, rate yourself.")
    ] = False,
    seed: Annotated[
        int | None, typer.Option(help="Order questions that are equally due by this number.")
    ] = None,
) -> None:
    """Answer what is due, then new questions.

    Type your answer; it is graded and stored at once. A failed question comes back until it is
    passed. From a pipe: one answer a line.

    \b
    Examples:
      nnquiz drill --limit 5
      nnquiz drill --tag gradients --new 3
      printf 'a neuron is one unit\\n' | nnquiz drill --limit 1
    """
    from nnquiz.clock import local_now
    from nnquiz.demo_catalog import use_one_thread
    from nnquiz.drill import Drill, Options
    from nnquiz.scheduling import study_day
    from nnquiz.store.plans import goal
    from nnquiz.terminal.study import hold_session

    use_one_thread()  # for demos, before grading loads NumPy
    run = run_of(context)
    run.keep_prepared()
    options = Options(limit, new, tuple(tag or ()), tuple(only or ()), ahead, seed)
    bank = run.bank
    with run.store() as store:
        aim = goal(store)
        follow = (
            None if aim is None or aim.day < study_day(local_now()) else _plan(bank, store, aim)
        )
        session = Drill(bank, store, local_now, grader_of(bank), options, follow)
        interrupted = hold_session(session, local_now, reveal=reveal)
        if session.summary().answered:
            from nnquiz.store.backups import make_if_none_today

            make_if_none_today(store, local_now())
        if interrupted:
            raise typer.Exit(130)


def _plan(bank: "Bank", store: "Store", aim: "Goal") -> "Plan":
    """What the plan asks now, as often as it is called."""

    def ask() -> "Sequence[Question]":
        from nnquiz.clock import local_now
        from nnquiz.drill import NEW_A_DAY
        from nnquiz.planning.plan import today
        from nnquiz.planning.situation import situation
        from nnquiz.scheduling import study_day

        return today(situation(bank, store, aim, study_day(local_now()), NEW_A_DAY))

    return ask


def grader_of(bank: "Bank") -> "Grader":
    """What grades answers to the questions of *bank*; the grader is loaded with the first."""

    def grade_answer(question: "Question", answer: str) -> "Grade":
        from nnquiz.grading.grader import grade  # when the first answer is there, not before

        return grade(question, answer, bank)

    return grade_answer


@app.command(rich_help_panel=STUDY)
def undo(
    context: typer.Context,
    count: Annotated[int, typer.Argument(metavar="[N]", min=1, help="How many answers.")] = 1,
) -> None:
    """Take back the last answer, or the last N.

    \b
    Examples:
      nnquiz undo
      nnquiz undo 3
    """
    from nnquiz import NNQuizError
    from nnquiz.terminal.tables import undone

    with run_of(context).store() as store:
        reviews = store.history(count)
        if not reviews:
            raise NNQuizError("no answer is stored, so there is nothing to take back")
        store.undo(reviews)
    undone(reviews)
