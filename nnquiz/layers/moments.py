"""Mean and variance of data that come in pieces: no piece is kept."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def mean_and_variance(pieces: Iterable[NDArray[np.floating]]) -> tuple[Array, Array]:
    """Of each column of the pieces (rows, columns), as if all rows were there at once.

    Two sets of a and b rows, whose means are d apart, have together the sum of squares
    M = Mₐ + Mᵦ + d² a b / (a + b)   (Chan, Golub & LeVeque 1983,
    https://doi.org/10.1080/00031305.1983.10483115). A mean of x² minus mean² would lose digits.
    """
    n, mean, squares = 0, np.zeros(1), np.zeros(1)
    for piece in pieces:
        rows, more = np.asarray(piece, float), len(piece)
        apart = rows.mean(0) - mean
        squares = squares + rows.var(0) * more + apart**2 * n * more / (n + more)
        mean = mean + apart * more / (n + more)
        n += more
    return mean, squares / n
