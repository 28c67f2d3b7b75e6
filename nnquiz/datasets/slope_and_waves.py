"""Many small data sets of one function: a slope along one input and waves along another."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
INPUTS = 5


def truth(x: Array) -> Array:
    """The function of *x* (..., inputs): a slope along the first input, waves along the second."""
    y: Array = 1.5 * x[..., 0] + 0.5 * np.sin(2 * x[..., 1])
    return y


def data_sets(rng: np.random.Generator, sets: int, n: int, noise: float) -> tuple[Array, Array]:
    """*sets* of *n* normal points (sets, n, inputs) and the function there plus *noise*."""
    x = rng.normal(size=(sets, n, INPUTS))
    return x, truth(x) + noise * rng.normal(size=(sets, n))
