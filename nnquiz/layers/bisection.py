"""Bisection: where something ceases to hold, or a function passes a level."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def last_that_holds(
    holds: Callable[[float], bool], low: float, high: float, tolerance: float
) -> float:
    """The number up to which *holds* is true, to a share *tolerance* of it, from below.

    It must hold at *low* and not at *high*, and change once in between: each half of the interval
    that is left is one test nearer.
    """
    while high - low > tolerance * high:
        middle = (low + high) / 2
        low, high = (middle, high) if holds(middle) else (low, middle)
    return low


def crossing(f: Callable[[Array], Array], level: float, far: float = 50) -> float:
    """The place from -*far* to *far* where *f*, which rises in between, passes *level*.

    It is good to the last digit. Without a crossing the answer is an end.
    """
    low, high = -far, far
    for _ in range(100):
        middle = (low + high) / 2
        low, high = (low, middle) if f(np.array(middle)) > level else (middle, high)
    return high
