"""How good it is to act on logits: at one threshold, and over all of them, the ROC curve."""

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.losses import sigmoid

Array = NDArray[np.float64]


def scores(z: Array, y: Array, threshold: float = 0.5) -> dict[str, float]:
    """How good it is to act where σ(z) > *threshold*."""
    act = sigmoid(z) > threshold
    hits = (act & (y == 1)).sum()
    recall, alarms = hits / y.sum(), act[y == 0].mean()
    return {
        "accuracy": float((act == y).mean()),
        "recall": float(recall),
        "precision": float(hits / max(act.sum(), 1)),
        "F1": float(2 * hits / (act.sum() + y.sum())),
        "ROC area": area_under_roc(z, y),
        "balanced": float((recall + 1 - alarms) / 2),
    }


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
