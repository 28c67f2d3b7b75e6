"""Whether two series rise and fall together, whatever their shape."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def rank_correlation(a: Array, b: Array) -> float:
    """1 where a rises whenever b does, -1 where it falls: the correlation of their ranks.

    Spearman 1904, for series (n,) without ties.
    """
    return float(np.corrcoef(a.argsort().argsort(), b.argsort().argsort())[0, 1])
