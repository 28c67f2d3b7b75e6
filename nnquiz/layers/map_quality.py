"""How good a map of prototypes on a grid is: near the data, and in order?"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def quality(W: Array, grid: Array, x: Array) -> tuple[float, float]:
    """Two errors of prototypes W (neurons, inputs) at places *grid* (neurons, 2), for samples *x*.

    Quantization error: mean distance from a sample to its prototype, the nearest.
    Topographic error: how often the second nearest is not one of its 8 neighbors on the grid.
    """
    distances = np.sqrt(((x[:, None] - W) ** 2).sum(-1))
    best, second = distances.argsort(1)[:, :2].T
    apart = np.abs(grid[best] - grid[second]).max(1)
    return float(distances.min(1).mean()), float((apart > 1).mean())
