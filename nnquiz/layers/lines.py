"""Where neurons of two inputs change sides, and what such a line can part."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def directions(count: int) -> Array:
    """Unit vectors (count, 2), evenly all around, from (1, 0) on."""
    angle = 2 * np.pi * np.arange(count) / count
    return np.column_stack([np.cos(angle), np.sin(angle)])


def best_line(x: Array, y: Array) -> int:
    """The most points *x* (n, 2) that any line gets right, of 720 directions times 401 places.

    The points lie within 2 of the origin; *y* (n,) is 1 on the side that w · x + b > 0, else 0.
    """
    along, b = directions(720) @ x.T, np.linspace(-2, 2, 401)
    above = along[:, None, :] + b[:, None] > 0
    return int((above == y).sum(-1).max())


def boundary(w: Array, b: float) -> Array:
    """Two far ends (2, 2) of the line w · x + b = 0, at right angles to w, -b / |w| along it."""
    size = max(float(np.hypot(*w)), 1e-9)
    ahead = w / size
    foot, across = -b / size * ahead, np.array([-ahead[1], ahead[0]])
    return np.array([foot - 9 * across, foot + 9 * across])
