"""Networks of different kinds that learn from the same batches, step by step."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import logistic_loss

Array = NDArray[np.float64]
Tokens = NDArray[np.intp]


class Reader(Protocol):
    """A network that reads sentences, (n, length), and gives a logit for each."""

    theta: Array

    def logits(self, tokens: Tokens) -> Array:
        """The logits (n, 1)."""

    def forward(self, tokens: Tokens) -> list[Any]:
        """What `backward` needs to know, the logits last."""

    @property
    def backward(self) -> Any:  # a method, or a function that is an attribute
        """Of these and dL/dlogit it gives dL/dtheta."""


def learn_side_by_side(
    nets: Collection[Reader], rng: np.random.Generator, x: Tokens, y: Array, steps: int, lr: float
) -> Iterator[int]:
    """Train for labels *y* (n,) of 0 and 1 by Adam; yields the steps done, from 0 on.

    All nets see the same 64 random sentences of *x* in a step.
    """
    adams = [Adam(net.theta, lr) for net in nets]
    for step in range(steps):
        yield step
        some = rng.integers(0, len(x), 64)
        for net, adam in zip(nets, adams, strict=True):
            hs = net.forward(x[some])
            adam.step(net.backward(hs, logistic_loss(hs[-1], y[some])[1]))
    yield steps
