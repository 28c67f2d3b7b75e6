"""Learning one task after another, and two ways not to forget the first.

Replay mixes some old examples into each batch. Elastic weight consolidation (EWC, Kirkpatrick et
al. 2017, https://doi.org/10.1073/pnas.1611835114) ties each weight to its old place by a spring,
the stiffer the more the weight matters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import cross_entropy, softmax
from nnquiz.layers.mlp import MLP

Array = NDArray[np.float64]
Labels = NDArray[np.intp]
Data = tuple[Array, Labels]

BATCH, RATE = 64, 0.003


def gradient(net: MLP, x: Array, labels: Labels) -> Array:
    """dL/dtheta of the mean cross-entropy."""
    hs = net.forward(x)
    return net.backward(hs, cross_entropy(hs[-1], labels)[1])


def fisher(net: MLP, rng: np.random.Generator, x: Array) -> Array:
    """How much each weight matters for what the net says: F = mean of (d log p(y|x) / dθ)².

    The labels y are drawn from the network's own p(y|x), one for each row of *x*.
    """
    p = softmax(net.logits(x))
    labels = (p.cumsum(1) > rng.random((len(x), 1))).argmax(1)
    F = np.zeros_like(net.theta)
    for i in range(len(x)):
        F += gradient(net, x[i : i + 1], labels[i : i + 1]) ** 2 / len(x)
    return F


def learn(
    net: MLP,
    rng: np.random.Generator,
    data: Data,
    steps: int,
    memory: Data | None = None,
    spring: Callable[[Array], Array] | None = None,
) -> Iterator[int]:
    """Train on *data* by Adam; yields the steps done, from 0 on.

    With *memory*, half as many of its examples join each batch; *spring* is one more gradient.
    """
    adam = Adam(net.theta, RATE, beta2=0.99)
    for done in range(steps):
        yield done
        x, labels = some(rng, data, BATCH)
        if memory and len(memory[1]):
            old, old_labels = some(rng, memory, BATCH // 2)
            x, labels = np.concatenate([x, old]), np.concatenate([labels, old_labels])
        g = gradient(net, x, labels)
        adam.step(g + spring(net.theta) if spring else g)
    yield steps


def some(rng: np.random.Generator, data: Data, n: int) -> Data:
    """*n* of the examples, drawn at random."""
    pick = rng.integers(0, len(data[1]), n)
    return data[0][pick], data[1][pick]
