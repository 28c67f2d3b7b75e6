"""A disc and a ring around it: no straight line parts them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
EXTENT = (-2.1, 2.1, -2.1, 2.1)  # where the points lie, as `nnquiz.datasets.plane.mesh` takes it


def disc_and_ring(rng: np.random.Generator, n: int) -> tuple[Array, Array]:
    """Points (n, 2) and labels (n,): 0 in the disc of radius 0.8, 1 in the ring from 1.2 to 2."""
    y = np.arange(n) % 2
    radius = np.where(y == 1, rng.uniform(1.2, 2, n), rng.uniform(0, 0.8, n))
    angle = 2 * np.pi * rng.random(n)
    return np.column_stack([radius * np.cos(angle), radius * np.sin(angle)]), y.astype(float)
