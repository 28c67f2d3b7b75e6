"""The gradient without any rule: nudge one number at a time, and see what it does."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def central_differences(f: Callable[[Array], float | Array], at: Array, e: float = 1e-5) -> Array:
    """∂f/∂vᵢ ≈ (f(v + e) - f(v - e)) / 2e at v = *at*, shaped like it: two calls of f a number."""
    v = np.array(at, float)
    slopes = np.empty_like(v)
    for i in np.ndindex(v.shape):
        start = v[i]
        v[i] = start + e
        above = f(v)
        v[i] = start - e
        slopes[i] = (above - f(v)) / (2 * e)
        v[i] = start
    return slopes


def relative_difference(a: Array, b: Array) -> float:
    """The largest difference, measured in b's largest entry (or in 1e-4, if that is less)."""
    return float(np.abs(a - b).max() / max(np.abs(b).max(), 1e-4))
