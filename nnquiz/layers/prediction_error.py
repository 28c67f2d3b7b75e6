"""How well a network can predict a number from the columns of a table."""

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.losses import squared_error
from nnquiz.layers.minibatches import train
from nnquiz.layers.mlp import MLP

Array = NDArray[np.float64]


def prediction_error(seed: int, x: Array, y: Array, new: Array, truth: Array) -> float:
    """How wrong networks that learn *y* from *x* are on *new* rows, 1 being to guess the mean.

    The root mean square of two networks of 16 tanh neurons, over the spread of *truth* (m, 1).
    The columns are first brought to mean 0 and spread 1 of the rows to learn from.
    """
    if len(x) < 2:
        return 1.0  # with no rows left there is nothing but a guess
    center, scale = x.mean(0), x.std(0) + 1e-8
    start, order = (np.random.default_rng([seed, k]) for k in (4, 5))
    nets = MLP([x.shape[1], 16, 1], start, nets=(2,))
    z = (x - center) / scale
    train(nets, order, z, lambda z, rows: squared_error(z, y[rows])[1], 300, 0.01)
    off = nets.logits((new - center) / scale) - truth
    return float(np.sqrt((off**2).mean()) / truth.std())
