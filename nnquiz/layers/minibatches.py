"""Training by Adam on random mini-batches, with a loss of one's own."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import sigmoid
from nnquiz.layers.mlp import MLP

Array = NDArray[np.float64]
Rows = NDArray[np.int64]


def train(
    net: MLP,
    rng: np.random.Generator,
    x: Array,
    slope: Callable[[Array, Rows], Array],
    steps: int,
    lr: float,
    batch: int = 64,
) -> MLP:
    """*net* after *steps* on *batch* random rows of *x* (n, inputs) each.

    *slope* gives dL/dz for the logits z of the rows that it is told. Nets side by side may have
    inputs of their own, (nets, n, inputs), and see the same rows.
    """
    adam = Adam(net.theta, lr, beta2=0.99)  # forgets old gradients sooner: these runs are short
    for _ in range(steps):
        rows = rng.integers(0, x.shape[-2], batch)
        hs = net.forward(x[..., rows, :])
        adam.step(net.backward(hs, slope(hs[-1], rows)))
    return net


def train_on_labels(
    net: MLP,
    rng: np.random.Generator,
    x: Array,
    y: Array,
    steps: int,
    lr: float,
    batch: int = 64,
    weight: Array | None = None,
) -> MLP:
    """*net* trained for labels *y* (n,) of 0 and 1, where each example counts *weight* (n,) times.

    Its loss is the weighted cross-entropy, Σ w (log(1 + eᶻ) - y z) / batch, with the gradient
    w (σ(z) - y) / batch.
    """
    counts = np.ones(len(y)) if weight is None else weight

    def slope(z: Array, rows: Rows) -> Array:
        return counts[rows, None] * (sigmoid(z) - y[rows, None]) / len(rows)

    return train(net, rng, x, slope, steps, lr, batch)
