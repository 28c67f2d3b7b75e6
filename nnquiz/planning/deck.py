"""The state of memory of several learners, or of several imagined futures of one."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nnquiz.planning.fsrs6 import Array, Fsrs6

Mask = NDArray[np.bool_]


@dataclass(slots=True)
class Deck:
    """What each of M learners holds of N questions: all arrays are M x N.

    *last_day* counts study days from today, so it is negative for the past. Where *seen* is False
    the other arrays mean nothing. New questions are taken in the order of the columns.
    """

    stability: Array
    difficulty: Array
    last_day: Array
    seen: Mask

    @classmethod
    def new(cls, learners: int, questions: int) -> "Deck":
        """Questions that nobody has seen."""
        shape = (learners, questions)
        return cls(np.ones(shape), np.full(shape, 5.0), np.full(shape, -1.0), np.zeros(shape, bool))

    def copies(self, number: int) -> "Deck":
        """Each learner *number* times, to imagine as many futures."""
        return self.of(np.repeat(np.arange(len(self.seen)), number))

    def of(self, learners: NDArray[np.intp]) -> "Deck":
        """The rows of these *learners*, in arrays of their own."""
        return Deck(
            self.stability[learners],
            self.difficulty[learners],
            self.last_day[learners],
            self.seen[learners],
        )

    def elapsed(self, day: int) -> Array:
        """Days since the last review; 1 where there was none."""
        return np.where(self.seen, day - self.last_day, 1.0)

    def retrievability(self, model: Fsrs6, day: int) -> Array:
        """The chance that each is recalled on *day*; 0 for what was never seen."""
        chance = model.retrievability(np.maximum(self.elapsed(day), 0.0), self.stability)
        return np.where(self.seen, chance, 0.0)

    def review(self, model: Fsrs6, asked: Mask, recalled: Mask, day: int) -> None:
        """Move what was *asked* on to its memory after an answer that *recalled* it, or not."""
        chance = self.retrievability(model, day)
        first = model.first(recalled)
        good = model.recalled(self.stability, self.difficulty, chance)
        again = model.failed(self.stability, self.difficulty, chance)
        after = [
            np.where(self.seen, np.where(recalled, *later), new)
            for new, *later in zip(first, good, again, strict=True)
        ]
        self.stability = np.where(asked, after[0], self.stability)
        self.difficulty = np.where(asked, after[1], self.difficulty)
        self.last_day = np.where(asked, float(day), self.last_day)
        self.seen = self.seen | asked
