"""Focal loss: a cross-entropy that counts easy examples for less.

Lin et al. 2017, https://arxiv.org/abs/1708.02002
"""

import numpy as np
from numpy.typing import NDArray

from nnquiz.layers.losses import sigmoid

Array = NDArray[np.float64]


def focal_loss(z: Array, y: Array, gamma: float) -> tuple[Array, Array]:
    """-(1 - p)ᵞ log p of each example, p the probability of its true class, and its slope dL/dz.

    *z* are logits (n,), *y* labels 0 and 1 (n,). At γ = 0 it is the cross-entropy.
    """
    sign = 2 * y - 1
    p, log_p = sigmoid(sign * z), -np.logaddexp(0, -sign * z)
    easy = sigmoid(-sign * z) ** gamma  # (1 - p)ᵞ, small where the network is right already
    return -easy * log_p, sign * easy * (gamma * p * log_p - (1 - p))
