"""Sequences of numbers whose last five are to be added up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def sequences(rng: np.random.Generator, n: int, length: int) -> tuple[Array, Array]:
    """Inputs (n, length, 1) and the right answers (n, 1): half the sum of the last five."""
    x = rng.uniform(-1, 1, (n, length, 1))
    return x, x[:, -5:].sum(1) / 2
