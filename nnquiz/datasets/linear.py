"""Rows for linear regression: y = x · w + noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def sparse_weights(rng: np.random.Generator, inputs: int, true: int) -> Array:
    """Weights (inputs,) of which only the first *true* are not 0: from 0.8 to 2, of any sign."""
    w = np.zeros(inputs)
    w[:true] = rng.choice([-1, 1], true) * rng.uniform(0.8, 2, true)
    return w


def rows(rng: np.random.Generator, w: Array, n: int, noise: float) -> tuple[Array, Array]:
    """Rows x (n, inputs) of independent inputs, and their targets y (n,)."""
    x = rng.normal(size=(n, len(w)))
    return x, x @ w + noise * rng.normal(size=n)


def sparse_rows(
    rng: np.random.Generator, inputs: int, true: int, n: int, noise: float
) -> tuple[Array, tuple[Array, Array], tuple[Array, Array]]:
    """Sparse weights, *n* rows to learn them from, and 200 to validate what is learned."""
    w = sparse_weights(rng, inputs, true)
    return w, rows(rng, w, n, noise), rows(rng, w, 200, noise)


def twins(rng: np.random.Generator, n: int = 2000) -> tuple[Array, Array]:
    """An input that matters and a second one, correlated with it (0.9), that does not."""
    x, other, errors = rng.normal(size=(3, n))
    return np.column_stack([x, 0.9 * x + np.sqrt(1 - 0.9**2) * other]), 2 * x + 0.5 * errors
