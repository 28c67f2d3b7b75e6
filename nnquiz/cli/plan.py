"""plan."""

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from nnquiz import UsageError
from nnquiz.cli import completion
from nnquiz.cli.app import STUDY, Run, app, run_of

if TYPE_CHECKING:
    from nnquiz.planning.plan import Plan
    from nnquiz.store.plans import Goal
    from nnquiz.store.reviews import Store

DEFAULT_MINUTES = 20
FURTHEST_DAYS = 3 * 366
_DAY = 24 * 60


@app.command(rich_help_panel=STUDY)
def plan(
    context: typer.Context,
    day: Annotated[
        str | None,
        typer.Argument(metavar="[DATE|off]", help="As 2026-12-24, tomorrow or +10 (days)."),
    ] = None,
    minutes: Annotated[
        int | None,
        typer.Option(min=1, max=_DAY, help=f"To learn on each day (at first {DEFAULT_MINUTES})."),
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option(help="Only questions with this tag.", autocompletion=completion.tags),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Set, show or drop the day of your interview; the drill then follows the plan.

    It asks what gets the most recalled on that day in the minutes you have, and starts anew from
    what really happened each time you look.

    \b
    Examples:
      nnquiz plan 2026-12-24 --minutes 25
      nnquiz plan
      nnquiz plan off
    """
    from nnquiz.clock import local_now
    from nnquiz.scheduling import study_day
    from nnquiz.store import plans

    run = run_of(context)
    today = study_day(local_now())
    changes = day is not None or minutes is not None or tag is not None
    run.bank.tagged(tag or ())  # an unknown tag is told before anything is set
    with run.store() if changes else run.store_to_read() as store:
        goal = plans.goal(store)
        if day is not None and day.strip().lower() == "off":
            if minutes is not None or tag:
                raise UsageError("plan off drops the plan: leave the rest out")
            if goal is not None:
                plans.set_goal(store, None)
            goal = None
        elif changes:
            goal = _changed(goal, day, minutes, tag, today)
            plans.set_goal(store, goal)
        made = None if goal is None or goal.day < today else _made(run, store, goal, today)
    if json:
        from nnquiz.cli.output import emit_json, planned

        emit_json(planned(made))
    elif made is not None:
        from nnquiz.terminal.plan_page import show_plan

        show_plan(made, today)
    else:
        typer.echo(_none(goal))


def _none(goal: "Goal | None") -> str:
    if goal is None:
        return "No day is set: nnquiz plan 2026-12-24 --minutes 20 sets one (DATE, minutes a day)."
    return (
        f"The day of the interview, {goal.day}, is over; the drill goes on as ever."
        " Another day: nnquiz plan DATE. None: nnquiz plan off."
    )


def _made(run: Run, store: "Store", goal: "Goal", today: date) -> "Plan":
    from nnquiz.demo_catalog import use_one_thread
    from nnquiz.drill import NEW_A_DAY

    use_one_thread()  # before planning loads NumPy
    from nnquiz.planning.plan import make
    from nnquiz.planning.situation import situation

    return make(situation(run.bank, store, goal, today, NEW_A_DAY))


def _changed(
    goal: "Goal | None", day: str | None, minutes: int | None, tags: list[str] | None, today: date
) -> "Goal":
    """The goal with what was given in place of what was set."""
    from nnquiz.store.plans import Goal

    if day is None and goal is None:
        raise UsageError(
            "say the day of the interview as well: nnquiz plan 2026-12-24 --minutes 20"
        )
    wanted = _day(day, today) if day is not None or goal is None else goal.day
    if wanted < today:
        raise UsageError(f"{wanted} is over: the interview must be today or later")
    if (wanted - today).days > FURTHEST_DAYS:
        raise UsageError(f"{wanted} is more than three years away: plan from a nearer day")
    if minutes is None:
        minutes = DEFAULT_MINUTES if goal is None else goal.minutes
    # Another day begins another plan; with the same day the topics stay unless others are named.
    kept = goal.tags if goal is not None and goal.day == wanted else ()
    chosen = kept if tags is None else tuple(name.strip().lower() for name in tags)
    return Goal(wanted, minutes, chosen)


def _day(text: str | None, today: date) -> date:
    typed = (text or "").strip().lower()
    if typed in ("today", "tomorrow"):
        return today + timedelta(days=typed == "tomorrow")
    if re.fullmatch(r"\+\d{1,4}", typed):
        return today + timedelta(days=int(typed))
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise UsageError(
            f"{text!r} is no day: write it as 2026-12-24, tomorrow or +10, or write off"
        ) from None
