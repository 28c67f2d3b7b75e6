"""Boosted stumps: trees with a single split each, every one fitted to what is still wrong.

Gradient boosting (Friedman 2001, https://doi.org/10.1214/aos/1013203451) of classes: F, a logit of
each class, starts at 0. In each round a stump of each class is fitted to the residual r, which is
minus the gradient of the cross-entropy, and added:

    r = onehot(label) - softmax(F)     F ← F + rate · stump
"""

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.losses import softmax

Array = NDArray[np.float64]
Labels = NDArray[np.intp]
Stump = tuple[Labels, Array, Array]  # for each class: the split, the votes above and below it


def best_stump(above: Array, r: Array) -> Stump:
    """For each class the split that fits r (n, classes) best by a mean on either side.

    *above* (n, splits) is 1 where an example lies above a split. A mean takes n · mean² off Σ r²,
    so the best split has the largest sum of n · mean² over its two sides.
    """
    n_above, sum_above = above.sum(0)[:, None], above.T @ r
    n_below, sum_below = len(r) - n_above, r.sum(0) - sum_above
    high, low = sum_above / np.maximum(n_above, 1), sum_below / np.maximum(n_below, 1)
    best = (n_above * high**2 + n_below * low**2).argmax(0)
    of_class = np.arange(len(best))
    return best, high[best, of_class], low[best, of_class]


class BoostedStumps:
    """Stumps for examples (n, columns), which may split a column at one of *cuts* quantiles."""

    def __init__(
        self, x: Array, labels: Labels, classes: int, rounds: int, cuts: int, rate: float = 0.3
    ) -> None:
        self.cuts = np.quantile(x, np.linspace(0.04, 0.96, cuts), axis=0)  # cuts, columns
        self.classes, self.rate = classes, rate
        self.stumps: list[Stump] = []
        above = self._above(x)
        F = np.zeros((len(x), classes))
        for _ in range(rounds):
            self.stumps.append(best_stump(above, np.eye(classes)[labels] - softmax(F)))
            F += self._vote(above, self.stumps[-1])

    def _above(self, x: Array) -> Array:
        return (x[:, None, :] > self.cuts).reshape(len(x), -1).astype(float)

    def _vote(self, above: Array, stump: Stump) -> Array:
        split, high, low = stump
        return self.rate * np.where(above[:, split] > 0, high, low)

    def logits(self, x: Array, rounds: int | None = None) -> Array:
        """F, (n, classes), after all rounds or after the first *rounds*."""
        above = self._above(x)
        F = np.zeros((len(x), self.classes))
        for stump in self.stumps[:rounds]:
            F += self._vote(above, stump)
        return F

    def splits(self) -> list[tuple[int, float]]:
        """Column and place of each split that the last class uses, in the order of first use."""
        _, columns = self.cuts.shape
        used = dict.fromkeys(int(split[-1]) for split, _, _ in self.stumps)
        return [(s % columns, float(self.cuts[s // columns, s % columns])) for s in used]
