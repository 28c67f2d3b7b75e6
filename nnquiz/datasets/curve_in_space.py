"""Points of many numbers that are all decided by one: the place on a bent curve."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
D = 10  # dimensions of the space


def random_axes(rng: np.random.Generator) -> Array:
    """Three directions at right angles (3, D), long enough that a number's spread is about 1."""
    axes: Array = np.linalg.qr(rng.normal(size=(D, 3)))[0].T * np.sqrt(D / 3)
    return axes


def curve(t: Array, axes: Array) -> Array:
    """The points (n, D) at places *t* (n,) from -1 to 1 of a bent curve in the space of *axes*."""
    bent: Array = np.column_stack([np.cos(2.4 * t), np.sin(2.4 * t), 0.5 * np.sin(5 * t)]) @ axes
    return bent


def from_above(points: Array, axes: Array) -> Array:
    """Coordinates (n, 2) along the first two of the *axes*, to be drawn."""
    flat: Array = points @ axes[:2].T * 3 / D
    return flat
