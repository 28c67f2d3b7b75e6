"""Examples whose labels a small network of random weights gives, by chance: some stay uncertain."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Teacher = tuple[Array, Array]
INPUTS = 20


def random_teacher(rng: np.random.Generator) -> Teacher:
    """The weights of four hidden neurons and of the output."""
    return rng.normal(0, 1.5 / np.sqrt(INPUTS), (INPUTS, 4)), rng.normal(size=4)


def examples(
    rng: np.random.Generator, n: int, spread: float, teacher: Teacher
) -> tuple[Array, Array]:
    """Inputs (n, 20) on scales from 1 down to 1 / *spread*, and labels (n,), 0 or 1."""
    x = rng.normal(size=(n, INPUTS))
    chance = 1 / (1 + np.exp(-6 * np.tanh(x @ teacher[0]) @ teacher[1]))
    return x * np.geomspace(1, 1 / spread, INPUTS), (rng.random(n) < chance).astype(float)
