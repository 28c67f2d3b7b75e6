"""What a plan rests on: what is remembered, the time there is, and what an answer takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from nnquiz.bank.model import Bank, Question
from nnquiz.planning.costs import Costs, learned
from nnquiz.scheduling import Memory
from nnquiz.store.plans import Goal
from nnquiz.store.reviews import Store
from nnquiz.store.sittings import seconds_on, sittings


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a plan rests on.

    *spent* are the seconds of answers on *today* so far. What a drill without a plan would do,
    *desired_retention* and *new_a_day*, is what the plan is compared with.
    """

    questions: Sequence[Question]
    memories: Mapping[str, Memory]
    goal: Goal
    today: date
    costs: Costs
    spent: float
    desired_retention: float
    new_a_day: int
    parameters: Sequence[float]


def situation(bank: Bank, store: Store, goal: Goal, today: date, new_a_day: int) -> Situation:
    """How things stand on *today*, from the history in *store*.

    A tag of the goal that the bank doesn't know (any more) is passed over.
    """
    known = bank.tags()
    tags = [tag for tag in goal.tags if tag in known]
    return Situation(
        questions=bank.tagged(tags),
        memories=store.memories(),
        goal=goal,
        today=today,
        costs=learned(sittings(store)),
        spent=seconds_on(store, today),
        desired_retention=store.scheduler.desired_retention,
        new_a_day=new_a_day,
        parameters=store.scheduler.parameters,
    )
