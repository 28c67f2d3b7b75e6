"""A function of six inputs that regression methods are tried on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
INPUTS = 6


def friedman(x: Array) -> Array:
    """Friedman's function (1991, https://doi.org/10.1214/aos/1176347963) of inputs from -1 to 1.

    The sixth has no effect. Its mean, 14.4, is taken off, and it is divided by its spread, 4.9.
    """
    a, b, c, d, e, _ = np.moveaxis((x + 1) / 2, -1, 0)
    y = 10 * np.sin(np.pi * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e
    return np.asarray((y - 14.4) / 4.9)


def examples(
    rng: np.random.Generator, n: int, new: int, noise: float
) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """*n* rows x (n, 6) with answers y (n,) that are noisy, and *new* ones with true answers."""
    x, x_new = rng.uniform(-1, 1, (n, INPUTS)), rng.uniform(-1, 1, (new, INPUTS))
    return (x, friedman(x) + noise * rng.normal(size=n)), (x_new, friedman(x_new))
