"""A recurrent network without nonlinearity, so that nothing hides how its state grows.

It reads sequences x (n, steps, 1), and answers with the last state, read out by fixed weights:

    h[t] = [x[t], h[t-1]] W     answer = h[last] r     where h[-1] = 0
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

HIDDEN = 12
READOUT = np.full((HIDDEN, 1), HIDDEN**-0.5)  # r above


def orthogonal_start(rng: np.random.Generator, gain: float) -> Array:
    """W (1 + hidden, hidden): a row for the input, then the recurrent matrix U = gain · Q.

    Q is orthogonal, so a step back through U multiplies every gradient's length by the gain.
    """
    Q = np.linalg.qr(rng.normal(size=(HIDDEN, HIDDEN)))[0]
    return np.vstack([rng.normal(0, 0.3, (1, HIDDEN)), gain * Q])


def forward(W: Array, x: Array) -> tuple[list[Array], Array]:
    """What W was applied to at each step, [x[t], h[t-1]] (n, 1 + hidden), and the answers."""
    h, seen = np.zeros((len(x), HIDDEN)), []
    for t in range(x.shape[1]):
        seen.append(np.hstack([x[:, t], h]))
        h = seen[-1] @ W
    return seen, h @ READOUT
