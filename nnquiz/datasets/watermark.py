"""Letters C and E with a watermark, a bright corner, that may give them away."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnquiz.datasets.letters import Labels, glyphs, images

Array = NDArray[np.float64]
SIZE = 11  # pixels a side
CORNER = np.array([0, 1, SIZE, SIZE + 1])  # the four pixels of the watermark


def letters(rng: np.random.Generator, n: int, agree: float, noise: float) -> tuple[Array, Labels]:
    """Images (n, pixels) of C (0) and E (1); in a share *agree* the watermark goes with the E."""
    labels = rng.integers(0, 2, n)
    x: Array = noise * rng.normal(size=(n, SIZE, SIZE))
    x[:, 2:, 2:] = images(rng, labels, glyphs("CE"), SIZE - 2, noise)  # the corner is left free
    marked = np.flatnonzero((labels == 1) == (rng.random(n) < agree))
    x = x.reshape(n, -1)
    x[np.ix_(marked, CORNER)] += 1.5
    return x, labels
