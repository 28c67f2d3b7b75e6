"""How soon a step rule gets a network to a loss, at the best of several learning rates."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.mlp import MLP
from nnquiz.layers.training import loss_and_gradient

Array = NDArray[np.float64]
# d in θ ← θ - lr d, of the gradient, of two memories that begin at zero, and of the step from 1 on
Direction = Callable[[Array, Array, Array, int], Array]


def race(direction: Direction, rates: Array, nets: MLP, x: Array, y: Array, target: float) -> Array:
    """The mean loss at each step, with the one of *rates* that reaches *target* first.

    *nets* (rates, sets) begin alike; a set of data, of x (sets, n, inputs) and y (sets, n), has a
    network for each rate. Given up after 1000 steps.
    """
    losses, m, v = [], np.zeros_like(nets.theta), np.zeros_like(nets.theta)
    for t in range(1, 1001):
        loss, g = loss_and_gradient(nets, x, y)
        losses.append(loss.mean(-1))
        if losses[-1].min() <= target:
            break
        nets.theta -= rates[:, None, None] * direction(g, m, v, t)
    return np.array(losses)[:, losses[-1].argmin()]
