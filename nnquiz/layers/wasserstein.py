"""The distance of two samples of numbers."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def wasserstein(a: Array, b: Array) -> float:
    """Wasserstein-1: how far numbers of *a* have to move on average to become *b*.

    Both (n, 1) or (n,). On a line the shortest way pairs them in order: mean |a₍ᵢ₎ - b₍ᵢ₎|.
    """
    return float(np.abs(np.sort(a, axis=0) - np.sort(b, axis=0)).mean())
