"""How a classifier is trained: by Adam, on all examples at once or on mini-batches."""

from collections.abc import Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import cross_entropy, logistic_loss

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


def full_batch(net: Classifier, x: Array, y: Array, lr: float | Array, steps: int) -> Array:
    """Train *net* for labels *y* of 0 and 1 by *steps* that see all examples each.

    Returns the mean cross-entropy before each step, (steps, nets...).
    """
    adam, losses = Adam(net.theta, lr), []
    for _ in range(steps):
        hs = net.forward(x)
        loss, dL_dz = logistic_loss(hs[-1], y)
        losses.append(loss)
        adam.step(net.backward(hs, dL_dz))
    return np.array(losses)


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


def binary_accuracy(logits: Array, y: Array) -> Array:
    """The share of examples on their side of the boundary z = 0, for each of nets side by side.

    *logits* (..., n, 1), *y* (n,) of 0 and 1.
    """
    return np.asarray(((logits[..., 0] > 0) == y).mean(-1))
