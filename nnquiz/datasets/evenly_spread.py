"""Points spread evenly over a simple shape: what a map is to be made of."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SHAPES = ("square", "ring", "colors")


def samples(rng: np.random.Generator, n: int, shape: str) -> Array:
    """Points (n, 2) of a square or a ring, or colors (n, 3): red, green and blue from 0 to 1."""
    if shape == "ring":
        angle = 2 * np.pi * rng.random(n)
        radius = 0.5 * np.sqrt(rng.uniform(0.5, 1, n))
        return 0.5 + np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    return rng.random((n, 3 if shape == "colors" else 2))
