"""Where a neuron of two inputs changes sides."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def boundary(w: Array, b: float) -> Array:
    """Two far ends (2, 2) of the line w · x + b = 0, at right angles to w, -b / |w| along it."""
    size = max(float(np.hypot(*w)), 1e-9)
    ahead = w / size
    foot, across = -b / size * ahead, np.array([-ahead[1], ahead[0]])
    return np.array([foot - 9 * across, foot + 9 * across])
