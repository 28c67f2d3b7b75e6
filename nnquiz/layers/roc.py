"""How well scores rank: the ROC curve, over all thresholds, and the area under it."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def roc(z: Array, y: Array, points: int = 200) -> tuple[Array, Array]:
    """False positive rate and recall, as the threshold falls; *y* is 1 for positives, else 0."""
    ranked = y[(-z).argsort()]
    some = np.linspace(0, len(z), points).astype(int)
    hits, alarms = np.append(0, ranked.cumsum())[some], np.append(0, (1 - ranked).cumsum())[some]
    return alarms / alarms[-1], hits / hits[-1]


def area_under_roc(z: Array, y: Array) -> float:
    """The share of pairs of a positive and a negative that *z* ranks in the right order.

    It is Mann-Whitney's U = R - a (a + 1) / 2, R being the sum of the positives' ranks, over a b.
    """
    rank = np.empty(len(z))
    rank[z.argsort()] = np.arange(1, len(z) + 1)
    a, b = y.sum(), (1 - y).sum()
    return float((rank[y == 1].sum() - a * (a + 1) / 2) / (a * b))
