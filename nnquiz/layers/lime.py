"""LIME: a line fitted to what a model says near one case (Ribeiro et al. 2016).

https://arxiv.org/abs/1602.04938
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Model = Callable[[Array], Array]


def lime(
    model: Model, x: Array, rng: np.random.Generator, samples: int, width: float
) -> tuple[float, Array]:
    """A linear model of the network near *x*: its value there, and a coefficient for each column.

    Least squares on random points z, weighted by exp(-|z - x|² / 2 D width²), with D columns.
    """
    off = rng.normal(size=(samples, len(x)))
    w = np.exp(-(off**2).sum(1) / (2 * len(x) * width**2))
    A = np.column_stack([np.ones(samples), off])
    c = np.linalg.lstsq((A.T * w) @ A, (A.T * w) @ model(x + off), rcond=None)[0]
    return float(c[0]), c[1:]


def error_of_line(
    model: Model, x: Array, rng: np.random.Generator, distances: Array, width: float
) -> Array:
    """How far LIME's line for *x* is from the model at each of the *distances* from it."""
    value, slopes = lime(model, x, rng, 500, width)
    around = rng.normal(size=(300, len(x)))
    steps = distances[:, None, None] * around / np.linalg.norm(around, axis=1, keepdims=True)
    return np.asarray(np.sqrt(((value + steps @ slopes - model(x + steps)) ** 2).mean(1)))
