"""The days left, as the steps in which the planner looks ahead: near days singly, far ones in one.

What is done today, tomorrow and in the days before the interview must be planned day by day; in
between, where a review may as well come a day later, several days make one step, so that a plan for
a year takes no longer than one for a month.
"""

from dataclasses import dataclass

NEAR = 7  # days singly from today
LAST = 14  # days singly before the interview
GROWTH = 0.25  # of its distance from the nearer end: what a step between may span


@dataclass(frozen=True, slots=True)
class Stage:
    """Days from *first*, counted from today, *days* long, in which a question is asked once."""

    first: int
    days: int


def stages(days_left: int) -> tuple[Stage, ...]:
    """The steps of *days_left* days (1 or more), in order; the first is today alone."""
    found = []
    day = 0
    while day < days_left:
        to_go = days_left - day
        near, last = day - NEAR, to_go - LAST
        span = 1
        if near >= 0 and last > 0:
            span = max(1, min(int(GROWTH * (near + 4)), int(GROWTH * (last + 8)), last))
        found.append(Stage(day, span))
        day += span
    return tuple(found)
