"""Limitations: a second task overwrites the first, and noise is judged with confidence.

A network learns ten letters, then the same letters with their pixels shuffled, always in the same
way. Nothing in the second task's loss holds what the first one needs: catastrophic forgetting. It
is set beside replay of a few old images, elastic weight consolidation (Kirkpatrick et al. 2017,
https://doi.org/10.1073/pnas.1611835114) and training on both tasks together. At last the network
is shown pure noise.
"""

from collections.abc import Callable
from typing import Annotated

import numpy as np

from nnquiz.datasets.letters import glyphs, images
from nnquiz.frames import Ask, Bars, Claim, Demo, Grid, Lines, Range, Say
from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import Labels, cross_entropy, softmax
from nnquiz.layers.mlp import MLP, Array
from nnquiz.layers.training import accuracy

LETTERS, SIDE = "ABCDEFGHIJ", 8
PIXELS = SIDE * SIDE
IMAGES, BATCH, RATE = 2000, 64, 0.003
SURE = 0.9
Data = tuple[Array, Labels]


def letters(rng: np.random.Generator, n: int) -> Data:
    """Letters at random places in noise, as rows of pixels, and which they are."""
    labels = rng.integers(0, len(LETTERS), n)
    return images(rng, labels, glyphs(LETTERS), SIDE, 0.25).reshape(n, PIXELS), labels


def joined(one: Data, other: Data) -> Data:
    """The examples of both."""
    return np.concatenate([one[0], other[0]]), np.concatenate([one[1], other[1]])


def some(rng: np.random.Generator, data: Data, n: int) -> Data:
    """*n* of the examples, drawn at random; fewer if there are none."""
    pick = rng.integers(0, len(data[0]), n if len(data[0]) else 0)
    return data[0][pick], data[1][pick]


def gradient(net: MLP, data: Data) -> Array:
    """dL/dtheta of the mean cross-entropy."""
    hs = net.forward(data[0])
    return net.backward(hs, cross_entropy(hs[-1], data[1])[1])


def fisher(net: MLP, rng: np.random.Generator, x: Array) -> Array:
    """How much each weight matters for what the net says: F = mean of (d log p(y|x) / dθ)².

    The labels y are drawn from the network's own p(y|x), one for each row of *x*.
    """
    p = softmax(net.logits(x))
    labels = (p.cumsum(1) > rng.random((len(x), 1))).argmax(1)
    F = np.zeros_like(net.theta)
    for i in range(len(x)):
        F += gradient(net, (x[i : i + 1], labels[i : i + 1])) ** 2 / len(x)
    return F


def pull(net: MLP, old: Array, F: Array, strength: float) -> Array:
    """The gradient of EWC's penalty λ/2 Σ F (θ - θ_old)², a spring at each weight."""
    return strength * F * (net.theta - old)


class Learner:
    """A network that continues from *theta*; *batch* draws its examples, *extra* adds a gradient."""

    def __init__(
        self, sizes: list[int], theta: Array, batch: Callable[[], Data], extra: Callable[[MLP], Array | float]
    ) -> None:
        self.net = MLP(sizes, np.random.default_rng(0), "relu")
