"""Points about a straight line, some of which are far off on one side."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
SLOPE, HEIGHT = 2, 0.5  # of the line that the others lie about


def points(rng: np.random.Generator, n: int, share: float, below: float) -> tuple[Array, Array]:
    """x from -1 to 1 in order, (n,), and y = 2 x + 0.5 in noise, (n,).

    A *share* of all lies *below* the line by so much, in its right half.
    """
    x = np.sort(rng.uniform(-1, 1, n))
    y = SLOPE * x + HEIGHT + 0.3 * rng.normal(size=n)
    y[n // 2 + rng.choice(n // 2, round(share * n), replace=False)] -= below
    return x, y
