"""How large the signal is from layer to layer of networks that are not trained yet."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Start = Callable[[int, int], float]  # the standard deviation of weights, of fan-in and fan-out


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
