"""Prices for each day's time that fit the minutes there are, and what they say to ask first."""

from dataclasses import dataclass

import numpy as np

from nnquiz.planning.costs import Costs
from nnquiz.planning.deck import Deck
from nnquiz.planning.forecast import NOT_ASKED, Forecast, Policy, foresee
from nnquiz.planning.fsrs6 import Array, Fsrs6
from nnquiz.planning.leftover import with_a_short_review
from nnquiz.planning.stages import Stage, stages
from nnquiz.planning.value import Gains, Horizon

LEAST_PRICE = 5e-6  # recall per second: below it a person's time is worth more than what it gains
# What to begin with where new questions alone fill the time, and where there is time for all and
# some reviews of each. Prices rise slowly, by a day a round, and fall at once: so begin high.
_SCARCE_PRICE, _AMPLE_PRICE = 8e-3, 2e-4
_AMPLE_REVIEWS = 3.0
# How far each round moves the prices to what the last one found at the margin: by their logarithms,
# so that they fall as readily as they rise. Where there are few stages, more rounds cost little.
_ROUNDS = (1.0, 0.7, 0.5, 0.5, 0.4, 0.4, 0.3, 0.3)
_LEAST_ROUNDS, _STAGES_IN_ALL = 4, 190


@dataclass(frozen=True, slots=True)
class Terms:
    """What a plan must reckon with: *seconds* a day, and how many of them are left *today*."""

    days_left: int
    seconds: float
    today: float


class Planner:
    """Plans for the rows of a deck together: learners alike, or futures of one."""

    def __init__(self, model: Fsrs6, costs: Costs, terms: Terms) -> None:
        self.model, self.costs = model, costs
        self.stages: tuple[Stage, ...] = stages(terms.days_left)
        self.budgets = terms.seconds * np.array([stage.days for stage in self.stages], dtype=float)
        self.budgets[0] = terms.today
        self._horizon = Horizon(model, costs, self.stages)
        self._gains: Gains | None = None

    def fit(self, futures: Deck, rng: np.random.Generator) -> Array:
        """Find prices at which the *futures* use the time there is.

        Returns the prices, in recall per second, one for each stage.
        """
        prices = np.full(len(self.stages), self._first_price(futures))
        rounds = max(_LEAST_ROUNDS, _STAGES_IN_ALL // len(self.stages))
        for share in _ROUNDS[:rounds]:
            self._gains = self._horizon.gains(prices)
            found = self.foresee(futures, self.model, self.priority, rng).worth.mean(1)
            prices = prices ** (1 - share) * np.maximum(found, LEAST_PRICE) ** share
        self._gains = self._horizon.gains(prices)
        return prices

    def _first_price(self, futures: Deck) -> float:
        """A guess from what all new questions, and some reviews of each question, would take."""
        questions = futures.seen.shape[1]
        new = float((~futures.seen).sum(1).mean()) * self.costs.new
        reviews = questions * self.costs.recalled * _AMPLE_REVIEWS
        ample = np.clip((float(self.budgets.sum()) - new) / max(1.0, reviews), 0, 1)
        return float(_SCARCE_PRICE ** (1 - ample) * _AMPLE_PRICE**ample)

    def priority(self, stage: int, deck: Deck) -> Array:
        """What each question gains per second if it is asked at *stage*; a `Policy`."""
        assert self._gains is not None, "fit first"
        elapsed = deck.elapsed(self.stages[stage].first)
        known = self._gains.of(stage, deck.stability, deck.difficulty, elapsed)
        in_order = self._gains.new[stage] * (1 - 1e-9 * np.arange(deck.seen.shape[1]))
        gain = np.where(deck.seen, known, in_order)
        gain = np.where((gain > LEAST_PRICE) & (elapsed >= 1), gain, NOT_ASKED)
        if self.stages[stage].days > 1:
            return gain
        chance = deck.retrievability(self.model, self.stages[stage].first)
        return with_a_short_review(gain, chance, deck.seen, self.costs, self.budgets[stage])

    def foresee(
        self, futures: Deck, model: Fsrs6, policy: Policy, rng: np.random.Generator
    ) -> Forecast:
        """What comes of a *policy* in the time there is if memory follows *model*."""
        return foresee(futures, model, self.costs, self.stages, self.budgets, policy, rng)

    def ordinary(self, model: Fsrs6, desired_retention: float, new_a_day: int) -> Policy:
        """What a drill without a plan asks: what is due, the most forgotten first, then new."""

        def priority(stage: int, deck: Deck) -> Array:
            day = self.stages[stage].first
            elapsed = deck.elapsed(day)
            due = elapsed >= model.interval(deck.stability, desired_retention)
            weak = np.where(due, 2 - deck.retrievability(model, day), NOT_ASKED)
            turn = np.cumsum(~deck.seen, axis=1)  # 1 for the first that is new
            allowed = turn <= new_a_day * self.stages[stage].days
            return np.where(deck.seen, weak, np.where(allowed, 1 / turn.clip(1), NOT_ASKED))

        return priority
