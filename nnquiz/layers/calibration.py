"""Calibration: of all who are given a probability p, a share p should turn out positive."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def by_bin(values: Array, at: Array, edges: Array) -> Array:
    """The mean of *values* in each bin of *at*; NaN where there are fewer than ten."""
    place = np.digitize(at, edges[1:-1])
    count = np.bincount(place, minlength=len(edges) - 1)
    total = np.bincount(place, values, minlength=len(edges) - 1)
    return np.where(count > 9, total / np.maximum(count, 1), np.nan)


def calibration_error(p: Array, y: Array) -> float:
    """How far predicted and real shares are apart, in ten bins of *p*, by their numbers of people.

    Naeini et al. 2015, https://doi.org/10.1609/aaai.v29i1.9602
    """
    place = np.minimum((10 * p).astype(int), 9)
    return float(np.abs(np.bincount(place, p - y, minlength=10)).sum() / len(p))
