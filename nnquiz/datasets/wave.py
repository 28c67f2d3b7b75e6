"""A wavy curve, and noisy points of it: what networks of one input learn."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def wave(x: Array) -> Array:
    """The curve itself, sin 2x + x / 2."""
    return np.asarray(np.sin(2 * x) + x / 2)


def noisy_wave(
    rng: np.random.Generator, shape: tuple[int, ...], noise: float
) -> tuple[Array, Array]:
    """Places x from -3 to 3 and the curve there plus normal *noise*, both of the *shape*."""
    x = rng.uniform(-3, 3, shape)
    return x, wave(x) + noise * rng.normal(size=shape)
