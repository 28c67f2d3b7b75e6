"""Losses, each with its gradient at the logits, averaged over the examples."""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Labels = NDArray[np.intp]


def sigmoid(z: Array) -> Array:
    """1 / (1 + e⁻ᶻ), as (1 + tanh(z/2)) / 2, which never overflows."""
    return 0.5 * (1 + np.tanh(0.5 * z))


def softmax(z: Array) -> Array:
    """eᶻ / Σ eᶻ along the last axis; the largest z is taken off first, which changes nothing."""
    e = np.exp(z - z.max(-1, keepdims=True))
    p: Array = e / e.sum(-1, keepdims=True)
    return p


def logistic_loss(z: Array, y: Array) -> tuple[Array, Array]:
    """Cross-entropy of labels 0 and 1: loss log(1 + eᶻ) - y z, gradient σ(z) - y.

    *z* (..., n, 1), *y* (n,) or (..., n). Returns the mean loss (...) and its gradient like *z*.
    """
    n = z.shape[-2]
    loss: Array = (np.logaddexp(0, z[..., 0]) - y * z[..., 0]).mean(-1)
    return loss, (sigmoid(z) - y[..., None]) / n


def cross_entropy(z: Array, labels: Labels) -> tuple[Array, Array]:
    """Cross-entropy of classes: loss -log p[label], p = softmax(z), gradient p - onehot(label).

    *z* (..., n, classes), *labels* (n,). Returns the mean loss (...) and its gradient like *z*.
    """
    n = z.shape[-2]
    p = softmax(z)
    right = p[..., np.arange(n), labels]
    loss: Array = -np.log(np.maximum(right, 1e-300)).mean(-1)
    p[..., np.arange(n), labels] -= 1
    return loss, p / n


def squared_error(z: Array, y: Array) -> tuple[Array, Array]:
    """Loss (z - y)² summed over outputs, gradient 2 (z - y); both (..., n, outputs)."""
    n = z.shape[-2]
    loss: Array = ((z - y) ** 2).sum(-1).mean(-1)
    return loss, 2 * (z - y) / n
