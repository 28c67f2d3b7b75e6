"""Networks whose weights begin with a standard deviation of one's choice, and their first signal.

Initialization decides how large the signal is from layer to layer before anything is learned.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.mlp import MLP

Array = NDArray[np.float64]
Start = Callable[[int, int], float]  # the standard deviation of weights, of fan-in and fan-out


def networks(rng: np.random.Generator, sizes: Sequence[int], starts: Sequence[Start]) -> MLP:
    """ReLU networks side by side, one for each of *starts*, from the same random numbers.

    *sizes* of the layers, inputs first; the biases begin at zero.
    """
    nets = MLP(sizes, rng, "relu", nets=(len(starts),))
    for W in nets.weights:
        _, fan_in, fan_out = W.shape
        random = rng.normal(size=(fan_in, fan_out))
        W[:] = [start(fan_in, fan_out) * random for start in starts]
    return nets


def mean_squares(
    rng: np.random.Generator, x: Array, depth: int, width: int, start: Start, tanh: bool = False
) -> Array:
    """The mean square of h after each layer of 20 random networks, (depth, 20).

    h' = max(h W, 0), or tanh(h W); the biases begin at zero. *x* (n, inputs) is what all of the
    networks get.
    """
    h, sizes = x, []
    for _ in range(depth):
        fan_in = h.shape[-1]
        W = start(fan_in, width) * rng.normal(size=(20, fan_in, width))
        h = np.tanh(h @ W) if tanh else np.maximum(h @ W, 0)
        sizes.append((h**2).mean((-2, -1)))
    return np.array(sizes)
