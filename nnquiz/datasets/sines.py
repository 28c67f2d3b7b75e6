"""Sine waves, and the value that follows each of theirs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def waves(phases: Array, omega: float, length: int) -> tuple[Array, Array]:
    """Sine waves from *phases* on, *omega* a step: values (length, n, 1), and the next values."""
    x = np.sin(phases + omega * np.arange(length + 1)[:, None])[..., None]
    return x[:-1], x[1:]


def batches(
    rng: np.random.Generator, n: int, omega: float, length: int
) -> Iterator[tuple[Array, Array]]:
    """*n* waves of random phases, again and again."""
    while True:
        yield waves(rng.uniform(0, 2 * np.pi, n), omega, length)
