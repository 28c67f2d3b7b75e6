"""Simulated learners for `planning.py`: true memories, which no policy sees, and ratings."""

import numpy as np
from numpy.typing import NDArray

from nnquiz.planning.costs import Costs
from nnquiz.planning.deck import Deck
from nnquiz.planning.forecast import NOT_ASKED
from nnquiz.planning.fsrs6 import Array, Fsrs6
from nnquiz.scheduling import Scheduler

Mask = NDArray[np.bool_]
POWER_DECAY = 0.5
TOP_BOX = 5
SM2_LEAST_EASE = 1.3


class Exponential(Fsrs6):
    """Memories that grow as by FSRS-6 and fade by R = 0.9^(t/S)."""

    def retrievability(self, elapsed: Array, stability: Array) -> Array:
        """The chance of recall *elapsed* days after the last review."""
        return np.asarray(0.9 ** (elapsed / stability))


def memories_of(kind: str, learners: int, seed: int) -> Fsrs6:
    """The memory model of so many learners: `fsrs-SIGMA`, `exponential` or `power`."""
    w = np.array(Scheduler().parameters)
    if kind == "exponential":
        return Exponential(w)
    if kind == "power":
        w[20] = POWER_DECAY
        return Fsrs6(w)
    name, _, sigma = kind.partition("-")
    if name != "fsrs":
        raise SystemExit(f"no memory {kind!r}: fsrs-SIGMA, exponential or power")
    noise = np.random.default_rng([seed, 1]).standard_normal((len(w), learners, 1))
    return Fsrs6(w[:, None, None] * np.exp(float(sigma) * noise))


class Learners:
    """So many learners with the same questions; *deck* is what ratings tell, by *believed*."""

    def __init__(
        self,
        truth: Fsrs6,
        believed: Fsrs6,
        costs: Costs,
        learners: int,
        questions: int,
        days: int,
        seed: int,
    ) -> None:
        self.truth, self.believed, self.costs, self.days = truth, believed, costs, days
        self.deck = Deck.new(learners, questions)
        self.true_deck = Deck.new(learners, questions)
        shape = self.deck.seen.shape
        luck = np.random.default_rng([seed, 2])  # the same for every policy, day and question
        self.luck = luck.random((days, *shape))
        self.fails_first = luck.random(shape) < costs.first_failure
        self.box = np.zeros(shape, dtype=int)  # Leitner's
        self.sm2_days = np.zeros(shape)
        self._sm2_ease = np.full(shape, 2.5)
        self._sm2_passes = np.zeros(shape, dtype=int)

    def outcomes(self, day: int) -> tuple[Mask, Array]:
        """Whether each question would be recalled on *day*, and the seconds that it would take."""
        seen = self.true_deck.seen
        chance = self.true_deck.retrievability(self.truth, day)
        recalled = np.where(seen, self.luck[day] < chance, ~self.fails_first)
        known = np.where(recalled, self.costs.recalled, self.costs.failed)
        return recalled, np.where(seen, known, self.costs.new)

    def study(self, day: int, priority: Array, seconds: float) -> None:
        """Answer in the order of *priority* until the time is up."""
        recalled, taken = self.outcomes(day)
        order = np.argsort(-priority, axis=1, kind="stable")
        wanted = np.take_along_axis(priority > NOT_ASKED, order, axis=1)
        in_turn = np.where(wanted, np.take_along_axis(taken, order, axis=1), 0.0)
        begun_at = np.cumsum(in_turn, axis=1) - in_turn
        asked = np.zeros_like(wanted)
        np.put_along_axis(asked, order, wanted & (begun_at < seconds), axis=1)
        self.answer(day, asked, recalled)

    def answer(self, day: int, asked: Mask, recalled: Mask) -> None:
        """Move memories, and what schedulers make of the ratings, on."""
        self.true_deck.review(self.truth, asked, recalled, day)
        self.deck.review(self.believed, asked, recalled, day)
        up = np.minimum(self.box + 1, TOP_BOX)
        self.box = np.where(asked, np.where(recalled, up, 1), self.box)
        # SM-2 with the quality 4 for recalled, which keeps the ease, and 2 for failed.
        passes = np.where(recalled, self._sm2_passes + 1, 0)
        longer = np.round(self.sm2_days * self._sm2_ease)
        days = np.where(passes <= 1, 1.0, np.where(passes == 2, 6.0, longer))
        ease = np.where(recalled, self._sm2_ease, self._sm2_ease - 0.32)
        self.sm2_days = np.where(asked, days, self.sm2_days)
        self._sm2_passes = np.where(asked, passes, self._sm2_passes)
        self._sm2_ease = np.where(asked, np.maximum(ease, SM2_LEAST_EASE), self._sm2_ease)

    def forgotten(self) -> Array:
        """The share of questions that each learner cannot recall on the day of the interview."""
        return np.asarray(1 - self.true_deck.retrievability(self.truth, self.days).mean(1))
