"""What a linear neuron can make of its inputs at best."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def share_explained(x: Array, y: Array) -> float:
    """R² = 1 - Σ (ŷ - y)² / Σ (y - mean y)² of the best ŷ = x · w + b for *x* (n, inputs)."""
    inputs = np.column_stack([x, np.ones(len(x))])
    squares = np.linalg.lstsq(inputs, y, rcond=None)[1].sum()
    return float(1 - squares / (len(y) * y.var()))
