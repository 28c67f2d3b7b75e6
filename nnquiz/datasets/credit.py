"""Applicants for a loan: six columns and a score, on which two of the columns have no effect."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
COLUMNS = ("income", "debt", "years", "savings", "postcode", "shoe size")
USELESS = 2  # the last two


def score(x: Array) -> Array:
    """What applicants (n, 6) are worth, (n,): years count only with debt, savings ever less."""
    income, debt, years, savings, _, _ = x.T
    worth: Array = 1.5 * income - 1.2 * debt + 0.8 * years * (debt > 0) + 0.7 * np.tanh(2 * savings)
    return worth


def applicants(rng: np.random.Generator, n: int) -> tuple[Array, Array]:
    """Columns (n, 6), each of mean 0 and deviation 1, and scores (n, 1) with a little noise."""
    x = rng.normal(size=(n, len(COLUMNS)))
    return x, (score(x) + 0.1 * rng.normal(size=n))[:, None]
