"""How a classifier is trained: by Adam, on mini-batches, epoch after epoch."""

from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import cross_entropy

Array = NDArray[np.float64]
Labels = NDArray[np.intp]


class Classifier(Protocol):
    """A network that gives logits and, from their gradient, that of all its weights *theta*."""

    theta: Array

    def logits(self, x: Array) -> Array:
        """A row for each example, a column for each class."""

    def forward(self, x: Array) -> list[Array]:
        """What `backward` needs to know, the logits last."""

    def backward(self, hs: list[Array], dL_dz: Array) -> Array:
        """dL/dtheta."""


def epochs(
    net: Classifier, rng: np.random.Generator, x: Array, labels: Labels, count: int, lr: float
) -> Iterator[int]:
    """Train *net* for *count* epochs; yields how many are done, from 0 on.

    In an epoch each example is seen once, in random order, and every 32 of them make a step.
    """
    adam = Adam(net.theta, lr)
    yield 0
    for done in range(1, count + 1):
        order = rng.permutation(len(x))
        for at in range(0, len(x), 32):
            some = order[at : at + 32]
            hs = net.forward(x[some])
            _, dL_dz = cross_entropy(hs[-1], labels[some])
            adam.step(net.backward(hs, dL_dz))
        yield done


def accuracy(logits: Array, labels: Labels) -> float:
    """The share of examples whose label has the largest logit."""
    return float((logits.argmax(-1) == labels).mean())
