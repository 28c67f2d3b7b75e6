"""The plan as it is shown: where it leads, what today holds, and what comes on which day."""

import math
from collections.abc import Iterator
from datetime import date

from rich.console import Console
from rich.text import Text

from nnquiz.planning.plan import Plan, PlannedDay
from nnquiz.terminal import words
from nnquiz.terminal.console import indented, make_console, safe

_DAYS_SHOWN = 7  # singly; the rest in a few rows of whole weeks
_ROWS_OF_WEEKS = 5
_NAMED_TODAY = 10
_WEEK = 7


def show_plan(plan: Plan, today: date) -> None:
    """Print *plan*, as of *today*, within 80 columns."""
    console = make_console()
    goal = plan.goal
    facts = [
        f"Interview {words.when(goal.day, today)}",
        f"{words.count(goal.minutes, 'minute')} a day",
    ]
    if goal.tags:
        facts.append(", ".join(goal.tags))
    _print(console, safe(" · ".join(facts), "bold"))
    _print(console, Text(_expectation(plan)))
    if plan.left_out:
        fit = words.count(plan.left_out, "new question")
        verb = "doesn't" if plan.left_out == 1 else "don't"
        enough = f"--minutes {plan.enough_minutes} would do"
        _print(console, Text(f"{fit} {verb} fit into the time; {enough}.", "bold"))
    console.print()
    _print(console, Text(_today(plan)))
    if plan.today:
        slugs = ", ".join(question.slug for question in plan.today[:_NAMED_TODAY])
        more = len(plan.today) - _NAMED_TODAY
        listed = f"{slugs} and {more} more" if more > 0 else slugs
        console.print(indented(console, safe(listed, "dim"), "  "))
    console.print()
    console.print(Text(f"{'day':<26}{'minutes':>8}{'reviews':>9}{'new':>6}", "dim"))
    for name, days in _rows(plan.days, today):
        line = Text(f"{name:<26}{sum(day.minutes for day in days):>8.0f}")
        line.append(f"{sum(day.reviews for day in days):>9}{sum(day.new for day in days):>6}")
        console.print(line)
    console.print()
    _print(console, Text("nnquiz drill follows the plan; nnquiz plan off drops it.", "dim"))


def _expectation(plan: Plan) -> str:
    with_plan, without = f"{plan.expected_recall:.0%}", f"{plan.expected_recall_without_plan:.0%}"
    when = "tomorrow, after today's minutes" if plan.days_left == 0 else "on the day"
    return f"Expected to be recalled {when}: {with_plan}; with an ordinary drill: {without}."


def _today(plan: Plan) -> str:
    if not plan.today:
        return "Today: nothing more, what is left of the day is yours."
    minutes = max(1.0, plan.days[0].minutes)
    asked = words.count(len(plan.today), "question")
    return f"Today, about {minutes:.0f} min: {asked}, in this order"


def _rows(days: tuple[PlannedDay, ...], today: date) -> Iterator[tuple[str, list[PlannedDay]]]:
    """Single days at first, then weeks, several in a row of the table if there are many."""
    for day in days[:_DAYS_SHOWN]:
        yield f"{day.day:%a} {words.day(day.day, today)}", [day]
    rest = days[_DAYS_SHOWN:]
    step = _WEEK * math.ceil(len(rest) / _WEEK / _ROWS_OF_WEEKS)
    for start in range(0, len(rest), max(1, step)):
        some = list(rest[start : start + step])
        first, last = some[0].day, some[-1].day
        name = words.day(first, today)
        yield (name if first == last else f"{name} to {words.day(last, today)}"), some


def _print(console: Console, text: Text) -> None:
    console.print(indented(console, text, ""))
