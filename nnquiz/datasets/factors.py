"""A table whose columns hang together, because all of them show the same three hidden causes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
CAUSES = 3


def loadings(rng: np.random.Generator, columns: int) -> Array:
    """How each cause shows in the columns, (3, columns): by itself, as strongly as the others."""
    loads: Array = np.linalg.qr(rng.normal(size=(columns, CAUSES)))[0].T * np.sqrt(columns)
    return loads


def rows_of(rng: np.random.Generator, n: int, loads: Array) -> tuple[Array, Array]:
    """Rows (n, columns), and a target (n, 1) that hangs on their causes."""
    causes = rng.normal(size=(n, CAUSES))
    x = causes @ loads + 0.5 * rng.normal(size=(n, loads.shape[1]))
    y = causes[:, 0] + np.abs(causes[:, 1]) - 0.5 * causes[:, 2]
    return x, y[:, None]
