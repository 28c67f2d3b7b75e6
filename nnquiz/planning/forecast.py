"""Imagined futures: what happens on each day if the questions that gain most are asked."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from nnquiz.planning.costs import Costs
from nnquiz.planning.deck import Deck
from nnquiz.planning.fsrs6 import Array, Fsrs6
from nnquiz.planning.stages import Stage

NOT_ASKED = -np.inf

# What to ask: a number for each question (M x N), the highest first, `NOT_ASKED` for never.
Policy = Callable[[int, Deck], Array]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What came of M futures; all but *recall* (M) are stages x M.

    *worth* is the priority of what just did or didn't fit a stage's time; 0 where all did.
    """

    seconds: Array
    reviews: Array
    new: Array
    worth: Array
    recall: Array


def foresee(
    deck: Deck,
    model: Fsrs6,
    costs: Costs,
    stages: tuple[Stage, ...],
    budgets: Array,
    policy: Policy,
    rng: np.random.Generator,
) -> Forecast:
    """Play a *policy* forward from *deck*, a row for each future, to the day of the interview.

    *budgets* holds the seconds of each stage. A question that was begun in time is finished.
    """
    deck = deck.of(np.arange(len(deck.seen)))
    shape = (len(stages), len(deck.seen))
    seconds, reviews, new, worth = (np.zeros(shape) for _ in range(4))
    for number, stage in enumerate(stages):
        chance = np.where(
            deck.seen, deck.retrievability(model, stage.first), 1 - costs.first_failure
        )
        recalled = rng.random(chance.shape) < chance
        taken = np.where(deck.seen, np.where(recalled, costs.recalled, costs.failed), costs.new)
        priority = policy(number, deck)
        order = np.argsort(-priority, axis=1, kind="stable")
        wanted = np.take_along_axis(priority, order, axis=1)
        in_turn = np.where(wanted > NOT_ASKED, np.take_along_axis(taken, order, axis=1), 0.0)
        begun_at = np.cumsum(in_turn, axis=1) - in_turn
        fits = (begun_at < budgets[number]) & (wanted > NOT_ASKED)
        asked = np.zeros_like(deck.seen)
        np.put_along_axis(asked, order, fits, axis=1)
        seconds[number] = np.where(asked, taken, 0.0).sum(1)
        reviews[number] = (asked & deck.seen).sum(1)
        new[number] = (asked & ~deck.seen).sum(1)
        worth[number] = _at_the_margin(wanted, fits)
        deck.review(model, asked, recalled, stage.first)
    days = stages[-1].first + stages[-1].days
    recall = deck.retrievability(model, days).mean(1)
    return Forecast(seconds, reviews, new, worth, recall)


def _at_the_margin(wanted: Array, fits: Array) -> Array:
    """Between the priority of the last that is asked and of the first that isn't."""
    rows, last = np.arange(len(wanted)), np.maximum(fits.sum(1) - 1, 0)
    least = wanted[rows, last]
    left_out = wanted[rows, np.minimum(last + 1, wanted.shape[1] - 1)]
    waits = (left_out > NOT_ASKED) & (fits.sum(1) < wanted.shape[1]) & fits.any(1)
    return np.where(waits, (least + left_out) / 2, 0.0)
