"""A linear probe: how well a straight cut parts two labels, by what a layer gives for them.

Alain & Bengio 2016, https://arxiv.org/abs/1610.01644
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def best_line(h: Array, y: Array) -> tuple[Array, float]:
    """The straight cut w · h + c = 0 between labels 0 and 1: least squares to -1 and 1.

    *h* (n, neurons), *y* (n,); returns w (neurons,) and c.
    """
    solution = np.linalg.lstsq(np.column_stack([h, np.ones(len(h))]), 2 * y - 1, rcond=None)[0]
    return np.asarray(solution[:-1]), float(solution[-1])


def parted(h: Array, y: Array, new: Array, truth: Array) -> float:
    """The share of *new* points on their side of the line that is best for the old ones."""
    w, c = best_line(h, y)
    return float(((new @ w + c > 0) == truth).mean())


def seen_along(h: Array, w: Array, c: float) -> Array:
    """Two coordinates for each point, (n, 2): its distance from the cut, its place along the cut.

    Of all directions in the cut the one is taken in which the points lie widest apart.
    """
    size = np.linalg.norm(w)
    beside = h - np.outer(h @ w, w) / size**2
    widest = np.linalg.svd(beside - beside.mean(0), full_matrices=False)[2][0]
    return np.column_stack([(h @ w + c) / size, beside @ widest])
