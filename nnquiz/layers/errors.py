"""How far predictions of numbers are off."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def rmse(predicted: Array, y: Array) -> float:
    """The root of the mean squared error, √mean((ŷ - y)²): in the unit of y."""
    return float(np.sqrt(((predicted - y) ** 2).mean()))
