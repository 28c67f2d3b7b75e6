"""A loss of one weight: a slope down to 0 with a hollow on the way."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Hollow(NamedTuple):
    """Where it lies, how wide and how deep it is; arrays that broadcast stand for many."""

    place: Array
    width: Array
    depth: Array

    def loss(self, x: Array) -> Array:
        """The height of the slope at *x*: x² / 20, less the hollow, which is a bell."""
        u = (x - self.place) / self.width
        return np.asarray(0.05 * x**2 - self.depth * np.exp(-(u**2) / 2))

    def slope(self, x: Array) -> Array:
        """The derivative of the loss at *x*."""
        u = (x - self.place) / self.width
        return np.asarray(0.1 * x + self.depth * np.exp(-(u**2) / 2) * u / self.width)


def hollows(rng: np.random.Generator, n: int, *depths: float) -> Hollow:
    """*n* places and widths at random with each of the *depths*, (depths, n)."""
    place, width = rng.uniform(3, 5, n), rng.uniform(0.2, 0.4, n)
    parts = np.broadcast_arrays(place, width, np.array(depths)[:, None])
    return Hollow(*(part.copy() for part in parts))
