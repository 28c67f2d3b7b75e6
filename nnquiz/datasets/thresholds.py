"""A table whose labels hang on thresholds in four of its columns, and on no other column."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.intp]
RULE = {0: "0.3", 1: "-0.2", 2: "-0.7 and 0.7", 3: "0.8"}  # the thresholds of `score`


def score(x: Array) -> Array:
    """What decides a row's label: four columns, by thresholds; all other columns are noise."""
    a, b, c, d = x.T[:4]
    met = np.array([a > 0.3, b > -0.2, np.abs(c) < 0.7, d > 0.8], float)
    total: Array = np.array([1.5, -1.5, 1.5, 1.0]) @ met - 0.8
    return total


def table(rng: np.random.Generator, n: int, columns: int, noise: float) -> tuple[Array, Labels]:
    """Rows (n, columns) and their labels, 0 or 1."""
    x = rng.normal(size=(n, columns))
    return x, (score(x) + noise * rng.normal(size=n) > 0).astype(np.intp)
