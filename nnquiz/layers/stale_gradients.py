"""Gradients that are some steps old when they are used, and the learning rates they allow.

On the parabola L = w²/2, whose gradient is w:  w ← w - lr · (w as it was *delay* steps ago).
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def stable(rates: Array, delay: int, steps: int = 2000) -> NDArray[np.bool_]:
    """For which of the *rates* w, from 1 on, does not grow."""
    w = [np.ones_like(rates) for _ in range(delay + 1)]
    with np.errstate(all="ignore"):  # many of the rates diverge
        for _ in range(steps):
            w = [*w[1:], w[-1] - rates * w[0]]
        return np.asarray(np.max(np.abs(w), 0) <= 1)


def largest_stable_rate(delay: int) -> float:
    """The largest of 1000 rates from 0.05 to 2.5 for which w does not grow."""
    rates = np.geomspace(0.05, 2.5, 1000)
    return float(rates[stable(rates, delay)].max())
