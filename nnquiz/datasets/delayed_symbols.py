"""Sequences whose first step shows a symbol that is asked for at the last one, after noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.intp]

SYMBOLS, NOISY = 4, 4
INPUTS = SYMBOLS + 1 + NOISY  # one for each symbol, one that says "answer now", and noise


def sequences(rng: np.random.Generator, n: int, gap: int) -> tuple[Array, Labels]:
    """Inputs (gap + 1, n, INPUTS), and the symbol of each sequence (n,)."""
    x, symbols = np.zeros((gap + 1, n, INPUTS)), rng.integers(0, SYMBOLS, n)
    x[0, np.arange(n), symbols] = 1
    x[1:, :, SYMBOLS + 1 :] = rng.choice([-1.5, 1.5], (gap, n, NOISY))
    x[-1, :, SYMBOLS] = 1
    return x, symbols
