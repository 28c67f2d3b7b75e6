"""A person's plan: what to ask today, and what to expect on each day and at the interview."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from nnquiz import selection
from nnquiz.bank.model import Question
from nnquiz.planning.deck import Deck
from nnquiz.planning.forecast import NOT_ASKED, Forecast
from nnquiz.planning.fsrs6 import Fsrs6
from nnquiz.planning.planner import Planner, Terms
from nnquiz.planning.situation import Situation
from nnquiz.scheduling import Memory
from nnquiz.store.plans import Goal

_FUTURES = 10  # that are imagined for a bank of 50 questions; fewer for a larger one
_MOST_MEMORIES = 2_400  # in all futures together
_SEED = 0  # the same state of affairs gives the same plan


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """What to expect of one day."""

    day: date
    minutes: float
    reviews: int
    new: int


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan as of today. Shares are those of the questions that are recalled at the interview.

    *left_out* is how many new questions don't fit; *enough_minutes* a day would do for all, or None
    where they fit.
    """

    goal: Goal
    days_left: int
    today: tuple[Question, ...]
    days: tuple[PlannedDay, ...]
    expected_recall: float
    expected_recall_without_plan: float
    left_out: int
    enough_minutes: int | None


def make(situation: Situation) -> Plan:
    """Plan from what is remembered now. With no day left, today's minutes are planned for."""
    questions, deck, futures, planner = _fitted(situation)
    expected = Fsrs6(situation.parameters)
    ordinary = planner.ordinary(expected, situation.desired_retention, situation.new_a_day)
    # Both are dealt the same luck.
    forecast, without = (
        planner.foresee(futures, expected, policy, np.random.default_rng(_SEED + 1))
        for policy in (planner.priority, ordinary)
    )
    unseen = int((~deck.seen).sum())
    left_out = max(0, round(unseen - float(forecast.new.sum(0).mean())))
    return Plan(
        goal=situation.goal,
        days_left=max(0, (situation.goal.day - situation.today).days),
        today=_today(planner, deck, questions),
        days=_days(planner, forecast, situation.today),
        expected_recall=float(forecast.recall.mean()),
        expected_recall_without_plan=float(without.recall.mean()),
        left_out=left_out,
        enough_minutes=_enough_minutes(situation, unseen) if left_out else None,
    )


def today(situation: Situation) -> tuple[Question, ...]:
    """Only what to ask now, in the order to ask it."""
    questions, deck, _, planner = _fitted(situation)
    return _today(planner, deck, questions)


def _fitted(situation: Situation) -> tuple[list[Question], Deck, Deck, Planner]:
    """The questions, their memories now and in several futures, and a planner fitted to these."""
    questions = _in_order(situation.questions, situation.memories)
    deck = _deck(questions, situation.memories, situation.today)
    futures = deck.copies(max(2, min(_FUTURES, _MOST_MEMORIES // max(1, len(questions)))))
    planner = _planner(situation)
    planner.fit(futures, np.random.default_rng(_SEED))
    return questions, deck, futures, planner


def _planner(situation: Situation) -> Planner:
    # On the day itself, or with none left, what is learned now is to be recalled tomorrow.
    days_left = max(1, (situation.goal.day - situation.today).days)
    seconds = situation.goal.minutes * 60.0
    terms = Terms(days_left, seconds, max(0.0, seconds - situation.spent))
    return Planner(Fsrs6.cautious(situation.parameters), situation.costs, terms)


def _in_order(questions: Iterable[Question], known: Collection[str]) -> list[Question]:
    """The questions, those that are new in the order in which they may be asked."""
    questions = list(questions)
    found = [question for question in questions if question.slug in known]
    answered = {question.slug for question in found}
    while (following := selection.next_new(questions, answered, ())) is not None:
        found.append(following)
        answered.add(following.slug)
    left = [question for question in questions if question.slug not in answered]
    return found + left  # these wait for each other for ever, and may as well come last


def _deck(questions: Sequence[Question], memories: Mapping[str, Memory], today: date) -> Deck:
    """The memories of one person as arrays of one row."""
    deck = Deck.new(1, len(questions))
    for column, question in enumerate(questions):
        memory = memories.get(question.slug)
        if memory is not None:
            deck.stability[0, column] = memory.stability
            deck.difficulty[0, column] = memory.difficulty
            deck.last_day[0, column] = min(0, (memory.last_day - today).days)
            deck.seen[0, column] = True
    return deck


def _today(planner: Planner, deck: Deck, questions: Sequence[Question]) -> tuple[Question, ...]:
    """What fits today's time if each answer takes what it takes on average."""
    priority = planner.priority(0, deck)[0]
    chance = deck.retrievability(planner.model, 0)[0]
    costs = planner.costs
    known = chance * costs.recalled + (1 - chance) * costs.failed
    seconds = np.where(deck.seen[0], known, costs.new)
    chosen, taken = [], 0.0
    for column in np.argsort(-priority, kind="stable"):
        if taken >= planner.budgets[0] or priority[column] == NOT_ASKED:
            break
        chosen.append(questions[column])
        taken += float(seconds[column])
    return tuple(chosen)


def _days(planner: Planner, forecast: Forecast, today: date) -> tuple[PlannedDay, ...]:
    """The forecast's means for each day; a step of several days is spread over them."""
    found = []
    for stage, *means in zip(
        planner.stages,
        *(array.mean(1) for array in (forecast.seconds, forecast.reviews, forecast.new)),
        strict=True,
    ):
        for number in range(stage.days):
            found.append(
                PlannedDay(
                    day=today + timedelta(days=stage.first + number),
                    minutes=round(float(means[0]) / 60 / stage.days, 1),
                    reviews=_part(float(means[1]), number, stage.days),
                    new=_part(float(means[2]), number, stage.days),
                )
            )
    return tuple(found)


def _part(total: float, number: int, parts: int) -> int:
    """Part *number* of *total* in whole numbers that add up to it."""
    return round(total * (number + 1) / parts) - round(total * number / parts)


def _enough_minutes(situation: Situation, unseen: int) -> int:
    """Minutes a day in which all new questions can be begun: one is begun if any time is left."""
    days_left = max(1, (situation.goal.day - situation.today).days)
    a_day = math.ceil(unseen / days_left)
    seconds = (a_day - 1) * situation.costs.new
    return max(situation.goal.minutes + 1, math.floor(seconds / 60) + 1)
