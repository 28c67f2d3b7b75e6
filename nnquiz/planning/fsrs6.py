"""FSRS-6 on arrays: the formulas of the `fsrs` library for many memories at once.

The planner weighs thousands of imagined reviews; one at a time, as the library does them, would
take seconds. A test holds every formula here against the library's results. Source:
https://github.com/open-spaced-repetition/awesome-fsrs/wiki/The-Algorithm
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
AGAIN, GOOD, EASY = 1, 3, 4
LEAST_STABILITY, MOST_STABILITY = 0.001, 36_500.0
_STEEPER, _STEEPEST = 1.2, 0.8  # times the decay's usual size; the largest that FSRS-6 allows


class Fsrs6:
    """The memory model with 21 *parameters* w; a review that recalls counts as Good.

    Each parameter may be an array, to give each of several learners a memory of their own; it must
    broadcast against the memories. Stabilities and times are in days, difficulties 1 to 10.
    """

    def __init__(self, parameters: Sequence[float] | Array) -> None:
        self.w = np.asarray(parameters, dtype=float)
        self.decay = -self.w[20]
        self.factor = 0.9 ** (1 / self.decay) - 1  # so that R = 0.9 after S days
        # D0(G) = w4 - e^(w5 (G - 1)) + 1, which may lie outside of 1 to 10
        self._first_difficulty = {
            rating: self.w[4] - np.exp(self.w[5] * (rating - 1)) + 1
            for rating in (AGAIN, GOOD, EASY)
        }

    @classmethod
    def cautious(cls, parameters: Sequence[float]) -> "Fsrs6":
        """A model that forgets faster beyond S days than *parameters* say.

        The curve is the least certain part of a person's memory, and its error is lopsided: who
        plans for one that falls more steeply loses next to nothing where it doesn't
        (`benchmarks/planning.py`), and much less where it does.
        """
        *others, decay = parameters
        return cls([*others, max(decay, min(_STEEPEST, _STEEPER * decay))])

    def retrievability(self, elapsed: Array, stability: Array) -> Array:
        """The chance of recall *elapsed* days after the last review: R = (1 + f t/S)^decay."""
        return np.asarray((1 + self.factor * elapsed / stability) ** self.decay)

    def interval(self, stability: Array, desired_retention: float) -> Array:
        """Whole days, 1 or more, until the chance of recall has fallen to *desired_retention*."""
        days = stability / self.factor * (desired_retention ** (1 / self.decay) - 1)
        return np.asarray(np.clip(np.round(days), 1, MOST_STABILITY))

    def first(self, recalled: NDArray[np.bool_]) -> tuple[Array, Array]:
        """Stability and difficulty after a question was seen for the first time."""
        stability = np.where(recalled, self.w[GOOD - 1], self.w[AGAIN - 1])
        difficulties = [np.clip(self._first_difficulty[rating], 1, 10) for rating in (GOOD, AGAIN)]
        return stability, np.where(recalled, *difficulties)

    def recalled(
        self, stability: Array, difficulty: Array, retrievability: Array
    ) -> tuple[Array, Array]:
        """Stability and difficulty after a review that recalled, at that *retrievability*."""
        w = self.w
        # S' = S (1 + e^w8 (11 - D) S^-w9 (e^(w10 (1 - R)) - 1))
        spacing = np.exp(w[10] * (1 - retrievability)) - 1
        growth = np.exp(w[8]) * (11 - difficulty) * stability ** -w[9] * spacing
        grown = np.minimum(np.maximum(stability * (1 + growth), LEAST_STABILITY), MOST_STABILITY)
        return grown, self._next_difficulty(difficulty, GOOD)

    def failed(
        self, stability: Array, difficulty: Array, retrievability: Array
    ) -> tuple[Array, Array]:
        """Stability and difficulty after a review that failed, at that *retrievability*."""
        w = self.w
        # S' = min(w11 D^-w12 ((S + 1)^w13 - 1) e^(w14 (1 - R)), S / e^(w17 w18))
        left = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1)
        left = left * np.exp(w[14] * (1 - retrievability))
        shrunk = np.minimum(left, stability / np.exp(w[17] * w[18]))
        shrunk = np.minimum(np.maximum(shrunk, LEAST_STABILITY), MOST_STABILITY)
        return shrunk, self._next_difficulty(difficulty, AGAIN)

    def _next_difficulty(self, difficulty: Array, rating: int) -> Array:
        w = self.w
        # D' = D - w6 (G - 3) (10 - D) / 9, then drawn to D0(easy) by the share w7
        moved = difficulty - w[6] * (rating - 3) * (10 - difficulty) / 9
        drawn = w[7] * self._first_difficulty[EASY] + (1 - w[7]) * moved
        return np.asarray(np.minimum(np.maximum(drawn, 1), 10))
