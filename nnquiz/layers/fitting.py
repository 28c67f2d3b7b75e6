"""Networks of one hidden layer that are fitted to numbers, from all examples at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import squared_error
from nnquiz.layers.mlp import MLP

Array = NDArray[np.float64]


def bending(
    rng: np.random.Generator,
    nets: tuple[int, ...],
    inputs: int,
    hidden: int,
    steepness: float,
    spread: float,
) -> MLP:
    """*nets* side by side of tanh neurons that bend at random places, steep enough to matter.

    Hidden weights have the standard deviation *steepness* / √inputs, and biases *spread*: the usual
    start, 1 and 0, is nearly a straight line.
    """
    net = MLP([inputs, hidden, 1], rng, nets=nets)
    net.weights[0][:] *= steepness
    net.biases[0][:] = spread * rng.normal(size=net.biases[0].shape)
    return net


def fit(net: MLP, x: Array, y: Array, lr: float, steps: int) -> Iterator[int]:
    """Descend the mean squared error by Adam; yields the steps done, from 0 on.

    *x* (..., n, inputs) and *y* (..., n, outputs): nets side by side may have examples each.
    """
    adam = Adam(net.theta, lr, beta2=0.99)  # forgets old gradients sooner: these runs are short
    for done in range(steps):
        yield done
        hs = net.forward(x)
        adam.step(net.backward(hs, squared_error(hs[-1], y)[1]))
    yield steps
