"""A curve with bends, and points of it in even and in skewed noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

MEAN, MEDIAN = 1.0, float(np.log(2))  # of the skewed noise, which is exponential


def curve(x: Array) -> Array:
    """The curve itself, 2 sin(1.5 x) + 0.3 x."""
    return np.asarray(2 * np.sin(1.5 * x) + 0.3 * x)


def noisy(rng: np.random.Generator, x: Array, noise: float) -> Array:
    """The curve at *x* (n,) with normal noise of this standard deviation."""
    return curve(x) + noise * rng.normal(size=len(x))


def skewed(rng: np.random.Generator, n: int) -> tuple[Array, Array]:
    """Places x from -3 to 3 and the curve there with skewed noise, both (n,)."""
    x = rng.uniform(-3, 3, n)
    return x, curve(x) + rng.exponential(MEAN, n)
