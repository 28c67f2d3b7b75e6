"""Calibration: of all who are given a probability p, a share p should turn out positive."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def by_bin(values: Array, at: Array, low: float, high: float, bins: int) -> tuple[Array, Array]:
    """The middles of *bins* from *low* to *high* and the mean of *values* where *at* is in each.

    What lies beyond counts in the outermost bins. The mean is NaN where there are under ten.
    """
    edges = np.linspace(low, high, bins + 1)
    place = np.digitize(at, edges[1:-1])
    count, total = np.bincount(place, minlength=bins), np.bincount(place, values, bins)
    means: Array = np.where(count > 9, total / np.maximum(count, 1), np.nan)
    return (edges[1:] + edges[:-1]) / 2, means


def calibration_error(p: Array, y: Array) -> float:
    """How far predicted and real shares are apart, in ten bins of *p*, by their numbers of people.

    Naeini et al. 2015, https://doi.org/10.1609/aaai.v29i1.9602
    """
    place = np.minimum((10 * p).astype(int), 9)
    return float(np.abs(np.bincount(place, p - y, minlength=10)).sum() / len(p))
