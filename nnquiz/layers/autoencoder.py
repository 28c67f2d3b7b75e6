"""How an autoencoder is trained, and principal component analysis (PCA), its linear counterpart.

An encoder squeezes x into a short code z, a decoder rebuilds x̂ from it (Hinton & Salakhutdinov
2006, https://doi.org/10.1126/science.1127647):  z = f(x),  x̂ = g(z),  L = ‖x̂ - x‖².
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.adam import Adam
from nnquiz.layers.losses import squared_error
from nnquiz.layers.mlp import MLP

Array = NDArray[np.float64]


def learn(net: MLP, rng: np.random.Generator, x: Array, steps: int, lr: float) -> Iterator[int]:
    """Train *net* to give back its input, 64 rows of *x* a step; yields the steps done, from 0."""
    adam = Adam(net.theta, lr, beta2=0.99)
    for step in range(steps):
        yield step
        adam.lr = lr * min(1, 2 * (1 - step / steps))  # comes to rest in the second half
        batch = x[rng.integers(0, len(x), 64)]
        hs = net.forward(batch)
        _, dL_dz = squared_error(hs[-1], batch)  # the input is the target: no labels
        adam.step(net.backward(hs, dL_dz))
    yield steps


def principal_axes(x: Array, k: int) -> Array:
    """The *k* directions in which *x* (n, inputs) varies most, as rows: the axes of PCA."""
    _, _, directions = np.linalg.svd(x - x.mean(0), full_matrices=False)
    return np.asarray(directions[:k])


def project(x: Array, mean: Array, axes: Array) -> Array:
    """x̂ = μ + (x - μ) Aᵀ A: what is left of *x* if only its coordinates along *axes* are kept."""
    return mean + (x - mean) @ axes.T @ axes


def least_cosine(rows: Array, others: Array) -> float:
    """The cosine of the largest angle between the planes that two pairs of rows span."""
    (q, _), (p, _) = np.linalg.qr(rows.T), np.linalg.qr(others.T)  # orthonormal columns
    return float(np.linalg.svd(q.T @ p)[1].min())
