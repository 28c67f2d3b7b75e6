"""Gaps in a table: which of its cells are gone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]


def holes(rng: np.random.Generator, x: Array, share: float, high: bool) -> Mask:
    """True for a *share* of the cells of *x* (n, columns), at random or rather the *high* ones.

    Missing completely at random (MCAR) and not at random (MNAR), as Rubin calls it (1976,
    https://doi.org/10.1093/biomet/63.3.581).
    """
    p = 1 / (1 + np.exp(-10 * (x / x.std(0) - 0.55))) if high else np.ones_like(x)
    return np.asarray(rng.random(x.shape) < p * share / p.mean())
