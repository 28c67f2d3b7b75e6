"""Gradients of mini-batches, each an estimate of the gradient of all examples.

The gradient of a batch is the mean over its B examples, g_B = Σ ∇L_i / B. About that of all, g, it
varies by E‖g_B - g‖² = E‖∇L_i - g‖² / B: as any mean of B draws does.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.training import Classifier, loss_and_gradient

Array = NDArray[np.float64]


def batch_gradients(
    net: Classifier, rng: np.random.Generator, x: Array, y: Array, size: int, draws: int
) -> Array:
    """The gradients (draws, weights) of batches of *size* examples, drawn with replacement."""
    drawn = rng.integers(0, len(x), (draws, size))
    return np.array([loss_and_gradient(net, x[batch], y[batch])[1] for batch in drawn])


def noise(gradients: Array, exact: Array) -> float:
    """E‖g_B - g‖², the mean over *gradients* (draws, weights) about the *exact* one (weights,)."""
    return float(((gradients - exact) ** 2).sum(1).mean())
