"""The error of an average of predictions, by how many of them it is taken over."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def error_by_size(
    rng: np.random.Generator, predictions: Array, truth: Array, draws: int = 60
) -> Array:
    """Mean squared error of averages of 1, 2, ... members, (members,).

    *predictions* (members, n), *truth* (n,). The members of an average are drawn from all at
    random, *draws* times over.
    """
    k = np.arange(1, len(predictions) + 1)[:, None]
    drawn = [rng.permutation(predictions) for _ in range(draws)]
    errors = [(np.cumsum(some, 0) / k - truth) ** 2 for some in drawn]
    return np.asarray(np.mean(errors, axis=(0, 2)))


def error_by_theory(members: int, mean_error: float, spread: float) -> Array:
    """What `error_by_size` can expect: E(k) = E(1) - spread (1 - 1/k) M / (M - 1).

    E(1) is the *mean_error* of the M *members*, *spread* their mean squared distance from the
    average of all: the variance of a mean of k of M that are drawn without replacement.
    """
    k = np.arange(1, members + 1)
    return np.asarray(mean_error - spread * (1 - 1 / k) * members / (members - 1))
