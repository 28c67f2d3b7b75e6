"""The usual activation functions of hidden layers, each with its slope."""

import numpy as np

from nnquiz.layers.deep import Activation
from nnquiz.layers.losses import Array, sigmoid


def activations(leak: float) -> dict[str, Activation]:
    """The functions f(z), each with its slope f'(z) as it follows from h = f(z)."""
    return {
        "sigmoid": (sigmoid, lambda h: h * (1 - h)),  # 1 / (1 + e⁻ᶻ)
        "tanh": (np.tanh, lambda h: 1 - h * h),
        "ReLU": (lambda z: np.maximum(z, 0), lambda h: np.where(h > 0, 1.0, 0.0)),
        "leaky ReLU": (lambda z: np.where(z > 0, z, leak * z), lambda h: np.where(h > 0, 1, leak)),
        "none": (lambda z: z, np.ones_like),
    }


def silu(z: Array) -> tuple[Array, Array]:
    """SiLU or Swish, z σ(z), and its slope; GELU, z Φ(z) with the normal Φ, looks much the same."""
    s = sigmoid(z)
    return z * s, s + z * s * (1 - s)
