"""Training through a change that has no slope of its own, such as the rounding of weights.

The straight-through estimator (Bengio et al. 2013, https://arxiv.org/abs/1308.3432): the network
computes with the changed weights, and the gradient at these moves the weights behind them, as if
there were no change: with c(θ) the changed weights, θ ← θ - lr · dL/dθ at c(θ).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import softmax
from nnquiz.layers.mlp import MLP, Array

Change = Callable[[MLP], None]  # of a network's weights, in place


def trained(
    net: MLP,
    batches: np.random.Generator,
    data: tuple[Array, Array],
    steps: int,
    lr: float,
    change: Change = lambda net: None,
) -> MLP:
    """A copy of *net* that answers the inputs with the probabilities that go with them in *data*.

    Its weights are those after the *change*, which is made anew at each step of Adam.
    """
    own, changed, (x, wanted) = net.copy(), net.copy(), data
    adam = Adam(own.theta, lr)
    for step in range(steps):
        adam.lr = lr * min(1, 2 * (1 - step / steps))  # comes to rest in the second half
        some = batches.integers(0, len(x), 64)
        changed.theta[:] = own.theta
        change(changed)
        hs = changed.forward(x[some])
        adam.step(changed.backward(hs, (softmax(hs[-1]) - wanted[some]) / 64))  # cross-entropy
    change(own)
    return own
