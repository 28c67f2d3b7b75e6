"""By how much outputs change."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def relative_change(before: Array, after: Array) -> float:
    """‖after - before‖ / ‖before‖, the mean over examples (n, ...)."""
    n = len(before)
    moved = np.linalg.norm((after - before).reshape(n, -1), axis=1)
    return float((moved / np.linalg.norm(before.reshape(n, -1), axis=1)).mean())
