"""Inputs of very different scale, and labels that do not depend on the scales."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
INPUTS = 6


def sets(rng: np.random.Generator, count: int, n: int, spread: float) -> tuple[Array, Array, Array]:
    """*count* sets of *n* examples: inputs all of scale 1, the same of unequal scale, labels.

    Inputs are (count, n, 6), their scales run from 1 down to 1 / *spread*; labels (count, n) are 0
    or 1, by a product of two inputs and the sum of two others.
    """
    alike = rng.normal(size=(count, n, INPUTS))
    unequal = alike * np.geomspace(1, 1 / spread, INPUTS)[[0, 3, 1, 4, 2, 5]]
    a, b, _, _, c, d = np.moveaxis(alike, -1, 0)
    return alike, unequal, (a * b + c + 0.5 * d > 0).astype(float)
