"""Learning by luck: steps at random, of which those are kept that lower the loss."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def random_search(
    loss: Callable[[Array], float],
    theta: Array,
    rng: np.random.Generator,
    target: float,
    tries: int,
    size: float = 0.1,
) -> list[float]:
    """The loss at the start and after each step tried from *theta* (n,), until it is *target*.

    A step adds to every number a normal one of standard deviation *size*. It is taken back unless
    the loss fell. After so many *tries* the search is given up.
    """
    losses = [loss(theta)]
    while losses[-1] > target and len(losses) <= tries:
        tried = theta + size * rng.normal(size=len(theta))
        found = loss(tried)
        if found < losses[-1]:
            theta = tried
        losses.append(min(found, losses[-1]))
    return losses
