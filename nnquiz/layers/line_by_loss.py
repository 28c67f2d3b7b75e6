"""A straight line through points, by gradient descent on any loss of its errors."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Curve = Callable[[Array], Array]  # a loss of errors, or its slope, element by element


def fit_line(x: Array, y: Array, slope: Curve, steps: int = 400) -> Array:
    """The line (a, b) before and after each step, (steps + 1, 2), from (0, 0) on.

    *slope* is that of the loss at the errors e = a x + b - y, all three (n,). The mean over the
    examples is descended: d mean(loss) / da = mean(slope(e) x), d mean(loss) / db = mean(slope(e)).
    """
    inputs = np.column_stack([x, np.ones_like(x)])
    path = [np.zeros(2)]
    for step in range(steps):
        lr = 1 / (1 + 0.02 * step)  # falls, since the absolute loss is as steep near its bottom
        path.append(path[-1] - lr * inputs.T @ slope(inputs @ path[-1] - y) / len(y))
    return np.array(path)
