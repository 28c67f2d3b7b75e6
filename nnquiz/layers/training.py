"""How a classifier is trained: by Adam, on all examples at once or on mini-batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import cross_entropy, logistic_loss
from nnquiz.layers.mlp import MLP

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


def loss_and_gradient(net: Classifier, x: Array, y: Array) -> tuple[Array, Array]:
    """The mean cross-entropy of labels *y* of 0 and 1, (nets...), and its gradient dL/dtheta."""
    hs = net.forward(x)
    loss, dL_dz = logistic_loss(hs[-1], y)
    return loss, net.backward(hs, dL_dz)


def loss_of_weights(net: MLP, x: Array, y: Array) -> Callable[[Array], float]:
    """The mean cross-entropy of labels *y* of 0 and 1 as a function of *net*'s weights theta.

    A call is a forward pass. *net* itself is left as it is.
    """
    twin = net.copy()

    def loss(theta: Array) -> float:
        twin.theta[:] = theta
        return float(logistic_loss(twin.logits(x), y)[0])

    return loss


def adam_steps(net: Classifier, x: Array, y: Array, lr: float | Array) -> Iterator[Array]:
    """Train *net* for labels *y* of 0 and 1 by steps of Adam that see all examples each.

    Yields, after each step, the mean cross-entropy before it, (nets...); goes on without end.
    """
    adam = Adam(net.theta, lr)
    while True:
        loss, gradient = loss_and_gradient(net, x, y)
        adam.step(gradient)
        yield loss


def full_batch(net: Classifier, x: Array, y: Array, lr: float | Array, steps: int) -> Array:
    """So many `adam_steps` at once: the losses before each, (steps, nets...)."""
    return np.array([*islice(adam_steps(net, x, y, lr), steps)])


def gradient_descent(net: Classifier, x: Array, y: Array, lr: float | Array, steps: int) -> Array:
    """Train as `full_batch` does, but by plain gradient descent: θ ← θ - lr dL/dθ."""
    losses = []
    for _ in range(steps):
        loss, gradient = loss_and_gradient(net, x, y)
        losses.append(loss)
        net.theta -= lr * gradient
    return np.array(losses)


def steps_to_loss(
    nets: Classifier, run: Iterable[int], x: Array, y: Array, target: float, every: int
) -> tuple[float, int, float]:
    """Let *nets* side by side train until the first has a loss of *target* on (x, y).

    Going through *run* trains them; it yields the steps done. The loss is looked at after *every*
    so many of them. Returns the steps, infinite if *run* ends too soon, and of the net with the
    least loss its place and the share of (x, y) that it has right.
    """
    steps = np.inf
    for step in run:
        if step % every == 0 and logistic_loss(nets.logits(x), y)[0].min() <= target:
            steps = step
            break
    logits = nets.logits(x)
    best = int(logistic_loss(logits, y)[0].argmin())
    return steps, best, float(binary_accuracy(logits, y)[best])


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


def random_batches(
    net: Classifier,
    rng: np.random.Generator,
    x: Array,
    labels: Labels,
    steps: int,
    lr: float | Array,
    shown: Callable[[Array, Labels], Array] | None = None,
) -> None:
    """Train *net* by *steps* on 64 random examples each, or on as many as there are if fewer.

    *lr* may be one for each weight. *shown* makes of a batch and its labels what *net* sees in its
    place, such as images attacked.
    """
    adam = Adam(net.theta, lr)
    for _ in range(steps):
        some = rng.integers(0, len(x), min(64, len(x)))
        batch = shown(x[some], labels[some]) if shown else x[some]
        hs = net.forward(batch)
        adam.step(net.backward(hs, cross_entropy(hs[-1], labels[some])[1]))


def accuracy(logits: Array, labels: Labels) -> float:
    """The share of examples whose label has the largest logit."""
    return float((logits.argmax(-1) == labels).mean())


def binary_accuracy(logits: Array, y: Array) -> Array:
    """The share of examples on their side of the boundary z = 0, for each of nets side by side.

    *logits* (..., n, 1), *y* (n,) of 0 and 1.
    """
    return np.asarray(((logits[..., 0] > 0) == y).mean(-1))
