"""How many mistakes a perceptron makes at most.

Novikoff 1962; proved in Freund & Schapire 1999, https://doi.org/10.1023/A:1007662407062
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def most_mistakes(x: Array, y: Array, line: Array) -> float:
    """(R / γ)²: the largest norm of the points (n, 2), with an input of 1 for the bias, over γ.

    γ is their least distance from the *line* (w1, w2, b), which parts their labels *y* of 0 and 1.
    """
    x = np.column_stack([x, np.ones(len(x))])
    gamma = ((2 * y - 1) * (x @ line)).min() / np.linalg.norm(line)
    return float((x**2).sum(1).max() / gamma**2)
